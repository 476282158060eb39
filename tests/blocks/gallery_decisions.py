"""Gallery of what a team decided and agreed: assessments on cards, hits that are hidden, lines to take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.blocks import decisions, lines
from bot.blocks.check import render
from bot.blocks.kit import Message
from bot.core.dates import PartialDate
from bot.core.screening import Answer, Query, Status
from bot.core.team_views import Assessment, Dismissed, LineView
from tests.blocks.make import ASKER, EARLIER, NOW, answer, note, party

E = "e-aaaaaaaaaaaaaaaa"
ASKED = Query("Nordwind Bank Lagos")
LATEST = date(2027, 11, 25)


def assessed(verdict: str = "different", **more: Any) -> Assessment:
    """An assessment of a hit."""
    made = Assessment(
        7,
        E,
        "bank lagos nordwind",
        "Nordwind Bank Lagos",
        verdict,  # type: ignore[arg-type]
        "Other register number, other address; asked the bank.",
        "U0COLLEAGUE",
        EARLIER,
        "team",
    )
    return replace(made, **more)


def line_of(**more: Any) -> LineView:
    """A line to take."""
    text = "Nothing has changed in law; we comment when an official document is out."
    made = LineView(3, "programme", "RUSSIA-EO14024", text, "U0LEAD", date(2025, 10, 1), date(2026, 3, 1), "U0ANALYST")
    return replace(made, **more)


def hidden(status: Status = Status.NOT_FOUND, number: int = 1, *matches: Any) -> Answer:
    """An answer of which hits were taken out."""
    gone = tuple(Dismissed(E, "NORDWIND BANK", assessed()) for _ in range(number))
    return replace(answer(*matches, status=status, query=ASKED), dismissed=gone)


def remembered(*told: Assessment, found: tuple[LineView, ...] = (), notes: bool = False) -> Answer:
    """An answer about a party that the team knows."""
    written = {E: (note(),)} if notes else {}
    return replace(answer(party(), notes=written), assessments={E: told}, lines=found)


def reopened() -> Assessment:
    """An assessment that ended by itself."""
    why = "us-ofac-sdn:90001 changed: new date of birth 1952-11-09"
    return assessed(ended="reopened", ended_at=NOW, ended_why=why)


MESSAGES: dict[str, Callable[[], Message]] = {
    "status_assessed": lambda: render(
        remembered(assessed("same", expires_at=datetime(2026, 5, 1, tzinfo=UTC)), found=(line_of(),), notes=True), ASKER
    ),
    "status_reopened": lambda: render(remembered(reopened(), found=(line_of(review_by=date(2025, 11, 1)),)), ASKER),
    "status_one_hidden": lambda: render(
        hidden(Status.LISTED, 1, party(caption="NORDWIND HOLDING", entity="e-2")), ASKER
    ),
    "not_found_one_hidden": lambda: render(hidden(), ASKER),
    "not_found_two_hidden": lambda: render(hidden(number=2), ASKER),
    "decision_kept": lambda: decisions.kept(assessed(expires_at=datetime(2027, 1, 31, tzinfo=UTC)), "NORDWIND BANK"),
    "decision_stands": lambda: decisions.stands(assessed("watching"), "NORDWIND BANK"),
    "decision_ended": lambda: decisions.ended(assessed()),
    "decision_over": lambda: decisions.over_card(reopened(), "NORDWIND BANK", "us-ofac-sdn:90001"),
    "decision_expired": lambda: decisions.over_card(assessed("same", ended="expired"), "NORDWIND BANK", "un-sc:1"),
    "decision_refused": decisions.refused,
    "line_shown": lambda: lines.shown("RUSSIA-EO14024", line_of(), date(2025, 11, 25)),
    "line_past_review": lambda: lines.shown("RUSSIA-EO14024", line_of(), date(2026, 11, 25)),
    "line_none": lambda: lines.shown("RUSSIA-EO14024", None, date(2025, 11, 25)),
    "line_kept": lambda: lines.kept("RUSSIA-EO14024", line_of(review_by=None), True, date(2025, 11, 25)),
    "line_not_kept": lambda: lines.kept("RUSSIA-EO14024", line_of(), False, date(2025, 11, 25)),
    "line_ended": lambda: lines.ended("RUSSIA-EO14024", line_of()),
    "line_not_ended": lambda: lines.ended("RUSSIA-EO14024", None),
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "decide_modal": lambda: decisions.decide_modal(
        Query("Nordwind Bank Lagos", born=PartialDate("1952"), country="NG"),
        [(E, "NORDWIND BANK")],
        "same",
        assessed("watching"),
        "{}",
        False,
        LATEST,
    ),
    "decide_modal_several": lambda: decisions.decide_modal(
        ASKED, [(E, "NORDWIND BANK"), ("e-2", "NORDWIND HOLDING")], "", None, "{}", True, LATEST
    ),
}
