"""Gallery of threads: replies kept as notes, messages taken to a party's thread, parties that a message names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.blocks import discussions, kept_replies
from bot.blocks.kit import Message
from bot.blocks.thread_answers import Known, thread_answer
from bot.blocks.thread_crowds import Crowd, crowd_answer
from bot.core.delta import Op
from bot.core.screening import Status
from bot.core.subjects import AskedFor, Earlier, SubjectQuestion
from tests.blocks.make import ASKER, CHANNEL, EARLIER, answer, event, listing, note, party, standing

TS = "1700000000.000100"
URL = "https://desk.example/archives/C0DESK/p1"
WORDS = "Their lawyer says a licence is pending; ask again in a week."
NAMES = ("Nordwind Bank", "Example Holding")


def parties(number: int) -> list[tuple[str, str]]:
    """The parties of a thread."""
    return [(f"e-{n:016}", f"EXAMPLE HOLDING {n + 1}") for n in range(number)]


BEGINS = {"us-ofac-sdn": date(2025, 11, 1), "eu-fsf": date(2025, 11, 3)}
SINCE = date(2025, 10, 1)
BANK = party(standing(listing()))
THOSE = tuple(
    replace(party(standing(listing(name=f"EXAMPLE HOLDING {n}"))), entity=f"e-{n:016}", caption=f"EXAMPLE HOLDING {n}")
    for n in range(1, 7)
)
CHANGES = (
    replace(event("1", Op.DEL, "removed", caption="EXAMPLE HOLDING 1"), list_date=date(2025, 11, 20)),
    replace(
        event("2", Op.MOD, "amended", caption="EXAMPLE HOLDING 2", gained=(("programme", "SDGT"),)),
        list_date=date(2025, 11, 24),
        action="a-2",
    ),
)
CROWD = Crowd(
    397, "a-9", CHANGES, [("EXAMPLE HOLDING 3", note("Flag changed in May")), ("the action", note("Ask Vienna"))]
)


def asked(asks: AskedFor, *lists: str, text: str = "") -> Message:
    """The answer to a question in the thread of one party."""
    known = Known(CHANGES, [Earlier(EARLIER, URL, "question")], BEGINS)
    told = answer(BANK, notes={BANK.entity: (note("Their licence is pending"),)})
    return thread_answer(told, SubjectQuestion(asks, frozenset(lists), SINCE), text or f"{asks}?", CHANNEL, known)


def asked_of_all(asks: AskedFor, crowd: Crowd = CROWD, text: str = "") -> Message:
    """The answer to one in the thread of a mass action."""
    told = answer(*THOSE, status=Status.AMBIGUOUS)
    return crowd_answer(told, SubjectQuestion(asks, since=SINCE), text or f"{asks}?", CHANNEL, crowd)


ANSWERS: dict[str, Callable[[], Message]] = {
    "thread_status": lambda: asked("status", "us-ofac-sdn", "eu-fsf", text="is it still on the US and EU lists?"),
    "thread_changes": lambda: asked("changes", text="what changed since October?"),
    "thread_no_change": lambda: asked("changes", "eu-fsf", text="what did the EU change?"),
    "thread_notes": lambda: asked("notes", text="who wrote about this before?"),
    "thread_dates": lambda: asked("dates", text="when was it listed?"),
    "thread_removal": lambda: asked("removal", text="was it removed?"),
    "thread_ownership": lambda: asked("ownership", text="who owns it?"),
    "thread_crowd": lambda: asked_of_all("status", text="is it still on the EU list?"),
    "thread_crowd_changes": lambda: asked_of_all("changes", text="what changed since October?"),
    "thread_crowd_no_change": lambda: asked_of_all("changes", Crowd(397, begins=BEGINS)),
    "thread_crowd_notes": lambda: asked_of_all("notes", text="who wrote about this before?"),
    "thread_crowd_no_notes": lambda: asked_of_all("notes", Crowd(397, "a-9")),
}

MESSAGES: dict[str, Callable[[], Message]] = {
    **ANSWERS,
    "reply_kept": lambda: kept_replies.reply_kept("NORDWIND BANK", WORDS, "U0COLLEAGUE", TS, shortened=False),
    "reply_kept_shortened": lambda: kept_replies.reply_kept("NORDWIND BANK", WORDS, "U0COLLEAGUE", TS, shortened=True),
    "reply_kept_before": lambda: kept_replies.kept_before("NORDWIND BANK", "U0COLLEAGUE", TS, mine=False),
    "reply_kept_before_by_me": lambda: kept_replies.kept_before("NORDWIND BANK", "U0ANALYST", TS, mine=True),
    "reply_which_party": lambda: kept_replies.which_party(parties(2), 2, WORDS, TS),
    "reply_which_party_many": lambda: kept_replies.which_party(parties(30), 397, WORDS, TS),
    "reply_removed": kept_replies.note_removed,
    "reply_nothing_removed": kept_replies.nothing_to_remove,
    "reply_no_thread": kept_replies.no_thread,
    "discuss_brought": lambda: discussions.brought(WORDS, "U0COLLEAGUE", "U0ANALYST", URL),
    "discuss_brought_own": lambda: discussions.brought(WORDS, "U0ANALYST", "U0ANALYST", URL),
    "discuss_opened": lambda: discussions.discussed("NORDWIND BANK", URL, opened=True, again=False),
    "discuss_joined": lambda: discussions.discussed("NORDWIND BANK", URL, opened=False, again=False),
    "discuss_again": lambda: discussions.discussed("NORDWIND BANK", URL, opened=False, again=True),
    "named_nothing": lambda: discussions.nothing_named(("Court",), "Check the party by itself."),
    "named_no_name": lambda: discussions.nothing_named(()),
    "named_several": lambda: discussions.named((answer(party()), answer(party(), status=Status.REMOVED)), NAMES, ASKER),
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "discuss_modal": lambda: discussions.discuss_modal([party()], WORDS, '{"c":"C0DESK"}'),
}
