"""Whether a new snapshot may replace the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name
from bot.core.snapshots import LastCopy, Limits, ParsedList, Verdict, stated_shares, vet, vet_amended
from tests.core.test_delta import pairs
from tests.sources.real import parsed

OBSERVED = frozenset({"name", "programme", "birth_date"})
LIMITS = Limits(observed=OBSERVED)


def entries(count: int, **kwargs: Any) -> dict[str, Listing]:
    kwargs.setdefault("programmes", ("SDGT",))
    return {
        str(ref): Listing("us-ofac-sdn", str(ref), EntityType.PERSON, ListKind.SDN, (Name(f"DOE, {ref}"),), **kwargs)
        for ref in range(1, count + 1)
    }


def delivered(listings: dict[str, Listing], **kwargs: Any) -> ParsedList:
    return ParsedList("us-ofac-sdn", "csv", listings, OBSERVED, **kwargs)


def copy(listings: Mapping[str, Listing]) -> LastCopy:
    return LastCopy(tuple(listings), stated_shares(listings))


def test_a_first_list_that_is_whole_fits() -> None:
    assert vet(delivered(entries(3)), None, Limits()) == Verdict()
    assert Verdict().fits


def test_an_empty_list_is_refused() -> None:
    assert vet(delivered({}), None, Limits()).refused == "0 entries"
    assert not vet(delivered({}), copy(entries(3)), LIMITS).fits


def test_half_a_list_is_refused() -> None:
    verdict = vet(delivered(entries(50)), copy(entries(100)), LIMITS)
    assert verdict.refused == "50 entries, among them 50 of the last 100 (50%, at least 80%)"
    assert vet(delivered(entries(80)), copy(entries(100)), LIMITS).fits
    assert vet(delivered(entries(79)), copy(entries(100)), LIMITS).refused


def test_as_many_entries_of_another_list_are_refused() -> None:
    strangers = {f"x{ref}": replace(item, ref=f"x{ref}") for ref, item in entries(100).items()}
    assert "0 of the last 100" in vet(delivered(strangers), copy(entries(100)), LIMITS).refused


def test_the_least_number_of_entries_holds_only_where_it_is_asked() -> None:
    assert vet(delivered(entries(5)), None, Limits(min_entries=600)).refused == (
        "5 entries, fewer than the 600 it ever had"
    )
    assert vet(delivered(entries(5)), None, Limits()).fits


def test_a_wrong_count_a_contradiction_and_a_missing_name_are_refused() -> None:
    assert "declares 4" in vet(delivered(entries(3), declared=4), None, Limits()).refused
    assert vet(delivered(entries(3), declared=3), None, Limits()).fits
    assert "occur twice" in vet(delivered(entries(3), duplicates=("2",)), None, Limits()).refused
    nameless = {ref: replace(item, names=()) if ref == "2" else item for ref, item in entries(3).items()}
    assert vet(delivered(nameless), None, Limits()).refused == "1 of 3 entries have no name"


def test_a_list_date_that_goes_back_is_refused() -> None:
    limits = replace(LIMITS, last_date=date(2022, 3, 24))
    older = delivered(entries(3), list_date=date(2022, 3, 21))
    assert vet(older, copy(entries(3)), limits).refused == "list of 2022-03-21, older than the last of 2022-03-24"
    assert vet(replace(older, list_date=date(2022, 3, 24)), copy(entries(3)), limits).fits
    assert vet(replace(older, list_date=None), copy(entries(3)), limits).fits


def test_a_list_without_end_mark_may_not_lose_its_last_entries() -> None:
    cut = delivered(entries(95), ended=False)
    assert vet(cut, copy(entries(100)), LIMITS).refused == "no end mark, and the last 5 of 100 entries are missing"
    assert vet(replace(cut, ended=True), copy(entries(100)), LIMITS).fits
    inner = {ref: item for ref, item in entries(100).items() if ref != "50"}
    assert vet(delivered(inner, ended=False), copy(entries(100)), LIMITS).fits


def test_a_property_that_vanishes_everywhere_is_refused() -> None:
    born = copy(entries(100, births=(PartialDate("1970"),)))
    verdict = vet(delivered(entries(100)), born, LIMITS)
    assert verdict.refused == "birth_date: stated by 0% of the entries, by 100% before"
    assert vet(delivered(entries(100)), born, replace(LIMITS, observed=frozenset({"name"}))).fits


def test_more_than_a_fifth_amended_at_once_is_held() -> None:
    assert vet_amended(20, 100, LIMITS).fits
    verdict = vet_amended(21, 100, LIMITS)
    assert verdict.reason == f"changed in bulk: {verdict.held}"
    assert (verdict.refused, verdict.held) == ("", "21 of 100 common entries amended (21%, at most 20%)")


def test_the_widest_published_pairs_fit(shared: Path) -> None:
    for pair in sorted(pairs(shared), key=lambda pair: -int(pair["amended"] + pair["removed"]))[:3]:
        old, new = parsed(shared, pair["old"]), parsed(shared, pair["new"])
        limits = Limits(observed=old.observed, last_date=old.list_date)
        assert vet(new, copy(old.listings), limits) == Verdict(), pair
        changed = diff(old.listings, new.listings, old.observed & new.observed).amended
        assert vet_amended(changed, len(old.listings.keys() & new.listings.keys()), limits).fits
