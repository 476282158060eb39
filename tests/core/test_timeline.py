"""Timelines of parties and programmes: every event once, each row with the right date, nothing said that is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delta import Op
from bot.core.listings import Statement
from bot.core.notes import Note
from bot.core.queries import QueryProblem
from bot.core.team_views import Assessment, LineView, PastLine
from bot.core.timeline import Row, date_words, in_order, said
from bot.core.timeline_asked import TimelineAsked, parse_timeline
from bot.core.timeline_law import Listed, law_rows
from bot.core.timeline_programme import designations_by_month, programme_rows
from bot.core.timeline_team import PostedCard, card_rows, decision_rows, line_rows, note_rows
from bot.core.work import Work
from tests.owing import NOW, SDN, action, event

BEGINS = date(2025, 1, 1)
LABELS = {SDN: "US SDN", "eu-fsf": "EU asset freezes"}
SAYS = "blocked by US"


def listed(ref: str = "1", **more: object) -> Listed:
    made = Listed(SDN, ref, "US SDN", SAYS, "listed", BEGINS, BEGINS, "https://lists.example/1", ("RUSSIA-EO14024",))
    return replace(made, **more)  # type: ignore[arg-type]


def changed(day: int = 1, **more: object):
    """An amendment of details on a day of March."""
    on = date(2026, 3, day)
    more = {"material": False, "gained": (Statement("address", f"Street {day}"),), "key": f"m{day}", **more}
    return event("1", Op.MOD, at=datetime(2026, 3, day, tzinfo=UTC), list_date=on, **more)


KINDS = st.sampled_from(
    [
        (Op.ADD, "added", "confirmed"),
        (Op.ADD, "reinstated", "confirmed"),
        (Op.DEL, "removed", "pending"),
        (Op.DEL, "removed", "confirmed"),
        (Op.DEL, "removed", "cancelled"),
        (Op.DEL, "moved", "cancelled"),
        (Op.MOD, "amended", "confirmed"),
        (Op.REPLACE, "renumbered", "confirmed"),
        (Op.REPLACE, "merged", "confirmed"),
        (Op.REPLACE, "redesignated", "confirmed"),
        (Op.REPLACE, "reinstated", "confirmed"),
        (Op.MOVE, "escalated", "confirmed"),
        (Op.MOVE, "eased", "confirmed"),
    ]
)
FIELDS = st.lists(st.sampled_from(["programme", "address", "alias", "name", "printed:csv/sdn"]), max_size=4)


@st.composite
def histories(draw):
    """Events of up to three listings on a few days, so that many fall together."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        op, kind, state = draw(KINDS)
        on = BEGINS + timedelta(days=draw(st.integers(0, 4)))
        gained = tuple(Statement(name, draw(st.sampled_from("ABC"))) for name in draw(FIELDS))
        more = {"kind": kind, "state": state, "gained": gained, "material": draw(st.booleans())}
        list_date = on if draw(st.booleans()) else None
        made = event(
            str(draw(st.integers(1, 4))),
            op,
            key=f"k{number}",
            action=f"a-{draw(st.integers(1, 3))}",
            list_date=list_date,
            at=datetime(on.year, on.month, on.day, tzinfo=UTC),
            **more,
        )
        found.append(replace(made, related_ref="9") if op in (Op.REPLACE, Op.MOVE) else made)
    return found


LISTINGS = st.lists(
    st.builds(
        listed,
        ref=st.sampled_from("123"),
        state=st.sampled_from(["listed", "removed", "replaced", "pending_removal"]),
        listed_on=st.sampled_from([None, date(2014, 7, 16), BEGINS + timedelta(days=1)]),
        updated_on=st.sampled_from([None, date(2020, 1, 1)]),
        removed_on=st.sampled_from([None, date(2025, 1, 3)]),
        first=st.sampled_from([None, BEGINS]),
    ),
    max_size=3,
    unique_by=lambda item: item.ref,
)


@given(LISTINGS, histories())
def test_every_event_of_a_party_is_in_exactly_one_row(listings, told):
    rows = law_rows(listings, told, LABELS)
    assert sorted(key for row in rows for key in row.events) == sorted(each.key for each in told)
    assert all(row.count >= len(row.events) for row in rows)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert all(row.label and row.text and row.track == "law" for row in rows)


@given(histories())
def test_every_event_under_a_programme_is_in_exactly_one_row_of_its_action(told):
    actions = {"a-1": action("a-1"), "a-2": replace(action("a-2"), notice_url="https://lists.example/n")}
    rows = programme_rows("A", told, actions, LABELS, {SDN: "https://lists.example"})
    assert sorted(key for row in rows for key in row.events) == sorted(each.key for each in told)
    assert len(rows) == len({each.action for each in told})
    assert all(row.url and row.count == len(row.events) for row in rows)
    confirmed = [each for each in told if each.op is Op.DEL and each.state == "confirmed"]
    assert sum(row.left for row in rows) == len(confirmed)


def test_a_designation_and_its_addition_are_one_row_with_both_dates():
    on = date(2022, 3, 24)
    (row,) = law_rows([listed(listed_on=on, first=on, begins=BEGINS)], [event("1", list_date=on)], LABELS)
    assert (row.at, row.kind, date_words(row), row.events) == (on, "designated", "designated", (event("1").key,))
    assert said(row) == "US SDN: blocked by US under RUSSIA-EO14024; on the list of 24 Mar 2022"


def test_an_old_designation_that_came_onto_the_list_late_is_two_rows():
    old, late = law_rows([listed(listed_on=date(2014, 7, 16), first=date(2026, 3, 1))], [event("1")], LABELS)
    assert (old.kind, old.at, old.events) == ("designated", date(2014, 7, 16), ())
    assert (late.kind, date_words(late), len(late.events)) == ("added", "on the list of", 1)
    # The programmes of then may have been others.
    assert "today under RUSSIA-EO14024" in old.text


def test_without_a_date_of_its_own_an_entry_is_only_said_to_be_on_our_first_copy():
    (row,) = law_rows([listed()], [], LABELS)
    assert (row.at, row.kind, date_words(row)) == (BEGINS, "first_seen", "on the list of")
    assert "no date of designation" in row.text
    assert law_rows([listed(first=None, state="removed")], [], LABELS) == []


def test_an_entry_that_its_list_prints_as_ended_is_told_by_the_lists_own_date():
    days = {"listed_on": date(2010, 5, 1), "removed_on": date(2019, 8, 2)}
    began, ended = law_rows([listed(state="removed", first=None, **days)], [], LABELS)
    assert (began.kind, ended.kind, ended.at, date_words(ended)) == (
        "designated",
        "removed",
        date(2019, 8, 2),
        "de-listed",
    )
    assert "reason not stated" in ended.text


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        ("pending", "pending_removal", "not yet confirmed"),
        ("confirmed", "removed", "no longer on the list"),
        ("cancelled", "removal_cancelled", "no removal"),
    ],
)
def test_a_removal_is_told_by_its_state(state, kind, words):
    (row,) = law_rows([], [event("1", Op.DEL, state=state)], LABELS)
    assert row.kind == kind
    assert words in row.text


def test_a_programme_that_came_or_went_is_told_as_the_act_that_it_is():
    gained = changed(1, material=True, gained=(Statement("programme", "SDGT"),), programmes=("A", "SDGT"))
    lost = changed(2, material=True, gained=(), lost=(Statement("programme", "SDGT"),), programmes=("A",))
    swapped = changed(
        3, material=True, gained=(Statement("programme", "B"),), lost=(Statement("programme", "A"),), programmes=("B",)
    )
    one, two, three = law_rows([], [gained, lost, swapped], LABELS)
    assert (one.kind, one.text) == ("programme_gained", "further designated under SDGT")
    assert (two.kind, two.text) == ("programme_lost", "no longer under SDGT, still listed under A")
    assert (three.kind, three.text) == ("programme_changed", "now under B instead of A")


def test_amendments_of_details_that_follow_each_other_are_one_row_with_their_number():
    legal = changed(3, material=True, gained=(Statement("measure", "travel ban"),))
    rows = law_rows([], [changed(1), changed(2), legal, changed(4)], LABELS)
    assert [(row.count, row.since, row.at.day) for row in rows] == [
        (2, date(2026, 3, 1), 2),
        (1, None, 3),
        (1, None, 4),
    ]
    assert rows[0].text.startswith("2 amendments")
    assert "travel ban" in rows[1].text
    assert "Street 4" in rows[2].text


def test_a_record_that_another_carries_on_is_not_designated_twice():
    old, new = listed("1", state="replaced", listed_on=BEGINS), listed("2", listed_on=BEGINS)
    assert [row.ref for row in law_rows([old, new], [], LABELS)] == ["2"]
    other_day = replace(old, listed_on=date(2014, 1, 1))
    assert [row.ref for row in law_rows([other_day, new], [], LABELS)] == ["1", "2"]


def test_entries_alike_on_one_day_are_told_once_with_their_number():
    (row,) = law_rows([listed("1", listed_on=BEGINS), listed("2", listed_on=BEGINS)], [], LABELS)
    assert row.count == 2


def test_an_action_under_a_programme_is_told_in_numbers_with_no_net():
    told = [event("1"), event("2"), event("3", Op.DEL, state="confirmed"), event("4", Op.DEL)]
    came = event("5", Op.MOD, gained=(Statement("programme", "RUSSIA-EO14024"),))
    (row,) = programme_rows("RUSSIA-EO14024", [*told, came], {"a-1": action()}, LABELS, {})
    assert row.text == (
        "2 added · 1 further designated under it · 1 removed · 1 absent, not yet confirmed, compared with the list of "
        "20 Feb 2026"
    )
    assert (row.came, row.left, row.count) == (3, 1, 5)


def test_before_our_record_a_programme_is_told_by_months_of_the_lists_own_dates():
    days = (date(2014, 7, 16), date(2014, 7, 29), date(2025, 2, 1))
    (row,) = designations_by_month([listed(str(n), listed_on=day) for n, day in enumerate(days)], "UKRAINE-EO13662")
    assert (row.at, row.precision, row.count, row.dated) == (date(2014, 7, 1), "month", 2, "act")


def assessment(**more: object) -> Assessment:
    made = Assessment(7, "e-1", "doe", "John Doe", "different", "other birth date", "U1", NOW, "team")
    return replace(made, **more)  # type: ignore[arg-type]


def test_what_the_team_did_has_author_and_day():
    note = Note(3, "entity", "", "e-1", SDN, "1", "call the embassy", (), "U2", "C1", "team", NOW)
    line = LineView(4, "entity", "e-1", "no change", "U3", date(2026, 1, 5), date(2026, 4, 1), "U1")
    card = PostedCard("C1", "1.0", "a-1", "a title", NOW, Work("claimed", "U4", NOW, "U4", NOW))
    ended = assessment(ended="reopened", ended_at=NOW + timedelta(days=1), ended_why="a date of birth changed")
    rows = [
        *note_rows([note]),
        *decision_rows([assessment(), ended], NOW),
        *line_rows([PastLine(line, NOW)]),
        *card_rows([card]),
    ]
    assert [(row.kind, row.author) for row in rows] == [
        ("note", "U2"),
        ("decision", "U1"),
        ("decision", "U1"),
        ("decision_ended", ""),
        ("line", "U3"),
        ("card", ""),
        ("claim", "U4"),
    ]
    assert rows[1].text == "different party (our assessment), on “John Doe”"
    assert "open again: a date of birth changed" in rows[3].text
    assert all(row.track == "team" and date_words(row) == "" for row in rows)


def test_a_decision_whose_time_is_over_has_ended():
    until = NOW - timedelta(days=1)
    rows = list(decision_rows([assessment(expires_at=until, created_at=NOW - timedelta(days=9))], NOW))
    assert [(row.kind, row.at) for row in rows] == [("decision", date(2026, 2, 21)), ("decision_ended", until.date())]


def test_of_one_day_law_comes_before_the_team():
    rows = [Row(BEGINS, "note", "team", "x"), Row(BEGINS, "added", "law", "y")]
    assert [row.track for row in in_order(rows)] == ["law", "team"]


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "what", "since"),
    [
        ("Example Bank", "Example Bank", None),
        ("Example Bank since:2022", "Example Bank", date(2022, 1, 1)),
        ("since: 2022-03 programme:RUSSIA-EO14024", "programme:RUSSIA-EO14024", date(2022, 3, 1)),
        ('us-ofac-sdn:1 since:"2022-03-24"', "us-ofac-sdn:1", date(2022, 3, 24)),
    ],
)
def test_a_question_for_a_timeline_is_read(text, what, since):
    assert parse_timeline(text, TODAY) == TimelineAsked(what, since)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "whose timeline"),
        ("since:2022", "whose timeline"),
        ("X since:soon", "not a date"),
        ("X since:2027", "future"),
        ("X since:2020 since:2021", "once"),
    ],
)
def test_what_cannot_be_read_is_named(text, words):
    problem = parse_timeline(text, TODAY)
    assert isinstance(problem, QueryProblem)
    assert words in problem.text
