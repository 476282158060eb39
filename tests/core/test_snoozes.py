from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delta import Op
from bot.core.entities import Ref
from bot.core.snoozes import MOST_DAYS, SnoozeAsked, SnoozeProblem, end_text, is_legal_change, parse_snooze
from tests.owing import event

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
DAY = timedelta(days=1)


def asked(text, timezone="UTC"):
    return parse_snooze(text, NOW, timezone)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("here 3d", 3 * DAY),
        ("here for 3 days", 3 * DAY),
        ("here for:12h", DAY / 2),
        ("here 2w", 14 * DAY),
        ("here 1 month", 30 * DAY),
        ("here 90d", 90 * DAY),
    ],
)
def test_an_end_is_read_in_hours_days_weeks_and_months(text, lasts):
    assert asked(text) == SnoozeAsked(NOW + lasts, "channel", "", "this channel")


def test_an_end_may_be_a_day_which_begins_by_the_teams_clock():
    assert asked("here until:2026-12-01", "Europe/Brussels").until == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert asked("here until 2026-12-01").until == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("programme:russia-eo14024 3d", "programme", "RUSSIA-EO14024"),
        ('program:"SDGT" 3d', "programme", "SDGT"),
        ("watch 7 3d", "watch", "7"),
        ("watch #7 3d", "watch", "7"),
        ("HERE 3d", "channel", ""),
    ],
)
def test_what_is_snoozed_is_read(text, scope, value):
    found = asked(text)
    assert (found.scope, found.value) == (scope, value)


def test_a_party_is_given_by_name_or_reference():
    assert asked("Rosneft Oil 3d").name == "Rosneft Oil"
    assert asked("“Bank 24” 3d").name == "Bank 24"
    assert asked("us-ofac-sdn:17018 3d").ref == Ref(source="us-ofac-sdn", ref="17018")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rosneft", "always has an end"),
        ("", "always has an end"),
        ("3d", "Write what"),
        ("here 91d", "at most 90 days"),
        ("here 9999m", "at most 90 days"),
        ("here until:2027-12-01", "at most 90 days"),
        ("here until:2026-11-24", "in the past"),
        ("here 0d", "in the past"),
        ("here until:soon", "is no day"),
        ("programme: 3d", "needs a code"),
        ("country:RU 3d", "cannot be snoozed by itself"),
    ],
)
def test_a_mistake_is_named_with_what_would_work(text, words):
    found = asked(text)
    assert isinstance(found, SnoozeProblem)
    assert words in found.text


@given(st.text(max_size=60))
def test_whatever_is_typed_a_snooze_ends_within_its_bounds(text):
    found = asked(text)
    if isinstance(found, SnoozeAsked):
        assert NOW < found.until <= NOW + MOST_DAYS * DAY
        assert found.scope == "channel" or found.value or found.name or found.ref


@given(st.sampled_from(("3d", "for 2 weeks", "until:2026-12-01", "12h")))
def test_the_end_can_be_said_again_with_another_name(end):
    assert asked(f"e-aaaaaaaaaaaaaaaa {end_text(f'Ivanov {end}')}").until == asked(f"Ivanov {end}").until


@pytest.mark.parametrize(
    ("changes", "is_law"),
    [
        ({"op": Op.ADD}, True),
        ({"op": Op.DEL, "state": "confirmed"}, True),
        ({"op": Op.DEL, "state": "pending"}, False),
        ({"op": Op.DEL, "state": "cancelled"}, False),
        ({"op": Op.MOVE, "kind": "eased"}, True),
        ({"op": Op.MOD, "kind": "amended"}, True),
        ({"op": Op.MOD, "kind": "amended", "material": False}, False),
        ({"op": Op.REPLACE, "kind": "renumbered"}, False),
        ({"op": Op.REPLACE, "kind": "merged"}, False),
        ({"op": Op.REPLACE, "kind": "redesignated"}, True),
    ],
)
def test_what_counts_as_a_change_in_law(changes, is_law):
    assert is_legal_change(event("1", **changes)) is is_law
