"""The words of the field as tables: what each phrase is, in a headline. The policy is the table; the code is a loop.

A phrase that a longer one holds does not count: "energy price cap" is no price cap, "transfer ban" no ban.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Final

from bot.core.signals.cues import CONTEXTS, CUES
from bot.core.signals.places import COUNTRIES, ISSUERS, MEMBERS, THEMES
from bot.core.signals.verbs import HEDGES, NOUNS, VERBS, forms
from bot.core.signals.words import Entry, Lexicon, split

MEASURES: Final[dict[str, str]] = {
    "measure sanctionword": (
        "sanction sanctions embargo embargoes arms_embargo trade_embargo oil_embargo asset_freeze asset_freezes"
        " assets_freeze counter-sanctions countersanctions counter_sanctions secondary_sanctions secondary_tariffs"
        " secondary_tariff secondary_duties sanctions_regime sanctions_programme sanctions_program"
        " restrictive_measures"
        " sanctions_package package_of_sanctions export_controls export_control_list trade_blacklist export_blacklist"
        " export_curbs_on_china sanctions_regulations sanctions_law energy_embargo blocking_sanctions"
        " dual-use_exports"
        ""
        " chip_curbs chip_export_rules export_rules snap-back travel_bans_and_asset_freezes maximum_pressure"
        " counter-measures blocking_statute oil_price_cap russian_oil_price_cap crude_price_cap price_ceiling"
        " price_cap_on_russian_oil crude_price_ceiling sanctions_list sanctions_lists"
        " financial_sanctions arms_ban weapons_embargo snapback_sanctions sanctions_bill"
        " chip_export_curbs affiliates_rule foreign_direct_product_rule export_license_requirements"
        " sanctions_designations"
        " 50%_rule ownership_rule"
    ),
    "measure": (
        "curb curbs restriction restrictions ban bans penalty penalties measure measures regime programme program"
        " designation designations listing listings package packages controls export_curbs price_cap tariff"
        " tariffs duties"
        " blockade boycott blocklist travel_ban travel_bans visa_ban visa_bans blacklisting trade_curbs"
        " trade_restrictions"
        " limits_on_exports limits_on_sales limits_on_trade regulations rule rules order orders"
        " executive_order visa_restrictions port_ban port_bans"
        " export_ban import_ban"
        " export_bans import_bans restrictions_on_exports freeze freezes emergency national_emergency"
        " state_of_emergency"
        " asset_bans investment_ban services_ban directive pressure isolation"
    ),
    "measure list sanctionword": (
        "terror_label terror_designation terrorist_designation terrorist_label terror_tag terror_listing"
        " blacklist blacklists entity_list entities_list sdn_list sanctions_blacklist terror_list"
        " terror_blacklist consolidated_list unreliable_entity_list unreliable_entities_list unverified_list uvl"
        " military_end-user_list denied_persons_list un_sanctions_list specially_designated_nationals annex_xlii"
        " list_of_specially_designated_nationals uk_sanctions_list export_control_list sponsor_of_terrorism_list"
        " state_sponsors_of_terrorism state_sponsor_of_terrorism"
    ),
    "list": "list lists register annex",
    "permit": (
        "licence licences license licenses waiver waivers exemption exemptions exception exceptions authorisation"
        " authorization authorisations authorizations permission carve-out carve-outs carveout derogation derogations"
        " general_licence general_licences general_license general_licenses web_general_license web_general_licenses"
        " reprieve wind-down_period gl gls sanctions_waiver sanctions_waivers permit permits grace_period"
        " sanctions_exemption sanctions_exemptions sanctions_exception sanctions_exceptions"
        " sanctions_relief_licence asset_sale_deadline wind-down_deadline"
        " green_light sale_deadline divestment_deadline wind_down_period"
    ),
    "reliefnoun": "relief sanctions_relief sanction_relief",
    "asset": (
        "assets funds money billions billion reserves accounts frozen_assets frozen_funds bank_accounts property cash"
        " seized_assets central_bank_assets oil_money"
    ),
    "trade": (
        "export exports exporting import imports shipping ships vessels tankers tanker oil crude lng gas"
        " diamonds chips"
        " technology software trade goods semiconductors banks bank investment dual-use weapons arms drones"
        " components"
        " aircraft parts gold metals aluminium fertiliser potash uranium coal timber shadow_fleet dark_fleet"
        " ghost_fleet"
        " tech electronics machine_tools equipment luxury_goods steel"
    ),
    "privileges": "export_privileges denial_of_export_privileges temporary_denial denial_order",
}


@cache
def lexicon() -> Lexicon:
    """All phrases by their first word, the longest first; built once."""
    found: dict[tuple[str, ...], list[tuple[set[str], str, str]]] = defaultdict(list)

    def add(phrase: str, tags: str, form: str = "", value: str = "") -> None:
        words = tuple(word for word, _, _ in split(phrase.replace("_", " ")))
        if words and "sanctions" in words and "measure" not in tags and "permit" not in tags:
            tags += " measure sanctionword"
        if words:
            found[words].append((set(tags.split()), form, value))

    for table in (MEASURES, CONTEXTS, CUES):
        for tags, phrases in table.items():
            for phrase in phrases.split():
                add(phrase, tags)
    for verbs, kind in ((VERBS, "verb"), (HEDGES, "hedge")):
        for tags, phrases in verbs.items():
            for verb in phrases.split():
                for text, form in forms(verb):
                    add(text, f"{tags} {kind}", form)
    for tags, phrases in NOUNS.items():
        for noun in phrases.split():
            add(noun, f"{tags} verb", "noun")
    for kind, places in (("country", COUNTRIES), ("issuer", ISSUERS), ("theme", THEMES)):
        for code, phrases in places.items():
            for phrase in phrases.split():
                add(phrase, f"{kind}", value=f"{kind}:{code}")
    for group in ("g7", "g20", "the west", "western allies", "allies", "quad"):
        add(group, "issuer")
    for member in MEMBERS.split():
        add(member, "member")
    return _by_first(found)


def _by_first(found: dict[tuple[str, ...], list[tuple[set[str], str, str]]]) -> Lexicon:
    lexicon: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    for words in sorted(found, key=len, reverse=True):
        senses = found[words]
        entry = Entry(
            frozenset().union(*(tags for tags, _, _ in senses)),
            next((form for _, form, _ in senses if form), ""),
            " ".join(dict.fromkeys(value for _, _, value in senses if value)),
        )
        lexicon[words[0]].append((words, entry))
    return dict(lexicon)
