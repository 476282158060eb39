"""Rows of exports: how each thing is written, and where it comes from; columns are named in `exports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.contract import day, instant
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.listings import Listing, Statement
from bot.core.names import NameKind
from bot.core.notes import Note
from bot.core.watch_text import text_of
from bot.core.watches import Watch

Value = str | bool | int | None | list[str]
Row = tuple[Value, ...]

NOTE: Final = "internal note"
ASSESSMENT: Final = "internal assessment"
WATCH: Final = "internal watch"
VERDICTS: Final = {"same": "same party", "different": "different party"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: a listing, the snapshot it stands on, since when we have it."""

    source: str = ""
    ref: str = ""
    list_date: date | None = None
    snapshot: str = ""
    first_seen: datetime | None = None
    url: str = ""
    origin: str = ""

    def row(self, exported_at: datetime) -> Row:
        """The values of `PROVENANCE`."""
        return (
            self.source or None,
            self.ref or None,
            day(self.list_date),
            self.snapshot or None,
            instant(self.first_seen),
            self.url or None,
            self.origin or None,
            self.origin == "sample",
            instant(exported_at),
        )


def change_row(event: Event, title: str, before: str) -> Row:
    """A change, without its provenance."""
    return (
        event.op.value,
        event.kind,
        event.state,
        event.caption,
        event.type,
        ISSUER_OF.get(event.source) or None,
        event.list_kind,
        list(event.programmes),
        list(event.countries),
        event.material,
        _statements(event.gained),
        _statements(event.lost),
        event.related_ref or None,
        event.entity,
        event.action,
        title,
        before or None,
    )


def listing_row(listing: Listing, state: str, removed_on: date | None, entity: str, countries: Sequence[str]) -> Row:
    """A listing, without its provenance."""
    return (
        listing.caption,
        listing.type.value,
        ISSUER_OF.get(listing.source) or None,
        listing.list_kind.value,
        state,
        list(listing.programmes),
        list(listing.measures),
        list(listing.values("legal_basis")),
        next(iter(listing.values("listed_on")), None),
        day(removed_on),
        [name.text for name in listing.names[1:] if name.kind is not NameKind.PRIMARY or name != listing.names[0]],
        [str(birth) for birth in listing.births],
        list(countries),
        [f"{each.scheme}:{each.value}" for each in listing.identifiers],
        entity or None,
    )


def note_row(note: Note, caption: str) -> Row:
    """A note, without its provenance."""
    return (
        note.id,
        NOTE,
        note.kind,
        note.about or None,
        caption or None,
        note.entity or None,
        note.text,
        list(note.tags),
        note.author or None,
        note.visibility,
        note.channel,
        instant(note.created_at),
        instant(note.edited_at),
    )


def watch_row(watch: Watch) -> Row:
    """A watch, without its provenance."""
    return (
        watch.id,
        WATCH,
        text_of(watch),
        watch.target.kind,
        watch.target.label or watch.target.value,
        watch.channel,
        watch.owner or None,
        watch.cadence,
        watch.broadcast,
        watch.paused or None,
        instant(watch.created_at),
        instant(watch.last_at),
    )


def _statements(found: Sequence[Statement]) -> list[str]:
    return [f"{s.property}: {s.value}" for s in found if not s.property.startswith("printed")]
