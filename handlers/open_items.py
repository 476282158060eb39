"""Open items: what waits for you, for somebody, or in a channel."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from slack_bolt import Ack, App

from bot.blocks import ids, notes_found, problems
from bot.blocks import open_items as blocks
from bot.core.assignments import ITEMS_HOW, ItemsAsked, parse_items
from bot.core.audience import Surface
from bot.core.notes import Unreadable
from bot.services.open_items import is_alone, list_items, urls_of
from bot.services.replies import Reply
from handlers.context import Asker
from handlers.verbs import Command
from storage.settings import channel_named


def _items(asker: Asker, text: str, surface: Surface) -> Reply:
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    audience = asker.audience(surface)
    if audience.is_public:
        return Reply(problems.plain_problem("No open items here: this channel is shared with another organisation."))
    asked = _resolved(asker, parse_items(text))
    if isinstance(asked, Unreadable):
        return Reply(notes_found.unreadable(asked))
    listed = list_items(asker.desk, audience, asked, asker.now, blocks.SHOWN)
    urls = urls_of(asker.desk, listed.items)
    hint = "" if is_alone(audience) else blocks.IN_PRIVATE
    whose = _whose(asked, asker)
    return Reply(blocks.items_card(whose, listed.items, urls, listed.total, listed.tally, listed.today, hint))


def _resolved(asker: Asker, asked: ItemsAsked | Unreadable) -> ItemsAsked | Unreadable:
    """The channel that is meant, by its id."""
    if isinstance(asked, Unreadable) or asked.scope != "channel":
        return asked
    if not asked.value:
        return replace(asked, value=asker.channel)
    if not asked.value.startswith("#"):
        return asked
    with asker.desk.db.read() as session:
        found = channel_named(session, asker.tenant, asked.value.removeprefix("#"))
    return replace(asked, value=found) if found else Unreadable(f"I know no channel {asked.value[:60]}.", ITEMS_HOW)


def _whose(asked: ItemsAsked, asker: Asker) -> str:
    match asked.scope:
        case "mine":
            return blocks.of_person(asker.user)
        case "person":
            return blocks.of_person(asked.value)
        case "channel":
            return blocks.place(asked.value)
        case "all":
            return "all that can be seen here"


def register(app: App) -> None:
    """Acknowledge the links to open cards: they open by themselves."""
    app.action(re.compile(re.escape(ids.ITEM_OPEN) + r":\d+"))(_on_link)


def _on_link(ack: Ack) -> None:
    ack()


COMMANDS: Final = (
    Command(
        "items",
        "items [mine | @colleague | #channel | here | all]",
        "What is open: cards with their owner and day, assessments open again, lines past review.",
        _items,
        "team",
        ("items", "items here", "items #sanctions", "items all"),
    ),
)
