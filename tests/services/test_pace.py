from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.services.pace import Pace, unhurried
from tests.owing import NOW


def send(pace, channel, now):
    """How long a message had to wait, sent as soon as it may."""
    wait = pace.wait(channel, now)
    pace.spend(channel, now + wait)
    return wait


def test_a_burst_goes_through_and_then_one_a_second():
    pace = Pace(per_second=1.0, burst=3)
    now, waits = 100.0, []
    for _ in range(5):
        waits.append(send(pace, "C1", now))
        now += waits[-1]
    assert waits == [0, 0, 0, 1.0, 1.0]
    assert pace.wait("C2", now) == 0
    assert pace.wait("C1", now + 100) == 0


@given(st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_no_stretch_of_time_holds_more_than_its_seconds_and_the_burst(gaps):
    pace, now, sent = Pace(), 0.0, []
    for gap in gaps:
        now += gap + send(pace, "C1", now + gap)
        sent.append(now)
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            assert last - first + 1 <= 3 + sent[last] - sent[first] + 1e-6


def test_a_channel_once_slowed_down_counts_from_arrivals():
    pace = Pace()
    assert not pace.refused("C1", everywhere=False)
    pace.spend("C1", 10.0)
    pace.arrived("C1", 10.4)
    assert abs(pace.wait("C1", 10.4) - 1.0) < 1e-9
    assert pace.wait("C2", 10.4) == 0


def test_three_channels_refused_in_a_row_are_the_workspace_and_success_between_says_no():
    pace = Pace()
    assert [pace.refused(channel, everywhere=False) for channel in ("C1", "C2", "C3")] == [False, False, True]
    pace.arrived("C4", 1.0)
    assert not pace.refused("C1", everywhere=False)
    assert pace.refused("C1", everywhere=True)


def test_a_hold_lasts_to_the_letter():
    pace = Pace()
    pace.hold(NOW + timedelta(seconds=30))
    pace.hold(NOW + timedelta(seconds=10))
    assert pace.is_held(NOW + timedelta(seconds=29.9))
    assert not pace.is_held(NOW + timedelta(seconds=30))


def test_channels_that_rest_are_forgotten():
    pace = Pace()
    for number in range(5000):
        pace.spend(f"C{number}", number * 0.1)
    assert len(pace._left) <= 1001


def test_an_unhurried_pace_never_waits():
    pace = unhurried()
    assert [send(pace, "C1", 1.0) for _ in range(50)] == [0] * 50
    pace.refused("C1", everywhere=False)
    pace.spend("C1", 1.0)
    assert pace.wait("C1", 1.0) == 0
