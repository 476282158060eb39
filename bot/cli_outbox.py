"""The command line's outbox: what was not delivered, and sending it again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.contract import instant
from bot.core.health import Outbox, Undelivered
from bot.printing import as_json, visible
from bot.services import health, terminal
from bot.services.desk import Desk
from bot.settings import Settings
from storage import channels

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]


class NotSentAgain(ValueError):
    """Nothing was changed; the text says why and what to do."""


EXPECTED = (NotSentAgain,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("outbox")
    def on_outbox(
        words: Annotated[list[str] | None, typer.Argument(help="Nothing, or: retry NUMBER …")] = None,
        channel: Annotated[str, typer.Option(help="Only of this channel (its id).")] = "",
        everything: Annotated[bool, typer.Option("--all", help="With retry: all that was not delivered.")] = False,
        anyway: Annotated[
            bool, typer.Option("--anyway", help="With retry: post without looking whether it stands there already.")
        ] = False,
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Messages that could not be delivered: shown, or sent again with `retry`."""
        config = settings()
        desk = root.build_desk(config, root.open_database(config))
        tenant = terminal.team(desk, team).id
        if words:
            ids = _read(words, channel, everything)
            done = health.send_again(desk.db, tenant, root.now(), ids, channel, look_first=not anyway)
            _refuse_unknown(ids, done)
            typer.echo(as_json({"retried": done}) if json else _retried(done))
            return
        _show(desk, tenant, channel, root.now(), json)


def _show(desk: Desk, tenant: int, channel: str, now: datetime, json: bool) -> None:
    with desk.db.read() as session:
        found = health.outbox_of(session, tenant)
        names = channels.names(session, tenant)
    rows = [item for item in found.undelivered if channel in ("", item.channel)]
    if json:
        typer.echo(as_json(outbox_json(found, rows, names, now)))
        return
    typer.echo(_summary(found))
    for item in rows:
        typer.echo(_line(item, names.get(item.channel, ""), now))


def _read(words: list[str], channel: str, everything: bool) -> frozenset[int] | None:
    """The numbers to send again; None for all (of a channel)."""
    verb, *numbers = words
    if verb != "retry":
        raise NotSentAgain(f"{verb!r} is nothing that can be done with the outbox; write `desk outbox retry NUMBER`")
    if not numbers and not (channel or everything):
        raise NotSentAgain("say what to send again: `retry NUMBER …`, `retry --channel C…` or `retry --all`")
    if numbers and (channel or everything):
        raise NotSentAgain("numbers, or --channel, or --all: one of them")
    if bad := [number for number in numbers if not (number.isdecimal() and len(number) < 10)]:
        raise NotSentAgain(f"{bad[0]!r} is no number of a message; `desk outbox` shows them")
    return frozenset(map(int, numbers)) if numbers else None


def _refuse_unknown(asked: Collection[int] | None, done: Collection[int]) -> None:
    missing = sorted(set(asked or ()) - set(done))
    if missing and not done:
        told = ", ".join(map(str, missing))
        raise NotSentAgain(f"no undelivered message has the number {told}; `desk outbox` shows them")


def outbox_json(found: Outbox, rows: list[Undelivered], names: dict[str, str], now: datetime) -> dict[str, Any]:
    """The document of `desk outbox --json`."""
    return {
        "counts": dict(found.counts),
        "waiting": found.waiting,
        "waiting_since": instant(found.since),
        "gone": found.gone or None,
        "rows": [
            {
                "id": item.id,
                "channel": item.channel,
                "channel_name": names.get(item.channel) or None,
                "part": item.part,
                "about": item.what,
                "status": item.status,
                "error": item.why or None,
                "since": instant(item.since),
                "age_seconds": int((now - item.since).total_seconds()),
                "kept": item.is_kept,
            }
            for item in rows
        ],
    }


def _summary(found: Outbox) -> str:
    counts = ", ".join(f"{status} {number}" for status, number in found.counts) or "empty"
    gone = f"; Slack takes nothing from us: {found.gone}" if found.gone else ""
    return f"outbox: {counts}{gone}"


def _line(item: Undelivered, name: str, now: datetime) -> str:
    place = f"{item.channel} #{visible(name)}" if name else item.channel
    kept = " (kept until the channel can be reached)" if item.is_kept else ""
    age = f"{(now - item.since).total_seconds() / 3600:.0f} h"
    return f"{item.id} {item.status} {place}: {item.part}, {visible(item.what)}; {age}; {visible(item.why)}{kept}"


def _retried(done: list[int]) -> str:
    if not done:
        return "nothing was undelivered"
    number = f"{len(done)} {'message goes' if len(done) == 1 else 'messages go'}"
    return f"{number} out again with the next delivery: {', '.join(map(str, done))}"
