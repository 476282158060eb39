"""Kinds: what each kind of list means, and the words that may and may not be said of an entry on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.issuers import ListKind


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words for one kind of list.

    `headline` and `line` may hold `{issuer}`, `{measures}`, `{programmes}` and `{lists}` (in brackets); `short` names a
    list after "no longer listed"; `moved` names the measure that a party moves to or from; `effect` is told beside the
    entry when `restricted` (a reader could take it for more than it is), else only under *Why?*; `never` are words that
    may not stand on a card about this kind alone.
    """

    icon: str
    headline: str
    line: str
    short: str
    effect: str
    since: str
    never: tuple[str, ...] = ()
    restricted: bool = False
    moved: str = ""


KINDS: Final[dict[ListKind, KindWords]] = {
    ListKind.SDN: KindWords(
        icon="🔒",
        headline="blocked by US",
        line="US: blocked (SDN)",
        short="SDN",
        effect="property under US jurisdiction blocked; US persons may not deal without a licence",
        since="designated",
        never=("banned from the US",),
        moved="full blocking (SDN)",
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
        moved="specified dealings (SSI)",
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
        moved="specified dealings (NS-MBS)",
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
        moved="correspondent-account limits (CAPTA)",
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
        moved="securities restrictions (NS-CMIC)",
    ),
    ListKind.NS_PLC: KindWords(
        icon="⛔",
        headline="US rejects its transactions (NS-PLC)",
        line="US: transactions rejected (NS-PLC)",
        short="NS-PLC, rejected transactions",
        effect="US financial institutions reject its transactions; this entry does not block property",
        since="listed",
        never=("blocked", "frozen"),
        restricted=True,
        moved="rejected transactions (NS-PLC)",
    ),
    ListKind.FSE: KindWords(
        icon="⛔",
        headline="US bans dealings (sanctions evader, FSE)",
        line="US: dealings banned (foreign sanctions evader, FSE)",
        short="FSE, dealings banned",
        effect="dealings with US persons or within the US are prohibited; this entry does not block property",
        since="listed",
        never=("blocked", "frozen"),
        restricted=True,
        moved="banned dealings (FSE)",
    ),
    ListKind.NON_SDN: KindWords(
        icon="⛔",
        headline="restricted by US (non-SDN list)",
        line="US: restricted (non-SDN list)",
        short="non-SDN list",
        effect="only what its programme provides: read the entry; it does not block property",
        since="listed",
        never=("blocked", "frozen"),
        restricted=True,
        moved="a restriction of the non-SDN list",
    ),
    ListKind.NONPROLIFERATION: KindWords(
        icon="⛔",
        headline="US nonproliferation measures (State Dept)",
        line="US: nonproliferation measures (State Department)",
        short="nonproliferation measures",
        effect="what the notice names, mostly US procurement, assistance and export licences; "
        "this entry freezes no property",
        since="listed",
        never=("blocked", "listed by US"),
        restricted=True,
    ),
    ListKind.ARMS_DEBARRED: KindWords(
        icon="📤",
        headline="US arms-export debarment",
        line="US: debarred from arms exports",
        short="export controls: arms debarment",
        effect="no part in exports of US defence articles and services; this entry freezes no property",
        since="listed",
        never=("sanctioned", "blocked", "listed by US"),
        restricted=True,
    ),
    ListKind.EXPORT_CONTROL: KindWords(
        icon="📤",
        headline="US export controls{lists}",
        line="US: export controls{lists}",
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
        "a travel ban would be in the Decision's annex, not in this file",
        since="since",
        never=("EU ban",),
    ),
    ListKind.EU_SECTORAL: KindWords(
        icon="⛔",
        headline="EU sectoral: {programmes}",
        line="EU sectoral: {programmes}",
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
    ListKind.COMPILATION: KindWords(
        icon="⚠️",
        headline="in a compilation, not an official list",
        line="OpenSanctions: named in a compilation, which is no official list",
        short="compilation",
        effect="a third party's copy of other lists: it shows where to look, the authority's own list decides",
        since="first listed",
        never=("blocked", "listed by", "asset freeze"),
        restricted=True,
    ),
}

EXPORT_LISTS: Final[dict[str, str]] = {
    "EL": "Entity List",
    "DPL": "Denied Persons List",
    "UVL": "Unverified List",
    "MEU": "Military End User List",
    "ISN": "Nonproliferation Sanctions",
    "DTC": "AECA Debarred List",
}
"""What the codes of the US export lists stand for."""


def moved_words(kind: str) -> str:
    """The measure that a party moves to or from ("" for a kind that no move knows)."""
    return KINDS[ListKind(kind)].moved or KINDS[ListKind(kind)].short if kind in set(ListKind) else ""
