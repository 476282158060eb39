"""Timelines in Slack: the card at once, the picture by direct message, from the menu, shared in the channel."""

import json
from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.core.entities import entity_id
from handlers import timeline
from storage import ledger, tenants
from tests.handlers.office import DAY, ROWS, elements, load_rows, make_office, shown
from tests.sdn import companies

BANK = "us-ofac-sdn:17018"


def pictures_done():
    """Wait for what is drawn aside: one thread, in order."""
    timeline.ASIDE.submit(lambda: None).result(timeout=60)


def menu(office, answer, word):
    """Choose from the More menu of an answer."""
    element = next(e for e in elements(answer["blocks"]) if e.get("action_id") == ids.MORE)
    option = next(o for o in element["options"] if o["value"].startswith(f"{word}|"))
    before = len(office.slack.called("respond"))
    body = {
        "type": "block_actions",
        **office._who("U1", "C1"),
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "C1"},
        "message": {},
        "actions": [{**element, "selected_option": option, "action_ts": "1600000000.5"}],
    }
    assert office.dispatch(body) == 200
    return shown(office.slack.called("respond")[before:][-1].args)


@pytest.fixture
def changed(sqlite, fake_slack):
    """An office whose bank came under one more programme a day later."""
    others = (*ROWS[1:], *companies(4))
    made = make_office(sqlite, fake_slack, (ROWS[0], *others), DAY)
    rows = (ROWS[0].replace("RUSSIA-EO14024", "RUSSIA-EO14024] [SDGT"), *others)
    load_rows(made.desk.db, rows, DAY + timedelta(days=1))
    yield made
    assert made.problems() == []


def test_the_card_tells_the_rows_and_the_picture_comes_by_direct_message(changed):
    card = changed.command("timeline Example Bank")
    assert "PUBLIC JOINT STOCK COMPANY EXAMPLE BANK: timeline" in card["words"]
    assert "2 Mar 2026" in card["words"]
    assert "further designated under SDGT" in card["words"]
    assert "First copy: US SDN list of 1 Mar 2026" in card["words"]
    pictures_done()
    channel = changed.slack.called("conversations.open")[-1]
    assert channel.args["users"] == "U1"
    (file,) = [file for place in changed.slack.messages for file in changed.slack.files(place)]
    assert file["name"] == "timeline.png"
    assert file["content"].startswith(b"\x89PNG")
    assert "Timeline of PUBLIC JOINT STOCK COMPANY EXAMPLE BANK" in file["title"]
    assert "further designated under SDGT" in file["alt"]


def test_the_menu_of_an_answer_leads_to_its_partys_timeline(changed):
    answer = changed.command("check Example Bank")
    assert "EXAMPLE BANK: timeline" in menu(changed, answer, "timeline")["words"]
    pictures_done()


def test_a_shared_timeline_is_drawn_for_the_channel_with_its_picture_in_the_thread(changed):
    changed.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    changed.command(f"note {BANK} zebra is private", "G1")
    card = changed.command(f"timeline {BANK}", "G1")
    assert "zebra" in card["words"]
    pictures_done()
    changed.click(changed.command(f"timeline {BANK}", "C1"), ids.TIMELINE_SHARE, "C1")
    pictures_done()
    (posted,) = changed.slack.parents("C1")
    assert "zebra" not in str(posted)
    assert "Shared by" in shown(posted)["words"]
    (file,) = changed.slack.files("C1")
    assert file["thread_ts"] == posted["ts"]
    # A question in its thread is about the party.
    assert "EXAMPLE BANK" in changed.mention("still listed?", thread=posted["ts"])["words"]


def test_several_parties_are_a_choice_that_leads_on(office):
    card = office.command("timeline Doe")
    assert "Which one?" in card["words"]
    before = len(office.slack.called("respond"))
    office.click(card, ids.timeline_of(2))
    chosen = shown(office.slack.called("respond")[before:][-1].args)
    assert "DOE, John" in chosen["words"]
    assert "timeline" in chosen["words"]
    pictures_done()


def test_one_party_that_may_be_meant_is_asked_for_as_one(office):
    words = office.command("timeline Northern Star")["words"]
    assert "“Northern Star”: is this who you mean?" in words
    assert "Several" not in words


def test_a_programme_has_a_timeline_in_numbers(changed):
    card = changed.command("timeline programme:sdgt since:2026")
    assert "SDGT: timeline" in card["words"]
    assert "1 further designated under it" in card["words"]
    pictures_done()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("timeline Nobody Of That Name", "Nobody on the lists"),
        ("timeline programme:MOON", "No entry"),
        ("timeline Example Bank since:soon", "not a date"),
        ("timeline us-ofac-sdn:1", "No such entry"),
    ],
)
def test_what_cannot_be_told_is_said_plainly(office, text, words):
    assert words in office.command(text)["words"]
    assert office.slack.called("files.getUploadURLExternal") == []


def test_a_picture_that_slack_does_not_take_is_owned_up_to(changed):
    changed.slack.fail("files.getUploadURLExternal", "invalid_arguments")
    changed.command("timeline Example Bank")
    pictures_done()
    said = [post for channel in changed.slack.messages for post in changed.slack.posts(channel)]
    assert "could not be sent" in str(said)


def test_a_mention_is_answered_in_the_thread(changed):
    assert "EXAMPLE BANK: timeline" in changed.mention("timeline Example Bank")["words"]
    pictures_done()


def test_guests_see_the_law_and_nothing_of_the_team(changed):
    changed.slack.people["U8"] = {"is_restricted": True}
    changed.command(f"note {BANK} zebra", "C1")
    card = changed.command("timeline Example Bank", "C1", "U8")
    assert "further designated" in card["words"]
    assert "zebra" not in card["words"]
    assert "TEAM" not in card["words"]
    pictures_done()


@pytest.mark.parametrize("shared", [True, False])
def test_asked_for_where_another_organisation_reads_along_the_picture_shows_the_law_only(changed, shared):
    changed.slack.channels["CX"] = {"is_ext_shared": shared, "name": "joint"}
    changed.command(f"note {BANK} zebra", "C1")
    changed.command("timeline Example Bank", "CX")
    pictures_done()
    (file,) = changed.slack.files("DU1")
    assert "further designated" in file["alt"]
    assert ("team" in file["alt"].casefold()) is not shared


@pytest.mark.parametrize("user", ["U8", "U1"])
def test_the_picture_of_somebody_of_another_team_shows_the_law_only(changed, user):
    changed.slack.people["U8"] = {"team_id": "T9"}
    changed.command(f"note {BANK} zebra", "C1")
    changed.command("timeline Example Bank", "C1", user)
    pictures_done()
    (file,) = changed.slack.files(f"D{user}")
    assert "further designated" in file["alt"]
    assert ("team" in file["alt"].casefold()) is (user == "U1")


def test_asking_and_sharing_are_in_the_ledger(changed):
    changed.click(changed.command("timeline Example Bank"), ids.TIMELINE_SHARE)
    pictures_done()
    with changed.desk.db.read() as session:
        tenant = tenants.only_tenant(session).id
        told = [(link.kind, json.loads(content.text)) for link, content in ledger.rows(session, tenant)]
    kept = {kind: content for kind, content in told if "timeline" in content}
    assert kept["question"]["asked"] == "Example Bank"
    assert {each["about"] for each in kept.values()} == {entity_id("us-ofac-sdn", "17018")}
    assert set(kept) == {"question", "share"}
