"""Reading feeds: publishers' real answers, and what they send when something is wrong."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import FEEDS, NotAFeed, federal_register, gdelt, google_news, govuk, ofac_actions, rss, un_press
from bot.feeds.opml import BadOpml, subscriptions
from bot.feeds.text import address_key, instant_of, plain
from tests.feeds.publisher import item
from tests.feeds.publisher import rss as feed

URL = "https://news.example/rss"


def test_ofac_actions_are_keyed_by_their_number_and_lead_to_older_pages(shared):
    page = ofac_actions.parse(
        (shared / "news/samples/ofac_recent_actions_rows.html").read_bytes(), "https://x.gov/recent-actions"
    )
    assert [entry.key for entry in page.entries] == ["20260924", "20260923", "20260918", "20260917", "20260910"]
    assert (
        page.entries[3].title == "Iran-related Designations; Cuba Designations; Belarus-related Designations Removals"
    )
    assert page.entries[3].published == datetime(2026, 9, 17, tzinfo=UTC)
    assert page.entries[0].category == "Regulations and Guidance"
    assert page.entries[0].url == "https://x.gov/recent-actions/20260924"
    assert page.next_url.startswith("https://x.gov/recent-actions?tm=")


def test_an_ofac_page_of_another_layout_is_an_error_and_not_nothing_new():
    with pytest.raises(NotAFeed, match="layout changed"):
        ofac_actions.parse(b"<html><body><article>20260924</article></body></html>", URL)


def test_documents_of_one_title_stay_two_and_a_correction_names_what_it_corrects(shared):
    page = federal_register.parse((shared / "news/samples/federal_register_documents.json").read_bytes(), URL)
    same = [entry for entry in page.entries if entry.title == "Notice of OFAC Sanctions Action"]
    assert {entry.key for entry in same} == {"2026-20215", "2026-20032"}
    row = {"document_number": "C1-2026-20032", "title": "Correction", "html_url": "https://f.gov/x"}
    corrected = federal_register.parse(json.dumps({"results": [row]}).encode(), URL).entries[0]
    assert (corrected.key, corrected.corrects) == ("C1-2026-20032", "2026-20032")


def test_a_page_of_govuk_keeps_its_key_when_its_id_changes(shared):
    data = (shared / "news/samples/govuk_ofsi.atom").read_bytes()
    entries = govuk.parse_atom(data, URL).entries
    edited = govuk.parse_atom(data.replace(b"2026-08-12T15:09:02Z", b"2026-08-13T09:00:00Z"), URL).entries
    assert [entry.key for entry in entries] == [entry.key for entry in edited]
    changed = [entry.key for entry, other in zip(entries, edited, strict=True) if entry.version != other.version]
    assert changed == ["https://www.gov.uk/government/publications/ofsi-general-licence-int20258031092"]
    assert entries[0].category == "Guidance"


def test_the_search_of_govuk_and_its_feed_give_one_key():
    row = {
        "title": "T",
        "link": "/government/publications/uk-financial-sanctions-faqs",
        "public_timestamp": "2026-09-24T08:49:08Z",
    }
    found = govuk.parse_search(json.dumps({"results": [row]}).encode(), "https://www.gov.uk/api/search.json").entries[0]
    assert found.key == "https://www.gov.uk/government/publications/uk-financial-sanctions-faqs"
    assert found.version == "2026-09-24T08:49:08+00:00"


def test_one_meeting_under_two_addresses_is_one_item():
    links = ("https://press.un.org/en/2026/sc16444.doc.htm", "https://press.un.org/en/content/live/sc16444")
    page = un_press.parse(feed(*(item(n, link=link, guid=link) for n, link in enumerate(links))).encode(), URL)
    assert [entry.key for entry in page.entries] == ["sc16444"]


def test_the_mark_of_an_edit_and_of_a_campaign_is_no_part_of_a_key(shared):
    rows = json.loads((shared / "news/samples/bbc_rss_items.json").read_text())["items"]
    items = [
        item(n, row["title"].replace("&", "&amp;"), link=row["link"].replace("&", "&amp;"), guid=row["guid"])
        for n, row in enumerate(rows)
    ]
    keys = [entry.key for entry in rss.parse(feed(*items).encode(), URL).entries]
    assert len(keys) == len({row["guid"].partition("#")[0] for row in rows})
    assert all("#" not in key and "at_medium" not in key for key in keys)


def test_a_title_of_google_news_is_without_its_outlet():
    parts = {"source": "Reuters", "guid": "CBMi"}
    found = google_news.parse(feed(item(1, "US weighs easing - sources - Reuters", **parts)).encode(), URL).entries[0]
    assert (found.title, found.outlet, found.key) == ("US weighs easing - sources", "Reuters", "CBMi")


def test_gdelt_tells_no_time_of_publication(shared):
    data = (shared / "news/samples/gdelt_doc_artlist.json").read_bytes()
    found = gdelt.parse(data, URL).entries[0]
    assert (found.language, found.published, found.outlet) == ("sr", None, "blic.rs")
    assert gdelt.parse(b"{}", URL).entries == ()
    with pytest.raises(NotAFeed, match="limit requests"):
        gdelt.parse(b"Please limit requests to one every 5 seconds", URL)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty answer"),
        (b"  \n", "empty answer"),
        (b"<!DOCTYPE html><html><body>Browser check</body></html>", "HTML page"),
        (b"<!-- a note --><HTML><body>503</body></HTML>", "HTML page"),
        (b'{"error": "no"}', "neither RSS nor Atom"),
        (b'<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel></channel></rss>', "entities"),
        ("\ufeff<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>".encode("utf-16"), "entities"),
    ],
)
def test_what_is_no_feed_is_said(data, why):
    with pytest.raises(NotAFeed, match=why):
        rss.parse(data, URL)


def test_a_feed_with_a_bare_ampersand_is_read():
    entries = rss.parse(feed(item(1, "Marks & Spencer"), item(2)).encode(), URL).entries
    assert [entry.title for entry in entries] == ["Marks & Spencer", "Item 2"]


def test_bytes_that_name_a_file_are_not_opened(tmp_path):
    path = tmp_path / "secret.xml"
    path.write_text(feed(item(1)))
    with pytest.raises(NotAFeed):
        rss.parse(str(path).encode(), URL)


def test_links_that_are_not_of_the_web_are_left_out():
    entry = rss.parse(feed(item(1, link="javascript:alert(1)", guid="tag:1")).encode(), URL).entries[0]
    assert (entry.url, entry.key) == ("", "tag:1")


@given(st.text(max_size=300))
def test_plain_text_is_one_line_without_invisible_signs(text):
    found = plain(text)
    assert found == " ".join(found.split())
    assert not any(ord(sign) < 32 or sign in "\u200b\u202e\ufeff" for sign in found)


def test_markup_is_left_out_of_texts():
    assert plain("<p>US &amp; EU<br/><a href='https://x'>ease</a>\n rules</p>") == "US & EUease rules"
    assert plain("a" * 3_000).endswith("…")


def test_addresses_are_compared_without_what_follows_readers_about():
    assert address_key("https://a.example/x?utm_source=q&id=3#top") == "https://a.example/x?id=3"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-01T12:00:00+01:00", datetime(2026, 3, 1, 11, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 12:00:00 GMT", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_are_read_as_feeds_print_them(text, found):
    assert instant_of(text) == found


def test_every_official_feed_says_for_whom_it_speaks_and_under_which_licence():
    for feed_ in FEEDS.values():
        assert feed_.licence
        assert feed_.url.startswith("https://")
        assert bool(feed_.jurisdiction) == feed_.official
        assert not feed_.opt_in or feed_.terms


def test_an_opml_file_names_each_feed_once():
    data = b"""<opml><body><outline text="News"><outline title="A" xmlUrl="https://a.example/rss"/>
      <outline text="A again" xmlUrl="https://a.example/rss"/><outline xmlUrl="file:///etc/passwd"/></outline></body></opml>"""
    assert [(each.title, each.url) for each in subscriptions(data)] == [("A", "https://a.example/rss")]
    for bad in (b"<rss/>", b"nothing", b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>'):
        with pytest.raises(BadOpml):
            subscriptions(bad)
