from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dates import PartialDate
from bot.core.decisions import (
    LONGEST_SUBJECT,
    DecisionAsked,
    dismissal,
    end_of,
    facts_of,
    latest_end,
    parse_decision,
    subject_of,
    why_changed,
    why_joined,
)
from bot.core.delta import Op
from bot.core.listings import Statement
from bot.core.queries import QueryProblem
from bot.core.questions import Query
from bot.core.team_views import Assessment
from tests.core.parties import party
from tests.owing import event

TODAY = date(2026, 3, 1)
DAY = datetime(2026, 3, 1, tzinfo=UTC)
DOE = party(
    "DOE, John Adam", aliases=("Doe, J.",), born="1952-11-09", ids=(("passport", "A1234567"),), country="Finland"
)
FACTS = facts_of(Query("John Doe"), "DOE, John Adam", [(DOE, "listed")])
MOD = event("1", Op.MOD, material=False)


def asked(text: str) -> DecisionAsked:
    found = parse_decision(text, TODAY)
    assert isinstance(found, DecisionAsked), found
    return found


def why(*, gained: tuple[tuple[str, str], ...] = (), lost: tuple[tuple[str, str], ...] = (), **more: object) -> str:
    told = replace(MOD, gained=tuple(Statement(*s) for s in gained), lost=tuple(Statement(*s) for s in lost), **more)
    return why_changed(FACTS, told)


@pytest.mark.parametrize(
    "other", ["doe john", "DOE, John", "John  Doe", "JOHN DOE!", "john doe"]
)  # fmt: skip
def test_spelling_and_order_do_not_make_another_subject(other):
    assert subject_of(Query(other)) == subject_of(Query("John Doe"))


@pytest.mark.parametrize(
    "other",
    [
        Query("John Adam Doe"),
        Query("John Doe", born=PartialDate("1980")),
        Query("John Doe", country="FI"),
        Query("John Doe Ltd"),
        Query("1", scheme="imo"),
    ],
)
def test_another_person_is_another_subject(other):
    assert subject_of(other) != subject_of(Query("John Doe"))


def test_legal_forms_tell_bodies_apart_but_not_their_spellings():
    assert subject_of(Query("Griffon Corp.")) == subject_of(Query("Griffon Corporation"))
    assert len({subject_of(Query(name)) for name in ("Griffon Corporation", "Griffon FZC", "Griffon")}) == 3


def test_what_narrows_the_search_does_not_change_who_is_meant():
    narrowed = Query("John Doe", lists=frozenset({"un-sc"}), as_of=TODAY, limit=20)
    assert subject_of(narrowed) == subject_of(Query("John Doe"))


@given(st.text(min_size=1, max_size=600), st.text(min_size=1, max_size=600))
def test_a_subject_fits_its_column_and_padding_does_not_make_two_names_one(one, other):
    assert len(subject_of(Query(one))) <= LONGEST_SUBJECT
    long = " ".join(f"word{number}" for number in range(30))
    assert subject_of(Query(f"{long} {one}")) != subject_of(Query(f"{long} {one} {other}x"))


def test_a_decision_is_read_from_words():
    text = "us-ofac-sdn:17018 Different other register “number” about:“John Doe dob:1980” until:2027-01-31 replaces:4"
    found = asked(text)
    assert (found.party.source, found.party.ref, found.verdict) == ("us-ofac-sdn", "17018", "different")
    assert found.reason == 'other register "number"'
    assert found.about == Query("John Doe", born=PartialDate("1980"))
    assert (found.until, found.replaces) == (date(2027, 1, 31), 4)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no reference"),
        ("17018 same x about:Doe", "no reference"),
        ("us-ofac-sdn:1 certainly x", "no verdict"),
        ("us-ofac-sdn:1 watching", "reason"),
        ("us-ofac-sdn:1 different no such person", "whom you asked about"),
        ("us-ofac-sdn:1 same yes it is about:us-ofac-sdn:1", "by its reference"),
        ("us-ofac-sdn:1 watching x until:soon", "until"),
        ("us-ofac-sdn:1 watching x until:2026-03-01", "not in the future"),
        ("us-ofac-sdn:1 different x about:Doe until:2028-03-02", "at most 2 years"),
        ("us-ofac-sdn:1 watching x replaces:all", "no number"),
        ("us-ofac-sdn:1 watching " + "x" * 3001, "at most 3000"),
        ('us-ofac-sdn:1 same x about:"Doe dob:never"', "about"),
    ],
)
def test_what_cannot_be_decided_is_said(text, named):
    found = parse_decision(text, TODAY)
    assert isinstance(found, QueryProblem)
    assert named in found.text


def test_a_hidden_hit_comes_back_after_two_years_at_the_latest_and_other_verdicts_last():
    hidden = asked("us-ofac-sdn:1 different x about:Doe")
    assert end_of(hidden, TODAY) == datetime(2028, 3, 1, tzinfo=UTC)
    assert end_of(asked("us-ofac-sdn:1 watching x"), TODAY) is None
    assert latest_end(date(2024, 2, 29)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gained": (("birth_date", "1960-01-01"),)}, "new date of birth 1960-01-01"),
        ({"lost": (("birth_date", "1952-11-09"),)}, "no longer date of birth 1952-11-09"),
        ({"gained": (("alias", "ROE, Jane"),)}, "new name “ROE, Jane”"),
        ({"lost": (("identifier", "passport A1234567"),)}, "no longer identifier"),
        ({"op": Op.DEL, "state": "confirmed"}, "no longer on its list"),
    ],
)
def test_a_fact_that_changed_is_told(change, told):
    assert told in why(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"gained": (("address", "Main Street 1"),), "lost": (("programme", "SDGT"),)},
        {"gained": (("remark", "x"), ("nationality", "Sweden"))},
        {"lost": (("alias", "Doe, J."),), "gained": (("weak_alias", "J. DOE"),)},
        {"lost": (("name", "DOE, John Adam"),), "gained": (("name", "Doe John ADAM"),)},
        {"gained": (("alias", "John Adam Doe"),)},
        {"op": Op.DEL, "state": "pending"},
        {"op": Op.DEL, "state": "cancelled"},
        {"gained": (("birth_date", "1960-01-01"),), "ref": "2"},
        {"op": Op.MOVE, "ref": "7", "related_ref": "us-ofac-sdn:1"},
    ],
)
def test_what_is_no_fact_of_a_decision_leaves_it_alone(change):
    assert why(**change) == ""


def test_a_decision_on_a_removed_entry_opens_when_it_is_back():
    gone = facts_of(Query("John Doe"), "", [(DOE, "removed")])
    assert "again" in why_changed(gone, replace(MOD, op=Op.REPLACE, kind="reinstated"))
    assert why_changed(gone, replace(MOD, op=Op.DEL, state="confirmed")) == ""


def test_an_entry_that_joins_matters_only_for_what_it_adds():
    same = party("John Adam DOE", ref="9", source="un-sc", born="1952-11-09")
    assert why_joined(FACTS, same) == ""
    assert "1953" in why_joined(FACTS, replace(same, births=(PartialDate("1953"),)))


def told(number: int, verdict: str, subject: str = "doe john", ended: str = "") -> Assessment:
    made = DAY.replace(day=number)
    return Assessment(number, "e-1", subject, "John Doe", verdict, "r", "U1", made, "team", ended=ended)  # type: ignore[arg-type]


def test_the_newest_word_on_who_is_meant_hides_a_hit_or_shows_it():
    assert dismissal([told(1, "different")]).id == 1
    assert dismissal([told(1, "different"), told(2, "watching"), told(3, "escalated")]).id == 1
    assert dismissal([told(1, "different"), told(2, "same")]) is None
    assert dismissal([told(1, "same"), told(2, "different")]).id == 2
    assert dismissal([told(1, "different", ended="reopened")]) is None
    assert dismissal([told(1, "irrelevant")]) is None
