"""Health: deliveries and lists, worst news first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.blocks import ids
from bot.blocks.inert import count, dotted, inert, lines, listed_out, slack_date
from bot.blocks.kit import Block, Message, actions, button, context, header, message, section
from bot.blocks.scope import UNREADY, source_label
from bot.core.health import Health, Outbox, Undelivered

SHOWN = 8
FEEDS_SHOWN = 3


def health_card(health: Health, channel: str, now: datetime) -> Message:
    """What waits, what was not delivered and how to send it again, which lists need attention."""
    state = health.outbox
    title = _title(health)
    return message(
        title,
        [
            header(title),
            section(f"⚠️ {_gone(state)}") if state.gone else None,
            section(_failed(state)) if state.failed else None,
            section(_kept(state.kept)) if state.kept else None,
            context(f"{count(health.hidden, 'more')} in channels that are not shown here.") if health.hidden else None,
            section(lines(f"*Deliveries:* {_waiting(state)}", f"*Lists:* {_lists(health)}", _feeds(health))),
            _again(state, channel),
            context(f"As of {slack_date(now)}"),
        ],
    )


def sent_again(number: int) -> Message:
    """What the button did."""
    if not number:
        text = "Nothing here waits to be sent again."
        return message(text, [section(text)])
    text = f"{count(number, 'message')} will be sent again; each is first looked for here, so that none comes twice."
    return message(text, [section(text)])


def _title(health: Health) -> str:
    state = health.outbox
    number = len(state.failed) + health.hidden
    if state.gone:
        return "Slack takes no messages from me"
    if number:
        return f"{count(number, 'message')} could not be delivered"
    if _bad(health):
        return "Lists need attention"
    absent = sum(1 for item in health.lists if item.state in UNREADY and not item.opt_in)
    if absent:
        return f"Deliveries are in order; {count(absent, 'list')} not loaded"
    return "Deliveries and lists are in order"


def _gone(state: Outbox) -> str:
    return f"{inert(state.gone, 100).capitalize()}, since {slack_date(state.gone_at)}. Nothing is sent; all is kept."


def _failed(state: Outbox) -> str:
    rows = [_row(item) for item in state.failed[:SHOWN]]
    more = len(state.failed) - len(rows)
    return lines(
        *rows,
        f"+{more:,} more" if more > 0 else "",
        "Operators send them again with `desk outbox retry NUMBER`, `--channel` or `--all`; each is looked for first.",
    )


def _row(item: Undelivered) -> str:
    word = "may have been posted" if item.status == "unsure" else "not posted"
    parts = (f"*{item.id}*", _place(item.channel), f"{item.part}: {inert(item.what, 120)}", f"{word}: {_why(item)}")
    return f"• {dotted((*parts, slack_date(item.since)))}"


def _why(item: Undelivered) -> str:
    return inert(item.why or "no reason known", 120)


def _kept(kept: Sequence[Undelivered]) -> str:
    by_channel = Counter((item.channel, _why(item)) for item in kept)
    rows = [
        f"• {_place(channel)}: {count(number, 'message')} kept; {why}. They come as one message once it is open to me."
        for (channel, why), number in list(by_channel.items())[:SHOWN]
    ]
    more = len(by_channel) - len(rows)
    return lines(*rows, f"+{count(more, 'channel')}" if more > 0 else "")


def _place(channel: str) -> str:
    return f"<@{channel}>" if channel[:1] in "UW" else f"<#{channel}>"


def _waiting(state: Outbox) -> str:
    if not state.waiting:
        return "nothing waits"
    return f"{count(state.waiting, 'message')} on the way, the oldest since {slack_date(state.since)}"


def _bad(health: Health) -> list[str]:
    return [source_label(state.source) for state in health.lists if state.state in ("stale", "failed")]


def _lists(health: Health) -> str:
    ready = [state for state in health.lists if state.state not in UNREADY]
    said = f"{len(ready)} of {count(len([s for s in health.lists if not s.opt_in or s in ready]), 'list')} ready"
    bad = _bad(health)
    return f"{said}; look at {dotted(bad)} (`/sanctions sources`)" if bad else said


def _feeds(health: Health) -> str:
    """How many feeds are in order, and which are not and why; nothing where none was looked at yet."""
    read = [feed for feed in health.feeds if feed.health != "never"]
    bad = [feed for feed in read if feed.health not in ("ok", "late")]
    if not read:
        return ""
    why = [f"{inert(feed.title, 60)}: {feed.health}, {inert(feed.reason, 80)}" for feed in bad]
    named = f"; not in order: {listed_out(why, FEEDS_SHOWN)}" if bad else ""
    return f"*Feeds:* {len(read) - len(bad)} of {count(len(read), 'feed')} in order{named}"


def _again(state: Outbox, channel: str) -> Block | None:
    here = [item for item in state.failed if item.channel == channel]
    return actions(ids.HEALTH_ACTIONS, [button("Send again here", ids.HEALTH_RETRY)]) if here else None
