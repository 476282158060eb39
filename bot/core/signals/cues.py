"""Cues: words that speak for or against relevance, and words that tell the stage or the kind, as tables."""

from __future__ import annotations

from typing import Final

CONTEXTS: Final[dict[str, str]] = {
    "strong": (
        "ofac ofsi entity_list sdn_list arms_embargo shadow_fleet secondary_sanctions secondary_tariffs"
        " specially_designated restrictive_measures blocking_property sanctions_regime sanctions_list"
        " export_privileges"
        " foreign_assets_control sanctions_regulations specially_designated_global_terrorist frozen_assets"
        " unreliable_entity_list snapback counter-sanctions sanctions_relief sanctions_package magnitsky"
        " export_controls"
        " foreign_terrorist_organization sanctions_busting sanctions_violations sanctions_violation"
        " sanctions_breaches sanctions_breach breaching_sanctions violating_sanctions sanctions_evasion"
        " sanctions-busting export_administration"
        " nonproliferation bis un_sanctions_list sanctioned_tanker"
    ),
    "sport": (
        "fifa uefa wada ioc olympic olympics paralympic football footballer soccer club clubs league match fans"
        " player players coach team teams tennis wimbledon athletics athletes athlete gymnast cricket rugby"
        " golf tour boxing"
        " boxer boxers fight rematch chess fide grandmaster grand_prix formula f1 doping premier_league transfer_ban"
        " transfer_bans striker midfielder goalkeeper stadium rio_2016 olympian championship championships"
        " tournament liv_golf fa disciplinary"
        " referee ufc footballers armband wba wbc nba nfl ncaa bcci icc_cricket world_athletics champion"
        " world_cup transfer_embargo"
        " points_deduction test_match batsman bowler wicket basketball hockey swimmer swimming medal"
        " footballing premiership fixture playoff season jockey"
    ),
    "court": (
        "judge judges lawyer lawyers attorney attorneys law_firm_sanctioned counsel bar_counsel citation citations"
        " filings filing frivolous discovery plaintiff plaintiffs defendant misconduct contempt litigation lawsuit"
        " divorce family_dispute fake_case fake_citation hallucinated bar_association law_license disbarred"
        " magistrate"
        " freezing_order fraternity hazing university students student teacher doctor nurse medical_council"
        " disciplinary_panel ethics_committee"
    ),
    "welfare": (
        "benefit benefits universal_credit welfare jobseeker jobseekers claimants claimant dwp unemployed jobcentre"
        " benefit_sanctions welfare_sanctions job_seekers disability snap_work"
    ),
    "approve": (
        "crore lakh loan loans rs posts flyover metro sanctioned_posts sanctioned_strength budget scheme"
        " housing_scheme medical_colleges extra_spending supplementary sanctioned_loan teachers_posts rupees"
        " expressway"
        " spending grant_sanctioned town_planning"
    ),
    "energy": (
        "energy_price_cap energy_bills energy_bill household_bills household_bill ofgem bills typical_household"
        " rent_freeze rent_cap price_cap_on_energy rents tenants inflation interest_rates interest_rate"
        " mortgage wage_freeze"
        " pay_freeze hiring_freeze fuel_duty_freeze fuel_duty council_tax tuition egg_freezing rail_fares insulin"
        " drug_prices pre-payment business_data_services rate-of-return"
    ),
    "market": (
        "markets shares stocks investors traders rouble ruble rally slump profit profits dividend earnings futures"
        " yields index bonds barrel brent forecast growth gdp exchange stock_exchange prices price currency"
        " wall_street"
        " buyout ipo shareholders revenue sales losses bourse opec output glut oil_output output_freeze debts"
        " default living_costs"
    ),
    "remedy": (
        "antidumping anti-dumping countervailing safeguard_duties dumping retaliatory_tariffs sunset_review bourbon"
        " soybeans lobsters steel_countermeasures trade_war trade_deal tariff_truce trade_truce tariff_deal"
        " tariff_war section_301 section_232 subsidies"
        " circumvention_inquiry wto world_trade_organization trade_sanctions unfair_trade trade_pact"
        " trade_dispute trade_practices"
        " administrative_review reciprocal_tariffs liberation_day"
    ),
    "immigration": (
        "temporary_protected_status tps nonimmigrant visas immigrants asylum f-1 employment_authorization refugees"
        " travel_ban_list trump_travel_ban muslim_countries deportation green_card student_visas parole"
        " migrants_deported border_checks"
        " refugee migrants"
    ),
    "agency": (
        "information_collection paperwork drawbridge airworthiness medicare medicaid"
        " nuclear_regulatory_commission nrc"
        " clean_air_act epa clia coast_guard comment_request usda fda faa fcc byproduct_material general_licensee"
        " drug_administration archaeological avian_influenza import_restrictions_imposed pesticide fisheries"
        " environmental_protection_agency procurement debarment special_permit petition_for_waiver"
        " waiver_of_compliance"
        " implementation_plan liquor_licence driving_licence licence_fee driver's_license baby_formula motor_vehicles"
        " research_reactor provider_agreements food_and_drug fishing_licence banking_licence business_licence"
        " broadcasting_licence gun_licence licence_suspension drivers bank's_licence webinars events careers"
    ),
    "decoy": (
        "opera bayreuth ring_cycle alfa_romeo festival film movie album museum gallery novel theatre restaurant"
        " celebrity streaming singer actor cinema music exhibition album_chart broadway villa"
    ),
    "war": (
        "air_strikes strikes ceasefire troops rebels missile missiles offensive bomber bombing shelling killed"
        " wounded"
        " soldiers battlefield frontline peacekeepers embassies prisoners_swapped election vote_count airport"
    ),
    "background": (
        "post-sanctions after_sanctions despite_sanctions amid_sanctions under_sanctions sanctions_hit sanctions_bite"
        " impact_of_sanctions effect_of_sanctions effects_of_sanctions hammered_by_sanctions sanctions_squeeze"
        " hit_by_sanctions because_of_sanctions due_to_sanctions sanctions_pain life_under living_under sanctions_era"
        " since_sanctions as_sanctions sanctions_fears sanctions_hurt sanctions_harm harmed_by_sanctions"
        " because_of_the_sanctions years_of_sanctions"
        " decade_of_sanctions evade_sanctions circumvent_sanctions bypass_sanctions sidestep_sanctions tiptoe"
        " breach_of_sanctions way_around_sanctions around_sanctions sanctions-hit hit_by_western_sanctions"
        " isolated_by_sanctions amid_western_sanctions despite_western_sanctions sanctions_ease now_sanctions"
        " sanctions_impact impact_of_the_sanctions"
    ),
    "feature": (
        "why how what who explainer analysis opinion profile q&a questions find_out_more frustrations explained await"
        " tread good_times richer business_opportunities heads_to drum_up in_pictures what_are timeline factbox"
        " interview"
        " review podcast watch webinar viewpoint"
    ),
}

CUES: Final[dict[str, str]] = {
    "unsure": (
        "sources source sources_say people_familiar familiar_with reportedly report reports could may might"
        " potentially possible possibly exclusive officials_say insiders informed_sources diplomats_say diplomat_said"
        " under_review under_consideration options_paper still_in_preparation in_preparation working_on close_to"
        " considering_whether whether media_reports reuters_reports no_decision"
        " draft_list draft_a_list draft_a_plan draft_options draft_a_paper"
        " according_to_sources drawing_up options on_the_table weighing source_says diplomats aides"
        " draft_deal studying moving_to hints people_with_knowledge ft_reports report_says ap: preparing"
        " set_of_options"
    ),
    "law": (
        "bill legislation congressmen congressman lawmaker introduce_act introduces_act draft_resolution"
        " sanctions_resolution negotiations lawmakers senators senate house congress panel_approves"
        " committee_votes draft amendment draft_law text parliament meps non-binding motion proposal consultation"
        " consulting act_now house_passes senate_passes senate_panel house_panel proposals"
    ),
    "calls": (
        "call_for calls_for called_for calling_for calls_on called_on call_on urged_to demands_for must should needs"
        " needed pushing_for pushes_for wants_to ask_for asks_for asked_for appeal_for needs_arms ready_to"
        " gives_ultimatum deadline_to ultimatum faces_threat threat threatened threats face_brunt days_to_reach"
        " high_court_bid court_bid bid_to begins_high_court legal_challenge court_challenge sues challenge"
        " files_appeal"
        " takes_legal_action could_impose warning in_favour_of ask_ministers or_face faces_secondary push_for"
    ),
    "future": (
        "will would set_to due_to_be soon upcoming next_month next_week from_next plans_to in_principle"
        " effective_from"
        " take_effect_on to_take_effect expected_to vows_to going_to will_be in_30_days within_days details_to_follow"
        " formal_adoption in_three_weeks planned after_wind-down formal_acts political_agreement not_yet"
    ),
    "effect": (
        "takes_effect took_effect effective_immediately immediate_effect with_immediate_effect comes_into_force"
        " came_into_force in_force entered_into_force enters_into_force came_into_effect formally officially"
        " effect_immediately adopted signed signs with_effect into_effect published issues_final_rule final_rule"
        " signed_into_law back_into_effect has_imposed"
    ),
    "negation": (
        "no not never without rules_out refuses unlikely deny denies denied ruled_out not_yet won't don't"
        " doesn't isn't"
        " cannot can't neither nor no_plan no_plans against instead_of stop_short rather_than didn't fail fails"
    ),
    "guidance": (
        "guidance faq faqs frequently_asked_questions frequently_asked_question advisory alert fact_sheet"
        " compliance_advice"
        " general_guidance advice factsheet compliance_note guidance_note guidelines best_practices webinar"
        " clarifies clarification updates_guidance contact_information grammatical q&as faqs_updated"
    ),
    "amends": (
        "amends_entries amends_entry amended_entries amends amendments_to_entries amends_six designation_update"
        " designations_updates designation_updates designations_update updates_entries corrects"
        " identifying_information"
        " entries_amended technical_amendment technical_amendments amended entries panel_of_experts_mandate"
    ),
    "veto": (
        "veto vetoes vetoed blocks_eu blocks_rollover fails_to_agree no_agreement holds_up dismisses_appeal"
        " throws_out threw_out thrown_out tosses_out loses_appeal loses_bid loses_challenge loses_fight"
        " rejected_the_application court_rejects court_dismisses dismisses_challenge upholds_listing court_upholds"
        " fails_to_overturn bid_to_overturn loses_court rejects_bid rejects_appeal"
    ),
    "answer": (
        "illegal unlawful legitimate lawful counterproductive must_remain remain in_place will_not_work"
        " not_change legal_basis absurd pointless condemns unacceptable unfriendly at_risk linked_to tied_to adapted"
        " retaliate no_effect null_and_void respond commenting hostile no_set_date stay in_vain unjust harmful"
    ),
    "crime": (
        "guilty pleads pleaded charged charges indicted sentenced jailed arrested fined settle settles settled_with"
        " reaches_settlement settlement_with settlement_over agrees_settlement penalised penalized"
        " monetary_penalty monetary_penalties enforcement_action prison seized seizes seize apparent_violations"
        " conspiracy violations violating violation prosecution settlement_agreement pleads_guilty"
        " to_pay plea charge charges two_years_for three_years_for four_years_for five_years_for six_years_for"
        " seven_years_for eight_years_for years_in_prison months_in_prison years_in_jail life_sentence"
        " boards boarded detains intercepts intercepted impounds impounded gets_years"
        " extradited convicted smuggling smuggled breaches"
        " court_jails"
        " enforcement_actions penalises penalizes prosecuted raids detained arrests breaching unlicensed"
        " evasion_scheme"
        " money_laundering laundering trial forfeiture forfeit fines illegal_exports evading dodge indictment"
    ),
    "attributed": (
        "sources source sources_say source_says people_familiar insiders report_says reports according_to_sources"
        " ft_reports sources_tell media_reports people_with_knowledge informed_sources"
    ),
    "signing": "signs signed signing formally officially issues issued",
    "sourced": "told_reuters told_ap said_on spokesperson spokesman minister president announced envoy",
    "winddown": (
        "wind_down wind-down winding_down winding_down_of divest divestment divestiture continuation_of_business"
        " humanitarian aid safety maintenance official_business diplomatic_missions aid_groups"
    ),
}
