"""Decisions over two real days of the SDN list: opened by a real change of their facts, and by nothing else."""

from datetime import UTC, datetime

import pytest

from bot.core.audience import Audience
from bot.core.decisions import DecisionAsked
from bot.core.entities import Ref
from bot.core.screening import Query
from bot.services import decisions
from bot.services.refresh import Delivery, refresh
from bot.services.routing import route_new
from bot.services.screening import check
from bot.sources import SOURCES
from storage.channels import Channel, upsert_channel
from tests.handlers.office import make_office
from tests.owing import make_tenant

SDN = SOURCES["us-ofac-sdn"]
OPENED = {
    "23722": ("Liban Trading Mogadishu", "new name “LIIBAAN GENERAL TRADING CO.”"),
    "37919": ("Emerald Global Dubai", "no longer name “EMERALD GLOBAL FZE”"),
    "38499": ("Tornado Cash Laundry", "wallet"),
    "36459": ("Ramzan Kadirov", "of one party"),
}
"""Entry → whom was asked about, and what of the facts changed by 30 November 2022."""
UNTOUCHED = {
    "22543": "Wagner Security Services",
    "16418": "Quds Aviation School",
    "12055": "Air Force Veterans Corps",
    "17018": "Sberbank Fan Club",
}
"""Entries of which a programme was added, or nothing changed at all."""


def load(db, shared, day):
    raw = (shared / "data/us_ofac_sdn" / day / "sdn.csv.gz").read_bytes()
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    done = refresh(db, SDN, Delivery({"sdn.csv.gz": raw}, "file", now.date()), now)
    assert done.outcome == "refreshed", done
    route_new(db, now)
    return now


@pytest.fixture
def replayed(db, shared, fake_slack):
    desk = make_office(db, fake_slack, rows=()).desk
    readers = Audience(make_tenant(db), "ephemeral", "C1", user="U0AUTHOR")
    now = load(db, shared, "2022-10-28")
    with db.write() as session:
        upsert_channel(session, Channel(readers.tenant, "C1", "desk", False, False), now)
    for ref, name in {**{ref: name for ref, (name, _) in OPENED.items()}, **UNTOUCHED}.items():
        asked = DecisionAsked(Ref(source=SDN.id, ref=ref), "different", "another register", Query(name))
        made = decisions.decide(desk, readers, asked, "U0AUTHOR", f"view-{ref}", now)
        assert isinstance(made, decisions.Kept), made
    later = load(db, shared, "2022-11-30")
    return desk, readers, later


def test_a_real_change_opens_a_decision_and_an_unrelated_amendment_leaves_it(replayed):
    desk, readers, now = replayed
    with desk.db.read() as session:
        for ref, (name, told) in OPENED.items():
            found = decided(desk, session, readers, ref, name, now)
            assert found.ended == "reopened", ref
            assert told in found.ended_why
        for ref, name in UNTOUCHED.items():
            assert decided(desk, session, readers, ref, name, now).ended == "", ref
    assert not check(desk, Query("Emerald Global Dubai"), readers, now).dismissed


def decided(desk, session, readers, ref, name, now):
    from sqlmodel import col, select

    from storage import decisions as stored
    from storage.memory_rows import DecisionRow

    row = session.exec(select(DecisionRow).where(col(DecisionRow.ref) == ref)).one()
    found = stored.find_decision(session, readers, row.id)
    assert found.asked == name
    return found
