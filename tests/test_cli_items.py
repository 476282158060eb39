"""`desk items` and `desk decisions` as scripts use them."""

import pytest

from bot.core.alerts import Place
from bot.core.work import Work
from storage import lines, work
from storage.db import Database
from tests.owing import NOW, add_watch, by_name, describe, make_tenant
from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]

REF = "us-ofac-sdn:17018"
ADA, BOB = "U0ADA", "U0BOB"
TODAY = NOW.date()


@pytest.fixture
def team(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    tenant = make_tenant(db)
    describe(db, tenant, "C1")
    describe(db, tenant, "C2", private=True)
    add_watch(db, tenant, by_name("1"))
    with db.write() as session:
        for channel, owner, due in (("C1", ADA, TODAY), ("C2", BOB, None)):
            claimed = Work("claimed", owner, NOW, BOB, NOW, due, BOB if due else "")
            assert work.change_work(session, Place(tenant, channel, "a-1"), Work(), claimed, NOW)
        lines.set_line(session, tenant, "programme", "IRAN", "Nothing has changed.", ADA, TODAY, TODAY, ADA, NOW)
    db.close()
    return desk


def decide(team, verdict, *more):
    return team.json("decide", REF, verdict, "because", "--as", ADA, "--channel", "C1", *more)[0]["id"]


def test_items_are_listed_overdue_first_and_those_of_private_channels_only_by_name(team):
    told = team.json("items")
    assert [(item["kind"], item["owner"], item["due"], item["overdue"]) for item in told] == [
        ("card", ADA, TODAY.isoformat(), True),
        ("line", ADA, TODAY.isoformat(), True),
    ]
    assert (told[0]["channel"], told[0]["assigned_by"], told[0]["status"]) == ("C1", BOB, "claimed")
    assert [item["owner"] for item in team.json("items", "--channel", "C2")] == [BOB]
    assert team.json("items", "--user", BOB) == []
    assert [item["kind"] for item in team.json("items", "--user", ADA)] == ["card", "line"]
    assert len(team.json("items", "--limit", "1")) == 1
    words = team("items")
    assert "OVERDUE since" in words
    assert "line to take past review" in words


def test_decisions_are_listed_by_name_person_and_end(team):
    first = decide(team, "different", "--about", "Example Bank", "--until", "2027-01-31")
    second = decide(team, "watching")
    assert [each["id"] for each in team.json("decisions")] == [second, first]
    assert [each["id"] for each in team.json("decisions", "--expiring", "999d")] == [first]
    assert team.json("decisions", "--by", BOB) == []
    for name in (REF, "Example Bank"):
        assert [each["id"] for each in team.json("decisions", name)] == [second, first]
    (told, _) = team.json("decisions", REF, "--by", ADA)
    assert (told["ref"], told["ended"], told["author"]) == (REF, None, ADA)
    assert "different party (our assessment, U0ADA" in team("decisions")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("items", "--user", ADA, "--channel", "C1"), "not both"),
        (("items", "--user", "anna"), "no id"),
        (("items", "--channel", "#desk"), "no id"),
        (("decisions", "--by", "anna"), "does not tell me who"),
        (("decisions", "--expiring", "soon"), "no time"),
        (("decisions", "Nobody Whatsoever"), "Nobody on the lists"),
        (("decisions", "us-ofac-sdn:1"), "No entry"),
        (("items", "--team", "T9"), "no team"),
    ],
)
def test_bad_input_says_what_would_work(team, args, words):
    assert team(*args) == ""
    assert (team.status, words in team.err) == (2, True), team.err
