"""The index at rest: what is read back is what was written, and a file that is not is passed over."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.core.index import Index, IndexEntry
from bot.core.screening import Query, screen
from bot.core.segment import Segment
from storage.db import Database
from storage.indexfile import Built, IndexFile, layout, types
from tests.core.parties import O, party

NAMES = ("IVANOV, Ivan", "EXAMPLE TRADING LLC", "Банк Россия", "张三")
STANDS = {"us-ofac-sdn": "3 us-ofac-sdn-abc 2026-03-01"}
SAVER = """
import sys
from pathlib import Path
from storage.db import Database
from storage.indexfile import IndexFile
from tests.storage.test_indexfile import built

file = IndexFile(Path(sys.argv[1]), Database(sys.argv[2]))
made = [built(f"COMPANY {n}", many=2_000) for n in range(2)]
print("ready", flush=True)
while True:
    for one in made:
        assert file.save(one)
    print("saved", flush=True)
"""


def built(*names: str, many: int = 0) -> Built:
    names = (*names, *(f"{names[0]} {n}" for n in range(many)))
    entries = [IndexEntry(f"e-{n}", (party(name, str(n), O),), f"{n:016x}") for n, name in enumerate(names)]
    return Built(Segment.build(entries), np.arange(len(entries), dtype=np.uint64), STANDS)


def answers(one: Built, *names: str) -> list[tuple[object, ...]]:
    index = Index.over((one.segment,), (np.zeros(one.segment.entry_count, bool),))
    found = [screen(index, Query(name)).candidates for name in names]
    return [(c.entity, c.band, c.score, c.matched, c.listings) for candidates in found for c in candidates]


@pytest.fixture
def file(tmp_path: Path, sqlite: Database) -> IndexFile:
    return IndexFile(tmp_path / "home" / "index", sqlite)


def test_what_was_saved_is_what_is_opened(file: IndexFile) -> None:
    assert file.open() is None
    one = built(*NAMES)
    assert file.save(one)
    again = file.open()
    assert again is not None
    assert dict(again.stands) == STANDS
    assert again.marks.tolist() == one.marks.tolist()
    for name, part in one.segment.parts().items():
        found = again.segment.parts()[name]
        assert (found.dtype, found.tobytes()) == (part.dtype, part.tobytes()), name
    assert answers(again, *NAMES) == answers(one, *NAMES) != []
    assert list(again.segment.entries()) == list(one.segment.entries())


def test_an_empty_index_is_kept_too(file: IndexFile) -> None:
    assert file.save(Built(Segment.build(()), np.empty(0, np.uint64), {}))
    again = file.open()
    assert again is not None
    assert (again.segment.entry_count, answers(again, "Anybody")) == (0, [])


def test_parts_are_read_in_place_and_cannot_be_written(file: IndexFile) -> None:
    file.save(built(*NAMES))
    again = file.open()
    assert again is not None
    for name, part in {**again.segment.parts(), "marks": again.marks}.items():
        assert not part.flags.owndata, name
        assert not part.flags.writeable, name
        assert not len(part) or part.ctypes.data % part.itemsize == 0, name


def test_every_column_is_declared_as_it_is_built() -> None:
    made = {**built(*NAMES).segment.parts(), "marks": built(*NAMES).marks}
    assert {name: part.dtype for name, part in made.items()} == types()


def test_file_and_folder_are_their_owners_alone(file: IndexFile) -> None:
    file.save(built(*NAMES))
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.path.parent.stat().st_mode & 0o077 == 0


def test_who_has_the_old_file_open_keeps_it(file: IndexFile) -> None:
    file.save(built(*NAMES))
    old = file.open()
    file.save(built("OTHER COMPANY"))
    new = file.open()
    assert old is not None
    assert new is not None
    assert [c[0] for c in answers(old, NAMES[0])][:1] == ["e-0"]
    assert answers(new, NAMES[0]) == []
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.3, 0.9, 0.9999])
def test_a_file_that_is_cut_off_is_as_good_as_none(file: IndexFile, share: float) -> None:
    file.save(built(*NAMES))
    data = file.path.read_bytes()
    file.path.write_bytes(data[: int(share * len(data))])
    assert file.open() is None
    file.path.write_bytes(data)
    assert file.open() is not None


def test_a_flipped_bit_anywhere_is_found(file: IndexFile) -> None:
    file.save(built(*NAMES))
    data = file.path.read_bytes()
    for at in range(0, len(data), max(1, len(data) // 200)):
        file.path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert file.open() is None, at


def test_a_file_of_another_layout_or_database_is_passed_over(
    file: IndexFile, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.save(built(*NAMES))
    other = IndexFile(file.path.parent, Database(f"sqlite:///{tmp_path / 'other.db'}"))
    assert other.path != file.path
    assert other.open() is None
    other.path.write_bytes(file.path.read_bytes())
    with caplog.at_level(logging.WARNING):
        assert [other.open() for _ in range(3)] == [None] * 3
    assert [record.getMessage() for record in caplog.records if "another database" in record.getMessage()] == [
        f"{other.path.name} is not used, the index is built anew: it belongs to another database"
    ]
    # As another version of the program would write it: the same head but for the layout, its checksum in order.
    import zlib

    from storage.indexfile import HEAD

    data = file.path.read_bytes()
    magic, length, _, body = HEAD.unpack(data[: HEAD.size])
    head = data[HEAD.size : HEAD.size + length].replace(layout().encode(), b"0" * len(layout()))
    file.path.write_bytes(HEAD.pack(magic, length, zlib.crc32(head), body) + head + data[HEAD.size + length :])
    assert file.open() is None


def test_a_folder_that_cannot_be_written_is_told_once(
    tmp_path: Path, sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "home").write_text("a file stands where the folder should be")
    file = IndexFile(tmp_path / "home" / "index", sqlite)
    with caplog.at_level(logging.WARNING):
        assert [file.save(built(*NAMES)) for _ in range(3)] == [False] * 3
    assert sum("cannot be saved" in record.getMessage() for record in caplog.records) == 1
    assert file.open() is None


def test_what_killed_processes_left_is_removed_once_it_is_old(file: IndexFile) -> None:
    folder = file.path.parent
    folder.mkdir(parents=True)
    young, old = folder / "a.part", folder / "b.part"
    young.touch()
    old.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    file.save(built(*NAMES))
    assert (young.exists(), old.exists()) == (True, False)


def test_a_part_of_another_kind_than_declared_is_no_file(file: IndexFile) -> None:
    one = built(*NAMES)
    with pytest.raises(TypeError, match="marks"):
        file.save(replace(one, marks=one.marks.astype(np.uint32)))
    assert list(file.path.parent.iterdir()) == []


@pytest.mark.crash
def test_a_process_killed_while_it_saves_leaves_a_whole_file(file: IndexFile, sqlite: Database) -> None:
    root = Path(__file__).parent.parent.parent
    folder, url = str(file.path.parent), f"sqlite:///{sqlite.url.database}"
    file.save(built("FIRST COMPANY"))
    for number in range(8):
        command = [sys.executable, "-c", SAVER, folder, url]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.037 * number)
            process.send_signal(signal.SIGKILL)
        again = file.open()
        assert again is not None, number
        assert again.segment.entry(0).caption in ("FIRST COMPANY", "COMPANY 0", "COMPANY 1")
        assert again.segment.entry_count == len(again.marks)


def test_two_that_save_at_once_leave_one_whole_file(file: IndexFile, sqlite: Database) -> None:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", SAVER, str(file.path.parent), f"sqlite:///{sqlite.url.database}"]
    both = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        for process in both:
            assert process.stdout is not None
            assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "saved\n"]
        seen = {again.segment.entry(0).caption for _ in range(40) if (again := file.open())}
    finally:
        for process in both:
            process.kill()
            process.communicate()
    assert seen <= {"COMPANY 0", "COMPANY 1"}
    assert seen
    assert file.open() is not None
