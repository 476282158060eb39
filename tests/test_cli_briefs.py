"""`desk brief` and `desk export` as scripts use them: files whole or not at all, and clear words for bad input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from storage.db import Database
from tests.briefing import footnotes_fit, is_well_formed
from tests.owing import make_tenant
from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]

REF = "us-ofac-sdn:17018"


@pytest.fixture
def team(desk):
    desk.load(companies(9), "2026-03-01")
    desk.load([BANK, *companies(9)], "2026-03-02")
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    make_tenant(db)
    db.close()
    return desk


def test_a_brief_is_printed_as_markdown(team):
    printed = team("brief", "Example Bank")
    assert printed.startswith("# PUBLIC JOINT STOCK COMPANY EXAMPLE BANK")
    footnotes_fit(printed)


@pytest.mark.parametrize(
    "what", [("Example Bank",), ("programme:RUSSIA-EO14024",), ("changes", "--since", "2026-03-01")]
)
def test_a_brief_is_written_to_a_folder_as_json_tells(team, what):
    (team.home / "out").mkdir()
    told = team.json("brief", *what, "--out", str(team.home / "out"))[0]
    assert [path.rpartition(".")[2] for path in told["files"]] == ["md", "html"]
    texts = [Path(path).read_text(encoding="utf-8") for path in told["files"]]
    footnotes_fit(texts[0])
    is_well_formed(texts[1])
    assert all(f"<{note['url']}>" in texts[0] for note in told["footnotes"])
    cited = {n for s in told["sections"] for b in s["blocks"] for n in _cited(b)}
    assert cited == {note["number"] for note in told["footnotes"]}
    assert (told["internal"], told["sample"]) == (False, False)
    assert {path.name for path in (team.home / "out").iterdir()} == {path.rpartition("/")[2] for path in told["files"]}


def _cited(block):
    lines = [block.get("words", {}), *block.get("items", ()), *(cell for row in block.get("rows", ()) for cell in row)]
    return [number for line in lines for number in line.get("footnotes", ())]


def test_the_ending_of_a_file_chooses_and_nothing_is_written_over(team):
    page = team.home / "bank.html"
    assert team("brief", REF, "--out", str(page)).strip() == str(page)
    is_well_formed(page.read_text(encoding="utf-8"))
    before = page.read_bytes()
    team("brief", REF, "--out", str(page))
    assert (team.status, "exists" in team.err, page.read_bytes() == before) == (2, True, True)
    team("brief", REF, "--out", str(page), "--force")
    assert team.status == 0


def test_notes_are_in_a_brief_only_where_asked_for(team):
    team("note", REF, "asked the embassy", "--as", "U1", "--channel", "C1")
    team("note", REF, "zebra of the cabinet", "--as", "U1", "--channel", "G1")
    assert "embassy" not in team("brief", REF)
    told = team("brief", REF, "--notes")
    assert "asked the embassy" in told
    assert "(internal)" in told
    assert "zebra" not in told
    assert "zebra" in team("brief", REF, "--notes", "--channel", "G1")
    (out,) = [team.json("export", "notes", "--out", str(team.home / "notes.csv"))[0]]
    assert out["rows"] == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("brief", "Zebulon Quxworthy"), "not a clearance"),
        (("brief", "Example Bank", "--since", "soon"), "since:"),
        (("brief", "Example Bank", "--until", "2026-01-01"), "until:"),
        (("brief", "Example Bank", "--filters", "issuer:eu"), "--filters"),
        (("brief", "programme:NO-SUCH"), "NO-SUCH"),
        (("brief", "Example Bank", "--out", "no/such/folder/x.md"), "no folder"),
        (("brief", "Example Bank", "--out", "x.docx"), ".html"),
        (("brief", "Example Bank", "--team", "T404"), "T404"),
        (("export", "everything"), "everything"),
        (("export", "changes", "sinc:2026-01-01"), "since:"),
        (("export", "changes", "--format", "xlsx"), "csv or json"),
        (("export", "changes", "--json"), "--out"),
        (("export", "changes", "--out", "."), "folder"),
    ],
)
def test_bad_input_says_what_would_work(team, args, words):
    assert team(*args) == ""
    assert (team.status, words in team.err) == (2, True), team.err
    assert "Traceback" not in team.err


def test_an_export_to_a_file_by_its_ending(team):
    for name in ("changes.csv", "changes.json"):
        path = team.home / name
        told = team.json("export", "changes", "since:2026-03-01", "--out", str(path))[0]
        assert (told["format"], told["rows"], told["bytes"]) == (name.rpartition(".")[2], 1, path.stat().st_size)
        assert {each.name for each in team.home.iterdir() if each.name.startswith(".changes")} == set()
    (row,) = csv.DictReader((team.home / "changes.csv").read_text(encoding="utf-8-sig").splitlines())
    (same,) = json.loads((team.home / "changes.json").read_text())["rows"]
    assert (
        (row["ref"], row["op"], row["snapshot"])
        == (same["ref"], same["op"], same["snapshot"])
        == (
            "17018",
            "ADD",
            same["snapshot"],
        )
    )
    snapshots = [step["snapshot"] for step in team.json("history", REF)]
    assert same["snapshot"] in snapshots
    team("export", "changes", "--out", str(team.home / "changes.csv"))
    assert (team.status, "--force" in team.err) == (2, True)


def test_an_export_without_a_file_is_printed(team):
    printed = team("export", "listings", "programme:RUSSIA-EO14024").removeprefix("\ufeff")
    assert len(list(csv.DictReader(printed.splitlines()))) == 10
