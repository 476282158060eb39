"""A party that changes between two lists of one authority is one event, whichever list is read first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.issuers import ListKind
from bot.core.listings import Listing
from bot.services.changes import changes
from storage import keys, lists
from storage.db import Database
from tests.core.parties import O, party
from tests.plain import deliver, listing_file, plain_source

SDN, CONS = plain_source("us-ofac-sdn"), plain_source("us-ofac-cons")
DAY = date(2026, 3, 1)
NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


def sdn(ref: str, name: str) -> Listing:
    return replace(party(name, ref, O, "us-ofac-sdn"), programmes=("RUSSIA-EO14024",), measures=("blocking",))


def ssi(ref: str, name: str) -> Listing:
    made = party(name, ref, O, "us-ofac-cons")
    return replace(made, list_kind=ListKind.SSI, programmes=("UKRAINE-EO13662",), measures=("specified dealings",))


BLOCKED = [sdn(str(n), f"BLOCKED COMPANY {n}") for n in range(100, 120)]
LIMITED = [ssi(str(n), f"LIMITED COMPANY {n}") for n in range(200, 220)]


def load_both(db: Database) -> None:
    deliver(db, SDN, listing_file(BLOCKED), DAY)
    deliver(db, CONS, listing_file([*LIMITED, ssi("17018", "EXAMPLE BANK")]), DAY)


def told(db: Database) -> list[tuple[str, str, str, str, str, str]]:
    return [(e.op, e.kind, e.source, e.ref, e.related_ref, e.state) for e in changes(db)]


ESCALATED = ("MOVE", "escalated", "us-ofac-sdn", "17018", "us-ofac-cons:17018", "confirmed")


@pytest.mark.parametrize("first", ["sdn", "cons"])
def test_from_specified_dealings_to_full_blocking_is_one_event(db: Database, first: str) -> None:
    load_both(db)
    to_sdn = (SDN, listing_file([*BLOCKED, sdn("17018", "EXAMPLE BANK")]))
    off_cons = (CONS, listing_file(LIMITED))
    counts = {}
    for source, data in (to_sdn, off_cons) if first == "sdn" else (off_cons, to_sdn):
        counts[source.id] = deliver(db, source, data, NEXT).counts
    assert told(db) == [ESCALATED]
    assert counts["us-ofac-sdn"]["added"] == 1
    assert counts["us-ofac-cons"]["removed"] == 1
    later = "us-ofac-cons" if first == "sdn" else "us-ofac-sdn"
    assert counts[later]["moved"] == 1
    if first == "sdn":
        assert counts["us-ofac-cons"]["pending"] == 0
    with db.read() as session:
        assert lists.standings(session, "us-ofac-cons")["17018"].state == "replaced"
        links = keys.links(session, [("us-ofac-sdn", "17018"), ("us-ofac-cons", "17018")])
    assert len({entity for entity, _ in links.values()}) == 1


@pytest.mark.parametrize("first", ["sdn", "cons"])
def test_a_move_stays_one_event_when_both_lists_go_on(db: Database, first: str) -> None:
    load_both(db)
    more = [*BLOCKED, sdn("17018", "EXAMPLE BANK")]
    steps = [(SDN, listing_file(more)), (CONS, listing_file(LIMITED))]
    for source, data in steps if first == "sdn" else reversed(steps):
        deliver(db, source, data, NEXT)
    deliver(db, SDN, listing_file([*more, sdn("300", "ANOTHER COMPANY")]), LATER)
    deliver(db, CONS, listing_file([*LIMITED, ssi("301", "A LIMITED ONE")]), LATER)
    assert told(db)[0] == ESCALATED
    assert [event[0] for event in told(db)] == ["MOVE", "ADD", "ADD"]


def test_from_full_blocking_to_specified_dealings_is_eased_not_removed(db: Database) -> None:
    load_both(db)
    deliver(db, SDN, listing_file(BLOCKED[1:]), NEXT)
    deliver(db, CONS, listing_file([*LIMITED, ssi("17018", "EXAMPLE BANK"), ssi("100", "BLOCKED COMPANY 100")]), NEXT)
    assert told(db) == [("MOVE", "eased", "us-ofac-cons", "100", "us-ofac-sdn:100", "confirmed")]
    event = changes(db)[0]
    assert event.material
    assert ("programme", "RUSSIA-EO14024") in event.lost
    assert ("programme", "UKRAINE-EO13662") in event.gained


def test_another_party_is_no_move(db: Database) -> None:
    load_both(db)
    deliver(db, CONS, listing_file(LIMITED), NEXT)
    deliver(db, SDN, listing_file([*BLOCKED, sdn("17018", "QUITE ANOTHER SHIPPING LINE")]), NEXT)
    assert [event[:2] for event in told(db)] == [("DEL", "removed"), ("ADD", "added")]


def test_a_party_long_gone_that_is_designated_anew_is_an_addition(db: Database) -> None:
    load_both(db)
    deliver(db, CONS, listing_file(LIMITED), NEXT)
    deliver(db, CONS, listing_file([*LIMITED, ssi("301", "A LIMITED ONE")]), LATER)
    deliver(db, SDN, listing_file([*BLOCKED, sdn("17018", "EXAMPLE BANK")]), LATER + timedelta(days=60))
    assert ("DEL", "removed") in [event[:2] for event in told(db)]
    assert told(db)[-1][:2] == ("ADD", "added")


def test_a_party_that_stays_on_both_lists_is_an_addition(db: Database) -> None:
    load_both(db)
    deliver(db, SDN, listing_file([*BLOCKED, sdn("17018", "EXAMPLE BANK")]), NEXT)
    assert [event[:2] for event in told(db)] == [("ADD", "added")]
