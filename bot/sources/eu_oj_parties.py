"""EU acts, parties: which rows are one party, and the reference that it keeps.

rows of one act, annex, type and name (a vessel: its IMO number) ─▶ told apart where they contradict ─▶ parties

The acts number their entries anew and the transcription gives no number of its own, so a reference is made of what
stays: the framework act, the annex, the kind of party and its name. It is the same in an amending act and in the
consolidated text that follows it. Of several parties with one name the one listed first has the plain reference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.dates import full_date
from bot.core.identifiers import compact
from bot.core.listings import EntityType
from bot.core.snapshots import Malformed
from bot.sources.eu_births import birth_dates
from bot.sources.eu_numbers import SHAPES
from bot.sources.eu_oj_rows import Row, act_order

SCHEMAS = {
    "person": EntityType.PERSON,
    "legalentity": EntityType.ORGANIZATION,
    "company": EntityType.ORGANIZATION,
    "organization": EntityType.ORGANIZATION,
    "publicbody": EntityType.ORGANIZATION,
    "asset": EntityType.ORGANIZATION,
    "vessel": EntityType.VESSEL,
    "airplane": EntityType.AIRCRAFT,
}
"""What a row is about. An asset is a port, an airport, a refinery, a zone or a crypto-asset, which has no type yet."""

SINGLE = ("imoNumber", "innCode", "ogrnCode", "leiCode")
"""Columns of which a party has one value, so that two different ones mean two parties."""

SHARED = (
    *SINGLE,
    "registrationNumber",
    "taxNumber",
    "passportNumber",
    "idNumber",
    "alias",
    "weakAlias",
    "previousName",
)
"""Columns of which one common value shows one party."""


@dataclass(slots=True)
class Party:
    """The rows that speak of one party in one annex: `rows` leading one first."""

    ref: str
    type: EntityType
    rows: list[Row] = field(default_factory=list)

    @property
    def consolidated(self) -> list[Row]:
        """The rows of consolidated texts."""
        return [row for row in self.rows if not row.amending]

    @property
    def amendments(self) -> list[Row]:
        """The rows of the latest amending act that says something else than the consolidated text."""
        known = {row.said for row in self.consolidated}
        news = [row for row in self.rows if row.amending and row.said not in known]
        latest = max((act_order(row.amending) for row in news), default=(0, 0))
        return [row for row in news if act_order(row.amending) == latest]

    @property
    def is_new(self) -> bool:
        """Whether an amending act lists the party and no consolidated text does; an older date means an old entry."""
        return bool(self.amendments) and not self.consolidated and not all(_is_older(row) for row in self.amendments)


def parties_of(rows: Iterable[Row]) -> list[Party]:
    """The parties of a delivery; the order of files and rows means nothing."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_group(row)].append(row)
    found = {key: _apart(key, groups[key]) for key in sorted(groups)}
    return _renamed([(key[:3], party) for key, parties in found.items() for party in parties])


def type_of(row: Row) -> EntityType:
    """What the row is about."""
    schema = row.one("schema")
    if schema.casefold() not in SCHEMAS:
        raise Malformed(f"{row.one('name')[:60]!r} in {row.amending or row.act} is of the unknown kind {schema[:40]!r}")
    return SCHEMAS[schema.casefold()]


def imo_of(row: Row) -> str:
    """The IMO number of a vessel ("" when it has none)."""
    numbers = sorted(compact("imo", value) for value in row.all("imoNumber"))
    return next((number for number in numbers if re.fullmatch(SHAPES["imo"], number)), "")


def _group(row: Row) -> tuple[str, ...]:
    kind = type_of(row)
    imo = imo_of(row) if kind is EntityType.VESSEL else ""
    what = "asset" if row.one("schema").casefold() == "asset" else str(kind)
    return (row.act, row.one("annex"), what, f"imo{imo}" if imo else _plain(row.one("name")))


def _ref(key: tuple[str, ...], other: str = "") -> str:
    act, annex, what, name = key
    mark = name if name.startswith("imo") and name[3:].isdigit() else _short(what, name)
    return "-".join(filter(None, (act[1:], annex.replace(" ", ""), mark, other)))


def _apart(key: tuple[str, ...], rows: list[Row]) -> list[Party]:
    """The parties behind one key, the one listed first with the plain reference."""
    rows.sort(key=lambda row: (row.start or "9999", bool(row.amending), act_order(row.amending), row.said))
    parties: list[Party] = []
    for row in rows:
        party = next((party for party in parties if all(_is_same(row, known) for known in party.rows)), None)
        if party is None:
            other = _other(row, {p.ref for p in parties}, key) if parties else ""
            party = Party(_ref(key, other), type_of(row))
            parties.append(party)
        party.rows.append(row)
    return parties


def _renamed(parties: list[tuple[tuple[str, ...], Party]]) -> list[Party]:
    """The parties with those joined whom an amending act restates under another name."""
    old: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    for place, party in parties:
        if party.consolidated:
            old[(*place, party.rows[0].start)].append(party)
    kept = []
    for place, party in parties:
        is_restated = not party.consolidated and all(_is_older(row) for row in party.rows)
        near = old[(*place, party.rows[0].start)] if is_restated else []
        same = [known for known in near if _is_renamed(party.rows[0], known.rows[0])]
        if len(same) == 1:
            same[0].rows += party.rows
        else:
            kept.append(party)
    return kept


def _is_older(row: Row) -> bool:
    """Whether the row gives a date of listing from before the year of its amending act."""
    return row.start[:4].isdigit() and int(row.start[:4]) < act_order(row.amending)[0]


def _is_renamed(one: Row, other: Row) -> bool:
    """Whether a common number or name shows one party under two leading names, and no date of birth speaks against."""
    days = _days(one), _days(other)
    if all(days) and not days[0] & days[1]:
        return False
    names = [_values(row, "alias") | _values(row, "weakAlias") | {_plain(row.one("name"))} for row in (one, other)]
    return bool(names[0] & names[1]) or any(_values(one, column) & _values(other, column) for column in SINGLE)


def _other(row: Row, taken: set[str], key: tuple[str, ...]) -> str:
    """What tells a namesake apart: its date of birth, else the day of its listing, else all that it says."""
    births = sorted(_days(row))
    candidates = (births[0] if births else "", row.start, _short(*(text for _, text in row.said)))
    return next(
        (mark for mark in candidates if mark and _ref(key, mark) not in taken), _short(*(t for _, t in row.said))
    )


def _is_same(one: Row, other: Row) -> bool:
    """Whether two rows with one name speak of one party: what only one party has, then what both would share."""
    days = _days(one), _days(other)
    if all(days):
        return bool(days[0] & days[1])
    for column in SINGLE:
        values = _values(one, column), _values(other, column)
        if all(values):
            return bool(values[0] & values[1])
    if any(_values(one, column) & _values(other, column) for column in SHARED):
        return True
    aliases = _values(one, "alias"), _values(other, "alias")
    return (not one.start or not other.start or one.start == other.start) and not all(aliases)


def _days(row: Row) -> frozenset[str]:
    return frozenset(day.value for text in row.all("birthDate") for day in birth_dates(text)[0] if full_date(day))


def _values(row: Row, column: str) -> frozenset[str]:
    return frozenset(_plain(value) for value in row.all(column))


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """A name without case, accents and punctuation."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare)) or text.casefold()


def _short(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
