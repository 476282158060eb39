"""The data that answers questions keeps up with the lists: at the start, at each change, from many threads."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.core.audience import Audience
from bot.core.index import Index
from bot.core.listings import Listing
from bot.core.screening import Band, Query, screen
from bot.services import dataset as parts
from bot.services.dataset import Dataset
from bot.services.editions import build, difference, entries, read_edition
from bot.services.screening import check_in
from bot.services.stored import KEPT, Stored
from bot.sources import SOURCES
from bot.sources.source import Assertions
from storage.db import Database
from storage.indexfile import IndexFile
from tests.core.parties import O, P, party
from tests.plain import deliver, listing_file, plain_source

SOURCE = replace(plain_source("us-ofac-sdn"), assertions=Assertions(min_share=0, max_amended=1))
OTHER = replace(plain_source("gb-uksl"), assertions=Assertions(min_share=0, max_amended=1))
DAY = date(2026, 3, 1)
WORDS = ("Amber", "Basalt", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper")
_days = itertools.count()


def company(number: int, tail: str = "Trading") -> Listing:
    name = f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} {WORDS[number // 100 % 10]} {tail} {number}"
    return party(name, str(number), O)


def companies(count: int, first: int = 0) -> list[Listing]:
    return [company(first + n) for n in range(count)]


def load(db: Database, listings: list[Listing], source: object = SOURCE) -> None:
    done = deliver(db, source, listing_file(listings), DAY + timedelta(days=next(_days)))  # type: ignore[arg-type]
    assert done.outcome == "refreshed", done


def told(index: Index, *names: str) -> list[tuple[object, ...]]:
    """What an index says to these names, but for what is weakly alike: of that, each segment hands on so many."""
    return [line for line in told_whole(index, *names) if line[3] is not Band.WEAK]


def told_whole(index: Index, *names: str) -> list[tuple[object, ...]]:
    """What an index says to these names."""
    found = [(name, c) for name in names for c in screen(index, Query(name)).candidates]
    return [
        # The last digits of a score depend on how many names were worked out side by side.
        (
            name,
            c.entity,
            c.caption,
            c.band,
            pytest.approx(c.score, abs=1e-5),
            c.matched,
            c.listings,
            c.affiliates,
            c.order,
        )
        for name, c in found
    ]


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def reading_words(seen: list[str]) -> list[str]:
    return [statement for statement in seen if "FROM listing_content" in statement]


def ask(db: Database, dataset: Dataset, name: str, **more: object) -> tuple[str, list[tuple[str, str]]]:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    answer = check_in(db, dataset, SOURCES, Query(name, **more), Audience(0, "cli"), now)  # type: ignore[arg-type]
    return answer.status.value, [
        (item.listing.caption, item.state.value) for m in answer.matches for item in m.listings
    ]


def test_a_start_with_the_lists_unchanged_reads_no_listing(sqlite: Database, tmp_path: Path) -> None:
    load(sqlite, companies(60))
    before = Dataset(sqlite, tmp_path / "index", 1).current()
    again = Dataset(sqlite, tmp_path / "index", 1)
    with statements(sqlite) as seen:
        loaded = again.current()
    assert not reading_words(seen)
    assert not [statement for statement in seen if "FROM listing" in statement]
    names = [company(n).caption for n in (3, 17, 59)]
    assert told(loaded.index, *names) == told(before.index, *names) != []
    assert ask(sqlite, again, company(3).caption) == ("listed", [(company(3).caption, "listed")])


def test_a_start_after_changes_reads_the_changed_listings_alone(sqlite: Database, tmp_path: Path) -> None:
    load(sqlite, companies(60))
    Dataset(sqlite, tmp_path / "index", 1).current()
    load(sqlite, [*companies(59), party("Quartz Shipping", "59", O), party("Zinc Holding", "900", O)])
    with statements(sqlite) as seen:
        loaded = Dataset(sqlite, tmp_path / "index", 1).current()
    (statement,) = reading_words(seen)
    assert statement.count("?") == 2
    names = ["Quartz Shipping", "Zinc Holding", company(59).caption, company(3).caption]
    assert told(loaded.index, *names) == told(Dataset(sqlite).current().index, *names) != []


def test_a_small_index_is_not_worth_a_file_and_without_a_folder_there_is_none(sqlite: Database, tmp_path: Path) -> None:
    load(sqlite, companies(30))
    Dataset(sqlite, tmp_path / "index").current()
    assert not (tmp_path / "index").exists()


def test_a_database_begun_anew_at_the_same_address_is_not_answered_from_the_old_index(
    sqlite: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    load(sqlite, companies(40))
    Dataset(sqlite, tmp_path / "index", 1).current()
    sqlite.close()
    for path in tmp_path.glob("desk.db*"):
        path.unlink()
    shutil.copy(sqlite_template, tmp_path / "desk.db")
    anew = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    load(anew, [*companies(39), party("Obsidian Freight", "39", O)])
    dataset = Dataset(anew, tmp_path / "index", 1)
    assert ask(anew, dataset, "Obsidian Freight")[0] == "listed"
    assert ask(anew, dataset, company(39).caption)[0] != "listed"
    anew.close()


def test_much_that_differs_is_answered_at_once_and_then_built_whole_aside(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "OVERLAY_LEAST", 10)
    load(sqlite, companies(60))
    dataset = Dataset(sqlite, tmp_path / "index", 1)
    dataset.current()
    load(sqlite, [*companies(45), *[company(n, "Shipping") for n in range(45, 60)]])
    loaded = dataset.current()
    assert len(loaded.index.segments) == 2
    dataset.settle()
    whole = dataset.current()
    assert len(whole.index.segments) == 1
    names = [company(50, "Shipping").caption, company(50).caption, company(1).caption]
    assert told(loaded.index, *names) == told(whole.index, *names) != []
    saved = IndexFile(tmp_path / "index", sqlite).open()
    assert saved is not None
    with sqlite.read() as session:
        assert saved.stands == read_edition(session).stands


def test_few_changes_do_not_build_anew(sqlite: Database, tmp_path: Path) -> None:
    load(sqlite, companies(60))
    dataset = Dataset(sqlite, tmp_path / "index", 1)
    base = dataset.current().index.segments[0]
    for number in range(3):
        load(sqlite, [*companies(60), *companies(1 + number, 900)])
        loaded = dataset.refresh()
        assert loaded.index.segments[0] is base
        assert loaded.index.segments[1].entry_count == 1 + number
        assert ask(sqlite, dataset, company(900 + number).caption)[0] == "listed"


def test_a_change_that_is_taken_back_leaves_nothing_on_top(sqlite: Database) -> None:
    load(sqlite, companies(30))
    dataset = Dataset(sqlite)
    dataset.current()
    load(sqlite, [*companies(29), company(29, "Shipping")])
    assert len(dataset.refresh().index.segments) == 2
    load(sqlite, companies(30))
    assert len(dataset.refresh().index.segments) == 1
    assert ask(sqlite, dataset, company(29).caption)[0] == "listed"


def test_an_answer_reads_its_listings_by_one_query_and_the_next_by_none(sqlite: Database) -> None:
    load(sqlite, companies(30))
    dataset = Dataset(sqlite)
    dataset.current()
    with statements(sqlite) as seen:
        first = ask(sqlite, dataset, company(7).caption)
    assert len([s for s in seen if "listing_content" in s]) == 1
    with statements(sqlite) as seen:
        assert ask(sqlite, dataset, company(7).caption) == first
    assert not [s for s in seen if "listing_content" in s]


def test_listings_are_a_mapping_over_the_database_without_records_carried_on(sqlite: Database) -> None:
    load(sqlite, companies(12))
    loaded = Dataset(sqlite).current()
    keys = {("us-ofac-sdn", str(n)) for n in range(12)}
    assert set(loaded.stored) == keys
    assert len(loaded.stored) == 12
    assert {item.listing.ref for item in loaded.stored.values()} == {ref for _, ref in keys}
    assert ("us-ofac-sdn", "77") not in loaded.stored
    assert loaded.stored.get(("us-ofac-sdn", "77")) is None
    with sqlite.write() as session:
        session.connection().exec_driver_sql("UPDATE listing SET state = 'replaced' WHERE ref = '3'")
    fresh = Dataset(sqlite).current()
    assert ("us-ofac-sdn", "3") not in fresh.stored
    assert "3" not in {item.listing.ref for item in fresh.stored.values()}
    assert len(fresh.index) == 11


def test_a_listing_that_went_while_its_answer_was_made_is_left_out(sqlite: Database) -> None:
    load(sqlite, companies(12))
    dataset = Dataset(sqlite)
    dataset.current()
    # No generation rises here: the view stays, as it does while another thread is still indexing a new list.
    with sqlite.write() as session:
        session.connection().exec_driver_sql("UPDATE listing SET state = 'replaced' WHERE ref = '5'")
    assert ask(sqlite, dataset, company(5).caption)[0] != "listed"
    assert ask(sqlite, dataset, company(6).caption) == ("listed", [(company(6).caption, "listed")])


def test_what_is_kept_of_listings_stays_bounded_and_is_not_mixed_with_newer_words(sqlite: Database) -> None:
    load(sqlite, companies(30))
    stored = Dataset(sqlite).current().stored
    assert isinstance(stored, Stored)
    key = ("us-ofac-sdn", "4")
    old = stored[key]
    load(sqlite, [*companies(4), company(4, "Shipping"), *companies(25, 5)])
    both = stored.fetch([key, ("us-ofac-sdn", "9")])
    assert both[key].listing.caption == company(4, "Shipping").caption != old.listing.caption
    assert KEPT < 10_000


def test_the_view_of_this_moment_has_the_new_list_before_an_alert_goes_out(sqlite: Database) -> None:
    load(sqlite, companies(20))
    dataset = Dataset(sqlite)
    dataset.current()
    load(sqlite, [*companies(20), party("Topaz Maritime", "700", O)])
    assert dataset.refresh().index.entry_of_listing("us-ofac-sdn", "700") is not None
    with sqlite.read() as session:
        assert dataset.current().generations == parts.lists.generations(session)


def test_whoever_asks_while_lists_change_gets_one_of_the_answers_that_are_true(
    sqlite: Database, tmp_path: Path
) -> None:
    """Two names take turns on the list while many ask: each answer is that of one edition or the next."""
    tails = ("Trading", "Shipping")
    load(sqlite, companies(40))
    dataset = Dataset(sqlite, tmp_path / "index", 1)
    wanted = company(7).caption
    true = {("listed", (company(7, tail).caption,)) for tail in tails}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    problems: list[BaseException] = []
    done = threading.Event()

    def asking(number: int) -> None:
        try:
            while not done.is_set():
                status, listings = ask(sqlite, dataset, wanted, limit=1)
                seen.add((status, tuple(caption for caption, _ in listings[:1])))
                assert ask(sqlite, dataset, company(20 + number).caption)[0] == "listed"
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=asking, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    try:
        for turn in range(12):
            tail = tails[(turn + 1) % 2]
            load(sqlite, [*companies(7), company(7, tail), *companies(32 + turn, 8)])
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not problems
    assert {answer for answer in seen if answer[0] == "listed"} <= true
    assert {status for status, _ in seen} <= {"listed", "possible"}
    dataset.settle()
    assert ask(sqlite, dataset, company(50).caption)[0] == "listed"


NAME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
STEP = st.dictionaries(st.integers(0, 14), NAME | st.none(), min_size=1, max_size=5)


@settings(max_examples=40)
@given(
    st.dictionaries(st.integers(0, 14), NAME, min_size=1, max_size=12),
    st.lists(STEP, max_size=4),
    st.lists(NAME, min_size=1, max_size=3),
)
def test_an_index_after_any_changes_answers_as_one_built_anew(
    first: dict[int, str], steps: list[dict[int, str | None]], asked: list[str]
) -> None:
    from bot.core.index import IndexEntry

    def entry(number: int, name: str) -> IndexEntry:
        return IndexEntry(f"e-{number}", (party(name, str(number), (O, P)[number % 2]),))

    now = dict(first)
    base = Index.build(entry(*item) for item in first.items())
    for step in steps:
        for number, name in step.items():
            if name is None:
                now.pop(number, None)
            else:
                now[number] = name
        removed = {f"e-{n}" for n in first if n not in now}
        changed = [entry(n, name) for n, name in now.items() if first.get(n) != name]
        updated, anew = base.updated(removed, changed), Index.build(entry(*item) for item in now.items())
        assert len(updated) == len(anew) == len(now)
        assert {e.entity for e in updated.entries()} == {e.entity for e in anew.entries()}
        names = [*asked, *now.values()]
        assert told(updated, *names) == told(anew, *names)
        # Which of the weakly alike are compared at all depends on their neighbours; how alike they are does not.
        both = {(line[0], line[1]): line for line in told_whole(anew, *names)}
        seen = told_whole(updated, *names)
        assert [line for line in seen if (line[0], line[1]) in both] == [
            both[line[0], line[1]] for line in seen if (line[0], line[1]) in both
        ]


@settings(max_examples=15)
@given(
    st.lists(
        st.dictionaries(st.integers(0, 19), st.sampled_from(("Shipping", "Holding", "Trading")), max_size=6),
        min_size=1,
        max_size=4,
    )
)
def test_the_data_after_any_deliveries_answers_as_data_read_anew(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, steps: list[dict[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("deliveries")
    shutil.copy(sqlite_template, folder / "desk.db")
    db = Database(f"sqlite:///{folder / 'desk.db'}")
    load(db, companies(20))
    load(db, [party(company(n).caption, f"GB{n}", O) for n in range(5)], OTHER)
    dataset = Dataset(db, folder / "index", 1)
    dataset.current()
    for number, step in enumerate(steps):
        load(db, [*(company(n, step.get(n, "Trading")) for n in range(20)), *companies(number + 1, 100)])
        names = [company(n, tail).caption for n, tail in step.items()] + [company(100).caption, company(1).caption]
        anew = told(Dataset(db).current().index, *names)
        assert told(dataset.refresh().index, *names) == anew != []
        assert told(Dataset(db, folder / "index", 1).current().index, *names) == anew
    db.close()


def test_what_differs_is_named_whole(sqlite: Database) -> None:
    load(sqlite, companies(20))
    with sqlite.read() as session:
        first = read_edition(session)
    built = build(sqlite, first)
    assert difference(built, first).size == 0
    assert built.segment.entry_count == len(built.marks) == 20
    load(sqlite, [*companies(19), company(19, "Shipping"), company(50)])
    with sqlite.read() as session:
        second = read_edition(session)
    found = difference(built, second)
    changed = {e.listings[0].ref for e in entries(sqlite, second, found.new)}
    assert changed == {"19", "50"}
    assert [built.segment.entry(number).listings[0].ref for number in found.left] == ["19"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a folder that a user cannot write to")
def test_without_a_place_for_the_file_questions_are_answered_all_the_same(sqlite: Database, tmp_path: Path) -> None:
    load(sqlite, companies(20))
    (tmp_path / "home").write_text("")
    dataset = Dataset(sqlite, tmp_path / "home" / "index", 1)
    assert ask(sqlite, dataset, company(2).caption)[0] == "listed"
