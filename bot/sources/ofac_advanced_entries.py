"""OFAC advanced, entries: what comes after the parties: their relationships, and which lists they are on for what."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.listings import Fact
from bot.sources.ofac_advanced_parts import BOOKKEEPING, NO_WORD
from bot.sources.ofac_advanced_values import (
    Unknown,
    Values,
    calendar_day,
    day,
    is_gone,
    is_true,
    period,
    plain,
    printed,
    remembered,
)
from bot.sources.ofac_entities import LOCAL
from bot.sources.ofac_lists import unknown_lists
from bot.sources.xml import Element

LISTED = frozenset({"", "created", "listed", "added", "designated", "new"})
UPDATED = frozenset({"amended", "modified", "updated", "changed"})
DELISTED = frozenset({"delisted", "de-listed", "removed", "deleted", "revoked"})
"""What happened to an entry on a day; OFAC's files know only "Created"."""

NOTES = {
    "Comment": "",
    "LimitationsToListing": "Limitations to the listing: ",
    "SupportingInfo": "Supporting information: ",
}
"""Free texts of an entry, with the words that introduce them as remarks."""

PROGRAMME = "program"
"""The sanctions type whose comment names a programme; every other says what the entry means."""


class Relation(NamedTuple):
    """A relationship of a profile to another."""

    type: str
    to: str
    quality: str
    former: bool
    comment: str

    def words(self, name: str) -> str:
        """In the words of a relation fact: "Owned or Controlled By: NAME (13440)"."""
        whom = f"{name} ({self.to})" if name else f"({self.to})"
        text = f"{self.type}{' (formerly)' if self.former else ''}: {whom}"
        text = text if self.quality.lower() in ("high", *NO_WORD) else f"{text} [{self.quality.lower()}]"
        return f"{text}; {self.comment}" if self.comment else text


class Entry(NamedTuple):
    """An entry of a profile on one list: what it is under and means, and the days on which it was listed and ended."""

    list: str
    deleted: bool
    programmes: tuple[str, ...]
    types: tuple[str, ...]
    facts: tuple[Fact, ...]
    listed: str
    ended: str

    @property
    def words(self) -> str:
        """All that the entry says, in one order."""
        told = sorted((*self.programmes, *self.types, *(fact.value for fact in self.facts)))
        return f"{self.list} {self.deleted} {self.listed} {self.ended} {told}"


class EntryReader:
    """Reads relationships and entries, with the meaning of each code worked out once for a file."""

    def __init__(self, values: Values, unknown: Unknown) -> None:
        self._values, self._unknown = values, unknown
        self._list = remembered(self._named)
        self._kind = remembered(lambda code: values.word("SanctionsType", code))
        self._event = remembered(lambda code: values.word("EntryEventType", code).lower())
        self._basis = remembered(self._legal_basis)

    def _named(self, code: str | None) -> str:
        """The name of a list; one that is not known is reported."""
        name = self._values.word("List", code)
        self._unknown(f"List: {word}" for word in unknown_lists([name] if name else []))
        return name

    def relation(self, element: Element) -> Relation:
        """A ProfileRelationship."""
        notes = []
        for child in element:
            tag = LOCAL[child.tag]
            if tag == "Comment":
                notes.append(plain(child))
            elif tag == "DatePeriod":
                notes.append(printed(found) if (found := period(child)) else "")
            elif tag not in BOOKKEEPING:
                self._unknown((f"ProfileRelationship/{tag}",))
        return Relation(
            self._values.word("RelationType", element.get("RelationTypeID")),
            element.get("To-ProfileID", ""),
            self._values.word("RelationQuality", element.get("RelationQualityID")),
            is_true(element.get("Former")),
            "; ".join(filter(None, notes)),
        )

    def entry(self, element: Element) -> Entry:
        """A SanctionsEntry."""
        self._programmes: list[str] = []
        self._types: list[str] = []
        self._facts: list[Fact] = []
        self._listed: list[str] = []
        self._ended: list[str] = []
        for child in element:
            tag = LOCAL[child.tag]
            if tag == "SanctionsMeasure":
                self._read_measure(child)
            elif tag == "EntryEvent":
                self._read_event(child)
            elif tag in NOTES:
                self._note(NOTES[tag], " ".join(filter(None, map(plain, child.iter()))))
            elif tag not in BOOKKEEPING:
                self._unknown((f"SanctionsEntry/{tag}",))
        return Entry(
            self._list(element.get("ListID")),
            element.get("EntryDeltaFlag") == "DeletedEntry" or is_gone(element),
            tuple(self._programmes),
            tuple(self._types),
            tuple(self._facts),
            min(self._listed, default=""),
            max(self._ended, default=""),
        )

    def _note(self, words: str, text: str) -> None:
        if text:
            self._facts.append(Fact("remark", f"{words}{text}"))

    def _legal_basis(self, code: str | None) -> str:
        word = self._values.word("LegalBasis", code) or self._values.attribute("LegalBasis", code, "LegalBasisShortRef")
        return "" if word.lower() in NO_WORD else word

    def _read_event(self, event: Element) -> None:
        """The act and the day of what happened to the entry."""
        kind, basis = self._event(event.get("EntryEventTypeID")), self._basis(event.get("LegalBasisID"))
        if basis:
            self._facts.append(Fact("legal_basis", basis))
        for child in event:
            tag = LOCAL[child.tag]
            if tag == "Date":
                self._read_day(kind, day(child))
            elif tag == "Comment":
                self._note("", plain(child))

    def _read_day(self, kind: str, when: str) -> None:
        if kind in LISTED:
            self._listed += [when] if when else []
        elif kind in UPDATED:
            self._facts.append(Fact("list_updated_on", when))
        elif kind in DELISTED:
            self._ended += [when] if calendar_day(when) else []
        else:
            self._unknown((f"EntryEventType: {kind}",))
            self._note(f"{kind}: ", when)

    def _read_measure(self, measure: Element) -> None:
        kind, comment, when = self._kind(measure.get("SanctionsTypeID")), "", None
        for child in measure:
            tag = LOCAL[child.tag]
            if tag == "DatePeriod":
                when = period(child) if len(child) else None
            elif tag == "Comment":
                comment = plain(child)
        if kind.lower() == PROGRAMME:
            self._programmes += [comment] if comment else []
        else:
            self._types += [kind] if kind else []
            self._note(f"{kind}: ", comment)
        if when is not None:
            self._note(f"{comment or kind}: ", printed(when))
