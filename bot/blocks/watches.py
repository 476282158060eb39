"""Watches: what a channel follows, confirmed, listed and ended."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.inert import count, day, dotted, inert, person, quoted
from bot.blocks.issuing import issuer_name
from bot.blocks.kit import Message, context, header, message, section
from bot.core.screening import Match
from bot.core.watches import Target, Watch

SHOWN = 40
PER_SECTION = 10
SHOWN_MATCHES = 8
_STORED = "Watches are stored in this workspace. Do not use them for unpublished listing proposals."


def target_text(target: Target) -> str:
    """What is watched, in words."""
    label = inert(target.label or target.value, 100) or "(no name)"
    match target.kind:
        case "entity":
            return label
        case "name":
            return f"names like {quoted(target.value, 80)}"
        case "programme":
            return f"programme {inert(target.value, 100)}"
        case "issuer":
            return f"all changes by {issuer_name(target.value)}"
        case "country":
            return f"country {inert(target.value, 100)}"
        case "all":
            return "all changes on all lists"


def _kinds(watch: Watch) -> str:
    if not watch.kinds:
        return "all changes but amendments of names and addresses"
    return f"only {', '.join(sorted(inert(kind, 30) for kind in watch.kinds))}"


def saved(watch: Watch, preview_days: int = 0, preview_cards: int = 0) -> Message:
    """A watch was made: of what, where, by whom, and how noisy it would have been."""
    what = target_text(watch.target)
    noise = ""
    if preview_days:
        noise = f"It would have posted {count(preview_cards, 'card')} in the last {count(preview_days, 'day')}."
    text = f"Watching *{what}* in this channel: {_kinds(watch)}. {noise}".rstrip()
    end = f"Owner {person(watch.owner)} · end it with `/sanctions unwatch {watch.id}`"
    return message(f"Watching {what} in this channel.", [section(text), context(end, _STORED)])


def choose(name: str, matches: Sequence[Match]) -> Message:
    """Several parties may be meant by a name: nothing is watched until one is chosen by its id."""
    shown = matches[:SHOWN_MATCHES]
    rows = [f"• *{inert(match.caption, 100)}*: `/sanctions watch {match.entity}`" for match in shown]
    title = f"{quoted(name, 80)}: which one shall I watch?"
    return message(
        title,
        [
            section(f"⚠️ {title} Nothing is watched yet."),
            section("\n".join(rows)),
            context("Write the line of the right one."),
        ],
    )


def duplicate(watch: Watch) -> Message:
    """The channel watches this already."""
    what = target_text(watch.target)
    text = f"This channel watches *{what}* already, since {day(watch.created_at.date())} (watch {watch.id})."
    return message(f"This channel watches {what} already.", [section(text), context(f"Owner {person(watch.owner)}")])


def removed(watch: Watch) -> Message:
    """A watch was ended."""
    what = target_text(watch.target)
    text = f"No longer watching *{what}* in this channel. This says nothing about its status."
    return message(f"No longer watching {what} in this channel.", [section(text)])


def unknown(watch_id: str) -> Message:
    """No such watch here."""
    text = f"No watch {inert(watch_id, 40)} in this channel. `/sanctions watches` lists them."
    return message(text, [section(text)])


def listing(watches: Sequence[Watch]) -> Message:
    """All watches of a channel, oldest first."""
    if not watches:
        text = "This channel watches nothing yet. Try `/sanctions watch NAME` or `/sanctions watch programme:CODE`."
        return message(text, [section(text)])
    rows = [_row(watch) for watch in watches[:SHOWN]]
    groups = ["\n".join(rows[start : start + PER_SECTION]) for start in range(0, len(rows), PER_SECTION)]
    rest = len(watches) - SHOWN
    more = f"+{rest:,} more: `desk watches`" if rest > 0 else ""
    title = f"{count(len(watches), 'watch', 'watches')} in this channel"
    return message(
        f"{title}.",
        [
            header(title),
            *(section(group) for group in groups),
            context(more, "End one with `/sanctions unwatch NUMBER`"),
        ],
    )


def _row(watch: Watch) -> str:
    paused = f"⏸ paused: {inert(watch.paused, 60)}" if watch.paused else ""
    made = f"{person(watch.owner)}, {day(watch.created_at.date())}"
    return f"• {watch.id} · {dotted((f'*{target_text(watch.target)}*', _kinds(watch), made, paused))}"
