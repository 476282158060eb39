"""No title, reason or line breaks a list of open items, or comes alive in it."""

from datetime import timedelta
from random import Random

from hypothesis import given

from bot.blocks import assigning, decision_lists, open_items
from bot.blocks.kit import Message
from bot.core.assignments import OpenItem, in_order, tally
from bot.core.work import Work
from tests.blocks.gallery_decisions import assessed
from tests.blocks.gallery_items import TODAY
from tests.blocks.make import NOW
from tests.blocks.test_card_states import assert_fit as assert_payload_fits
from tests.blocks.test_hostile import LAX, Forger, seeds

DAY = timedelta(days=1)
KINDS = ("card", "reopened", "expiring", "line")


def assert_fit(card: Message) -> None:
    assert_payload_fits(card.payload())


def forged(forger: Forger, dice: Random) -> OpenItem:
    return OpenItem(
        dice.choice(KINDS),
        forger.text(),
        NOW - dice.randint(0, 90) * DAY,
        dice.choice(("", "U0ANALYST", forger.text())),
        dice.choice(("", "C0DESK", "U0ANALYST")),
        dice.choice(("new", "claimed")),
        dice.choice((None, TODAY + dice.randint(-9, 9) * DAY)),
        dice.choice(("", forger.text())),
        number=dice.randint(0, 10**9),
        detail=forger.text(),
    )


@LAX
@given(seeds)
def test_no_item_breaks_a_list_or_comes_alive_in_it(seed: int) -> None:
    forger, dice = Forger(seed), Random(seed)
    items = in_order({forged(forger, dice) for _ in range(dice.randint(0, 14))}, TODAY)
    whose = dice.choice((open_items.of_person(forger.text()), open_items.place("C0DESK")))
    told = tally(items, TODAY)
    assert_fit(open_items.items_card(whose, items, {}, len(items), told, TODAY, open_items.IN_PRIVATE))
    for item in items:
        assert_fit(open_items.assigned_card(item))
        assert_fit(open_items.reminder_card((item,), TODAY))
    found = [(assessed(reason=forger.text(), asked=forger.text()), forger.text(), forger.text()) for _ in items]
    assert_fit(decision_lists.decisions_card(found, "", dice.random() < 0.5))
    for work in (Work("claimed", forger.text(), NOW, forger.text(), NOW, TODAY, forger.text()), Work()):
        for said in (assigning.assigned(work), assigning.due_set(work), assigning.refused(work)):
            assert_fit(said)


def test_a_long_list_counts_what_it_leaves_out() -> None:
    items = [OpenItem("card", f"P {n}", NOW, action=f"a-{n}") for n in range(13)]
    card = open_items.items_card("x", items, {}, 20, tally(items, TODAY), TODAY, "")
    assert len(card.blocks) == 1 + open_items.SHOWN + 1
    assert "+10 more" in str(card.blocks[-1])
