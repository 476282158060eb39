import pytest

from bot.core.delta import Op
from bot.core.listings import Statement
from bot.core.watches import (
    Filters,
    Target,
    concerns,
    direction_of,
    interest_of,
    is_met,
    is_of_reports_only,
    reach,
)
from tests.owing import by_name, event, watch

ALL = Target("all", "", "all")
PROGRAMME = Statement("programme", "SDGT")


@pytest.mark.parametrize(
    "target",
    [
        Target("all"),
        Target("issuer", "US"),
        Target("country", "RU"),
        Target("programme", "russia-eo14024"),
        by_name("1"),
        Target("entity", "e-gone", "", "us-ofac-sdn", "1"),
    ],
)
def test_a_watch_is_met_by_what_it_names(target):
    assert is_met(watch(target), event("1"))


@pytest.mark.parametrize(
    "target", [Target("issuer", "EU"), Target("country", "IR"), Target("programme", "SDGT"), by_name("2")]
)
def test_a_watch_is_not_met_by_another_party(target):
    assert not is_met(watch(target), event("1"))


def test_a_party_back_on_its_list_counts_as_added_whatever_the_record_says():
    for op in (Op.ADD, Op.REPLACE):
        assert is_met(watch(by_name("1"), kinds=frozenset({"added"})), event("1", op, kind="reinstated"))


def test_a_move_is_met_by_who_watches_the_record_given_up():
    move = event("1", Op.MOVE, kind="escalated", related_ref="us-ofac-cons:c1", entity="e-other")
    assert is_met(watch(Target("entity", "e-gone", "", "us-ofac-cons", "c1")), move)
    assert not is_met(watch(Target("entity", "e-gone", "", "us-ofac-sdn", "c1")), move)


def with_filters(target: Target = ALL, **filters: object):
    return watch(target, filters=Filters(**{k: v if k == "confidence" else frozenset(v) for k, v in filters.items()}))


@pytest.mark.parametrize(
    "filters",
    [
        {"issuers": {"US", "EU"}},
        {"countries": {"RU", "IR"}},
        {"programmes": {"RUSSIA-EO14024"}},
        {"stages": {"in_force", "announced"}},
        {"directions": {"tightening"}},
        {"confidence": 0.9},
        {"issuers": {"US"}, "countries": {"RU"}, "programmes": {"RUSSIA-EO14024"}},
    ],
)
def test_conditions_that_hold_let_a_change_through(filters):
    assert is_met(with_filters(**filters), event("1"))


@pytest.mark.parametrize(
    "filters",
    [
        {"issuers": {"EU"}},
        {"countries": {"IR"}},
        {"programmes": {"SDGT"}},
        {"stages": {"reported"}},
        {"directions": {"relief"}},
        {"issuers": {"US"}, "countries": {"IR"}},
    ],
)
def test_one_condition_that_fails_is_enough_whatever_is_watched(filters):
    for target in (ALL, by_name("1"), Target("programme", "RUSSIA-EO14024")):
        assert not concerns(with_filters(target, **filters), event("1"))
        assert reach(with_filters(target, **filters), event("1", Op.MOD, material=False)) == "nothing"


@pytest.mark.parametrize(
    ("told", "direction"),
    [
        (event(), "tightening"),
        (event(op=Op.DEL), "unclassified"),
        (event(op=Op.MOVE, kind="escalated"), "tightening"),
        (event(op=Op.MOVE, kind="eased"), "relief"),
        (event(op=Op.REPLACE, kind="reinstated"), "tightening"),
        (event(op=Op.REPLACE, kind="redesignated"), "unclassified"),
        (event(op=Op.REPLACE, kind="renumbered"), "neutral"),
        (event(op=Op.REPLACE, kind="merged"), "neutral"),
        (event(op=Op.MOD, gained=(PROGRAMME,)), "tightening"),
        (event(op=Op.MOD, lost=(PROGRAMME,)), "relief"),
        (event(op=Op.MOD, lost=(PROGRAMME,), programmes=()), "unclassified"),
        (event(op=Op.MOD, gained=(PROGRAMME,), lost=(Statement("programme", "IRAN"),)), "unclassified"),
        (event(op=Op.MOD, gained=(Statement("alias", "X"),)), "neutral"),
    ],
)
def test_where_a_change_points(told, direction):
    assert direction_of(told) == direction


def test_a_removal_is_no_relief():
    gone = event(op=Op.DEL, state="confirmed")
    assert not is_met(with_filters(directions={"relief"}), gone)
    assert is_met(with_filters(directions={"relief", "unclassified"}), gone)


def test_a_pattern_is_met_by_the_caption_and_by_names_that_came_or_went():
    pattern = watch(Target("name", "bank*"))
    assert is_met(pattern, event(caption="Bank Rossiya"))
    assert not is_met(pattern, event(caption="Sberbank"))
    assert is_met(pattern, event(caption="X", op=Op.MOD, gained=(Statement("alias", "Bánk of X"),)))
    assert is_met(pattern, event(caption="X", op=Op.MOD, lost=(Statement("former_name", "BANK X"),)))
    assert not is_met(pattern, event(caption="X", op=Op.MOD, gained=(Statement("remark", "Bank"),)))


def test_a_removal_not_yet_confirmed_is_told_only_to_who_names_the_party():
    gone = event("1", Op.DEL, caption="Bank Rossiya")
    assert is_met(watch(by_name("1")), gone)
    assert not is_met(watch(Target("name", "bank*")), gone)


def test_reports_only_is_known_as_such():
    assert is_of_reports_only(frozenset({"signal", "deadline"}), Filters())
    assert is_of_reports_only(frozenset(), Filters(stages=frozenset({"announced"})))
    assert not is_of_reports_only(frozenset(), Filters())
    assert not is_of_reports_only(frozenset({"signal", "added"}), Filters(stages=frozenset({"announced", "in_force"})))


def test_a_watch_of_reports_is_met_by_no_change():
    assert reach(watch(ALL, kinds=frozenset({"signal", "deadline"})), event()) == "nothing"


def test_how_a_watch_is_told_does_not_change_its_interest():
    one, other = watch(ALL), watch(ALL, cadence="daily", broadcast="never", channel="C2")
    assert one.interest == other.interest == interest_of(ALL, frozenset())
    assert with_filters(issuers={"US"}).interest != one.interest
