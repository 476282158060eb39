"""Claims, ends and take-backs against the real databases: first wins, one drawing for several acts, nothing lost."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import build_desk
from bot.clients.slack import Slack
from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.ledger import DESK
from bot.core.listings import Statement
from bot.core.snoozes import Snooze
from bot.core.watches import Target
from bot.core.work import Refused, Unchanged, Work
from bot.services import work
from bot.services.cards import renderer
from bot.services.delivery import Sender, deliver_due
from bot.services.redraw import BURST, LEASE, Budget, Redrawer, redraw_due
from bot.services.routing import route_new
from bot.services.snoozes import end_snooze, snooze_text
from bot.settings import load as load_settings
from bot.sources import source_ids
from storage import entities, forgetting, ledger, outbox, watches
from storage import work as stored
from tests.fakeslack import Drop, RateLimit, Refusal, Status
from tests.owing import NOW, SDN, add_watch, by_name, decide, event, listing, load, make_tenant, record

ALL = Target("all", "", "all")
LABELS = {SDN: "SDN list"}


class Team:
    """A team with its card in C1, its Slack, and a clock of its own."""

    def __init__(self, db, fake):
        self.db, self.fake, self.now = db, fake, NOW
        env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": fake.url, "DESK_REFRESH": "off"}
        self.desk = replace(build_desk(load_settings(env, source_ids()), db), clock=lambda: self.now)
        self.tenant = make_tenant(db)
        self.place = Place(self.tenant, "C1", "a-1")
        self.budget = Budget()

    def deliver(self):
        route_new(self.db, self.now)
        slack = Slack("xoxb-test", self.fake.url, 5)
        return deliver_due(Sender(self.db, slack, renderer(LABELS), self.tenant, "p1", lambda: self.now))

    def tell(self, *events):
        record(self.db, *events)
        return self.deliver()

    def redraw(self):
        return redraw_due(Redrawer(self.db, self.desk.slack, LABELS, self.tenant, lambda: self.now, budget=self.budget))

    def edits(self):
        return len(self.fake.called("chat.update"))

    def card(self):
        return json.dumps(self.fake.parents("C1")[0], ensure_ascii=False)

    def work(self):
        with self.db.read() as session:
            return stored.find_work(session, self.place)


@pytest.fixture
def team(db, fake_slack):
    made = Team(db, fake_slack)
    add_watch(db, made.tenant, by_name("1"))
    made.tell(event("1"))
    return made


@pytest.mark.parametrize("what", ["claim", "done", "irrelevant"])
def test_of_two_at_once_the_first_wins_and_the_second_is_told_who(db, fake_slack, what):
    team = Team(db, fake_slack)
    people = [f"U{n}" for n in range(8)]
    for number in range(12):
        place = Place(team.tenant, "C1", f"a-{number}")
        start = threading.Barrier(len(people))

        def act(user, place=place, start=start):
            start.wait()
            return user, work.do(team.desk, place, what, user)

        with ThreadPoolExecutor(len(people)) as pool:
            done = dict(pool.map(act, people))
        won = [user for user, result in done.items() if isinstance(result, Work)]
        assert len(won) == 1
        assert {r.work.by for r in done.values() if isinstance(r, Refused)} == set(won)
        assert sum(isinstance(result, Refused) for result in done.values()) == len(people) - 1
        with db.read() as session:
            assert stored.find_work(session, place) == done[won[0]]


def test_a_double_click_is_one_act(team):
    start = threading.Barrier(2)

    def click(_):
        start.wait()
        return work.do(team.desk, team.place, "claim", "UANNA")

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(click, range(2)))
    assert sorted(type(each).__name__ for each in done) == ["Unchanged", "Work"]
    assert work.do(team.desk, team.place, "claim", "UANNA") == Unchanged()


def test_a_claim_shows_on_the_card_in_place(team):
    assert "Claim" in team.card()
    assert "Claimed by" not in team.card()
    work.do(team.desk, team.place, "claim", "UANALYST")
    assert team.redraw() == 1
    assert "Claimed by <@UANALYST>" in team.card()
    assert len(team.fake.posts("C1")) == 1, "nobody is notified"


def test_several_acts_are_one_edit_and_an_idle_bot_makes_none(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    work.undo(team.desk, team.place, "UANNA")
    work.do(team.desk, team.place, "claim", "UBORIS")
    work.do(team.desk, team.place, "done", "UBORIS")
    assert team.redraw() == 1
    assert team.redraw() == 0
    assert team.edits() == 1
    assert "Done by <@UBORIS>" in team.card()


def test_a_refused_act_draws_nothing(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    team.redraw()
    assert isinstance(work.do(team.desk, team.place, "claim", "UBORIS"), Refused)
    assert team.redraw() == 0
    assert team.work().owner == "UANNA"


def test_what_a_process_took_before_it_died_is_drawn_by_another(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    with team.db.write() as session:
        assert stored.claim_redraws(session, team.tenant, team.now, LEASE, 5) == [team.place]
    assert team.redraw() == 0, "the other may still be at it"
    team.now += LEASE
    assert team.redraw() == 1
    assert "Claimed by" in team.card()


def test_an_act_while_the_card_is_being_edited_is_drawn_too(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    with team.db.write() as session:
        stored.claim_redraws(session, team.tenant, team.now, LEASE, 5)
    work.do(team.desk, team.place, "done", "UBORIS")
    with team.db.write() as session:
        assert not stored.settle_redraw(session, team.place, team.now + LEASE, None)
    assert team.redraw() == 1
    assert "Done by <@UBORIS>" in team.card()


@pytest.mark.parametrize(("fault", "wait"), [(RateLimit(45), 45), (Status(500), 30), (Drop(), 30)])
def test_an_edit_that_slack_did_not_take_is_made_again(team, fault, wait):
    work.do(team.desk, team.place, "claim", "UANNA")
    team.fake.fail("chat.update", fault)
    assert team.redraw() == 0
    team.now += timedelta(seconds=wait - 1)
    assert team.redraw() == 0
    team.now += timedelta(seconds=1)
    assert team.redraw() == 1
    assert "Claimed by" in team.card()


def test_a_rate_limit_is_of_the_workspace_and_holds_all_edits(team):
    record(team.db, event("1", key="k2", action="a-2"))
    team.deliver()
    for action in ("a-1", "a-2"):
        work.do(team.desk, Place(team.tenant, "C1", action), "claim", "UANNA")
    team.fake.fail("chat.update", RateLimit(45))
    assert team.redraw() == 0
    assert team.edits() == 1
    team.now += timedelta(seconds=45)
    assert team.redraw() == 2


def test_edits_keep_within_slacks_tier(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, by_name("1"))
    number = BURST + 5
    team.tell(*(event("1", key=f"k{n}", action=f"b-{n}") for n in range(number)))
    for n in range(number):
        work.do(team.desk, Place(team.tenant, "C1", f"b-{n}"), "claim", "UANNA")
    assert team.redraw() == BURST
    assert team.redraw() == 0
    team.now += timedelta(seconds=6)
    assert team.redraw() == 5


def test_a_card_that_somebody_deleted_is_not_tried_for_ever(team):
    team.fake.delete("C1", team.fake.parents("C1")[0]["ts"])
    work.do(team.desk, team.place, "claim", "UANNA")
    team.redraw()
    team.now += timedelta(hours=1)
    team.redraw()
    assert team.edits() == 1


def test_a_card_posted_after_the_act_shows_it_at_once(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, by_name("1"))
    record(db, event("1"))
    route_new(db, NOW)
    work.do(team.desk, team.place, "claim", "UANNA")
    assert team.redraw() == 0
    team.deliver()
    assert "Claimed by <@UANNA>" in team.card()


def put_aside(team):
    assert isinstance(work.do(team.desk, team.place, "irrelevant", "UANNA"), Work)
    team.redraw()


def test_a_card_that_is_not_relevant_collapses_and_opens_again(team):
    before = team.card()
    put_aside(team)
    assert "Not relevant here (by <@UANNA>" in team.card()
    assert "Watched here" not in team.card()
    assert "Why here" in team.card()
    work.undo(team.desk, team.place, "UBORIS")
    team.redraw()
    assert "Watched here" in team.card()
    assert json.loads(team.card())["text"] == json.loads(before)["text"]


def pending_then(db, fake_slack, state):
    """A card on a pending removal, put aside; then the removal is decided."""
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, by_name("1"))
    team.tell(event("1", Op.DEL))
    put_aside(team)
    decide(db, "1", state)
    team.deliver()
    return team


def test_a_change_of_law_is_told_even_where_the_card_is_not_relevant(db, fake_slack):
    team = pending_then(db, fake_slack, "confirmed")
    assert "confirmed as removed" in json.dumps(team.fake.posts("C1")[1])


def test_anything_else_is_silent_there_and_the_card_still_says_what_is(db, fake_slack):
    team = pending_then(db, fake_slack, "cancelled")
    assert len(team.fake.posts("C1")) == 1
    team.redraw()
    assert "Still on the US SDN list" in team.card()
    assert "not yet confirmed" not in team.card()
    assert "Not relevant here" in team.card()


def test_amendments_of_an_action_put_aside_stay_silent(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL, "C1", "added,amended")
    team.tell(event("1"))
    put_aside(team)
    done = team.tell(event("1", Op.MOD, material=False, gained=(Statement("alias", "NEW ALIAS"),)))
    assert done.sent == 0
    assert "NEW ALIAS" not in json.dumps(team.fake.posts("C1"))


@pytest.mark.parametrize("what", ["done", "irrelevant"])
@pytest.mark.parametrize("claimed", [False, True])
def test_a_settled_card_is_open_again_when_the_law_changes_once_more(db, fake_slack, what, claimed):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL)
    team.tell(event("1"))
    for act in (["claim"] if claimed else []) + [what]:
        assert isinstance(work.do(team.desk, team.place, act, "UANNA"), Work)
    team.redraw()
    team.tell(event("2"))
    assert (team.work().status, team.work().owner) == (("claimed", "UANNA") if claimed else ("new", ""))
    assert "New legal change* since <@UANNA> settled this card: open again" in team.card()
    assert "2 entries added" in team.card()
    assert isinstance(work.do(team.desk, team.place, "done", "UBORIS"), Work)
    team.redraw()
    assert "Done by <@UBORIS>" in team.card()
    assert "New legal change" not in team.card()


def test_a_confirmed_removal_opens_a_card_that_was_done_while_it_was_pending(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, by_name("1"))
    team.tell(event("1", Op.DEL))
    work.do(team.desk, team.place, "done", "UANNA")
    decide(db, "1", "confirmed")
    team.deliver()
    assert team.work().status == "new"


def test_what_is_no_change_of_law_leaves_a_card_done(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL, "C1", "added,amended")
    add_watch(db, team.tenant, by_name("2"))
    team.tell(event("1"), event("2", Op.DEL))
    work.do(team.desk, team.place, "done", "UANNA")
    team.tell(event("1", Op.MOD, material=False, gained=(Statement("alias", "NEW ALIAS"),)))
    decide(db, "2", "cancelled")
    team.deliver()
    assert team.work().status == "done"


def test_a_reopening_is_written_down_and_not_as_a_persons_act(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL)
    team.tell(event("1"))
    work.do(team.desk, team.place, "done", "UANNA")
    team.tell(event("2"))
    team.tell(event("3"))
    with db.read() as session:
        written = [content.actor for _, content in ledger.newest(session, team.tenant, kind="work")]
    assert (written[0], len(written)) == (DESK, 2), "the third event finds it open"


@pytest.mark.parametrize(("wish", "shown"), [("never", False), ("material", True), ("all", True)])
def test_a_later_change_of_law_shows_in_the_channel_as_the_watch_wishes(db, fake_slack, wish, shown):
    team = Team(db, fake_slack)
    with db.write() as session:
        watches.add_watch(session, team.tenant, "C1", "U1", ALL, frozenset(), NOW, broadcast=wish)
    team.tell(event("1"))
    team.tell(event("2"))
    reply = team.fake.posts("C1")[-1]
    assert "added to" in reply["text"]
    assert reply["reply_broadcast"] is shown


@pytest.mark.parametrize(("wish", "shown"), [("never", False), ("material", False), ("all", True)])
def test_a_removal_seen_as_pending_is_not_notified_twice(db, fake_slack, wish, shown):
    team = Team(db, fake_slack)
    with db.write() as session:
        watches.add_watch(session, team.tenant, "C1", "U1", by_name("1"), frozenset(), NOW, broadcast=wish)
    team.tell(event("1", Op.DEL))
    decide(db, "1", "confirmed")
    team.deliver()
    assert team.fake.posts("C1")[1]["reply_broadcast"] is shown


def test_a_snoozed_card_says_until_when_and_no_longer_after_that(team):
    facts = work.card_facts(team.desk, team.place)
    kept = work.snooze_card(team.desk, team.place, facts, 1, "UANNA")
    assert (kept.scope, kept.value, kept.until) == ("entity", facts.events[0].entity, NOW + timedelta(days=1))
    team.redraw()
    assert "Snoozed until" in team.card()
    work.do(team.desk, team.place, "claim", "UBORIS")
    team.redraw()
    assert "Snoozed until" in team.card()
    team.now += timedelta(days=1, minutes=1)
    assert team.redraw() == 1
    assert "Snoozed until" not in team.card()
    assert "Claimed by <@UBORIS>" in team.card()


@pytest.mark.parametrize("is_merged", [False, True])
def test_a_snooze_ended_by_hand_is_gone_from_the_card_at_once(team, is_merged):
    facts = work.card_facts(team.desk, team.place)
    kept = work.snooze_card(team.desk, team.place, facts, 7, "UANNA")
    team.redraw()
    assert "Snoozed until" in team.card()
    if is_merged:
        with team.db.write() as session:
            entities.relink(session, {(SDN, "1"): ("e-other", "INN")}, [(kept.value, "e-other", "same INN")], team.now)
    assert end_snooze(team.db, Audience(team.tenant, "channel", "C1"), kept.id, team.now)
    assert team.redraw() == 1
    assert "Snoozed until" not in team.card()
    assert team.redraw() == 0


def test_a_snooze_of_an_action_ended_by_hand_is_gone_from_its_card_and_others_stay(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL)
    team.tell(event("1"), event("2"))
    team.tell(event("3", action="a-2"))
    kept = work.snooze_card(team.desk, team.place, work.card_facts(team.desk, team.place), 7, "UANNA")
    team.redraw()
    end_snooze(team.db, Audience(team.tenant, "channel", "C1"), kept.id, team.now)
    assert team.redraw() == 1
    assert "Snoozed until" not in team.card()


def test_a_snooze_by_words_shows_on_the_card_at_once(team):
    load(team.db, listing("1"))
    audience = Audience(team.tenant, "channel", "C1")
    assert isinstance(snooze_text(team.db, None, audience, "UANNA", f"{SDN}:1 3d", team.now, "UTC"), Snooze)
    assert team.redraw() == 1
    assert "Snoozed until" in team.card()


def test_a_card_on_several_parties_snoozes_its_action(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL)
    team.tell(event("1"), event("2"))
    kept = work.snooze_card(team.desk, team.place, work.card_facts(team.desk, team.place), 7, "UANNA")
    assert (kept.scope, kept.value) == ("action", "a-1")


def test_the_channel_may_be_gone(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    team.fake.fail("chat.update", Refusal("channel_not_found"))
    assert team.redraw() == 0
    team.now += timedelta(hours=1)
    assert team.redraw() == 0
    with team.db.read() as session:
        assert outbox.status_counts(session, team.tenant) == {"sent": 1}


def test_what_a_person_claimed_is_found_again(team):
    work.do(team.desk, team.place, "claim", "UANNA")
    with team.db.read() as session:
        assert [place for place, _ in stored.claimed_by(session, team.tenant, "UANNA")] == [team.place]
        assert stored.claimed_by(session, team.tenant, "UBORIS") == []
        assert len(stored.claimed_in(session, team.tenant, "C1")) == 1
    work.do(team.desk, team.place, "done", "UANNA")
    with team.db.read() as session:
        assert stored.claimed_by(session, team.tenant, "UANNA") == []


def test_who_settled_a_card_that_was_opened_again_is_forgotten_like_anybody(db, fake_slack):
    team = Team(db, fake_slack)
    add_watch(db, team.tenant, ALL)
    team.tell(event("1"))
    work.do(team.desk, team.place, "done", "UANNA")
    team.tell(event("2"))
    with db.write() as session:
        forgetting.forget(session, team.tenant, "UANNA")
        stored.owe_redraw(session, team.place, NOW)
    team.redraw()
    assert "UANNA" not in team.card()
    assert "since a former member settled this card" in team.card()
