"""The UN list."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.listings import EntityType, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources import SOURCES
from bot.sources.raw import Raw
from bot.sources.un_sc import script_of
from tests.sources.real import expectations, parsed

UN = SOURCES["un-sc"]
LATEST = "un_sc/2025-11-18/consolidated.xml.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "un_sc.json"
GOLDEN_REFS = ("CDi.001", "QDi.123", "QDi.400", "TAi.136", "KPe.024", "IRe.001", "IQi.085")


def test_counts_and_dates_are_as_published(shared: Path) -> None:
    for path, count in expectations(shared)["counts"].items():
        if path.startswith("un_sc/"):
            result = parsed(shared, path)
            assert len(result.listings) == count
            assert result.list_date == date.fromisoformat(path.split("/")[1])
            assert result.unknown == result.duplicates == ()


def test_damaged_files_are_refused_with_their_reason(shared: Path) -> None:
    refused = [case["path"] for case in expectations(shared)["must_be_refused"] if case["path"].startswith("un_sc")]
    assert len(refused) == 2
    for path in refused:
        with pytest.raises(Malformed, match=r"well-formed|root element|not a list"):
            UN.parse({"x": (shared / "data" / path).read_bytes()})


def test_a_new_dataid_is_no_change(shared: Path) -> None:
    data = Raw(shared / "data" / LATEST).read()
    other = UN.parse({"x": re.sub(rb"<DATAID>\d+</DATAID>", b"<DATAID>1</DATAID>", data)})
    known = parsed(shared, LATEST)
    assert diff(known.listings, other.listings, known.observed).changes == ()


def test_indentation_is_no_change(shared: Path) -> None:
    data = Raw(shared / "data" / LATEST).read()
    other = UN.parse({"x": re.sub(rb">\s+<", b"><", data)})
    known = parsed(shared, LATEST)
    assert diff(known.listings, other.listings, known.observed).changes == ()


def test_a_file_cut_anywhere_is_refused(shared: Path) -> None:
    data = Raw(shared / "data" / LATEST).read()
    for at in range(0, len(data) - 20, len(data) // 7):
        with pytest.raises(Malformed):
            UN.parse({"x": data[:at]})


def test_an_entry_says_all_that_its_file_says(shared: Path) -> None:
    man = parsed(shared, LATEST).listings["QDi.123"]
    kinds = {kind: [name.text for name in man.names if name.kind is kind] for kind in NameKind}
    assert (man.type, man.caption, man.programmes) == (EntityType.PERSON, "YASSIN SYAWAL", ("Al-Qaida",))
    assert "Salim Yasin" in kinds[NameKind.ALIAS]
    assert "Abu Seta" in kinds[NameKind.WEAK_ALIAS]
    assert man.births == (PartialDate("1962-09-03"),)
    assert man.values("listed_on") == ("2003-09-09",)
    assert man.values("list_updated_on")[-1] == "2022-11-08"
    assert man.values("remark") == ("Alias Yassin Sywal: formerly listed as",)


def test_names_have_no_line_breaks_and_know_their_script(shared: Path) -> None:
    names = [name for listing in parsed(shared, LATEST).listings.values() for name in listing.names]
    assert all(name.text == " ".join(name.text.split()) for name in names)
    assert {name.script for name in names} == {"Latn", "Arab", "Cyrl", "Hani"}
    assert script_of("Иван") == "Cyrl"
    assert script_of("김정은 (Kim)") == "Hang"


def test_births_are_exact_approximate_or_between(shared: Path) -> None:
    births = [birth for listing in parsed(shared, LATEST).listings.values() for birth in listing.births]
    assert sum(1 for birth in births if birth.until) >= 31
    assert sum(1 for birth in births if birth.circa) >= 100
    assert sum(1 for birth in births if birth.precision == "day") >= 400


def test_a_country_before_a_document_number_is_told_from_it(shared: Path) -> None:
    passports = {(i.value, i.country) for i in parsed(shared, LATEST).listings["QDi.400"].identifiers}
    assert passports == {("286062", "JO"), ("654781", "JO")}


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = parsed(shared, LATEST).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
