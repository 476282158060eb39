"""The official feeds that we read, and those of news that are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.feeds import federal_register, gdelt, google_news, govuk, ofac_actions, rss, un_press
from bot.feeds.feed import Feed, NotAFeed, Page

__all__ = ["FEEDS", "Feed", "NotAFeed", "Page", "news_feed"]

_DAYS = timedelta(days=1)
_US_PUBLIC: Final = "public domain (US Government)"
_OGL: Final = "Open Government Licence v3.0"
_EU: Final = "re-use allowed (Decision 2011/833/EU)"


def _register(slug: str, short: str, stale: int) -> Feed:
    return Feed(
        id=f"us-fr-{short}",
        title=f"Federal Register: {slug.replace('-', ' ')}",
        url=federal_register.address_of(slug),
        parse=federal_register.parse,
        official=True,
        documents=True,
        jurisdiction="US",
        licence=_US_PUBLIC,
        every=timedelta(hours=1),
        stale_after=stale * _DAYS,
        pages=5,
    )


def news_feed(ident: str, title: str, url: str) -> Feed:
    """Any RSS or Atom feed of news."""
    return Feed(ident, title, url, rss.parse, licence="as the publisher's terms say", max_bytes=1024 * 1024)


OFFICIAL: Final = (
    Feed(
        id="us-ofac-actions",
        title="OFAC Recent Actions",
        url="https://ofac.treasury.gov/recent-actions",
        parse=ofac_actions.parse,
        official=True,
        documents=True,
        jurisdiction="US",
        licence=_US_PUBLIC,
        every=timedelta(minutes=10),
        stale_after=14 * _DAYS,
        pages=10,
    ),
    _register("foreign-assets-control-office", "ofac", 14),
    _register("industry-and-security-bureau", "bis", 30),
    _register("state-department", "state", 7),
    _register("executive-office-of-the-president", "eop", 14),
    Feed(
        id="us-white-house",
        title="White House",
        url="https://www.whitehouse.gov/feed/",
        parse=rss.parse,
        official=True,
        jurisdiction="US",
        licence=_US_PUBLIC,
        every=timedelta(minutes=15),
        stale_after=7 * _DAYS,
    ),
    Feed(
        id="uk-ofsi",
        title="Office of Financial Sanctions Implementation",
        url="https://www.gov.uk/government/organisations/office-of-financial-sanctions-implementation.atom",
        parse=govuk.parse_atom,
        official=True,
        documents=True,
        jurisdiction="UK",
        licence=_OGL,
        every=timedelta(minutes=15),
        stale_after=45 * _DAYS,
    ),
    Feed(
        id="uk-ofsi-search",
        title="GOV.UK search: Office of Financial Sanctions Implementation",
        url=govuk.address_of("office-of-financial-sanctions-implementation"),
        parse=govuk.parse_search,
        official=True,
        documents=True,
        jurisdiction="UK",
        licence=_OGL,
        every=timedelta(hours=1),
        stale_after=45 * _DAYS,
    ),
    Feed(
        id="uk-fcdo",
        title="Foreign, Commonwealth and Development Office",
        url="https://www.gov.uk/government/organisations/foreign-commonwealth-development-office.atom",
        parse=govuk.parse_atom,
        official=True,
        jurisdiction="UK",
        licence=_OGL,
        every=timedelta(minutes=15),
        stale_after=3 * _DAYS,
    ),
    Feed(
        id="uk-legislation",
        title="legislation.gov.uk: titles with sanctions",
        url="https://www.legislation.gov.uk/title/sanctions/data.feed",
        parse=rss.parse,
        official=True,
        documents=True,
        jurisdiction="UK",
        licence=_OGL,
        every=timedelta(hours=1),
        stale_after=60 * _DAYS,
    ),
    Feed(
        id="eu-oj",
        title="Official Journal of the EU, L series",
        url="https://eur-lex.europa.eu/EN/display-feed.rss?rssId=222",
        parse=rss.parse,
        official=True,
        documents=True,
        jurisdiction="EU",
        licence=_EU,
        every=timedelta(minutes=15),
        stale_after=5 * _DAYS,
    ),
    Feed(
        id="eu-commission",
        title="European Commission press corner",
        url="https://ec.europa.eu/commission/presscorner/api/rss?language=en",
        parse=rss.parse,
        official=True,
        jurisdiction="EU",
        licence=_EU,
        every=timedelta(minutes=30),
        stale_after=5 * _DAYS,
    ),
    Feed(
        id="un-press",
        title="United Nations press releases",
        url="https://press.un.org/en/rss.xml",
        parse=un_press.parse,
        official=True,
        jurisdiction="UN",
        licence="as the publisher's terms say",
        every=timedelta(minutes=15),
        stale_after=4 * _DAYS,
    ),
)
ASKED_FOR: Final = (
    Feed(
        id="google-news",
        title="Google News search",
        url=google_news.address_of(),
        parse=google_news.parse,
        licence="personal, non-commercial use",
        every=timedelta(minutes=15),
        opt_in=True,
        terms="Google's terms allow personal, non-commercial use; read them before you name it.",
    ),
    Feed(
        id="gdelt",
        title="GDELT DOC 2.0",
        url=gdelt.address_of(),
        parse=gdelt.parse,
        licence="open, with attribution",
        every=timedelta(minutes=15),
        pause=timedelta(seconds=5),
        opt_in=True,
        terms="Headlines only; one request in five seconds; often refused from data centres.",
    ),
)
FEEDS: Final[dict[str, Feed]] = {feed.id: feed for feed in (*OFFICIAL, *ASKED_FOR)}
