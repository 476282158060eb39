"""Delta files over HTTP: read before the list, once each, and never a reason to call the list unwell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.changes import changes
from bot.services.fetching import delta_urls, read_delta, refresh_from_web
from storage import checks
from storage.db import Database
from tests.core.parties import O, party
from tests.e2e.lists import Publisher, publishing
from tests.plain import delta_file, listing_file, plain_source

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
OLD = [party(f"COMPANY {n}", str(n), O) for n in range(100, 130)]
NEW = party("NEW COMPANY", "500", O)
SDN = plain_source("us-ofac-sdn", authority="OFAC")


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as site:
        yield site


def look(db: Database, site: Publisher, now: datetime) -> tuple[str, str]:
    """What the scheduled job does: the delta first, then the list."""
    hosts = frozenset({("127.0.0.1", int(site.host.rpartition(":")[2]))})
    explained = read_delta(db, SDN, [f"{site.url}/delta"], now, hosts)
    done = refresh_from_web(db, SDN, [f"{site.url}/list"], now, hosts)
    return explained.outcome if explained else "", done.outcome


def test_the_delta_tells_and_the_list_after_it_does_not(db: Database, publisher: Publisher) -> None:
    publisher.files = {"/list": listing_file(OLD), "/delta": delta_file([NEW], [OLD[0]], day="2026-03-02")}
    assert look(db, publisher, NOW) == ("", "refreshed"), "without a list there is nothing to apply a delta to"
    publisher.files["/list"] = listing_file([*OLD[1:], NEW])
    assert look(db, publisher, NOW + timedelta(hours=1)) == ("refreshed", "refreshed")
    assert [(e.op, e.ref, e.state) for e in changes(db)] == [("ADD", "500", "confirmed"), ("DEL", "100", "confirmed")]
    assert look(db, publisher, NOW + timedelta(hours=2)) == ("", "unchanged"), "a delta is applied once"
    assert len(changes(db)) == 2


@pytest.mark.parametrize("delta", [None, b"<html>gone</html>", b"{}"])
def test_a_broken_delta_is_no_failure_of_the_list(db: Database, publisher: Publisher, delta: bytes | None) -> None:
    publisher.files = {"/list": listing_file(OLD)}
    look(db, publisher, NOW)
    if delta is not None:
        publisher.files["/delta"] = delta_file([NEW], day="2026-03-02")[:-20] if delta == b"{}" else delta
    look(db, publisher, NOW + timedelta(hours=1))
    assert changes(db) == []
    with db.read() as session:
        last = checks.last_check(session, SDN.id)
    assert last is not None
    assert last.outcome == "unchanged"


def test_a_list_read_from_another_address_has_only_the_deltas_given_with_it() -> None:
    source = plain_source("us-ofac-sdn", delta_urls={"delta": "https://publisher.example/latest"})
    assert delta_urls({}, source) == ("https://publisher.example/latest",)
    assert delta_urls({"us-ofac-sdn": ("http://mirror/list",)}, source) == ()
    both = {"us-ofac-sdn": ("http://mirror/list",), "us-ofac-sdn-delta": ("http://mirror/delta",)}
    assert delta_urls(both, source) == ("http://mirror/delta",)
