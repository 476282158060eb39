"""OpenSanctions: exports and delta files."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ISSUER_OF
from bot.core.listings import PROPERTIES, EntityType, Listing, statements, to_json
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed, ParsedDelta, ParsedList
from bot.sources import opensanctions_lines
from bot.sources.opensanctions import OBSERVED, OBSERVED_IN_DELTA, SOURCE
from bot.sources.opensanctions_lines import Lines
from bot.sources.raw import Raw

ZALA = "opensanctions/2026-06-03/yente_dataset_zala_entities.ftm.json"
DONATIONS = "opensanctions/2026-06-03/yente_dataset_parteispenden_entities.ftm.json"
DELTA = "opensanctions/2024-07-05/yente_entities.delta.json.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "opensanctions.json"
GOLDEN_REFS = (
    "NK-2Tbri3s6GgNtAwsSXh4qpL",
    "NK-DSxJ9ZzHxBBMyEMnnTBhai",
    "NK-abdzbEBkqyT29GyREbiURZ",
    "NK-mCEmxFfuhfdjpC8gsxH74o",
)
GOLDEN_DELTA_REFS = (
    "NK-5MSxBLGFJD32LTzzVJbEQa",
    "NK-Ld5SyGNpr7mmysNh4czCXJ",
    "NK-NSWaHofFyh2DLnmr5aaemb",
    "ir-san-54771de0a8030937962eb6a4f4299a80da160e80",
)

Body = dict[str, Any]


def entity(ref: str, schema: str = "Person", target: bool = True, **properties: Any) -> Body:
    if target:
        properties = {"name": [f"Name of {ref}"], "topics": ["sanction"]} | properties
    return {
        "id": ref,
        "caption": f"Name of {ref}",
        "schema": schema,
        "properties": properties,
        "target": target,
        "datasets": ["x"],
        "referents": [],
    }


def part(ref: str, schema: str, **properties: Any) -> Body:
    return entity(ref, schema, target=False, **properties)


def text(*bodies: Body) -> bytes:
    return "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies).encode()


def read(*bodies: Body) -> ParsedList:
    result = SOURCE.parse({"x": text(*bodies)})
    assert isinstance(result, ParsedList)
    return result


def read_delta(*ops: tuple[str, Body]) -> ParsedDelta:
    result = SOURCE.parse({"x": text(*({"op": op, "entity": body} for op, body in ops))})
    assert isinstance(result, ParsedDelta)
    return result


@lru_cache(maxsize=4)
def whole(shared: Path, path: str = ZALA) -> ParsedList:
    result = SOURCE.parse({"x": shared / "data" / path})
    assert isinstance(result, ParsedList)
    return result


@lru_cache(maxsize=1)
def delta(shared: Path) -> ParsedDelta:
    result = SOURCE.parse({"x": shared / "data" / DELTA})
    assert isinstance(result, ParsedDelta)
    return result


def test_it_is_read_only_by_choice_and_its_licence_is_told() -> None:
    assert SOURCE.opt_in
    assert "not for commercial use" in SOURCE.licence
    assert ISSUER_OF[SOURCE.id] == ""


def test_targets_on_lists_are_read_and_nobody_else(shared: Path) -> None:
    result = whole(shared)
    assert len(result.listings) == 13
    assert "NK-SiYwWfxwLVrVeFswsvAvsm" not in result.listings  # target, but only linked to a listed party
    assert "NK-9Xa4Kg7Y7nfccE7VcZt6Q6" not in result.listings  # no target
    assert result.unknown == result.duplicates == ()
    assert result.list_date == date(2026, 4, 29)


def test_people_in_office_and_relatives_of_listed_ones_are_not_listed() -> None:
    others = (
        "role.pep",
        "role.rca",
        "sanction.linked",
        "sanction.control",
        "export.control.linked",
        "poi",
        "wanted",
        "crime",
    )
    bodies = [entity(f"no-{topic}", topics=[topic]) for topic in others]
    listed = ("sanction", "sanction.counter", "debarment", "export.control")
    bodies += [entity(f"yes-{topic}", topics=["role.pep", topic]) for topic in listed]
    assert sorted(read(*bodies).listings) == sorted(f"yes-{topic}" for topic in listed)


def test_a_file_without_targets_has_no_listings(shared: Path) -> None:
    assert len(whole(shared, DONATIONS).listings) == 0


def test_everything_stated_is_observed_and_known(shared: Path) -> None:
    assert {name.partition(":")[0] for name in OBSERVED} <= PROPERTIES.keys()
    for listing in [*whole(shared).listings.values(), *delta(shared).added.values(), *delta(shared).changed.values()]:
        assert {s.property for s in statements(listing)} <= OBSERVED


def test_an_entity_says_all_that_its_line_says(shared: Path) -> None:
    woman = whole(shared).listings["NK-2Tbri3s6GgNtAwsSXh4qpL"]
    assert (woman.type, woman.caption) == (EntityType.PERSON, "Maria Aleksandrovna Osetrova")
    assert woman.programmes == ("GB-RUS", "UA-SA1644", "US-RUSHAR")
    assert Name("Мария Александровна Захарова", NameKind.FORMER, "Cyrl") in woman.names
    assert woman.births == (PartialDate("1988-01-07"),)
    assert Identifier("inn", "183116181362") in woman.identifiers
    assert [i.scheme for i in woman.identifiers if i.value == "183116181362"] == ["inn"]
    assert (woman.values("nationality"), woman.values("gender")) == (("RU",), ("female",))
    assert any(text.startswith("Referents: gb-coh-") and "ofac-46001" in text for text in woman.values("remark"))
    assert "Topics: corp.disqual, debarment, sanction" in woman.values("remark")
    assert any(text.startswith("Datasets: ext_ru_egrul, gb_coh") for text in woman.values("remark"))


def test_measures_come_from_the_lines_of_sanctions(shared: Path) -> None:
    firm = whole(shared).listings["NK-abdzbEBkqyT29GyREbiURZ"]
    assert "Department of Foreign Affairs and Trade (AU): Autonomous (Russia) [AU-RUSSIA]" in firm.values("legal_basis")
    assert "targeted financial sanction" in firm.measures
    assert "2023-02-24" in firm.values("listed_on")
    assert any(text.startswith("Federal Public Service Finance: 2023/2875") for text in firm.values("reason"))


def test_relations_name_the_other_end(shared: Path) -> None:
    firm = whole(shared).listings["NK-abdzbEBkqyT29GyREbiURZ"].values("relation")
    assert "owned by: JSC Kalashnikov Concern (NK-nR5AXM9AVPq4pQaSPSaVam); 49 %; since 2016-03-29" in firm
    other = whole(shared).listings["NK-nR5AXM9AVPq4pQaSPSaVam"].values("relation")
    assert "owner of: LLC CST (NK-abdzbEBkqyT29GyREbiURZ); 49 %; since 2016-03-29" in other


def test_the_order_of_lines_and_values_is_no_change(shared: Path) -> None:
    lines = (shared / "data" / ZALA).read_text(encoding="utf-8").splitlines()
    order = random.Random(7)
    bodies = [json.loads(line) for line in lines]
    for body in bodies:
        for values in body["properties"].values():
            order.shuffle(values)
        body["properties"] = dict(reversed(body["properties"].items()))
        order.shuffle(body["referents"])
        body["last_seen"] = body["last_change"] = "2026-05-01T00:00:00"
    order.shuffle(bodies)
    other = SOURCE.parse({"x": "\n".join(json.dumps(body) for body in bodies).encode()})
    assert isinstance(other, ParsedList)
    assert dict(other.listings) == dict(whole(shared).listings)


def test_what_belongs_to_an_entity_may_stand_before_or_after_it() -> None:
    man, firm, place = (
        entity("a", addressEntity=["addr"]),
        part("b", "Company", name=["Firm"]),
        part("addr", "Address", full=["1 Road"]),
    )
    firm["caption"], place["caption"] = "Firm", ""
    sanction = part(
        "s",
        "Sanction",
        entity=["a"],
        authority=["Office"],
        country=["nz"],
        unscId=["QDi.123"],
        provisions=["Travel Ban", "UKRAINE-EO13662"],
        endDate=["2030"],
    )
    owned = part("o", "Ownership", owner=["a"], asset=["b"], endDate=["2020"])
    other, unknown = (
        part("l", "UnknownLink", subject=["zz"], object=["a"]),
        part("d", "Directorship", director=["q"], organization=["r"]),
    )
    bodies = [man, firm, place, sanction, owned, other, unknown]
    listing = read(*bodies).listings["a"]
    assert read(*reversed(bodies)).listings["a"] == listing
    assert (listing.values("address"), listing.values("reference"), listing.measures) == (
        ("1 Road",),
        ("QDi.123",),
        ("travel ban",),
    )
    assert listing.values("legal_basis") == ("Office (NZ), until 2030",)
    assert listing.values("notice") == ("Office: UKRAINE-EO13662", "Office: UN number QDi.123")
    assert listing.values("relation") == ("formerly owner of: Firm (b); until 2020", "linked to: zz")


def test_a_sanction_that_is_over_gives_no_measures() -> None:
    over = part(
        "s",
        "Sanction",
        entity=["a"],
        authority=["Council"],
        program=["1/2020"],
        provisions=["Asset freeze"],
        status=["Expired"],
        endDate=["2023-01-01"],
    )
    listing = read(entity("a"), over).listings["a"]
    assert listing.measures == ()
    assert listing.values("legal_basis") == ("Council: 1/2020, until 2023-01-01, expired",)
    assert "Council: Asset freeze" in listing.values("notice")


def test_documents_and_wallets_of_other_lines_are_identifiers() -> None:
    man = entity("a", passportNumber=["AB 123"])
    listing = read(
        man,
        part("p", "Passport", holder=["a"], number=["AB 123"], country=["id"], type=["Passport"]),
        part(
            "i",
            "Identification",
            holder=["a"],
            number=["77-1"],
            country=["ir"],
            type=["National ID"],
            startDate=["2001"],
        ),
        part(
            "w", "CryptoWallet", holder=["a"], publicKey=["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"], currencySymbol=["XBT"]
        ),
    ).listings["a"]
    assert listing.identifiers == (
        Identifier("national_id", "771", "IR", "National ID"),
        Identifier("passport", "AB123", "ID", "Passport"),
        Identifier("wallet", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "", "XBT"),
    )
    assert listing.values("notice") == ("National ID 77-1: since 2001",)


def test_ships_aircraft_and_wallets_have_their_own_fields() -> None:
    ship = entity(
        "v",
        "Vessel",
        imoNumber=["IMO9187629"],
        mmsi=["273 312 100"],
        flag=["ru"],
        type=["Tanker"],
        registrationNumber=["R1"],
        owner=["x"],
        buildDate=["1999"],
        callSign=["UBGO"],
    )
    plane = entity("p", "Airplane", registrationNumber=["RA-02791"], serialNumber=["9095"], type=["Jet"])
    wallet = entity(
        "w", "CryptoWallet", publicKey=["0xAbC0000000000000000000000000000000000001"], currencySymbol=["ETH"]
    )
    found = read(ship, plane, wallet).listings
    assert [listing.type for listing in found.values()] == [EntityType.VESSEL, EntityType.AIRCRAFT, EntityType.WALLET]
    assert {(i.scheme, i.value) for i in found["v"].identifiers} == {
        ("imo", "9187629"),
        ("mmsi", "273312100"),
        ("vessel_registration", "R1"),
    }
    assert found["v"].values("vessel_flag") + found["v"].values("vessel_type") == ("RU", "Tanker")
    assert found["v"].values("relation") == ("owned by: x",)
    assert {(i.scheme, i.value) for i in found["p"].identifiers} == {
        ("aircraft_tail", "RA02791"),
        ("aircraft_msn", "9095"),
    }
    assert found["w"].identifiers == (Identifier("wallet", "0xAbC0000000000000000000000000000000000001"),)


def test_numbers_are_told_by_their_label_and_check_digits() -> None:
    man = entity(
        "a", idNumber=["Taxpayer No. 184101937739", "TIN: 5501", "0012345"], country=["ru"], taxNumber=["183116181362"]
    )
    found = {(i.scheme, i.value, i.printed) for i in read(man).listings["a"].identifiers}
    assert found == {
        ("inn", "184101937739", "Taxpayer No"),
        ("tax", "5501", "TIN"),
        ("national_id", "0012345", ""),
        ("inn", "183116181362", ""),
    }


def test_what_is_not_known_is_reported() -> None:
    result = read(
        entity("a", shoeSize=["44"]), entity("s", "Security", isin=["RU000A0JX0J2"]), entity("b", shoeSize=["45"])
    )
    assert result.unknown == ("Person.shoeSize × 2", "listed, but no party: Security")
    assert sorted(result.listings) == ["a", "b"]


def test_the_files_have_the_published_numbers_of_lines(shared: Path) -> None:
    lines = Raw(shared / "data" / DELTA).read().splitlines()
    assert Counter(json.loads(line)["op"] for line in lines) == {"ADD": 90, "MOD": 1039, "DEL": 571}
    for path, count in ((ZALA, 91), (DONATIONS, 475)):
        assert sum(1 for _ in Lines(Raw(shared / "data" / path), has_ops=False).entities()) == count


def test_a_delta_file_tells_additions_changes_removals_and_mergers(shared: Path) -> None:
    result = delta(shared)
    assert (len(result.added), len(result.changed)) == (46, 530)
    assert (len(result.removed), len(result.merged)) == (88, 483)
    assert result.merged["NK-3MDjERC9RyRHv3wEq9xWe4"] == "NK-NSWaHofFyh2DLnmr5aaemb"
    assert set(result.merged.values()) <= {*result.added, *result.changed}
    assert not set(result.removed) & (set(result.merged) | set(result.added) | set(result.changed))
    assert set(result.removed.values()) == {None}
    assert result.list_date == date(2024, 5, 30)
    assert result.unknown == ()


def test_a_delta_file_does_not_claim_what_only_whole_exports_have() -> None:
    assert result_of_change().observed == OBSERVED_IN_DELTA
    assert not OBSERVED_IN_DELTA & {"measure", "legal_basis", "relation", "reason", "listed_on", "notice", "address"}
    assert {"name", "programme", "identifier", "type"} <= OBSERVED_IN_DELTA


def result_of_change() -> ParsedDelta:
    return read_delta(("ADD", entity("a")), ("MOD", entity("b", topics=["role.pep"])), ("DEL", {"id": "c"}))


def test_a_party_that_is_listed_no_more_has_left_the_list() -> None:
    result = result_of_change()
    assert list(result.added) == ["a"]
    assert set(result.removed) == {"b", "c"}


def test_a_deletion_into_somebody_who_is_not_listed_is_a_removal() -> None:
    carrier = entity("b", topics=["role.pep"]) | {"referents": ["c"]}
    result = read_delta(
        ("ADD", entity("a") | {"referents": ["d"]}), ("ADD", carrier), ("DEL", {"id": "c"}), ("DEL", {"id": "d"})
    )
    assert (dict(result.removed), dict(result.merged)) == ({"c": None}, {"d": "a"})


def test_a_line_of_a_delta_says_the_same_as_a_line_of_an_export(shared: Path) -> None:
    bodies = [json.loads(line) for line in (shared / "data" / ZALA).read_text(encoding="utf-8").splitlines()]
    result = read_delta(*(("ADD", body) for body in bodies))
    assert dict(result.added) == dict(whole(shared).listings)


def test_bent_lines_are_refused_with_their_number() -> None:
    good = text(entity("a"), entity("b"))
    with pytest.raises(Malformed, match="line 3 cannot be read"):
        SOURCE.parse({"x": good + b'{"id": "c", "sch'})
    with pytest.raises(Malformed, match="line 3 is no entity"):
        SOURCE.parse({"x": good + b'{"id": 7}\n'})
    with pytest.raises(Malformed, match="unknown operation 'PUT'"):
        read_delta(("ADD", entity("a")), ("PUT", entity("b")))
    with pytest.raises(Malformed, match="two operations"):
        read_delta(("ADD", entity("a")), ("MOD", entity("a")))
    with pytest.raises(Malformed, match="two files"):
        SOURCE.parse({"x": good, "y": good})


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    endless = text(entity("a")) + b'{"id": "b", "caption": "' + b"x" * (opensanctions_lines.LONGEST + 2_000_000)
    with pytest.raises(Malformed, match="line 2 has more than"):
        SOURCE.parse({"x": endless})


def test_a_file_cut_within_a_line_is_refused(shared: Path) -> None:
    data = (shared / "data" / ZALA).read_bytes()
    for at in range(3000, len(data) - 20, len(data) // 9):
        if data[at - 1 : at + 1].count(b"\n") == 0:
            with pytest.raises(Malformed, match="line"):
                SOURCE.parse({"x": data[:at]})
    with pytest.raises(Malformed, match="0 bytes"):
        SOURCE.parse({"x": b""})
    with pytest.raises(Malformed, match="UN list"):
        SOURCE.parse({"x": shared / "data" / "un_sc/2025-11-18/consolidated.xml.gz"})


def test_a_new_topic_or_dataset_is_an_amendment() -> None:
    before, after = read(entity("a")), read(entity("a", topics=["sanction", "crime.terror"]))
    change = diff(before.listings, after.listings, before.observed).changes[0]
    assert [s.value for s in change.gained] == ["Topics: crime.terror, sanction"]
    assert not change.material


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    found: dict[str, Listing] = {ref: whole(shared).listings[ref] for ref in GOLDEN_REFS}
    found |= {ref: {**delta(shared).added, **delta(shared).changed}[ref] for ref in GOLDEN_DELTA_REFS}
    made = {ref: json.loads(to_json(listing)) for ref, listing in found.items()}
    text_made = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text_made, encoding="utf-8")
    assert text_made == GOLDEN.read_text(encoding="utf-8")
