"""OpenSanctions: a compilation of many lists, as a whole export or a delta file; commercial use needs a licence.

lines ─▶ who is listed ─▶ what other lines say of them ─▶ names of those at the other end ─▶ listings
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.core.listings import Listing
from bot.core.roll import Roll
from bot.core.snapshots import Malformed, ParsedDelta, ParsedList
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.opensanctions_entities import ID, is_listed, listing_of, references_of
from bot.sources.opensanctions_kinds import FACTS, KNOWN, TYPES
from bot.sources.opensanctions_lines import Entity, Lines
from bot.sources.opensanctions_links import Related
from bot.sources.source import Assertions, Contents, Source

LABEL = "OpenSanctions compilation"

FROM_OTHER_LINES = frozenset({"measure", "legal_basis", "listed_on", "reason", "reference", "notice", "relation"})
"""What only the lines of other entities state: a delta file has of them only those that changed themselves."""

OBSERVED = (
    FROM_OTHER_LINES
    | frozenset(FACTS.values())
    | frozenset(
        {
            *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "identifier"),
            *("birth_date", "nationality", "citizenship", "country", "vessel_flag", "vessel_type", "remark"),
            "printed:ftm",
        }
    )
)
OBSERVED_IN_DELTA = OBSERVED - FROM_OTHER_LINES - {"address", "printed:ftm"}
"""Addresses are left out too: many stand in lines of their own."""


@dataclass(slots=True)
class _Survey:
    """What a first reading finds: who is listed under which name, whom they name, what is not known."""

    listed: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    removed: dict[str, None] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    last_seen: str = ""

    def take(self, entity: Entity) -> None:
        """Look at one line; those of related entities are left to a later reading."""
        self.last_seen = max(self.last_seen, entity.last_seen)
        if not is_listed(entity):
            return
        if entity.schema not in TYPES:
            self.unknown[f"listed, but no party: {entity.schema}"] += 1
            return
        self.listed[entity.id] = entity.caption
        self.others.update(references_of(entity))
        self.unknown.update(f"{entity.schema}.{name}" for name in entity.properties if name not in KNOWN)

    @property
    def day(self) -> date | None:
        """The day of the export: the last on which any entity was seen."""
        try:
            return date.fromisoformat(self.last_seen[:10])
        except ValueError:
            return None


def parse(contents: Contents) -> ParsedList | ParsedDelta:
    """The whole list of an export, or the changes of a delta file."""
    parts = recognise(ID, contents)
    if len(parts) != 1:
        raise Malformed(f"{len(parts):,} files in one delivery; an export or a delta file is one")
    form, raw = next(iter(parts.items()))
    lines = Lines(raw, has_ops=form == "ftm-delta")
    return _delta(lines, form) if form == "ftm-delta" else _whole(lines, form)


def _whole(lines: Lines, form: str) -> ParsedList:
    survey = _Survey()
    for entity in lines.entities():
        survey.take(entity)
    found = Collector(ID, form, OBSERVED)
    for listing, _ in _listings(lines, survey):
        found.take(listing)
    found.unknown(survey.unknown.elements())
    return found.parsed(survey.day)


def _delta(lines: Lines, form: str) -> ParsedDelta:
    survey, ops = _Survey(), _Ops()
    for entity in lines.entities():
        ops.take(entity)
        if entity.op != "DEL":
            survey.take(entity)
    sides = {"ADD": Roll(ID), "MOD": Roll(ID)}
    for listing, op in _listings(lines, survey):
        sides[op].add(listing)
    merged = {gone: into for gone in ops.deleted if (into := ops.carried_by.get(gone)) and into in survey.listed}
    removed = [ref for ref in (*ops.deleted, *ops.parties) if ref not in merged and ref not in survey.listed]
    return ParsedDelta(
        source=ID,
        format=form,
        observed=OBSERVED_IN_DELTA,
        list_date=survey.day,
        added=sides["ADD"],
        changed=sides["MOD"],
        removed=dict.fromkeys(removed),
        merged=merged,
        unknown=tuple(f"{name} × {n:,}" if n > 1 else name for name, n in survey.unknown.most_common()),
    )


class _Ops:
    """What a delta file does: the entities it deletes, who carries their ids on, the parties it changes."""

    def __init__(self) -> None:
        self.deleted: dict[str, None] = {}
        self.carried_by: dict[str, str] = {}
        self.parties: dict[str, None] = {}
        self._seen: set[str] = set()

    def take(self, entity: Entity) -> None:
        """Note one operation; an entity has one in a delta file."""
        if entity.id in self._seen:
            raise Malformed(f"{entity.id} has two operations in one delta file")
        self._seen.add(entity.id)
        if entity.op == "DEL":
            self.deleted[entity.id] = None
            return
        if entity.op == "MOD" and entity.schema in TYPES:
            # A party that is changed and listed no more has left the list as one that is deleted.
            self.parties[entity.id] = None
        if is_listed(entity):
            self.carried_by.update(dict.fromkeys(entity.stated("referents"), entity.id))


def _listings(lines: Lines, survey: _Survey) -> Iterator[tuple[Listing, str]]:
    """The listings of all who are listed, each with the operation of its line."""
    related = Related()
    related.read(lines, survey.listed)
    names = _names(lines, survey, related)
    for entity in lines.of_ids(frozenset(survey.listed)):
        if entity.op != "DEL" and entity.schema in TYPES and is_listed(entity):
            yield listing_of(entity, related.parts(entity.id), names), entity.op


def _names(lines: Lines, survey: _Survey, related: Related) -> Mapping[str, str]:
    wanted = frozenset((survey.others | related.others) - survey.listed.keys())
    names = dict(survey.listed)
    for entity in lines.of_ids(wanted) if wanted else ():
        names[entity.id] = entity.caption or entity.first("full", "name")
    return names


SOURCE = Source(
    id=ID,
    title="OpenSanctions Consolidated Sanctions",
    label=LABEL,
    publisher="OpenSanctions Datenbanken GmbH, a compilation of many authorities' lists",
    licence="CC BY-NC 4.0: not for commercial use; commercial use needs a licence from OpenSanctions",
    home="https://www.opensanctions.org/datasets/sanctions/",
    urls={"ftm": "https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json"},
    parse=parse,
    every=timedelta(hours=24),
    stale_after=timedelta(hours=72),
    assertions=Assertions(min_entries=50_000, filled={"remark": 0.99, "country": 0.5}, max_amended=0.3),
    max_bytes=1_900_000_000,
    entry_url="https://www.opensanctions.org/entities/{ref}/",
    opt_in=True,
)
