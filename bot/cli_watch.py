"""The command line's watches: made, changed, paused, listed and ended; the same words as in Slack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import typer

from bot import app as root
from bot.blocks import watches as blocks
from bot.blocks.inert import count, utc
from bot.blocks.watch_words import preview_period
from bot.core.audience import Audience
from bot.core.contract import watch_json
from bot.core.watch_text import text_of
from bot.core.watches import Watch, is_person
from bot.printing import as_json, visible
from bot.services import terminal, watch_care, watches
from bot.services.desk import Desk
from bot.services.screening import check
from bot.services.watch_care import NotYours
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]


MOST: Final = 2**31
OPERATOR: Final = "an operator"
"""How an owner is told of who ended a watch at the command line."""
_CARE: Final = re.compile(r"(pause|resume|edit) #?(\d+)( .*)?", re.IGNORECASE | re.DOTALL)
_UNQUOTED: Final = re.compile(r"^([A-Za-z]+):([^\s\",:]+(?: [^\s\",:]+)+)$")
Given = list[tuple[str, str]]


class NotWatched(ValueError):
    """No watch was made, changed or ended; the text says why and what would work."""


EXPECTED = (NotWatched,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    _add_watch_command(cli, desk)
    _add_list_command(cli, desk)
    _add_end_command(cli, desk)


def _add_watch_command(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("watch")
    def on_watch(
        target: Annotated[
            list[str],
            typer.Argument(
                help="A name, a REF, name:PATTERN, programme:CODE, issuer:US, country:RU or all, with conditions as in "
                "Slack; or pause N, resume N, edit N with the new conditions."
            ),
        ],
        channel: Annotated[str, typer.Option(help="Channel id (C…), or a person's (U…).")] = "",
        team: Team = "",
        kind: Annotated[
            list[str] | None, typer.Option(help="added, removed, amended, replaced, moved, signal, deadline …")
        ] = None,
        direction: Annotated[list[str] | None, typer.Option(help="tightening, relief, unclassified …")] = None,
        stage: Annotated[list[str] | None, typer.Option(help="reported, proposed, announced, in_force, ended.")] = None,
        programme: Annotated[list[str] | None, typer.Option("--programme", "--program", help="Codes.")] = None,
        issuer: Annotated[list[str] | None, typer.Option(help="US, EU, UK, UN, CH, CA, AU.")] = None,
        country: Annotated[list[str] | None, typer.Option(help="Countries, as codes or names.")] = None,
        confidence: Annotated[str | None, typer.Option(help="The least, 0 to 1: of reports.")] = None,
        digest: Annotated[str | None, typer.Option(help="now, hourly, daily or weekly.")] = None,
        broadcast: Annotated[str | None, typer.Option(help="never, material or all.")] = None,
        json: Json = False,
    ) -> None:
        """Tell a channel when something changes; pause, resume or edit a watch."""
        several = {"kind": kind, "direction": direction, "stage": stage, "programme": programme}
        several |= {"issuer": issuer, "country": country}
        single = {"confidence": confidence, "every": digest, "broadcast": broadcast}
        text = " ".join(map(_as_typed, target)).strip()
        told, words = _watch(desk, text, channel, team, _given(several, single))
        typer.echo(as_json(told) if json else words)


def _add_list_command(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("watches")
    def on_watches(
        channel: Annotated[str, typer.Option(help="Only this channel's, or this person's.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """All watches of a team's channels; a person's only when asked for."""
        here = desk()
        tenant = terminal.team(here, team).id
        due = watch_care.next_digests(here.db, tenant, here.clock(), here.settings.timezone)
        for item in watch_care.list_watches(here.db, _readers(tenant, channel)):
            if not channel or item.channel == channel:
                following = None if item.paused else due.get(item.cadence)
                typer.echo(as_json(watch_json(item, following)) if json else watch_line(item))


def _add_end_command(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("unwatch")
    def on_unwatch(
        number: Annotated[str, typer.Argument(help="The watch's number.")],
        channel: Annotated[str, typer.Option(help="Where it is told: needed for a person's.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Stop a watch."""
        wanted = _number(number)
        here = desk()
        _end(here, _readers(_tenant(here, team), channel), wanted)
        typer.echo(as_json({"id": wanted, "removed": True}) if json else f"watch {wanted} ended")


def _given(several: Mapping[str, list[str] | None], single: Mapping[str, str | None]) -> Given:
    """The conditions that options gave."""
    found = [(key, value) for key, values in several.items() for value in values or ()]
    return found + [(key, value) for key, value in single.items() if value is not None]


def _watch(desk: Callable[[], Desk], text: str, channel: str, team: str, given: Given) -> tuple[dict[str, Any], str]:
    care = _CARE.fullmatch(text)
    if not care and not channel:
        raise NotWatched("say where it is told: --channel C…")
    here = desk()
    tenant = _tenant(here, team)
    if care is None:
        return _made(here, tenant, text, channel, given)
    readers = _readers(tenant, channel)
    return _care(here, readers, care[1].casefold(), int(care[2]), (care[3] or "").strip(), given)


def _as_typed(argument: str) -> str:
    """An argument as one would type it in Slack: the shell has taken the quotation marks of `name:"Bank of *"`."""
    return _UNQUOTED.sub(r'\1:"\2"', argument)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST:
        raise NotWatched(f"the watch: {text!r} is not a whole number; `desk watches` lists them")
    return int(text)


def _readers(tenant: int, channel: str) -> Audience:
    return Audience(tenant, "cli", channel, user=channel if is_person(channel) else "")


def _tenant(desk: Desk, team: str) -> int:
    if desk.settings.bot_token and not team and not terminal.has_team(desk):
        root.register_tenant(desk)
    return terminal.team(desk, team).id


def _made(desk: Desk, tenant: int, text: str, channel: str, given: Given) -> tuple[dict[str, Any], str]:
    now = desk.clock()
    readers = _readers(tenant, channel)
    made = watches.add_watch(
        desk.db,
        lambda query: check(desk, query, readers, now),
        tenant,
        channel,
        channel if is_person(channel) else "",
        text,
        now,
        given=given,
        timezone=desk.settings.timezone,
    )
    return watch_result(made), watch_text(made)


def _care(desk: Desk, readers: Audience, verb: str, number: int, rest: str, given: Given) -> tuple[dict[str, Any], str]:
    now = desk.clock()
    if verb == "edit":
        if not rest and not given:
            raise NotWatched(f"say what watch {number} shall be: desk watch edit {number} issuer:EU every:daily")
        place = watches.Place(readers.tenant, "", "", now, desk.settings.timezone)
        made = watches.edit_watch(
            desk.db, lambda query: check(desk, query, readers, now), readers, number, rest, place, given
        )
        if made is None or isinstance(made, NotYours):
            raise NotWatched(_unknown(number))
        return watch_result(made), watch_text(made)
    if rest or given:
        raise NotWatched(f"say only the number: desk watch {verb} {number}")
    done = (
        watch_care.pause_watch(desk.db, readers, number, OPERATOR, desk.clock())
        if verb == "pause"
        else watch_care.resume_watch(desk.db, readers, number, now)
    )
    if done is None or isinstance(done, NotYours):
        raise NotWatched(_unknown(number))
    return _with_outcome(done, created=False), f"watch {number} {'is paused' if verb == 'pause' else 'goes on'}"


def _end(desk: Desk, readers: Audience, number: int) -> None:
    gone = watch_care.remove_watch(desk.db, readers, number, desk.clock())
    if gone is None or isinstance(gone, NotYours):
        raise NotWatched(_unknown(number))
    if is_person(gone.owner) and not gone.is_personal and desk.settings.bot_token:
        desk.slack.tell(gone.owner, blocks.removed_by_other(gone, OPERATOR))


def _unknown(number: int) -> str:
    return f"there is no watch {number}; `desk watches` lists them"


def watch_result(made: watches.Saved | watches.Duplicate | watches.Unmade) -> dict[str, Any]:
    """`desk watch --json`; what was not made is bad input."""
    match made:
        case watches.Saved(watch, days, cards, digests, created, newest):
            preview = {"days": days, "cards": cards, "digests": digests} | ({"newest": newest} if newest else {})
            return {**_with_outcome(watch, created), "preview": preview}
        case watches.Duplicate(watch):
            return {**_with_outcome(watch, created=False), "duplicate_of": watch.id}
        case watches.WatchProblem(text):
            raise NotWatched(text)
        case watches.Ambiguous(name, matches):
            options = "; ".join(f"{match.caption} = {match.entity}" for match in matches[:8])
            raise NotWatched(f"several parties may be meant by {name!r}; watch one by its id: {options}")


def _with_outcome(watch: Watch, created: bool) -> dict[str, Any]:
    return {**watch_json(watch), "created": created, "duplicate_of": None, "preview": None}


def watch_text(made: watches.Saved | watches.Duplicate | watches.Unmade) -> str:
    """What became of a watch, in a line."""
    match made:
        case watches.Saved(watch, days, cards, digests, newest=newest, unlisted=unlisted, recorded=recorded):
            in_digests = "" if digests is None else f", in {count(digests, 'digest')}"
            period = preview_period(days, newest, utc(recorded) if recorded else "")
            noise = f"{count(cards, 'card')}{in_digests} {period}"
            unknown = "".join(f"; no list loaded has the programme {visible(each.code)}" for each in unlisted)
            return f"watch {watch.id} saved; it would have posted {noise}{unknown}"
        case watches.Duplicate(watch):
            otherwise = f"; to change it: desk watch edit {watch.id} …" if made.differs else ""
            return f"this channel watches that already: watch {watch.id}{otherwise}"
        case _:
            return ""


def watch_line(item: Watch) -> str:
    """A watch in a line."""
    name = f" ({visible(item.target.label)})" if item.target.kind == "entity" else ""
    paused = f", paused: {visible(item.paused)}" if item.paused else ""
    return f"{item.id} {item.channel}: {text_of(item)}{name}{paused}"
