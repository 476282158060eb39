"""The command line's snoozes: made, listed and ended for a channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.audience import Audience
from bot.core.contract import instant
from bot.core.snoozes import Snooze, SnoozeProblem
from bot.printing import as_json, visible
from bot.services import snoozes, terminal
from bot.services.desk import Desk
from bot.services.screening import check
from bot.services.settings_of import team_settings
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]
OPERATOR = ""
"""Who snoozed, where nobody of the workspace did."""


class NotSnoozed(ValueError):
    """Nothing was snoozed or ended; the text says why and what would work."""


EXPECTED = (NotSnoozed,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    @cli.command("snooze")
    def on_snooze(
        what: Annotated[
            str, typer.Argument(help='As in Slack: "NAME 3d", "programme:CODE 2w", "here until:2026-12-01".')
        ],
        channel: Annotated[str, typer.Option(help="Channel id (C…).")],
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Hold back what is no change in law from a channel, for at most 90 days."""
        made = _made(desk(), what, channel, team)
        typer.echo(as_json(snooze_json(made)) if json else f"snooze {made.id}: {_line(made)}")

    @cli.command("snoozes")
    def on_snoozes(
        channel: Annotated[str, typer.Option(help="Only this channel.")] = "", team: Team = "", json: Json = False
    ) -> None:
        """What is snoozed, and until when."""
        here = desk()
        audience = Audience(terminal.team(here, team).id, "cli", channel)
        for each in snoozes.list_snoozes(here.db, audience, here.clock()):
            typer.echo(as_json(snooze_json(each)) if json else f"{each.id} {each.channel}: {_line(each)}")

    @cli.command("unsnooze")
    def on_unsnooze(
        number: Annotated[str, typer.Argument(help="The snooze's number.")],
        channel: Annotated[str, typer.Option(help="Its channel; needed for a private one.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """End a snooze; what it held back is told."""
        here = desk()
        audience = Audience(terminal.team(here, team).id, "cli", channel)
        is_number = number.isdecimal() and len(number) < 10
        if not is_number or snoozes.end_snooze(here.db, audience, int(number), here.clock()) is None:
            raise NotSnoozed(f"there is no snooze {number!r} that runs; `desk snoozes` lists them")
        typer.echo(as_json({"id": int(number), "ended": True}) if json else f"snooze {number} ended")


def _made(desk: Desk, what: str, channel: str, team: str) -> Snooze:
    tenant, now = terminal.team(desk, team).id, desk.clock()
    audience = Audience(tenant, "cli", channel)
    with desk.db.read() as session:
        timezone = team_settings(session, tenant, desk.settings.timezone).timezone
    made = snoozes.snooze_text(
        desk.db, lambda query: check(desk, query, audience, now), audience, OPERATOR, what, now, timezone
    )
    if isinstance(made, SnoozeProblem):
        raise NotSnoozed(made.text.replace("`", ""))
    if isinstance(made, snoozes.SeveralParties):
        options = "; ".join(f"{match.caption} = {match.entity}" for match in made.matches[:8])
        raise NotSnoozed(f"several parties may be meant by {made.text!r}; snooze one by its id: {options}")
    return made


def snooze_json(snooze: Snooze) -> dict[str, Any]:
    """`desk snooze --json`, and one line of `desk snoozes --json`."""
    return {
        "id": snooze.id,
        "channel": snooze.channel,
        "scope": snooze.scope,
        "value": snooze.value or None,
        "label": snooze.label,
        "until": instant(snooze.until),
        "by": snooze.by or None,
        "created_at": instant(snooze.created_at),
    }


def _line(snooze: Snooze) -> str:
    return f"{visible(snooze.label)} until {instant(snooze.until)}"
