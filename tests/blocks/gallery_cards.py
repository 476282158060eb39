"""Gallery of what people make of cards: claimed, done, put aside, snoozed, shared; replies and dialogues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import actions, card_replies, changes, details
from bot.blocks.kit import Message
from bot.core.alerts import ActionCard, ActPrinted, Place, Watched
from bot.core.card_state import CardState, Shared, Snoozed, WhyHere
from bot.core.changes import ActionChanges, Changes, ChangesAsked
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.watches import Target, Watch
from bot.core.work import UNTOUCHED, Work, act, reopened
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


def absent_beside_others() -> ActionCard:
    """A watched name is absent; nobody here asked for what else the two lists differ in."""
    gone = event("d1", Op.DEL, "removed", "pending", caption="NORDWIND BANK")
    whole = of_several()
    return replace(
        whole,
        events=(*whole.events, gone),
        watched=(Watched(gone, ("EU asset freeze (269/2014)",)),),
        told=frozenset({gone.key}),
        parties=9,
        file_rows=9,
    )


def eu_pair(acts: int = 1, *, ahead: bool = False) -> ActionCard:
    """Entries of the EU that print the act which lists them."""
    whole = of_several(8, 8)
    printed = tuple(
        ActPrinted(
            f"2026/{1843 - n} (OJ L{1843 - n})",
            8 - n,
            f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32026R{1843 - n}",
            "2026-07-23" if n == 0 else "",
            "2026-07-24" if n == 0 else "",
        )
        for n in range(acts)
    )
    action = replace(whole.action, issuer="EU", source="eu-fsf")
    label = "sectoral annexes (acts)" if ahead else "asset-freeze list"
    return replace(
        whole,
        action=action,
        issuer_label="EU",
        list_label=label,
        programmes=(("UKR", 8),),
        elsewhere=(("US", 3), ("UK", 5)),
        first_found=2,
        watched=whole.watched[:1],
        acts=printed,
        act_only=ahead,
    )


def some_of(number: int = 205, of: int = 216) -> Message:
    """The details of what the watches here ask for, of an action with more."""
    added = tuple(event(f"a{n}", caption=f"EXAMPLE PARTY {n}") for n in range(number))
    amended = tuple(
        event(f"m{n}", Op.MOD, "amended", caption=f"AMENDED PARTY {n}", material=False) for n in range(of - number)
    )
    whole = replace(action_card(*added, *amended, file_rows=of), told=frozenset(one.key for one in added))
    return details.details(replace(whole, events=added), whole)[0]


def one_action(page: int) -> Message:
    """All entries of one action, page by page."""
    added = tuple(event(f"a{n}", caption=f"EXAMPLE PARTY {n}") for n in range(43))
    group = ActionChanges(action_card(*added).action, added, "SDN list", "https://lists.example/home")
    return changes.changes_card(Changes(ChangesAsked(action="a1", page=page), (group,), ()))


REOPENED = reopened(ASIDE, NOW)
REOPENED_CLAIM = reopened(DONE, NOW)

MESSAGES: dict[str, Callable[[], Message]] = {
    "action_pending_beside_additions": lambda: actions.card(absent_beside_others(), state()),
    "action_eu_act": lambda: actions.card(eu_pair(), state()),
    "action_eu_acts": lambda: actions.card(eu_pair(5), state()),
    "action_eu_act_before_the_file": lambda: actions.card(eu_pair(ahead=True), state()),
    "action_reopened": lambda: actions.card(of_one(), state(REOPENED)),
    "action_claimed_reopened": lambda: actions.card(of_one(), state(REOPENED_CLAIM)),
    "details_of_some": some_of,
    "changes_of_one_action": lambda: one_action(1),
    "changes_of_one_action_end": lambda: one_action(3),
    "changes_of_no_action": lambda: changes.changes_card(Changes(ChangesAsked(action="a-0"), (), ())),
    "action_new": lambda: actions.card(of_several(), state(why=WHY)),
    "action_claimed": lambda: actions.card(of_several(), state(CLAIMED)),
    "action_done": lambda: actions.card(of_one(), state(DONE)),
    "action_not_relevant": lambda: actions.card(of_several(), state(ASIDE)),
    "action_snoozed": lambda: actions.card(
        of_one(), state(CLAIMED, snoozed=Snoozed(NOW + timedelta(days=7), "U0COLLEAGUE"))
    ),
    "action_shared": lambda: actions.card(of_one(), CardState(shared=Shared("U0ANALYST", NOW, "C0DESK"))),
    "action_in_a_direct_message": lambda: actions.card(
        replace(of_one(), is_personal=True), state(is_personal=True, why=WHY)
    ),
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
