"""`desk snooze`, `snoozes` and `unsnooze` as scripts use them."""

import pytest

from storage.db import Database
from tests.owing import make_tenant
from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]


@pytest.fixture
def team(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    make_tenant(db)
    db.close()
    return desk


def test_a_snooze_is_made_listed_and_ended(team):
    made = team.json("snooze", "Example Bank 3d", "--channel", "C1")[0]
    assert (made["scope"], made["channel"], made["by"]) == ("entity", "C1", None)
    assert team.json("snoozes") == [made]
    assert team.json("unsnooze", str(made["id"])) == [{"id": made["id"], "ended": True}]
    assert team.json("snoozes") == []
    team("unsnooze", str(made["id"]))
    assert (team.status, "there is no snooze" in team.err) == (2, True)


def test_those_of_a_direct_message_are_listed_only_when_named(team):
    team.json("snooze", "here 3d", "--channel", "D1")
    assert team.json("snoozes") == []
    assert len(team.json("snoozes", "--channel", "D1")) == 1


@pytest.mark.parametrize(
    ("what", "words"),
    [("Example Bank", "always has an end"), ("Nobody Whatsoever 3d", "Nobody"), ("here 99d", "90 days")],
)
def test_bad_input_says_what_would_work(team, what, words):
    assert team("snooze", what, "--channel", "C1") == ""
    assert team.status == 2
    assert words in team.err


def test_text_output_is_a_line_each(team):
    assert team("snooze", "here 3d", "--channel", "C1").startswith("snooze 1: this channel until 2")
    assert team("snoozes").startswith("1 C1: this channel until 2")
    assert team("unsnooze", "1") == "snooze 1 ended\n"
