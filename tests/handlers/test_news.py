"""The verb `news`: stories once each, law and reports told apart, and no conclusion from silence."""

from datetime import timedelta

import pytest

from bot.core.feeds import Entry
from bot.feeds.text import address_key
from bot.services.mentions import Mentions
from bot.services.news import Newsroom, read_new
from storage import news
from tests.handlers.office import DAY, make_office

SEED = (
    "White House explores potential Russia sanctions relief amid diplomatic push",
    "Sources say the White House has directed the State and Treasury departments to draft a list of sanctions that could be lifted.",
)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(sqlite, fake_slack):
    return make_office(sqlite, fake_slack)


def hears(office, title, summary="", feed="paper-one", key="", before=HOUR):
    url = f"https://{feed}.example/{key or abs(hash(title))}"
    entry = Entry(key or title[:60], url, title, summary, DAY - before)
    with office.desk.db.write() as session:
        news.take_entries(session, feed, [(entry, address_key(url))], DAY - before, seeded=False)
    room = Newsroom(office.desk.db, office.desk.settings, Mentions(office.desk.dataset))
    return read_new(room, DAY)


def test_before_anything_was_read_nothing_is_said_about_what_was_decided(office):
    words = office.command("news")["words"]
    assert "No feed is read here yet: nothing can be said of news" in words


def test_a_story_is_told_once_with_stage_source_and_outlets(office):
    hears(office, *SEED)
    hears(office, "US weighs easing sanctions on Russia, sources say", SEED[1], feed="paper-two")
    words = office.command("news")["words"]
    assert "1 story, last 30 days" in words
    assert "US weighs easing Russia sanctions: reported, no decision announced" in words
    assert "▶ reported" in words
    assert "unnamed sources" in words
    assert "2 outlets" in words
    assert "no official act found in our sources" in words
    assert "Reports change no list" in words


def test_an_official_act_is_told_as_one(office):
    hears(office, "Issuance of Russia-related General License 8K", feed="us-ofac-actions", key="20260228")
    words = office.command("news russia")["words"]
    assert "General Licence 8K issued (Russia): listings unchanged" in words
    assert "official text" in words


def test_a_report_of_something_in_force_is_not_said_to_be(office):
    hears(office, "US lifts sanctions on Belarus potash producer", "The Treasury removed the company from its list.")
    words = office.command("news belarus")["words"]
    assert "no official document found yet" in words
    assert "borne out by no document yet" in words


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("news Russia", True),
        ("news RUSSIA-EO14024", True),
        ("news country:RU direction:relief", True),
        ("news stage:reported issuer:us 7d", True),
        ("news diplomatic push", True),
        ("news Syria", False),
        ("news direction:tightening", False),
        ("news issuer:eu", False),
        ("news stage:in_force", False),
        ("news something else", False),
    ],
)
def test_filters_and_words_narrow(office, asked, found):
    hears(office, *SEED)
    words = office.command(asked)["words"]
    assert ("1 story" in words) == found
    assert ("nothing can be said" in words) != found


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("news since:yesterday", "is no period"),
        ("news issuer:mars", "is no issuer"),
        ("news country:atlantis", "is no country"),
        ("news stage:soon", "is no stage"),
        ("news colour:red", "I do not know the filter"),
        ("news since:999d", "is no period"),
    ],
)
def test_what_cannot_be_asked_is_said(office, asked, told):
    assert told in office.command(asked)["words"]


def test_markup_in_a_headline_does_nothing(office):
    hears(office, "US weighs easing sanctions on Russia <!channel> *now* https://evil.example", SEED[1])
    told = office.command("news")
    assert "<!channel>" not in told["words"]
    assert "&lt;!channel&gt;" in told["words"]
    assert office.problems() == []


def test_notes_and_a_line_on_a_story_stand_beside_it_for_those_who_may_see_them(office):
    hears(office, *SEED)
    office.command("note story:1 Ask the embassy first", channel="C1")
    office.command("line story:1 We comment on no report.")
    words = office.command("news")["words"]
    assert "Ask the embassy first" in words
    assert "We comment on no report." in words
    assert "US weighs easing Russia sanctions" in office.command("notes embassy")["words"]
    office.slack.channels["CSHARED"] = {"is_ext_shared": True}
    outside = office.mention("news", channel="CSHARED")["words"]
    assert "US weighs easing" in outside
    assert "embassy" not in outside
    assert "We comment" not in outside


def test_a_note_of_a_private_channel_on_a_story_stays_there(office):
    hears(office, *SEED)
    office.slack.channels["CPRIV"] = {"is_private": True}
    office.command("note story:1 Only for this room", channel="CPRIV")
    assert "Only for this room" in office.command("news", channel="CPRIV")["words"]
    assert "Only for this room" not in office.command("news", channel="C1")["words"]


def test_a_story_that_is_not_there_takes_no_note_and_no_line(office):
    assert "No official action or story" in office.command("note story:99 text")["words"]
    assert "There is no story 99" in office.command("line story:99 text")["words"]
