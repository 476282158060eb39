"""Cards with buttons, in every state that people can bring them to: valid for Slack, inert, read at a glance."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import actions, card_replies, ids
from bot.blocks.card_buttons import MENU, card_value, read_card_value
from bot.blocks.kit import shown_size
from bot.blocks.validate import validate_payload
from bot.core.alerts import Place
from bot.core.card_state import CardState, Shared, Snoozed, WhyHere
from bot.core.watches import Target, Watch
from bot.core.work import Work
from tests.blocks.gallery import mass_action, mixed_action
from tests.blocks.gallery_cards import ASIDE, CLAIMED, DONE, HERE, WHY, of_one, of_several
from tests.blocks.make import EARLIER, NOW
from tests.blocks.test_hostile import LAX, Forger, assert_inert, seeds

LONGEST = Place(1, "C" * 30, "a" * 60)
STATES = (Work(), CLAIMED, DONE, ASIDE)


def forged_state(seed: int) -> CardState:
    dice = Random(seed)
    why = tuple(WhyHere(text, dice.choice(("U0ANALYST", "", text))) for text in Forger(seed).few())
    return CardState(
        place=dice.choice((None, HERE, LONGEST)),
        work=dice.choice(STATES),
        why=why,
        snoozed=dice.choice((None, Snoozed(NOW, "U0ANALYST"))),
        shared=dice.choice((None, Shared("U0ANALYST", NOW, dice.choice(("", "C0DESK"))))),
        takes_notes=dice.random() < 0.5,
        is_personal=dice.random() < 0.5,
    )


def assert_fit(args: dict[str, Any]) -> None:
    assert validate_payload("chat.postMessage", {"channel": "C1", **args}) == []
    assert_inert(json.loads(json.dumps(args).replace("<#C0DESK>", "").replace("<@U0COLLEAGUE>", "")))


def buttons(card: Any) -> list[str]:
    rows = [block["elements"] for block in card.blocks if block["type"] == "actions"]
    return [e.get("text", {}).get("text", "More") for row in rows for e in row]


@LAX
@given(seeds)
def test_no_listing_breaks_a_card_in_any_state(seed: int) -> None:
    facts, state = Forger(seed).action(), forged_state(seed)
    card = actions.card(facts, state)
    assert_fit(card.payload())
    assert card.blocks[0]["block_id"] == ids.alert_block_id(facts.alert)
    assert len(buttons(card)) <= 5


@LAX
@given(seeds)
def test_no_listing_breaks_what_a_click_brings(seed: int) -> None:
    facts, text = Forger(seed).action(), Forger(seed).text()
    watch = Watch(1, 1, "C1", "U0ANALYST", Target("name", text, text), NOW, frozenset({text}), paused=text)
    said = (
        card_replies.my_names(facts),
        card_replies.why_here([watch] * 12),
        card_replies.file_place(397, "https://lists.example/p1"),
        card_replies.shared("C0DESK", ""),
        *(card_replies.refused("claim", work) for work in STATES[1:]),
    )
    for one in said:
        assert_fit(one.payload())
    for view in (card_replies.share_modal(facts, "{}"), card_replies.party_modal(facts, "{}")):
        assert validate_payload("views.open", {"trigger_id": "1", "view": view}) == []
        assert_inert(view)


@given(st.text(max_size=40))
def test_a_button_of_no_card_means_nothing(value: str) -> None:
    found = read_card_value(value, 1)
    assert found is None or card_value(found[1], found[0]) == value


@pytest.mark.parametrize("word", ["", *sorted({word for words in MENU.values() for word in words})])
def test_a_button_remembers_its_card(word: str) -> None:
    assert read_card_value(card_value(LONGEST, word), 1) == (word, LONGEST)


@pytest.mark.parametrize(
    ("work", "shown"),
    [
        (Work(), ["Claim", "My names", "File", "Note", "More"]),
        (CLAIMED, ["Done", "My names", "File", "Note", "More"]),
        (DONE, ["Reopen", "My names", "File", "Note", "More"]),
        (ASIDE, ["Undo"]),
    ],
)
def test_the_first_button_is_what_comes_next(work: Work, shown: list[str]) -> None:
    assert buttons(actions.card(of_several(), CardState(HERE, work))) == shown


def test_only_what_there_is_gets_a_button() -> None:
    assert buttons(actions.card(of_one(), CardState(HERE))) == ["Claim", "Note", "More"]
    assert buttons(actions.card(of_one(), CardState(HERE, takes_notes=False))) == ["Claim", "More"]
    assert buttons(actions.card(of_one(), CardState(HERE, is_personal=True))) == ["Note", "More"]
    assert buttons(actions.card(of_one())) == []


def test_one_party_is_noted_at_once_and_of_several_one_is_chosen() -> None:
    def of(facts: Any) -> set[str]:
        return {e.get("action_id") for b in actions.card(facts, CardState(HERE)).blocks for e in b.get("elements", ())}

    assert ids.NOTE in of(of_one())
    assert ids.CARD_NOTE in of(of_several())


def test_a_card_put_aside_keeps_its_header_and_says_who_and_why() -> None:
    whole, aside = (actions.card(of_several(), CardState(HERE, work, WHY)) for work in (Work(), ASIDE))
    assert aside.blocks[0]["text"] == whole.blocks[0]["text"]
    assert len(aside.blocks) == 3
    text = json.dumps(aside.blocks, ensure_ascii=False)
    assert "Not relevant here (by <@U0ANALYST>" in text
    assert "Why here: watch" in text


def test_a_watch_is_named_with_its_owner() -> None:
    def told(*why: WhyHere) -> str:
        return json.dumps(actions.card(of_one(), CardState(HERE, why=why)).blocks, ensure_ascii=False)

    assert "watch “A” (owner <@U0ANALYST>)" in told(WhyHere("A", "U0ANALYST"))
    assert "watch “A” · “B” (owner <@U0ANALYST>)" in told(WhyHere("A", "U0ANALYST"), WhyHere("B", "U0ANALYST"))
    assert "“A” (owner <@U0ANALYST>) · “B” (owner <@U0OTHER>)" in told(
        WhyHere("A", "U0ANALYST"), WhyHere("B", "U0OTHER")
    )


@pytest.mark.parametrize("work", STATES)
def test_a_large_card_with_buttons_is_still_read_at_a_glance(work: Work) -> None:
    state = CardState(HERE, work, WHY, Snoozed(EARLIER, "U0ANALYST"))
    for facts in (mass_action(), mixed_action(), of_several(120, 120)):
        card = actions.card(facts, state)
        assert len(card.blocks) <= 12
        assert sum(map(shown_size, card.blocks)) <= 2000
