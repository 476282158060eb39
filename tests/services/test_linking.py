"""Who is who, worked out only where it can have changed, is what working everything out would give."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.core.resolution import blocking_keys, resolve
from bot.services import linking
from storage import keys, lists
from storage.db import Database
from tests.core.parties import O, P, party
from tests.plain import deliver, listing_file, plain_source

SOURCES = {name: plain_source(name) for name in ("us-ofac-sdn", "eu-fsf", "un-sc")}
NAMES = ("IVANOV, Ivan", "PETROV, Petr", "ORLOVA, Anna", "BANK ALPHA", "BANK BETA")


def random_party(rng: random.Random, source: str, number: int):
    name = rng.choice(NAMES)
    ids = [("inn", f"77{rng.randint(10, 14)}000000", "RU")] if rng.random() < 0.4 else []
    return party(
        name,
        f"QDi.{number}" if source == "un-sc" else str(number),
        O if name.startswith("BANK") else P,
        source,
        born=f"19{rng.randint(60, 62)}-02-03" if rng.random() < 0.6 else "",
        ids=ids,
        un=f"QDi.{rng.randint(1, 9)}" if rng.random() < 0.3 else "",
    )


@pytest.mark.parametrize("many", [linking.MANY, 0])
@pytest.mark.parametrize("seed", range(6))
def test_incremental_links_are_those_of_a_full_resolution(
    sqlite: Database, seed: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "MANY", many)
    rng = random.Random(seed)
    books = {name: {} for name in SOURCES}
    day = date(2026, 1, 1)
    for step in range(14):
        name = rng.choice(list(SOURCES))
        book = books[name]
        for number in rng.sample(range(1, 12), 3):
            if rng.random() < 0.25 and len(book) > 8:
                book.pop(number, None)
            else:
                book[number] = random_party(rng, name, number)
        for filler in range(100, 130):
            book.setdefault(filler, party(f"FILLER {filler} {name}", f"{filler}", O, name))
        done = deliver(sqlite, SOURCES[name], listing_file(book.values()), day + timedelta(days=step), accept=True)
        assert done.outcome in ("refreshed", "unchanged"), done.reason
        _is_settled(sqlite)


def _is_settled(db: Database) -> None:
    """Working everything out anew from what is stored changes nothing, and every listing has its keys."""
    with db.read() as session:
        stored = [item for item in lists.stored_listings(session) if item.state != "replaced"]
        filed = keys.all_keys(session)
    existing = {(item.listing.source, item.listing.ref): item.entity for item in stored}
    found = resolve([item.listing for item in stored], existing)
    assert found.entity_of == existing
    assert found.referents == ()
    wanted = {(key, (i.listing.source, i.listing.ref)) for i in stored for key in blocking_keys(i.listing)}
    assert set(filed) == wanted


def test_a_database_of_an_older_version_gets_its_keys_before_the_first_refresh(db: Database) -> None:
    ids = [("inn", "7700000001", "RU")]
    fillers = [party(f"FILLER {n}", str(n), O, "us-ofac-sdn") for n in range(100, 120)]
    deliver(db, SOURCES["eu-fsf"], listing_file([party("BANK ALPHA", "1", O, "eu-fsf", ids=ids)]), date(2026, 1, 1))
    deliver(db, SOURCES["us-ofac-sdn"], listing_file(fillers), date(2026, 1, 1))
    with db.write() as session:
        session.execute(text("DELETE FROM listing_key"))
        session.execute(text("UPDATE snapshot SET stated = NULL"))
    bank = party("Bank Alpha", "9", O, "us-ofac-sdn", ids=ids)
    deliver(db, SOURCES["us-ofac-sdn"], listing_file([*fillers, bank]), date(2026, 1, 2))
    with db.read() as session:
        found = keys.links(session, [("eu-fsf", "1"), ("us-ofac-sdn", "9")])
    assert len({entity for entity, _ in found.values()}) == 1
    _is_settled(db)
