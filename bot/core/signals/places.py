"""Countries, issuers and themes as headlines name them: names, adjectives, capitals, leaders, flagship firms."""

from __future__ import annotations

from typing import Final

from bot.core.signals.words import listed

COUNTRIES: Final[dict[str, str]] = {
    "RU": (
        "russia russian russians russia's moscow kremlin putin putin's lavrov medvedev peskov navalny rosneft lukoil"
        " gazprom novatek sberbank vtb gru fsb aeroflot abramovich usmanov deripaska wagner_group"
        " surgutneftegas rosatom"
        " russian_federation crimea russo rusal alrosa sovcomflot alfa_bank fridman shuvalov kadyrov chechen"
        " rosoboronexport"
        " kara-murza skripal tinkoff harmful_foreign_activities nord_stream st_petersburg novosibirsk"
        " novosibirskaya yekaterinburg"
        " vladivostok khimki kazan samara siberian ural rossiya utair sheremetyevo vnukovo pobeda nordwind"
        " magnitogorsk"
        " tatarstan oligarchs"
    ),
    "BY": "belarus belarusian belarusians minsk lukashenko belavia belaruskali lukashenka byelorussia",
    "IR": (
        "iran iranian iranians tehran irgc quds_force khamenei rouhani raisi pezeshkian zarif araghchi natanz"
        " mahan_air"
        " revolutionary_guards revolutionary_guard islamic_republic irisl nioc iran's kharg chabahar"
    ),
    "KP": (
        "north_korea north_korean north_koreans pyongyang dprk kim_jong_un kim_jong-un lazarus_group n_korea n_korean"
    ),
    "SY": "syria syrian syrians damascus assad al-assad sharaa al-sharaa caesar_act caesar_syria",
    "VE": "venezuela venezuelan venezuelans caracas maduro pdvsa guaido venezuela's",
    "CU": "cuba cuban cubans havana castro_government",
    "MM": "myanmar burma burmese naypyidaw rohingya min_aung_hlaing",
    "CN": "china chinese beijing huawei zte hikvision smic xinjiang uyghur uighur ymtc prc tiktok",
    "HK": "hong_kong",
    "AF": "afghanistan afghan afghans kabul",
    "YE": "yemen yemeni houthi houthis sanaa ansarallah ansar_allah",
    "SD": "sudan sudanese khartoum darfur rsf rapid_support_forces hemedti bashir",
    "SS": "south_sudan south_sudanese juba salva_kiir",
    "CF": "central_african_republic car-state bangui touadera",
    "CD": (
        "democratic_republic_of_the_congo congo congolese drc kinshasa m23 dr_congo kabila democratic_republic_of_congo"
    ),
    "LY": "libya libyan libyans tripoli haftar gaddafi",
    "ML": "mali malian bamako",
    "SO": "somalia somali somalis mogadishu al-shabaab al_shabaab shabaab",
    "ET": "ethiopia ethiopian addis_ababa tigray",
    "ER": "eritrea eritrean asmara",
    "ZW": "zimbabwe zimbabwean harare mugabe mnangagwa",
    "BI": "burundi burundian bujumbura nkurunziza",
    "HT": "haiti haitian haitians port-au-prince",
    "NI": "nicaragua nicaraguan nicaraguans managua ortega",
    "GT": "guatemala guatemalan",
    "SV": "el_salvador salvadoran",
    "HN": "honduras honduran",
    "CO": "colombia colombian farc petro clan_del_golfo",
    "BO": "bolivia bolivian",
    "TR": "turkey turkish ankara erdogan turkiye türkiye",
    "LB": "lebanon lebanese beirut",
    "IQ": "iraq iraqi iraqis baghdad",
    "PS": "west_bank palestinian palestinians gaza settlers israeli_settlers palestinian_authority",
    "IL": "israel israeli israelis netanyahu ben-gvir smotrich",
    "RS": "serbia serbian belgrade vucic naftna_industrija_srbije nis",
    "BA": "bosnia bosnian dodik republika_srpska bosnia_and_herzegovina sarajevo",
    "XK": "kosovo pristina",
    "GE": "georgian_dream georgian_officials georgian_government tbilisi ivanishvili georgian georgians",
    "MD": "moldova moldovan chisinau plahotniuc shor transnistria",
    "MV": "maldives maldivian",
    "PL": "poland polish warsaw",
    "HU": "hungary hungarian budapest orban orbán",
    "SK": "slovakia slovak bratislava fico",
    "IN": "india indian new_delhi modi",
    "PK": "pakistan pakistani islamabad",
    "LT": "lithuania lithuanian vilnius",
    "TW": "taiwan taiwanese taipei",
    "KR": "south_korea south_korean seoul",
    "KH": "cambodia cambodian phnom_penh",
    "NE": "niger nigerien niamey",
    "GN": "guinea guinean conakry",
    "GW": "guinea-bissau",
    "BF": "burkina_faso",
    "RW": "rwanda rwandan kigali",
    "UG": "uganda ugandan kampala",
    "LK": "sri_lanka sri_lankan colombo",
    "BD": "bangladesh bangladeshi dhaka",
    "LR": "liberia liberian",
    "CI": "cote_d'ivoire ivory_coast ivorian",
    "TN": "tunisia tunisian",
    "EG": "egypt egyptian cairo",
    "SA": "saudi saudi_arabia saudis riyadh khashoggi",
    "AE": "uae emirati emirates dubai abu_dhabi united_arab_emirates",
    "QA": "qatar qatari doha",
    "KZ": "kazakhstan kazakh",
    "KG": "kyrgyzstan kyrgyz",
    "MX": "mexico mexican mexicans",
    "BR": "brazil brazilian",
    "ZA": "south_africa south_african",
    "MY": "malaysia malaysian",
    "SG": "singapore singaporean",
    "CY": "cyprus cypriot",
    "GR": "greek greece athens",
    "PA": "panama panamanian",
    "SI": "slovenian slovenia",
    "RO": "romania romanian",
    "BG": "bulgaria bulgarian sofia",
    "KE": "kenya kenyan",
    "VN": "vietnam vietnamese",
    "AL": "albania albanian",
    "UA": "ukraine ukrainian ukrainians kyiv kiev zelenskiy zelensky zelenskyy poroshenko",
}
"""Codes of countries; that of the words of an issuer's own country is in ISSUERS."""

CORE: Final = listed("RU BY IR KP SY VE CU MM AF YE SD SS CF CD LY ML SO ET ER ZW BI HT NI PS GN GW CI LR")
"""Countries with a programme of their own: a mention of one beside a measure is most likely its target."""

SECOND: Final = listed(
    "CN HK TR IL RS BA IQ LB GE MD MV NE GT HN SV CO KH RW TN XK LT LK BD PK SA IN MX HU PL ZA KZ KG AE EG"
)
"""Countries that are now and then the target, and oftener the seat of a third party."""

ISSUERS: Final[dict[str, str]] = {
    "US": (
        "usa united_states america american americans washington white_house trump biden obama bush clinton treasury"
        " us_treasury u.s._treasury treasury_department department_of_the_treasury state_department"
        " department_of_state commerce_department commerce department_of_commerce ofac bis"
        " bureau_of_industry_and_security"
        " foreign_assets_control justice_department department_of_justice doj congress senate senator senators"
        " house_passes senate_passes house_backs house_votes house_approves senate_panel senate_backs"
        " house_committee senate_committee congressmen congressman house_of_representatives"
        " congressional lawmakers house_panel house_republicans house_democrats republicans democrats capitol_hill"
        " mnuchin yellen bessent lew rubio blinken pompeo kerry tillerson graham pentagon fbi fincen us_senate"
        " us_house"
        " secretary_of_state rwanda_witkoff witkoff usaid international_emergency_economic_powers kansas texas"
        " new_york_court manhattan brooklyn california florida us-led american-led national_emergency u.s.-led"
        " foreign_terrorist_organization foreign_terrorist_organizations specially_designated"
        " specially_designated_global_terrorist sdn_list entity_list export_administration_regulations state_dept"
        " federal_prosecutors us_prosecutors republican democratic_senators u.s.-origin"
    ),
    "EU": (
        "eu ec european_union brussels european_commission commission european_council mep meps european_parliament"
        " kallas borrell mogherini ashton von_der_leyen general_court european_court_of_justice eu_court eu's europe"
        " european bloc eu_envoys council council_of_the_eu council_of_the_european_union eu_council"
        " council_of_eu ecj"
        " coreper eu_leaders top_eu_court europeans council_of_the_eu"
    ),
    "UK": (
        "uk united_kingdom britain british london ofsi fcdo fco hmrc nca foreign_office downing_street starmer sunak"
        " lammy david_cameron liz_truss truss boris_johnson theresa_may yvette_cooper hm_treasury uk_treasury"
        " lib_dems"
        " office_of_financial_sanctions_implementation great_britain britain's uk's england"
        " foreign,_commonwealth_and_development_office otsi dominic_raab raab cleverly"
    ),
    "UN": (
        "un united_nations security_council un_security_council u.n._council unsc un_council un_panel un_experts"
        " un_committee security_council_committee"
    ),
    "CA": "canada canadian canadians ottawa trudeau carney joly freeland global_affairs_canada",
    "AU": "australia australian australians canberra penny_wong albanese dfat marise_payne morrison_government",
    "CH": "switzerland swiss seco bern federal_council geneva_bank",
    "JP": "japan japanese tokyo kishida ishiba abe",
    "NZ": "new_zealand wellington ardern winston_peters nanaia_mahuta",
}

MEMBERS: Final = (
    "germany german berlin france french paris macron merkel scholz merz italy italian rome spain spanish"
    " madrid dutch"
    " netherlands belgium belgian denmark danish sweden swedish finland finnish estonia estonian latvia"
    " latvian austria austrian ireland irish portugal portuguese czech czechia croatia croatian luxembourg"
    " mogherini's"
    " e3 baltic_states member_states ambassadors"
)
"""Members of the EU: their measures, courts and vetoes are the EU's when no other issuer is named."""

MEMBER_TARGETS: Final = listed("HU SK PL LT CY GR RO BG SI")

THEMES: Final[dict[str, str]] = {
    "terrorism": (
        "counter_terrorism counterterrorism terrorist terrorists terrorism terror isis isil al_qaeda al-qaeda"
        " hezbollah"
        " hizballah hamas taliban islamic_state haqqani muslim_brotherhood global_terrorist terror_list"
        " foreign_terrorist_organization foreign_terrorist_organizations specially_designated_global_terrorist"
        " specially_designated_global_terrorists counter-terrorism"
    ),
    "cyber": (
        "cyber cyber-related cyberattack cyberattacks ransomware hackers hacker hacking tornado_cash"
        " bulletproof_hosting"
        " crypto_mixer malware cyber_crime cybercrime cyber_spies"
    ),
    "narcotics": (
        "counter_narcotics narcotics kingpin fentanyl cartel cartels drug_traffickers drug_trafficking"
        " drug_trafficker"
        " drug_lord drug_lords cocaine illicit_drugs opioid counter-narcotics sinaloa"
    ),
    "human_rights": (
        "human_rights magnitsky global_magnitsky corruption corrupt rights_abuses torture rights_abusers"
        " human_rights_abuses"
    ),
    "proliferation": (
        "non-proliferation nonproliferation proliferation weapons_of_mass_destruction non_proliferation wmd"
        " proliferators ballistic_missile_parts"
    ),
    "organised_crime": (
        "transnational_criminal transnational_criminal_organizations transnational_criminal_organization"
        " organised_crime"
        " organized_crime people-smuggling people_smuggling people_smugglers people-smugglers smuggling_gangs"
        " mafia yakuza"
        " gangs scam_centres scam_centers human_trafficking traffickers criminal_gang smuggling_gang tco"
    ),
    "icc": (
        "icc international_criminal_court hague_court world_court war_crimes_court hague_court hague_judges"
        " top_war_crimes_court karim_khan"
        " court's_prosecutor criminal_court hague_officials"
    ),
}

LEADERS: Final = listed(
    "putin lavrov medvedev peskov khamenei rouhani raisi pezeshkian zarif araghchi lukashenko maduro assad kim_jong_un"
    " erdogan orban fico dodik netanyahu zelenskiy zelensky zelenskyy poroshenko kremlin"
)
"""Those who speak for a target: their sentences are answers to measures, not steps of them."""
