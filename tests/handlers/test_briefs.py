"""Briefs and exports asked for in Slack: the files come by direct message, to who asked alone."""

from __future__ import annotations

import csv
import re

import pytest

from tests.briefing import footnotes_fit, is_well_formed
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, ROWS, load_rows, make_office, shown
from tests.sdn import sdn_row

REF = "us-ofac-sdn:17018"


@pytest.fixture
def office(sqlite, fake_slack):
    fake_slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    fake_slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    fake_slack.people["U8"] = {"is_restricted": True}
    made = make_office(sqlite, fake_slack)
    yield made
    assert made.problems() == []


def files(office, user="U1"):
    """What is in a person's direct messages: the cover, and the files in its thread by their ending."""
    cover = office.slack.parents(f"D{user}")[-1]
    mine = [file for file in office.slack.files(f"D{user}") if file["thread_ts"] == cover["ts"]]
    return shown(cover)["words"], {
        file["name"].rpartition(".")[2]: file["content"].decode("utf-8-sig") for file in mine
    }


def test_a_brief_comes_by_direct_message_as_markdown_and_html(office):
    said = office.command("brief Example Bank")["words"]
    assert "is in your direct messages" in said
    cover, made = files(office)
    assert "Blocked by US" in cover
    assert set(made) == {"md", "html"}
    footnotes_fit(made["md"])
    is_well_formed(made["html"])
    assert office.slack.posts("C1") == []


@pytest.mark.parametrize("text", ["brief programme:SDGT", "brief changes 30d", f"brief {REF} since:2026-01-01"])
def test_briefs_of_every_kind_are_handed_over(office, text):
    assert "is in your direct messages" in office.command(text)["words"]
    assert set(files(office)[1]) == {"md", "html"}


def test_several_parties_are_a_choice_with_their_commands(office):
    said = office.command("brief John Doe")["words"]
    assert "does not say which" in said
    assert {"`/sanctions brief us-ofac-sdn:9001001`", "`/sanctions brief us-ofac-sdn:9001002`"} <= set(
        re.findall("`[^`]+`", said)
    )
    assert "born" in said
    assert office.slack.parents("DU1") == []


@pytest.mark.parametrize(
    "text", ["brief", "brief Zebulon Quxworthy", "brief programme:X since:soon", "brief notes:perhaps X"]
)
def test_what_cannot_be_written_says_what_would_work(office, text):
    said = office.command(text)["words"]
    assert "`brief NAME`" in said
    assert office.slack.parents("DU1") == []


def test_notes_only_where_asked_for_and_marked(office):
    office.command(f"note {REF} asked the embassy")
    office.command("brief Example Bank")
    assert "embassy" not in files(office)[1]["md"]
    said = office.command("brief Example Bank notes:yes")["words"]
    cover, made = files(office)
    assert "private channels stays there" in said
    assert "Internal" in cover
    assert all("asked the embassy" in text for text in made.values())
    assert all(word in made["html"] for word in ('class="internal"', "Take this part out"))


def test_a_brief_names_colleagues_and_shows_no_id(office):
    office.slack.people["U1"] = {"profile": {"display_name": "Marta"}}
    office.command(f"note {REF} asked the embassy")
    office.command(f"note {REF} asked the desk officer", user="U7")
    office.command("brief Example Bank notes:yes")
    _, made = files(office)
    for text in made.values():
        assert ", Marta: " in text
        assert ", a colleague: " in text
        assert re.search(r"\bU[17]\b", text) is None


def test_a_note_of_a_private_channel_is_in_no_file_wherever_it_is_asked_for(office):
    office.command(f"note {REF} zebra of the cabinet", "G1")
    for channel in ("G1", "C1", "D1"):
        office.command("brief Example Bank notes:yes", channel)
        office.command("export notes", channel)
        assert "zebra" not in "".join(files(office)[1].values())


def test_guests_and_shared_channels_get_public_data_only(office):
    office.command(f"note {REF} asked the embassy")
    for channel, user in (("C1", "U8"), ("C9", "U1")):
        said = office.command("brief Example Bank notes:yes", channel, user)["words"]
        assert "Notes are left out here" in said
        cover, made = files(office, user)
        assert "Internal" not in cover
        assert "embassy" not in "".join(made.values())
        before = len(office.slack.files(f"D{user}"))
        for what in ("notes", "decisions", "watches"):
            assert "direct messages" not in office.command(f"export {what}", channel, user)["words"]
        assert len(office.slack.files(f"D{user}")) == before
        assert "rows of listings" in office.command("export listings", channel, user)["words"]


def test_a_mention_is_answered_without_counting_what_is_the_teams(office):
    office.command(f"note {REF} asked the embassy")
    office.command(f"note {REF} for me alone")
    said = office.mention("export notes")["words"]
    assert "Notes are in your direct messages" in said
    assert "2" not in said
    cover, made = files(office)
    assert "2 rows of notes" in cover
    assert "asked the embassy" in made["csv"]


def test_changes_are_exported_with_their_filters(office):
    load_rows(office.desk.db, (*ROWS, sdn_row(9001009, "NEW TRADING")), DAY.replace(day=2))
    office.command("export changes kind:added")
    (row,) = csv.DictReader(files(office)[1]["csv"].splitlines())
    assert (row["op"], row["state"], row["ref"]) == ("ADD", "confirmed", "9001009")
    office.command("export changes format:json")
    assert '"export":"changes"' in files(office)[1]["json"]


def test_nothing_to_export_makes_no_file(office):
    assert "Nothing to export" in office.command("export changes kind:moved")["words"]
    assert "Nothing to export" in office.command("export decisions")["words"]
    assert office.slack.parents("DU1") == []


@pytest.mark.parametrize("text", ["export", "export everything", "export ledger", "export notes issuer:eu"])
def test_an_export_that_cannot_be_read_says_what_would_work(office, text):
    assert "`export changes since:2026-01-01`" in office.command(text)["words"]


def test_a_file_that_slack_does_not_take_is_owned_up_to(office, monkeypatch):
    monkeypatch.setattr("bot.services.handing.time.sleep", lambda _: None)
    office.slack.fail("files.completeUploadExternal", *[Refusal("internal_error")] * 20)
    said = office.command("brief Example Bank")["words"]
    assert "Slack did not take the files" in said
    replies = [post for post in office.slack.posts("DU1") if post.get("thread_ts")]
    assert any("A file is missing here" in shown(post)["words"] for post in replies)
