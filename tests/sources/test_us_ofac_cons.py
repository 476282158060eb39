"""OFAC's non-SDN lists as CSV family and simple XML."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing, to_json
from bot.core.names import Name
from bot.core.snapshots import Incomplete, Malformed, ParsedList
from bot.sources import us_ofac_cons, us_ofac_sdn
from bot.sources.ofac_kinds import cons_kind, is_non_sdn, sdn_kind
from bot.sources.ofac_lists import belongs, kind_of_lists, measures_of, measures_of_lists
from tests.sources.real import consolidated, expectations

LATEST = "2026-01-08/consolidated.xml.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "us_ofac_cons.json"
GOLDEN_REFS = ("9639", "9647", "17016", "17018", "15268", "27016", "30882", "31693", "46072", "50476")


def entry(*facts: str, programmes: tuple[str, ...] = ("RUSSIA-EO14024",)) -> Listing:
    said = tuple(Fact("directive", text) for text in facts)
    return Listing("us-ofac-cons", "1", EntityType.ORGANIZATION, ListKind.SDN, (Name("X"),), programmes, facts=said)


def test_counts_are_as_published(shared: Path) -> None:
    for path, count in expectations(shared)["counts"].items():
        if path.startswith("us_ofac_cons/") and path.endswith(".xml.gz"):
            result = consolidated(shared, path.removeprefix("us_ofac_cons/"))
            assert len(result.listings) == result.declared == count
            assert result.unknown == result.duplicates == ()


def test_each_entry_is_of_the_list_that_its_texts_show(shared: Path) -> None:
    kinds = Counter(listing.list_kind.value for listing in consolidated(shared, LATEST).listings.values())
    assert kinds == {"ssi": 286, "ns_plc": 78, "ns_cmic": 68, "ns_mbs": 9, "capta": 1}


def test_nobody_on_these_lists_is_blocked(shared: Path) -> None:
    listings = consolidated(shared, LATEST).listings.values()
    assert not any("block" in words for listing in listings for words in listing.measures)
    assert all(listing.measures for listing in listings)


def test_a_bank_on_three_lists_has_the_measures_of_all(shared: Path) -> None:
    bank = consolidated(shared, LATEST).listings["17018"]
    assert bank.list_kind is ListKind.SSI
    assert bank.measures == (
        "correspondent accounts (EO 14024 directive 2)",
        "new debt and equity (EO 13662 directive 1)",
        "new debt and equity (EO 14024 directive 3)",
    )


def test_the_csv_family_gives_the_same_kinds_and_measures(shared: Path) -> None:
    folder = shared / "data/us_ofac_cons/2025-12-19"
    csv = us_ofac_cons.parse({path.name: path for path in folder.iterdir()})
    assert isinstance(csv, ParsedList)
    xml = consolidated(shared, "2025-12-18/consolidated.xml.gz")
    assert len(csv.listings) == 442
    for ref, listing in csv.listings.items():
        other = xml.listings[ref]
        assert (listing.list_kind, listing.measures) == (other.list_kind, other.measures)


def test_the_main_part_alone_still_tells_the_lists(shared: Path) -> None:
    alone = us_ofac_cons.parse({"p": shared / "data/us_ofac_cons/2025-12-19/cons_prim.csv.gz"})
    assert isinstance(alone, ParsedList)
    xml = consolidated(shared, "2025-12-18/consolidated.xml.gz")
    assert {ref: item.list_kind for ref, item in alone.listings.items()} == {
        ref: item.list_kind for ref, item in xml.listings.items()
    }


def test_a_family_without_its_main_part_waits_for_it(shared: Path) -> None:
    with pytest.raises(Incomplete, match="only alt"):
        us_ofac_cons.parse({"a": shared / "data/us_ofac_cons/2025-12-19/cons_alt.csv"})


def test_the_list_that_blocks_is_refused_here_and_this_one_there(shared: Path) -> None:
    with pytest.raises(Malformed, match=r"SDN list: 14,8\d\d of 14,965 entries"):
        us_ofac_cons.parse({"x": shared / "data/us_ofac_sdn/2024-05-03/sdn.csv.gz"})
    for path in (LATEST, "2025-12-19/cons_prim.csv.gz"):
        with pytest.raises(Malformed, match="non-SDN list: 342 entries"):
            us_ofac_sdn.parse({"x": shared / "data/us_ofac_cons" / path})


def test_a_list_cut_anywhere_is_refused(shared: Path) -> None:
    data = gzip.decompress((shared / "data/us_ofac_cons" / LATEST).read_bytes())
    for at in range(0, len(data) - 20, len(data) // 5):
        with pytest.raises(Malformed):
            us_ofac_cons.parse({"x": data[:at]})


def test_the_older_namespace_is_read(shared: Path) -> None:
    data = gzip.decompress((shared / "data/us_ofac_cons" / LATEST).read_bytes())
    now = b"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
    older = us_ofac_cons.parse({"x": data.replace(now, b"http://tempuri.org/sdnList.xsd")})
    assert isinstance(older, ParsedList)
    assert older.listings == consolidated(shared, LATEST).listings


@pytest.mark.parametrize(
    ("listing", "kind", "measures"),
    [
        (entry("Listing Date (EO 14024 Directive 2): 24 Feb 2022"), "capta", ["correspondent accounts (EO 14024 directive 2)"]),
        (entry("Listing Date (EO 14024 Directive 1a): 22 Feb 2022"), "ns_mbs", ["Russian sovereign debt (EO 14024 directive 1a)"]),
        (entry("Executive Order 13662 Directive Determination - Subject to Directive 4"), "ssi", ["oil projects (EO 13662 directive 4)"]),
        (entry("Executive Order 13662 Directive Determination - Subject to Directive 9"), "ssi", ["specified dealings"]),
        (entry("CAATSA Section 235 Information: EXPORT SANCTIONS Sec. 235(a)(2)"), "ns_mbs", ["export sanctions (CAATSA 235)"]),
        (entry("CAATSA Section 235 Information: SOMETHING NEW"), "ns_mbs", ["specified dealings"]),
        (entry(programmes=("CMIC-EO13959",)), "ns_cmic", ["securities restrictions"]),
        (entry(programmes=("FSE-IR",)), "fse", ["transaction ban"]),
        (entry(programmes=("561-Related",)), "capta", ["correspondent accounts"]),
        (entry(programmes=("SDGT", "NS-PLC")), "ns_plc", ["rejected transactions"]),
        (entry(programmes=("NEW-PROGRAMME",)), "non_sdn", []),
    ],
)  # fmt: skip
def test_words_tell_the_list_and_the_measure(listing: Listing, kind: str, measures: list[str]) -> None:
    found = cons_kind(listing)
    assert (found.list_kind.value, list(found.measures)) == (kind, measures)


def test_a_party_blocked_under_a_shared_programme_is_no_stranger_on_the_sdn_list() -> None:
    assert not is_non_sdn(entry(programmes=("UKRAINE-EO13662",)))
    assert not is_non_sdn(entry(programmes=("SDGT", "NS-PLC")))
    assert is_non_sdn(entry(programmes=("NS-PLC",)))
    assert is_non_sdn(entry("Executive Order 13662 Directive Determination - x", programmes=("UKRAINE-EO13662",)))
    assert sdn_kind(entry()).measures == ("blocking",)


def test_lists_are_told_by_ofacs_own_names() -> None:
    both = ("SDN List", "Sectoral Sanctions Identifications List", "Consolidated List")
    assert belongs("us-ofac-sdn", both)
    assert belongs("us-ofac-cons", both)
    assert not belongs("us-ofac-cons", ["sdn  list"])
    assert kind_of_lists("us-ofac-sdn", both) is ListKind.SDN
    assert kind_of_lists("us-ofac-cons", both) is ListKind.SSI
    assert kind_of_lists("us-ofac-cons", ["A new list"]) is ListKind.NON_SDN
    assert measures_of_lists("us-ofac-cons", both) == ("specified dealings",)
    assert [kind for kind in ListKind if "blocking" in measures_of(kind)] == [ListKind.SDN]


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = consolidated(shared, LATEST).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
