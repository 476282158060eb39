"""OFAC kinds: which of OFAC's lists an entry stands on, and what that means for it.

The simple formats of the non-SDN list do not name the list; what tells them apart (442 entries of 8 January 2026):

| what the entry says | list | entries |
|---|---|---|
| "Executive Order 13662 Directive Determination -", programme UKRAINE-EO13662 | SSI | 286 |
| programme CMIC-EO13959, "Listing Date (CMIC)" | NS-CMIC | 68 |
| programme NS-PLC | NS-PLC | 78 |
| "(EO 14024 Directive 2)" dates, programme 561-Related, "correspondent account" | CAPTA | 15, of which 14 SSI too |
| EO 14024 directives 1a, 3, 4; EO 14014 directive; CAATSA section 235; EO 14059 | NS-MBS | 15, of which 6 SSI too |
| programme FSE-… (none in our copies) | FSE | 0 |

An entry may stand on several: it shows the first of `ofac_lists.ORDER` and the measures of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from bot.core.issuers import ListKind
from bot.core.listings import Listing
from bot.sources.ofac_lists import ORDER, measures_of

KindOf: TypeAlias = Callable[[Listing], Listing]
"""Gives a listing its kind of list and its measures, from what its entry says."""

PROGRAMME_KINDS: dict[str, ListKind] = {
    "UKRAINE-EO13662": ListKind.SSI,
    "NS-PLC": ListKind.NS_PLC,
    "CMIC-EO13959": ListKind.NS_CMIC,
    "CMIC": ListKind.NS_CMIC,
    "561-RELATED": ListKind.CAPTA,
    "561LIST": ListKind.CAPTA,
    "FSE-IR": ListKind.FSE,
    "FSE-SY": ListKind.FSE,
    "FSE-WMD": ListKind.FSE,
    "FSE-SDGT": ListKind.FSE,
    "NS-ISA": ListKind.NON_SDN,
}
"""Programmes (upper case) that stand for one of the non-SDN lists; the others say nothing of it."""

SIGN_PROPERTIES = frozenset({"directive", "remark"})

_SSI, _MBS, _CAPTA = ListKind.SSI, ListKind.NS_MBS, ListKind.CAPTA

SIGNS: tuple[tuple[str, ListKind, str], ...] = (
    (r"13662 Directive Determination\W+Subject to Directive 1\b", _SSI, "new debt and equity (EO 13662 directive 1)"),
    (r"13662 Directive Determination\W+Subject to Directive 2\b", _SSI, "new debt (EO 13662 directive 2)"),
    (r"13662 Directive Determination\W+Subject to Directive 3\b", _SSI, "new debt (EO 13662 directive 3)"),
    (r"13662 Directive Determination\W+Subject to Directive 4\b", _SSI, "oil projects (EO 13662 directive 4)"),
    (r"13662 Directive", _SSI, ""),
    (r"EO 14024 Directive 2\b|14024 .*Directive 2\b", _CAPTA, "correspondent accounts (EO 14024 directive 2)"),
    (r"correspondent account", _CAPTA, "correspondent accounts"),
    (r"EO 14024 Directive 1a?\b|14024 .*Directive 1a?\b", _MBS, "Russian sovereign debt (EO 14024 directive 1a)"),
    (r"EO 14024 Directive 3\b|14024 .*Directive 3\b", _MBS, "new debt and equity (EO 14024 directive 3)"),
    (r"EO 14024 Directive 4\b|14024 .*Directive 4\b", _MBS, "all transactions (EO 14024 directive 4)"),
    (r"EO 14014 Directive 1\b|14014 .*Directive 1\b", _MBS, "financial services (EO 14014 directive 1)"),
    (r"14059 information:.*foreign exchange", _MBS, "foreign exchange (EO 14059)"),
    (r"14059 information:.*\b(?:loans|credit)\b", _MBS, "loans and credit (EO 14059)"),
    (r"14059 information:.*\b(?:equity|debt)\b", _MBS, "equity and debt (EO 14059)"),
    (r"14059 information:", _MBS, ""),
    (r"CAATSA Section 235 Information:.*235\(a\)\(1\)", _MBS, "export-import bank assistance (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(2\)", _MBS, "export sanctions (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(3\)", _MBS, "loans from US financial institutions (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(4\)", _MBS, "loans from international institutions (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(7\)", _MBS, "foreign exchange (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(8\)", _MBS, "banking transactions (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(10\)", _MBS, "investment in equity or debt (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(11\)", _MBS, "entry of corporate officers (CAATSA 235)"),
    (r"CAATSA Section 235 Information:.*235\(a\)\(12\)", _MBS, "sanctions on principal officers (CAATSA 235)"),
    (r"CAATSA Section 235 Information:", _MBS, ""),
    (r"\(CMIC\)", ListKind.NS_CMIC, ""),
)
"""Words of an entry, the list that they stand for, and the measure ("": no more than its list's own)."""

SANCTION_TYPES: dict[str, str] = {
    "block": "blocking",
    "reject": "rejected transactions",
    "561 full restrictions": "correspondent accounts",
    "ndaa special conditions": "correspondent accounts",
    "13662 sectoral directive 1": "new debt and equity (EO 13662 directive 1)",
    "13662 sectoral directive 2": "new debt (EO 13662 directive 2)",
    "13662 sectoral directive 3": "new debt (EO 13662 directive 3)",
    "13662 sectoral directive 4": "oil projects (EO 13662 directive 4)",
    "caatsa section 231/235 sanctions": "",
    "executive order 13959 sanctions": "securities restrictions",
    "cmic executive order": "securities restrictions",
    "executive order 14024 directive 1": "Russian sovereign debt (EO 14024 directive 1a)",
    "executive order 14024 directive 1a": "Russian sovereign debt (EO 14024 directive 1a)",
    "executive order 14024 directive 2": "correspondent accounts (EO 14024 directive 2)",
    "executive order 14024 directive 3": "new debt and equity (EO 14024 directive 3)",
    "executive order 14024 directive 4": "all transactions (EO 14024 directive 4)",
    "executive order 14014 directive 1": "financial services (EO 14014 directive 1)",
    "executive order 14059 non-blocking": "",
}
"""OFAC's sanctions types in the rich formats (lower case) in the same words; "": the entry's texts say which."""

_KIND_OF_WORDS = {words: kind for _, kind, words in SIGNS if words}
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), kind, words) for pattern, kind, words in SIGNS)


def sdn_kind(listing: Listing) -> Listing:
    """Every entry of the SDN list is blocked."""
    return replace(listing, list_kind=ListKind.SDN, measures=("blocking",))


def cons_kind(listing: Listing) -> Listing:
    """What an entry of the non-SDN list is; a kind that the format itself states stays; it never blocks."""
    kinds = _stated(listing)
    shown = listing.list_kind if listing.list_kind is not ListKind.SDN else min(kinds, key=ORDER.index, default=None)
    for kind in (shown,) if shown else ():
        kinds.setdefault(kind, set())
    loose = {words for words in listing.measures if words != "blocking"}
    for words in listing.measures:
        if kind_said := _KIND_OF_WORDS.get(words):
            kinds.setdefault(kind_said, set()).add(words)
    measures = loose.difference(*(measures_of(kind) for kind in kinds))
    measures.update(*(words or measures_of(kind) for kind, words in kinds.items()))
    return replace(listing, list_kind=shown or ListKind.NON_SDN, measures=tuple(sorted(measures)))


def is_signed(listing: Listing) -> bool:
    """Whether anything shows an entry to be of a non-SDN list."""
    return bool(_stated(listing))


def is_non_sdn(listing: Listing) -> bool:
    """Whether an entry blocks nobody: it is under non-SDN programmes alone.

    Parties blocked under EO 13662 share the programme of the sectoral list; only the latter also name a directive.
    """
    kinds = {PROGRAMME_KINDS.get(code.upper(), ListKind.SDN) for code in listing.programmes}
    if not kinds or ListKind.SDN in kinds:
        return False
    return kinds != {_SSI} or any("13662 Directive" in fact.value for fact in listing.facts)


def _stated(listing: Listing) -> dict[ListKind, set[str]]:
    found: dict[ListKind, set[str]] = {}
    for kind, words in _signs(listing):
        found.setdefault(kind, set()).update([words] if words else [])
    return found


def _signs(listing: Listing) -> Iterator[tuple[ListKind, str]]:
    for code in listing.programmes:
        if kind := PROGRAMME_KINDS.get(code.upper()):
            yield kind, ""
    for fact in listing.facts:
        if fact.property in SIGN_PROPERTIES:
            yield from ((kind, words) for pattern, kind, words in _COMPILED if pattern.search(fact.value))
