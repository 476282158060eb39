"""Gallery of open items, assignments, reminders and lists of decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.blocks import assigning, decision_lists, open_items
from bot.blocks.kit import Message
from bot.core.assignments import NOTHING_OPEN, OpenItem, in_order, tally
from bot.core.work import Work
from tests.blocks.gallery_cards import of_several
from tests.blocks.gallery_decisions import assessed, reopened
from tests.blocks.gallery_home import OPEN
from tests.blocks.make import EARLIER, NOW

DAY = timedelta(days=1)
TODAY: date = NOW.date()
LINK = "https://desk.slack.example/archives/C0DESK/p1"
NOBODYS = OpenItem("card", "UN: EXAMPLE PARTY removed", NOW - 4 * DAY, channel="C0DESK", action="a-7", ts="1.7")
SOON = replace(OPEN[1], due=TODAY, title="GB: 1 added, 1 removed")
TOMORROW = replace(OPEN[1], due=TODAY + DAY, owner="U0COLLEAGUE", assigned_by="U0ANALYST")
HERS = Work("claimed", "U0COLLEAGUE", EARLIER, "U0ANALYST", EARLIER, TODAY + 3 * DAY, "U0ANALYST")


def card(*items: OpenItem, whose: str = "<#C0DESK>", hint: str = open_items.IN_PRIVATE, more: int = 0) -> Message:
    ordered = in_order(items, TODAY)
    urls = {item: LINK for item in ordered if item.kind == "card"}
    return open_items.items_card(whose, ordered, urls, len(items) + more, tally(items, TODAY), TODAY, hint)


MESSAGES: dict[str, Callable[[], Message]] = {
    "items": lambda: card(*OPEN, NOBODYS, SOON, TOMORROW),
    "items_many": lambda: card(*(replace(OPEN[0], action=f"a-{n}") for n in range(14)), more=3),
    "items_none": lambda: open_items.items_card("of <@U0ANALYST>", (), {}, 0, NOTHING_OPEN, TODAY, ""),
    "item_assigned": lambda: open_items.assigned_card(TOMORROW, LINK),
    "item_assigned_without_day": lambda: open_items.assigned_card(replace(TOMORROW, due=None)),
    "item_reminder": lambda: open_items.reminder_card((replace(OPEN[0], due=TODAY),), TODAY),
    "item_reminder_several": lambda: open_items.reminder_card((OPEN[0], SOON, TOMORROW), TODAY, {SOON: LINK}),
    "assigned": lambda: assigning.assigned(HERS),
    "assigned_due": lambda: assigning.due_set(HERS),
    "assigned_no_day": lambda: assigning.due_set(replace(HERS, due=None)),
    "assign_refused": lambda: assigning.refused(HERS),
    "assign_refused_new": lambda: assigning.refused(Work()),
    "decisions": lambda: decision_lists.decisions_card(
        (
            (assessed(), "NORDWIND BANK", "us-ofac-sdn:90001"),
            (reopened(), "DOE, John", "us-ofac-sdn:90002"),
            (assessed("watching", id=9, subject="", expires_at=NOW + 20 * DAY), "MUSTER HANDELS GMBH", "eu-fsf:1"),
        ),
        "by <@U0COLLEAGUE>",
        False,
    ),
    "decisions_many": lambda: decision_lists.decisions_card(
        tuple((assessed(id=n), "NORDWIND BANK", "us-ofac-sdn:90001") for n in range(10)), "", True
    ),
    "decisions_none": lambda: decision_lists.decisions_card((), "on “Nobody”", False),
}
VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "assign_modal": lambda: assigning.assign_modal(of_several(), Work(), "{}"),
    "assign_modal_again": lambda: assigning.assign_modal(of_several(), HERS, "{}"),
}
