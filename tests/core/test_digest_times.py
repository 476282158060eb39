"""When digests come: exact by the team's clock, whatever its zone does to it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.digests import digest_action, is_digest, last_digest, next_digest, read_action

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)
ZONES = sorted(name for name in available_timezones() if name != "localtime")

instants = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
zones = st.sampled_from(ZONES)
hours = st.integers(0, 23)


def first_at_or_after(day, hour, zone):
    """The plain way: the first minute at which the local clock shows the hour or later."""
    wall = datetime.combine(day, time(hour))
    found = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    for step in (QUARTER, timedelta(minutes=1)):
        while found.astimezone(zone).replace(tzinfo=None) < wall:
            found += step
        found -= step if step == QUARTER else timedelta(0)
    return found


def changes_of(zone):
    """The days on which a zone's clock is moved."""
    found, before = [], FIRST.astimezone(zone).utcoffset()
    for days in range(1, (LAST - FIRST).days):
        now = (FIRST + days * DAY).astimezone(zone)
        if now.utcoffset() != before:
            found.append(now.date() - DAY)
        before = now.utcoffset()
    return found


def moved_hours():
    """Zone, day and hour around every move of every clock that differs from those seen before."""
    seen = set()
    for name in ZONES:
        zone = ZoneInfo(name)
        days = changes_of(zone)
        if (key := tuple(days)) in seen or not days:
            continue
        seen.add(key)
        yield from ((name, day + more * DAY) for day in days for more in (0, 1))


def test_on_every_day_on_which_a_clock_moves_the_digest_comes_at_the_first_valid_instant():
    checked = 0
    for name, day in moved_hours():
        zone = ZoneInfo(name)
        for hour in (0, 1, 2, 3):
            before = datetime.combine(day, time(hour), UTC) - timedelta(hours=22)
            found = next_digest("daily", before, name, hour)
            while found.astimezone(zone).date() < day:
                found = next_digest("daily", found, name, hour)
            assert found == first_at_or_after(day, hour, zone), (name, day, hour)
            checked += 1
    assert checked > 2000


@given(instants, zones, hours)
def test_a_daily_digest_is_strictly_later_within_the_next_day_and_at_its_hour(after, name, hour):
    found = next_digest("daily", after, name, hour)
    local = found.astimezone(ZoneInfo(name))
    assert after < found <= after + timedelta(hours=27)
    assert found.tzinfo is UTC
    if (local.hour, local.minute) != (hour, 0):
        assert local.replace(hour=hour, minute=0).astimezone(UTC).astimezone(ZoneInfo(name)).hour != hour
    assert local.fold == 0


@settings(max_examples=60)
@given(instants, zones, hours)
def test_every_local_day_has_one_daily_digest(after, name, hour):
    days, at = [], after
    for _ in range(40):
        at = next_digest("daily", at, name, hour)
        days.append(at.astimezone(ZoneInfo(name)).date())
    assert days == [days[0] + number * DAY for number in range(40)]


@given(instants, zones, hours, st.integers(0, 6))
def test_a_weekly_digest_is_that_days_daily_one(after, name, hour, weekday):
    found = next_digest("weekly", after, name, hour, weekday)
    assert after < found <= after + timedelta(days=8)
    assert found.astimezone(ZoneInfo(name)).weekday() == weekday
    assert found == next_digest("daily", found - timedelta(minutes=1), name, hour)


@given(instants, zones)
def test_an_hourly_digest_comes_at_every_full_hour_of_the_local_clock(after, name):
    found = next_digest("hourly", after, name)
    local = found.astimezone(ZoneInfo(name))
    assert (local.minute, local.second, local.microsecond) == (0, 0, 0)
    between = [after + step for step in (timedelta(minutes=n) for n in range(1, 90)) if after + step < found]
    assert all(t.astimezone(ZoneInfo(name)).minute or t.astimezone(ZoneInfo(name)).second for t in between)
    assert after < found <= after + timedelta(minutes=90)


@given(instants, zones, st.sampled_from(("hourly", "daily", "weekly")), hours, st.integers(0, 6))
def test_the_last_digest_is_due_and_the_one_after_it_is_not(now, name, cadence, hour, weekday):
    last = last_digest(cadence, now, name, hour, weekday)
    assert last <= now < next_digest(cadence, last, name, hour, weekday)


def test_the_two_days_of_a_year_that_everybody_asks_about():
    brussels = "Europe/Brussels"
    # 29 March 2026 has no 02:00; 25 October 2026 has it twice.
    assert next_digest("daily", datetime(2026, 3, 28, 12, tzinfo=UTC), brussels, 2) == datetime(
        2026, 3, 29, 1, tzinfo=UTC
    )
    assert next_digest("daily", datetime(2026, 10, 24, 12, tzinfo=UTC), brussels, 2) == datetime(
        2026, 10, 25, 0, tzinfo=UTC
    )
    assert next_digest("daily", datetime(2026, 10, 25, 0, tzinfo=UTC), brussels, 2) == datetime(
        2026, 10, 26, 1, tzinfo=UTC
    )
    assert next_digest("daily", datetime(2026, 3, 28, 12, tzinfo=UTC), brussels, 8) == datetime(
        2026, 3, 29, 6, tzinfo=UTC
    )
    assert next_digest("daily", datetime(2026, 3, 29, 6, tzinfo=UTC), brussels, 8) == datetime(
        2026, 3, 30, 6, tzinfo=UTC
    )


def test_what_is_told_at_once_has_no_digest():
    with pytest.raises(ValueError, match="at once"):
        next_digest("now", FIRST, "UTC")


@given(instants, st.sampled_from(("hourly", "daily", "weekly", "away", "snooze")), st.integers(0, 10**9))
def test_the_name_of_a_digest_says_its_kind_and_instant_and_fits_its_column(at, kind, number):
    action = digest_action(kind, at, number)
    assert read_action(action) == (kind, at.replace(second=0, microsecond=0))
    assert is_digest(action)
    assert len(action) <= 60


def test_an_official_action_is_no_digest():
    assert not is_digest("a-0123456789")
