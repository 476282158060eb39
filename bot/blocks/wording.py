"""Wording: what each kind of list means, and the words that may and may not be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.issuers import ListKind
from bot.core.listings import EntityType
from bot.core.screening import Band, ListingState


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words for one kind of list.

    `headline` and `line` may hold `{issuer}`, `{measures}` and `{programmes}`; `short` names the list after
    "no longer listed"; `effect` is told beside the entry when `restricted` (a reader could take it for more than it
    is), else only under *Why?*; `never` are words that may not stand on a card about this kind alone.
    """

    icon: str
    headline: str
    line: str
    short: str
    effect: str
    since: str
    never: tuple[str, ...] = ()
    restricted: bool = False


KINDS: Final[dict[ListKind, KindWords]] = {
    ListKind.SDN: KindWords(
        icon="🔒",
        headline="blocked by US",
        line="US: blocked (SDN)",
        short="SDN",
        effect="property under US jurisdiction blocked; US persons may not deal without a licence",
        since="designated",
        never=("banned from the US",),
    ),
    ListKind.SSI: KindWords(
        icon="⛔",
        headline="restricted by US (specified dealings)",
        line="US: specified dealings only (SSI)",
        short="SSI, specified dealings",
        effect="only the dealings named in the directive are prohibited; this entry does not block property",
        since="listed",
        never=("blocked", "frozen"),
        restricted=True,
    ),
    ListKind.NS_MBS: KindWords(
        icon="⛔",
        headline="restricted by US (specified dealings)",
        line="US: specified dealings only (menu-based sanctions)",
        short="NS-MBS, specified dealings",
        effect="only the dealings named in the directive are prohibited; this entry does not block property",
        since="listed",
        never=("blocked", "frozen"),
        restricted=True,
    ),
    ListKind.CAPTA: KindWords(
        icon="⛔",
        headline="US correspondent-account limits",
        line="US: correspondent-account limits (CAPTA)",
        short="CAPTA, correspondent accounts",
        effect="US banks may not open, or must set conditions on, correspondent accounts",
        since="listed",
        never=("blocked",),
        restricted=True,
    ),
    ListKind.NS_CMIC: KindWords(
        icon="⛔",
        headline="US securities restrictions",
        line="US: securities restrictions (NS-CMIC)",
        short="NS-CMIC, securities",
        effect="trading in its securities is restricted",
        since="listed",
        never=("sanctioned company", "blocked"),
        restricted=True,
    ),
    ListKind.EXPORT_CONTROL: KindWords(
        icon="📤",
        headline="US export controls",
        line="US: export controls",
        short="export controls",
        effect="by list: licence needed (Entity List, Military End User), statement needed (Unverified), "
        "export privileges denied (Denied Persons)",
        since="listed",
        never=("sanctioned", "blocked"),
        restricted=True,
    ),
    ListKind.EU_ASSET_FREEZE: KindWords(
        icon="🔒",
        headline="EU asset freeze",
        line="EU: asset freeze",
        short="asset-freeze list",
        effect="funds frozen, no funds or economic resources made available; "
        "a travel ban would be in the Decision's annex",
        since="since",
        never=("EU ban",),
    ),
    ListKind.EU_SECTORAL: KindWords(
        icon="⛔",
        headline="EU sectoral: {programmes}",
        line="EU: sectoral measure, {programmes}",
        short="sectoral annex",
        effect="the prohibition of that article only; this entry freezes no assets",
        since="since",
        never=("EU-listed", "asset freeze"),
        restricted=True,
    ),
    ListKind.UK: KindWords(
        icon="🔒",
        headline="UK: {measures}",
        line="UK: {measures}",
        short="UK Sanctions List",
        effect="the measures as printed on the UK Sanctions List",
        since="since",
        never=("OFSI's consolidated list",),
    ),
    ListKind.UN: KindWords(
        icon="🔒",
        headline="UN listed ({programmes})",
        line="UN: listed ({programmes})",
        short="Security Council list",
        effect="states must implement it; asset freeze, travel ban and arms embargo by committee",
        since="since",
    ),
    ListKind.NATIONAL: KindWords(
        icon="🔒",
        headline="{issuer}: {measures}",
        line="{issuer}: {measures}",
        short="national list",
        effect="the measures in the entry",
        since="since",
    ),
}

NO_MEASURES: Final = "measures not given in our copy"
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
    "opensanctions": "OpenSanctions",
}

OPT_IN: Final = frozenset({"opensanctions"})
"""Sources that nobody misses unless they were turned on."""

NO_ENTRY_LABEL: Final[dict[str, str]] = {"eu-fsf": "EU asset-freeze list (sectoral annexes not loaded)"}
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
REMOVAL_CAUTION: Final = (
    "⚠️ The removal is of these entries. Companies they own, other programmes, export controls and the law of "
    "other issuers are separate questions."
)
OUT_OF_SCOPE: Final = (
    "I show listings, acts, licences and reports. I cannot say whether a payment or a meeting is allowed."
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
