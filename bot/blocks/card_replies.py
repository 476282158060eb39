"""What one person alone is told after a click on a card, and the dialogues that it opens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import ids
from bot.blocks.actions import watched_row
from bot.blocks.card_buttons import work_line
from bot.blocks.events import tally
from bot.blocks.headlines import headline
from bot.blocks.inert import count, day, dotted, inert, link, listed_out, person, plain, slack_date, whole
from bot.blocks.kit import (
    LIMITS,
    Block,
    Message,
    View,
    context,
    field,
    message,
    modal,
    option,
    plain_text,
    section,
    within,
)
from bot.core.alerts import ActionCard
from bot.core.events import Event
from bot.core.watches import Watch
from bot.core.work import Act, Work

NAMES = 40
PER_SECTION = 5
CHOICES = LIMITS.options


def refused(what: Act | None, work: Work) -> Message:
    """Somebody was first, and who; nothing was changed (`what` is None for an undo)."""
    told = work_line(work)
    if work.status == "claimed":
        hint = "Only they can give it back; anybody may mark it done."
        why = f"{person(work.owner)} claimed this at {slack_date(work.claimed_at)}."
        return message(f"{why} {hint}", [section(f"👀 {why}"), context(f"Nothing was changed. {hint}")])
    how = "*Reopen* under the card takes that back." if work.status == "done" else "*Undo* takes that back."
    hint = f"Nothing was changed. {how}" if what else "Nothing was changed."
    return message(f"{told}. {hint}", [section(told), context(hint)])


def my_names(facts: ActionCard) -> Message:
    """All parties of an action that this channel, or this person, watches by name."""
    rows = [watched_row(facts, item) for item in facts.watched[:NAMES]]
    groups = ["\n".join(rows[start : start + PER_SECTION]) for start in range(0, len(rows), PER_SECTION)]
    rest = len(facts.watched) - NAMES
    whose = "that you watch" if facts.is_personal else "watched here"
    title = f"{count(len(facts.watched), 'name')} {whose}"
    small = dotted(
        (
            f"+{rest:,} more: in the file in this card's thread" if rest > 0 else "",
            f"{inert(facts.list_label, 60)} of {day(facts.action.list_date, 'no date given')}",
        )
    )
    blocks = [section(f"*{title}*"), *(section(group) for group in groups), context(small)]
    return message(f"{title}: {inert(headline(facts, tally(facts.events)), 300)}.", blocks)


def file_place(rows: int, url: str) -> Message:
    """Where the file with all names is."""
    where = link(url, "in the thread of this card") if url else "in the thread of this card"
    text = f"The file with all {count(rows, 'row')} (CSV) is"
    return message(f"{text} in the thread of this card.", [section(f"📄 {text} {where}.")])


def why_here(watches: Sequence[Watch]) -> Message:
    """The watches that brought a card, each with its owner and how to end it."""
    if not watches:
        text = "The watch that brought this card was ended since. `/sanctions watches` lists those that run."
        return message(text, [section(text)])
    rows = [_why_row(watch) for watch in watches]
    whose = "of yours" if all(watch.is_personal for watch in watches) else "of this channel"
    text = f"This card came by {count(len(watches), 'watch', 'watches')} {whose}"
    body = listed_out(rows, 8, "+{n} more: `/sanctions watches`", "\n")
    return message(f"{text}.", [section(f"*{text}:*\n{body}")])


def _why_row(watch: Watch) -> str:
    label = whole(watch.target.label or watch.target.value or watch.target.kind, 80)
    kinds = f"only {', '.join(sorted(inert(kind, 30) for kind in watch.kinds))}" if watch.kinds else ""
    owner = f"owner {person(watch.owner)}, since {day(watch.created_at.date())}"
    return f"• {dotted((label, kinds, owner))} · end it: `/sanctions unwatch {watch.id}`"


def shared(channel: str, url: str) -> Message:
    """The word to who shared a card that it stands in the other channel."""
    text = f"Shared in <#{channel}>."
    return message(text, [section(f"{text} {link(url, 'Open it') if url else ''}".rstrip())])


def share_modal(facts: ActionCard, private_metadata: str) -> View:
    """The dialogue that asks where a card shall be shown too."""
    select: Block = {
        "type": "conversations_select",
        "action_id": ids.CARD_SHARE_TO,
        "placeholder": plain_text("Choose a channel", LIMITS.placeholder),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    hint = "The card is drawn anew for that channel: its own watched names, none of yours. I must be a member there."
    return modal(
        "Share this card",
        [
            section(f"*{inert(headline(facts, tally(facts.events)), 200)}*"),
            field(ids.CARD_SHARE_BLOCK, "Channel", select, hint=hint),
        ],
        callback_id=ids.CARD_SHARE_MODAL,
        submit="Share",
        close="Cancel",
        private_metadata=private_metadata,
    )


def party_modal(facts: ActionCard, private_metadata: str) -> View:
    """The dialogue that asks on which party of a card a note shall be; watched names come first."""
    watched = {item.event.entity for item in facts.watched}
    events = {event.entity: event for event in sorted(facts.events, key=lambda each: each.entity not in watched)}
    shown = list(events.values())[:CHOICES]
    select: Block = {
        "type": "static_select",
        "action_id": ids.CARD_PARTY,
        "placeholder": plain_text("Choose a party", LIMITS.placeholder),
        "options": [_party_option(event) for event in shown],
    }
    rest = len(events) - len(shown)
    more = f"{rest:,} more are not shown here: `/sanctions check NAME`, then *Note*." if rest else ""
    return modal(
        "Add a note",
        [
            field(ids.CARD_PARTY_BLOCK, "On whom?", select),
            context(more) if more else None,
        ],
        callback_id=ids.CARD_PARTY_MODAL,
        submit="Next",
        close="Cancel",
        private_metadata=private_metadata,
    )


def _party_option(event: Event) -> Block:
    return option(plain(event.caption, 70) or "(no name)", within(event.entity, LIMITS.option_value))
