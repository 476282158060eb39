"""Assigning: the dialogue that gives a card to somebody, and what is said of it in the card's thread."""

from __future__ import annotations

from datetime import date

from bot.blocks import ids
from bot.blocks.card_buttons import work_line
from bot.blocks.events import tally
from bot.blocks.headlines import headline
from bot.blocks.inert import day, inert, person
from bot.blocks.kit import LIMITS, Block, Message, View, context, date_input, field, message, modal, plain_text, section
from bot.core.alerts import ActionCard
from bot.core.work import Work


def assign_modal(facts: ActionCard, work: Work, private_metadata: str) -> View:
    """The dialogue that asks who shall take care of a card, and by when."""
    who: Block = {
        "type": "users_select",
        "action_id": ids.CARD_ASSIGN_TO,
        "placeholder": plain_text("Choose a colleague", LIMITS.placeholder),
    }
    due = date_input(ids.CARD_DUE)
    if work.status == "claimed":
        who |= {"initial_user": work.owner} if work.owner.startswith(("U", "W")) else {}
        due |= {"initial_date": work.due.isoformat()} if work.due else {}
    hint = "They are told by direct message. In a private channel it must be one of its members."
    reminded = "They are reminded the day before, on the day, and while it is overdue."
    return modal(
        "Assign this card",
        [
            section(f"*{inert(headline(facts, tally(facts.events)), 200)}*"),
            field(ids.CARD_ASSIGN_BLOCK, "To whom?", who, hint),
            {**field(ids.CARD_DUE_BLOCK, "Due on", due, reminded), "optional": True},
        ],
        callback_id=ids.CARD_ASSIGN_MODAL,
        submit="Assign",
        close="Cancel",
        private_metadata=private_metadata,
    )


def assigned(work: Work) -> Message:
    """The word in the thread that somebody has the card now."""
    due = f", due {day(work.due)}" if work.due else ""
    by = f" by {person(work.assigned_by)}" if work.assigned_by else ""
    text = f"📌 {person(work.owner)} takes care of this{due}" + (f" (assigned{by})." if by else ".")
    return message(text, [section(text)])


def due_set(work: Work) -> Message:
    """The word in the thread that the card is due on another day, or on none."""
    text = f"📌 Due {day(work.due)}" if work.due else "📌 No due day any more"
    return message(text, [section(f"{text}, for {person(work.owner)}.")])


def refused(work: Work) -> Message:
    """Nothing was changed, and why: who has the card, or that it is done."""
    if work.status == "claimed":
        hint = "Only they, or who assigned it to them, can hand it on or set its day."
    elif work.status == "new":
        hint = "Nobody has this card yet: *Claim* it, or write `assign @colleague due:friday`."
    else:
        hint = "*Reopen* or *Undo* under the card first."
    told = work_line(work)
    text = f"Nothing was changed. {hint}"
    return message(f"{told}. {text}" if told else text, [section(told) if told else None, context(text)])


def refused_text(work: Work, today: date) -> str:
    """The same within the dialogue, in plain words."""
    if work.status == "claimed":
        since = day(work.claimed_at.date()) if work.claimed_at else day(today)
        return f"Somebody else has this card since {since}: only they, or who assigned it, can hand it on."
    return "This card is done or not relevant by now. Close this and look at it."
