"""A fixed store to write briefs from, and what every brief must satisfy."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from lxml import html

from bot.app import build_desk
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.issuers import ListKind
from bot.core.listings import Fact, Listing
from bot.services.desk import Desk
from bot.settings import load as load_settings
from bot.sources import source_ids
from storage.db import Database
from tests.owing import NOW, SDN, event, listing, load, record

EU = "eu-fsf"
PARTY = entity_id(SDN, "1")
LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "xlink:href"}
"""Attributes by which a page may load something."""
CITED = re.compile(r"\[\^(\d+)\](?!:)")
DEFINED = re.compile(r"^\[\^(\d+)\]:", re.MULTILINE)


def bank(source: str = SDN, kind: ListKind = ListKind.SDN, ref: str = "1", *facts: Fact) -> Listing:
    """A listing with dates and a relation."""
    made = listing(ref, source, kind, "EXAMPLE BANK")
    return replace(made, facts=(Fact("listed_on", "2022-03-24"), *facts))


def make_desk(db: Database, **env: str) -> Desk:
    """A desk over this database, at a fixed time."""
    settings = load_settings({"DESK_REFRESH": "off", **env}, source_ids())
    return replace(build_desk(settings, db), clock=lambda: NOW)


def fill(db: Database) -> None:
    """Two lists of one party and some others, and what was recorded of them."""
    relation = Fact("relation", "Linked To: EXAMPLE HOLDING")
    note = Fact("secondary_sanctions", "Secondary sanctions risk: section 1 of the Order")
    load(db, bank(SDN, ListKind.SDN, "1", relation, note), bank(EU, ListKind.EU_ASSET_FREEZE, "77"), entity=PARTY)
    load(db, listing("9", "un-sc", ListKind.UN, "UNRELATED TRADING"))
    load(db, listing("2"), listing("3"), sequence=2)
    march, february = NOW - timedelta(days=1), NOW - timedelta(days=30)
    record(
        db,
        event("1", at=february, list_date=february.date(), entity=PARTY, caption="EXAMPLE BANK", action="a-2"),
        event("2", at=march, list_date=march.date()),
        event("4", Op.DEL, at=march, list_date=march.date(), state="confirmed"),
        event("5", Op.DEL, at=march, list_date=march.date()),
        event(
            "77", source=EU, at=march, list_date=march.date(), action="a-3", entity=PARTY, list_kind="eu_asset_freeze"
        ),
    )


def is_well_formed(page: str) -> html.HtmlElement:
    """The page, parsed; it loads nothing, runs nothing, and each footnote is defined once and cited."""
    parser = html.HTMLParser(encoding="utf-8", recover=False)
    tree = html.document_fromstring(page.encode(), parser=parser)
    assert not [problem for problem in parser.error_log if "Tag " not in problem.message], list(parser.error_log)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)}.isdisjoint(
        {"script", "link", "iframe", "object", "embed", "base", "form", "audio", "video", "source", "use", "image"}
    )
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in LOADS or value.startswith("data:image/png;base64,"), (name, value[:80])
    assert "@import" not in page
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {f"#{mark}" for mark in tree.xpath("//*/@id")}
    links = {a.get("href") for a in tree.iter("a")}
    ids = tree.xpath("//*/@id")
    assert len(ids) == len(set(ids))
    assert all(href[1:] in ids for href in links if href.startswith("#"))
    numbers = [item.get("id") for item in tree.xpath("//footer//li")]
    cited = [a.get("href")[1:] for a in tree.xpath("//main//sup/a")]
    assert set(cited) == set(numbers)
    return tree


def footnotes_fit(text: str) -> None:
    """Of a brief in Markdown: each footnote is defined once and cited; none has the address of another."""
    defined = DEFINED.findall(text)
    assert len(defined) == len(set(defined))
    assert set(CITED.findall(text)) == set(defined)
    addresses = re.findall(r"^\[\^\d+\]:.*<(\S+)>$", text, re.MULTILINE)
    assert len(addresses) == len(set(addresses)) == len(defined)
