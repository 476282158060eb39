"""Gallery of batches: the dialogue, progress, summaries, and what is said when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.blocks import batch, batch_troubles, problems
from bot.blocks.kit import Message
from bot.core.batch import Result
from bot.core.batch_rows import BadRow, Row
from bot.core.screening import Answer, Band, ListingState, Query, Status
from bot.core.team_views import Dismissed
from tests.blocks.gallery_decisions import E, assessed
from tests.blocks.make import NOW, answer, listing, namesakes, party, standing


def screened(hits: int = 24, misses: int = 476) -> list[Result]:
    """Results of a batch: every fourth hit is removed, possible or ambiguous."""
    gone = party(standing(state=ListingState.REMOVED), caption="NORDWIND TRADING")
    kinds = (
        (Status.LISTED, (party(standing(), standing(listing("eu-fsf"))),)),
        (Status.REMOVED, (gone,)),
        (Status.POSSIBLE, (party(band=Band.POSSIBLE),)),
        (Status.AMBIGUOUS, namesakes(3)),
    )
    found = [
        Result(Row(n, None, f"Nordwind {n}", Query(f"Nordwind {n}")), *kind)
        for n in range(1, hits + 1)
        for kind in [(kinds[n % 4][0], Band.STRONG, kinds[n % 4][1])]
    ]
    return found + [
        Result(Row(hits + n, None, f"Smith {n}", Query(f"Smith {n}")), Status.NOT_FOUND, None, ())
        for n in range(1, misses + 1)
    ]


def scope(**more: Any) -> Answer:
    """What a batch searched."""
    return answer(status=Status.NOT_FOUND, query=Query(""), missing=("un-sc",), **more)


def judged() -> list[Result]:
    """Results of which the team knows some."""
    same, gone, *rest = screened(6, 20)
    match = same.matches[0]
    told = replace(same, assessments={match.entity: (assessed("same"),)})
    hidden = Dismissed(E, "NORDWIND BANK", assessed())
    return [told, replace(gone, status=Status.NOT_FOUND, matches=(), dismissed=(hidden,)), *rest]


MESSAGES: dict[str, Callable[[], Message]] = {
    "batch_invitation": batch.invitation,
    "batch_progress": lambda: batch.progress(120, 500),
    "batch_summary": lambda: batch.summary(screened(), scope()),
    "batch_summary_none": lambda: batch.summary(screened(0, 1), scope(sample=True)),
    "batch_summary_assessed": lambda: batch.summary(judged(), scope(), ("customer since", "remarks")),
    "batch_broken_off": lambda: batch_troubles.broken_off("r-123"),
    "batch_restarted": lambda: batch_troubles.restarted(NOW),
    "batch_perhaps_told": lambda: batch_troubles.perhaps_told(NOW),
    "batch_file_refused": lambda: batch_troubles.refused(
        "clients <!channel>.csv",
        "3 of its 120 rows cannot be read",
        "A file is screened as a whole or not at all: correct this and send it again.",
        (BadRow(7, "there is no name"), BadRow(19, "IMO 9187628: the check digit is wrong")),
        3,
    ),
    "batch_spreadsheet": lambda: batch_troubles.refused(
        "clients.xlsx", ".xlsx is a spreadsheet, which I do not open", "Save it as CSV and send that."
    ),
    "batch_not_here": batch_troubles.not_here,
    "batch_not_for_guests": lambda: batch_troubles.not_for_you(problems.NOT_A_MEMBER["guest"]),
    "batch_nothing_searched": batch_troubles.nothing_searched,
    "batch_file_missing": batch_troubles.file_missing,
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "batch_modal": batch.batch_modal,
    "batch_modal_begun": lambda: batch.batch_modal("Rosneft\nGazprombank"),
}
