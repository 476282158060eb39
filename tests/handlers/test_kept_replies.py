"""📝 on a colleague's reply in a thread of ours keeps it as a note, which follows the reply."""

from __future__ import annotations

import threading

import pytest

from bot.blocks import ids
from bot.core.audience import Audience
from bot.core.entities import entity_id
from bot.services.ledger_care import read_ledger
from storage import entities, posts
from storage import notes as stored
from storage.posts import Subject, Thread
from tests.fakeslack import RateLimit, Refusal
from tests.handlers.office import DAY, ROWS, Office, load_rows, make_office, shown
from tests.owing import make_tenant

SDN = "us-ofac-sdn"
BANK, SHIPPING = entity_id(SDN, "17018"), entity_id(SDN, "9001003")
WORDS = "Their lawyer says a licence is pending"


@pytest.fixture
def office(db, fake_slack):
    """An office on each database; all that it sends must be within Slack's limits."""
    made = make_office(db, fake_slack)
    make_tenant(db)
    yield made
    assert made.problems() == []


@pytest.fixture
def small(sqlite, fake_slack):
    """The same on one database, for what does not depend on it."""
    made = make_office(sqlite, fake_slack)
    make_tenant(sqlite)
    yield made
    assert made.problems() == []


def root(office: Office, channel: str = "C1", subjects=((BANK, SDN, "17018"),)) -> str:
    """A card of ours about these parties."""
    card = {"text": "card", "bot_id": "B1", "user": "UBOT"}
    ts = office.slack._store(channel, card)["ts"]
    with office.desk.db.write() as session:
        about = tuple(Subject(*each) for each in subjects)
        posts.add_thread(session, Thread(1, channel, ts, "action", "", about), DAY)
    return ts


def reply(office: Office, thread: str, text: str = WORDS, user: str = "U7", channel: str = "C1") -> str:
    said = {"text": text, **({"user": user} if user else {}), **({"thread_ts": thread} if thread else {})}
    return office.slack._store(channel, said)["ts"]


def react(
    office: Office, ts: str, user: str = "U1", channel: str = "C1", kind: str = "added", name: str = "memo"
) -> None:
    event = {"type": f"reaction_{kind}", "user": user, "reaction": name}
    assert office.event({**event, "item": {"type": "message", "channel": channel, "ts": ts}, "channel": None}) == 200


def edit(office: Office, ts: str, text: str, at: str = "1700009999.000100", channel: str = "C1", **more) -> None:
    message = {"type": "message", "user": "U7", "text": text, "ts": ts, "edited": {"user": "U7", "ts": at}, **more}
    event = {"type": "message", "subtype": "message_changed", "channel_type": "channel", "message": message}
    assert office.event({**event, "channel": channel}) == 200


def delete(office: Office, ts: str, channel: str = "C1") -> None:
    office.slack.delete(channel, ts)
    event = {"type": "message", "subtype": "message_deleted", "channel_type": "channel", "deleted_ts": ts}
    assert office.event({**event, "channel": channel, "previous_message": {"user": "U7", "ts": ts}}) == 200


def told(office: Office) -> dict:
    return shown(office.slack.called("chat.postEphemeral")[-1].args)


def notes(office: Office, channel: str = "C1", name: str = "Example Bank", user: str = "U1") -> str:
    return office.command(f"check {name}", channel, user)["words"]


def test_a_reply_with_a_memo_is_a_note_on_the_threads_party(office):
    react(office, reply(office, root(office)))
    said = told(office)
    assert said["user"] == "U1"
    assert "Kept as a note on *PUBLIC JOINT STOCK COMPANY EXAMPLE BANK*" in said["words"]
    assert "by U7" in said["words"]
    assert WORDS in notes(office)
    assert len(office.slack.called("conversations.replies")) == 1


def test_a_reaction_told_three_times_and_by_two_people_is_one_note(office):
    ts = reply(office, root(office))
    for user in ("U1", "U1", "U2"):
        react(office, ts, user)
    assert "already, kept by U1" in told(office)["words"]
    assert notes(office).count(WORDS) == 1


def test_two_reactions_at_once_are_one_note(office):
    ts = reply(office, root(office))
    office.slack.latency = 0.1
    both = [threading.Thread(target=react, args=(office, ts, user)) for user in ("U1", "U2")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert notes(office).count(WORDS) == 1


def test_taking_the_memo_off_removes_the_note_of_who_put_it_on(office):
    ts = reply(office, root(office))
    react(office, ts)
    react(office, ts, "U2", kind="removed")
    assert WORDS in notes(office)
    react(office, ts, kind="removed")
    assert "Removed" in told(office)["words"]
    assert WORDS not in notes(office)
    react(office, ts, "U2")
    assert WORDS in notes(office)


def test_the_note_follows_edits_and_deletion(office):
    ts = reply(office, root(office))
    react(office, ts)
    edit(office, ts, "The licence was &lt;refused&gt;")
    assert "The licence was ‹refused›" in notes(office) or "The licence was &lt;refused&gt;" in notes(office)
    assert WORDS not in notes(office)
    edit(office, ts, "an older edit, told late", at="1700009998.000100")
    assert "refused" in notes(office)
    delete(office, ts)
    assert "refused" not in notes(office)
    edit(office, ts, "a zombie", at="1700010000.000100")
    assert "zombie" not in notes(office)


def test_a_deleted_message_with_replies_leaves_a_stone_and_no_note(small):
    ts = reply(small, root(small))
    react(small, ts)
    edit(small, ts, "This message was deleted.", subtype="tombstone")
    assert "deleted" not in notes(small)
    assert WORDS not in notes(small)


def test_an_unfurled_link_is_no_edit(small):
    ts = reply(small, root(small))
    react(small, ts)
    edit(small, ts, "something else", edited=None)
    assert WORDS in notes(small)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_reply_without_words_is_not_kept(small, text):
    react(small, reply(small, root(small), text))
    assert "no text" in told(small)["words"]


def test_an_edit_that_empties_the_reply_hides_the_note_until_words_come_back(small):
    ts = reply(small, root(small))
    react(small, ts)
    edit(small, ts, " ")
    assert "📝" not in notes(small)
    edit(small, ts, "New words", at="1700010001.000100")
    assert "New words" in notes(small)


def test_the_bots_own_messages_and_other_threads_are_not_kept(small):
    thread = root(small)
    react(small, thread)
    react(small, reply(small, thread, user=""))
    react(small, reply(small, thread, user="UBOT"))
    react(small, reply(small, ""))
    react(small, reply(small, reply(small, "", "lunch?")))
    react(small, reply(small, thread), name="thumbsup")
    assert small.slack.called("chat.postEphemeral") == []
    assert "📝" not in notes(small)


def test_where_no_thread_of_ours_stands_no_message_is_read(small):
    react(small, reply(small, "", channel="C5"), channel="C5")
    assert small.slack.called("conversations.replies") == []


def test_a_thread_about_several_parties_asks_on_whom(office):
    thread = root(office, subjects=((BANK, SDN, "17018"), (SHIPPING, SDN, "9001003")))
    ts = reply(office, thread)
    react(office, ts)
    asked = told(office)
    assert "Nothing is kept" in asked["words"]
    assert WORDS not in notes(office) + notes(office, name="Northern Star Shipping")
    choose(office, asked, SHIPPING)
    assert "Kept as a note on *NORTHERN STAR" in shown(office.slack.called("respond")[-1].args)["words"]
    assert WORDS in notes(office, name="Northern Star Shipping")
    assert WORDS not in notes(office)
    choose(office, asked, BANK)
    edit(office, ts, "on both")
    assert "on both" in notes(office)
    assert "on both" in notes(office, name="Northern Star Shipping")
    react(office, ts, kind="removed")
    assert "on both" not in notes(office) + notes(office, name="Northern Star Shipping")


def test_a_party_named_in_the_reply_is_offered_first(small):
    thread = root(small, subjects=((BANK, SDN, "17018"), (SHIPPING, SDN, "9001003")))
    react(small, reply(small, thread, "Northern Star is the one that matters here"))
    select = next(block["accessory"] for block in told(small)["blocks"] if "accessory" in block)
    assert [option["value"].split()[1] for option in select["options"]] == [SHIPPING, BANK]


def choose(office: Office, asked: dict, entity: str) -> None:
    select = next(block["accessory"] for block in asked["blocks"] if "accessory" in block)
    option = next(option for option in select["options"] if option["value"].endswith(entity))
    select = {key: value for key, value in select.items() if key != "options"} | {"selected_option": option}
    body = {"type": "block_actions", **office._who("U1", "C1"), "container": {"is_ephemeral": True}}
    assert office.dispatch({**body, "message": {}, "actions": [{**select, "action_ts": "1.1"}]}) == 200


def test_only_a_party_of_that_thread_can_be_chosen(small):
    thread = root(small, subjects=((BANK, SDN, "17018"), (SHIPPING, SDN, "9001003")))
    react(small, reply(small, thread))
    asked = told(small)
    select = next(block["accessory"] for block in asked["blocks"] if "accessory" in block)
    ts = select["options"][0]["value"].split()[0]
    select["options"].append({**select["options"][0], "value": f"{ts} {entity_id(SDN, '9001001')}"})
    choose(small, asked, entity_id(SDN, "9001001"))
    assert WORDS not in notes(small, name="us-ofac-sdn:9001001")


def keep_by_shortcut(office: Office, ts: str, user: str = "U1", channel: str = "C1") -> dict:
    message = office.slack._find(channel, ts)
    body = {"type": "message_action", "callback_id": ids.SHORTCUT_KEEP, "message_ts": ts, "message": message}
    assert office.dispatch({**office._who(user, channel), **body}) == 200
    return shown(office.slack.called("respond")[-1].args)


def test_the_shortcut_keeps_as_well_and_the_button_removes(office):
    ts = reply(office, root(office))
    said = keep_by_shortcut(office, ts)
    assert "Kept as a note" in said["words"]
    assert "already, kept by you" in keep_by_shortcut(office, ts)["words"]
    assert "Only U1 can remove it" in keep_by_shortcut(office, ts, "U2")["words"]
    office.click(said, ids.KEPT_REMOVE, user="U2")
    assert WORDS in notes(office)
    office.click(said, ids.KEPT_REMOVE)
    assert WORDS not in notes(office)


def test_the_shortcut_says_why_a_message_cannot_be_kept(small):
    assert "what a colleague wrote" in keep_by_shortcut(small, root(small))["words"]
    small.slack.fail("conversations.replies", Refusal("not_in_channel"))
    assert "Invite me" in keep_by_shortcut(small, reply(small, ""))["words"]


NAMING = "Heard today that Northern Star Shipping Limited may leave the list soon"


def test_any_message_is_kept_on_the_party_that_it_names_and_followed(office):
    ts = reply(office, "", NAMING)
    assert "Kept as a note on *NORTHERN STAR" in keep_by_shortcut(office, ts)["words"]
    assert NAMING in notes(office, name="Northern Star Shipping")
    edit(office, ts, "not true after all")
    assert "not true after all" in notes(office, name="Northern Star Shipping")
    delete(office, ts)
    assert "📝" not in notes(office, name="Northern Star Shipping")


def test_of_a_message_that_names_several_one_is_chosen(office):
    said = "Northern Star Shipping Limited banks with Public Joint Stock Company Example Bank"
    asked = keep_by_shortcut(office, reply(office, "", said))
    assert "Nothing is kept" in asked["words"]
    choose(office, asked, SHIPPING)
    assert said in notes(office, name="Northern Star Shipping")
    assert said not in notes(office)


def tell_subject(office: Office, word: str, user: str = "U1", view_id: str = "V1") -> int:
    values = {ids.KEEP_ABOUT_BLOCK: {ids.KEEP_ABOUT: {"type": "plain_text_input", "value": word}}}
    view = {**office.opened(), "id": view_id, "hash": "h", "state": {"values": values}}
    return office.dispatch({"type": "view_submission", **office._who(user, ""), "view": view})


def use_shortcut(office: Office, ts: str, channel: str = "C1") -> None:
    body = {"type": "message_action", "callback_id": ids.SHORTCUT_KEEP, "message": office.slack._find(channel, ts)}
    assert office.dispatch({**office._who("U1", channel), **body, "message_ts": ts}) == 200


def test_of_a_message_that_names_nobody_the_subject_is_asked_for(office):
    use_shortcut(office, reply(office, "", WORDS))
    assert office.opened()["callback_id"] == ids.KEEP_MODAL
    assert WORDS not in notes(office)
    tell_subject(office, "Nobody Whatsoever Unheard")
    tell_subject(office, "programme:RUSSIA-EO14024", view_id="V2")
    assert WORDS not in notes(office)
    tell_subject(office, "Example Bank", view_id="V3")
    assert "Kept as a note" in told(office)["words"]
    assert WORDS in notes(office)


def test_a_message_kept_by_the_dialogue_stays_in_its_private_channel(small):
    small.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    ts = reply(small, "", WORDS, channel="G1")
    use_shortcut(small, ts, "G1")
    tell_subject(small, "us-ofac-sdn:17018")
    assert WORDS in notes(small, "G1")
    assert WORDS not in notes(small, "C1")


def test_the_dialogue_cannot_be_handed_back_by_another(small):
    use_shortcut(small, reply(small, "", WORDS))
    tell_subject(small, "Example Bank", user="U2")
    assert WORDS not in notes(small)


def test_slack_that_asks_to_wait_is_told_and_nothing_is_half_kept(office):
    ts = reply(office, root(office))
    office.slack.fail("conversations.replies", RateLimit(30), Refusal("internal_error"))
    react(office, ts)
    assert "in 30 seconds" in told(office)["words"]
    edit(office, ts, "edited meanwhile")
    react(office, ts)
    assert "Not kept" in told(office)["words"]
    assert "📝" not in notes(office)
    react(office, ts)
    assert WORDS in notes(office)


def test_a_long_reply_is_shortened_and_that_is_said(small):
    react(small, reply(small, root(small), "word " * 2000))
    assert "first 3,000 characters" in told(small)["words"]


def test_words_of_a_reply_are_inert(small):
    react(small, reply(small, root(small), "&lt;!channel&gt; <!here> see <https://evil.example|our site> *now*"))
    for text in (told(small)["words"], notes(small)):
        assert "<!channel" not in text
        assert "<!here" not in text
        assert "evil.example" not in text


def test_a_private_channels_reply_is_seen_nowhere_else(office):
    office.slack.channels["C9"] = {"is_private": True, "name": "cabinet"}
    ts = reply(office, root(office, "C9"), channel="C9")
    react(office, ts, channel="C9")
    assert WORDS in notes(office, "C9")
    root(office)
    assert WORDS not in notes(office, "C1")
    assert WORDS not in notes(office, "C1", user="U7")
    assert "📝" not in notes(office, "C1")
    mentioned = office.mention("who wrote about this before?", thread=root(office))
    assert WORDS not in mentioned["words"]
    assert "0 notes" in mentioned["words"] or "Nothing by the team" in mentioned["words"]
    office.event({"type": "app_home_opened", "tab": "home"})
    assert WORDS not in str(office.slack.called("views.publish")[-1].args)
    answer = office.command("check Example Bank", "C9")
    office.click(answer, ids.SHARE, "C1")
    assert WORDS not in shown(office.slack.parents("C1")[-1])["words"]
    with office.desk.db.read() as session:
        for surface in ("home", "cli", "dm", "ephemeral"):
            assert stored.note_counts(session, Audience(1, surface, "", user="U7"), [BANK]) == {}


def test_an_open_channels_reply_stays_in_its_channel_too(small):
    react(small, reply(small, root(small)))
    assert WORDS not in notes(small, "C2")


def test_nothing_is_kept_in_a_channel_shared_with_others(small):
    small.slack.channels["C8"] = {"is_ext_shared": True, "name": "partners"}
    react(small, reply(small, root(small, "C8"), channel="C8"), channel="C8")
    assert "No notes here" in told(small)["words"]
    assert small.slack.called("conversations.replies") == []


def test_a_note_goes_with_its_listing_when_its_party_is_merged_and_split(office):
    react(office, reply(office, root(office)))
    with office.desk.db.write() as session:
        entities.relink(session, {(SDN, "17018"): (SHIPPING, "test")}, [(BANK, SHIPPING, "merged")], DAY)
    with office.desk.db.read() as session:
        there = Audience(1, "channel", "C1")
        assert stored.note_counts(session, there, [SHIPPING]) == {SHIPPING: 1}
    with office.desk.db.write() as session:
        entities.relink(session, {(SDN, "17018"): (BANK, "test")}, [], DAY)
    with office.desk.db.read() as session:
        assert stored.note_counts(session, there, [BANK, SHIPPING]) == {BANK: 1}


def test_a_thread_of_a_merged_party_keeps_notes_on_the_one_that_took_it_over(office):
    thread = root(office, subjects=((BANK, "", ""), (SHIPPING, SDN, "9001003")))
    with office.desk.db.write() as session:
        entities.relink(session, {(SDN, "17018"): (SHIPPING, "test")}, [(BANK, SHIPPING, "merged")], DAY)
    react(office, reply(office, thread))
    assert "Kept as a note" in told(office)["words"]
    with office.desk.db.read() as session:
        assert stored.note_counts(session, Audience(1, "channel", "C1"), [SHIPPING]) == {SHIPPING: 1}


def test_a_party_that_left_the_list_can_still_be_noted(small):
    thread = root(small)
    more = ROWS[3].replace("9001003", "9001009").replace("NORTHERN STAR", "SOUTHERN CROSS")
    load_rows(small.desk.db, (*ROWS, more), DAY.replace(day=2))
    load_rows(small.desk.db, (*ROWS[1:], more), DAY.replace(day=3))
    react(small, reply(small, thread))
    assert "Kept as a note" in told(small)["words"]


def test_what_colleagues_say_to_each_other_leaves_no_trace(small):
    root(small)
    before = len(small.slack.calls)
    with small.desk.db.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM seen").scalar()
    said = {"type": "message", "channel_type": "channel", "text": "lunch?", "ts": "1700000001.000100"}
    assert small.event(said) == 200
    assert small.event({**said, "channel_type": "group", "thread_ts": "1700000001.000100"}) == 200
    edit(small, "1700000001.000100", "dinner?")
    delete(small, "1700000001.000100") if "C1" in small.slack.messages else None
    with small.desk.db.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM seen").scalar() == count
    assert [call for call in small.slack.calls[before:] if call.method != "auth.test"] == []


def acts(office: Office) -> list[tuple[str, str]]:
    """What the ledger says was done with notes, oldest first, and by whom."""
    found = read_ledger(office.desk, 1, "U1", office.desk.clock(), kind="note")
    return [(each.content["act"], each.who) for each in reversed(found)]


@pytest.mark.parametrize("now_a", ["viewer", "guest"])
def test_who_may_not_write_notes_any_more_takes_none_back_by_emoji(office, now_a):
    office.slack.people["U0BOSS"] = {"is_admin": True}
    ts = reply(office, root(office))
    react(office, ts)
    if now_a == "viewer":
        office.command("settings viewers <@U1>", "C1", user="U0BOSS")
    else:
        office.slack.people["U1"] = {"is_restricted": True}
        office.desk.people._seen.clear()
    before = len(office.slack.called("chat.postEphemeral"))
    react(office, ts, kind="removed")
    assert len(office.slack.called("chat.postEphemeral")) == before
    assert WORDS in notes(office, user="U2")
    assert acts(office) == [("kept", "U1")]


def test_what_slack_tells_of_the_reply_is_in_the_ledger_once(office):
    ts = reply(office, root(office))
    react(office, ts)
    edit(office, ts, "They say no licence is pending")
    edit(office, ts, "They say no licence is pending")
    for _ in range(2):
        delete(office, ts)
    edit(office, ts, "late", at="1700010000.000100")
    assert acts(office) == [("kept", "U1"), ("edited in Slack", "U7"), ("deleted in Slack", "the desk")]
