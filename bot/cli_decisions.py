"""The command line's decisions and lines to take: made, ended and shown for a team."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.audience import Audience
from bot.core.contract import assessment_json, day
from bot.core.decisions import VERDICTS, parse_decision
from bot.core.lines import parse_line
from bot.core.queries import QueryProblem
from bot.core.team_views import LineView
from bot.printing import as_json, assessment_words, line_words, visible
from bot.services import decisions, lines, terminal
from bot.services.desk import Desk
from bot.services.screening import check
from bot.settings import Settings
from storage.channels import audience_in, is_private_id, seen_at

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]


class NotDecided(ValueError):
    """Nothing was decided, set or ended; the text says why and what would work."""


EXPECTED = (NotDecided,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    _add_decide(cli, desk)
    _add_line(cli, desk)


def _add_decide(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("decide")
    def on_decide(
        ref: Annotated[str, typer.Argument(help="SOURCE:REF or e-…; a number to end that decision.")],
        verdict: Annotated[str, typer.Argument(help=f"{', '.join(VERDICTS)}; or end.")],
        user: Annotated[str, typer.Option("--as", help="Whose decision it is: a Slack user id (U…).")],
        channel: Annotated[str, typer.Option(help="Channel id (C…) it is made in.")],
        reason: Annotated[str, typer.Argument(help="What was compared, and what was found.")] = "",
        about: Annotated[str, typer.Option(help='Whom was asked about: "John Doe dob:1980".')] = "",
        until: Annotated[str, typer.Option(help="Its last day, YYYY-MM-DD.")] = "",
        replaces: Annotated[int, typer.Option(help="The decision that it replaces.")] = 0,
        visibility: Annotated[str, typer.Option(help="team, channel or private.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Assess a hit, or end an assessment."""
        here = desk()
        audience = _audience(here, team, channel, user)
        if verdict.casefold() == "end" and ref.isdecimal() and len(ref) < 10:
            _end(here, audience, int(ref), user, json=json)
            return
        pairs = [f"{key}:{_quoted(text)}" for key, text in (("about", about), ("until", until)) if text]
        asked = parse_decision(" ".join((ref, verdict, *pairs, f"replaces:{replaces}", reason)), here.clock().date())
        if isinstance(asked, QueryProblem):
            raise NotDecided(_spoken(asked.text))
        done = decisions.decide(here, audience, asked, user, f"cli:{uuid.uuid4().hex}", here.clock(), visibility)
        match done:
            case decisions.DecisionProblem(text):
                raise NotDecided(_spoken(text))
            case decisions.Stands(told, _):
                raise NotDecided(
                    f"another decision stands: {told.id}: {assessment_words(told)}; say --replaces {told.id}"
                )
            case decisions.Kept(told, caption):
                body = {
                    **assessment_json(told),
                    "entity": told.entity,
                    "caption": caption,
                    "visibility": told.visibility,
                }
                typer.echo(as_json(body) if json else f"{told.id}: {visible(caption)}: {assessment_words(told)}")


def _add_line(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("line")
    def on_line(
        what: Annotated[str, typer.Argument(help="Programme code, SOURCE:REF, e-… or a name.")],
        text: Annotated[str, typer.Argument(help="What is agreed; `end` to end it; nothing to show it.")] = "",
        user: Annotated[str, typer.Option("--as", help="Who sets it: a Slack user id (U…).")] = terminal.OPERATOR,
        owner: Annotated[str, typer.Option(help="Its owner: a Slack user id (U…).")] = "",
        agreed: Annotated[str, typer.Option(help="The day it was agreed, YYYY-MM-DD.")] = "",
        review: Annotated[str, typer.Option(help="The day to review it by, YYYY-MM-DD.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """The agreed line to take on a programme or a party: shown, set or ended."""
        here = desk()
        given = (("owner", owner), ("agreed", agreed), ("review", review))
        typed = " ".join((_quoted(what), text, *(f"{key}:{value}" for key, value in given if value)))
        asked = parse_line(typed, here.clock().date())
        if isinstance(asked, QueryProblem):
            raise NotDecided(_spoken(asked.text))
        audience = Audience(terminal.team(here, team).id, "cli")
        done = lines.line(
            here.db, lambda query: check(here, query, audience, here.clock()), audience, asked, user, here.clock()
        )
        _tell_line(here, done, json=json)


def _audience(desk: Desk, team: str, channel: str, user: str) -> Audience:
    tenant = terminal.team(desk, team).id
    with desk.db.read() as session:
        if seen_at(session, tenant, channel) is None and not is_private_id(channel):
            return Audience(tenant, "cli", channel, user=user)  # Slack may never have been asked here
        return audience_in(session, tenant, "cli", channel, user)


def _end(desk: Desk, audience: Audience, number: int, user: str, *, json: bool) -> None:
    over = decisions.end_decision(desk.db, audience, number, user, desk.clock())
    if over is None:
        raise NotDecided(f"no decision {number} stands there")
    typer.echo(as_json({"id": number, "ended": "withdrawn"}) if json else f"decision {number} is withdrawn")


def _tell_line(desk: Desk, done: lines.Shown | lines.Set | lines.Over | lines.LineProblem, *, json: bool) -> None:
    today = desk.clock().date()
    match done:
        case lines.LineProblem(text):
            raise NotDecided(_spoken(text))
        case lines.Set(about, _, False):
            raise NotDecided(f"somebody else set a line on {about.label!r} at the same moment; look at it first")
        case lines.Shown(about, line) | lines.Set(about, line) | lines.Over(about, line):
            body = {"kind": about.kind, "about": about.value, "label": about.label, "line": _line_json(line)}
            ended = isinstance(done, lines.Over)
            words = line_words(line, today) if line else "no line to take"
            said = f"{visible(about.label)}: {'ended: ' if ended and line else ''}{words}"
            typer.echo(as_json({**body, "ended": ended and line is not None}) if json else said)


def _line_json(line: LineView | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "id": line.id,
        "text": line.text,
        "owner": line.owner,
        "agreed_on": day(line.agreed_on),
        "review_by": day(line.review_by),
        "set_by": line.set_by,
    }


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _spoken(text: str) -> str:
    return text.replace("`", "")
