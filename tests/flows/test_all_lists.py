"""Every list goes the whole way on its real files: counts, changes and refusals as published."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.core.refreshed import Refreshed
from bot.services.changes import changes
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from storage.db import Database

FOLDERS = {
    "us_ofac_sdn": "us-ofac-sdn",
    "us_ofac_cons": "us-ofac-cons",
    "un_sc": "un-sc",
    "eu_fsf": "eu-fsf",
    "uk_uksl": "gb-uksl",
    "ca_sema": "ca-sema",
    "au_dfat": "au-dfat",
}
COUNTED = {"us_ofac_sdn": "sdn.csv", "us_ofac_cons": "consolidated"}
"""Where a folder has parts of a family, the file that counts entries."""

PAIRS = [
    ("us_ofac_sdn/2019-01-04/sdn.csv.gz", "us_ofac_sdn/2021-07-07/sdn.csv.gz"),
    ("us_ofac_sdn/2021-11-23/sdn.csv.gz", "us_ofac_sdn/2021-12-02/sdn.csv.gz"),
    ("us_ofac_sdn/2021-12-22/sdn.csv.gz", "us_ofac_sdn/2021-12-30/sdn.csv.gz"),
    ("us_ofac_sdn/2022-02-23/sdn.csv.gz", "us_ofac_sdn/2022-02-26/sdn.csv.gz"),
    ("us_ofac_sdn/2022-10-28/sdn.csv.gz", "us_ofac_sdn/2022-11-30/sdn.csv.gz"),
    ("us_ofac_cons/2025-10-22/consolidated.xml.gz", "us_ofac_cons/2025-10-22/consolidated.reordered-variant.xml.gz"),
    ("us_ofac_cons/2025-10-22/consolidated.xml.gz", "us_ofac_cons/2025-12-18/consolidated.xml.gz"),
    ("us_ofac_cons/2025-12-18/consolidated.xml.gz", "us_ofac_cons/2026-01-08/consolidated.xml.gz"),
    ("un_sc/2025-04-19/consolidated.xml.gz", "un_sc/2025-08-02/consolidatedLegacyByPRN.xml.gz"),
    ("un_sc/2025-08-02/consolidatedLegacyByPRN.xml.gz", "un_sc/2025-11-18/consolidated.xml.gz"),
    ("eu_fsf/2026-07-22/xmlFullSanctionsList_1_1.xml.gz", "eu_fsf/2026-07-23/xmlFullSanctionsList_1_1.xml.gz"),
    ("eu_fsf/2026-07-23/xmlFullSanctionsList_1_1.xml.gz", "eu_fsf/2026-08-22/xmlFullSanctionsList_1_1.xml.gz"),
]
"""The published pairs that stand for one day after another; the rest is in the tests of each list."""


def load(db: Database, shared: Path, path: str) -> Refreshed:
    folder, text, _ = path.split("/")
    day = date.fromisoformat(text)
    clock = datetime.combine(day, time(), tzinfo=UTC)
    file = shared / "data" / path
    return refresh(db, SOURCES[FOLDERS[folder]], Delivery({file.name: file}, "file", day), clock)


def expected(shared: Path) -> dict[tuple[str, str], dict[str, int]]:
    found = json.loads((shared / "data" / "expectations.json").read_text())["pairs"]
    return {(pair["old"], pair["new"]): pair for pair in found}


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_published_pair_gives_the_published_counts(sqlite: Database, shared: Path, old: str, new: str) -> None:
    pair = expected(shared)[old, new]
    assert load(sqlite, shared, old).entries == pair["old_count"]
    done = load(sqlite, shared, new)
    assert (done.outcome, done.reason, done.entries) == ("refreshed", None, pair["new_count"])
    assert [done.counts[name] for name in ("added", "removed", "amended")] == [
        pair[name] for name in ("added", "removed", "amended")
    ]
    if not pair["added"] + pair["removed"] + pair["amended"]:
        assert done.events == 0


def test_every_counted_file_has_its_published_number_of_entries(shared: Path) -> None:
    counts = json.loads((shared / "data" / "expectations.json").read_text())["counts"]
    checked = 0
    for path, count in counts.items():
        folder = path.split("/")[0]
        if folder in FOLDERS and COUNTED.get(folder, "") in path:
            file = shared / "data" / path
            assert len(SOURCES[FOLDERS[folder]].parse({file.name: file}).listings) == count, path
            checked += 1
    assert checked >= 24


def test_damaged_downloads_are_refused_and_the_last_list_stays(sqlite: Database, shared: Path) -> None:
    for case in json.loads((shared / "data" / "expectations.json").read_text())["must_be_refused"]:
        before = load(sqlite, shared, case["after"]) if "after" in case else None
        done = load(sqlite, shared, case["path"])
        assert done.outcome == "refused", case
        assert done.reason.startswith("malformed: ")
        assert before is None or before.outcome == "refreshed"


def test_a_real_delta_file_removes_and_adds_at_once(sqlite: Database, shared: Path) -> None:
    load(sqlite, shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz")
    file = shared / "data/us_ofac_delta/2025-01-13/2025-01-13_delta.xml"
    clock = datetime(2025, 1, 13, 20, tzinfo=UTC)
    done = refresh(sqlite, SOURCES["us-ofac-sdn"], Delivery({file.name: file}, "file"), clock)
    assert (done.outcome, done.format, done.list_date, done.entries) == (
        "refreshed",
        "delta",
        date(2025, 1, 13),
        14_955,
    )
    assert [done.counts[name] for name in ("added", "removed", "confirmed", "pending")] == [4, 14, 14, 0]
    found = changes(sqlite)
    assert {event.state for event in found} == {"confirmed"}
    assert {event.caption for event in found if event.op == "ADD"} >= {"THE TERRORGRAM COLLECTIVE", "LICUL, Noah"}
    again = refresh(sqlite, SOURCES["us-ofac-sdn"], Delivery({"copy": file}, "file"), clock)
    assert (again.outcome, again.events) == ("unchanged", 0)
