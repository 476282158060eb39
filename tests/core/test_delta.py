"""What changed between two snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dates import PartialDate
from bot.core.delta import Delta, Op, ReplaceKind, apply, diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import CUT, CUT_PROPERTIES, PROPERTIES, EntityType, Fact, Listing, carry_forward
from bot.core.names import Name, NameKind
from tests.effort import steps
from tests.sources.real import expectations, parsed

EVERYTHING = frozenset(PROPERTIES) | {"printed:csv/sdn", "printed:xml"}
BORN = PartialDate("1976-10-05")


def listing(ref: str = "1", name: str = "DOE, John", **kwargs: Any) -> Listing:
    kwargs.setdefault("type", EntityType.PERSON)
    kwargs.setdefault("programmes", ("SDGT",))
    names = (Name(name), *(Name(text, NameKind.ALIAS) for text in kwargs.pop("aliases", ())))
    return Listing(source="us-ofac-sdn", ref=ref, list_kind=ListKind.SDN, names=names, **kwargs)


def company(ref: str = "1", name: str = "ACME LLC", **kwargs: Any) -> Listing:
    return listing(ref, name, type=EntityType.ORGANIZATION, **kwargs)


def between(old: list[Listing], new: list[Listing]) -> Delta:
    return diff({item.ref: item for item in old}, {item.ref: item for item in new}, EVERYTHING)


def pairs(shared: Path) -> list[dict[str, Any]]:
    wanted = ("us_ofac_sdn", "un_sc")
    found = [pair for pair in expectations(shared)["pairs"] if pair["list"] in wanted]
    return [pair for pair in found if not pair["old"].endswith(("add.csv.gz", "alt.csv.gz"))]


def latin_names(item: Listing) -> set[str]:
    return {name.text for name in item.names if name.script == "Latn"}


QUOTED_FORMER_NAMES = {"us_ofac_sdn/2019-01-04/sdn.csv.gz": 4}
"""Entries where only a quoted f.k.a. changed: a name to us, not counted in the published figure."""


def test_every_published_pair_differs_as_expected(shared: Path) -> None:
    checked = 0
    for pair in pairs(shared):
        old, new = parsed(shared, pair["old"]), parsed(shared, pair["new"])
        delta = diff(old.listings, new.listings, old.observed & new.observed)
        assert (delta.added, delta.removed, delta.amended) == (pair["added"], pair["removed"], pair["amended"]), pair
        common = old.listings.keys() & new.listings.keys()
        renamed = sum(1 for ref in common if latin_names(old.listings[ref]) != latin_names(new.listings[ref]))
        assert renamed == pair["names_amended"] + QUOTED_FORMER_NAMES.get(pair["old"], 0), pair
        rebuilt = apply(old.listings, delta)
        assert rebuilt.keys() == new.listings.keys()
        assert diff(rebuilt, new.listings, old.observed & new.observed).changes == ()
        checked += 1
    assert checked == 11


def test_tornado_cash_was_redesignated_and_kadyrov_merged(shared: Path) -> None:
    old, new = (parsed(shared, f"us_ofac_sdn/{day}/sdn.csv.gz") for day in ("2022-10-28", "2022-11-30"))
    delta = diff(old.listings, new.listings, old.observed)
    told = {
        (change.kind, change.before.ref, change.after.ref): change
        for change in delta.changes
        if change.op is Op.REPLACE and change.before and change.after
    }
    assert set(told) == {("merged", "36459", "23343"), ("redesignated", "38499", "39796")}
    assert told["redesignated", "38499", "39796"].material
    assert not told["merged", "36459", "23343"].material
    assert not [change for change in delta.changes if change.op is Op.DEL]
    assert (delta.replaced, delta.merged) == (1, 1)


def test_real_removals_stay_removals(shared: Path) -> None:
    for days, count in ((("2021-11-23", "2021-12-02"), 112), (("2021-12-22", "2021-12-30"), 150)):
        old, new = (parsed(shared, f"us_ofac_sdn/{day}/sdn.csv.gz") for day in days)
        delta = diff(old.listings, new.listings, old.observed)
        assert sum(1 for change in delta.changes if change.op is Op.DEL) == count


def backwards(listings: Mapping[str, Listing]) -> dict[str, Listing]:
    """The same listings with their facts in another order."""
    return {ref: replace(item, facts=tuple(reversed(item.facts))) for ref, item in listings.items()}


def test_a_list_against_itself_has_no_changes(shared: Path) -> None:
    whole = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz")
    for other in (whole.listings, backwards(whole.listings)):
        assert diff(whole.listings, other, whole.observed).changes == ()


def test_a_list_twice_as_long_is_twice_the_work(shared: Path) -> None:
    whole = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz")
    once = dict(islice(whole.listings.items(), 1000))
    twice = once | {f"again-{ref}": replace(item, ref=f"again-{ref}") for ref, item in once.items()}
    for change in (dict[str, Listing], backwards):
        least, most = (steps(partial(diff, some, change(some), whole.observed)) for some in (once, twice))
        assert 1000 < most < 2.1 * least


def test_the_order_of_values_means_nothing() -> None:
    one = listing(programmes=("A", "B"), aliases=("X", "Y"), facts=(Fact("remark", "a"), Fact("remark", "b")))
    two = listing(programmes=("B", "A"), aliases=("Y", "X"), facts=(Fact("remark", "b"), Fact("remark", "a")))
    assert between([one], [two]).changes == ()


def test_only_what_both_sides_could_state_is_compared() -> None:
    old, new = listing(aliases=("X",), births=(BORN,)), listing(programmes=("SDGT", "IRAN"))
    delta = diff({"1": old}, {"1": new}, {"name", "programme"})
    assert delta.changes[0].gained == (("programme", "IRAN"),)
    assert delta.changes[0].lost == ()


@pytest.mark.parametrize(
    ("new", "material"),
    [
        (listing(programmes=("SDGT", "IRAN")), True),
        (listing(programmes=()), True),
        (listing(name="DOE, Jack"), True),
        (listing(facts=(Fact("secondary_sanctions", "Secondary sanctions risk: x"),)), True),
        (listing(aliases=("J. DOE",)), False),
        (listing(facts=(Fact("address", "Minsk"),)), False),
        (listing(births=(BORN,)), False),
    ],
)
def test_a_programme_or_a_name_is_material_and_an_address_is_not(new: Listing, material: bool) -> None:
    (change,) = between([listing()], [new]).changes
    assert (change.op, change.kind, change.material) == (Op.MOD, "amended", material)


def test_the_print_counts_only_where_nothing_typed_changed() -> None:
    old = listing(printed=(("csv/sdn", "aa"),))
    (change,) = between([old], [replace(old, printed=(("csv/sdn", "bb"),))]).changes
    assert (change.gained, change.material) == ((("printed:csv/sdn", "bb"),), False)
    (change,) = between([old], [listing(aliases=("X",), printed=(("csv/sdn", "bb"),))]).changes
    assert change.gained == (("alias", "X"),)


def test_a_cut_record_loses_nothing_to_its_missing_rest() -> None:
    full = listing(identifiers=(Identifier("inn", "7707083893", "RU"),), printed=(("csv/sdn", "aa"),))
    cut = listing(facts=(Fact("remark", "Tax ID No. 77 …"),), printed=(("csv/sdn", "aa"), (CUT, "")))
    observed = CUT_PROPERTIES | {"name", "programme", "printed:csv/sdn"}
    assert diff({"1": full}, {"1": cut}, observed).changes == ()
    assert diff({"1": cut}, {"1": full}, observed).changes == ()
    assert carry_forward(full, cut, observed) == full
    assert carry_forward(cut, full, observed) == full
    assert carry_forward(cut, cut, observed) == cut


def test_a_new_number_for_the_same_person_is_a_replacement() -> None:
    (change,) = between([listing("1", births=(BORN,))], [listing("2", births=(BORN,))]).changes
    assert (change.op, change.kind, change.material) == (Op.REPLACE, ReplaceKind.RENUMBERED, False)
    (change,) = between([listing("1", births=(BORN,))], [listing("2", births=(BORN,), programmes=("IRAN",))]).changes
    assert (change.kind, change.material) == (ReplaceKind.REDESIGNATED, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (listing("1"), listing("2")),
        (listing("1", births=(PartialDate("1976"),)), listing("2", births=(PartialDate("1976"),))),
        (listing("1", births=(BORN,)), listing("2", births=(PartialDate("1980-01-01"),))),
        (listing("1", births=(BORN,)), listing("2", "ROE, Jane", births=(BORN,))),
        (company("1"), company("2", "OTHER LLC")),
        (company("1", identifiers=(Identifier("inn", "1"),)), company("2", identifiers=(Identifier("inn", "2"),))),
        (company("1"), replace(company("2"), type=EntityType.VESSEL)),
    ],
)
def test_without_evidence_a_removal_stays_a_removal(old: Listing, new: Listing) -> None:
    assert sorted(change.op for change in between([old], [new]).changes) == [Op.ADD, Op.DEL]


def test_a_renamed_ship_with_its_imo_number_is_the_same_ship() -> None:
    imo = (Identifier("imo", "7406784"),)
    ships = [
        replace(company(ref, name), type=EntityType.VESSEL, identifiers=imo) for ref, name in (("1", "A"), ("2", "B"))
    ]
    (change,) = between(ships[:1], ships[1:]).changes
    assert (change.kind, change.material) == (ReplaceKind.RENUMBERED, True)


def test_two_candidates_are_no_evidence() -> None:
    delta = between([company("1")], [company("2"), company("3")])
    assert (delta.replaced, delta.removed, delta.added) == (0, 1, 2)


def test_a_namesake_that_gained_nothing_of_it_is_no_merger() -> None:
    gone, kept = listing("1", programmes=("IRAN",)), listing("2")
    assert between([gone, kept], [kept]).merged == 0
    assert between([gone, kept], [replace(kept, programmes=("SDGT", "CUBA"))]).merged == 0
    merged = between([gone, kept], [replace(kept, programmes=("SDGT", "IRAN"))])
    assert (merged.merged, merged.amended, len(merged.changes)) == (1, 1, 1)
    contradicting = replace(gone, births=(BORN,)), replace(kept, births=(PartialDate("1950-01-01"),))
    assert between([*contradicting], [replace(contradicting[1], programmes=("SDGT", "IRAN"))]).merged == 0


def test_what_a_merger_lost_is_told() -> None:
    gone, kept = listing("1", programmes=("IRAN", "CUBA")), listing("2")
    (change,) = between([gone, kept], [replace(kept, programmes=("SDGT", "IRAN"))]).changes
    assert (change.lost, change.material) == ((("programme", "CUBA"),), True)


EDITS = st.sampled_from(["keep", "drop", "programme", "alias", "birth", "remark", "unname", "renumber", "retype"])


def edited(item: Listing, edit: str, number: int) -> Listing | None:
    match edit:
        case "drop":
            return None
        case "programme":
            return replace(item, programmes=tuple(sorted({*item.programmes, f"P{number}"})))
        case "alias":
            return replace(item, names=(*item.names, Name(f"ALIAS {number}", NameKind.ALIAS)))
        case "birth":
            return replace(item, births=(PartialDate(str(1900 + number)),))
        case "remark":
            return replace(item, facts=(*item.facts, Fact("remark", f"remark {number}")))
        case "unname":
            return replace(item, names=item.names[:1])
        case "renumber":
            return replace(item, ref=f"9{item.ref}")
        case "retype":
            return replace(item, type=EntityType.WALLET)
        case _:
            return item


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(EDITS, min_size=40, max_size=40), start=st.integers(0, 9000))
def test_applying_a_difference_gives_the_newer_list(shared: Path, edits: list[str], start: int) -> None:
    whole = parsed(shared, "us_ofac_sdn/2022-11-30/sdn.csv.gz").listings
    old = {ref: whole[ref] for ref in islice(whole, start, start + 40)}
    changed = [edited(item, edit, number) for number, (item, edit) in enumerate(zip(old.values(), edits, strict=True))]
    new = {item.ref: item for item in changed if item is not None}
    delta = diff(old, new, EVERYTHING)
    assert apply(old, delta) == new
    assert diff(new, new, EVERYTHING).changes == ()
    assert delta.removed == len(old.keys() - new.keys())
    explained = delta.replaced + delta.merged
    assert sum(1 for change in delta.changes if change.op is Op.DEL) == delta.removed - explained
