"""Gallery of threads: replies kept as notes, messages taken to a party's thread, parties that a message names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import discussions, kept_replies
from bot.blocks.kit import Message
from bot.core.screening import Status
from tests.blocks.make import ASKER, answer, party

TS = "1700000000.000100"
URL = "https://desk.example/archives/C0DESK/p1"
WORDS = "Their lawyer says a licence is pending; ask again in a week."
NAMES = ("Nordwind Bank", "Example Holding")


def parties(number: int) -> list[tuple[str, str]]:
    """The parties of a thread."""
    return [(f"e-{n:016}", f"EXAMPLE HOLDING {n + 1}") for n in range(number)]


MESSAGES: dict[str, Callable[[], Message]] = {
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
