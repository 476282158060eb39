"""News become stories: one happening once, however many tell of it; and only what a document bears out is said to be."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.core.feeds import Entry
from bot.core.news import claimed_stage, shown_stage
from bot.feeds.text import address_key
from bot.services.dataset import Dataset
from bot.services.mentions import Mentions
from bot.services.news import Newsroom, read_new
from bot.settings import load
from bot.sources import source_ids
from storage import news, stories
from tests.handlers.office import DAY, ROWS, load_rows

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Room:
    """A newsroom into which items are put by hand, as feeds would bring them."""

    def __init__(self, db):
        self.db, self.now, self._number = db, START, 0
        self.room = Newsroom(db, load({}, source_ids()), Mentions(Dataset(db)))

    def hears(self, title, summary="", feed="paper-one", after=HOUR, key="", seeded=False, outlet=""):
        self._number += 1
        self.now += after
        url = f"https://{feed}.example/{key or self._number}"
        entry = Entry(key or str(self._number), url, title, summary, self.now, outlet=outlet)
        with self.db.write() as session:
            news.take_entries(session, feed, [(entry, address_key(url))], self.now, seeded=seeded)
        return read_new(self.room, self.now)

    def stories(self):
        with self.db.read() as session:
            return sorted(stories.recent_stories(session, START - timedelta(days=1)), key=lambda story: story.id)

    def told(self):
        with self.db.read() as session:
            return [(event.story, event.kind, event.stage) for event in stories.untold(session)]


@pytest.fixture
def room(db):
    load_rows(db, ROWS, DAY)
    return Room(db)


SEED = (
    "White House explores potential Russia sanctions relief amid diplomatic push",
    "The White House has directed the State and Treasury departments to draft a list of sanctions that could be lifted.",
)


def test_four_outlets_tell_one_story_once(room):
    room.hears(*SEED, feed="paper-one")
    room.hears("US weighs easing sanctions on Russia, sources say", SEED[1], feed="paper-two")
    room.hears(
        "Washington draws up list of Russia sanctions to lift",
        "State and Treasury were asked by the White House to draft a list of sanctions that could be lifted.",
        feed="paper-three",
    )
    room.hears(*SEED, feed="paper-four")
    (story,) = room.stories()
    assert (story.direction, story.stage, story.issuers, story.targets) == ("relief", "reported", ("US",), ("RU",))
    assert (story.verified_stage, story.shown_stage) == ("", "reported")
    assert room.told() == [(story.id, "opened", "reported")]
    with room.db.read() as session:
        assert len(stories.items_of(session, [story.id])[story.id]) == 4


def test_what_is_no_signal_opens_nothing(room):
    room.hears("Court sanctions lawyer for late filing")
    room.hears("Alfa Romeo prices new Giulia for UK market")
    room.hears("Les sanctions contre la Russie sont levées par les États-Unis")
    assert room.stories() == []
    assert room.told() == []


def test_what_a_feed_held_at_its_first_look_is_known_but_not_told(room):
    room.hears(*SEED, seeded=True)
    assert len(room.stories()) == 1
    assert room.told() == []
    room.hears("US weighs easing sanctions on Russia, sources say", SEED[1], feed="paper-two")
    assert (len(room.stories()), room.told()) == (1, [])


def test_a_report_that_says_in_force_is_only_reported_until_a_document_bears_it_out(room):
    room.hears("US lifts sanctions on Belarus potash producer", "The Treasury removed the company from its list.")
    (story,) = room.stories()
    assert (story.stage in ("in_force", "ended", "announced"), story.verified_stage) == (True, "")
    assert shown_stage("ended", "") == "reported"
    room.hears("Belarus-related Designations Removals", feed="us-ofac-actions", key="20260302")
    told = room.told()
    later = room.stories()[-1]
    assert later.verified_stage == "ended"
    assert later.shown_stage == "ended"
    assert told[-1][1] in ("confirmed", "moved")
    assert told[-1][2] == "ended"


def test_licences_of_other_letters_never_share_a_story(room):
    room.hears("Issuance of Russia-related General License 8K", feed="us-ofac-actions", key="20260302")
    room.hears("Issuance of Russia-related General License 8L", feed="us-ofac-actions", key="20260303")
    first, second = room.stories()
    assert first.numbers != second.numbers
    assert first.verified_stage == "in_force"


def test_an_edited_item_is_read_anew_in_its_own_story(room):
    room.hears(*SEED, key="a")
    room.now += HOUR
    entry = Entry(
        "a",
        "https://paper-one.example/a",
        "US says it will lift sanctions on Russia",
        "",
        START + HOUR,
        version="2",
    )
    with room.db.write() as session:
        taken = news.take_entries(session, "paper-one", [(entry, entry.url)], room.now, seeded=False)
        stories.read_again(session, taken.edited)
    read_new(room.room, room.now)
    (story,) = room.stories()
    assert story.stage == "announced"
    assert [kind for _, kind, _ in room.told()] == ["opened", "moved"]


def test_listed_names_in_a_signal_are_kept_and_in_what_is_none_are_not(room):
    room.hears("US sanctions Rosneft in new Russia measures", "The Treasury added Rosneft to its list.")
    room.hears("Rosneft shares edge lower with Moscow index in thin trade")
    with room.db.read() as session:
        rows = session.execute(text("SELECT signal FROM news_item ORDER BY id")).all()
    kept = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in rows]
    assert kept[0] is None or isinstance(kept[0]["entities"], list)
    assert kept[1] is None or not kept[1].get("entities")


def test_a_report_taken_back_is_told_and_stays(room):
    room.hears(*SEED)
    room.hears(f"WITHDRAWN: {SEED[0]}", SEED[1])
    (story,) = room.stories()
    assert story.withdrawn_at is not None
    assert [kind for _, kind, _ in room.told()] == ["opened", "withdrawn"]


def test_a_correction_is_told_in_the_thread(room):
    room.hears(*SEED)
    room.hears(f"CORRECTED: {SEED[0]}", SEED[1])
    assert [kind for _, kind, _ in room.told()] == ["opened", "corrected"]


@pytest.mark.parametrize(
    ("claims", "stage"),
    [
        ([], ""),
        ([(0, "")], ""),
        ([(0, "reported"), (1, "proposed"), (2, "reported")], "reported"),
        ([(0, "proposed"), (1, "reported")], "reported"),
        ([(0, "reported"), (1, "reported"), (9, "announced")], "announced"),
        ([(0, "announced"), (9, "reported")], "announced"),
    ],
)
def test_the_stage_of_a_story_is_what_most_reports_of_the_first_hours_claim_and_what_later_ones_add(claims, stage):
    assert claimed_stage([(START + hours * HOUR, each) for hours, each in claims]) == stage


def test_reading_twice_changes_nothing(room):
    room.hears(*SEED)
    before = room.stories(), room.told()
    assert read_new(room.room, room.now).read == 0
    assert (room.stories(), room.told()) == before
