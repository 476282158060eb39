"""Exports: what can be taken away as rows, their columns, and how each row is written.

text ─▶ what, filters, format ─▶ rows with where each comes from ─▶ CSV or JSON

Columns are added at the end of their group, never moved or renamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, cast, get_args

from bot.core.changes import ChangesAsked, parse_changes
from bot.core.listings import EntityType
from bot.core.notes import parse_search
from bot.core.queries import QUOTES, TYPE_WORDS, QueryProblem

What = Literal["changes", "listings", "notes", "decisions", "watches"]
Format = Literal["csv", "json"]

WHATS: Final[tuple[What, ...]] = get_args(What)
TEAMS: Final[frozenset[What]] = frozenset({"notes", "decisions", "watches"})
"""What is the team's: members get it, as far as each may see it."""
MOST_ROWS: Final = 100_000
"""Rows of one file in Slack; the command line writes any number."""
STATES: Final[dict[str, frozenset[str]]] = {
    "listed": frozenset({"listed", "pending_removal"}),
    "removed": frozenset({"removed"}),
    "all": frozenset(),
}
HOW: Final = (
    "Write `export changes since:2026-01-01`, `export listings programme:RUSSIA-EO14024`, `export notes`, "
    "`export decisions` or `export watches`; add `format:json` for JSON."
)
PROVENANCE: Final = (
    "source",
    "ref",
    "list_date",
    "snapshot",
    "first_seen",
    "url",
    "origin",
    "sample",
    "exported_at",
)
"""The last columns of every row: where it comes from."""
COLUMNS: Final[dict[What, tuple[str, ...]]] = {
    "changes": (
        *("op", "kind", "state", "caption", "type", "issuer", "list_kind", "programmes", "countries", "material"),
        *("gained", "lost", "related_ref", "entity", "action", "action_title", "previous_snapshot"),
    ),
    "listings": (
        *("caption", "type", "issuer", "list_kind", "state", "programmes", "measures", "legal_basis", "listed_on"),
        *("removed_on", "other_names", "births", "countries", "identifiers", "entity"),
    ),
    "notes": (
        *("id", "marking", "kind", "about", "caption", "entity", "text", "tags", "author", "visibility", "channel"),
        *("created_at", "edited_at"),
    ),
    "decisions": (
        *("id", "marking", "verdict", "asked", "caption", "entity", "reason", "author", "visibility", "channel"),
        *("created_at", "expires_at", "ended", "ended_at", "ended_why"),
    ),
    "watches": (
        *("id", "marking", "text", "target_kind", "target", "channel", "owner", "cadence", "broadcast", "paused"),
        *("created_at", "last_at"),
    ),
}
"""The columns of each before its provenance."""

_OWN: Final = re.compile(r'(?<![\w:])(format|type|state|by):\s*("[^"]*"|\S*)', re.IGNORECASE)
_FIELDS_OF: Final[dict[What, frozenset[str]]] = {
    "changes": frozenset({"format"}),
    "listings": frozenset({"format", "type", "state"}),
    "notes": frozenset({"format", "by"}),
    "decisions": frozenset({"format", "by"}),
    "watches": frozenset({"format"}),
}
_LISTS: Final = frozenset({"list", "issuer", "programme", "country"})
_DAYS: Final = frozenset({"since", "until"})
_FILTERS_OF: Final[dict[What, frozenset[str]]] = {
    "changes": _LISTS | _DAYS | {"kind", "action"},
    "listings": _LISTS,
    "notes": _DAYS,
    "decisions": _DAYS,
    "watches": frozenset(),
}


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What is to be taken away; filters that do not go with it are refused where they are read."""

    what: What
    format: Format = "csv"
    changes: ChangesAsked = field(default_factory=ChangesAsked)
    type: EntityType | None = None
    state: str = "listed"
    by: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its rows, in order."""
        return (*COLUMNS[self.what], *PROVENANCE)

    @property
    def since(self) -> datetime | None:
        """The first instant wanted."""
        return _start(self.changes.since) if self.changes.since else None

    @property
    def until(self) -> datetime | None:
        """The first instant not wanted any more."""
        return _start(self.changes.until) + timedelta(days=1) if self.changes.until else None


def parse_export(text: str, today: date, asker: str = "") -> ExportAsked | QueryProblem:
    """What an export is asked for."""
    text = " ".join(text[:500].translate(QUOTES).split())
    word, _, rest = text.partition(" ")
    if word.casefold() == "ledger":
        return QueryProblem(
            "The ledger is not exported here: operators read it with `desk ledger`, which records that."
        )
    if word.casefold() not in WHATS:
        return QueryProblem(f"Say what to export. {HOW}" if not word else f"I cannot export “{word[:40]}”. {HOW}")
    what = cast(What, word.casefold())
    asked = ExportAsked(what)
    for key, value in _OWN.findall(rest):
        if key.casefold() not in _FIELDS_OF[what]:
            return QueryProblem(f"{key.casefold()}: does not go with `export {what}`.")
        read = _read(asked, key.casefold(), value.strip('" '), asker)
        if isinstance(read, QueryProblem):
            return read
        asked = read
    return _with_filters(asked, " ".join(_OWN.sub(" ", rest).split()), today)


def _read(asked: ExportAsked, key: str, value: str, asker: str) -> ExportAsked | QueryProblem:
    match key:
        case "format":
            if value.casefold() not in get_args(Format):
                return QueryProblem(f"format: is csv or json, not “{value[:20]}”.")
            return replace(asked, format=cast(Format, value.casefold()))
        case "type":
            kind = TYPE_WORDS.get(value.casefold())
            known = ", ".join(EntityType)
            told = f"type: does not know “{value[:40]}”; known are {known}."
            return replace(asked, type=kind) if kind else QueryProblem(told)
        case "state":
            told = f"state: is listed, removed or all, not “{value[:20]}”."
            return replace(asked, state=value.casefold()) if value.casefold() in STATES else QueryProblem(told)
        case _:
            read = parse_search(f'by:"{value}"', date.max, asker)
            by = getattr(read, "by", "")
            return replace(asked, by=by) if by else QueryProblem(f"by: needs me or a member id, not “{value[:40]}”.")


def _with_filters(asked: ExportAsked, rest: str, today: date) -> ExportAsked | QueryProblem:
    if not rest:
        return asked
    read = parse_changes(rest, today)
    if isinstance(read, QueryProblem):
        return read
    if not re.search(r"(?:^|\s)(?:since:|\d)", rest, re.IGNORECASE):
        read = replace(read, since=None)  # with no period named, all of it
    given = {
        "kind": bool(read.kind),
        "since": read.since is not None,
        "until": read.until is not None,
        "list": bool(read.sources),
        "issuer": bool(read.issuer),
        "programme": bool(read.programme),
        "country": bool(read.country),
        "action": bool(read.action),
        "page": read.page > 1,
    }
    if wrong := [f"{key}:" for key, is_given in given.items() if is_given and key not in _FILTERS_OF[asked.what]]:
        return QueryProblem(f"{', '.join(wrong)} does not go with `export {asked.what}`.")
    return replace(asked, changes=read)


def _start(value: date) -> datetime:
    return datetime.combine(value, time(), tzinfo=UTC)
