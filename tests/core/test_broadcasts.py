"""Which replies show in the channel: for the watches to say, never louder than asked."""

import itertools

import pytest

from bot.core.broadcasts import is_broadcast, loudest
from bot.core.delta import Op
from tests.owing import by_name, event, watch

LAW = event("1", Op.DEL, state="confirmed")
AMENDED = event("1", Op.MOD, material=False)
PENDING = event("1", Op.DEL)


def wishing(*wishes):
    return [watch(by_name(str(n)), n, broadcast=wish) for n, wish in enumerate(wishes)]


@pytest.mark.parametrize(
    ("wish", "events", "shown"),
    [
        ("material", [LAW], True),
        ("material", [AMENDED, LAW], True),
        ("material", [AMENDED], False),
        ("material", [PENDING], False),
        ("material", [event("1", Op.REPLACE, kind="renumbered")], False),
        ("material", [event("1", Op.REPLACE, kind="redesignated")], True),
        ("never", [LAW], False),
        ("all", [AMENDED], True),
        ("all", [], False),
    ],
)
def test_a_reply_shows_in_the_channel_as_its_watch_wishes(wish, events, shown):
    assert is_broadcast(wishing(wish), events) is shown


def test_those_who_saw_a_removal_as_pending_are_not_notified_twice():
    assert not is_broadcast(wishing("material"), [LAW], told={LAW.key})
    assert is_broadcast(wishing("all"), [LAW], told={LAW.key})


def test_the_loudest_watch_wins_and_never_needs_all_of_them():
    order = ("never", "material", "all")
    for wishes in itertools.product(order, repeat=2):
        assert loudest(wishing(*wishes)) == max(wishes, key=order.index)
    assert loudest([]) == "material"
