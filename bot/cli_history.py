"""The command line's look into the past: how one listing read over time, and a whole list as it stood on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.contract import day as iso
from bot.core.entities import parse_ref
from bot.core.listings import Listing, Statement, statements
from bot.printing import as_json, visible
from bot.services import history
from bot.services.history import Step
from bot.services.parties import find_party
from bot.sources import SOURCES
from storage import entities
from storage.db import Database

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class NoSuchListing(ValueError):
    """No listing answers to this reference, or a day before our record; the text says what to do."""


def find_history(db: Database, reference: str) -> list[tuple[str, str, list[Step]]]:
    """The versions of every listing that a reference (`source:ref` or `e-…`) names."""
    ref = parse_ref(reference, frozenset(SOURCES))
    if ref is None:
        raise NoSuchListing(f"{reference!r} is no reference; write source:ref, such as us-ofac-sdn:17018, or e-…")
    with db.read() as session:
        keys = [(ref.source, ref.ref)] if ref.source else entities.listings_of(session, ref.entity)
        known = find_party(session, ref) is not None
    found = [(source, number, steps) for source, number in keys if (steps := history.steps(db, source, number))]
    if not found:
        why = "no whole list with it was read yet" if known else "no list here ever had it"
        raise NoSuchListing(f"there is no history of {reference}: {why}")
    return found


def register(cli: typer.Typer, open_database: Callable[[], Database]) -> None:
    """Add the commands to the command line."""

    @cli.command("history")
    def on_history(
        reference: Annotated[str, typer.Argument(help="source:ref or e-….")],
        json: Json = False,
    ) -> None:
        """Every version of a listing: when it read how, and when it was off the list."""
        for source, ref, steps in find_history(open_database(), reference):
            for step in steps:
                typer.echo(as_json(step_json(source, ref, step)) if json else step_text(source, ref, step))

    @cli.command("listings")
    def on_listings(
        source: Annotated[str, typer.Option(help="Source id.")],
        as_of: Annotated[str | None, typer.Option(help="The list as it stood on this day, YYYY-MM-DD.")] = None,
        json: Json = False,
    ) -> None:
        """A whole list as it stands, or as it stood on a day."""
        db = open_database()
        on = _day(as_of) if as_of else root.now().date()
        if source not in SOURCES:
            raise NoSuchListing(f"there is no source {source!r}; there are {', '.join(SOURCES)}")
        if not history.covers(db, source, on):
            raise NoSuchListing(f"our record of {source} does not reach back to {on}")
        for listing in history.list_on(db, source, on):
            typer.echo(as_json(listing_json(listing)) if json else f"{listing.ref}\t{visible(listing.caption)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchListing(f"--as-of {text!r} is not a date; write YYYY-MM-DD") from None


def step_json(source: str, ref: str, step: Step) -> dict[str, Any]:
    """One line of `desk history --json`."""
    return {
        "source": source,
        "ref": ref,
        "from": iso(step.first),
        "until": iso(step.until),
        "again": step.again,
        "snapshot": step.snapshot,
        "caption": step.listing.caption,
        "programmes": list(step.listing.programmes),
        "gained": _statements(step.gained),
        "lost": _statements(step.lost),
    }


def listing_json(listing: Listing) -> dict[str, Any]:
    """One line of `desk listings --json`: everything the list says, a statement each."""
    return {
        "source": listing.source,
        "ref": listing.ref,
        "caption": listing.caption,
        "type": listing.type.value,
        "list_kind": listing.list_kind.value,
        "programmes": list(listing.programmes),
        "statements": _statements(tuple(s for s in statements(listing) if not s.property.startswith("printed"))),
    }


def _statements(found: tuple[Statement, ...]) -> list[dict[str, str]]:
    return [{"property": s.property, "value": s.value} for s in found]


def step_text(source: str, ref: str, step: Step) -> str:
    """A version in one line, its gains and losses below."""
    until = f"until {step.until}" if step.until else "still so"
    back = ", back on the list" if step.again else ""
    head = f"{source}:{ref} from {step.first} {until}{back}: {visible(step.listing.caption)}"
    gained = [f"    + {s.property}: {visible(s.value)}" for s in step.gained]
    return "\n".join([head, *gained, *(f"    - {s.property}: {visible(s.value)}" for s in step.lost)])
