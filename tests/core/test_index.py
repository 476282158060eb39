from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.candidates import Candidate, screen, screen_all
from bot.core.comparing import SAME_KEY, Wanted
from bot.core.entries import Entry, IndexEntry, ListingRef
from bot.core.index import Index
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.features import feature_values
from bot.core.nameforms.forms import name_form
from bot.core.nameforms.scorer import scores
from bot.core.names import Name
from bot.core.questions import Band, Query
from bot.core.recall import Recall
from tests.core.parties import O, P, V, index_of, party

WORDS = [
    *("ali", "reza", "alireza", "Karimi", "Karimy", "Vladimir", "Volodymyr", "Putin", "Petrov", "Petrova", "Wagner"),
    *("Bank", "Saderat", "Iran", "Volga", "Volgabank", "LLC", "Trading", "20", "21", "J.", "al-Qaida", "القاعدة"),
    *("بانک", "صادرات", "محمد", "김정은", "Kim", "Jong", "Un", "陈", "Chen", "Путин", "Владимир", "Hizballah"),
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TYPES = st.sampled_from([P, O, V])
SOURCES = st.sampled_from(["us-ofac-sdn", "un-sc", "uk-sl"])


@st.composite
def listings(draw: st.DrawFn, ref: str) -> Listing:
    aliases = draw(st.lists(NAMES, max_size=2))
    linked = draw(st.just("") | NAMES)
    return party(draw(NAMES), ref, draw(TYPES), draw(SOURCES), aliases=aliases, linked=linked)


@st.composite
def entries(draw: st.DrawFn, most: int = 9) -> list[IndexEntry]:
    """Entities e0, e1, … with one listing or two of one type."""
    made = []
    for number in range(draw(st.integers(1, most))):
        first = draw(listings(f"{number}a"))
        more = [replace(draw(listings(f"{number}b")), type=first.type)] if draw(st.booleans()) else []
        made.append(IndexEntry(f"e{number}", (first, *more)))
    return made


def ask(index: Index, text: str, **more: object) -> tuple[Candidate, ...]:
    return screen(index, Query(text, **more)).candidates  # type: ignore[arg-type]


def told(candidates: Iterable[Candidate]) -> dict[str, tuple[float, Band, str, int, frozenset[str]]]:
    return {
        c.entity: (pytest.approx(c.score, abs=1e-6), c.band, c.matched.text, c.affiliates, c.heads)  # type: ignore[union-attr]
        for c in candidates
    }


def same_answers(one: Index, other: Index, texts: Sequence[str]) -> None:
    """All that is shown is the same; how deep into the weak ones a search goes hangs on what stands beside them."""
    for text in texts:
        first, second = ask(one, text), ask(other, text)
        both = {c.entity for c in first} & {c.entity for c in second}
        assert [c.band for c in first if c.band is not Band.WEAK] == [c.band for c in second if c.band is not Band.WEAK]
        assert told(c for c in first if c.band is not Band.WEAK) == told(c for c in second if c.band is not Band.WEAK)
        assert told(c for c in first if c.entity in both) == told(c for c in second if c.entity in both), text


@settings(max_examples=150)
@given(entries(), st.data())
def test_an_updated_index_answers_as_one_built_anew(made: list[IndexEntry], data: st.DataObject) -> None:
    ids = [entry.entity for entry in made]
    removed = set(data.draw(st.lists(st.sampled_from(ids), max_size=3)))
    changed = [
        IndexEntry(entity, (data.draw(listings(f"{entity}c")),))
        for entity in data.draw(st.sets(st.sampled_from([*ids, "new", "newer"]), max_size=3))
    ]
    gone = {*removed, *(entry.entity for entry in changed)}
    standing = [*(entry for entry in made if entry.entity not in gone), *changed]
    updated, anew = Index.build(made).updated(removed, changed), Index.build(standing)
    assert (len(updated), updated.names) == (len(anew), anew.names)
    assert list(updated.entries()) == list(anew.entries()) == [Entry.of(entry) for entry in standing]
    texts = [name.text for entry in (*made, *changed) for item in entry.listings for name in item.names]
    same_answers(updated, anew, [*texts, *data.draw(st.lists(NAMES, min_size=2, max_size=4))])


CROWD = (
    party("MALENKOV, Gennady Nikolayevich", "1", born="1952-11-09", ids=[("inn", "781012626436")]),
    party("MALENKOV, Elena Petrovna", "2", linked="MALENKOV, Gennady Nikolayevich"),
    party("PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA", "10", O, ids=[("bic", "VOLGRUMM")]),
    party("VOLGABANK LEASING LLC", "12", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA"),
    party("VOLGABANK CAPITAL", "13", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA"),
)
INDEX = index_of(*CROWD)
HEAD, LEASING, CAPITAL = "us-ofac-sdn:10", "us-ofac-sdn:12", "us-ofac-sdn:13"


def entry_of(index: Index, entity: str) -> Entry:
    found = index.entry(entity)
    assert found is not None
    return found


def test_groups_are_those_that_the_lists_tell_of() -> None:
    head = entry_of(INDEX, HEAD)
    assert {other.entity for other in INDEX.affiliates(head)} == {LEASING, CAPITAL}
    assert [other.entity for other in INDEX.heads(entry_of(INDEX, LEASING))] == [HEAD]
    assert INDEX.heads(head) == []


@pytest.mark.parametrize("again", [False, True])
def test_a_removed_party_is_found_by_nothing(again: bool) -> None:
    index = INDEX.updated({HEAD}, [])
    index = index.updated({HEAD}, []) if again else index
    for text in ("Volgabank of Russia", "Volgabank", "VOLGRUMM", "Волгабанк", "PUBLIC JOINT STOCK COMPANY VOLGABANK"):
        assert HEAD not in {c.entity for c in ask(index, text)}, text
    assert ask(index, "VOLGRUMM", scheme="bic") == ()
    assert ask(index, "us-ofac-sdn:10", scheme="ref") == ()
    assert index.entry(HEAD) is None
    assert index.entry_of_listing("us-ofac-sdn", "10") is None
    assert index.with_identifier("bic", "VOLGRUMM") == []
    assert index.heads(entry_of(index, LEASING)) == []
    assert HEAD not in {entry.entity for entry in index.entries()}
    assert all(c.affiliates == 0 and not c.heads for c in ask(index, "Volgabank"))


def test_a_removed_affiliate_no_longer_makes_a_head() -> None:
    index = INDEX.updated({LEASING}, [])
    head = entry_of(index, HEAD)
    assert [other.entity for other in index.affiliates(head)] == [CAPITAL]
    assert index.updated({CAPITAL}, []).affiliates(head) == []


def test_a_new_affiliate_belongs_to_a_head_of_before_and_a_new_head_to_affiliates_of_before() -> None:
    new = IndexEntry(
        "new", (party("VOLGABANK INSURANCE", "14", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK OF RUSSIA"),)
    )
    index = INDEX.updated(set(), [new])
    assert {other.entity for other in index.affiliates(entry_of(index, HEAD))} == {LEASING, CAPITAL, "new"}
    assert [other.entity for other in index.heads(entry_of(index, "new"))] == [HEAD]
    renewed = INDEX.updated(set(), [IndexEntry(HEAD, (replace(CROWD[2], programmes=()),))])
    assert {other.entity for other in renewed.affiliates(entry_of(renewed, HEAD))} == {LEASING, CAPITAL}
    assert [other.entity for other in renewed.heads(entry_of(renewed, CAPITAL))] == [HEAD]


def test_a_changed_party_is_found_by_its_new_names_only() -> None:
    changed = party("ARBATSKI, Pyotr", "1", ids=[("inn", "500100732259")])
    index = INDEX.updated(set(), [IndexEntry("us-ofac-sdn:1", (changed,))])
    assert [c.entity for c in ask(index, "Pyotr Arbatski")][:1] == ["us-ofac-sdn:1"]
    assert "us-ofac-sdn:1" not in {c.entity for c in ask(index, "Gennady Malenkov")}
    assert ask(index, "781012626436", scheme="inn") == ()
    assert [c.entity for c in ask(index, "500100732259", scheme="inn")] == ["us-ofac-sdn:1"]
    assert len(index) == len(INDEX)


def test_what_one_update_brought_stands_after_the_next() -> None:
    one, two = (
        IndexEntry(f"n{n}", (party(name, f"n{n}"),)) for n, name in enumerate(("Platon Verkhovsky", "Ada Zori"))
    )
    index = INDEX.updated(set(), [one]).updated(set(), [two])
    assert [c.entity for c in ask(index, "Platon Verkhovsky")][:1] == ["n0"]
    assert [c.entity for c in ask(index, "Ada Zori")][:1] == ["n1"]
    assert len(index) == len(INDEX) + 2


def test_a_word_first_written_without_vowels_in_an_update_is_heard_alike_in_the_names_of_before() -> None:
    before, more = party("Volodymyr", "1"), party("Volodymyr القاعدة", "2")
    index = index_of(before).updated(set(), [IndexEntry("us-ofac-sdn:2", (more,))])
    same_answers(index, index_of(before, more), ["Владимир", "Volodimir"])
    removed = index_of(before, more).updated({"us-ofac-sdn:2"}, [])
    same_answers(removed, index_of(before), ["Владимир", "Volodimir"])


def test_an_update_leaves_the_former_index_as_it_was() -> None:
    before = ask(INDEX, "Volgabank")
    INDEX.updated({HEAD}, [IndexEntry("new", (party("Volgabank", "99", O),))])
    assert ask(INDEX, "Volgabank") == before


def test_an_entry_without_listings_is_not_indexed() -> None:
    index = INDEX.updated(set(), [IndexEntry(HEAD, ())])
    assert index.entry(HEAD) is None
    assert len(index) == len(INDEX) - 1 == len(list(index.entries()))


def test_a_namesake_is_found_behind_any_number_of_removed_ones() -> None:
    crowd = [IndexEntry(f"e{n}", (party("Sergei Orlov", str(n)),)) for n in range(SAME_KEY + 10)]
    left = crowd[-1].entity
    index = Index.build(crowd).updated({entry.entity for entry in crowd[:-1]}, [])
    assert [c.entity for c in ask(index, "Sergei Orlov")] == [left]


@pytest.mark.parametrize("wanted", [{"type": V}, {"lists": frozenset({"un-sc"})}])
def test_a_filter_finds_the_one_of_many_namesakes_that_it_admits(wanted: dict[str, object]) -> None:
    crowd = [IndexEntry(f"e{n}", (party("Star", str(n), O),)) for n in range(3 * SAME_KEY)]
    sought = IndexEntry("sought", (party("Star", "x", V, source="un-sc"),))
    found = ask(Index.build([*crowd, sought]), "Star", **wanted)
    assert [c.entity for c in found] == ["sought"]
    assert found[0].band is Band.EXACT


@settings(max_examples=100)
@given(entries(), st.lists(NAMES, min_size=1, max_size=4), TYPES, SOURCES)
def test_a_filter_never_loses_a_match_that_the_whole_search_ranks(
    made: list[IndexEntry], texts: list[str], kind: EntityType, source: str
) -> None:
    index = Index.build(made)
    holding = {e.entity: {n.text for i in e.listings if i.source == source for n in i.names} for e in made}
    for text in (*texts, made[0].listings[0].caption):
        everything = ask(index, text)
        of_kind = {c.entity: c for c in ask(index, text, type=kind)}
        assert told(of_kind.values()) == told(c for c in everything if c.type is kind)
        on_list = {c.entity: c for c in ask(index, text, lists=frozenset({source}))}
        for c in everything:
            if any(_same_words(c.matched.text, name, c.type) for name in holding[c.entity]):  # type: ignore[union-attr]
                assert (on_list[c.entity].band, on_list[c.entity].score) == (c.band, pytest.approx(c.score, abs=1e-6))
        assert all(
            ListingRef(source, item.ref) in c.listings
            for c in on_list.values()
            for item in c.listings
            if item.source == source
        )
        assert all(any(item.source == source for item in c.listings) for c in on_list.values())


def _same_words(one: str, other: str, kind: EntityType) -> bool:
    return name_form(one, kind is P).words == name_form(other, kind is P).words


@settings(max_examples=60)
@given(entries(), NAMES)
def test_what_is_compared_is_scored_between_nothing_and_one(made: list[IndexEntry], text: str) -> None:
    index = Index.build(made)
    for compared in index.compare(index.ask(name_form(text, False), name_form(text, True)), Wanted()):
        likely = scores(feature_values(compared.figures))
        assert ((likely >= 0) & (likely <= 1)).all()
        assert len(set(compared.rows.tolist())) == len(compared.rows) == len(likely)
        for name in compared.figures.__slots__:
            figure = getattr(compared.figures, name)
            assert ((figure >= 0) & (figure <= 1.0001)).all(), name


@settings(max_examples=60)
@given(entries(), st.lists(st.tuples(NAMES, st.sampled_from([None, P, O])), max_size=20))
def test_questions_asked_together_are_answered_as_each_alone(
    made: list[IndexEntry], asked: list[tuple[str, EntityType | None]]
) -> None:
    index = Index.build(made)
    queries = [Query(text, type=kind) for text, kind in asked]
    together = screen_all(index, queries)
    assert together == [screen(Index.build(made), query) for query in queries]


def test_what_is_remembered_of_words_is_bounded_and_changes_no_answer() -> None:
    names = [f"{first} {last}" for first in WORDS[:11] for last in WORDS[:11]]
    index = index_of(*(party(name, str(number)) for number, name in enumerate(names)))
    part = index.parts[0]
    recall = Recall(part.segment, part.rarity > 0, part.abjad, kept=50)
    for name in (*names, *names):
        asked = index.ask(name_form(name, False), name_form(name, True))
        fresh = Recall(part.segment, part.rarity > 0, part.abjad)
        (brought,), (anew,) = recall.of([asked]), fresh.of([asked])
        for one, other in zip(brought, anew, strict=True):
            assert [getattr(one, name).tolist() for name in one.__slots__] == [
                getattr(other, name).tolist() for name in one.__slots__
            ]
        assert recall.size <= 50 + sum(len(one.like) + len(one.rows) for one in brought)


@settings(max_examples=60)
@given(entries())
def test_every_party_is_found_by_its_id_its_listings_and_its_names(made: list[IndexEntry]) -> None:
    index = Index.build(made)
    for entry in made:
        assert index.entry(entry.entity) == Entry.of(entry)
        for item in entry.listings:
            assert index.entry_of_listing(item.source, item.ref) == Entry.of(entry)
            # "LLC" is a company's word: a ship of that name is only possibly meant.
            for name in (name for name in item.names if "LLC" not in name.text or item.type is not V):
                assert entry.entity in {c.entity for c in ask(index, name.text) if c.band is Band.EXACT}, name.text


def test_of_many_names_of_a_party_the_very_one_asked_for_counts() -> None:
    names = [
        "SENAT SHIPPING LIMITED",
        "SENAT SHIPPING AND TRADING PRIVATE LIMITED",
        "SENAT SHIPPING & TRADING PTE LTD",
        "SENAT SHIPPING AGENCY LTD",
        "SENAT SHIPPINGS LTD",
        "SENATE SHIPPING LTD",
    ]
    for name in names:
        index = index_of(party(names[0], "1", O, aliases=names[1:]))
        (found,) = ask(index, name)
        assert (found.band, found.score) == (Band.EXACT, 1.0), name
        assert name_form(found.matched.text, False).key == name_form(name, False).key  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "names",
    [
        ["Sheikh Hassan Dahir Aweys", "Hassan Dahir Aweys", "Aweys Hassan Dahir", "Dahir Aweys Hassan"],
        ["ALSTONE INVESTMENT AG", "ALSTONE INVESTMENT SA", "ALSTONE INVESTMENT LTD"],
    ],
)
def test_a_party_is_the_very_same_by_each_of_its_names(names: list[str]) -> None:
    index = index_of(party(names[0], "1", O if "ALSTONE" in names[0] else P, aliases=names[1:]))
    assert {name: ask(index, name)[0].band for name in names} == dict.fromkeys(names, Band.EXACT)


def test_every_namesake_is_a_candidate() -> None:
    index = index_of(*(party("Sergei Orlov", str(number)) for number in range(40)))
    assert [c.band for c in ask(index, "Sergei Orlov")] == [Band.EXACT] * 40


@pytest.mark.parametrize("name", ["សុខ វណ្ណា", "សុខ", "ⴰⵣⵓⵍ"])
@pytest.mark.parametrize("kind", [P, O])
def test_a_name_in_letters_that_cannot_be_read_is_found_as_it_is_written(name: str, kind: EntityType) -> None:
    index = index_of(party(name, "1", kind), party("Sok Vanna", "2", kind))
    assert [c.listings[0].ref for c in ask(index, name)] == ["1"]


def test_the_same_name_in_another_order_is_found_but_is_not_the_very_same() -> None:
    """Both words are given names and neither is marked as the family name: who is meant hangs on the order."""
    index = index_of(party("Hans Friedrich", "1"))
    (same,), (turned,) = ask(index, "Hans Friedrich"), ask(index, "Friedrich Hans")
    assert (same.band, same.score) == (Band.EXACT, 1.0)
    assert turned.band in (Band.STRONG, Band.POSSIBLE)
    assert turned.score < 1.0
    (marked,) = ask(index_of(party("FRIEDRICH, Hans", "1")), "Hans Friedrich")
    assert marked.band is Band.EXACT


def test_many_threads_may_ask_two_segments_at_once() -> None:
    new = [IndexEntry("new", (party("Platon Verkhovsky", "new", aliases=["Volgabank Platon"]),))]
    index = INDEX.updated({LEASING}, new)
    texts = ["Gennady Malenkov", "Volgabank", "Platon Verkhovskiy", "Volgabank Capital", "Malenkov", "Tim Cook"]
    alone = [ask(INDEX.updated({LEASING}, new), text) for text in texts]
    found: list[list[tuple[Candidate, ...]]] = [[] for _ in range(4)]
    start = threading.Barrier(len(found))

    def work(mine: list[tuple[Candidate, ...]]) -> None:
        start.wait()
        mine.extend(ask(index, text) for _ in range(8) for text in texts)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == alone * 8 for mine in found)
    assert Name("Platon Verkhovsky") in {c.matched for c in alone[2]}
