"""The command line's lists of what the team has to do and has assessed: open items and decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final

import typer

from bot import app as root
from bot.core.assignments import ItemsAsked, OpenItem, parse_items
from bot.core.contract import assessment_json, day, instant
from bot.core.decision_lists import parse_decisions
from bot.core.notes import Unreadable
from bot.core.team_views import Assessment
from bot.printing import as_json, assessment_words, visible
from bot.services import terminal
from bot.services.decision_lists import list_decisions
from bot.services.decisions import DecisionProblem
from bot.services.desk import Desk
from bot.services.open_items import list_items
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]
Limit = Annotated[int, typer.Option(help="At most so many.", min=1)]
MOST: Final = 1000


class NotListed(ValueError):
    """Nothing was listed; the text says why and what would work."""


EXPECTED = (NotListed,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    _add_items(cli, desk)
    _add_decisions(cli, desk)


def _add_items(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("items")
    def on_items(
        user: Annotated[str, typer.Option(help="Only a person's, by member id (U…).")] = "",
        channel: Annotated[str, typer.Option(help="Only a channel's, by id (C…); of a private one only so.")] = "",
        team: Team = "",
        limit: Limit = MOST,
        json: Json = False,
    ) -> None:
        """What is open: cards with owner and day, assessments open again, lines past review."""
        here = desk()
        if user and channel:
            raise NotListed("give --user or --channel, not both")
        asked = _asked(user or channel)
        audience = terminal.audience_in(here, team, channel, "")
        listed = list_items(here, audience, asked, here.clock(), limit)
        for item in listed.items:
            typer.echo(as_json(item_json(item, listed.today)) if json else _text(item, listed.today))


def _asked(whose: str) -> ItemsAsked:
    asked = parse_items(whose) if whose else ItemsAsked("all")
    is_id = not isinstance(asked, Unreadable) and bool(asked.value) and not asked.value.startswith("#")
    if isinstance(asked, Unreadable) or (whose and not is_id):
        raise NotListed(f"{whose!r} is no id of a member (U…) or of a channel (C…)")
    return asked


def _add_decisions(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("decisions")
    def on_decisions(
        name: Annotated[str, typer.Argument(help="Only those on this party: a name, SOURCE:REF or e-….")] = "",
        by: Annotated[str, typer.Option(help="Only those of a person, by member id (U…).")] = "",
        expiring: Annotated[str, typer.Option(help="Only those that end within 30d, 4w or 2m.")] = "",
        channel: Annotated[
            str, typer.Option(help="Channel id (C…): what was decided in a private one is seen so.")
        ] = "",
        team: Team = "",
        limit: Limit = MOST,
        json: Json = False,
    ) -> None:
        """What the team assessed: what stands, and what is open again."""
        here = desk()
        pairs = [f"{key}:{value}" for key, value in (("by", by), ("expiring", expiring)) if value]
        asked = parse_decisions(" ".join([name, *pairs]), "")
        if isinstance(asked, Unreadable):
            raise NotListed(f"{asked.text} {asked.how}".replace("`", ""))
        audience = terminal.audience_in(here, team, channel, "")
        found = list_decisions(here, audience, asked, here.clock(), limit)
        if isinstance(found, DecisionProblem):
            raise NotListed(found.text.replace("`", ""))
        for told, caption, ref in found.decisions:
            body = decision_json(told, caption, ref)
            typer.echo(as_json(body) if json else f"{told.id}: {visible(caption)}: {assessment_words(told)}")


def item_json(item: OpenItem, today: date) -> dict[str, Any]:
    """One line of `desk items --json`."""
    is_card = item.kind == "card"
    return {
        "kind": item.kind,
        "title": item.title,
        "status": item.status if is_card else None,
        "owner": item.owner or None,
        "assigned_by": item.assigned_by or None,
        "channel": item.channel or None,
        "action": item.action or None,
        "since": instant(item.since),
        "due": day(item.due),
        "overdue": item.is_overdue(today),
        "number": item.number or None,
        "detail": item.detail or None,
    }


def decision_json(told: Assessment, caption: str, ref: str) -> dict[str, Any]:
    """One line of `desk decisions --json`."""
    about = {"entity": told.entity, "ref": ref if ref != ":" else None, "caption": caption}
    return {**assessment_json(told), **about, "visibility": told.visibility}


def _text(item: OpenItem, today: date) -> str:
    words = {
        "card": item.status,
        "reopened": "assessment open again",
        "expiring": "assessment ends soon",
        "line": "line to take past review",
    }
    number = f" {item.number}" if item.number else ""
    due = f"{'OVERDUE since' if item.is_overdue(today) else 'due'} {item.due}" if item.due else ""
    parts = (item.owner or "nobody", f"since {item.since.date()}", due, item.channel, visible(item.detail))
    return f"{words[item.kind]}{number}: {visible(item.title)} ({', '.join(part for part in parts if part)})"
