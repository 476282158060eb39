from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clients.slack import Slack
from bot.core.delta import Op
from bot.core.watches import Target
from bot.services.delivery import Delivered, Pace, Sender, deliver_due
from bot.services.routing import route_new
from storage import outbox, posts, watches
from tests.fakeslack import AcceptThenDrop, AcceptThenHang, RateLimit, Refusal, Status
from tests.owing import NOW, add_watch, by_name, decide, event, make_tenant, plain_render, record

ALL = Target("all", "", "all")


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
        claimed = outbox.claim(session, desk.tenant, "dead", desk.clock(), desk.claim_for)
    if arrived:
        block = {"type": "divider", "block_id": f"alert:{claimed.alert}"}
        desk.slack.post("C1", {"text": "card a-0", "blocks": [block]})
    assert deliver_due(desk) == Delivered(deferred=2)
    desk.clock.pass_by(minutes=6)
    assert deliver_due(desk) == Delivered(sent=2)
    assert texts(fake_slack) == ["card a-0", "card a-1"]


@pytest.mark.parametrize("reason", ["channel_not_found", "is_archived", "not_in_channel", "account_inactive"])
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
        outbox.revive(session, desk.tenant, "C1", desk.clock())
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
            due = outbox.next_due(session, desk.tenant)
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
    desk = replace(desk, attempts=1)
    owe_cards(desk, 2)
    for _ in range(3):
        with desk.db.write() as session:
            assert outbox.claim(session, desk.tenant, "dead", desk.clock(), desk.claim_for) is not None
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


def test_a_card_that_was_deleted_is_posted_anew_and_followed_there(desk, fake_slack):
    owe_pending(desk)
    deliver_due(desk)
    fake_slack.delete("C1", fake_slack.posts("C1")[0]["ts"])
    decide(desk.db, "1", "cancelled")
    route_new(desk.db, desk.clock())
    assert deliver_due(desk) == Delivered(sent=1)
    (parent,) = fake_slack.posts("C1")
    assert parent["text"] == "card a-1 anew"
    with desk.db.read() as session:
        assert posts.find_thread(session, desk.tenant, "C1", parent["ts"]) is not None


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


def test_the_pace_lets_a_burst_through_and_then_one_a_second():
    pace = Pace(per_second=1.0, burst=3)
    assert [pace.wait("C1", 100.0) for _ in range(5)] == [0, 0, 0, 1.0, 2.0]
    assert pace.wait("C2", 100.0) == 0
    assert pace.wait("C1", 102.0) == 1.0
    assert pace.wait("C1", 200.0) == 0


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
