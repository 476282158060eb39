"""OPML: the feeds of a reader's subscription list."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from bot.feeds.text import TITLE, address, plain


class BadOpml(ValueError):
    """The file is no subscription list; the text says why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that a list names."""

    title: str
    url: str


def subscriptions(data: bytes) -> tuple[Subscription, ...]:
    """The feeds of an OPML file, each address once; folders do not matter."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadOpml(f"not well-formed XML: {str(error)[:160]}") from None
    if root.tag.casefold() != "opml" or root.getroottree().docinfo.doctype:
        raise BadOpml("not an OPML file: its root is no <opml>, or it declares a document type")
    found: dict[str, Subscription] = {}
    for outline in root.iter("outline"):
        url = address(outline.get("xmlUrl") or outline.get("xmlurl") or "", "")
        if url:
            title = plain(outline.get("title") or outline.get("text") or url, TITLE)
            found.setdefault(url, Subscription(title, url))
    return tuple(found.values())
