"""Many names at once: results as single questions give them, files read and written whole."""

from __future__ import annotations

import io
import itertools
import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy.event import listen

from bot.app import build_desk
from bot.blocks.batch import csv_text
from bot.core.audience import Audience
from bot.core.batch_rows import MAX_LINE, Unreadable, read_rows, row_of_name
from bot.core.screening import Band, Status
from bot.services.assessments import recall_all
from bot.services.batch import CHUNK, BatchProblem, Done, prepare, run, screen_rows, text_lines
from bot.services.batch_message import post_batch
from bot.services.batch_output import Output, Run, begin, record_of
from bot.services.dataset import Dataset
from bot.services.screening import check_in, ground_of
from bot.settings import load
from bot.sources import SOURCES, source_ids
from tests.handlers.office import DAY, ROWS, load_rows, shown
from tests.owing import make_tenant
from tests.sdn import companies

MANY = (*ROWS, *companies(9))
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NAMES = (
    "Example Bank",
    "John Doe",
    "Tim Cook",
    "Northern Star",
    "SABRRUMM",
    "EXAMPLE TRADING 1003 LLC",
    "Doe, John Adam",
)


def rows_of(names):
    return [row_of_name(line, name) for line, name in enumerate(names, 1)]


def ground(db):
    return ground_of(db, Dataset(db), SOURCES, NOW)


def test_a_batch_says_of_each_name_what_a_question_says(sqlite):
    load_rows(sqlite, MANY, DAY)
    gone = tuple(row for row in MANY if "EXAMPLE BANK" not in row)
    load_rows(sqlite, gone, DAY.replace(day=2))
    load_rows(sqlite, (*gone, *companies(1, 5000)), DAY.replace(day=3))
    found = screen_rows(ground(sqlite), rows_of(NAMES))
    assert {result.status for result in found} >= {Status.LISTED, Status.REMOVED, Status.AMBIGUOUS, Status.NOT_FOUND}
    for result in found:
        answer = check_in(sqlite, Dataset(sqlite), SOURCES, result.row.query, Audience(1, "dm"), NOW)
        assert (result.status, result.band) == (answer.status, answer.band), result.row.name
        assert set(answer.matches) <= set(result.matches)


def test_matches_go_down_to_the_band_asked_for(sqlite):
    load_rows(sqlite, MANY, DAY)
    for least, kept in itertools.pairwise((Band.WEAK, Band.POSSIBLE, Band.STRONG, Band.EXACT)):
        more = screen_rows(ground(sqlite), rows_of(NAMES), least)
        fewer = screen_rows(ground(sqlite), rows_of(NAMES), kept)
        assert [r.status for r in more] == [r.status for r in fewer]
        for wide, narrow in zip(more, fewer, strict=True):
            assert narrow.matches == tuple(m for m in wide.matches if m in narrow.matches)
            assert least not in {match.band for match in narrow.matches}


def test_decisions_of_many_rows_are_read_at_once(sqlite):
    load_rows(sqlite, MANY, DAY)
    here = ground(sqlite)
    told = partial(recall_all, sqlite, audience=Audience(make_tenant(sqlite), "cli"), now=NOW)
    read = []

    def heard(_connection, _cursor, statement, *_):
        read.append("decision" in statement)

    listen(sqlite.engine, "before_cursor_execute", heard)
    counts = []
    for number in (1, 100):
        read.clear()
        screen_rows(here, rows_of(["Example Bank"] * number), recalled=told)
        counts.append(sum(read))
    assert counts == [1, 1]


def test_a_batch_reads_no_more_than_it_needs_ahead(sqlite):
    load_rows(sqlite, MANY, DAY)
    taken = []
    endless = (taken.append(row) or row for row in (row_of_name(n, f"Company {n}") for n in itertools.count(1)))
    chunks = run(prepare(sqlite, NOW, csv_text), sqlite, endless, 1)
    assert [next(chunks).line for _ in range(3)] == [CHUNK, 2 * CHUNK, 3 * CHUNK]
    assert len(taken) == 3 * CHUNK


def test_a_list_that_changes_as_the_batch_begins_ends_it(sqlite):
    load_rows(sqlite, MANY, DAY)
    job = prepare(sqlite, NOW, csv_text)
    load_rows(sqlite, (*MANY, *companies(1, 5000)), DAY.replace(day=2))
    with pytest.raises(BatchProblem, match="a list changed"):
        next(run(job, sqlite, iter(rows_of(NAMES)), 1))


def test_a_password_shows_in_no_repr_of_a_job(sqlite):
    load_rows(sqlite, MANY, DAY)
    job = replace(prepare(sqlite, NOW, csv_text), database_url="postgresql://u:hunter2@h/d")
    assert "hunter2" not in repr(job)


def lines(data):
    return list(text_lines(io.BufferedReader(io.BytesIO(data))))


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfname\nX\n", b"name\nX\n", b"name\r\nX", b"name\rX\r"])
def test_a_byte_order_mark_and_any_line_end_are_read(data):
    assert [row.name for row in read_rows(lines(data))] == ["X"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("name\nX".encode("utf-16"), "UTF-16"),
        ("name\nX".encode("utf-16-be"), "UTF-8"),
        (b"PK\x03\x04", "CSV"),
        (b"\x1f\x8b\x08", "unpack"),
    ],
)
def test_what_is_no_text_in_utf_8_is_told(data, problem):
    with pytest.raises(Unreadable, match=problem):
        lines(data)


def test_a_line_of_any_length_is_held_in_part_only_and_costs_no_other():
    found = lines(b"name\n" + b"x" * 5_000_000 + b"\nRosneft\n")
    assert [len(line) for line in found] == [5, MAX_LINE + 1, 8]
    assert [row.line for row in read_rows(found)] == [2, 3]


RUN = Run("names.txt", "aa", {"limit": 5}, {"us-ofac-sdn": "1"})


def chunk(text, line):
    return Done(text, line, {Status.NOT_FOUND: 1})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "o.jsonl"


@pytest.mark.parametrize("torn", [b"", b'{"half', b'{"whole": 1}\n{"half'])
def test_what_stands_behind_the_recorded_end_is_cut_off(path, torn):
    with Output(path, RUN) as output:
        output.start("head\n")
        output.add(chunk("one\n", 100))
        output.add(chunk("two ü\n", 200))
    with path.open("ab") as file:
        file.write(torn)
    progress = begin(path, RUN, resume=True)
    assert (progress.line, progress.complete) == (200, False)
    with Output(path, RUN, resume=True) as output:
        output.start("head\n")
        output.add(chunk("three\n", 300))
        output.finish()
    assert path.read_text() == "head\none\ntwo ü\nthree\n"
    assert output.counts == {Status.NOT_FOUND: 3}
    assert begin(path, RUN, resume=True).complete


def test_a_file_shorter_than_its_record_and_a_broken_record_are_not_gone_on_with(path):
    with Output(path, RUN) as output:
        output.add(chunk("one\n", 100))
    path.write_text("")
    with pytest.raises(BatchProblem, match="shorter"):
        begin(path, RUN, resume=True)
    record_of(path).write_text("{")
    with pytest.raises(BatchProblem, match="cannot be read"):
        begin(path, RUN, resume=True)
    assert begin(path, RUN, restart=True).line == 0


def test_two_runs_never_write_to_one_file(path):
    with Output(path, RUN) as output:
        output.add(chunk("one\n", 100))
        with pytest.raises(BatchProblem, match="another run writes"):
            Output(path, RUN, restart=True)
        output.add(chunk("two\n", 200))
    assert path.read_text() == "one\ntwo\n"


def test_a_pipe_is_no_place_for_results(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BatchProblem, match="no regular file"):
        Output(tmp_path / "pipe", RUN)


def test_a_planted_link_is_not_followed(tmp_path, path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / f"{record_of(path).name}.new").symlink_to(victim)
    with Output(path, RUN) as output:
        output.add(chunk("one\n", 100))
    assert victim.read_text() == "mine"


def test_progress_is_edited_into_one_message_until_the_summary_stands_there(sqlite, fake_slack):
    load_rows(sqlite, MANY, DAY)
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": fake_slack.url}
    desk = build_desk(load(env, source_ids()), sqlite)
    post_batch(desk, "D1", rows_of([f"Company {n}" for n in range(50)]), NOW, every=0.0)
    told = [shown(call.args)["words"] for call in fake_slack.called("chat.update")]
    assert [any(f": {n} done." in words for words in told) for n in (20, 40, 50)] == [True] * 3
    (message,) = fake_slack.parents("D1")
    assert "50 names screened: no match on the lists searched" in shown(message)["words"]
    assert len(fake_slack.files("D1")) == 1
