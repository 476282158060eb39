"""Looking at feeds of a real server that misbehaves: nothing lost, nothing twice, and the health tells."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.core.feeds import LONGEST, FeedState, Look, after_look, feed_health
from bot.feeds import FEEDS, ofac_actions
from bot.feeds.feed import Feed
from bot.services import feeds
from bot.services.feeds import BadFeed, Reader
from bot.settings import load
from bot.sources import source_ids
from storage import news, stories
from tests.feeds.publisher import answer, cut_off, item, publishing, rss

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


class Office:
    """A desk that reads one feed of a publisher on loopback, with a clock that is moved by hand."""

    def __init__(self, db, publisher):
        env = {"DESK_ALLOW_HOSTS": f"127.0.0.1:{publisher.port}", "DESK_CONTACT": "desk@ministry.example"}
        self.settings = load(env, source_ids(), tuple(FEEDS))
        self.db, self.publisher, self.now = db, publisher, START
        self.reader = Reader(db, self.settings, lambda: self.now, lambda seconds: None)
        self.feed = Feed("news", "News", publisher.url("/rss"), parse=feeds.news_feed("", "", "").parse)

    def publishes(self, *items, **headers):
        self.publisher.answers["/rss"] = answer(rss(*items), **headers)

    def look(self, after=timedelta(hours=1)):
        self.now += after
        return feeds.look_at(self.reader, self.feed)

    @property
    def state(self):
        with self.db.read() as session:
            return news.feed_state(session, "news")

    def health(self):
        return feed_health(self.state, self.feed.stale_after, self.now)

    def rows(self, what="title"):
        with self.db.read() as session:
            return [row[0] for row in session.execute(text(f"SELECT {what} FROM news_item ORDER BY id"))]


@pytest.fixture
def office(db):
    with publishing() as publisher:
        yield Office(db, publisher)


def test_what_a_feed_holds_at_the_first_look_is_no_news_and_what_comes_after_is_once(office):
    office.publishes(item(1), item(2))
    assert office.look().new == 2
    office.publishes(item(3), item(1), item(2))
    assert [office.look().new for _ in range(3)] == [1, 0, 0]
    assert office.rows() == ["Item 2", "Item 1", "Item 3"]
    assert [bool(each) for each in office.rows("seeded")] == [True, True, False]


def test_an_edited_item_stays_one_and_what_it_said_is_kept(office):
    office.publishes(item(1, "US lifts"))
    office.look()
    office.publishes(item(1, "US to lift", guid="https://news.example/1#1"))
    look = office.look()
    assert (look.new, look.edited) == (0, 1)
    assert office.rows() == ["US to lift"]
    with office.db.read() as session:
        assert session.execute(text("SELECT title FROM news_version")).all() == [("US lifts",)]


def test_an_edited_item_is_to_be_read_anew_and_no_other(office):
    office.publishes(item(1, "US lifts"), item(2))
    office.look()
    with office.db.write() as session:
        for each in stories.unread(session, 9):
            stories.keep_reading(session, each.id, None, None, office.now)
    office.publishes(item(1, "US to lift"), item(2))
    office.look()
    with office.db.read() as session:
        assert [each.title for each in stories.unread(session, 9)] == ["US to lift"]


def test_validators_are_sent_back_and_an_unchanged_feed_is_in_order(office):
    office.publishes(item(1), ETag='"a"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT")
    office.look()
    assert office.look().outcome == "unchanged"
    headers = office.publisher.asked[-1][1]
    assert headers["if-none-match"] == '"a"'
    assert headers["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"
    assert "desk@ministry.example" in headers["user-agent"]
    assert office.health() == "ok"


@pytest.mark.parametrize(
    ("wrong", "outcome", "health"),
    [
        (answer("<!doctype html><html>Browser check</html>"), "refused", "refused"),
        (answer(""), "refused", "refused"),
        (answer(rss()), "empty", "empty"),
        (answer("", 403), "failed", "failing"),
        (answer("", 500), "failed", "failing"),
        (answer("", 404), "gone", "failing"),
        (cut_off(rss(item(9))), "failed", "failing"),
        (answer(b"\x1f\x8b\x08broken", Content_Encoding="gzip"), "failed", "failing"),
        (answer(gzip.compress(b" " * 9_000_000), Content_Encoding="gzip"), "failed", "failing"),
        (answer("", 302, Location="http://127.0.0.1:1/rss"), "failed", "failing"),
        (answer("", 302, Location="http://169.254.169.254/latest"), "failed", "failing"),
    ],
)
def test_a_bad_answer_changes_nothing_and_the_health_tells(office, wrong, outcome, health):
    office.publishes(item(1))
    office.look()
    office.publisher.answers["/rss"] = wrong
    look = office.look()
    assert (look.outcome, office.health()) == (outcome, health)
    assert look.reason
    assert office.state.reason == look.reason
    office.publishes(item(2), item(1))
    assert office.look().new == 1
    assert (office.health(), office.state.reason, office.rows()) == ("ok", "", ["Item 1", "Item 2"])


def test_a_server_that_asks_for_time_gets_it(office):
    office.publisher.answers["/rss"] = answer("", 429, Retry_After="7200")
    office.look()
    assert office.state.next_at - office.now >= timedelta(hours=2)


def test_a_feed_that_is_gone_three_times_is_dead_and_one_that_fails_for_a_week(office):
    for _ in range(3):
        assert office.health() != "dead"
        office.look()
    assert office.health() == "dead"
    office.publisher.answers["/rss"] = answer("", 500)
    office.look()
    office.now += timedelta(days=8)
    office.look()
    assert office.health() == "dead"


def test_a_feed_that_is_silent_for_longer_than_ever_is_late(office):
    office.publishes(item(1))
    office.look()
    office.look(office.feed.stale_after + MINUTES)
    assert office.health() == "late"


def test_only_feeds_that_are_due_are_looked_at(office):
    office.publishes(item(1))

    added = feeds.add_feed(office.db, office.settings, office.publisher.url("/rss"), "", office.now)
    closed = replace(office.settings, feed_urls={feed: office.publisher.url(f"/{feed}") for feed in FEEDS})
    reader = replace(office.reader, settings=closed)
    first = {feed.id: look.outcome for feed, look in feeds.look_at_due(reader)}
    assert first.pop(added.id) == "read"
    assert set(first.values()) == {"gone"}
    assert feeds.look_at_due(reader) == []
    office.now += timedelta(minutes=34)
    assert added.id in {feed.id for feed, _ in feeds.look_at_due(reader)}


class Actions:
    """OFAC's pages, of two actions each."""

    def __init__(self, office):
        self.office = office
        office.feed = replace(FEEDS["us-ofac-actions"], id="news", url=office.publisher.url("/recent-actions"))

    def publish(self, days, per_page=2):
        pages = [days[start : start + per_page] for start in range(0, len(days), per_page)]
        for number, page in enumerate(pages):
            path = "/recent-actions" + (f"?page={number}" if number else "")
            older = f'<a rel="next" href="?page={number + 1}">Next</a>' if number + 1 < len(pages) else ""
            rows = "".join(
                f'<div class="search-result views-row"><a href="/recent-actions/{day}">Action {day}</a></div>'
                for day in page
            )
            self.office.publisher.answers[path] = answer(f"<html><body>{rows}{older}</body></html>")


def test_after_an_outage_older_pages_are_read_until_a_known_item(office):
    actions = Actions(office)
    actions.publish(["20260301", "20260228"])
    office.look()
    actions.publish([f"202603{day:02}" for day in range(8, 1, -1)] + ["20260301", "20260228"])
    assert office.look().new == 7
    assert office.rows("key")[2:] == [f"202603{day:02}" for day in range(2, 9)]


def test_while_older_pages_fail_nothing_is_taken_so_that_nothing_is_lost(office):
    actions = Actions(office)
    actions.publish(["20260301"])
    office.look()
    actions.publish([f"202603{day:02}" for day in range(5, 0, -1)])
    office.publisher.answers["/recent-actions?page=1"] = answer("", 500)
    look = office.look()
    assert (look.outcome, office.rows("key")) == ("failed", ["20260301"])
    actions.publish([f"202603{day:02}" for day in range(5, 0, -1)])
    assert office.look().new == 4


def test_pages_that_never_come_are_told_as_a_gap(office):
    actions = Actions(office)
    actions.publish(["20260301"])
    office.look()
    actions.publish([f"202603{day:02}" for day in range(5, 0, -1)])
    office.publisher.answers["/recent-actions?page=1"] = answer("", 500)
    looks = [office.look(timedelta(hours=8)) for _ in range(feeds.PATIENCE + 1)]
    assert [look.outcome for look in looks] == ["failed"] * feeds.PATIENCE + ["read"]
    assert "older pages could not be read" in office.state.reason
    assert office.rows("key") == ["20260301", "20260304", "20260305"]


def test_a_page_does_not_lead_to_another_host():
    row = '<div class="search-result"><a href="/recent-actions/20260301">A</a></div>'
    page = f'<html><body>{row}<a rel="next" href="https://evil.example/x">Next</a></body></html>'
    assert ofac_actions.parse(page.encode(), "https://ofac.example/recent-actions").next_url == ""


def test_feeds_are_added_once_and_removed_and_what_they_brought_stays(office):
    office.publishes(item(1))
    url = office.publisher.url("/rss")
    added = feeds.add_feed(office.db, office.settings, url, "Mine", office.now)
    feeds.look_at(office.reader, added)
    assert isinstance(feeds.add_feed(office.db, office.settings, url, "", office.now), BadFeed)
    assert feeds.remove_feed(office.db, added.id) is None
    assert isinstance(feeds.remove_feed(office.db, added.id), BadFeed)
    assert isinstance(feeds.remove_feed(office.db, "un-press"), BadFeed)
    assert office.rows() == ["Item 1"]


@pytest.mark.parametrize("url", ["", "ftp://a.example/x", "https://user:secret@a.example/", "file:///etc/passwd"])
def test_what_is_no_address_is_not_added(office, url):
    assert isinstance(feeds.add_feed(office.db, office.settings, url, "", office.now), BadFeed)


@given(st.lists(st.sampled_from(["read", "unchanged", "failed", "refused", "empty", "gone"]), min_size=1, max_size=20))
def test_looks_are_never_further_apart_than_failures_may_put_them_off(outcomes):
    state, every = FeedState("a"), timedelta(minutes=10)
    for outcome in outcomes:
        before = state.looked_at
        now = state.next_at or START
        state = after_look(state, Look(outcome, now), every)
        assert before is None or now > before
        assert every * 0.89 <= state.next_at - now <= LONGEST * 1.1
        assert (state.failures == 0) == (outcome in ("read", "unchanged"))
