"""Who takes care of a card: what each act leads to, whoever acts in whatever order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delta import Op
from bot.core.work import STATUS_OF, UNTOUCHED, Refused, Unchanged, Work, act, is_silent, undo, undo_own
from tests.owing import NOW, event

LATER = NOW + timedelta(minutes=5)
ACTS = st.sampled_from(sorted(STATUS_OF))
PEOPLE = st.sampled_from(("UA", "UB", "UC"))
STEPS = st.lists(st.tuples(st.sampled_from((*sorted(STATUS_OF), "undo", "undo_own")), ACTS, PEOPLE), max_size=12)


def claimed(by="UA"):
    return act(UNTOUCHED, "claim", by, NOW)


def after(steps):
    """The card after people did this, one after the other."""
    work = UNTOUCHED
    for number, (step, what, by) in enumerate(steps):
        found = _step(work, step, what, by, NOW + timedelta(minutes=number))
        work = found if isinstance(found, Work) else work
    return work


def _step(work, step, what, by, now):
    if step == "undo":
        return undo(work, by, now)
    return undo_own(work, what, by, now) if step == "undo_own" else act(work, step, by, now)


def test_a_claim_has_an_owner_and_an_hour():
    assert claimed() == Work("claimed", "UA", NOW, "UA", NOW)


def test_the_second_claimer_is_told_who_was_first_and_when():
    assert act(claimed("UA"), "claim", "UB", LATER) == Refused(claimed("UA"))


@pytest.mark.parametrize("what", sorted(STATUS_OF))
def test_the_same_act_of_the_same_person_is_one(what):
    once = act(UNTOUCHED, what, "UA", NOW)
    assert act(once, what, "UA", LATER) == Unchanged()


def test_a_colleague_may_finish_what_another_claimed_and_both_are_named():
    done = act(claimed("UA"), "done", "UB", LATER)
    assert (done.status, done.owner, done.by, done.claimed_at) == ("done", "UA", "UB", NOW)


def test_what_another_claimed_cannot_be_put_aside():
    assert isinstance(act(claimed("UA"), "irrelevant", "UB", LATER), Refused)
    assert act(claimed("UA"), "irrelevant", "UA", LATER).status == "irrelevant"


@pytest.mark.parametrize("ended", ["done", "irrelevant"])
def test_what_ended_cannot_be_claimed_until_it_is_taken_back(ended):
    over = act(UNTOUCHED, ended, "UA", NOW)
    assert act(over, "claim", "UB", LATER) == Refused(over)
    assert act(undo(over, "UB", LATER), "claim", "UB", LATER).owner == "UB"


def test_taking_back_the_end_of_a_claimed_card_leaves_the_claim_as_it_was():
    reopened = undo(act(claimed("UA"), "done", "UB", LATER), "UB", LATER)
    assert (reopened.status, reopened.owner, reopened.claimed_at) == ("claimed", "UA", NOW)
    assert isinstance(act(reopened, "claim", "UB", LATER), Refused), "it is not UB's because UB touched it last"
    assert act(reopened, "claim", "UA", LATER) == Unchanged()


def test_only_its_owner_gives_a_claim_back():
    assert isinstance(undo(claimed("UA"), "UB", LATER), Refused)
    assert undo(claimed("UA"), "UA", LATER).status == "new"


def test_an_emoji_taken_off_takes_back_ones_own_act_only():
    done = act(claimed("UA"), "done", "UB", LATER)
    assert undo_own(done, "done", "UA", LATER) == Unchanged()
    assert undo_own(done, "claim", "UA", LATER) == Unchanged(), "what came after the claim stays"
    assert undo_own(done, "done", "UB", LATER).status == "claimed"


@given(STEPS)
def test_whatever_people_do_a_card_says_who_and_when(steps):
    work = after(steps)
    assert bool(work.owner) == (work.claimed_at is not None)
    if work.status == "claimed":
        assert work.owner
    if work.status in ("done", "irrelevant"):
        assert work.by


@given(STEPS, ACTS, PEOPLE)
def test_an_act_that_worked_can_be_taken_back_by_its_doer(steps, what, by):
    before = after(steps)
    done = act(before, what, by, LATER)
    if isinstance(done, Work):
        back = undo_own(done, what, by, LATER)
        assert (back.status, back.owner) == (before.status, before.owner)


def test_a_card_that_is_not_relevant_is_silent_but_for_changes_of_law():
    aside = act(UNTOUCHED, "irrelevant", "UA", NOW)
    amended = event("1", Op.MOD, material=False)
    assert is_silent(aside, [amended, event("2", Op.DEL)])
    assert not is_silent(aside, [amended, event("2", Op.DEL, state="confirmed")])
    assert not is_silent(claimed(), [amended])
