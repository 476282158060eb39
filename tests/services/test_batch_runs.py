"""A batch in Slack ends once: with its results, or with a word that they are missing, whenever its process dies."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from bot.core.audience import Audience
from bot.core.batch_rows import row_of_name
from bot.services.batch_message import post_batch
from bot.services.batch_runs import KEPT_FOR, Place, Run, begin, keep
from storage import batches
from storage.db import Database
from storage.memory_rows import BatchRunRow
from tests.fakeslack import AcceptThenDrop, Drop, RateLimit, Refusal
from tests.handlers.office import make_office, shown
from tests.owing import make_tenant

ROOT = Path(__file__).parent.parent.parent
ROWS = [row_of_name(line, name) for line, name in enumerate(("Example Bank", "Tim Cook"), 1)]
LATER = KEPT_FOR + timedelta(seconds=1)
MISSING = "missing, not negative"


@pytest.fixture
def desk(db, fake_slack):
    return make_office(db, fake_slack).desk


@pytest.fixture
def tenant(db):
    return make_tenant(db)


def after(desk, time=LATER):
    """The desk some time later."""
    return replace(desk, clock=lambda: desk.clock() + time)


def lost(desk, tenant, channel="DU1", thread="", ts="", telling=False):
    """A batch whose process is no more."""
    run = begin(desk, tenant, Place(channel, thread), "U1")
    with desk.db.write() as session:
        row = session.get(BatchRunRow, run.number)
        row.process, row.ts, row.telling = "died", ts, telling
    return run


def under_way(desk, tenant):
    with desk.db.read() as session:
        return batches.is_any(session, tenant)


def texts(slack, channel="DU1"):
    return [message["text"] for message in slack.posts(channel)]


def test_a_batch_that_ends_leaves_nothing_behind(desk, tenant, fake_slack):
    run = begin(desk, tenant, Place("DU1"), "U1")
    post_batch(desk, "DU1", ROWS, desk.clock(), audience=Audience(tenant, "dm", "DU1", user="U1"), run=run)
    assert not under_way(desk, tenant)
    keep(after(desk), tenant)
    assert len(fake_slack.parents("DU1")) == 1
    assert "2 names screened" in texts(fake_slack)[0]


def test_one_whose_process_lives_is_left_alone_however_long_it_takes(desk, tenant, fake_slack):
    begin(desk, tenant, Place("DU1"), "U1")
    for minutes in range(1, 20):
        keep(after(desk, timedelta(minutes=minutes)), tenant)
    assert under_way(desk, tenant)
    assert fake_slack.calls == []


def test_one_whose_process_died_is_told_of_in_its_message_once(desk, tenant, fake_slack):
    ts = fake_slack.answer("chat.postMessage", {"channel": "DU1", "text": "Screening"})["ts"]
    lost(desk, tenant, ts=ts)
    keep(desk, tenant)
    assert fake_slack.calls == []
    for _ in range(2):
        keep(after(desk), tenant)
    assert len(texts(fake_slack)) == 1
    assert MISSING in texts(fake_slack)[0]
    assert len(fake_slack.called("chat.update")) == 1
    assert not under_way(desk, tenant)


def test_one_that_died_before_it_knew_its_message_is_found_by_its_mark(desk, tenant, fake_slack):
    run = lost(desk, tenant)
    fake_slack.epoch = desk.clock().timestamp()
    mark = {"type": "section", "block_id": run.mark, "text": {"type": "mrkdwn", "text": "x"}}
    fake_slack.answer("chat.postMessage", {"channel": "DU1", "text": "Screening", "blocks": [mark]})
    keep(after(desk), tenant)
    assert len(texts(fake_slack)) == 1
    assert MISSING in texts(fake_slack)[0]


def test_one_that_died_before_its_message_gets_one_where_it_was_asked_for(desk, tenant, fake_slack):
    fake_slack.say("C1", "look at these")
    root = fake_slack.posts("C1")[0]["ts"]
    lost(desk, tenant, "C1", root)
    keep(after(desk), tenant)
    (said,) = fake_slack.posts("C1")[1:]
    assert (said["thread_ts"], MISSING in said["text"]) == (root, True)
    assert not under_way(desk, tenant)


def test_one_that_died_while_it_sent_its_results_draws_nothing_over(desk, tenant, fake_slack):
    ts = fake_slack.answer("chat.postMessage", {"channel": "DU1", "text": "2 names screened"})["ts"]
    lost(desk, tenant, ts=ts, telling=True)
    keep(after(desk), tenant)
    first, second = fake_slack.posts("DU1")
    assert (first["text"], second["thread_ts"]) == ("2 names screened", ts)
    assert "may be missing" in second["text"]
    assert not under_way(desk, tenant)


@pytest.mark.parametrize("fault", [RateLimit(1), Drop(), AcceptThenDrop()])
def test_what_slack_does_not_take_is_told_later(desk, tenant, fake_slack, fault):
    ts = fake_slack.answer("chat.postMessage", {"channel": "DU1", "text": "Screening"})["ts"]
    lost(desk, tenant, ts=ts)
    fake_slack.fail("chat.update", fault)
    keep(after(desk), tenant)
    assert under_way(desk, tenant)
    keep(after(desk, LATER * 2), tenant)
    assert MISSING in texts(fake_slack)[0]
    assert not under_way(desk, tenant)


def test_what_can_never_be_told_is_given_up(desk, tenant, fake_slack):
    lost(desk, tenant, "C1")
    fake_slack.fail("chat.postMessage", Refusal("channel_not_found"))
    keep(after(desk), tenant)
    assert not under_way(desk, tenant)


def test_two_processes_tell_it_once(desk, tenant, fake_slack):
    lost(desk, tenant)
    both = Barrier(2)

    def one(_):
        both.wait()
        keep(after(desk), tenant)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert len(texts(fake_slack)) == 1


def test_who_was_told_of_a_loss_gets_no_results_afterwards(desk, tenant, fake_slack):
    run = begin(desk, tenant, Place("DU1"), "U1")
    with desk.db.write() as session:
        taken = batches.take_lost(session, tenant, desk.clock() + LATER, desk.clock() + LATER * 2)
    assert [each.id for each in taken] == [run.number]
    post_batch(desk, "DU1", ROWS, desk.clock(), audience=Audience(tenant, "dm", "DU1", user="U1"), run=run)
    assert fake_slack.files("DU1") == []
    assert not any("names screened:" in text for text in texts(fake_slack))


def test_a_store_without_writes_screens_all_the_same(desk, fake_slack, tenant):
    run = Run(desk.db, tenant, 0)
    assert (run.mark, run.may_tell()) == ("", True)
    post_batch(desk, "DU1", ROWS, desk.clock(), run=run)
    assert len(fake_slack.files("DU1")) == 1


SCRIPT = """
import sys
from datetime import UTC, datetime
from dataclasses import replace
from bot.app import build_desk
from bot.core.audience import Audience
from bot.core.batch_rows import row_of_name
from bot.services.batch_message import post_batch
from bot.services.batch_runs import Place, begin
from bot.settings import load
from bot.sources import source_ids
from storage.db import Database

url, slack, tenant, now = sys.argv[1], sys.argv[2], int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": slack, "DESK_HOME": sys.argv[5]}
desk = replace(build_desk(load(env, source_ids()), Database(url)), clock=lambda: now)
run = begin(desk, tenant, Place("DU1"), "U1")
rows = [row_of_name(n, f"Example Trading {n} LLC") for n in range(1, 400)]
post_batch(desk, "DU1", rows, now, audience=Audience(tenant, "dm", "DU1", user="U1"), run=run)
"""


@pytest.mark.parametrize("dies_at", ["chat.postMessage", "chat.update", "files.completeUploadExternal"])
def test_a_killed_process_leaves_its_results_or_a_word(sqlite, fake_slack, tmp_path, dies_at):
    desk = make_office(sqlite, fake_slack).desk
    tenant = make_tenant(sqlite)
    fake_slack.epoch = desk.clock().timestamp()
    fake_slack.latency = 0.2
    args = (sqlite.url.render_as_string(), fake_slack.url, str(tenant), desk.clock().isoformat(), str(tmp_path))
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, *args], env=env, cwd=tmp_path)
    deadline = time.monotonic() + 60
    while not fake_slack.called(dies_at):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    process.wait()
    fake_slack.latency = 0.0
    time.sleep(0.5)
    desk = replace(desk, db=Database(sqlite.url.render_as_string()))
    for minutes in (5, 10):
        keep(after(desk, timedelta(minutes=minutes)), tenant)
    said = " ".join(shown(each)["words"] for each in fake_slack.posts("DU1"))
    assert ("missing" in said) or fake_slack.files("DU1")
    assert len(fake_slack.parents("DU1")) == 1
    assert not under_way(desk, tenant)
