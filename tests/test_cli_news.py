"""The command line's feeds, news and stories."""

import json

from tests.feeds.publisher import answer, item, publishing, rss
from tests.test_cli import Desk, desk

__all__ = ["Desk", "desk"]

SEED = "White House explores potential Russia sanctions relief amid diplomatic push"


def test_a_feed_is_added_looked_at_and_its_news_are_told(desk, monkeypatch):
    with publishing() as publisher:
        monkeypatch.setenv("DESK_ALLOW_HOSTS", f"127.0.0.1:{publisher.port}")
        publisher.answers["/rss"] = answer(rss(item(1, "Old news")))
        (added,) = desk.json("feeds", "add", publisher.url("/rss"), "--title", "The Paper")
        assert (added["title"], added["health"], added["official"]) == ("The Paper", "never", False)
        (look,) = desk.json("feeds", "look", added["feed"])
        assert (look["outcome"], look["new"]) == ("read", 1)
        publisher.answers["/rss"] = answer("<!doctype html><html></html>")
        (look,) = desk.json("feeds", "look", added["feed"])
        assert (look["outcome"], desk.status) == ("refused", 1)
        shown = {each["feed"]: each for each in desk.json("feeds")}
        assert shown[added["feed"]]["health"] == "refused"
        assert "HTML page" in shown[added["feed"]]["reason"]
        desk("feeds", "remove", added["feed"])
        assert added["feed"] not in {each["feed"] for each in desk.json("feeds")}


def test_what_cannot_be_done_with_feeds_ends_with_2_and_says_why(desk):
    for args, told in (
        (("feeds", "dance"), "none of list"),
        (("feeds", "add"), "address of one feed"),
        (("feeds", "add", "ftp://x"), "no address of a feed"),
        (("feeds", "look", "nothing"), "there is no feed"),
        (("feeds", "remove", "un-press"), "comes with the desk"),
        (("feeds", "import", "missing.opml"), "missing.opml"),
        (("news", "stage:soon"), "is no stage"),
        (("stories", "missing.jsonl"), "cannot read"),
    ):
        desk(*args)
        assert desk.status == 2
        assert told in desk.err


def test_an_opml_file_adds_its_feeds(desk):
    path = desk.home / "feeds.opml"
    path.write_text('<opml><body><outline title="A" xmlUrl="https://a.example/rss"/></body></opml>')
    (added,) = desk.json("feeds", "import", str(path))
    assert (added["title"], added["url"]) == ("A", "https://a.example/rss")
    assert "1 of 1 feeds added" in desk.err


def test_news_without_any_tell_that_silence_means_nothing(desk):
    assert desk.json("news") == []
    assert desk.status == 1
    assert "no statement about what was decided" in desk.err


def test_items_of_one_happening_share_a_story(desk):
    rows = [
        {"id": "a", "title": SEED, "summary": "State and Treasury draft a list.", "published": "2025-03-03T10:00:00Z"},
        {
            "id": "b",
            "title": "US weighs easing sanctions on Russia",
            "lead": "State and Treasury draft a list.",
            "date": "2025-03-03",
        },
        {
            "id": "c",
            "title": "EU renews sanctions against Iran for a year",
            "published": "2025-03-03",
            "source": "x.example",
        },
        {"id": "a", "title": "Guidance: OFSI General Licence INT/2025/7895596", "url": "https://www.gov.uk/a"},
        {"id": "e", "title": "Guidance: OFSI General Licence INT/2025/8031092", "url": "https://www.gov.uk/b"},
    ]
    path = desk.home / "items.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    lines = desk.json("stories", str(path))
    assert [line["id"] for line in lines] == ["a", "b", "c", "a", "e"]
    assert lines[0]["story"] == lines[1]["story"]
    assert len({line["story"] for line in lines[1:]}) == 4
    path.write_text(rss(item(1, SEED), item(2, "EU renews sanctions against Iran")))
    assert len({line["story"] for line in desk.json("stories", str(path))}) == 2


def test_a_line_that_is_no_item_is_named(desk):
    path = desk.home / "items.jsonl"
    path.write_text('{"id": "a", "title": "x"}\nnot json\n')
    desk("stories", str(path))
    assert (desk.status, "line 2 is not JSON" in desk.err) == (2, True)
