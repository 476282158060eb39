"""Shortcuts: from any message to the lists, and to the thread of the party that it names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.blocks import ids
from bot.core.entities import entity_id
from handlers.manifest import SHORTCUTS, manifest
from storage import entities
from tests.fakeslack import Refusal
from tests.handlers.office import Office, decoded, make_office, shown

SDN = "us-ofac-sdn"
NOW = datetime.fromtimestamp(1_700_000_000, UTC)
"""About the time that the recording Slack gives to its messages."""
BANK, SHIPPING = entity_id(SDN, "17018"), entity_id(SDN, "9001003")
HEARD = "Heard today that Northern Star Shipping Limited may leave the list, does anybody know more about it?"


@pytest.fixture
def office(db, fake_slack):
    """An office on each database; all that it sends must be within Slack's limits."""
    made = make_office(db, fake_slack, now=NOW)
    yield made
    assert made.problems() == []


@pytest.fixture
def small(sqlite, fake_slack):
    """The same on one database, for what does not depend on it."""
    made = make_office(sqlite, fake_slack, now=NOW)
    yield made
    assert made.problems() == []


def say(office: Office, text: str, channel: str = "C1", user: str = "U7", thread: str = "") -> dict:
    return office.slack._store(channel, {"text": text, "user": user, **({"thread_ts": thread} if thread else {})})


def use(
    office: Office, shortcut: str, message: dict | None = None, channel: str = "C1", user: str = "U1", **more
) -> dict:
    """Use a shortcut; what only its user is told."""
    before = len(office.slack.called("respond"))
    body = {"type": "message_action" if message else "shortcut", "callback_id": shortcut, **office._who(user, channel)}
    body |= {"message": message, "message_ts": message["ts"]} if message else {}
    assert office.dispatch({**body, **more}) == 200
    calls = office.slack.called("respond")[before:]
    return shown(calls[-1].args) if calls else {}


def choose(office: Office, entity: str, view_id: str = "V1", user: str = "U1") -> None:
    values = {ids.DISCUSS_BLOCK: {ids.DISCUSS_PARTY: {"type": "static_select", "selected_option": {"value": entity}}}}
    view = {**office.opened(), "id": view_id, "hash": "h", "state": {"values": values}}
    assert office.dispatch({"type": "view_submission", **office._who(user, ""), "view": view}) == 200


def cards(office: Office, channel: str = "C1") -> list[dict]:
    """Our own messages that are no replies."""
    return [shown(message) for message in office.slack.parents(channel) if "blocks" in message]


def replies(office: Office, root: str, channel: str = "C1") -> list[dict]:
    return [shown(m) for m in office.slack.posts(channel) if m.get("thread_ts") == root and "blocks" in m]


def test_check_a_name_opens_a_field_and_answers_in_it(small):
    use(small, ids.SHORTCUT_CHECK)
    assert small.opened()["callback_id"] == ids.CHECK_MODAL


def test_the_party_in_a_message_is_answered_to_who_asked_only(small):
    told = use(small, ids.SHORTCUT_NAMED, say(small, HEARD))
    assert told["response_type"] == "ephemeral"
    assert "NORTHERN STAR SHIPPING LIMITED" in told["words"]
    assert cards(small) == []


def test_several_parties_are_a_line_each(small):
    told = use(small, ids.SHORTCUT_NAMED, say(small, "Example Bank, and also Northern Star Shipping, came up again"))
    assert "2 names looked up: 2 found" in told["words"]


def test_no_party_is_not_a_clearance(small):
    for text in ("Court sanctions lawyer", "lunch?", "", ":tada: <https://example.org/Northern_Star|link>"):
        told = use(small, ids.SHORTCUT_NAMED, say(small, text))
        assert "not a clearance" in told["words"]


def test_discuss_opens_a_thread_with_the_status_and_the_quotation(office):
    message = say(office, HEARD)
    told = use(office, ids.SHORTCUT_DISCUSS, message)
    (card,) = cards(office)
    assert "NORTHERN STAR" in card["words"]
    (quotation,) = replies(office, card["ts"])
    assert "Heard today that Northern Star" in quotation["words"]
    assert f"p{message['ts'].replace('.', '')}" in quotation["words"]
    assert "A new thread" in told["words"]
    assert f"p{card['ts'].replace('.', '')}" in told["words"]
    answer = office.mention("is it still listed?", thread=card["ts"])
    assert "NORTHERN STAR" in answer["words"]


def test_discuss_joins_the_thread_that_stands(office):
    use(office, ids.SHORTCUT_DISCUSS, say(office, HEARD))
    told = use(office, ids.SHORTCUT_DISCUSS, say(office, "Northern Star Shipping again"), user="U2")
    (card,) = cards(office)
    assert len(replies(office, card["ts"])) == 2
    assert "Quoted and linked" in told["words"]


def test_the_same_message_is_taken_there_once(office):
    message = say(office, HEARD)
    for user in ("U1", "U1", "U2"):
        told = use(office, ids.SHORTCUT_DISCUSS, message, user=user)
    (card,) = cards(office)
    assert len(replies(office, card["ts"])) == 1
    assert "stands already" in told["words"]


def test_a_delivery_told_twice_acts_once(office):
    for _ in range(2):
        use(office, ids.SHORTCUT_DISCUSS, say(office, HEARD), trigger_id="same")
    assert len(cards(office)) == 1
    assert len(replies(office, cards(office)[0]["ts"])) == 1


def test_a_message_in_the_thread_itself_stays_where_it_is(small):
    use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD))
    root = cards(small)[0]["ts"]
    told = use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD, thread=root))
    assert "stands already" in told["words"]
    assert len(replies(small, root)) == 1


def test_several_parties_are_a_choice(office):
    message = say(office, "Example Bank financed Northern Star Shipping")
    use(office, ids.SHORTCUT_DISCUSS, message)
    assert cards(office) == []
    offered = {option["value"] for option in office.opened()["blocks"][1]["element"]["options"]}
    assert offered == {BANK, SHIPPING}
    for view in ("V1", "V1", "V2"):
        choose(office, BANK, view)
    (card,) = cards(office)
    assert "EXAMPLE BANK" in card["words"]
    assert len(replies(office, card["ts"])) == 1
    assert "stands already" in shown(office.slack.called("chat.postEphemeral")[-1].args)["words"]


def test_a_name_that_several_bear_is_a_choice(small):
    use(
        small,
        ids.SHORTCUT_DISCUSS,
        say(small, "met with John Doe last week, more to follow after the weekend, he said"),
    )
    assert len(small.opened()["blocks"][1]["element"]["options"]) == 2


def test_nothing_is_opened_for_a_message_that_names_nobody(small):
    told = use(small, ids.SHORTCUT_DISCUSS, say(small, "see you tomorrow"))
    assert "not a clearance" in told["words"]
    assert small.slack.called("views.open") == []
    assert cards(small) == []


def test_a_quotation_is_short_and_inert(small):
    long = "Northern Star Shipping &lt;!channel&gt; <!here> <https://evil.example|click> " + "and so on " * 200
    use(small, ids.SHORTCUT_DISCUSS, say(small, long))
    (quotation,) = replies(small, cards(small)[0]["ts"])
    said = quotation["words"]
    assert "<!" not in said
    assert "evil.example" not in said
    assert len(said[said.index("“") : said.index("”")].split()) <= 26


def test_an_old_thread_is_not_woken(small):
    use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD))
    later = replace(small.desk, clock=lambda: NOW + timedelta(days=40))
    other = Office(later, small.slack)
    use(other, ids.SHORTCUT_DISCUSS, say(small, "Northern Star Shipping, once more"), trigger_id="later")
    assert len(cards(small)) == 2


def test_other_channels_threads_are_left_alone(small):
    use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD))
    use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD, "C2"), "C2")
    assert len(cards(small, "C2")) == 1
    assert len(replies(small, cards(small)[0]["ts"])) == 1


def test_where_the_bot_cannot_post_that_is_said_and_can_be_repeated(small):
    small.slack.fail("chat.postMessage", Refusal("not_in_channel"))
    message = say(small, HEARD)
    assert "Invite me" in use(small, ids.SHORTCUT_DISCUSS, message)["words"]
    assert "A new thread" in use(small, ids.SHORTCUT_DISCUSS, message)["words"]


def test_a_thread_is_found_by_what_its_subject_became(office):
    use(office, ids.SHORTCUT_DISCUSS, say(office, HEARD))
    with office.desk.db.write() as session:
        entities.relink(session, {(SDN, "9001003"): (BANK, "test")}, [(SHIPPING, BANK, "merged")], NOW)
    office.desk.dataset.refresh()
    use(office, ids.SHORTCUT_DISCUSS, say(office, "what of Example Bank?"))
    (card,) = cards(office)
    assert len(replies(office, card["ts"])) == 2


def test_a_private_message_is_quoted_in_its_own_channel_only(small):
    small.slack.channels["C9"] = {"is_private": True, "name": "cabinet"}
    use(small, ids.SHORTCUT_DISCUSS, say(small, HEARD))
    use(small, ids.SHORTCUT_DISCUSS, say(small, f"Secret: {HEARD}", "C9"), "C9")
    assert "Secret" not in json.dumps(small.slack.posts("C1"))
    posted = [decoded(call.args) for call in small.slack.called("chat.postMessage")]
    assert all(args["channel"] == "C9" for args in posted if "Secret" in json.dumps(args))


def test_the_manifest_offers_each_shortcut_with_a_listener():
    offered = manifest()["features"]["shortcuts"]
    assert [item["callback_id"] for item in offered] == [callback for _, _, callback, _ in SHORTCUTS]
    assert len({item["callback_id"] for item in offered}) == 4
    assert all(len(item["name"]) <= 150 and len(item["description"]) <= 150 for item in offered)
