"""An act of the EU that its asset-freeze file does not have yet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.audience import Audience
from bot.core.entities import entity_id
from bot.core.issuers import ListKind
from bot.core.listings import Fact
from bot.core.queries import parse_query
from bot.services.dataset import Dataset
from bot.services.screening import check_in
from bot.sources import SOURCES
from tests.owing import NOW, listing, load

FILE_DATE = (NOW - timedelta(days=1)).date()


def act(days_before_the_file: int, kind=ListKind.EU_ASSET_FREEZE):
    begun = (FILE_DATE - timedelta(days=days_before_the_file)).isoformat()
    facts = (Fact("legal_basis", "Regulation (EU) 2026/1"), Fact("in_force_from", begun))
    return replace(listing("oj-1", "eu-oj", kind, "Nordwind Bank"), facts=facts)


def states(db):
    answer = check_in(db, Dataset(db), SOURCES, parse_query("Nordwind Bank"), Audience(0, "cli"), NOW)
    return [item.state for item in answer.matches[0].listings]


@pytest.mark.parametrize(("days", "state"), [(-1, "listed_by_act"), (3, "listed_by_act"), (400, "listed")])
def test_a_recent_act_is_ahead_of_the_file_and_an_old_one_is_not(db, days, state):
    load(db, act(days), listing("f-2", "eu-fsf", ListKind.EU_ASSET_FREEZE, "Somebody Else"))
    assert states(db) == [state]


def test_once_the_file_has_the_party_the_act_is_an_entry_like_others(db):
    load(
        db, act(3), listing("f-1", "eu-fsf", ListKind.EU_ASSET_FREEZE, "Nordwind Bank"), entity=entity_id("eu-oj", "1")
    )
    assert set(states(db)) == {"listed"}


def test_a_sectoral_annex_is_in_no_file_to_wait_for(db):
    load(db, act(3, ListKind.EU_SECTORAL), listing("f-2", "eu-fsf", ListKind.EU_ASSET_FREEZE, "Somebody Else"))
    assert states(db) == ["listed"]
