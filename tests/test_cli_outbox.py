"""`desk outbox`: what was not delivered, shown and sent again; and what `desk doctor` says of it."""

from datetime import timedelta

import pytest

from bot.services.routing import route_new
from storage import claims, letters
from storage.db import Database
from tests.owing import NOW, add_watch, by_name, event, make_tenant, record
from tests.test_cli import Desk

TTL = timedelta(minutes=5)


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


@pytest.fixture
def tenant(desk):
    """A team with one dead, one unsure and one waiting row in C1, and a dead one in C2."""
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    db.migrate()
    made = make_tenant(db)
    for channel in ("C1", "C2"):
        add_watch(db, made, by_name("1"), channel)
    record(db, *(event("1", key=f"k{n}", action=f"a-{n}") for n in range(3)))
    route_new(db, NOW)
    for status, error in (("dead", "invalid_blocks"), ("dead", "msg_too_long"), ("unsure", "no answer in time")):
        with db.write() as session:
            claims.close(session, claims.claim(session, made, "p", NOW, TTL), status, error)
    yield made
    db.close()


def test_what_was_not_delivered_is_shown_with_its_reason(desk, tenant):
    (found,) = desk.json("outbox")
    assert desk.status == 0
    assert found["counts"] == {"dead": 2, "due": 3, "unsure": 1}
    assert (found["waiting"], found["waiting_since"]) == (3, "2026-03-02T09:00:00Z")
    assert {row["error"] for row in found["rows"]} == {"invalid_blocks", "msg_too_long", "no answer in time"}
    assert all("differences between the lists" in row["about"] for row in found["rows"])
    assert len(desk.json("outbox", "--channel", "C2")[0]["rows"]) == 1
    assert desk("outbox").count("\n") == 4


def test_doctor_names_it_and_how_to_send_it_again(desk, tenant):
    finding = next(check for check in desk.json("doctor")[0]["checks"] if check["name"] == "outbox")
    assert not finding["ok"]
    assert "3 messages could not be delivered" in finding["detail"]
    assert "desk outbox retry" in finding["detail"]


def test_one_a_channel_or_all_are_sent_again(desk, tenant):
    one, *others = desk.json("outbox")[0]["rows"]
    assert desk.json("outbox", "retry", str(one["id"])) == [{"retried": [one["id"]]}]
    channel = others[0]["channel"]
    there = [row["id"] for row in others if row["channel"] == channel]
    assert desk.json("outbox", "retry", "--channel", channel) == [{"retried": there}]
    rest = [row["id"] for row in others if row["channel"] != channel]
    assert desk.json("outbox", "retry", "--all") == [{"retried": rest}]
    assert desk.json("outbox")[0]["rows"] == []
    assert desk.json("outbox", "retry", "--all") == [{"retried": []}]


@pytest.mark.parametrize(("options", "look_first"), [((), True), (("--anyway",), False)])
def test_a_row_sent_again_looks_first_unless_told_otherwise(desk, tenant, options, look_first):
    number = desk.json("outbox")[0]["rows"][0]["id"]
    desk.json("outbox", "retry", str(number), *options)
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    with db.write() as session:
        taken = claims.take(session, tenant, [number], "p", NOW + timedelta(days=3650), TTL)
        assert [claim.look_first for claim in taken] == [look_first]
        assert letters.undelivered(session, tenant)
    db.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("retry",), "say what to send again"),
        (("retry", "x"), "no number of a message"),
        (("retry", "99"), "has the number 99"),
        (("retry", "1", "--all"), "one of them"),
        (("send",), "desk outbox retry"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(desk, tenant, words, says):
    before = desk.json("outbox")
    desk("outbox", *words)
    assert desk.status == 2
    assert says in desk.err
    assert desk.json("outbox")[0]["counts"] == before[0]["counts"]
