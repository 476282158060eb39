import pytest

from bot.core.delta import Op
from bot.core.entities import Ref
from bot.core.watches import NameAsked, Target, TargetProblem, is_met, parse_kinds, parse_target
from tests.owing import by_name, event, watch


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("programme:RUSSIA-EO14024", Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")),
        ("program:sdgt", Target("programme", "SDGT", "programme:SDGT")),
        ("Programme: UKRAINE-EO13662", Target("programme", "UKRAINE-EO13662", "programme:UKRAINE-EO13662")),
        ("issuer:US", Target("issuer", "US", "issuer:US")),
        ("issuer:uk", Target("issuer", "GB", "issuer:UK")),
        ("country:ru", Target("country", "RU", "country:RU")),
        ("country:UK", Target("country", "GB", "country:GB")),
        ("ALL", Target("all", "", "all")),
        ("us-ofac-sdn:17018", Ref(source="us-ofac-sdn", ref="17018")),
        ("e-abcdefghijklmnop", Ref(entity="e-abcdefghijklmnop")),
        ("Sberbank", NameAsked("Sberbank")),
        ('"Bank: Rossiya"', NameAsked("Bank: Rossiya")),
        ("17018", NameAsked("17018")),
    ],
)
def test_a_target_is_read_as_written(text, target):
    assert parse_target(text) == target


@pytest.mark.parametrize(
    "text", ["", '""', "programme:", "issuer:Atlantis", "country:Atlantis", "programme:" + "X" * 99]
)
def test_a_target_that_cannot_be_watched_says_why(text):
    assert isinstance(parse_target(text), TargetProblem)


def test_kinds_are_known_words():
    assert parse_kinds("Removed, added") == frozenset({"removed", "added"})
    assert parse_kinds("") == frozenset()
    assert isinstance(parse_kinds("deleted"), TargetProblem)


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
