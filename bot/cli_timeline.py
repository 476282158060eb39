"""The command line's timeline of a party or a programme: in lines, as JSON, as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.audience import Audience
from bot.core.contract import day
from bot.core.timeline import Row, Timeline, date_words, plain_day, record_words, said
from bot.printing import as_json, visible
from bot.services import terminal
from bot.services.desk import Desk
from bot.services.questions import remember_timeline
from bot.services.timeline import TimelineProblem, subject_of, timeline_of
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class NoTimeline(ValueError):
    """There is no timeline of this; the text says why and what would work."""


EXPECTED = (NoTimeline,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("timeline")
    def on_timeline(
        what: Annotated[str, typer.Argument(help="A name, source:ref, e-…, or programme:CODE.")],
        since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
        png: Annotated[Path | None, typer.Option(help="Write a picture to this file.")] = None,
        svg: Annotated[Path | None, typer.Option(help="Write a picture to this file, as SVG.")] = None,
        team: Annotated[str, typer.Option(help="Team id, where there are several.")] = "",
        json: Json = False,
    ) -> None:
        """What happened to a party or under a programme: law, and what the team kept, day by day."""
        first = _day(since) if since else None
        config = settings()
        desk = root.build_desk(config, root.open_database(config))
        readers = Audience(terminal.team(desk, team).id, "cli") if team else terminal.audience(desk)
        told = _timeline(desk, what, readers, first)
        _draw(told, desk.clock().date(), {"png": png, "svg": svg})
        typer.echo(as_json(timeline_json(told)) if json else "\n".join(timeline_text(told)))
        remember_timeline(desk, readers, what, (told.kind, told.about), desk.clock())


def _timeline(desk: Desk, what: str, readers: Audience, since: date | None) -> Timeline:
    now = desk.clock()
    subject = subject_of(desk, what, readers, now)
    told = subject if isinstance(subject, TimelineProblem) else timeline_of(desk, subject, readers, now, since)
    if isinstance(told, TimelineProblem):
        options = "; ".join(f"{match.caption} = {match.entity}" for match in told.matches[:8])
        raise NoTimeline(f"{told.text} {visible(options)}".strip())
    return told


def _draw(told: Timeline, today: date, files: dict[str, Path | None]) -> None:
    from bot.charts.timeline import timeline_picture  # matplotlib is needed by pictures only

    for form, path in files.items():
        if path is None:
            continue
        picture = timeline_picture(told, today, "svg" if form == "svg" else "png")
        try:
            path.write_bytes(picture)
        except OSError as error:
            raise NoTimeline(f"cannot write {path}: {error.strerror}") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoTimeline(f"--since {text!r} is not a date; write YYYY-MM-DD") from None


def timeline_json(told: Timeline) -> dict[str, Any]:
    """`desk timeline --json`."""
    return {
        "entity": told.about if told.kind == "entity" else None,
        "programme": told.about if told.kind == "programme" else None,
        "caption": told.caption,
        "since": day(told.since),
        "recorded_since": {source: day(first) for source, first in sorted(told.begins.items())},
        "sample": told.sample,
        "events": [_row_json(row) for row in told.rows],
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "at": day(row.at),
        "kind": row.kind,
        "track": row.track,
        "text": said(row),
        "url": row.url or None,
        "date_of": row.dated,
        "precision": row.precision,
        "source": row.source or None,
        "ref": row.ref or None,
        "material": row.material,
        "count": row.count,
        "from": day(row.since),
        "author": row.author or None,
    }


def timeline_text(told: Timeline) -> Iterator[str]:
    """A timeline in lines, oldest first."""
    if told.sample:
        yield "SAMPLE DATA, not for compliance"
    yield f"{visible(told.caption)}: timeline"
    for row in told.rows:
        when = f"{row.at:%b %Y}" if row.precision == "month" else plain_day(row.at)
        between = f"{plain_day(row.since)} to {when}" if row.since and row.since != row.at else when
        dated = " ".join(part for part in (date_words(row), between) if part)
        times = f" ({row.count} entries)" if row.count > 1 and row.kind in ("designated", "first_seen") else ""
        by = f" by {row.author}" if row.author else ""
        yield f"  {row.track:<6} {dated}: {visible(said(row))}{times}{by}"
    yield f"  {record_words(told)}"
