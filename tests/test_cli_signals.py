"""`desk signals` as scripts use it."""

import json

from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]

ITEMS = (
    {"id": "a", "title": "US lifts sanctions on Example Bank of Syria", "date": "2026-03-01", "outlet": "example.org"},
    {"id": "b", "title": "Judge sanctions lawyers over fake citations"},
    {"id": "c", "title": "Die EU verlängert die Sanktionen gegen Russland um sechs Monate"},
    {
        "id": "d",
        "title": "Iran-related Designations; Cuba Designations",
        "url": "https://ofac.treasury.gov/recent-actions/1",
    },
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><guid>g1</guid><title>EU adopts sanctions on Russian banks</title><link>https://example.org/1</link></item></channel></rss>"""


def lines(desk, *items):
    path = desk.home / "items.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in items), encoding="utf-8")
    return str(path)


def test_items_in_signals_out_in_order(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    found = desk.json("signals", lines(desk, *ITEMS))
    assert [each["id"] for each in found] == list("abcd")
    assert (found[0]["direction"], found[0]["stage"], found[0]["jurisdictions"]) == ("relief", "ended", ["US"])
    assert (found[1]["relevant"], found[1]["direction"], found[1]["stage"]) == (False, None, None)
    assert (found[2]["relevant"], found[2]["language"]) == (False, "de")
    assert [each["targets"] for each in found[3]["clauses"]] == [["IR"], ["CU"]]
    assert not any(each["verified"] for each in found)


def test_a_feed_file_is_read(desk):
    path = desk.home / "feed.xml"
    path.write_text(FEED, encoding="utf-8")
    assert desk.json("signals", str(path))[0]["direction"] == "tightening"


def test_lines_for_people_say_that_nothing_is_verified(desk):
    out = desk("signals", lines(desk, *ITEMS)).splitlines()
    assert "relief · claimed stage: ended · US · SY · not verified" in out[0]
    assert "not relevant" in out[1]
    assert "not read: language de" in out[2]


def test_bad_input_names_the_line(desk):
    assert desk("signals", lines(desk, ITEMS[0], {"title": "no id"})) == ""
    assert (desk.status, "line 2: an item needs an id" in desk.err) == (2, True)
    desk("signals", str(desk.home / "nothing.jsonl"))
    assert (desk.status, "cannot read" in desk.err) == (2, True)
