"""OFAC's delta file: the real one of 13 January 2025, and small ones for changed entries, which it lacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.issuers import ListKind
from bot.core.listings import Fact
from bot.core.names import Name, NameKind
from bot.core.official_deltas import patched
from bot.core.snapshots import Malformed, ParsedDelta
from bot.sources import us_ofac_cons, us_ofac_sdn
from bot.sources.ofac_csv import read_table
from bot.sources.raw import Raw
from tests.sources.entity_xml import delta, enhanced, entity, feature, name, rows

DELTA = "us_ofac_delta/2025-01-13/2025-01-13_delta.xml"


def read(data: bytes | Path, source: str = "sdn") -> ParsedDelta:
    result = (us_ofac_sdn if source == "sdn" else us_ofac_cons).parse({"x": data})
    assert isinstance(result, ParsedDelta)
    return result


def test_the_real_file_adds_and_removes_what_was_announced(shared: Path) -> None:
    found = read(shared / "data" / DELTA)
    assert (found.list_date, found.publication, found.unknown) == (date(2025, 1, 13), "Standard Action", ())
    assert (len(found.added), len(found.removed), found.patched, found.changed) == (4, 14, {}, {})
    assert {code for item in found.added.values() for code in item.programmes} == {"SDGT"}
    gone = {code for item in found.removed.values() if item for code in item.programmes}
    assert gone == {"SDNT", "SDNTK", "VENEZUELA-EO13850"}


def test_its_numbers_agree_with_the_lists_before_and_after(shared: Path) -> None:
    found = read(shared / "data" / DELTA)
    old, new = (
        {row[0] for row in read_table(Raw(shared / f"data/us_ofac_sdn/{day}/add.csv.gz").read(), "add").rows}
        for day in ("2025-01-06", "2025-12-24")
    )
    assert found.removed.keys() <= old - new
    assert found.added.keys() <= new - old


def test_a_removed_record_is_given_as_it_stood(shared: Path) -> None:
    man = read(shared / "data" / DELTA).removed["9567"]
    assert man is not None
    assert man.caption == "BEDOYA VELEZ, Jose Ignacio"
    assert man.values("listed_on") == ("2005-11-09",)
    assert Name("NACHO BEDOYA", NameKind.WEAK_ALIAS) in man.names


def test_it_says_nothing_of_the_other_list(shared: Path) -> None:
    found = read(shared / "data" / DELTA, "cons")
    assert (found.added, found.removed, found.patched) == ({}, {}, {})


def test_an_added_record_is_as_in_the_list() -> None:
    whole = entity(5, programmes=("SDGT", "IRGC"), names=[name("A", ("Arabic", "ا")), name("B", alias="A.K.A.")])
    added = read(delta(whole.replace("<entity id='5'", "<entity id='5' action='add'"))).added["5"]
    listed = us_ofac_sdn.parse({"x": enhanced(whole)}).listings["5"]  # type: ignore[union-attr]
    assert (added.programmes, added.measures, added.list_kind, added.type) == (
        *(listed.programmes, listed.measures, listed.list_kind, listed.type),
    )
    assert added.names == tuple(item for item in listed.names if item.script == "Latn")
    assert added.facts == listed.facts


def marked(item: str, action: str) -> str:
    return item.replace("<name>", f"<name action='{action}'>", 1)


CHANGED = (
    "<entity id='6' action='modify'><sanctionsLists><sanctionsList datePublished='2020-01-01'>SDN List</sanctionsList>"
    "</sanctionsLists><sanctionsPrograms><sanctionsProgram action='add'>IRGC</sanctionsProgram>"
    "<sanctionsProgram action='remove'>SDGT</sanctionsProgram></sanctionsPrograms>"
    + rows(
        "names", [marked(name("NEW NAME", alias="A.K.A."), "add"), marked(name("OLD NAME", alias="A.K.A."), "remove")]
    )
    + rows("features", [feature("Gender", "Male"), feature("Birthdate", "1951", mark=" action='remove'")])
    + "</entity>"
)


def test_a_changed_entry_says_what_it_gained_and_lost() -> None:
    gained, lost = read(delta(CHANGED)).patched["6"]
    assert (gained.programmes, lost.programmes) == (("IRGC",), ("SDGT",))
    assert (gained.names, lost.names) == ((Name("NEW NAME", NameKind.ALIAS),), (Name("OLD NAME", NameKind.ALIAS),))
    assert (gained.facts, [str(birth) for birth in lost.births]) == ((Fact("gender", "Male"),), ["1951"])
    assert gained.measures == lost.measures == ()
    assert gained.list_kind is lost.list_kind is ListKind.SDN


def test_the_word_for_a_change_may_be_missing() -> None:
    assert read(delta(CHANGED.replace(" action='modify'", ""))).patched.keys() == {"6"}


def test_a_patch_keeps_what_it_does_not_speak_of() -> None:
    old = us_ofac_sdn.parse({"x": enhanced(entity(6, kind="Individual"))}).listings["6"]  # type: ignore[union-attr]
    new = patched(old, *read(delta(CHANGED)).patched["6"])
    assert (new.caption, new.type, new.measures, new.programmes) == ("FIRM 6", old.type, ("blocking",), ("IRGC",))


def test_an_entry_that_joins_or_leaves_a_list_is_added_or_removed() -> None:
    moved = entity(7, ("SDN List", "Sectoral Sanctions Identifications List"), programmes=("UKRAINE-EO13662",))
    moved = moved.replace(
        "<sanctionsList datePublished='2024-02-20'", "<sanctionsList action='add' datePublished='2024-02-20'"
    )
    moved = moved.replace(
        "<sanctionsList datePublished='2024-02-21'", "<sanctionsList action='remove' datePublished='x'"
    )
    here, there = read(delta(moved)), read(delta(moved), "cons")
    assert (list(here.added), list(here.removed)) == (["7"], [])
    assert (list(there.added), list(there.removed)) == ([], ["7"])
    left = there.removed["7"]
    assert left is not None
    assert (left.list_kind, left.measures) == (ListKind.SSI, ("specified dealings",))


def test_an_entry_of_which_only_the_number_is_given_is_removed_too() -> None:
    assert read(delta("<entity id='8' action='remove'/>")).removed == {"8": None}


def test_measures_of_a_non_sdn_entry_are_gained_and_lost() -> None:
    row = "<sanctionsList datePublished='2020-01-01'>Sectoral Sanctions Identifications List</sanctionsList>"
    types = (
        "<sanctionsType action='add'>13662 Sectoral Directive 4</sanctionsType>"
        "<sanctionsType action='remove'>13662 Sectoral Directive 1</sanctionsType>"
    )
    data = f"<entity id='9'>{rows('sanctionsLists', [row])}{rows('sanctionsTypes', [types])}</entity>"
    gained, lost = read(delta(data), "cons").patched["9"]
    assert gained.measures == ("oil projects (EO 13662 directive 4)",)
    assert lost.measures == ("new debt and equity (EO 13662 directive 1)",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (delta(entity(1, action="annul")), "unknown action 'annul'"),
        (delta(entity(1, action="add"), entity(1, action="remove")), "both added and removed: 1"),
        (delta(entity(1, action="add"))[:-30], "well-formed"),
    ],
)
def test_a_delta_that_cannot_be_right_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read(data)
