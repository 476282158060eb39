"""A brief and an export of a real pair of lists: the numbers are those of the lists, the snapshots those stored."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

from bot.blocks.brief_markdown import markdown_of
from bot.core.audience import Audience
from bot.core.briefs import Count, counts_of, parse_brief
from bot.core.exports import parse_export
from bot.services.briefs import brief
from bot.services.changes import changes
from bot.services.exports import Exported, export
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from tests.briefing import footnotes_fit, make_desk

DAYS = ("2022-03-21", "2022-03-24")
NOBODY = Audience(0, "cli")
NOW = datetime(2022, 3, 25, 9, tzinfo=UTC)


def test_a_mass_action_as_a_brief_and_as_rows(sqlite, shared):
    snapshots = []
    for day in DAYS:
        path = shared / "data" / "us_ofac_sdn" / day / "sdn.csv.gz"
        clock = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        done = refresh(
            sqlite, SOURCES["us-ofac-sdn"], Delivery({path.name: path}, "file", date.fromisoformat(day)), clock
        )
        assert done.outcome == "refreshed", done
        snapshots.append(done.snapshot)
    assert counts_of(changes(sqlite)) == (Count("2022-03", "US", 397, 0),)
    desk = make_desk(sqlite)
    for text, words in (
        ("changes since:2022-03-01", "1 action · entries: 397 added · 7 changed."),
        ("programme:RUSSIA-EO14024 since:2022-03-01", "added, 0 removed"),
    ):
        asked = parse_brief(text, NOW.date())
        told = markdown_of(brief(desk, asked, NOBODY, NOW).document)
        assert words in told
        footnotes_fit(told)
    out = io.BytesIO()
    assert export(desk, parse_export("changes", NOW.date()), NOBODY, NOW, out) == Exported(404, sample=False)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert {(row["previous_snapshot"], row["snapshot"]) for row in rows} == {tuple(snapshots)}
    assert sum(row["op"] == "ADD" for row in rows) == 397
