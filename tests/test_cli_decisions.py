"""`desk decide` and `desk line` as scripts use them, and what `desk check` then says."""

import pytest

from storage.db import Database
from tests.owing import make_tenant
from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]

HERE = ("--as", "U0ANA", "--channel", "C1")
REF = "us-ofac-sdn:17018"


@pytest.fixture
def team(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    make_tenant(db)
    db.close()
    return desk


def decide(team, verdict="different", *more):
    return team.json("decide", REF, verdict, "another register number", "--about", "Example Bank", *HERE, *more)[0]


def test_a_dismissed_hit_is_told_and_keeps_the_contract(team):
    made = decide(team)
    assert (made["verdict"], made["author"], made["visibility"], made["ended"]) == ("different", "U0ANA", "team", None)
    answer = team.json("check", "Example Bank")[0]
    assert (answer["status"], answer["matches"]) == ("not_found", [])
    (hidden,) = answer["dismissed"]
    assert (hidden["id"], hidden["caption"]) == (made["id"], made["caption"])
    words = team("check", "Example Bank")
    assert "no other match on the lists searched. This is not a clearance" in words
    assert "different party (our assessment, U0ANA" in words


def test_a_question_about_somebody_else_is_answered_as_ever(team):
    decide(team)
    answer = team.json("check", "Example Bank", "--country", "RU")[0]
    assert answer["matches"]
    assert answer["dismissed"] == []


def test_a_verdict_is_replaced_by_name_and_ended(team):
    first = decide(team, "same")
    team("decide", REF, "different", "no", "--about", "Example Bank", "--as", "U0BEN", "--channel", "C1")
    assert (team.status, f"--replaces {first['id']}" in team.err) == (2, True)
    (match,) = team.json("check", "Example Bank")[0]["matches"]
    assert [each["verdict"] for each in match["assessments"]] == ["same"]
    assert team.json("decide", str(first["id"]), "end", *HERE) == [{"id": first["id"], "ended": "withdrawn"}]
    team("decide", str(first["id"]), "end", *HERE)
    assert (team.status, "no decision" in team.err) == (2, True)


def test_what_is_decided_in_a_direct_message_counts_for_nobody_else(team):
    team.json("decide", REF, "different", "no", "--about", "Example Bank", "--as", "U0ANA", "--channel", "D1")
    assert team.json("check", "Example Bank")[0]["status"] == "listed"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((REF, "certainly", "x"), "no verdict"),
        ((REF, "different", "x"), "whom you asked about"),
        ((REF, "watching"), "reason"),
        (("Example Bank", "watching", "x"), "no reference"),
        ((REF, "watching", "x", "--until", "soon"), "until"),
        ((REF, "watching", "x", "--visibility", "world"), "Visibility"),
        (("us-ofac-sdn:1", "watching", "x"), "No such entry"),
    ],
)
def test_bad_input_says_what_would_work(team, args, words):
    assert team("decide", *args, *HERE) == ""
    assert (team.status, words in team.err) == (2, True), team.err


def screened(team, *more, names="Example Bank\nTim Cook\n"):
    (team.home / "names.txt").write_text(names)
    return team.json("screen", "names.txt", *more)


def test_screening_leaves_a_dismissed_hit_out_and_tells_of_it(team):
    (before,) = screened(team, names="Example Bank\n")
    assert (before["status"], before["dismissed"], before["matches"][0]["assessments"]) == ("listed", [], [])
    made = decide(team)
    bank, cook = screened(team)
    assert (bank["status"], bank["matches"], cook["dismissed"]) == ("not_found", [], [])
    assert [(each["id"], each["author"], each["verdict"]) for each in bank["dismissed"]] == [
        (made["id"], "U0ANA", "different")
    ]
    words = team("screen", "names.txt")
    assert "1 hit hidden: PUBLIC JOINT STOCK COMPANY EXAMPLE BANK, different party (internal assessment, U0ANA" in words
    assert screened(team, names="Public Joint Stock Company Example Bank\n")[0]["dismissed"] == []


def test_screening_shows_who_said_that_it_is_the_same_party(team):
    made = decide(team, "same")
    (bank, _) = screened(team)
    assert [each["id"] for each in bank["matches"][0]["assessments"]] == [made["id"]]
    assert "same party (our assessment, U0ANA" in team("screen", "names.txt")
    team("screen", "names.txt", "--out", "r.csv")
    assert "same party (internal assessment, U0ANA" in (team.home / "r.csv").read_text()


@pytest.mark.parametrize(
    ("asked_in", "hides"),
    [
        ((), False),
        (("--as", "U0ANA"), False),
        (("--channel", "D1"), True),
        (("--channel", "C1", "--as", "U0ANA"), False),
    ],
)
def test_screening_counts_what_was_decided_in_private_only_there(team, asked_in, hides):
    team("decide", REF, "different", "no", "--about", "Example Bank", "--as", "U0ANA", "--channel", "D1")
    assert team.status == 0
    assert bool(screened(team, *asked_in)[0]["dismissed"]) is hides


def test_worker_processes_respect_decisions_too(team):
    decide(team)
    names = "".join(f"Company number {n}\n" for n in range(1100)) + "Example Bank\n"
    *_, bank = screened(team, "--workers", "2", names=names)
    assert (bank["name"], bank["status"], len(bank["dismissed"])) == ("Example Bank", "not_found", 1)


def test_a_screening_is_not_gone_on_with_after_a_decision(team):
    decide(team, "same")
    screened(team, "--out", "r.jsonl")
    decide(team, "different", "--replaces", "1")
    team("screen", "names.txt", "--json", "--out", "r.jsonl", "--resume")
    assert team.status == 2
    assert "lists or decisions changed" in team.err
    team("screen", "names.txt", "--json", "--out", "r.jsonl", "--resume", "--channel", "C1")
    assert team.status == 2


def test_a_team_that_there_is_not_is_named(team):
    team("screen", "names.txt", "--team", "TX")
    assert (team.status, "there is no team 'TX'" in team.err) == (2, True)


def test_a_line_is_set_shown_and_ended(team):
    given = ("--as", "U0ANA", "--owner", "U0LEAD", "--agreed", "2026-02-01", "--review", "2026-02-20")
    made = team.json("line", "RUSSIA-EO14024", "Nothing has changed in law.", *given)[0]
    assert (made["kind"], made["line"]["owner"], made["line"]["review_by"]) == ("programme", "U0LEAD", "2026-02-20")
    assert team.json("line", "russia-eo14024")[0]["line"] == made["line"]
    assert "line of 2026-02-01, past review" in team("check", "Example Bank")
    assert team.json("line", "RUSSIA-EO14024", "end")[0]["ended"]
    assert team.json("line", "RUSSIA-EO14024")[0]["line"] is None
    assert "line to take" not in team("check", "Example Bank")
    team("line", "Nobody Whatsoever", "x")
    assert (team.status, "Nobody on the lists" in team.err) == (2, True)
