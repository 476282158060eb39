"""What the bot does itself is not answered; what becomes of its messages is followed."""

from storage import posts
from storage.posts import Subject, Thread
from tests.handlers.office import DAY
from tests.owing import make_tenant

TS = "1700000000.000100"


def test_a_card_of_ours_that_is_deleted_is_known_to_be_gone(office):
    make_tenant(office.desk.db)
    with office.desk.db.write() as session:
        posts.add_thread(session, Thread(1, "C1", TS, "action", "a-1", (Subject("e-1"),)), DAY)
    event = {"type": "message", "subtype": "message_deleted", "channel": "C1", "channel_type": "channel"}
    # As Slack sends it: whoever deleted it is not named, but its author is, and that is us.
    event |= {"deleted_ts": TS, "previous_message": {"type": "message", "user": "UBOT", "bot_id": "B1", "ts": TS}}
    assert office.dispatch({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}) == 200
    with office.desk.db.read() as session:
        assert posts.is_gone(session, 1, "C1", TS)


def test_the_bots_own_words_are_not_answered(office):
    for event in (
        {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "UBOT",
            "text": "check Example Bank",
            "ts": TS,
        },
        {"type": "app_mention", "channel": "C1", "user": "UBOT", "text": "<@UBOT> check Example Bank", "ts": TS},
    ):
        assert office.event(event) == 200
    assert office.slack.called("chat.postMessage") == []
