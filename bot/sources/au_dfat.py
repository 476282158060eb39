"""Australia: DFAT's Consolidated List, as a spreadsheet of 12 columns (until 2025) or 19 (since).

rows ─▶ grouped by the number of their reference (3, 3a, 3b) ─▶ one listing a group
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.au_dates import births
from bot.sources.au_prose import (
    NOTHING,
    citizenships,
    contacts,
    country_in,
    identifiers,
    instruments,
    listed_on,
    own_reference,
    values,
)
from bot.sources.au_sheet import Workbook, opened
from bot.sources.au_table import MEASURES, Cells, Table, letter_of, word_of
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.draft import Draft, digest, folded
from bot.sources.source import Assertions, Contents, Source
from bot.sources.un_sc import script_of

ID = "au-dfat"
LABEL = "Australian Consolidated List"

OWN_TO_NAMES = {"born": "date of birth", "birth_place": "place of birth", "citizenship": "citizenship"}
"""What some entries state differently for one of their names."""

BOOKKEEPING = frozenset({"reference", "control_date"})
TYPES = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANIZATION,
    "vessel": EntityType.VESSEL,
    "ship": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
NAME_KINDS = {
    "primary name": NameKind.PRIMARY,
    "aka": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "also known as": NameKind.ALIAS,
    "original script": NameKind.ALIAS,
    "formerly known as": NameKind.FORMER,
    "fka": NameKind.FORMER,
    "previously listed as": NameKind.FORMER,
    "formerly listed as": NameKind.FORMER,
}
WEAK = {"weak": True, "low": True, "strong": False, "good": False} | dict.fromkeys(NOTHING, False)
YES, NO = frozenset({"1", "true", "yes", "y", "x"}), frozenset({"0", "false", "no", "n"}) | NOTHING

_PREVIOUSLY = re.compile(
    r"\s*\((?:previously|formerly) listed as\b[.,]?\s*(?:in arabic:\s*(?P<script>[^)]+))?\)", re.IGNORECASE
)
_NEXT_COMMITTEE = re.compile(r"(?<=\))\s+(?=\d{3,4}(?:/\d{4})* \(|Autonomous \()|\s*;\s*")

OBSERVED = frozenset(
    {
        *("name", "alias", "former_name", "type", "list_kind", "programme", "legal_basis", "birth_date", "birth_place"),
        *("citizenship", "address", "country", "identifier", "reason", "remark", "reference", "listed_on"),
        *("control_date", "email", "website", "gender", "printed:xlsx"),
    }
)


def parse(contents: Contents) -> ParsedList:
    """The list in the one spreadsheet."""
    raw = recognise(ID, contents).get("xlsx")
    if raw is None:
        raise Malformed("no spreadsheet in this delivery")
    with opened(raw) as book:
        table = Table(book)
        found = Collector(ID, "xlsx", OBSERVED | table.also_observed)
        found.unknown(table.strangers)
        for ref, rows in table.groups.items():
            found.unknown(_doubts(ref, rows))
            found.take(_listing(book, ref, rows))
            if len({row["name"] for row in rows if not letter_of(row)}) > 1:
                # Two parties under one number: the second content makes vetting refuse the file.
                found.take(_listing(book, ref, [row for row in rows if not letter_of(row)][1:]))
    return found.parsed()


def _rank(row: Cells) -> tuple[bool, int, str]:
    """Where a row stands within its entry: the primary name, then a … z, aa, ab."""
    letter = letter_of(row).lower()
    return word_of(row, "name_type") != "primary name", len(letter), letter


def _doubts(ref: str, rows: Sequence[Cells]) -> list[str]:
    types = {word_of(row, "type") for row in rows}
    return [f"entry {ref} is of the types {', '.join(sorted(types))}"] if len(types) > 1 else []


def _listing(book: Workbook, ref: str, rows: Sequence[Cells]) -> Listing:
    rows = sorted(rows, key=lambda row: (_rank(row), row["name"]))
    kind = TYPES.get(word_of(rows[0], "type"))
    if kind is None:
        raise Malformed(f"entry {ref} is of the unknown type {folded(rows[0].get('type'))[:40]!r}")
    programmes = {part for row in rows for part in _NEXT_COMMITTEE.split(row.get("committees", "")) if part}
    draft = Draft(ID, ref, kind, ListKind.NATIONAL, {folded(part) for part in programmes}, _measures(ref, rows))
    _add_names(draft, rows)
    for name, add in _ADDERS.items():
        for text in _distinct(rows, name):
            add(draft, text)
    for text in _distinct(rows, "born"):
        _add_births(draft, text, book.day(text))
    for text in _distinct(rows, "listing"):
        _add_listing(draft, text, book.day(text))
    for row in rows[1:]:
        _add_own(draft, book, rows[0], row)
    draft.fact("control_date", max(book.day(row.get("control_date", "")) for row in rows))
    printed = sorted({"|".join(f"{k}={folded(v)}" for k, v in sorted(r.items()) if k not in BOOKKEEPING) for r in rows})
    draft.printed.append(("xlsx", digest(printed)))
    return draft.listing()


def _distinct(rows: Sequence[Cells], column: str) -> list[str]:
    """What the rows of an entry say in a column, each thing once whatever its case and white space."""
    found = {word_of(row, column): row.get(column, "") for row in reversed(rows)}
    return [text for word, text in reversed(found.items()) if word not in NOTHING]


def _measures(ref: str, rows: Sequence[Cells]) -> tuple[str, ...]:
    found = Counter[str]()
    for row in rows:
        for measure in MEASURES:
            word = word_of(row, measure)
            if word not in YES | NO:
                raise Malformed(f"entry {ref} has the unknown value {word[:40]!r} under {measure}")
            found[measure] += word in YES
    return tuple(measure for measure in MEASURES if found[measure])


def _add_names(draft: Draft, rows: Sequence[Cells]) -> None:
    for at, row in enumerate(rows):
        kind = _name_kind(row)
        if kind is NameKind.PRIMARY or not at:
            kind = NameKind.ALIAS if at else NameKind.PRIMARY
        draft.items.extend(_names(row["name"], kind))


def _name_kind(row: Cells) -> NameKind:
    kind, strength = word_of(row, "name_type"), word_of(row, "strength")
    if kind not in NAME_KINDS:
        raise Malformed(f"name {folded(row['reference'])} is of the unknown type {kind[:40]!r}")
    if strength not in WEAK:
        raise Malformed(f"name {folded(row['reference'])} is of the unknown strength {strength[:40]!r}")
    found = NAME_KINDS[kind]
    return NameKind.WEAK_ALIAS if found is NameKind.ALIAS and WEAK[strength] else found


def _names(text: str, kind: NameKind) -> list[Name]:
    """The name, without the list's remark that it is a former one."""
    text = folded(text).strip(" ,;")
    former = _PREVIOUSLY.search(text)
    if former is None or kind is NameKind.PRIMARY:
        return [Name(text, kind, script_of(text))]
    script = folded(former["script"])
    bare = text.replace(former[0], "").strip()
    return [Name(part, NameKind.FORMER, script_of(part)) for part in (bare, script) if part]


def _add_own(draft: Draft, book: Workbook, first: Cells, row: Cells) -> None:
    """Note what a row says of its name alone, unlike the first one."""
    for column, label in OWN_TO_NAMES.items():
        text = row.get(column, "")
        if word_of(row, column) not in NOTHING | {word_of(first, column)} and word_of(first, column) not in NOTHING:
            draft.fact("remark", f"Name {folded(row['name'])}: {label} {book.day(text) or folded(text)}")


def _add_births(draft: Draft, text: str, day: str) -> None:
    found = births(text, day)
    draft.items.extend(found.dates)
    draft.fact("remark", "" if found.whole else f"Date of birth: {folded(text)}")


def _add_listing(draft: Draft, text: str, day: str) -> None:
    for title in instruments(text):
        draft.fact("legal_basis", title)
    draft.fact("listed_on", listed_on(text, day))
    draft.fact("remark", "" if day else f"Listing information: {folded(text)}")


def _add_citizenship(draft: Draft, text: str) -> None:
    for value in citizenships(text):
        draft.fact("citizenship", value)


def _add_birth_place(draft: Draft, text: str) -> None:
    for value in values(text):
        draft.fact("birth_place", value)


def _add_address(draft: Draft, text: str) -> None:
    for value in values(text):
        draft.fact("address", value)
        draft.fact("country", country_in(value))


def _add_information(draft: Draft, text: str) -> None:
    draft.fact("reason", folded(text))
    draft.fact("reference", own_reference(text))
    draft.items.extend((*identifiers(text), *contacts(text)))


def _add_imo(draft: Draft, text: str) -> None:
    number = re.sub(r"^IMO\s*", "", folded(text), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{7}", number):
        draft.items.append(Identifier("imo", number, "", "IMO Number"))
    else:
        draft.fact("remark", f"IMO Number: {folded(text)}")


def _add_instrument(draft: Draft, text: str) -> None:
    draft.fact("legal_basis", folded(text))


_ADDERS = {
    "citizenship": _add_citizenship,
    "birth_place": _add_birth_place,
    "address": _add_address,
    "information": _add_information,
    "imo": _add_imo,
    "instrument": _add_instrument,
}

SOURCE = Source(
    id=ID,
    title="Australian Sanctions Consolidated List (DFAT)",
    label=LABEL,
    publisher="Department of Foreign Affairs and Trade (Australia)",
    licence="Commonwealth of Australia, CC BY (site default)",
    home="https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
    urls={"xlsx": "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"},
    former_urls=("https://www.dfat.gov.au/sites/default/files/regulation8_consolidated.xlsx",),
    parse=parse,
    every=timedelta(hours=1),
    stale_after=timedelta(hours=48),
    assertions=Assertions(
        min_entries=2_500, max_entries=20_000, filled={"programme": 0.99, "control_date": 0.95, "legal_basis": 0.3}
    ),
    max_bytes=50_000_000,
)
