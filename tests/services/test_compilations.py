"""A compilation names parties; only an issuing authority lists them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.audience import Audience
from bot.core.issuers import ListKind
from bot.core.questions import Query
from bot.services.dataset import Dataset
from bot.services.screening import check_in
from bot.sources import SOURCES
from storage.db import Database
from tests.core.parties import O, party
from tests.plain import deliver, listing_file, plain_source

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def status(db: Database, name: str) -> str:
    return check_in(db, Dataset(db), SOURCES, Query(name), Audience(0, "cli"), NOW).status.value


def test_a_party_that_only_a_compilation_names_is_not_called_listed(sqlite: Database) -> None:
    compiled = replace(party("EXAMPLE TRADING HOUSE", "NK-1", O, "opensanctions"), list_kind=ListKind.COMPILATION)
    deliver(sqlite, plain_source("opensanctions"), listing_file([compiled]), DAY)
    assert status(sqlite, "Example Trading House") == "possible"
    deliver(sqlite, plain_source("us-ofac-sdn"), listing_file([party("OTHER SHIPPING LINE", "7", O)]), DAY)
    assert status(sqlite, "Other Shipping Line") == "listed"
