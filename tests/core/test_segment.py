from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.candidates import Candidate, screen
from bot.core.entries import Entry, IndexEntry
from bot.core.index import Index
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.forms import make_form
from bot.core.names import Name, NameKind
from bot.core.questions import Query
from bot.core.segment import Segment
from tests.core.parties import O, V, party

LISTINGS = (
    party("MALENKOV, Gennady Nikolayevich", "1", born="1952-11-09", country="Russia", ids=[("inn", "781012626436")]),
    party("MALENKOV, Elena Petrovna", "2", linked="MALENKOV, Gennady Nikolayevich"),
    party("KARIMI, Ali Reza", "3", aliases=["Alireza Karimi", "علیرضا کریمی", "ALI REZA KARIMI"], weak=["TOPAZ"]),
    party("PUBLIC JOINT STOCK COMPANY VOLGABANK", "4", O, ids=[("bic", "VOLGRUMM")], aliases=["Волгабанк"]),
    party("VOLGABANK LEASING LLC", "5", O, linked="PUBLIC JOINT STOCK COMPANY VOLGABANK"),
    party("ARTAVIL STAR", "6", V, ids=[("imo", "9187629")]),
    party("🦊", "7", O),
)
QUESTIONS = (
    "Gennady Malenkov",
    "Malenkov",
    "Alireza Karimi",
    "علیرضا کریمی",
    "Topaz",
    "Volgabank",
    "VOLGRUMM",
    "Artavil",
    "781012626436",
    "Tim Cook",
)


def entries(*listings: Listing) -> list[IndexEntry]:
    return [IndexEntry(f"{item.source}:{item.ref}", (item,), mark=f"m{item.ref}") for item in listings]


def answers(segment: Segment) -> list[tuple[Candidate, ...]]:
    index = Index.over((segment,), (np.zeros(segment.entry_count, bool),))
    return [screen(index, Query(text)).candidates for text in QUESTIONS]


def rows(segment: Segment) -> list[object]:
    return [(segment.row(n), segment.sources_of(n), int(segment.columns.entry[n])) for n in range(segment.row_count)]


SEGMENT = Segment.build(entries(*LISTINGS))


def test_a_row_is_a_distinct_name_with_the_form_it_was_made_of() -> None:
    for number, listing in enumerate(LISTINGS[:6]):
        forms = {make_form(name.text, listing.type is EntityType.PERSON).words for name in listing.names}
        own = [n for n in range(SEGMENT.row_count) if SEGMENT.columns.entry[n] == number]
        assert own == list(range(SEGMENT.columns.entry_rows[number], SEGMENT.columns.entry_rows[number + 1]))
        assert {SEGMENT.row(n)[1].words for n in own} == forms
        for name, form in map(SEGMENT.row, own):
            assert form == make_form(name.text, listing.type is EntityType.PERSON)
            assert name in listing.names


def test_every_entry_is_kept_with_its_facts() -> None:
    made = entries(*LISTINGS)
    assert list(SEGMENT.entries()) == [Entry.of(entry) for entry in made]
    assert SEGMENT.entry_count == len(made)
    assert SEGMENT.entry(0).mark == "m1"
    assert SEGMENT.entry(0).identifiers[0].value == "781012626436"


def test_of_equal_names_the_kind_that_says_most_is_kept_for_all_lists_that_have_it() -> None:
    weak = party("Anton Zagorski", "1", weak=["Boris Topaz"])
    strong = party("Boris Topaz", "2", source="un-sc")
    segment = Segment.build([IndexEntry("e", (weak, strong))])
    ((name, _), sources, _) = next(row for row in rows(segment) if row[0][0].text == "Boris Topaz")  # type: ignore[index]
    assert name.kind is NameKind.PRIMARY
    assert sources == {"us-ofac-sdn", "un-sc"}
    assert segment.row_count == 2


def test_columns_are_plain_arrays_of_numbers() -> None:
    parts = SEGMENT.parts()
    for name, column in parts.items():
        assert type(column) is np.ndarray, name
        assert column.ndim == 1, name
        assert column.dtype != object, name
    kept = io.BytesIO()
    np.savez(kept, allow_pickle=False, **parts)
    kept.seek(0)
    with np.load(kept, allow_pickle=False) as loaded:
        again = Segment.of_parts(dict(loaded))
    assert rows(again) == rows(SEGMENT)


def test_a_segment_of_kept_parts_gives_the_same_rows_and_answers() -> None:
    again = Segment.of_parts(SEGMENT.parts())
    assert rows(again) == rows(SEGMENT)
    assert list(again.entries()) == list(SEGMENT.entries())
    assert answers(again) == answers(SEGMENT)
    assert any(answers(again))


def test_columns_are_never_written_to() -> None:
    parts = {name: column.copy() for name, column in SEGMENT.parts().items()}
    for column in parts.values():
        column.flags.writeable = False
    assert answers(Segment.of_parts(parts)) == answers(SEGMENT)


def test_a_segment_is_the_same_each_time_it_is_built() -> None:
    one, other = SEGMENT.parts(), Segment.build(entries(*LISTINGS)).parts()
    for name, column in one.items():
        assert np.array_equal(column, other[name]), name


@pytest.mark.parametrize("made", [[], [IndexEntry("nobody", ())]])
def test_a_segment_of_nothing_finds_nothing(made: list[IndexEntry]) -> None:
    segment = Segment.build(made)
    again = Segment.of_parts(segment.parts())
    for empty in (segment, again):
        assert (empty.row_count, empty.entry_count) == (0, 0)
        assert list(empty.entries()) == []
        assert answers(empty) == [()] * len(QUESTIONS)


NAMES = st.text(min_size=1, max_size=30) | st.sampled_from(
    [
        "BIN LADIN, Usama",
        "القاعدة",
        "김정은",
        "ООО «Ромашка»",
        "AT&T",
        "...",
        "Ali Reza",
        "Alireza",
        "L.L.C.",
        "🦊",
        "ı",
    ]
)


@given(st.lists(st.tuples(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(list(EntityType)[:3])), max_size=6))
def test_any_names_are_kept_as_they_are_printed(parties: list[tuple[list[str], EntityType]]) -> None:
    made = [
        IndexEntry(f"e{n}", (party(first, str(n), kind, aliases=more),))
        for n, ((first, *more), kind) in enumerate(parties)
    ]
    segment = Segment.build(made)
    assert [entry.entity for entry in segment.entries()] == [entry.entity for entry in made]
    for number in range(segment.row_count):
        name, form = segment.row(number)
        entry = made[int(segment.columns.entry[number])]
        printed = {_written(listed): listed for listing in entry.listings for listed in listing.names}
        assert name.text in printed
        expected = make_form(printed[name.text].text, entry.listings[0].type is EntityType.PERSON)
        assert (form.classes, form.key, form.family) == (expected.classes, expected.key, expected.family)
        assert len(form.words) == len(expected.words)
        for kept, word in zip(form.words, expected.words, strict=True):
            assert kept == word or not (word.isascii() and word.isprintable())
    again = Segment.of_parts(segment.parts())
    assert rows(again) == rows(segment)


def _written(name: Name) -> str:
    """A name as it can be written in UTF-8: half characters cannot."""
    return name.text.encode(errors="replace").decode()
