import gzip
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.changes import ChangesAsked
from bot.core.snapshots import Incomplete
from bot.services.changes import changes
from bot.services.refresh import Delivery, accept_held, record_not_modified, refresh
from bot.sources import SOURCES
from storage import checks, lists
from tests.sdn import alt_csv, companies, sdn_csv, sdn_row

SDN = SOURCES["us-ofac-sdn"]
DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)


def load(db, rows, now=DAY, origin="file", **more):
    files = {"sdn.csv": sdn_csv(rows), **more}
    return refresh(db, SDN, Delivery(files, origin, now.date()), now)


def states(db):
    with db.read() as session:
        return {item.listing.ref: item.state for item in lists.stored_listings(session, SDN.id)}


def test_the_first_load_is_a_baseline_without_events(db):
    done = load(db, companies(5))
    assert (done.outcome, done.baseline, done.entries, done.events) == ("refreshed", True, 5, 0)
    assert changes(db) == []
    assert set(states(db).values()) == {"listed"}


def test_an_addition_is_recorded_with_the_clock_of_its_refresh(db):
    load(db, companies(5))
    done = load(db, companies(6), DAY + timedelta(days=1))
    assert (done.counts["added"], done.events) == (1, 1)
    event = changes(db)[0]
    assert (event.op, event.state, event.at) == ("ADD", "confirmed", DAY + timedelta(days=1))
    assert event.url.endswith("id=1005")


def test_a_missing_entry_is_pending_until_another_list_lacks_it_too(db):
    load(db, companies(9))
    gone = load(db, companies(8), DAY + timedelta(days=1))
    assert (gone.counts["removed"], gone.counts["pending"]) == (1, 1)
    assert states(db)["1008"] == "pending_removal"
    assert changes(db)[0].state == "pending"
    sure = load(db, [*companies(8), *companies(1, 2000)], DAY + timedelta(days=2))
    assert (sure.counts["removed"], sure.counts["confirmed"]) == (0, 1)
    assert states(db)["1008"] == "removed"
    assert [(e.op, e.state) for e in changes(db)] == [("DEL", "confirmed"), ("ADD", "confirmed")]


def test_an_entry_that_comes_back_cancels_its_removal(db):
    load(db, companies(9))
    load(db, companies(8), DAY + timedelta(days=1))
    back = load(db, companies(9), DAY + timedelta(days=2))
    assert back.counts["cancelled"] == 1
    assert states(db)["1008"] == "listed"
    assert [(e.op, e.state) for e in changes(db)] == [("DEL", "cancelled")]


def test_identical_content_confirms_only_after_a_day(db):
    load(db, companies(9))
    load(db, companies(8), DAY + timedelta(days=1))
    soon = load(db, companies(8), DAY + timedelta(days=1, hours=23))
    assert (soon.outcome, soon.counts["confirmed"]) == ("unchanged", 0)
    later = load(db, companies(8), DAY + timedelta(days=2))
    assert (later.outcome, later.counts["confirmed"]) == ("unchanged", 1)
    assert states(db)["1008"] == "removed"


def test_not_modified_is_a_look_that_confirms_nothing(db):
    load(db, companies(9))
    load(db, companies(8), DAY + timedelta(days=1))
    assert record_not_modified(db, SDN.id, DAY + timedelta(days=9), {}).outcome == "unchanged"
    assert states(db)["1008"] == "pending_removal"
    with db.read() as session:
        assert checks.last_check(session, SDN.id).at == DAY + timedelta(days=9)


def test_the_same_addition_twice_in_a_life_is_two_events(db):
    load(db, companies(9))
    for day, count in enumerate((8, 8, 9, 8, 8, 9), start=1):
        marker = companies(1, 2000 + day)
        load(db, [*companies(count), *marker], DAY + timedelta(days=day))
    relisted = [e for e in changes(db, ChangesAsked(kind="added")) if e.ref == "1008"]
    assert len(relisted) == 2
    assert len({e.key for e in relisted}) == 2


def test_another_origin_is_a_new_baseline(db):
    load(db, companies(9), origin="sample")
    done = load(db, companies(5, 3000), DAY + timedelta(days=1), origin="file")
    assert (done.baseline, done.events) == (True, 0)
    assert set(states(db)) == {"3000", "3001", "3002", "3003", "3004"}
    assert changes(db) == []


def test_a_delivery_without_the_alias_file_loses_no_alias(db):
    alias = alt_csv([(1000, 1, "aka", "EXAMPLE ALIAS")])
    load(db, companies(5), **{"alt.csv": alias})
    done = load(db, companies(6), DAY + timedelta(days=1))
    assert (done.counts["added"], done.counts["amended"], done.events) == (1, 0, 1)
    with db.read() as session:
        kept = lists.stored_listing(session, SDN.id, "1000").listing
    assert "EXAMPLE ALIAS" in [name.text for name in kept.names]


def test_an_alias_file_alone_is_no_list(db):
    with pytest.raises(Incomplete, match="sdn part is required"):
        refresh(db, SDN, Delivery({"alt.csv": alt_csv([(1, 1, "aka", "X")])}, "file"), DAY)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "0 bytes"),
        (b"<html><body>Bad gateway</body></html>", "HTML"),
        (sdn_csv(companies(9))[:-40], "cut|mid|end|column|quote"),
        (b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "UN list"),
        (b"\x1f\x8b\x08\x00junk", "gzip"),
    ],
)
def test_a_bad_file_is_refused_and_changes_nothing(db, raw, reason):
    load(db, companies(9))
    before = states(db)
    done = refresh(db, SDN, Delivery({"x": raw}, "file"), DAY + timedelta(days=1))
    assert done.outcome == "refused"
    assert done.reason
    assert re.search(reason, done.reason), done.reason
    assert states(db) == before
    assert changes(db) == []


def test_half_a_list_is_refused(db):
    load(db, companies(100))
    done = load(db, companies(60), DAY + timedelta(days=1))
    assert done.outcome == "refused"
    assert "60" in done.reason
    assert "100" in done.reason
    assert states(db)["1099"] == "listed"


def test_a_list_amended_in_bulk_is_held_until_accepted(db):
    load(db, companies(100))
    rows = [sdn_row(1000 + n, f"EXAMPLE TRADING {1000 + n} LLC", programmes="SDGT") for n in range(50)]
    held = load(db, [*rows, *companies(50, 1050)], DAY + timedelta(days=1))
    assert held.outcome == "held"
    assert changes(db) == []
    done = accept_held(db, SDN, held.snapshot, DAY + timedelta(days=2))
    assert (done.outcome, done.counts["amended"], done.events) == ("refreshed", 50, 50)
    assert all(event.material for event in changes(db))


def test_gzip_or_plain_is_the_same_list(db):
    load(db, companies(9))
    zipped = gzip.compress(sdn_csv(companies(9)))
    done = refresh(db, SDN, Delivery({"sdn.csv.gz": zipped}, "file", DAY.date()), DAY + timedelta(days=1))
    assert done.events == 0
    assert {done.counts.get(name, 0) for name in ("added", "removed", "amended")} == {0}


def test_of_two_refreshes_at_once_each_change_is_told_once(db):
    load(db, companies(9))
    results = []

    def run():
        results.append(load(db, companies(12), DAY + timedelta(days=1)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.outcome for result in results) == ["refreshed", "unchanged"]
    assert len(changes(db)) == 3


def test_a_programme_gained_is_material_and_an_address_is_not(db):
    load(db, companies(20))
    rows = companies(20)
    rows[0] = sdn_row(1000, "EXAMPLE TRADING 1000 LLC", programmes="RUSSIA-EO14024] [SDGT")
    rows[1] = sdn_row(1001, "EXAMPLE TRADING 1001 LLC", remarks="Website www.example.org.")
    load(db, rows, DAY + timedelta(days=1))
    assert {event.ref: event.material for event in changes(db)} == {"1000": True, "1001": False}


PAIRS = [
    ("2021-11-23", "2021-12-02", 5, 112, 7),
    ("2022-03-21", "2022-03-24", 397, 0, 7),
    ("2022-10-28", "2022-11-30", 164, 2, 6),
]


@pytest.mark.parametrize(("old", "new", "added", "removed", "amended"), PAIRS)
def test_real_days_of_the_sdn_list_are_told_exactly(sqlite, shared, old, new, added, removed, amended):
    for day in (old, new):
        raw = (shared / "data/us_ofac_sdn" / day / "sdn.csv.gz").read_bytes()
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        done = refresh(sqlite, SDN, Delivery({"sdn.csv.gz": raw}, "file", now.date()), now)
    assert {name: done.counts[name] for name in ("added", "removed", "amended")} == {
        "added": added,
        "removed": removed,
        "amended": amended,
    }


def test_a_replaced_and_a_merged_record_are_no_removals(sqlite, shared):
    for day in ("2022-10-28", "2022-11-30"):
        raw = (shared / "data/us_ofac_sdn" / day / "sdn.csv.gz").read_bytes()
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        done = refresh(sqlite, SDN, Delivery({"sdn.csv.gz": raw}, "file", now.date()), now)
    assert (done.counts["replaced"], done.counts["merged"], done.counts["pending"]) == (1, 1, 0)
    told = {(event.related_ref, event.ref): event.kind for event in changes(sqlite, ChangesAsked(kind="replaced"))}
    assert told == {("38499", "39796"): "redesignated", ("36459", "23343"): "merged"}
    with sqlite.read() as session:
        old = lists.stored_listing(session, SDN.id, "38499")
        new = lists.stored_listing(session, SDN.id, "39796")
    assert old.entity == new.entity
    assert old.state == "replaced"


def test_the_un_list_with_the_snapback_is_told_exactly(sqlite, shared):
    un = SOURCES["un-sc"]
    days = {"2025-04-19": "consolidated", "2025-08-02": "consolidatedLegacyByPRN", "2025-11-18": "consolidated"}
    seen = []
    for day, name in days.items():
        raw = (shared / f"data/un_sc/{day}/{name}.xml.gz").read_bytes()
        done = refresh(sqlite, un, Delivery({name: raw}, "file"), datetime.fromisoformat(day).replace(tzinfo=UTC))
        seen.append((done.entries, done.counts["added"], done.counts["removed"], done.counts["amended"]))
    assert seen == [(877, 0, 0, 0), (879, 3, 1, 8), (1000, 123, 2, 10)]


@pytest.mark.parametrize("path", ["2024-10-16/consolidated.xml.gz", "2025-08-16/consolidated.xml.gz"])
def test_damaged_un_files_are_refused(sqlite, shared, path):
    raw = (shared / "data/un_sc" / path).read_bytes()
    assert refresh(sqlite, SOURCES["un-sc"], Delivery({"x": raw}, "file"), DAY).outcome == "refused"
