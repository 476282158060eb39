"""The command line's watches, by their contract."""

import pytest

from tests.sdn import companies, sdn_row
from tests.test_cli import Desk

BANK = sdn_row(17018, "PUBLIC JOINT STOCK COMPANY EXAMPLE BANK", remarks="SWIFT/BIC SABRRUMM.")


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch, fake_slack):
    for name in ("DATABASE_URL", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_API_URL", fake_slack.url)
    monkeypatch.chdir(tmp_path)
    made = Desk(tmp_path, capsys)
    made.load([BANK, *companies(9)], "2026-03-01")
    return made


def test_options_and_words_make_the_same_watch(desk):
    options = [
        "--issuer",
        "EU",
        "--issuer",
        "uk",
        "--country",
        "RU,Iran",
        "--kind",
        "added",
        "--direction",
        "tightening",
    ]
    options += ["--stage", "in_force", "--confidence", "0.8", "--digest", "daily", "--broadcast", "never"]
    made = desk.json("watch", "programme:RUSSIA-EO14024", "--channel", "C1", *options)[0]
    assert (made["created"], made["duplicate_of"], made["preview"]["cards"], made["preview"]["days"]) == (
        True,
        None,
        0,
        30,
    )
    assert made["filters"]["issuers"] == ["EU", "GB"]
    assert (made["cadence"], made["broadcast"], made["kinds"]) == ("daily", "never", ["added"])
    again = desk.json("watch", *made["text"].split(), "--channel", "C1")[0]
    assert (again["created"], again["duplicate_of"]) == (False, made["id"])
    listed = desk.json("watches")
    assert [(each["id"], each["next_digest"] is not None, each["last_at"]) for each in listed] == [
        (made["id"], True, None)
    ]


@pytest.mark.parametrize("target", ["PUBLIC JOINT STOCK COMPANY EXAMPLE BANK", "us-ofac-sdn:17018", "bic:SABRRUMM"])
def test_a_party_is_watched_by_name_reference_or_number(desk, target):
    made = desk.json("watch", target, "--channel", "C1", "--kind", "removed")[0]
    assert (made["target"]["kind"], made["target"]["label"]) == ("entity", "PUBLIC JOINT STOCK COMPANY EXAMPLE BANK")


def test_a_pattern_needs_no_quotation_marks_in_the_shell(desk):
    assert desk.json("watch", "name:Bank of *", "--channel", "C1")[0]["target"]["value"] == "bank of"
    assert desk.json("watch", "country:RU issuer:EU", "--channel", "C1")[0]["target"]["value"] == "EU"


def test_the_preview_counts_what_was_recorded(desk):
    desk.load([BANK, *companies(9), sdn_row(99, "NEW COMPANY")], "2026-03-02")
    made = desk.json("watch", "all", "--channel", "C1")[0]
    assert made["preview"]["cards"] in (0, 1)  # the list's date may lie more than 30 days back by now


def test_a_watch_is_paused_let_go_on_and_changed(desk):
    number = str(desk.json("watch", "all", "--channel", "C1")[0]["id"])
    assert desk.json("watch", "pause", number)[0]["paused"]
    assert desk.json("watch", "resume", number)[0]["paused"] is None
    changed = desk.json("watch", "edit", number, "issuer:US", "--digest", "weekly")[0]
    assert (changed["id"], changed["created"], changed["cadence"]) == (int(number), False, "weekly")
    assert "issuer:US" in desk("watches")
    assert desk.json("unwatch", number)[0] == {"id": int(number), "removed": True}


def test_a_persons_watch_is_shown_and_ended_only_when_asked_for(desk):
    number = str(desk.json("watch", "all", "--channel", "U123")[0]["id"])
    assert desk.json("watches") == []
    assert "for:me" in desk("watches", "--channel", "U123")
    desk("unwatch", number)
    assert desk.status == 2
    assert desk.json("unwatch", number, "--channel", "U123")[0]["removed"] is True


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["watch", "all"], "--channel"),
        (["watch", "all", "--channel", "C1", "--kind", "deleted"], "deleted"),
        (["watch", "all", "--channel", "C1", "--digest", "dayly"], "every:daily"),
        (["watch", "all", "--channel", "C1", "--country", "Atlantis"], "Atlantis"),
        (["watch", "all", "--channel", "C1", "--confidence", "7"], "0.8"),
        (["watch", "contry:RU", "--channel", "C1"], "country"),
        (["watch", "Nobody At All", "--channel", "C1"], "Nobody At All"),
        (["watch", "for:me", "all", "--channel", "C1"], "for:me"),
        (["watch", "pause", "9"], "no watch 9"),
        (["watch", "pause", "9", "now"], "only the number"),
        (["watch", "edit", "9"], "issuer:EU"),
        (["watch", "edit", "9", "all"], "no watch 9"),
        (["unwatch", "9"], "no watch 9"),
        (["unwatch", "nine"], "nine"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_named_and_changes_nothing(desk, args, named):
    assert desk(*args) == ""
    assert desk.status == 2
    assert named in desk.err
    assert "Traceback" not in desk.err
    assert desk.json("watches") == []
