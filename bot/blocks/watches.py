"""Watches: what a channel or a person follows, confirmed, listed and ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import bold, count, day, dotted, in_code, inert, lines, person, slack_date
from bot.blocks.kit import Block, Message, actions, button, context, header, message, option, overflow, section
from bot.blocks.party import candidate_text
from bot.blocks.watch_words import (
    TELLING,
    cautions,
    conditions_text,
    paused_text,
    preview_text,
    target_text,
    telling_text,
    where_text,
)
from bot.core.programme_codes import Unlisted
from bot.core.screening import Match
from bot.core.watch_text import text_of
from bot.core.watches import BY_HAND, Broadcast, Cadence, Watch

SHOWN: Final = 40
SHOWN_MATCHES: Final = 8
SHOWN_ENDABLE: Final = 10
STORED: Final = "Watches are stored in this workspace. Do not use them for unpublished listing proposals."
SCOPES: Final[dict[str, str]] = {"here": "in this channel", "mine": "of yours", "all": "in this workspace"}


def saved(
    watch: Watch,
    preview_days: int = 0,
    preview_cards: int = 0,
    digests: int | None = None,
    *,
    here: str | None = None,
    created: bool = True,
    newest: int = 0,
    unlisted: Sequence[Unlisted] = (),
    recorded: datetime | None = None,
) -> Message:
    """A watch was made or changed: of what, where, by whom, and how noisy it would have been."""
    what, where = target_text(watch.target), where_text(watch, watch.channel if here is None else here)
    told = f"{conditions_text(watch)}; {telling_text(watch)}"
    noise = preview_text(watch, preview_days, preview_cards, digests, newest, recorded)
    text = f"{'Watching' if created else 'Now watching'} {bold(what)} {where}: {told}. {noise}".rstrip()
    end = f"Owner {person(watch.owner)} · end it with `/sanctions unwatch {watch.id}`"
    caution = cautions(watch, unlisted)
    waits = f"{paused_text(watch)}." if watch.paused else ""
    if watch.paused and not watch.paused.startswith(BY_HAND):
        waits += " It goes on by itself once I can post there again."
    return message(
        f"Watching {what} {where}.",
        [
            section(text),
            section(waits) if waits else None,
            section(caution) if caution else None,
            context(end, STORED),
        ],
    )


def choose(name: str, matches: Sequence[Match], conditions: str = "") -> Message:
    """Several parties may be meant by a name: nothing is watched until one is chosen by its button or its id."""
    shown = matches[:SHOWN_MATCHES]
    rest = len(matches) - len(shown)
    title = f"“{inert(name, 80)}”: {'is this whom I shall watch?' if len(matches) == 1 else 'which one shall I watch?'}"
    return message(
        title,
        [
            section(f"⚠️ {title} Nothing is watched yet."),
            *(_candidate(number, match, conditions) for number, match in enumerate(shown, 1)),
            context(f"+{rest:,} more: add a first name, `dob:` or `country:`") if rest > 0 else None,
        ],
    )


def _candidate(number: int, match: Match, conditions: str) -> Block:
    """A party that may be meant: what tells it apart, its button, and the line that watches it."""
    wanted = f"{match.entity} {conditions}".rstrip()
    watch = button("Watch", ids.watch_pick(number), wanted, label=f"Watch {number}: {match.caption}")
    return section(lines(candidate_text(number, match), f"`/sanctions watch {in_code(wanted, 300)}`"), watch)


def duplicate(watch: Watch, cadence: Cadence | None = None, broadcast: Broadcast | None = None) -> Message:
    """It is watched already; what is asked for otherwise is offered as a change."""
    what = target_text(watch.target)
    who = "You watch" if watch.is_personal else "This channel watches"
    text = f"{who} {bold(what)} already, since {day(watch.created_at.date())} (watch {watch.id})."
    asked = retold(watch, cadence or watch.cadence, broadcast or watch.broadcast)
    offer = None
    if asked:
        text = f"{text} It is {telling_text(watch)}; you asked for: {asked}."
        value = json.dumps({"w": watch.id, "e": cadence, "b": broadcast})
        offer = actions(ids.WATCH_ACTIONS, [button("Change it", ids.WATCH_RETELL, value)])
    return message(f"{who} {what} already.", [section(text), offer, context(f"Owner {person(watch.owner)}")])


def retold(watch: Watch, cadence: Cadence, broadcast: Broadcast) -> str:
    """How it was asked to be told, in words; "" when that is how it is told."""
    every = TELLING[cadence] if cadence != watch.cadence else ""
    return dotted((every, f"broadcast {broadcast}" if broadcast != watch.broadcast else ""))


def removed(watch: Watch, here: str | None = None) -> Message:
    """A watch was ended."""
    what, where = target_text(watch.target), where_text(watch, watch.channel if here is None else here)
    is_party = watch.target.kind in ("entity", "name")
    text = f"No longer watching {bold(what)} {where}.{' This says nothing about its status.' if is_party else ''}"
    again = f"To watch it again: `/sanctions watch {in_code(text_of(watch), 300)}`"
    return message(f"No longer watching {what} {where}.", [section(text), context(again)])


def removed_by_other(watch: Watch, by: str) -> str:
    """What the owner is told of a watch that another ended."""
    again = f"To watch it again there: `/sanctions watch {in_code(text_of(watch), 300)}`"
    return f"{person(by)} ended your watch {watch.id} in <#{watch.channel}>: {target_text(watch.target)}. {again}"


def paused(watch: Watch) -> Message:
    """A watch was paused."""
    what = target_text(watch.target)
    stops = "Changes are not told because of it until somebody lets it go on."
    text = f"⏸ Watch {watch.id} is paused: {bold(what)}. {stops}"
    return message(
        f"Watch {watch.id} is paused: {what}.", [section(text), context(f"`/sanctions watch resume {watch.id}`")]
    )


def resumed(watch: Watch) -> Message:
    """A paused watch goes on."""
    what = target_text(watch.target)
    missed = "What happened meanwhile is not told; `/sanctions changes` shows it."
    text = f"Watch {watch.id} goes on: {bold(what)}. {missed}"
    return message(f"Watch {watch.id} goes on: {what}.", [section(text)])


def not_yours(watch: Watch) -> Message:
    """A watch that belongs to another channel."""
    text = f"Watch {watch.id} belongs to <#{watch.channel}> and {person(watch.owner)}: nothing was changed."
    return message(text, [section(f"⚠️ {text}"), context("Change it in that channel, or ask its owner.")])


def unknown(watch_id: str, here: Sequence[Watch] = ()) -> Message:
    """No such watch here; what can be ended instead."""
    what = inert(watch_id, 40)
    text = f"No watch {what} in this channel." if what else "Which watch shall I end? Write its number."
    return message(text, [section(lines(text, _endable(here)))])


def _endable(here: Sequence[Watch]) -> str:
    rows = [f"• `/sanctions unwatch {watch.id}`: {target_text(watch.target)}" for watch in here[:SHOWN_ENDABLE]]
    more = f"+{len(here) - SHOWN_ENDABLE:,} more: `/sanctions watches`" if here[SHOWN_ENDABLE:] else ""
    return lines(*rows, more) or "Nothing is watched here. `/sanctions watches mine` lists what is yours elsewhere."


def invitation() -> Message:
    """The button that opens the dialogue, where a command cannot."""
    text = "What shall I watch? A name, a programme, an issuer, a country, or several conditions at once."
    return message(text, [section(text), actions(ids.WATCH_ACTIONS, [button("New watch", ids.NEW_WATCH)])])


def listing(
    watches: Sequence[Watch],
    scope: str = "here",
    here: str = "",
    due: Mapping[str, datetime] | None = None,
    first: str = "",
) -> Message:
    """The watches of a channel, of a person, or all that may be seen; `first` is what was just done to one of them."""
    opener = section(first) if first else None
    if not watches:
        text = {
            "here": "This channel watches nothing yet.",
            "mine": "You have no watch yet.",
            "all": "Nothing is watched yet, as far as may be shown here.",
        }[scope]
        text = f"{text} Try `/sanctions watch NAME` or `/sanctions watch programme:CODE`."
        new = actions(ids.WATCH_ACTIONS, [button("New watch", ids.NEW_WATCH)])
        return message(text, [opener, section(text), new])
    rest = len(watches) - SHOWN
    title = f"{count(len(watches), 'watch', 'watches')} {SCOPES[scope]}"
    others = dotted(f"`/sanctions watches{'' if name == 'here' else f' {name}'}`" for name in SCOPES if name != scope)
    return message(
        f"{title}.",
        [
            opener,
            header(title),
            *(_row(watch, scope, here, due or {}) for watch in watches[:SHOWN]),
            context(
                f"+{rest:,} more: `desk watches`" if rest > 0 else "", f"New: `/sanctions watch` · others: {others}"
            ),
        ],
    )


def _row(watch: Watch, scope: str, here: str, due: Mapping[str, datetime]) -> Block:
    where = where_text(watch, here) if scope != "here" else ""
    last = f"last post {slack_date(watch.last_at)}" if watch.last_at else "nothing posted yet"
    following = f"next digest {slack_date(due[watch.cadence])}" if watch.cadence in due and not watch.paused else ""
    text = lines(
        dotted((bold(f"{watch.id} · {target_text(watch.target)}"), where, paused_text(watch))),
        f"{conditions_text(watch)}; {telling_text(watch)}",
        dotted((f"{person(watch.owner)}, {day(watch.created_at.date())}", last, following)),
    )
    return section(text, overflow(ids.watch_menu(watch.id), _menu(watch, scope)))


def _menu(watch: Watch, scope: str) -> list[Block]:
    on_off = ("Let it go on", "resume") if watch.paused else ("Pause", "pause")
    return [option(text, f"{verb}:{scope}") for text, verb in (("Edit", "edit"), on_off, ("Remove", "remove"))]
