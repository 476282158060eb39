"""`desk settings` and `desk feedback`: as in Slack, JSON by contract, a clear word for bad input."""

import pytest

from storage import feedback
from storage.db import Database
from tests.owing import NOW, make_tenant
from tests.test_cli import desk  # noqa: F401


@pytest.fixture
def team(desk):  # noqa: F811
    """A desk with one team."""
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    db.migrate()
    make_tenant(db)
    yield desk, db
    db.close()


def test_settings_are_shown_and_set(team):
    run, _ = team
    before = {each["key"]: each for each in run.json("settings")}
    assert before["timezone"] == {
        "key": "timezone", "value": "UTC", "title": "Time zone", "set": False, "by": None, "at": None
    }  # fmt: skip
    (done,) = run.json("settings", "timezone", "europe/berlin")
    assert (done["value"], done["set"], done["by"]) == ("Europe/Berlin", True, None)
    assert run.json("settings", "timezone") == [done]
    assert "timezone: Europe/Berlin (set on the command line" in run("settings")
    (undone,) = run.json("settings", "timezone", "reset")
    assert (undone["value"], undone["set"]) == ("UTC", False)


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("timezone", "Berlin"), "Did you mean Europe/Berlin?"),
        (("timezne", "UTC"), "Did you mean timezone?"),
        (("digest", "08:30"), "full hour"),
        (("operators", "#nowhere"), "no channel"),
    ],
)
def test_bad_input_is_named_and_nothing_is_set(team, args, hint):
    run, _ = team
    before = run("settings")
    run("settings", *args)
    assert run.status == 2
    assert hint in run.err
    assert run("settings") == before


def test_feedback_is_listed_and_given(team):
    run, db = team
    with db.write() as session:
        feedback.add_feedback(session, 1, "U7", "too many cards", NOW)
    (given,) = run.json("feedback", "the digest is good")
    assert given["user"] is None
    assert [each["text"] for each in run.json("feedback")] == ["too many cards", "the digest is good"]
    assert "U7: too many cards" in run("feedback")


def test_without_a_team_it_says_what_to_do(desk):  # noqa: F811
    desk("settings")
    assert desk.status == 2
    assert "start the bot once" in desk.err


def test_another_team_has_its_own(team):
    run, db = team
    make_tenant(db, "T2")
    run("settings", "timezone", "Asia/Tokyo", "--team", "T2")
    assert run.json("settings", "timezone", "--team", "T1")[0]["value"] == "UTC"
    assert run.json("settings", "timezone", "--team", "T2")[0]["value"] == "Asia/Tokyo"
