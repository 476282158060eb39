"""Whom and by when, when an owner is reminded, and the order of what waits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts import Place
from bot.core.assignments import (
    DAY,
    ME,
    MOST_DAYS,
    WEEK,
    AssignAsked,
    ItemsAsked,
    OpenItem,
    assigned_action,
    in_order,
    item_key,
    parse_assign,
    parse_items,
    read_due,
    read_key,
    reminder_action,
    reminder_day,
    tally,
)
from bot.core.notes import Unreadable
from bot.core.work import Refused, Unchanged, Work, act, assign, set_due, undo

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DATES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("@U0BOB", AssignAsked("U0BOB")),
        ("<@U0BOB|bob> due:friday", AssignAsked("U0BOB", date(2026, 11, 27))),
        ("to @U0BOB by 3d", AssignAsked("U0BOB", date(2026, 11, 27))),
        ("me due: tomorrow", AssignAsked(ME, date(2026, 11, 25))),
        ("@U0BOB due 1 Dec 2026", AssignAsked("U0BOB", date(2026, 12, 1))),
        ("@U0BOB due:“2w”", AssignAsked("U0BOB", date(2026, 12, 8))),
        ("@U0BOB due:tuesday", AssignAsked("U0BOB", date(2026, 12, 1))),
        ("@U0BOB due:today", AssignAsked("U0BOB", TUESDAY)),
    ],
)
def test_whom_and_by_when_is_read_as_people_write_it(text, asked):
    assert parse_assign(text, TUESDAY) == asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@bob due:friday", "nobody I can tell"),
        ("", "nobody I can tell"),
        ("@U0BOB due:soon", "no day"),
        ("@U0BOB due:t", "no day"),
        ("@U0BOB due:2026-12", "no day"),
        ("@U0BOB due:2026-11-23", "has passed"),
        ("@U0BOB due:2028-01-01", "more than a year"),
        ("@U0BOB due:2026-02-30", "no day"),
    ],
)
def test_what_cannot_be_read_says_what_would_work(text, words):
    problem = parse_assign(text, TUESDAY)
    assert isinstance(problem, Unreadable)
    assert words in problem.text


@given(DATES, st.sampled_from(("monday", "tue", "Wednesday", "thurs", "friday", "sat", "sunday")))
def test_a_weekday_is_the_next_one(today, word):
    due = read_due(word, today)
    assert today < due <= today + WEEK
    assert due.strftime("%A").casefold().startswith(word.casefold())


@given(DATES, st.integers(0, MOST_DAYS))
def test_a_day_ahead_reads_back(today, days):
    assert read_due((today + days * DAY).isoformat(), today) == today + days * DAY


@given(DATES, st.integers(-400, 400))
def test_reminders_come_the_day_before_on_the_day_the_morning_after_and_then_weekly(due, ahead):
    today = due + ahead * DAY
    last = reminder_day(due, today)
    days = [due - DAY, due, *(due + DAY + n * WEEK for n in range(60))]
    past = [day for day in days if day <= today]
    assert last == (past[-1] if past else None)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", ItemsAsked("mine")),
        ("mine", ItemsAsked("mine")),
        ("all", ItemsAsked("all")),
        ("here", ItemsAsked("channel")),
        ("<#C0DESK|desk>", ItemsAsked("channel", "C0DESK")),
        ("#desk", ItemsAsked("channel", "#desk")),
        ("<@U0BOB>", ItemsAsked("person", "U0BOB")),
        ("@U0BOB|bob", ItemsAsked("person", "U0BOB")),
    ],
)
def test_whose_items_are_asked_for(text, asked):
    assert parse_items(text) == asked


@pytest.mark.parametrize("text", ["@bob", "everything", "C1 C2"])
def test_items_of_nobody_say_what_would_work(text):
    assert isinstance(parse_items(text), Unreadable)


def test_a_card_is_handed_on_by_its_owner_and_by_who_gave_it_only():
    given_ = assign(Work(), "UBOB", TUESDAY, "UADA", NOW)
    assert given_ == Work("claimed", "UBOB", NOW, "UADA", NOW, TUESDAY, "UADA")
    assert assign(given_, "UCY", None, "UCY", NOW) == Refused(given_)
    for by in ("UADA", "UBOB"):
        on = assign(given_, "UCY", None, by, NOW)
        assert (on.owner, on.due, on.assigned_by) == ("UCY", TUESDAY, by)
    assert assign(given_, "UBOB", TUESDAY, "UADA", NOW) == Unchanged()
    assert act(given_, "claim", "UBOB", NOW) == Unchanged(), "it is theirs already"
    assert isinstance(act(given_, "claim", "UADA", NOW), Refused)
    done = act(given_, "done", "UCY", NOW)
    assert assign(done, "UADA", None, "UADA", NOW) == Refused(done)
    assert undo(done, "UADA", NOW).due == TUESDAY
    assert undo(given_, "UBOB", NOW).due is None


def test_a_card_of_ones_own_was_assigned_by_nobody():
    assert assign(Work(), "UADA", None, "UADA", NOW).assigned_by == ""


def test_a_new_day_is_set_by_the_owner_and_is_reminded_of_anew():
    told = Work("claimed", "UBOB", NOW, "UADA", NOW, TUESDAY, "UADA", TUESDAY + DAY)
    assert told.is_overdue
    later = set_due(told, TUESDAY + WEEK, "UBOB", NOW)
    assert (later.due, later.reminded_on, later.is_overdue) == (TUESDAY + WEEK, None, False)
    assert set_due(told, None, "UADA", NOW).due is None
    assert set_due(told, TUESDAY, "UBOB", NOW) == Unchanged()
    assert isinstance(set_due(told, None, "UCY", NOW), Refused)
    assert isinstance(set_due(Work(), TUESDAY, "UBOB", NOW), Refused)


def test_a_row_names_its_card_within_what_a_row_may_hold():
    place = Place(7, "C0123456789", "f" * 60)
    assert read_key(item_key(place), 7) == place
    assert len(assigned_action(place, NOW)) <= 60
    assert assigned_action(place, NOW) != assigned_action(place, NOW + timedelta(microseconds=1))
    assert len(reminder_action(TUESDAY)) <= 60


def items():
    days = st.none() | st.dates(TUESDAY - 9 * DAY, TUESDAY + 9 * DAY)
    kinds = st.sampled_from(("card", "reopened", "expiring", "line"))
    ages = st.integers(0, 40).map(lambda days: NOW - timedelta(days=days))
    return st.builds(OpenItem, kinds, st.just("x"), ages, due=days)


@given(st.lists(items(), max_size=12))
def test_overdue_comes_first_and_nothing_is_lost(found):
    ordered = in_order(found, TUESDAY)
    assert sorted(map(repr, ordered)) == sorted(map(repr, found))
    late = [item.is_overdue(TUESDAY) for item in ordered]
    assert late == sorted(late, reverse=True)
    timely = [item.due for item in ordered if item.due and not item.is_overdue(TUESDAY)]
    assert timely == sorted(timely)
    told = tally(found, TUESDAY)
    assert told.cards + told.lines + told.reopened + told.ending == len(found)
    assert told.overdue <= told.cards
