"""The life of a channel, through the real listeners: what Slack tells, what is paused, kept, told, and told again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import schedule
from bot.app import deliver_once
from bot.services import delivery, workspaces
from bot.services.channels import audience_for
from bot.services.routing import route_new
from storage import channels, outbox, posts, tenants, watches
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, ROWS, load_rows, make_office, shown

NEW = '900200{0},"EASTERN EXAMPLE HOLDING {0}",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    made.command("watch programme:RUSSIA-EO14024")
    yield made
    assert made.problems() == []


def later(office, **time):
    now = office.desk.clock() + timedelta(**time)
    return replace(office.desk, clock=lambda: now)


def designate(office, *numbers, days):
    """The list of a later day with these parties added."""
    load_rows(office.desk.db, (*ROWS, *(NEW.format(n) for n in numbers)), DAY + timedelta(days=days))


def deliver(office, days):
    return deliver_once(later(office, days=days))


def paused(office):
    with office.desk.db.read() as session:
        return [watch.paused for watch in watches.all_watches(session)]


def statuses(office):
    with office.desk.db.read() as session:
        return outbox.status_counts(session)


def told(office):
    return [message["text"] for message in office.slack.posts("DU1")]


def known(office, channel="C1"):
    with office.desk.db.read() as session:
        return channels.find_channel(session, 1, channel)


def test_a_channel_that_is_renamed_goes_on_under_its_new_name(office):
    assert office.event({"type": "channel_rename", "channel": {"id": "C1", "name": "new-name"}}) == 200
    assert known(office).name == "new-name"
    designate(office, 1, days=1)
    assert deliver(office, 1)["sent"] >= 1
    assert paused(office) == [""]


MOVED = {"type": "channel_id_changed", "old_channel_id": "G1", "new_channel_id": "C2", "channel": None}


def test_a_channel_with_another_id_goes_on_as_it_was(office):
    office.slack.channels["G1"] = {"name": "desk", "is_private": True}
    office.command("watch programme:RUSSIA-EO14024", channel="G1")
    office.command("snooze here 3d", channel="G1")
    office.command("settings operators:<#G1|desk>", channel="G1")
    del office.slack.channels["G1"]
    office.slack.channels["C2"] = {"name": "desk", "is_private": True}
    for _ in range(2):
        assert office.event(MOVED) == 200
    assert known(office, "C2").private
    assert "RUSSIA-EO14024" in office.command("watches", channel="C2")["words"]
    assert known(office, "C2") == channels.Channel(1, "C2", "desk", private=True, externally_shared=False)
    assert "this channel" in office.command("snoozes", channel="C2")["words"]
    designate(office, 1, days=1)
    deliver(office, 1)
    assert len(office.slack.parents("C2")) == 1
    assert office.slack.posts("G1") == []


def test_a_post_that_met_slack_before_the_news_of_another_id_is_made_up_for(office):
    office.slack.channels["G1"] = {"name": "desk", "is_private": True}
    office.command("watch all", channel="G1")
    office.command("unwatch 1")
    designate(office, 1, days=1)
    office.slack.fail("chat.postMessage", Refusal("channel_not_found"))
    assert deliver(office, 1)["failed"] == 1
    designate(office, 1, 2, days=2)
    for _ in range(2):
        office.event(MOVED)
    assert paused(office) == [""]
    assert deliver(office, 2)["sent"] == 1
    (missed,) = office.slack.parents("C2")
    assert all(f"HOLDING {number}" in shown(missed)["words"] for number in (1, 2))


def test_the_id_of_a_channel_that_means_nothing_to_us_is_not_kept(office):
    office.event({**MOVED, "old_channel_id": "G98", "new_channel_id": "C99"})
    office.event({**MOVED, "old_channel_id": "C1", "new_channel_id": ""})
    with office.desk.db.read() as session:
        assert not channels.is_ours(session, 1, "C99")
        assert channels.is_ours(session, 1, "C1")


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"type": "channel_archive", "channel": "C1"}, "archived"),
        ({"type": "group_archive", "channel": "C1"}, "archived"),
        ({"type": "channel_left", "channel": "C1"}, "not in the channel"),
        ({"type": "group_left", "channel": "C1"}, "not in the channel"),
        ({"type": "channel_deleted", "channel": "C1"}, "not found"),
    ],
)
def test_a_lost_channel_pauses_keeps_what_is_due_and_tells_the_owner_once(office, event, says):
    designate(office, 1, days=1)
    route_new(office.desk.db, later(office, days=1).clock())
    for _ in range(2):
        assert office.event(event) == 200
    assert says in paused(office)[0]
    assert set(statuses(office)) == {"dead"}
    assert deliver(office, 1)["sent"] == deliver(office, 1)["sent"] == 0
    assert office.slack.posts("C1") == []
    assert len(told(office)) == 1
    assert says in told(office)[0]


@pytest.mark.parametrize(
    ("lost", "back"),
    [
        ({"type": "channel_archive", "channel": "C1"}, {"type": "channel_unarchive", "channel": "C1"}),
        (
            {"type": "channel_left", "channel": "C1"},
            {"type": "member_joined_channel", "channel": "C1", "user": "UBOT"},
        ),
    ],
)
def test_a_channel_that_is_back_hears_what_it_missed_in_one_message(office, lost, back):
    designate(office, 1, days=1)
    route_new(office.desk.db, later(office, days=1).clock())
    office.event(lost)
    designate(office, 1, 2, days=2)
    designate(office, 1, 2, 3, days=3)
    assert deliver(office, 3)["sent"] == 0
    for _ in range(2):
        office.event(back)
    assert paused(office) == [""]
    assert deliver(office, 3)["sent"] == 1
    missed = [m for m in office.slack.posts("C1") if "metadata" in m]
    assert len(missed) == 1
    words = shown(missed[0])["words"]
    assert all(f"HOLDING {number}" in words for number in (1, 2, 3))
    designate(office, 1, 2, 3, 4, days=4)
    assert deliver(office, 4)["sent"] >= 1
    assert "HOLDING 4" in str(office.slack.posts("C1"))


def test_a_channel_that_missed_nothing_gets_no_message_on_return(office):
    office.event({"type": "channel_archive", "channel": "C1"})
    office.event({"type": "channel_unarchive", "channel": "C1"})
    assert deliver(office, 1)["sent"] == 0
    assert paused(office) == [""]


def test_two_who_hear_of_a_return_at_once_owe_one_message(office):
    designate(office, 1, days=1)
    office.event({"type": "channel_archive", "channel": "C1"})
    designate(office, 1, 2, days=2)
    other = make_office(office.desk.db, office.slack, rows=())
    events = ({"type": "channel_unarchive", "channel": "C1"}, {"type": "group_unarchive", "channel": "C1"})
    with ThreadPoolExecutor(2) as pool:
        assert (
            list(pool.map(lambda pair: pair[0].event(pair[1]), zip((office, other), events, strict=True))) == [200] * 2
        )
    assert deliver(office, 2)["sent"] == 1


def test_a_watch_that_a_person_paused_stays_paused_when_the_channel_is_back(office):
    office.command("watch pause 1")
    by_hand = paused(office)
    office.event({"type": "channel_archive", "channel": "C1"})
    office.event({"type": "channel_unarchive", "channel": "C1"})
    assert paused(office) == by_hand
    assert told(office) == []


def test_channels_that_mean_nothing_to_us_are_not_kept(office):
    for kind in ("channel_archive", "channel_deleted", "channel_shared", "channel_left", "channel_unarchive"):
        assert office.event({"type": kind, "channel": "C99"}) == 200
    office.event({"type": "channel_rename", "channel": {"id": "C99", "name": "secret"}})
    with office.desk.db.read() as session:
        assert not channels.is_ours(session, 1, "C99")


@pytest.mark.parametrize(
    ("event", "private", "shared"),
    [
        ({"type": "channel_shared", "channel": "C1", "connected_team_id": "T9"}, False, True),
        (
            {"type": "message", "subtype": "channel_convert_to_private", "channel": "C1", "channel_type": "group"},
            True,
            False,
        ),
    ],
)
def test_a_channel_made_private_or_shared_follows_the_stricter_rule_from_then_on(office, event, private, shared):
    office.command("check Example Bank")
    assert not known(office).private
    assert office.event(event) == 200
    assert (known(office).private, known(office).externally_shared) == (private, shared)


def test_a_channel_is_asked_about_again_when_what_we_know_is_old(office):
    office.command("check Example Bank")
    office.slack.channels["C1"] = {"name": "general", "is_private": True}
    asked = len(office.slack.called("conversations.info"))
    office.command("check Example Bank")
    assert len(office.slack.called("conversations.info")) == asked
    assert audience_for(later(office, hours=2), 1, "channel", "C1", "U1").private
    office.slack.channels["C1"] = {"name": "general", "is_private": False}
    assert audience_for(later(office, days=2), 1, "channel", "C1", "U1").private


def test_a_card_that_somebody_deleted_is_posted_anew_with_its_next_news(office):
    others = tuple(NEW.format(number) for number in range(9))
    load_rows(office.desk.db, (*ROWS, *others), DAY + timedelta(hours=1))
    office.command("unwatch 1")
    office.command("watch us-ofac-sdn:9001003")
    load_rows(office.desk.db, (*ROWS[:3], *others), DAY + timedelta(days=1))
    deliver(office, 1)
    (card,) = office.slack.parents("C1")
    office.slack.delete("C1", card["ts"])
    gone = {"type": "message", "subtype": "message_deleted", "channel": "C1", "channel_type": "channel"}
    assert office.event({**gone, "deleted_ts": card["ts"]}) == 200
    load_rows(office.desk.db, (*ROWS, *others), DAY + timedelta(days=2))
    deliver(office, 2)
    again = [message for message in office.slack.parents("C1") if "metadata" in message]
    assert len(again) == 1
    assert "Posted again" in str(again[0]["blocks"])
    with office.desk.db.read() as session:
        assert posts.is_gone(session, 1, "C1", card["ts"])


def test_a_card_whose_thread_lives_on_under_a_stone_is_deleted_too(office):
    designate(office, 1, days=1)
    deliver(office, 1)
    ts = office.slack.parents("C1")[0]["ts"]
    stone = {"subtype": "tombstone", "ts": ts, "text": "This message was deleted."}
    event = {"type": "message", "subtype": "message_changed", "channel": "C1", "channel_type": "channel"}
    office.event({**event, "message": stone})
    with office.desk.db.read() as session:
        assert posts.is_gone(session, 1, "C1", ts)


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}]
)
def test_an_uninstalled_workspace_gets_nothing_more_and_loses_nothing(office, event):
    designate(office, 1, days=1)
    office.event(event)
    route_new(office.desk.db, later(office, days=1).clock())
    before = len(office.slack.calls)
    sender = schedule.sender(later(office, days=1), 1)
    assert delivery.deliver_due(sender).sent == 0
    assert len(office.slack.calls) == before
    assert paused(office) == [""]
    assert workspaces.probe(office.desk, 1)
    assert delivery.deliver_due(sender).sent >= 1
    assert not workspaces.probe(office.desk, 1)


def test_a_person_who_takes_back_a_token_of_their_own_ends_nothing(office):
    office.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    with office.desk.db.read() as session:
        assert tenants.find_by_id(session, 1).gone == ""
