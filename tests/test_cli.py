"""The command line as scripts use it: JSON by contract, exit statuses, and a clear word for bad input."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.cli import cli, main
from bot.sources import SOURCES
from tests.sdn import alt_csv, companies, sdn_csv, sdn_row

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
ALWAYS_READ = {source.id for source in SOURCES.values() if not source.opt_in}
BANK = sdn_row(17018, "PUBLIC JOINT STOCK COMPANY EXAMPLE BANK", remarks="SWIFT/BIC SABRRUMM.")


class Desk:
    """`desk` in this process, with a data folder of its own."""

    def __init__(self, home, capsys):
        self.home, self._capsys = home, capsys
        self.status, self.err = 0, ""

    def __call__(self, *args):
        """Run a command; its standard output."""
        self._capsys.readouterr()
        try:
            main(list(args))
            self.status = 0
        except SystemExit as end:
            self.status = int(end.code or 0)
        out, self.err = self._capsys.readouterr()
        return out

    def json(self, command, *args):
        """Run a command with --json; its documents, each checked against the published schema."""
        schema = Draft202012Validator(json.loads((SCHEMAS / f"{command}.json").read_text()))
        documents = [json.loads(line) for line in self(command, *args, "--json").splitlines()]
        for document in documents:
            schema.validate(document)
        return documents

    def load(self, rows, day, *more):
        """Load a version of the SDN list from a file."""
        path = self.home / f"sdn-{day}.csv"
        path.write_bytes(sdn_csv(rows))
        return self.json("refresh", "--source", "us-ofac-sdn", "--file", str(path), "--date", day, *more)[0]


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def test_every_command_with_json_has_a_published_schema():
    published = {path.stem for path in SCHEMAS.glob("*.json")}
    with_json = {command.name for command in cli.registered_commands if command.name not in ("run", "demo", "manifest")}
    assert with_json == published


def test_after_a_refused_file_the_right_one_of_the_same_day_is_taken(desk):
    wrong, right = desk.home / "wrong.csv", desk.home / "right.csv"
    wrong.write_text("no list\n")
    right.write_bytes(sdn_csv([*companies(9), BANK]))
    command = ("refresh", "--source", "us-ofac-sdn", "--date", "2026-03-02")
    desk(*command, "--file", str(wrong))
    assert desk.status == 1
    assert "refreshed" in desk(*command, "--file", str(right))
    assert desk.status == 0


def test_a_copy_without_the_file_of_other_names_says_so_with_every_answer(desk):
    desk.load([*companies(9), BANK], "2026-03-02")
    assert "without other names" in desk("check", "Tim Cook")
    names = desk.home / "alt.csv"
    names.write_bytes(alt_csv([(17018, 1, "aka", "EXBANK")]))
    main_file = str(desk.home / "sdn-2026-03-02.csv")
    desk("refresh", "--source", "us-ofac-sdn", "--file", main_file, "--file", str(names))
    assert "without" not in desk("check", "Tim Cook")


def test_an_empty_database_has_no_data(desk):
    answer = desk.json("check", "Tim Cook")[0]
    assert (answer["status"], desk.status) == ("no_data", 1)
    assert set(answer["missing_sources"]) == ALWAYS_READ


def test_lists_in_questions_out(desk):
    done = desk.load([BANK, *companies(9)], "2026-03-01")
    assert (done["outcome"], done["baseline"], done["list_date"]) == ("refreshed", True, "2026-03-01")
    answer = desk.json("check", "Example Bank")[0]
    assert (answer["status"], answer["band"]) == ("listed", "exact")
    listing = answer["matches"][0]["listings"][0]
    assert (listing["source"], listing["ref"], listing["list_kind"]) == ("us-ofac-sdn", "17018", "sdn")
    assert listing["measures"] == ["blocking"]
    assert set(answer["missing_sources"]) == ALWAYS_READ - {"us-ofac-sdn"}


@pytest.mark.parametrize("text", ["bic:SABRRUMM", "swift:SABRRUMM", "us-ofac-sdn:17018", "BIC:sabrrumm"])
def test_identifiers_and_references_are_exact(desk, text):
    desk.load([BANK, *companies(9)], "2026-03-01")
    answer = desk.json("check", text)[0]
    assert (answer["status"], answer["matches"][0]["band"]) == ("listed", "exact")
    assert answer["matches"][0]["listings"][0]["ref"] == "17018"


def test_a_stranger_is_not_found(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    answer = desk.json("check", "Tim Cook")[0]
    assert (answer["status"], answer["matches"], desk.status) == ("not_found", [], 0)
    assert "not a clearance" in desk("check", "Tim Cook")


def test_a_removal_goes_from_pending_to_confirmed(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    desk.load(companies(9), "2026-03-02")
    answer = desk.json("check", "Example Bank")[0]
    assert (answer["status"], answer["matches"][0]["listings"][0]["status"]) == ("listed", "pending_removal")
    desk.load([*companies(9), *companies(1, 5000)], "2026-03-03")
    answer = desk.json("check", "Example Bank")[0]
    assert (answer["status"], answer["matches"][0]["listings"][0]["status"]) == ("removed", "removed")
    assert [(c["op"], c["state"]) for c in desk.json("changes")] == [("DEL", "confirmed"), ("ADD", "confirmed")]


def test_as_of_answers_from_what_the_lists_say(desk):
    desk.load(companies(9), "2026-03-01")
    desk.load([BANK, *companies(9)], "2026-03-02")
    assert desk.json("check", "Example Bank", "--as-of", "2026-03-01")[0]["status"] == "not_found"
    assert desk.json("check", "Example Bank", "--as-of", "2026-03-02")[0]["status"] == "listed"
    assert desk.json("check", "Example Bank", "--as-of", "2020-01-01")[0]["status"] == "unknown"


def test_changes_are_filtered(desk):
    desk.load(companies(9), "2026-03-01")
    desk.load([BANK, *companies(9)], "2026-03-02")
    assert len(desk.json("changes", "--since", "2026-03-02", "--until", "2026-03-02")) == 1
    assert desk.json("changes", "--since", "2026-03-03") == []
    assert desk.json("changes", "--programme", "SDGT") == []
    (added,) = desk.json("changes", "--programme", "russia-eo14024", "--kind", "added")
    assert desk.json("changes", "--action", added["action"], "--issuer", "us") == [added]
    assert desk.json("changes", "--issuer", "EU") == []
    assert desk.json("changes", "--issuer", "EU", "--source", "us-ofac-sdn") == []
    assert desk.json("changes", "--kind", "escalated") == []
    for wrong in (("--kind", "deleted"), ("--issuer", "Mars"), ("--country", "Atlantis")):
        desk("changes", *wrong)
        assert (desk.status, wrong[1] in desk.err) == (2, True)


def test_a_held_list_says_what_would_change_and_how_to_accept_it(desk):
    desk.load(companies(9), "2026-03-01")
    path = desk.home / "renamed.csv"
    path.write_bytes(sdn_csv([sdn_row(1000 + n, f"OTHER NAME {n}") for n in range(9)]))
    said = desk("refresh", "--source", "us-ofac-sdn", "--file", str(path), "--date", "2026-03-02")
    assert desk.status == 1
    assert "9 amended" in said
    command = re.search(r"to accept it: desk (.+)", said)[1].split()
    assert "refreshed" in desk(*command, "--date", "2026-03-02")


def test_a_refused_file_is_status_one_and_says_why(desk):
    desk.load(companies(9), "2026-03-01")
    (desk.home / "empty").write_bytes(b"")
    done = desk.json("refresh", "--source", "us-ofac-sdn", "--file", "empty", "--date", "2026-03-02")[0]
    assert (done["outcome"], desk.status) == ("refused", 1)
    assert "0 bytes" in done["reason"]
    assert desk.json("changes") == []


def test_sources_tells_what_is_loaded(desk):
    desk.load(companies(9), "2026-03-01")
    states = {line["source"]: line for line in desk.json("sources")}
    assert (states["us-ofac-sdn"]["entries"], states["us-ofac-sdn"]["origin"]) == (9, "file")
    assert states["un-sc"]["state"] == "never"


def test_watches_need_a_team_and_are_made_once(desk, fake_slack, monkeypatch):
    desk.load([BANK, *companies(9)], "2026-03-01")
    desk("watch", "programme:RUSSIA-EO14024", "--channel", "C1")
    assert desk.status == 2
    assert "team" in desk.err
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_API_URL", fake_slack.url)
    assert desk.json("deliver")[0]["sent"] == 0
    first = desk.json("watch", "programme:RUSSIA-EO14024", "--channel", "C1")[0]
    again = desk.json("watch", "programme:RUSSIA-EO14024", "--channel", "C1")[0]
    assert (first["created"], again["created"], again["duplicate_of"]) == (True, False, first["id"])
    assert len(desk.json("watches")) == 1
    assert desk.json("unwatch", str(first["id"]))[0]["removed"] is True
    assert desk.json("watches") == []


def test_doctor_and_migrate(desk):
    assert re.fullmatch(r"\d{4}", desk.json("migrate")[0]["version"])
    found = desk.json("doctor")[0]
    assert (found["ok"], desk.status) == (False, 1)
    assert {"database", "slack", "outbox"} <= {item["name"] for item in found["checks"]}


def test_the_manifest_is_one_json_document(desk):
    assert json.loads(desk("manifest"))["settings"]["socket_mode_enabled"] is True


BAD = [
    (["refresh", "--source", "nope"], "nope"),
    (["refresh", "--file", "missing.csv"], "--source"),
    (["refresh", "--source", "un-sc", "--file", "missing.xml"], "missing.xml"),
    (["refresh", "--source", "un-sc", "--file", "alt.csv", "--date", "yesterday"], "yesterday"),
    (["refresh", "--source", "us-ofac-sdn", "--file", "alt.csv"], "sdn"),
    (["refresh", "--source", "un-sc", "--accept", "x"], "'x'"),
    (["check"], "NAME"),
    (["check", "   "], "name"),
    (["check", "X", "--dob", "soon"], "soon"),
    (["check", "X", "--country", "Atlantis"], "Atlantis"),
    (["check", "X", "--type", "planet"], "planet"),
    (["check", "X", "--list", "nope"], "nope"),
    (["check", "X", "--as-of", "2020-31-12"], "as-of"),
    (["check", "X", "--limit", "0"], "limit"),
    (["check", "imo:1234568"], "1234568"),
    (["changes", "--since", "soon"], "soon"),
    (["changes", "--kind", "odd"], "odd"),
    (["changes", "--source", "nope"], "nope"),
    (["changes", "--country", "Atlantis"], "Atlantis"),
    (["watch", "all"], "channel"),
    (["unwatch", "seven"], "seven"),
    (["unwatch", "7"], "team"),
    (["deliver"], "SLACK_BOT_TOKEN"),
    (["run"], "SLACK_BOT_TOKEN"),
    (["demo", "--port", "99999"], "99999"),
    (["nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("args", "named"), BAD, ids=[" ".join(args) for args, _ in BAD])
def test_bad_input_is_named_with_status_two(desk, args, named):
    (desk.home / "alt.csv").write_bytes(alt_csv([(1, 1, "aka", "X")]))
    out = desk(*args)
    assert desk.status == 2
    assert named.lower() in desk.err.lower(), desk.err
    assert "Traceback" not in desk.err
    assert out == ""


def test_a_clock_that_goes_back_is_bad_input(desk):
    desk.load(companies(9), "2026-03-02")
    desk("refresh", "--source", "us-ofac-sdn", "--file", str(desk.home / "sdn-2026-03-02.csv"), "--date", "2026-03-01")
    assert desk.status == 2
    assert "2026-03-01" in desk.err


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "mysql://u:hunter2@h/d"), ("PORT", "x"), ("SLACK_BOT_TOKEN", "hunter2")]
)
def test_bad_settings_are_named_without_their_secrets(desk, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    desk("sources")
    assert desk.status == 2
    assert name in desk.err
    assert "hunter2" not in desk.err


def test_a_real_process_keeps_the_contract(tmp_path):
    env = {"DESK_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    bad = subprocess.run(
        [sys.executable, "-m", "bot", "check", "X", "--dob", "soon"],
        env=env,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert bad.returncode == 2
    assert "Traceback" not in bad.stderr
    assert bad.stdout == ""


def test_the_past_of_a_listing_and_of_a_list_can_be_had(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    desk.load(companies(9), "2026-03-02")
    desk.load([*companies(9), *companies(1, 5000)], "2026-03-03")
    (version,) = desk.json("history", "us-ofac-sdn:17018")
    assert (version["from"], version["until"]) == ("2026-03-01", "2026-03-02")
    assert "us-ofac-sdn:17018 from 2026-03-01 until 2026-03-02" in desk("history", "us-ofac-sdn:17018")
    first = desk.json("listings", "--source", "us-ofac-sdn", "--as-of", "2026-03-01")
    assert "17018" in {line["ref"] for line in first}
    assert "17018" not in {line["ref"] for line in desk.json("listings", "--source", "us-ofac-sdn")}
    for wrong in (
        ("history", "nobody"),
        ("history", "us-ofac-sdn:1"),
        ("listings", "--source", "us-ofac-sdn", "--as-of", "2001-01-01"),
    ):
        desk(*wrong)
        assert desk.status == 2
