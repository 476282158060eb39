from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dates import PartialDate
from bot.core.entries import IndexEntry
from bot.core.index import Index
from bot.core.listings import EntityType, Listing
from bot.core.queries import parse_query
from bot.core.questions import Query
from bot.core.screening import Band, Decision, Status, decide, explain, screen
from tests.core.parties import O, V, index_of, party
from tests.sources.real import parsed

PEOPLE_LISTED = (
    party("MALENKOV, Gennady Nikolayevich", "1", born="1952-11-09", country="Russia", ids=[("inn", "781012626436")]),
    party("MALENKOV, Elena Petrovna", "2", linked="MALENKOV, Gennady Nikolayevich"),
    party("ORLOV, Sergei", "3", born="1970"),
    party("ORLOV, Sergei", "4", born="1981"),
    party("ZAGORSKI, Anton", "5", weak=["TOPAZ"]),
)
BODIES_LISTED = (
    party("PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA", "10", O, ids=[("bic", "VOLGRUMM")]),
    party("JOINT STOCK COMPANY VOLGABANK", "11", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA"),
    party("VOLGABANK LEASING LLC", "12", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA"),
    party("NEFTREST TRADING S.A.", "13", O),
    party("HIZB AL-SABAH", "14", O, aliases=["حزب الصباح"]),
    party("ARTAVIL STAR", "15", V, ids=[("imo", "9187629")]),
    party("VOLGA 20", "16", V),
)


PEOPLE, BODIES = index_of(*PEOPLE_LISTED), index_of(*BODIES_LISTED)


def entries(*listings: Listing) -> list[IndexEntry]:
    return [IndexEntry(f"{item.source}:{item.ref}", (item,)) for item in listings]


def answer(index: Index, text: str) -> Decision:
    query = parse_query(text)
    assert isinstance(query, Query), query
    return decide(screen(index, query).candidates, query)


def refs(decision: Decision) -> list[str]:
    return [candidate.listings[0].ref for candidate in decision.candidates]


@pytest.mark.parametrize(
    "text", ["Gennady Malenkov", "MALENKOV, Gennady", "Маленков Геннадий", "Guennadi Malenkoff", "g. n. malenkov"]
)
def test_a_person_is_found_in_any_order_and_script(text: str) -> None:
    found = answer(PEOPLE, text)
    assert refs(found)[0] == "1"
    assert found.status is Status.LISTED


def test_the_whole_name_is_exact() -> None:
    found = answer(PEOPLE, "gennady nikolayevich MALENKOV")
    assert (found.status, found.band) == (Status.LISTED, Band.EXACT)


def test_one_initial_is_not_a_given_name() -> None:
    assert answer(PEOPLE, "G. Malenkov").status is Status.POSSIBLE


def test_a_lone_family_name_of_several_is_ambiguous() -> None:
    found = answer(PEOPLE, "Malenkov")
    assert found.status is Status.AMBIGUOUS
    assert set(refs(found)) == {"1", "2"}


def test_a_lone_family_name_of_one_is_only_possible() -> None:
    assert answer(PEOPLE, "Zagorski").status is Status.POSSIBLE


def test_two_people_of_one_name_are_a_choice() -> None:
    found = answer(PEOPLE, "Sergei Orlov")
    assert found.status is Status.AMBIGUOUS
    assert set(refs(found)) == {"3", "4"}


def test_a_birth_year_settles_the_choice() -> None:
    found = answer(PEOPLE, "Sergei Orlov dob:1981")
    assert (found.status, refs(found)[0]) == (Status.LISTED, "4")
    assert any(reason.rule == "date of birth" for reason in found.candidates[0].reasons)


def test_another_birth_year_lowers_the_band() -> None:
    assert answer(PEOPLE, "Gennady Malenkov dob:1990").status is Status.POSSIBLE
    assert answer(PEOPLE, "Gennady Malenkov dob:1953").status is Status.LISTED


def test_a_date_of_birth_raises_a_lone_family_name() -> None:
    found = answer(PEOPLE, "Malenkov dob:1952-11-09")
    assert (found.status, refs(found)[0]) == (Status.LISTED, "1")


def test_another_country_lowers_the_band() -> None:
    assert answer(PEOPLE, "Gennady Malenkov country:RU").status is Status.LISTED
    assert answer(PEOPLE, "Gennady Malenkov country:CU").status is Status.POSSIBLE


def test_a_type_and_a_list_are_conditions() -> None:
    assert answer(PEOPLE, "Gennady Malenkov type:vessel").status is Status.NOT_FOUND
    assert answer(PEOPLE, "Gennady Malenkov list:un-sc").status is Status.NOT_FOUND


def test_a_weak_alias_is_shown_but_needs_a_second_fact() -> None:
    found = answer(PEOPLE, "Topaz")
    assert (found.status, refs(found)) == (Status.POSSIBLE, ["5"])


@pytest.mark.parametrize("text", ["Tim Cook", "Anton Petrov", "Microsoft", "Elena Orlova", "Ivan Gennadyevich"])
def test_a_stranger_is_not_named(text: str) -> None:
    found = answer(PEOPLE, text)
    assert (found.status, found.candidates) == (Status.NOT_FOUND, ())


@pytest.mark.parametrize("text", ["Volgabank", "Волгабанк", "ПАО Волгабанк", "Volgabank of Russia"])
def test_the_head_of_a_group_comes_before_its_affiliates(text: str) -> None:
    found = answer(BODIES, text)
    assert (found.status, refs(found)[0]) == (Status.LISTED, "10")
    assert found.candidates[0].affiliates == 2


def test_an_affiliate_asked_by_its_own_name_is_answered() -> None:
    assert refs(answer(BODIES, "Volgabank Leasing"))[0] == "12"


def test_a_part_of_a_company_name_is_only_possible() -> None:
    assert answer(BODIES, "Neftrest").status is Status.POSSIBLE


def test_a_legal_form_alone_makes_nobody_alike() -> None:
    assert answer(BODIES, "Belletech Trading S.A.").status is Status.NOT_FOUND


def test_other_numbers_are_other_ships() -> None:
    assert answer(BODIES, "Volga 21").status is Status.NOT_FOUND
    assert answer(BODIES, "M/V VOLGA 20").band is Band.EXACT


def test_a_spelling_of_the_same_sounds_is_strong() -> None:
    assert answer(BODIES, "Hezb as-Sabah").status is Status.LISTED
    assert answer(BODIES, "حزب الصباح").band is Band.EXACT


@pytest.mark.parametrize("text", ["bic:VOLGRUMM", "swift:volgrummxxx", "VOLGRUMM"])
def test_an_identifier_is_exact(text: str) -> None:
    found = answer(BODIES, text)
    assert (found.status, found.band, refs(found)) == (Status.LISTED, Band.EXACT, ["10"])


def test_a_tax_number_finds_an_inn() -> None:
    assert refs(answer(PEOPLE, "tax:781012626436")) == ["1"]


def test_an_identifier_is_never_fuzzy() -> None:
    assert answer(BODIES, "imo:9187629").status is Status.LISTED
    assert answer(BODIES, "imo:9074729").status is Status.NOT_FOUND


def test_a_reference_names_its_listing() -> None:
    assert refs(answer(BODIES, "us-ofac-sdn:13")) == ["13"]
    assert refs(answer(BODIES, "us-ofac-sdn:99")) == []


def test_a_party_none_of_whose_listings_stands_is_removed() -> None:
    query = Query("Gennady Malenkov")
    assert decide(screen(PEOPLE, query).candidates, query, lambda _: False).status is Status.REMOVED


def test_no_more_is_shown_than_was_asked_for() -> None:
    query = Query("Volgabank", limit=1)
    assert len(decide(screen(BODIES, query).candidates, query).candidates) == 1


def test_the_reason_is_one_sentence() -> None:
    top = answer(PEOPLE, "Gennady Malenkov").candidates[0]
    assert explain(top) == (
        "Matched strongly: name “MALENKOV, Gennady Nikolayevich”; “nikolayevich” was not asked for."
    )
    assert explain(answer(BODIES, "bic:VOLGRUMM").candidates[0]) == "Matched exactly: bic VOLGRUMM."


def test_an_empty_index_finds_nothing() -> None:
    assert answer(Index.build(()), "Gennady Malenkov").status is Status.NOT_FOUND
    assert answer(Index.build(()), "imo:9187629").status is Status.NOT_FOUND


def test_an_updated_index_answers_as_one_built_anew() -> None:
    new = party("VERKHOVSKY, Platon", "6")
    updated = PEOPLE.updated({"us-ofac-sdn:1"}, [IndexEntry("us-ofac-sdn:6", (new,))])
    assert answer(updated, "Gennady Malenkov").status is Status.NOT_FOUND
    assert refs(answer(updated, "Platon Verkhovsky")) == ["6"]
    rebuilt = index_of(*PEOPLE_LISTED[1:], new)
    for text in ("Malenkov", "Sergei Orlov", "Platon Verkhovskiy"):
        assert answer(updated, text) == answer(rebuilt, text)


NAMES = st.lists(
    st.text("abcdefghijklmnoprstuvyzабвгдежзиклмнопрстуф", min_size=4, max_size=12), min_size=2, max_size=4, unique=True
)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.randoms(use_true_random=False), st.sampled_from(list(EntityType)[:4]))
def test_a_listed_name_is_found_first_in_any_case_and_order(
    words: list[str], shuffle: object, kind: EntityType
) -> None:
    index = Index.build(
        [*entries(*PEOPLE_LISTED, *BODIES_LISTED), IndexEntry("sought", (party(" ".join(words), "sought", kind),))]
    )
    asked = list(words)
    shuffle.shuffle(asked)  # type: ignore[attr-defined]
    found = screen(index, Query(" ".join(asked).upper())).candidates
    assert found[0].entity == "sought"
    assert found[0].band in (Band.EXACT, Band.STRONG)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=10_000))
def test_any_text_is_answered(text: str) -> None:
    for index in (PEOPLE, BODIES):
        query = Query(text)
        assert isinstance(decide(screen(index, query).candidates, query), Decision)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "a " * 5_000, "\u202e" * 10_000, "🦊" * 2_500, "ال " * 3_000, "\x00\ud800" * 100, "1" * 10_000],
)
def test_hostile_text_is_answered(text: str) -> None:
    query = Query(text)
    assert decide(screen(PEOPLE, query).candidates, query).status is Status.NOT_FOUND


def test_many_threads_may_ask_at_once() -> None:
    texts = ["Gennady Malenkov", "Sergei Orlov", "Malenkov", "Tim Cook"] * 5
    alone = [answer(PEOPLE, text) for text in texts]
    found: dict[int, Decision] = {}

    def ask(number: int) -> None:
        found[number] = answer(PEOPLE, texts[number])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(len(texts))] == alone


@pytest.fixture(scope="module")
def real(shared: Path) -> Index:
    sdn = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz")
    united = parsed(shared, "un_sc/2025-11-18/consolidated.xml.gz")
    listings = [*sdn.listings.values(), *united.listings.values()]
    return Index.build(IndexEntry(f"{item.source}:{item.ref}", (item,)) for item in listings)


@pytest.mark.parametrize(
    ("text", "status", "first"),
    [
        ("Gennady Timchenko", Status.LISTED, "16666"),
        ("Тимченко Геннадий", Status.LISTED, "16666"),
        ("Sberbank of Russia", Status.LISTED, "17018"),
        ("Sberbank", Status.LISTED, "17018"),
        ("Сбербанк", Status.LISTED, "17018"),
        ("bic:SABRRUMM", Status.LISTED, "17018"),
        ("swift:SABRRUMM", Status.LISTED, "17018"),
        ("Bank Rossiya", Status.LISTED, "16681"),
        ("VTB Bank", Status.LISTED, "17013"),
        ("VTB", Status.LISTED, "17013"),
        ("Kadyrov Ramzan", Status.LISTED, "23343"),
        ("Hezbollah", Status.LISTED, "4697"),
        ("Ali Khamenei", Status.LISTED, "26945"),
        ("Osama bin Laden", Status.LISTED, "6365"),
        ("김정은", Status.LISTED, "20157"),
        ("بانک ملی ایران", Status.LISTED, "25578"),
        ("Rosoboronexport", Status.LISTED, "18782"),
        ("Rosneft", Status.POSSIBLE, "18299"),
        ("Wagner Group", Status.POSSIBLE, "22543"),
        ("Ivanov", Status.AMBIGUOUS, ""),
        ("Timchenko", Status.AMBIGUOUS, ""),
        ("Mohammed Ali", Status.AMBIGUOUS, ""),
        ("Tim Cook", Status.NOT_FOUND, ""),
        ("John Smith", Status.NOT_FOUND, ""),
        ("Microsoft", Status.NOT_FOUND, ""),
        ("Emmanuel Macron", Status.NOT_FOUND, ""),
        ("Angela Merkel", Status.NOT_FOUND, ""),
    ],
)
def test_well_known_parties_are_answered_as_a_desk_expects(real: Index, text: str, status: Status, first: str) -> None:
    found = answer(real, text)
    assert found.status is status
    if first:
        assert refs(found)[0] == first


def test_every_primary_name_of_a_real_list_is_found(real: Index) -> None:
    for entry in list(real.entries())[::211]:
        query = Query(entry.caption, limit=50)
        found = screen(real, query).candidates
        equal = [c for c in found if c.band is Band.EXACT]
        assert entry.entity in {candidate.entity for candidate in equal}, entry.caption


def test_an_unread_birth_date_neither_helps_nor_harms() -> None:
    query = Query("Anton Zagorski", born=PartialDate("1960"))
    assert decide(screen(PEOPLE, query).candidates, query).status is Status.LISTED


def test_a_body_of_the_same_name_on_a_list_without_identifiers_is_no_rival() -> None:
    index = index_of(
        party("GAMMA BANK", "1", O, ids=[("inn", "7700000001", "RU")]),
        party("Gamma Bank", "2", O, source="ca-sema"),
    )
    asked = Query("Gamma Bank")
    assert decide(screen(index, asked).candidates, asked).status is Status.LISTED
    twice = index_of(party("GAMMA BANK", "1", O), party("Gamma Bank", "2", O))
    assert decide(screen(twice, asked).candidates, asked).status is Status.AMBIGUOUS
