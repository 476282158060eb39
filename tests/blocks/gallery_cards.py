"""Gallery of what people make of cards: claimed, done, put aside, snoozed, shared; replies and dialogues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import actions, card_replies
from bot.blocks.kit import Message
from bot.core.alerts import ActionCard, Place, Watched
from bot.core.card_state import CardState, Shared, Snoozed, WhyHere
from bot.core.events import Event
from bot.core.watches import Target, Watch
from bot.core.work import UNTOUCHED, Work, act
from tests.blocks.make import EARLIER, NOW, action_card, event

HERE = Place(1, "C0DESK", "a1")
WHY = (WhyHere("programme:RUSSIA-EO14024", "U0ANALYST"), WhyHere("NORDWIND BANK", "U0ANALYST"))
CLAIMED = Work("claimed", "U0ANALYST", EARLIER, "U0ANALYST", EARLIER)
DONE = act(CLAIMED, "done", "U0COLLEAGUE", NOW)
ASIDE = act(UNTOUCHED, "irrelevant", "U0ANALYST", EARLIER)


def of_several(number: int = 8, rows: int = 8) -> ActionCard:
    """An action of some parties, all watched by name."""
    added = tuple(event(f"s{n}", caption=f"EXAMPLE HOLDING {n + 1}") for n in range(number))
    added = tuple(_party(one, n) for n, one in enumerate(added))
    return action_card(
        *added,
        watched=tuple(Watched(one, ("EU asset freeze",) if n % 2 else ()) for n, one in enumerate(added)),
        entry_types=(("organization", number),),
        programmes=(("RUSSIA-EO14024", number),),
        elsewhere=(("EU", number // 2),),
        first_found=number - number // 2,
        file_rows=rows,
    )


def _party(one: Event, number: int) -> Event:
    return replace(one, entity=f"e-aaaaaaaaaaaaaa{chr(97 + number % 26)}{number // 26}")


def of_one() -> ActionCard:
    """An action of one party, watched by name."""
    one = event("k1", caption="NORDWIND BANK")
    return action_card(
        one, watched=(Watched(one, ("EU asset freeze (269/2014)",)),), entry_types=(("organization", 1),)
    )


def state(work: Work = UNTOUCHED, **more: Any) -> CardState:
    return CardState(HERE, work, **{"why": WHY[:1], **more})


WATCHES = (
    Watch(7, 1, "C0DESK", "U0ANALYST", Target("entity", "e-a", "NORDWIND BANK"), EARLIER),
    Watch(8, 1, "C0DESK", "U0COLLEAGUE", Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024"), EARLIER,
          frozenset({"added", "removed"})),
)  # fmt: skip

MESSAGES: dict[str, Callable[[], Message]] = {
    "action_new": lambda: actions.card(of_several(), state(why=WHY)),
    "action_claimed": lambda: actions.card(of_several(), state(CLAIMED)),
    "action_done": lambda: actions.card(of_one(), state(DONE)),
    "action_not_relevant": lambda: actions.card(of_several(), state(ASIDE)),
    "action_snoozed": lambda: actions.card(
        of_one(), state(CLAIMED, snoozed=Snoozed(NOW + timedelta(days=7), "U0COLLEAGUE"))
    ),
    "action_shared": lambda: actions.card(of_one(), CardState(shared=Shared("U0ANALYST", NOW, "C0DESK"))),
    "action_in_a_direct_message": lambda: actions.card(of_one(), state(is_personal=True)),
    "card_second_claim": lambda: card_replies.refused("claim", CLAIMED),
    "card_claim_after_done": lambda: card_replies.refused("claim", DONE),
    "card_names": lambda: card_replies.my_names(of_several(12)),
    "card_names_many": lambda: card_replies.my_names(of_several(120)),
    "card_file": lambda: card_replies.file_place(397, "https://desk.example/archives/C0DESK/p1"),
    "card_why": lambda: card_replies.why_here(WATCHES),
    "card_why_nobody": lambda: card_replies.why_here(()),
    "card_shared": lambda: card_replies.shared("C0OTHER", "https://desk.example/archives/C0OTHER/p1"),
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "card_share_modal": lambda: card_replies.share_modal(of_several(), '{"v":"|C0DESK|a1"}'),
    "card_party_modal": lambda: card_replies.party_modal(of_several(), '{"v":"|C0DESK|a1"}'),
    "card_party_modal_many": lambda: card_replies.party_modal(of_several(120), '{"v":"|C0DESK|a1"}'),
}
