"""`desk ledger` and `desk forget`: by contract, with a status that tells whether anything was tampered with."""

import pytest

from bot.services.ledger import record
from storage import feedback, ledger, tenants
from storage.db import Database
from tests.owing import NOW, make_tenant
from tests.test_cli import desk  # noqa: F401


@pytest.fixture
def team(desk):  # noqa: F811
    """A desk with one team and a ledger."""
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    db.migrate()
    tenant = make_tenant(db)
    with db.write() as session:
        for number in range(3):
            record(session, tenant, "question", "U1", {"asked": f"name {number}"}, NOW)
        record(session, tenant, "note", "U2", {"act": "made", "note": 1}, NOW)
        feedback.add_feedback(session, tenant, "U1", "good", NOW)
    yield desk, db, tenant
    db.close()


def test_it_is_read_newest_first_and_by_kind(team):
    run, _, _ = team
    found = run.json("ledger", "--kind", "question")
    assert [each["content"]["asked"] for each in found] == ["name 2", "name 1", "name 0"]
    assert {each["who"] for each in found} == {"U1"}
    assert run.json("ledger", "--as", "U7", "--limit", "1")[0]["kind"] == "reading"
    assert run.json("ledger", "--limit", "1")[0]["who"] == "U7"
    assert run.json("ledger", "--since", "2099-01-01") == []
    assert '"asked":"name 0"' in run("ledger")


def test_verify_tells_intact_erased_and_tampered_with_its_status(team):
    run, db, _ = team
    assert {each["state"] for each in run.json("ledger", "verify")} == {"intact"}
    assert run.status == 0
    run("forget", "U1", "--yes")
    assert [each["state"] for each in run.json("ledger", "verify")] == ["erased"] * 3 + ["intact"] * 2
    assert "1-3 erased by link 5 (forgotten)" in run("ledger", "verify")
    assert run.status == 0
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_content SET content = '{}' WHERE number = 4")
    said = run("ledger", "verify")
    assert run.status == 1
    assert "4 TAMPERED (note)" in said
    assert "1 tampered" in said


def test_verify_holds_the_chain_against_a_head_that_was_exported(team):
    run, db, tenant = team
    with db.read() as session:
        head = ledger.head(session, tenant)
    file = run.home / "head.txt"
    file.write_text(f"Head of the ledger: `2026-03-02T09:00:00Z T1 {head.number} {head.hash.hex()}`")
    run("ledger", "verify", "--head", str(file))
    assert run.status == 0
    with db.engine.begin() as connection:
        for table in ("ledger", "ledger_content"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE number = 4")
    run("ledger", "verify")
    assert run.status == 0  # a chain alone does not show that its end is missing
    run.json("ledger", "verify", "--head", str(file))
    assert run.status == 1
    exported = run.home / "ledger" / "T1.heads"
    exported.parent.mkdir()
    exported.write_text(file.read_text())
    run("ledger", "verify")
    assert run.status == 1  # what the desk exported itself needs no naming


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("ledger", "verfy"), "desk ledger verify"),
        (("ledger", "--since", "soon"), "not a date"),
        (("ledger", "--as", "ada"), "not a user id"),
        (("ledger", "verify", "--head", "nowhere"), "cannot read"),
        (("forget", "ada"), "not a user id"),
        (("forget", ""), "not a user id"),
        (("ledger", "--team", "T9"), "no team"),
    ],
)
def test_bad_input_is_named(team, args, hint):
    run, _, _ = team
    run(*args)
    assert run.status == 2
    assert hint in run.err


def test_a_file_without_a_head_of_this_team_is_refused(team):
    run, _, _ = team
    file = run.home / "head.txt"
    file.write_text(f"2026-03-02T09:00:00Z T2 4 {'a' * 64}")
    run("ledger", "verify", "--head", str(file))
    assert run.status == 2
    assert "no head of team T1" in run.err


def test_forget_tells_first_and_does_it_when_told_to(team):
    run, _, _ = team
    (told,) = run.json("forget", "U1")
    assert (told["done"], told["removed"], told["ledger_contents"]) == (False, {"feedback": 1}, 3)
    assert "--yes" in run("forget", "U1")
    (done,) = run.json("forget", "<@U1>", "--yes")
    assert (done["done"], done["removed"], done["ledger_contents"]) == (True, {"feedback": 1}, 3)
    assert "nothing names this person" in run("forget", "U1", "--yes")
    assert run.status == 0


def test_a_question_on_the_command_line_is_kept_after_its_answer(team):
    run, _, _ = team
    run("check", "Somebody Else")
    last = run.json("ledger", "--kind", "question")[0]
    assert (last["who"], last["content"]["asked"], last["content"]["surface"]) == (
        "command line",
        "Somebody Else",
        "cli",
    )


def test_purge_tells_first_refuses_what_is_installed_and_erases_what_left(team):
    run, db, tenant = team
    (told,) = run.json("purge", "--team", "T1")
    assert not told["done"]
    assert told["rows"]["ledger"] == 4
    assert run.json("purge", "--team", "T1") == [told]
    run("purge", "--team", "T1", "--yes")
    assert run.status == 2
    assert "remove it in Slack first" in run.err
    with db.write() as session:
        tenants.lose(session, tenant, "account_inactive", NOW)
    (done,) = run.json("purge", "--team", "T1", "--yes")
    assert done["done"]
    assert done["rows"] == told["rows"]
    run("purge", "--team", "T1", "--yes")
    assert run.status == 2
    assert "no team 'T1'" in run.err
