"""The sample lists are what they say: official formats, true references, and nobody real is delisted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.listings import EntityType, Listing
from bot.core.snapshots import ParsedList
from bot.demo import samples
from bot.demo.samples import VERSIONS, is_invented, list_date, sample_files
from bot.sources import un_sc, us_ofac_sdn

PARSE = {"us-ofac-sdn": us_ofac_sdn.parse, "un-sc": un_sc.parse}
MARK = "(INVENTED FOR THE DEMO)"


def parsed(source: str, version: int) -> ParsedList:
    return PARSE[source](sample_files(version)[source])


def everything(version: int) -> dict[tuple[str, str], Listing]:
    return {(source, ref): item for source in PARSE for ref, item in parsed(source, version).listings.items()}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("source", PARSE)
def test_the_parser_of_the_official_list_reads_the_sample(source: str, version: int) -> None:
    found = parsed(source, version)
    assert found.duplicates == ()
    assert found.unknown == ()
    assert found.list_date in (None, list_date(source, version))


def test_the_first_version_is_about_160_entries_of_every_type_and_of_many_programmes() -> None:
    first = everything(1)
    assert 150 <= len(first) <= 175
    assert {item.type for item in first.values()} >= set(EntityType) - {EntityType.WALLET}
    programmes = {code for item in first.values() for code in item.programmes}
    expected = {"RUSSIA-EO14024", "UKRAINE-EO13661", "UKRAINE-EO13662", "IRAN", "IFSR", "SDGT", "DPRK", "NPWMD"}
    assert programmes >= expected | {"CYBER2", "BELARUS", "VENEZUELA", "GLOMAG", "SDNTK"}


def test_invented_parties_say_so_in_name_and_reference() -> None:
    for version in VERSIONS:
        for (_, ref), item in everything(version).items():
            assert is_invented(ref) == (MARK in item.caption), (ref, item.caption)


def test_only_invented_parties_are_ever_removed_or_materially_changed() -> None:
    for before, after in ((1, 2), (2, 3)):
        old, new = everything(before), everything(after)
        assert all(is_invented(ref) for _, ref in old.keys() - new.keys())
        changed = {key for key in old.keys() & new.keys() if old[key].programmes != new[key].programmes}
        assert all(is_invented(ref) for _, ref in changed)


def test_the_second_version_adds_amends_and_removes_and_the_third_confirms() -> None:
    first, second, third = everything(1), everything(2), everything(3)
    assert len(second.keys() - first.keys()) >= 12
    assert len(first.keys() - second.keys()) == 4
    assert sum(first[key] != second[key] for key in first.keys() & second.keys()) >= 4
    assert not (first.keys() - second.keys()) & third.keys()
    assert sample_files(3)["us-ofac-sdn"] != sample_files(2)["us-ofac-sdn"]


def test_references_of_real_parties_are_the_official_ones(shared: Path) -> None:
    def known(source: str, name: str, *paths: str) -> None:
        contents = {path: (shared / "data" / path).read_bytes() for path in paths}
        official = PARSE[source](contents).listings
        real = {ref: item for ref, item in parsed(source, 2).listings.items() if not is_invented(ref)}
        assert {ref: item.caption for ref, item in real.items()} == {ref: official[ref].caption for ref in real}

    known("us-ofac-sdn", "SDN", "us_ofac_sdn/2024-05-03/sdn.csv.gz")
    known("un-sc", "UN", "un_sc/2025-11-18/consolidated.xml.gz")


def test_the_samples_are_marked_as_not_for_compliance() -> None:
    folder = Path(samples.__file__).parent
    assert "not for compliance" in (folder / "README.md").read_text(encoding="utf-8")
    assert b"Not for compliance" in sample_files(1)["un-sc"]["consolidated.xml"]
    assert "not for compliance" in samples.NOTICE


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="no version 4"):
        sample_files(4)
