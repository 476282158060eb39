"""Every version of every listing: the list of any day can be had again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core.audience import Audience
from bot.core.delta import diff
from bot.core.questions import Query
from bot.services import history
from bot.services.changes import changes
from bot.services.dataset import Dataset
from bot.services.refresh import Delivery, refresh
from bot.services.screening import check_in
from bot.sources import SOURCES
from storage.db import Database
from tests.sdn import companies, sdn_csv, sdn_row

SDN = SOURCES["us-ofac-sdn"]
DAY = date(2026, 3, 1)


def load(db: Database, rows: list[str], day: date) -> None:
    clock = datetime.combine(day, time(), tzinfo=UTC)
    assert refresh(db, SDN, Delivery({"sdn.csv": sdn_csv(rows)}, "file", day), clock).outcome == "refreshed"


def refs_on(db: Database, day: date) -> set[str]:
    return {listing.ref for listing in history.list_on(db, SDN.id, day)}


def test_a_day_shows_the_list_that_was_in_force_then(db: Database) -> None:
    load(db, companies(9), DAY)
    load(db, companies(8), DAY + timedelta(days=2))
    load(db, [*companies(8), *companies(1, 3000)], DAY + timedelta(days=5))
    assert not history.covers(db, SDN.id, DAY - timedelta(days=1))
    assert refs_on(db, DAY - timedelta(days=1)) == set()
    assert len(refs_on(db, DAY)) == len(refs_on(db, DAY + timedelta(days=1))) == 9
    assert refs_on(db, DAY + timedelta(days=2)) == refs_on(db, DAY) - {"1008"}
    assert "3000" in refs_on(db, DAY + timedelta(days=50))


def test_versions_of_a_listing_tell_what_changed_and_when_it_was_off_the_list(db: Database) -> None:
    others = companies(8)
    load(db, [*others, sdn_row(77, "ACME", programmes="CUBA")], DAY)
    load(db, [*others, sdn_row(77, "ACME", programmes="CUBA] [SDGT")], DAY + timedelta(days=1))
    load(db, others, DAY + timedelta(days=2))
    load(db, [*others, *companies(1, 3000)], DAY + timedelta(days=3))
    load(db, [*others, sdn_row(77, "ACME", programmes="SDGT")], DAY + timedelta(days=4))
    first, second, third = history.steps(db, SDN.id, "77")
    assert (first.first, first.until, first.gained) == (DAY, DAY + timedelta(days=1), ())
    assert [s.value for s in second.gained] == ["SDGT"]
    assert second.until == DAY + timedelta(days=2)
    assert third.again
    assert not second.again
    assert third.until is None
    back = [event for event in changes(db) if event.ref == "77"][-1]
    assert (back.op, back.kind) == ("REPLACE", "reinstated")


SERIES = (
    "2021-11-23",
    "2021-12-02",
    "2021-12-22",
    "2021-12-30",
    "2022-02-23",
    "2022-02-24",
    "2022-02-25",
    "2022-02-26",
)


@pytest.mark.usefixtures("shared")
def test_a_real_series_replayed_in_order_gives_every_day_back(sqlite: Database, shared: Path) -> None:
    """apply(diff) makes each snapshot from the one before, and the history holds each day's file exactly."""
    folder = shared / "data" / "us_ofac_sdn"
    parsed = {}
    for text in SERIES:
        path = folder / text / "sdn.csv.gz"
        clock = datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
        done = refresh(sqlite, SDN, Delivery({path.name: path}, "file", clock.date()), clock)
        assert done.outcome == "refreshed", done.reason
        parsed[text] = SDN.parse({path.name: path})
        on_day = {listing.ref: listing for listing in history.list_on(sqlite, SDN.id, clock.date())}
        assert diff(parsed[text].listings, on_day, parsed[text].observed).changes == ()
    for text, delivered in parsed.items():
        again = {item.ref: item for item in history.list_on(sqlite, SDN.id, date.fromisoformat(text))}
        assert again == dict(delivered.listings), text


def test_an_answer_as_of_a_day_is_that_of_the_day(sqlite: Database) -> None:
    """On the list, changed, off it, and on it again: each day has its own answer and its own words."""
    others = companies(8)
    tags = (("CUBA",), ("CUBA", "SDGT"), (), (), ("IRAN",))
    for number, codes in enumerate(tags):
        extra = (
            [sdn_row(77, "ACME TRADING HOUSE", programmes="] [".join(codes))] if codes else companies(1, 3000 + number)
        )
        load(sqlite, [*others, *extra], DAY + timedelta(days=number))
    dataset = Dataset(sqlite)

    def asked(day: date | None) -> tuple[str, list[tuple[str, ...]]]:
        query = Query("Acme Trading House", as_of=day)
        answer = check_in(sqlite, dataset, SOURCES, query, Audience(0, "cli"), datetime(2026, 4, 1, tzinfo=UTC))
        return answer.status.value, [item.listing.programmes for match in answer.matches for item in match.listings]

    assert asked(DAY) == ("listed", [("CUBA",)])
    assert asked(DAY + timedelta(days=1)) == ("listed", [("CUBA", "SDGT")])
    assert asked(DAY + timedelta(days=2))[0] == "removed"
    assert asked(DAY + timedelta(days=4)) == asked(None) == ("listed", [("IRAN",)])
