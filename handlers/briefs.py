"""Briefs: `brief` writes one and hands it over by direct message.

read the request ─▶ who will read it ─▶ facts and document ─▶ files in a direct message ─▶ a word where it was asked for
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Final

from bot.blocks import briefs as blocks
from bot.blocks import problems
from bot.core.audience import Audience, Surface
from bot.core.briefs import parse_brief
from bot.core.escaped import unescape
from bot.core.queries import QueryProblem
from bot.services.briefs import BriefProblem, brief
from bot.services.channels import audience_for
from bot.services.handing import hand_over
from bot.services.replies import Reply
from handlers.context import Asker
from handlers.verbs import Command

AT_ONCE: Final = 2
"""Files made at a time; questions are answered beside them."""
PATIENCE: Final = 20.0
"""Seconds that a request waits for others' files."""
SLOTS: Final = threading.BoundedSemaphore(AT_ONCE)


def readers_of(asker: Asker, surface: Surface) -> Audience:
    """Who reads a file made for somebody: that person alone, in a direct message.

    Asked for where others read along, or by a guest, it holds public data only; what was written in a private channel
    is in no file, wherever it was asked for.
    """
    alone = audience_for(asker.desk, asker.tenant, "dm", "", asker.user)
    shared = asker.audience(surface).externally_shared
    return replace(alone, externally_shared=alone.externally_shared or shared)


def _brief(asker: Asker, text: str, surface: Surface) -> Reply:
    asked = parse_brief(unescape(text), asker.now.date())
    if isinstance(asked, QueryProblem):
        return Reply(blocks.unreadable(asked.text))
    if not SLOTS.acquire(timeout=PATIENCE):
        return Reply(problems.plain_problem(blocks.BUSY))
    try:
        readers = readers_of(asker, surface)
        made = brief(asker.desk, asked, readers, asker.now)
        if isinstance(made, BriefProblem):
            return Reply(blocks.which(made.text, made.matches) if made.matches else blocks.unreadable(made.text))
        done = hand_over(asker.desk.slack, asker.user, blocks.cover(made.document), made.files())
    finally:
        SLOTS.release()
    if not done:
        return Reply(problems.plain_problem(blocks.NOT_SENT))
    return Reply(blocks.brief_sent(made.document, asked.notes, readers.is_public))


COMMANDS: tuple[Command, ...] = (
    Command(
        "brief",
        "brief NAME | REF | programme:CODE | changes [since:DATE until:DATE] [notes:yes]",
        "A document to take to a meeting, with footnotes; by direct message.",
        _brief,
        examples=(
            "brief Sberbank",
            "brief us-ofac-sdn:17018 since:2026-01-01 notes:yes",
            "brief programme:RUSSIA-EO14024",
            "brief changes since:2026-03-01 until:2026-03-31",
        ),
    ),
)
