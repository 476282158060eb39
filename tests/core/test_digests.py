from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digests import FLOOD, STALE_AFTER, Backlog, fold_backlog, is_affected, troubled
from bot.core.screening import SourceState
from bot.core.watches import Filters, Target
from tests.owing import NOW, by_name, watch

OLD = NOW - STALE_AFTER - timedelta(minutes=1)


def rows(number, channel="C1", at=OLD, part="card", start=1):
    return [Backlog(start + n, channel, f"a-{start + n}", part, at, (f"k{start + n}",), (n,)) for n in range(number)]


def test_a_few_old_cards_are_sent_as_they_are():
    assert fold_backlog(rows(FLOOD), NOW) == []


def test_a_flood_of_old_cards_becomes_one_digest_with_their_replies():
    cards = rows(FLOOD + 1)
    reply = Backlog(90, "C1", "a-1", "detail:x", OLD, ("k1", "k90"), (9,))
    (folded,) = fold_backlog([*cards, reply], NOW)
    assert folded.rows == (*(row.id for row in cards), 90)
    assert folded.events == (*(f"k{n}" for n in range(1, FLOOD + 2)), "k90")
    assert 9 in folded.watches


def test_new_cards_beside_the_flood_are_sent_as_they_are():
    fresh = rows(2, at=NOW - timedelta(minutes=1), start=50)
    (folded,) = fold_backlog([*rows(FLOOD + 1), *fresh], NOW)
    assert {50, 51}.isdisjoint(folded.rows)


def test_only_the_flooded_channel_is_folded_and_a_digest_is_never_folded_again():
    digest = Backlog(70, "C1", "digest:daily:2026-03-01T08:00Z", "card", OLD, ("k",), ())
    assert {f.channel for f in fold_backlog([*rows(FLOOD + 1), *rows(FLOOD, "C2", start=30), digest], NOW)} == {"C1"}
    assert fold_backlog([*rows(FLOOD), digest], NOW) == []


@given(st.lists(st.tuples(st.sampled_from(("C1", "C2")), st.integers(1, 12), st.sampled_from((OLD, NOW))), max_size=30))
def test_folding_loses_nothing_and_takes_whole_actions(drawn):
    made = [
        Backlog(n, channel, f"a-{action}", "card" if n % 3 else "detail:x", at, (f"k{n}",), (n,))
        for n, (channel, action, at) in enumerate(drawn)
    ]
    for folded in fold_backlog(made, NOW):
        taken = [row for row in made if row.id in folded.rows]
        assert {row.channel for row in taken} == {folded.channel}
        assert {key for row in taken for key in row.events} == set(folded.events)
        actions = {row.action for row in taken}
        assert len(actions) > FLOOD
        assert all(row in taken for row in made if row.channel == folded.channel and row.action in actions)


def state(word, entries=10, checked=NOW, source="eu-fsf"):
    return SourceState(source, "EU", "EU list", word, entries, date(2026, 3, 1), checked, checked, "file", "", "")


@pytest.mark.parametrize(
    ("target", "filters", "source", "is_hit"),
    [
        (by_name(), Filters(), "us-ofac-sdn", True),
        (by_name(), Filters(), "eu-fsf", False),
        (Target("issuer", "EU"), Filters(), "eu-fsf", True),
        (Target("issuer", "EU"), Filters(), "un-sc", False),
        (Target("country", "RU"), Filters(), "eu-fsf", True),
        (Target("country", "RU"), Filters(issuers=frozenset({"US"})), "eu-fsf", False),
        (Target("all"), Filters(), "eu-fsf", True),
    ],
)
def test_which_watches_a_list_in_trouble_may_fail(target, filters, source, is_hit):
    assert is_affected(watch(target, filters=filters), source) is is_hit
    assert not is_affected(watch(target, filters=filters, paused="archived"), source)


def test_a_list_in_trouble_is_one_that_was_loaded_and_is_late_or_failing():
    states = [state("fresh"), state("stale"), state("failed"), state("never", 0), state("failed", 0)]
    assert [s.state for s in troubled(states)] == ["stale", "failed"]


def test_one_failed_read_between_good_ones_is_no_trouble_worth_a_digest():
    before = datetime(2026, 3, 1, 8, tzinfo=UTC)
    read_since = state("failed", checked=before + timedelta(hours=1))
    assert troubled([read_since, state("stale", checked=before - timedelta(hours=1))], before) == (
        state("stale", checked=before - timedelta(hours=1)),
    )
