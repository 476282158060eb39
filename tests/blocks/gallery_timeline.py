"""Gallery of timelines: a party on several lists, one that left, a programme, a choice, a picture that failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.blocks import timeline as blocks
from bot.blocks.kit import Message
from bot.core.timeline import Row, Timeline
from tests.blocks.make import ASKER, CHANNEL, OUTSIDERS, party, state

SDN, EU, UK = "us-ofac-sdn", "eu-fsf", "gb-uksl"
LABELS = {SDN: "US SDN", EU: "EU asset freezes", UK: "UK"}
URL = "https://lists.example/entry"


def law(day: str, kind: str, text: str, source: str = SDN, **more: Any) -> Row:
    """A row of law."""
    dated = "act" if kind in ("designated", "updated") else "list"
    made = Row(date.fromisoformat(day), kind, "law", text, URL, source, "90001", LABELS[source], dated)  # type: ignore[arg-type]
    return replace(made, **more)


def team(day: str, kind: str, text: str, quote: str = "", **more: Any) -> Row:
    """A row of the team's."""
    made = Row(date.fromisoformat(day), kind, "team", text, dated="team", quote=quote, author="U0COLLEAGUE")
    return replace(made, **more)


LAW = (
    law("2014-07-31", "designated", "EU asset freeze, today under UKR by 269/2014", EU),
    law("2022-03-01", "designated", "asset freeze, travel ban, today under RUS", UK),
    law("2022-03-24", "added", "added: blocked by US under RUSSIA-EO14024"),
    law("2023-02-02", "programme_gained", "further designated under SDGT"),
    law(
        "2024-05-03",
        "amended",
        "14 amendments of names, addresses or other details",
        material=False,
        count=14,
        since=date(2023, 3, 1),
    ),
)
TEAM = (
    team("2024-06-01", "note", "note 12", "asked the embassy in Bern"),
    team("2024-06-02", "decision", "same party (our assessment), on “Nordwind Bank Lagos”", "same register number"),
    team(
        "2024-06-03",
        "card",
        "card posted: differences between the lists of 2 and 3 May 2024",
        author="",
        channel="C0DESK",
        url="https://slack.example/p1",
    ),
)


def of_party(*rows: Row, **more: Any) -> Timeline:
    """A timeline of a party on three lists."""
    made = Timeline(
        "entity",
        "e-aaaaaaaaaaaaaaaa",
        "NORDWIND BANK",
        rows or (*LAW, *TEAM),
        {SDN: date(2021, 7, 7), EU: date(2024, 1, 2), UK: date(2024, 1, 2)},
        (state(SDN), state(EU), state(UK)),
        in_force={SDN: 1, EU: 1, UK: 1},
    )
    return replace(made, **more)


def programme() -> Timeline:
    """What two lists did under a programme."""
    text = "397 added · 7 further designated under it, compared with the list of 21 Mar 2022"
    rows = (
        law("2022-03-24", "action", text, count=404, came=404),
        law("2022-10-28", "action", "980 added · 2 removed (OFAC notice of 28 Oct 2022)", count=982, came=980, left=2),
    )
    made = of_party(*rows, kind="programme", about="RUSSIA-EO14024", caption="RUSSIA-EO14024")
    return replace(made, begins={SDN: date(2021, 7, 7)}, in_force={SDN: 4543})


def removed() -> Timeline:
    """A party that its only list names no more."""
    rows = (LAW[2], law("2024-05-03", "removed", "no longer on the list; reason not stated in the list"))
    return of_party(*rows, begins={SDN: date(2021, 7, 7)}, in_force={})


def long() -> Timeline:
    """More rows than a card has room for."""
    rows = [
        law(f"20{year}-03-0{n}", "programme_gained", f"designated under P{n}") for year in (22, 23) for n in range(1, 9)
    ]
    return of_party(LAW[0], *rows)


CHOICES = (party(caption="NORDWIND BANK"), party(caption="NORDWIND SHIPPING", entity="e-2"))
MESSAGES: dict[str, Callable[[], Message]] = {
    "timeline_party": lambda: blocks.timeline_card(of_party(), ASKER),
    "timeline_shared": lambda: blocks.timeline_card(of_party(), CHANNEL, shared_by="U0ANALYST"),
    "timeline_outsiders": lambda: blocks.timeline_card(of_party(*LAW), OUTSIDERS),
    "timeline_since": lambda: blocks.timeline_card(of_party(*LAW[3:], since=date(2023, 1, 1)), ASKER),
    "timeline_removed": lambda: blocks.timeline_card(removed(), ASKER),
    "timeline_first_copy": lambda: blocks.timeline_card(
        of_party(law("2021-07-07", "first_seen", "blocked by US; on our first copy"), in_force={SDN: 1}), ASKER
    ),
    "timeline_long": lambda: blocks.timeline_card(long(), ASKER),
    "timeline_sample": lambda: blocks.timeline_card(of_party(*LAW, sample=True), ASKER),
    "timeline_programme": lambda: blocks.timeline_card(programme(), ASKER),
    "timeline_nothing": lambda: blocks.timeline_card(of_party(LAW[0], rows=(), begins={}), ASKER),
    "timeline_choice": lambda: blocks.choose("Several parties may be meant by “Nordwind”. Which one?", CHOICES, None),
    "timeline_no_picture": blocks.no_picture,
}
