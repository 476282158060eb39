"""Wording: labels, states and sentences that several cards use; what each kind of list means is in `kinds`."""

from __future__ import annotations

from typing import Final

from bot.core.listings import EntityType
from bot.core.screening import ANNEXES, Band, ListingState

NO_MEASURES: Final = "measures not given in our copy"
NO_TRAVEL_BAN: Final = "travel ban: not shown in this file"
NO_ANNEXES: Final = "sectoral annexes not loaded"
NO_COMMITTEE: Final = "committee not given in our copy"
NO_PROGRAMME: Final = "annex not given in our copy"

STATE_WORDS: Final[dict[ListingState, str]] = {
    ListingState.LISTED: "",
    ListingState.LISTED_BY_ACT: "listed by act, file not updated yet",
    ListingState.PENDING_REMOVAL: "⏳ absent from the last list, removal not yet confirmed",
    ListingState.REMOVED: "no longer listed",
    ListingState.SUSPENDED: "⏳ suspended",
}

TYPE_WORDS: Final[dict[EntityType, tuple[str, str]]] = {
    EntityType.PERSON: ("person", "people"),
    EntityType.ORGANIZATION: ("organisation", "organisations"),
    EntityType.VESSEL: ("vessel", "vessels"),
    EntityType.AIRCRAFT: ("aircraft", "aircraft"),
    EntityType.WALLET: ("wallet", "wallets"),
}

PENDING_NAMES: Final = "names are told to those who watch the party, until it is confirmed"

BAND_WORDS: Final[dict[Band, str]] = {
    Band.EXACT: "exactly",
    Band.STRONG: "strongly",
    Band.POSSIBLE: "possibly",
    Band.WEAK: "weakly",
}

NAME_KIND_WORDS: Final[dict[str, str]] = {
    "name": "primary name",
    "alias": "alias",
    "weak_alias": "weak alias",
    "former_name": "former name",
}

SOURCE_LABEL: Final[dict[str, str]] = {
    "us-ofac-sdn": "US SDN",
    "us-ofac-cons": "US non-SDN",
    "us-csl": "US export lists",
    "un-sc": "UN",
    "eu-fsf": "EU asset freezes",
    "gb-uksl": "UK",
    "ch-seco": "CH",
    "ca-sema": "CA",
    "au-dfat": "AU",
    "eu-oj": "EU sectoral annexes",
    "opensanctions": "OpenSanctions",
}

OPT_IN: Final = frozenset({"opensanctions", ANNEXES})
"""Sources that nobody misses unless they were turned on."""

NO_ENTRY_LABEL: Final[dict[str, str]] = {"eu-fsf": "EU asset-freeze list"}
"""Where "no entry" would say more than the file can bear."""

ENTRY_LABEL: Final[dict[str, str]] = {
    "us-ofac-sdn": "OFAC entry",
    "us-ofac-cons": "OFAC entry",
    "us-csl": "US entry",
    "eu-fsf": "EU entry",
    "gb-uksl": "UK entry",
    "un-sc": "UN entry",
    "ch-seco": "SECO entry",
    "ca-sema": "Canadian entry",
    "au-dfat": "DFAT entry",
    "eu-oj": "EU act",
    "opensanctions": "OpenSanctions entry",
}

NOT_SEARCHED: Final[tuple[str, ...]] = (
    "EU sectoral annexes (833/2014, 765/2006)",
    "US visa bans",
    "national lists of other states",
)

CANNOT_RULE_OUT: Final[tuple[str, ...]] = (
    "a spelling we did not recognise",
    "an act published after the last check",
    "a company frozen because of its owners (US, EU and UK tests differ)",
    "parties removed before our first copy",
)

NOT_A_CLEARANCE: Final = "not a clearance"
SAMPLE_BANNER: Final = "⚠️ *Sample data, not for compliance.*"
SAMPLE_TEXT: Final = "Sample data, not for compliance. "
REASON_NOT_STATED: Final = "reason: not stated in the list"
NOT_NEW: Final = "not new designations"
NO_REMOVAL: Final = "one event, not a removal"
REMOVAL_CAUTION: Final = (
    "⚠️ The removal is of these entries. Companies they own, other programmes, export controls and the law of "
    "other issuers are separate questions."
)
OUT_OF_SCOPE: Final = (
    "I show listings, acts, licences and reports. I cannot say whether a payment or a meeting is allowed."
)
ASKED_LINES: Final[dict[str, str]] = {
    "advice": "I cannot say whether a payment, a deal or a meeting is allowed. I show listings, acts and "
    "licences; ask {contact}.",
    "goods": "Goods and CN codes are on no list of mine. I show listings, acts and licences; ask {contact}.",
    "assets": "Amounts of frozen assets are on no list. I show listings, acts and licences; ask {contact}.",
    "law": "That is an act, a programme or a measure, not a party. I look up parties; programmes and acts come later. "
    'If it is a name, put it in quotation marks: "price cap".',
    "code": "{code} is a programme, not a party. `changes programme:{typed}` shows what changed under it, "
    "`watch programme:{typed}` follows it; what it means comes later.",
}
"""One honest line for what no list answers, by topic."""

RELATED_CAUTION: Final = "Quoted from the lists. Shares are not established, and nothing is concluded from it."
NO_NAME_FOUND: Final = "I found no name in that."
HOW_TO_ASK: Final[tuple[str, ...]] = (
    "Ask for a person, a company, a ship, an aircraft or a wallet, by name or by number, in plain words or not. "
    "For example:",
    "• `is Rosneft on the EU list?`",
    "• `Gennady Timchenko born 1952`",
    "• `IMO 9187629`",
)
CLASSIFIED_HINT: Final = "Do not enter classified names or facts: what you type passes through Slack."

SOURCE_STATE: Final[dict[str, tuple[str, str]]] = {
    "fresh": ("🟢", "up to date"),
    "stale": ("🟡", "late"),
    "failed": ("🔴", "last read failed"),
    "loading": ("⏳", "loading"),
    "never": ("⚪", "not loaded"),
}

PROPERTY_LABEL: Final[dict[str, str]] = {
    "list_kind": "list",
    "weak_alias": "weak alias",
    "former_name": "former name",
    "legal_basis": "legal basis",
    "secondary_sanctions": "secondary-sanctions note",
    "birth_date": "date of birth",
    "birth_place": "place of birth",
    "vessel_flag": "flag",
    "vessel_type": "vessel type",
    "vessel_owner": "vessel owner",
    "call_sign": "call sign",
    "gross_tonnage": "gross tonnage",
    "listed_on": "listing date",
    "list_updated_on": "date of last update",
}

BANNED: Final[tuple[str, ...]] = (
    "free",
    "clear",
    "cleared",
    "clean",
    "safe",
    "whitelisted",
    "off the hook",
    "exonerated",
)
"""Words that no text of ours may use: each would be quoted as a clearance."""
