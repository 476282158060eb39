import pytest

from bot.clients.slack import (
    ChannelInfo,
    Found,
    Identity,
    NotFound,
    Person,
    RateLimited,
    Sent,
    Slack,
    Undeliverable,
    Unreadable,
    Unsure,
)
from tests.fakeslack import AcceptThenDrop, AcceptThenHang, Drop, RateLimit, Refusal, Status

SECRET = "xoxb-very-secret"


def slack(fake, timeout=5):
    return Slack(SECRET, fake.url, timeout)


def payload(alert="al-1"):
    return {
        "text": "hello",
        "blocks": [{"type": "divider", "block_id": f"alert:{alert}"}],
        "metadata": {"event_type": "desk_alert", "event_payload": {"alert": alert}},
    }


def test_a_post_gives_its_place(fake_slack):
    sent = slack(fake_slack).post("C1", payload())
    assert sent == Sent(fake_slack.posts("C1")[0]["ts"])
    assert fake_slack.calls[0].token == SECRET


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (RateLimit(7), RateLimited(7.0)),
        (Refusal("rate_limited"), RateLimited(30.0, everywhere=True)),
        (Refusal("channel_not_found"), Undeliverable("channel_not_found", True, "channel")),
        (Refusal("is_archived"), Undeliverable("is_archived", True, "channel")),
        (Refusal("not_in_channel"), Undeliverable("not_in_channel", True, "channel")),
        (Refusal("account_inactive"), Undeliverable("account_inactive", True, "workspace")),
        (Refusal("token_revoked"), Undeliverable("token_revoked", True, "workspace")),
        (Refusal("invalid_blocks"), Undeliverable("invalid_blocks", True, "message")),
        (Refusal("service_unavailable"), Undeliverable("service_unavailable", False)),
        (Refusal("fatal_error"), Unsure("Slack failed with status 200")),
        (Status(500), Unsure("Slack failed with status 500")),
        (Status(503, accept=True), Unsure("Slack failed with status 503")),
        (AcceptThenDrop(), Unsure("the connection broke")),
        (Drop(), Unsure("the connection broke")),
    ],
)
def test_each_failure_says_what_is_known_of_its_effect(fake_slack, fault, result):
    fake_slack.fail("chat.postMessage", fault)
    assert slack(fake_slack).post("C1", payload()) == result
    assert len(fake_slack.called("chat.postMessage")) == 1


def test_an_answer_that_comes_too_late_is_unsure(fake_slack):
    fake_slack.fail("chat.postMessage", AcceptThenHang(2))
    assert slack(fake_slack, timeout=1).post("C1", payload()) == Unsure("no answer in time")
    assert len(fake_slack.posts("C1")) == 1


def test_a_server_that_is_not_there_was_certainly_not_reached():
    assert Slack(SECRET, "http://127.0.0.1:9/api").post("C1", payload()) == Undeliverable(
        "Slack cannot be reached", permanent=False
    )


@pytest.mark.parametrize("drops_metadata", [False, True])
def test_our_message_is_found_by_metadata_or_by_its_first_block(fake_slack, drops_metadata):
    fake_slack.drops_metadata = drops_metadata
    sent = slack(fake_slack).post("C1", payload("al-1"))
    for number in range(150):
        fake_slack.say("C1", f"talk {number}")
    assert slack(fake_slack).find("C1", "al-1", "alert:al-1") == Found(sent.ts)
    assert slack(fake_slack).find("C1", "al-2", "alert:al-2") == NotFound()
    assert slack(fake_slack).find("C2", "al-1", "alert:al-1") == NotFound()


def test_what_lies_too_far_back_to_be_found_leaves_doubt(fake_slack):
    slack(fake_slack).post("C1", payload("al-1"))
    for number in range(501):
        fake_slack.say("C1", f"talk {number}")
    found = slack(fake_slack).find("C1", "al-1", "alert:al-1")
    assert found == Unreadable("more than 500 messages have been posted since")


def test_a_persons_messages_are_posted_found_and_edited_where_slack_keeps_them(fake_slack):
    client = slack(fake_slack)
    sent = client.post("U7", payload("al-1"))
    assert (sent.channel, fake_slack.posts("DU7")[0]["ts"]) == ("DU7", sent.ts)
    assert client.edit("U7", sent.ts, {**payload("al-1"), "text": "anew"}) == sent
    assert client.find("U7", "al-1", "alert:al-1") == Found(sent.ts)
    assert [m["text"] for m in fake_slack.posts("DU7")] == ["anew"]
    assert len(fake_slack.called("conversations.open")) == 1


def test_a_person_who_cannot_be_reached_is_certainly_not_told(fake_slack):
    fake_slack.fail("conversations.open", AcceptThenDrop(), Refusal("user_not_found"))
    client = slack(fake_slack)
    assert client.post("U7", payload()) == Undeliverable("the connection broke", permanent=False)
    assert client.post("U7", payload()) == Undeliverable("user_not_found", True, "channel")


def test_a_reply_is_found_in_its_thread_only(fake_slack):
    parent = slack(fake_slack).post("C1", payload("al-1"))
    reply = slack(fake_slack).post("C1", payload("al-2"), parent.ts)
    assert slack(fake_slack).find("C1", "al-2", "alert:al-2", parent.ts) == Found(reply.ts)
    assert slack(fake_slack).find("C1", "al-2", "alert:al-2") == NotFound()


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Refusal("missing_scope"), Unreadable("missing_scope")),
        (RateLimit(60), RateLimited(60.0)),
        (Status(500), Unreadable("Slack failed with status 500", permanent=False)),
    ],
)
def test_a_channel_that_cannot_be_read_says_so(fake_slack, fault, result):
    fake_slack.fail("conversations.history", fault)
    assert slack(fake_slack).find("C1", "al-1", "alert:al-1") == result


def test_an_edit_keeps_the_place(fake_slack):
    sent = slack(fake_slack).post("C1", payload())
    assert slack(fake_slack).edit("C1", sent.ts, {**payload(), "text": "anew"}) == sent
    assert [m["text"] for m in fake_slack.posts("C1")] == ["anew"]
    assert slack(fake_slack).edit("C1", "1.1", payload()) == Undeliverable("message_not_found", True, "message")


def test_a_person_is_told_by_direct_message(fake_slack):
    slack(fake_slack).tell("U7", "hello")
    assert [m["text"] for m in fake_slack.posts("DU7")] == ["hello"]


def test_a_token_knows_whose_it_is(fake_slack):
    assert slack(fake_slack).whoami() == Identity("", "T1", "Desk", "UBOT")


def test_a_channel_is_described(fake_slack):
    fake_slack.channels["C1"] = {"name": "policy", "is_private": True, "is_ext_shared": True, "is_member": True}
    assert slack(fake_slack).channel("C1") == ChannelInfo("C1", "policy", True, True, False, True)


def test_the_token_shows_nowhere(fake_slack, caplog):
    caplog.set_level("DEBUG")
    client = slack(fake_slack, timeout=1)
    fake_slack.fail("chat.postMessage", Status(500), AcceptThenDrop(), Refusal("invalid_auth"))
    results = [client.post("C1", payload()) for _ in range(3)]
    assert SECRET not in f"{client!r} {results} {caplog.text}"


LIMITS = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")


@pytest.mark.parametrize(
    ("said", "guest"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "T9"}, True),
        ({"team_id": "T9", **dict.fromkeys(LIMITS, False)}, True),
        ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E9", "teams": ["T9"]}}, True),
        ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E1", "teams": ["T9"]}}, False),
        ({"team_id": "T9", "enterprise_user": {"enterprise_id": "", "teams": ["T9", "T1"]}}, False),
        ({"team_id": "", "enterprise_user": {"enterprise_id": "E1"}}, False),
        *(({"team_id": "T1", limit: True}, True) for limit in LIMITS),
        *(({"team_id": "", limit: True}, True) for limit in LIMITS),
    ],
)
def test_a_member_is_who_belongs_to_our_team_or_organisation_and_is_no_guest_there(fake_slack, said, guest):
    fake_slack.team["enterprise_id"] = "E1"
    fake_slack.people["U7"] = {"is_admin": True, **said}
    assert slack(fake_slack).person("U7") == Person("U7", guest, admin=not guest)


def test_without_an_organisation_of_ours_nobody_is_of_it(fake_slack):
    fake_slack.people["U7"] = {"team_id": "T9", "enterprise_user": {"enterprise_id": "", "teams": []}}
    assert slack(fake_slack).person("U7") == Person("U7", guest=True)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"profile": {"display_name": "Marta", "real_name": "Marta Lind"}, "name": "mlind"}, "Marta"),
        ({"profile": {"display_name": "", "real_name": "Marta Lind"}, "name": "mlind"}, "Marta Lind"),
        ({"name": "mlind", "deleted": True}, "mlind"),
        ({}, ""),
    ],
)
def test_somebody_has_the_name_that_colleagues_know(fake_slack, said, name):
    fake_slack.people["U7"] = said
    assert slack(fake_slack).person("U7").name == name


def test_whose_member_slack_does_not_say_nobody_knows(fake_slack):
    fake_slack.people["U7"] = {"team_id": None, "name": "ana"}
    assert isinstance(slack(fake_slack).person("U7"), Undeliverable)


def test_whose_token_this_is_is_asked_until_slack_says_it_and_then_no_more(fake_slack):
    client = slack(fake_slack)
    fake_slack.fail("auth.test", Refusal("fatal_error"))
    assert not isinstance(client.person("U7"), Person)
    assert [client.person(user) for user in ("U7", "U8")] == [Person("U7", guest=False), Person("U8", guest=False)]
    assert len(fake_slack.called("auth.test")) == 2
