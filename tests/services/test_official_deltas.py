"""An official delta and the whole list of the same change are one event, whichever comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.listings import Fact, Listing
from bot.core.names import Name, NameKind
from bot.services.changes import changes
from storage import events, lists
from storage.db import Database
from tests.core.parties import O, party
from tests.plain import deliver, delta_file, listing_file, plain_source

SDN = plain_source("us-ofac-sdn", authority="OFAC", delta_page="https://example.org/{day}_delta.xml")
DAY = date(2026, 3, 1)
NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


def entry(ref: str, name: str, *programmes: str) -> Listing:
    made = party(name, ref, O)
    return replace(made, programmes=programmes or ("SDGT",), facts=(Fact("address", f"{ref} High Street"),))


OLD = [entry(str(n), f"COMPANY {n}") for n in range(100, 120)]
NEW = entry("500", "NEW COMPANY")
BRIEF = replace(NEW, facts=())
"""The same entry in the few words of a delta file."""


def told(db: Database) -> list[tuple[str, str, str]]:
    return [(event.op, event.ref, event.state) for event in changes(db)]


def test_a_delta_tells_at_once_and_the_list_after_it_tells_nothing_more(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    done = deliver(db, SDN, delta_file([BRIEF], [OLD[0]], day=str(NEXT)), NEXT)
    assert (done.outcome, done.format, done.entries, done.events) == ("refreshed", "delta", 20, 2)
    assert (done.counts["added"], done.counts["removed"], done.counts["confirmed"], done.counts["pending"]) == (
        1,
        1,
        1,
        0,
    )
    assert told(db) == [("ADD", "500", "confirmed"), ("DEL", "100", "confirmed")]
    whole = deliver(db, SDN, listing_file([*OLD[1:], NEW]), LATER)
    assert (whole.outcome, whole.events) == ("refreshed", 0)
    assert len(told(db)) == 2
    with db.read() as session:
        assert lists.stored_listing(session, SDN.id, "500").listing == NEW
        action = events.find_action(session, changes(db)[0].action)
    assert action.title == "OFAC publication of 2 Mar 2026, Standard Action"
    assert action.notice_url == "https://example.org/2026-03-02_delta.xml"


def test_a_list_first_and_the_delta_after_it_confirms_and_names_the_action(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    deliver(db, SDN, listing_file([*OLD[1:], NEW]), NEXT)
    assert told(db) == [("ADD", "500", "confirmed"), ("DEL", "100", "pending")]
    done = deliver(db, SDN, delta_file([BRIEF], [OLD[0]], day=str(NEXT)), NEXT)
    assert (done.outcome, done.events, done.counts["confirmed"]) == ("unchanged", 0, 1)
    assert told(db) == [("ADD", "500", "confirmed"), ("DEL", "100", "confirmed")]
    with db.read() as session:
        action = events.find_action(session, changes(db)[0].action)
    assert action.title.startswith("OFAC publication")


def test_a_delta_that_explains_part_of_an_untold_action_is_split_off(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    deliver(db, SDN, listing_file([*OLD, NEW, entry("501", "UNRELATED COMPANY")]), NEXT)
    deliver(db, SDN, delta_file([BRIEF], day=str(NEXT)), NEXT)
    by_ref = {event.ref: event.action for event in changes(db)}
    assert by_ref["500"] != by_ref["501"]


def test_a_delta_older_than_the_list_in_force_changes_nothing(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), LATER)
    done = deliver(db, SDN, delta_file([BRIEF], [OLD[0]], day=str(DAY)), LATER)
    assert (done.outcome, done.events) == ("unchanged", 0)
    with db.read() as session:
        assert lists.count_in_force(session, SDN.id) == 20


def test_a_delta_without_a_list_is_refused(db: Database) -> None:
    done = deliver(db, SDN, delta_file([BRIEF], day=str(DAY)), DAY)
    assert done.outcome == "refused"
    assert "load the whole list first" in done.reason


def test_a_patch_adds_and_takes_away_single_statements(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    gained = replace(BRIEF, ref="101", names=(Name("COMPANY ALPHA", NameKind.ALIAS),), programmes=("IRAN",))
    lost = replace(BRIEF, ref="101", names=(), programmes=("SDGT",))
    done = deliver(db, SDN, delta_file(patched={"101": (gained, lost)}, day=str(NEXT)), NEXT)
    assert done.counts["amended"] == 1
    (event,) = changes(db)
    assert event.material
    with db.read() as session:
        stored = lists.stored_listing(session, SDN.id, "101").listing
    assert stored.programmes == ("IRAN",)
    assert [name.text for name in stored.names] == ["COMPANY 101", "COMPANY ALPHA"]
    again = deliver(
        db,
        SDN,
        listing_file([replace(item, programmes=("IRAN",)) if item.ref == "101" else item for item in OLD]),
        LATER,
    )
    assert again.events == 0


def test_the_same_delta_twice_is_told_once(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    data = delta_file([BRIEF], [OLD[0]], day=str(NEXT))
    deliver(db, SDN, data, NEXT)
    again = deliver(db, SDN, data, LATER)
    assert (again.outcome, again.events) == ("unchanged", 0)
    assert len(told(db)) == 2


def test_an_entry_that_the_list_prints_as_delisted_is_gone_at_once(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD, {NEW: date(2020, 5, 1)}), DAY)
    with db.read() as session:
        kept = lists.stored_listing(session, SDN.id, "500")
    assert (kept.state, kept.removed_on) == ("removed", date(2020, 5, 1))
    done = deliver(db, SDN, listing_file(OLD[1:], {NEW: date(2020, 5, 1), OLD[0]: date(2026, 2, 27)}), NEXT)
    assert (done.counts["removed"], done.counts["pending"], done.counts["confirmed"]) == (1, 0, 1)
    assert told(db) == [("DEL", "100", "confirmed")]
    with db.read() as session:
        gone = lists.stored_listing(session, SDN.id, "100")
    assert (gone.state, gone.removed_on) == ("removed", date(2026, 2, 27))


def test_a_bulk_change_is_held_with_a_summary(db: Database) -> None:
    deliver(db, SDN, listing_file(OLD), DAY)
    moved = [replace(item, facts=(Fact("address", "elsewhere"),)) for item in OLD]
    held = deliver(db, SDN, listing_file(moved), NEXT)
    assert held.outcome == "held"
    assert held.reason == "changed in bulk: 20 of 20 common entries amended (100%, at most 20%)"
    assert held.summary[0] == "0 added, 0 removed, 20 amended"
    assert held.summary[1].startswith("address: 20 entries, e.g. 100 “100 High Street” → “elsewhere”")
    assert deliver(db, SDN, listing_file(moved), LATER, accept=True).outcome == "refreshed"
