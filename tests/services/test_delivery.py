import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clients.slack import Slack
from bot.core.delta import Op
from bot.core.watches import Target
from bot.services.delivery import Delivered, Pace, Sender, deliver_due
from bot.services.routing import route_new
from bot.services.sender import Overtaken, attempt
from storage import claims, letters, outbox, posts, tenants, watches
from storage.team_rows import OutboxRow
from tests.fakeslack import AcceptThenDrop, AcceptThenHang, RateLimit, Refusal, Status
from tests.owing import NOW, add_watch, by_name, decide, event, make_tenant, plain_render, record

ALL = Target("all", "", "all")
PATIENCE = 60


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def desk(db, fake_slack):
    return make_desk(db, fake_slack)


def make_desk(db, fake, **changes):
    fake.epoch = NOW.timestamp()
    made = Sender(
        db=db,
        slack=Slack("xoxb-test", fake.url, timeout=2),
        render=plain_render,
        tenant=make_tenant(db),
        owner="p1",
        clock=Clock(),
        jitter=lambda: 1.0,
    )
    return replace(made, **changes)


def owe_cards(desk, count=3, channels=("C1",)):
    for channel in channels:
        add_watch(desk.db, desk.tenant, by_name("1"), channel)
    record(desk.db, *(event("1", key=f"k{n}", action=f"a-{n}") for n in range(count)))
    return route_new(desk.db, desk.clock())


def texts(fake, channel="C1"):
    return [message["text"] for message in fake.posts(channel)]


def statuses(desk):
    with desk.db.read() as session:
        return outbox.status_counts(session, desk.tenant)


def test_what_is_owed_goes_out_once_in_order_and_is_recorded(desk, fake_slack):
    owe_cards(desk, 3, ("C1", "C2"))
    assert deliver_due(desk) == Delivered(sent=6)
    assert texts(fake_slack) == texts(fake_slack, "C2") == ["card a-0", "card a-1", "card a-2"]
    assert deliver_due(desk) == Delivered()
    with desk.db.read() as session:
        threads = posts.recent_threads(session, desk.tenant, "C1")
    assert {thread.ts for thread in threads} == {message["ts"] for message in fake_slack.posts("C1")}
    assert threads[0].subjects[0].ref == "1"


def test_a_message_carries_its_alert_twice_and_comes_alive_nowhere(desk, fake_slack):
    owe_cards(desk, 1)
    deliver_due(desk)
    args = fake_slack.called("chat.postMessage")[0].args
    alert = args["metadata"]["event_payload"]["alert"]
    assert args["metadata"]["event_type"] == "desk_alert"
    assert args["blocks"][0]["block_id"] == f"alert:{alert}"
    assert (args["unfurl_links"], args["unfurl_media"], args["parse"]) == (False, False, "none")


def test_a_rate_limit_is_waited_for_exactly_and_keeps_the_order(desk, fake_slack):
    owe_cards(desk, 3, ("C1", "C2"))
    fake_slack.fail("chat.postMessage", RateLimit(30))
    assert deliver_due(desk) == Delivered(sent=3, deferred=3)
    desk.clock.pass_by(seconds=29)
    assert deliver_due(desk) == Delivered(deferred=3)
    desk.clock.pass_by(seconds=1)
    assert deliver_due(desk) == Delivered(sent=3)
    assert texts(fake_slack) == texts(fake_slack, "C2") == ["card a-0", "card a-1", "card a-2"]
    assert fake_slack.called("conversations.history") == []


@pytest.mark.parametrize("fault", [AcceptThenDrop(), AcceptThenHang(3), Status(500, accept=True)])
def test_a_post_that_arrived_without_an_answer_is_found_and_not_posted_again(desk, fake_slack, fault):
    owe_cards(desk, 2)
    fake_slack.fail("chat.postMessage", fault)
    assert deliver_due(desk) == Delivered(deferred=2)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=2)
    assert texts(fake_slack) == ["card a-0", "card a-1"]


def test_a_post_that_did_not_arrive_is_posted_after_looking(desk, fake_slack):
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", Status(502))
    deliver_due(desk)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-0"]
    assert len(fake_slack.called("conversations.history")) == 1


def test_a_doubtful_post_in_a_channel_nobody_can_read_is_not_posted_again(desk, fake_slack):
    owe_cards(desk, 2)
    fake_slack.fail("chat.postMessage", AcceptThenDrop())
    fake_slack.fail("conversations.history", Refusal("missing_scope"))
    deliver_due(desk)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1, unsure=1)
    assert texts(fake_slack) == ["card a-0", "card a-1"]
    assert statuses(desk) == {"sent": 1, "unsure": 1}


def test_a_rate_limit_while_looking_is_waited_for(desk, fake_slack):
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", AcceptThenDrop())
    fake_slack.fail("conversations.history", RateLimit(60))
    deliver_due(desk)
    desk.clock.pass_by(seconds=10)
    assert deliver_due(desk) == Delivered(deferred=1)
    desk.clock.pass_by(seconds=60)
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-0"]


@pytest.mark.parametrize("arrived", [True, False])
def test_the_row_of_a_process_that_died_is_taken_over_without_doubling(desk, fake_slack, arrived):
    owe_cards(desk, 2)
    with desk.db.write() as session:
        claimed = claims.claim(session, desk.tenant, "dead", desk.clock(), desk.claim_for)
    if arrived:
        block = {"type": "divider", "block_id": f"alert:{claimed.alert}"}
        desk.slack.post("C1", {"text": "card a-0", "blocks": [block]})
    assert deliver_due(desk) == Delivered(deferred=2)
    desk.clock.pass_by(minutes=6)
    assert deliver_due(desk) == Delivered(sent=2)
    assert texts(fake_slack) == ["card a-0", "card a-1"]


@pytest.mark.parametrize("reason", ["channel_not_found", "is_archived", "not_in_channel"])
def test_a_channel_that_is_gone_pauses_its_watches_and_tells_the_owner_once(desk, fake_slack, reason):
    owe_cards(desk, 3, ("C1", "C2"))
    fake_slack.refuses["C1"] = reason
    assert deliver_due(desk) == Delivered(sent=3, failed=1)
    assert deliver_due(desk) == Delivered()
    assert statuses(desk) == {"dead": 3, "sent": 3}
    told = texts(fake_slack, "DU1")
    assert len(told) == 1
    assert "C1" in told[0]
    with desk.db.read() as session:
        paused = {w.channel: bool(w.paused) for w in watches.all_watches(session)}
    assert paused == {"C1": True, "C2": False}


def test_an_owner_who_could_not_be_told_for_the_moment_is_told_later(desk, fake_slack):
    owe_cards(desk, 1)
    fake_slack.refuses["C1"] = "is_archived"
    fake_slack.fail("conversations.open", RateLimit(5))
    deliver_due(desk)
    assert texts(fake_slack, "DU1") == []
    deliver_due(desk)
    deliver_due(desk)
    assert len(texts(fake_slack, "DU1")) == 1


def test_what_a_channel_missed_is_kept_and_sent_on_request(desk, fake_slack):
    owe_cards(desk, 2)
    fake_slack.refuses["C1"] = "is_archived"
    deliver_due(desk)
    del fake_slack.refuses["C1"]
    assert deliver_due(desk) == Delivered()
    with desk.db.write() as session:
        letters.retry(session, desk.tenant, desk.clock(), channel="C1")
    assert deliver_due(desk) == Delivered(sent=2)
    assert texts(fake_slack) == ["card a-0", "card a-1"]


def test_a_message_that_slack_refuses_does_not_hold_up_the_channel(desk, fake_slack):
    owe_cards(desk, 2)
    fake_slack.fail("chat.postMessage", Refusal("invalid_blocks"))
    assert deliver_due(desk) == Delivered(sent=1, failed=1)
    assert texts(fake_slack) == ["card a-1"]
    assert texts(fake_slack, "DU1") == []


def test_a_passing_failure_is_tried_again_later_and_later_and_then_given_up(desk, fake_slack):
    desk = replace(desk, attempts=4)
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", *[Refusal("service_unavailable")] * 4)
    waits = []
    while statuses(desk) == {"due": 1}:
        deliver_due(desk)
        with desk.db.read() as session:
            due = claims.next_due(session, desk.tenant)
        if due:
            waits.append((due - desk.clock()).total_seconds())
            desk.clock.now = due
    assert waits == [5.0, 10.0, 20.0]
    assert statuses(desk) == {"dead": 1}


def owe_pending(desk):
    add_watch(desk.db, desk.tenant, by_name("1"))
    record(desk.db, event("1", Op.DEL))
    route_new(desk.db, desk.clock())


def test_a_confirmed_removal_edits_its_card_and_replies_once(desk, fake_slack):
    owe_pending(desk)
    deliver_due(desk)
    decide(desk.db, "1", "confirmed")
    assert route_new(desk.db, desk.clock()) == 1
    assert deliver_due(desk) == Delivered(sent=1)
    parent, reply = fake_slack.posts("C1")
    assert (parent["text"], parent["edited"]) == ("card a-1 anew", 1)
    assert (reply["text"], reply["thread_ts"]) == ("update", parent["ts"])
    assert reply["reply_broadcast"] is False
    assert parent["blocks"][0]["block_id"] != reply["blocks"][0]["block_id"]


def test_a_removal_that_a_channel_first_hears_of_when_confirmed_shows_in_the_channel(desk, fake_slack):
    add_watch(desk.db, desk.tenant, ALL)
    record(desk.db, event("1"), event("2", Op.DEL))
    route_new(desk.db, desk.clock())
    deliver_due(desk)
    decide(desk.db, "2", "confirmed")
    route_new(desk.db, desk.clock())
    deliver_due(desk)
    assert [m.get("reply_broadcast") for m in fake_slack.posts("C1")] == [None, False, True]


def test_a_row_that_kills_its_process_again_and_again_is_given_up(desk, fake_slack):
    desk = replace(desk, crashes=3)
    owe_cards(desk, 2)
    for _ in range(3):
        with desk.db.write() as session:
            assert claims.claim(session, desk.tenant, "dead", desk.clock(), desk.claim_for) is not None
        desk.clock.pass_by(minutes=6)
    assert deliver_due(desk) == Delivered(sent=1, unsure=1)
    assert texts(fake_slack) == ["card a-1"]


def test_an_idle_sender_never_takes_the_writers_lock(sqlite, fake_slack):
    desk = make_desk(sqlite, fake_slack)
    owe_cards(desk, 1)
    deliver_due(desk)
    with sqlite.write():
        assert route_new(sqlite, desk.clock()) == 0
        assert deliver_due(desk) == Delivered()


def test_a_removal_confirmed_before_its_card_went_out_is_told_once(desk, fake_slack):
    owe_pending(desk)
    decide(desk.db, "1", "confirmed")
    assert route_new(desk.db, desk.clock()) == 0
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-1"]


@pytest.mark.parametrize("method", ["chat.update", "chat.postMessage"])
def test_an_update_that_got_no_answer_is_not_doubled(desk, fake_slack, method):
    owe_pending(desk)
    deliver_due(desk)
    decide(desk.db, "1", "confirmed")
    route_new(desk.db, desk.clock())
    fake_slack.fail(method, AcceptThenDrop())
    deliver_due(desk)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-1 anew", "update"]


def owe_news_of_a_lost_card(desk, fake_slack, state="cancelled"):
    owe_pending(desk)
    deliver_due(desk)
    lost = fake_slack.posts("C1")[0]["ts"]
    fake_slack.delete("C1", lost)
    decide(desk.db, "1", state)
    route_new(desk.db, desk.clock())
    return lost


def test_a_card_that_was_deleted_is_posted_anew_and_followed_there(desk, fake_slack):
    lost = owe_news_of_a_lost_card(desk, fake_slack)
    assert deliver_due(desk) == Delivered(sent=1)
    (parent,) = fake_slack.posts("C1")
    assert parent["text"] == "card a-1"
    assert "Posted again" in str(parent["blocks"])
    with desk.db.read() as session:
        assert posts.find_thread(session, desk.tenant, "C1", parent["ts"]) is not None
        assert [thread.ts for thread in posts.recent_threads(session, desk.tenant, "C1")] == [parent["ts"]]
        assert posts.is_gone(session, desk.tenant, "C1", lost)


def test_a_card_known_to_be_deleted_is_posted_anew_without_asking_slack(desk, fake_slack):
    lost = owe_news_of_a_lost_card(desk, fake_slack)
    with desk.db.write() as session:
        assert posts.mark_gone(session, desk.tenant, "C1", lost)
    assert deliver_due(desk) == Delivered(sent=1)
    assert fake_slack.called("chat.update") == []


def test_a_card_posted_anew_links_to_the_replies_that_still_stand(desk, fake_slack):
    owe_pending(desk)
    deliver_due(desk)
    decide(desk.db, "1", "confirmed")
    route_new(desk.db, desk.clock())
    deliver_due(desk)
    card, reply = fake_slack.posts("C1")
    fake_slack.delete("C1", card["ts"])
    record(desk.db, event("2"))
    add_watch(desk.db, desk.tenant, by_name("2"))
    record(desk.db, event("2", Op.DEL))
    route_new(desk.db, desk.clock())
    assert deliver_due(desk).sent == 1
    assert f"p{reply['ts'].replace('.', '')}" in str(fake_slack.posts("C1")[-1]["blocks"])


def test_a_card_posted_anew_after_a_doubtful_post_is_not_doubled(desk, fake_slack):
    owe_news_of_a_lost_card(desk, fake_slack)
    fake_slack.fail("chat.postMessage", AcceptThenDrop())
    assert deliver_due(desk) == Delivered(deferred=1)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-1"]


@pytest.mark.parametrize("is_known", [True, False])
def test_names_owed_under_a_card_that_was_deleted_follow_it_to_its_new_place(desk, fake_slack, is_known):
    add_watch(desk.db, desk.tenant, ALL)
    record(desk.db, *(event(str(n)) for n in range(9)))
    route_new(desk.db, desk.clock())
    fake_slack.fail("chat.postMessage", RateLimit(0), RateLimit(0))
    with desk.db.write() as session:
        card = claims.claim(session, desk.tenant, "p1", desk.clock(), desk.claim_for)
        claims.record_sent(session, card, "1.1", desk.clock())
        posts.add_thread(session, posts.Thread(desk.tenant, "C1", "1.1", "action", "a-1", ()), desk.clock())
        assert not is_known or posts.mark_gone(session, desk.tenant, "C1", "1.1")
    for _ in range(5):
        deliver_due(desk)
        desk.clock.pass_by(minutes=1)
    card, detail = fake_slack.posts("C1")
    assert detail["thread_ts"] == card["ts"]


def test_details_are_replies_under_their_card(desk, fake_slack):
    add_watch(desk.db, desk.tenant, ALL)
    record(desk.db, *(event(str(n)) for n in range(9)))
    assert route_new(desk.db, desk.clock()) == 2
    assert deliver_due(desk) == Delivered(sent=2)
    card, detail = fake_slack.posts("C1")
    assert detail["thread_ts"] == card["ts"]


def test_details_without_their_card_are_not_posted(desk, fake_slack):
    add_watch(desk.db, desk.tenant, ALL)
    record(desk.db, *(event(str(n)) for n in range(9)))
    route_new(desk.db, desk.clock())
    fake_slack.fail("chat.postMessage", Refusal("msg_too_long"))
    assert deliver_due(desk) == Delivered(failed=2)
    assert fake_slack.posts("C1") == []


def test_another_teams_rows_are_not_sent_with_this_teams_token(desk, fake_slack):
    other = make_tenant(desk.db, "T2")
    add_watch(desk.db, other, by_name("1"))
    record(desk.db, event("1"))
    route_new(desk.db, desk.clock())
    assert deliver_due(desk) == Delivered()
    assert fake_slack.calls == []


def test_two_senders_at_once_send_everything_once_and_in_order(desk, fake_slack):
    owe_cards(desk, 8, ("C1", "C2", "C3"))
    fake_slack.latency = 0.01
    senders = [replace(desk, owner=f"p{number}") for number in range(2)]

    def run(sender):
        sent = 0
        while sum(statuses(desk).get(word, 0) for word in ("due", "claimed")):
            sent += deliver_due(sender).sent
        return sent

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, senders)) == 24
    for channel in ("C1", "C2", "C3"):
        assert texts(fake_slack, channel) == [f"card a-{number}" for number in range(8)]


def test_a_channel_that_must_wait_holds_up_no_other(desk, fake_slack):
    desk = replace(desk, pace=Pace(per_second=4, burst=1), threads=2)
    owe_cards(desk, 4, ("C1",))
    owe_cards(desk, 1, ("C2", "C3"))
    started = time.monotonic()
    assert deliver_due(desk).sent == 4 + 2
    took = time.monotonic() - started
    arrived = [call.args["channel"] for call in fake_slack.called("chat.postMessage")]
    assert arrived.index("C2") < 4
    assert arrived.index("C3") < 4
    assert took > 0.75
    assert texts(fake_slack)[:4] == [f"card a-{number}" for number in range(4)]


def test_the_whole_workspace_waits_when_slack_says_so(desk, fake_slack):
    owe_cards(desk, 2, ("C1", "C2"))
    desk = replace(desk, threads=1)
    fake_slack.fail("chat.postMessage", Refusal("rate_limited"))
    assert deliver_due(desk) == Delivered(deferred=4)
    other_process = replace(desk, owner="p2", pace=Pace())
    desk.clock.pass_by(seconds=29)
    assert deliver_due(other_process) == Delivered(deferred=4)
    assert len(fake_slack.called("chat.postMessage")) == 1
    desk.clock.pass_by(seconds=1)
    assert deliver_due(desk) == Delivered(sent=4)


def test_channel_after_channel_held_up_is_the_workspace(desk, fake_slack):
    owe_cards(desk, 1, ("C1", "C2", "C3", "C4", "C5"))
    desk = replace(desk, threads=1)
    fake_slack.fail("chat.postMessage", *[RateLimit(20)] * 5)
    assert deliver_due(desk) == Delivered(deferred=5)
    assert len(fake_slack.called("chat.postMessage")) == 3
    desk.clock.pass_by(seconds=20)
    fake_slack._faults.clear()
    assert deliver_due(desk) == Delivered(sent=5)


@pytest.mark.parametrize("reason", ["account_inactive", "token_revoked", "invalid_auth"])
def test_an_uninstalled_app_stops_at_once_and_keeps_all(desk, fake_slack, reason):
    owe_cards(desk, 2, ("C1", "C2"))
    desk = replace(desk, threads=1)
    fake_slack.fail("chat.postMessage", Refusal(reason))
    assert deliver_due(desk) == Delivered(deferred=4)
    assert deliver_due(desk) == Delivered(deferred=4)
    assert len(fake_slack.called("chat.postMessage")) == 1
    with desk.db.read() as session:
        assert not any(watch.paused for watch in watches.all_watches(session))
        assert tenants.find_by_id(session, desk.tenant).gone == reason
    make_tenant(desk.db)
    assert deliver_due(desk) == Delivered(sent=4)


def test_a_long_run_ends_in_time_and_the_next_goes_on(desk, fake_slack):
    desk = replace(desk, pace=Pace(per_second=2, burst=1))
    owe_cards(desk, 3)
    first = deliver_due(desk, 0.1)
    assert (first.sent, first.deferred) == (1, 2)
    assert deliver_due(desk).sent == 2


def test_a_send_that_takes_longer_than_its_claim_is_not_taken_over(desk, fake_slack):
    owe_cards(desk, 1)
    has_arrived, may_land = threading.Event(), threading.Event()

    def hold(_method, _args):
        has_arrived.set()
        may_land.wait(PATIENCE)

    fake_slack.weather = hold
    patient = Slack("xoxb-test", fake_slack.url, timeout=PATIENCE)
    slow = replace(desk, slack=patient, claim_for=timedelta(seconds=0.6), owner="slow")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(deliver_due, slow)
        try:
            assert has_arrived.wait(PATIENCE)
            desk.clock.pass_by(seconds=0.5)
            while claimed_until(desk) < desk.clock() + slow.claim_for:
                assert not first.done()
                time.sleep(0.01)
            desk.clock.pass_by(seconds=0.5)
            assert deliver_due(replace(slow, owner="other")) == Delivered(deferred=1)
        finally:
            may_land.set()
        assert first.result() == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-0"]


def claimed_until(desk):
    with desk.db.read() as session:
        return session.exec(select(OutboxRow.claimed_until)).one()


def test_a_process_that_slept_through_its_claim_sends_nothing(desk, fake_slack):
    owe_cards(desk, 1)
    with desk.db.write() as session:
        claim = claims.claim(session, desk.tenant, "p1", desk.clock(), desk.claim_for)
    assert attempt(desk, claim, lambda: False) == Overtaken()
    assert fake_slack.calls == []


def test_an_attempt_that_breaks_costs_its_channel_time_and_no_other(desk, fake_slack, caplog):
    owe_cards(desk, 1, ("C1", "C2"))

    def render(session, claim):
        if claim.place.channel == "C1":
            raise KeyError("of the renderer")
        return plain_render(session, claim)

    assert deliver_due(replace(desk, render=render)) == Delivered(sent=1, deferred=1)
    assert "KeyError" in caplog.text
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)


def test_a_watch_knows_when_it_last_brought_a_message(desk, fake_slack):
    owe_cards(desk, 1, ("C1", "C2"))
    fake_slack.refuses["C2"] = "is_archived"
    deliver_due(desk)
    with desk.db.read() as session:
        last = {watch.channel: watch.last_at for watch in watches.all_watches(session)}
    assert last == {"C1": NOW, "C2": None}


def test_a_persons_card_opens_a_thread_where_the_person_answers(desk, fake_slack):
    owe_cards(desk, 1, ("U7",))
    assert deliver_due(desk) == Delivered(sent=1)
    (card,) = fake_slack.posts("DU7")
    with desk.db.read() as session:
        for channel in ("U7", "DU7"):
            assert posts.find_thread(session, desk.tenant, channel, card["ts"]).subjects[0].ref == "1"


@pytest.mark.parametrize("row", ["dead", "unsure"])
def test_a_row_sent_again_looks_first_whether_it_stands_there(desk, fake_slack, row):
    desk = replace(desk, attempts=1)
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", AcceptThenDrop() if row == "unsure" else Refusal("invalid_blocks"))
    deliver_due(desk)
    assert statuses(desk) == {row: 1}
    with desk.db.write() as session:
        (letter,) = letters.undelivered(session, desk.tenant)
        assert letters.retry(session, desk.tenant, desk.clock(), [letter.id]) == [letter.id]
        assert letters.retry(session, desk.tenant, desk.clock(), [letter.id]) == []
    assert deliver_due(desk) == Delivered(sent=1)
    assert texts(fake_slack) == ["card a-0"]


def test_after_an_outage_old_cards_come_as_one_digest(desk, fake_slack):
    owe_cards(desk, 8, ("C1", "C2"))
    desk.clock.pass_by(hours=7)
    assert deliver_due(desk) == Delivered(sent=2)
    assert len(fake_slack.posts("C1")) == len(fake_slack.posts("C2")) == 1
    assert "digest" in texts(fake_slack)[0]
