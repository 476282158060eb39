from __future__ import annotations

import random

from bot.core.entities import entity_id
from bot.core.resolution import Resolution, resolve
from tests.core.parties import O, P, V, party

BORN = "1961-02-03"


def together(resolution: Resolution, *keys: tuple[str, str]) -> bool:
    return len({resolution.entity_of[key] for key in keys}) == 1


def test_a_listing_alone_is_founded_by_itself() -> None:
    found = resolve([party("IVANOV, Ivan", "7")], {})
    assert found.entity_of == {("us-ofac-sdn", "7"): entity_id("us-ofac-sdn", "7")}
    assert (found.referents, found.evidence) == ((), {})


def test_a_un_reference_links_lists() -> None:
    found = resolve(
        [
            party("AHMAD KARIM", "QDi.999", source="un-sc"),
            party("Ahmad Karim", "AFG1", source="gb-uksl", un="qdi.999"),
        ],
        {},
    )
    assert together(found, ("un-sc", "QDi.999"), ("gb-uksl", "AFG1"))
    assert found.evidence["gb-uksl", "AFG1"] == "UN reference QDi.999"


def test_a_un_reference_of_somebody_else_links_nothing() -> None:
    found = resolve(
        [party("AHMAD KARIM", "QDi.999", source="un-sc"), party("Jean Dupont", "H1", source="gb-uksl", un="QDi.999")],
        {},
    )
    assert not together(found, ("un-sc", "QDi.999"), ("gb-uksl", "H1"))


def test_a_strong_identifier_links_one_type_only() -> None:
    ids = [("inn", "7831000122")]
    same = resolve([party("BANK A", "1", O, ids=ids), party("Bank Alpha", "2", O, "eu-fsf", ids=ids)], {})
    other = resolve([party("BANK A", "1", O, ids=ids), party("Boris A", "2", P, "eu-fsf", ids=ids)], {})
    assert together(same, ("us-ofac-sdn", "1"), ("eu-fsf", "2"))
    assert not together(other, ("us-ofac-sdn", "1"), ("eu-fsf", "2"))


def test_a_ship_is_one_whatever_its_name_is_now() -> None:
    ids = [("imo", "9187629")]
    found = resolve([party("ARTAVIL", "1", V, ids=ids), party("NEW STAR", "2", V, "eu-fsf", ids=ids)], {})
    assert together(found, ("us-ofac-sdn", "1"), ("eu-fsf", "2"))


def test_two_records_of_one_list_with_a_misprinted_number_stay_apart() -> None:
    ids = [("ogrn", "1227700488003")]
    found = resolve([party("FORTIANA", "1", O, ids=ids), party("GRANIT ELEKTRON", "2", O, ids=ids)], {})
    assert not together(found, ("us-ofac-sdn", "1"), ("us-ofac-sdn", "2"))


def test_an_identifier_on_many_records_of_one_list_links_nothing() -> None:
    ids = [("inn", "7831000122")]
    listings = [party("VOLGA TRADE", str(n), O, ids=ids) for n in range(4)]
    found = resolve([*listings, party("VOLGA TRADE", "9", O, "eu-fsf", ids=ids)], {})
    assert len(set(found.entity_of.values())) == 5


def test_the_same_name_and_day_of_birth_link_lists_but_not_records_of_one() -> None:
    across = resolve([party("PETROV, Petr", "1", born=BORN), party("Petr Petrov", "2", source="eu-fsf", born=BORN)], {})
    within = resolve([party("PETROV, Petr", "1", born=BORN), party("PETROV, Petr", "2", born=BORN)], {})
    assert together(across, ("us-ofac-sdn", "1"), ("eu-fsf", "2"))
    assert across.evidence["eu-fsf", "2"] == "name and date of birth (probable)"
    assert not together(within, ("us-ofac-sdn", "1"), ("us-ofac-sdn", "2"))


def test_other_dates_of_birth_outweigh_a_shared_passport() -> None:
    def person(ref: str, source: str, born: str) -> object:
        return party("PETROV, Petr", ref, source=source, born=born)

    one, other = person("1", "us-ofac-sdn", BORN), person("2", "eu-fsf", "1975-01-01")
    found = resolve([one, other], {})  # type: ignore[list-item]
    assert not together(found, ("us-ofac-sdn", "1"), ("eu-fsf", "2"))


def test_a_merger_keeps_one_id_and_refers_the_other() -> None:
    one, other = party("BANK A", "1", O), party("Bank A", "2", O, "eu-fsf")
    before = resolve([one, other], {})
    ids = [("inn", "7831000122")]
    after = resolve([party("BANK A", "1", O, ids=ids), party("Bank A", "2", O, "eu-fsf", ids=ids)], before.entity_of)
    kept, gone = sorted(before.entity_of.values())
    assert set(after.entity_of.values()) == {kept}
    assert [(r.old, r.new) for r in after.referents] == [(gone, kept)]


def test_a_split_leaves_the_id_with_the_founding_listing() -> None:
    ids = [("inn", "7831000122")]
    joined = resolve([party("BANK A", "1", O, ids=ids), party("Bank A", "2", O, "eu-fsf", ids=ids)], {})
    apart = resolve([party("BANK A", "1", O, ids=ids), party("Bank A", "2", O, "eu-fsf")], joined.entity_of)
    founder = next(key for key in joined.entity_of if entity_id(*key) == joined.entity_of[key])
    assert apart.entity_of[founder] == joined.entity_of[founder]
    assert len(set(apart.entity_of.values())) == 2


def test_the_order_of_listings_does_not_matter() -> None:
    ids = [("inn", "7831000122")]
    listings = [
        party("BANK A", "1", O, ids=ids),
        party("Bank A", "2", O, "eu-fsf", ids=ids),
        party("PETROV, Petr", "3", born=BORN),
        party("Petr Petrov", "4", source="eu-fsf", born=BORN),
    ]
    first = resolve(listings, {})
    random.Random(1).shuffle(listings)
    assert resolve(listings, {}) == first
    assert resolve(listings, first.entity_of) == first


def test_the_same_name_in_the_acts_and_in_the_file_of_one_issuer_is_one_party() -> None:
    file = party("Example Trading House", "90", O, "eu-fsf")
    act = party("EXAMPLE TRADING HOUSE", "269-1", O, "eu-oj")
    other = party("EXAMPLE TRADING HOUSE", "7", O, "gb-uksl")
    found = resolve([file, act, other], {})
    assert together(found, ("eu-fsf", "90"), ("eu-oj", "269-1"))
    assert not together(found, ("eu-fsf", "90"), ("gb-uksl", "7"))
    born = [
        party("IVANOV Ivan", ref, P, source, born=day)
        for ref, source, day in (("1", "eu-fsf", BORN), ("2", "eu-oj", "1970-01-01"))
    ]
    assert not together(resolve(born, {}), ("eu-fsf", "1"), ("eu-oj", "2"))
