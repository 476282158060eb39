"""`desk screen` as scripts use it: forms, order, bad rows, workers, and going on after a kill."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.blocks.batch import COLUMNS
from bot.services.batch_output import record_of
from tests.sdn import companies, sdn_row
from tests.test_cli import BANK, Desk

ROOT = Path(__file__).parent.parent
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "screen.json").read_text()))
PERSON = sdn_row(9001, "DOE, John Adam", "individual", "SDGT", "DOB 09 Nov 1952; nationality Finland.")
EVIL = sdn_row(9002, "=HYPERLINK TRADING HOUSE", programmes="IRAN")


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = Desk(tmp_path, capsys)
    made.load([BANK, PERSON, EVIL, *companies(9)], "2026-03-01")
    return made


def write(path, text):
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())


def lines(text):
    found = [json.loads(line) for line in text.splitlines()]
    for each in found:
        SCHEMA.validate(each)
    return found


def process(home, *args, **more):
    """The command in a process of its own."""
    env = {"DESK_HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.Popen([sys.executable, "-m", "bot", "screen", *map(str, args)], env=env, cwd=home, **more)


def test_each_row_has_the_status_that_a_question_has_in_the_order_of_the_input(desk):
    asked = ["Example Bank", "Tim Cook", "EXAMPLE TRADING 1003 LLC", "SABRRUMM", "John Doe", "Exampel Bank"]
    write("names.csv", "id,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(asked)))
    found = lines(desk("screen", "names.csv", "--json"))
    assert ([each["name"] for each in found], desk.status) == (asked, 0)
    for each in found:
        answer = desk.json("check", each["name"])[0]
        assert (each["status"], each["band"]) == (answer["status"], answer["band"])
        known = {match["entity"]: match for match in each["matches"]}
        assert {match["entity"] for match in answer["matches"]} <= set(known)
        assert all(known[match["entity"]]["score"] == match["score"] for match in answer["matches"])


def test_a_match_has_its_references_and_a_row_without_one_what_was_searched(desk):
    write("names.txt", "Example Bank\nTim Cook\n")
    bank, cook = lines(desk("screen", "names.txt", "--json"))
    assert bank["matches"][0]["refs"] == [["us-ofac-sdn", "17018"]]
    assert bank["matches"][0]["listings"][0]["measures"] == ["blocking"]
    assert (cook["matches"], cook["searched"]) == ([], {"us-ofac-sdn": "2026-03-01"})


def test_filters_of_a_row_act_as_those_of_check(desk):
    write("names.csv", "name,dob,type\nJohn Adam Doe,1952-11-09,\nJohn Adam Doe,1990-01-01,\nJohn Adam Doe,,company\n")
    found = lines(desk("screen", "names.csv", "--json"))
    for each, options in zip(
        found, (["--dob", "1952-11-09"], ["--dob", "1990-01-01"], ["--type", "company"]), strict=True
    ):
        answer = desk.json("check", "John Adam Doe", *options)[0]
        assert (each["status"], each["band"]) == (answer["status"], answer["band"])
    assert len({(each["status"], each["band"]) for each in found}) > 1


def test_names_left_out_for_their_country_are_counted_in_json_and_in_words(desk):
    write("names.csv", "name,country\nJ Doe,RU\nJ Doe,FI\nJ Doe,\n")
    assert [each["other_country"] for each in lines(desk("screen", "names.csv", "--json"))] == [1, 0, 0]
    (answer,) = desk.json("check", "J Doe", "--country", "RU")
    assert (answer["status"], answer["other_country"]) == ("not_found", 1)
    assert "1 similar name left out: other country" in desk("check", "J Doe", "--country", "RU")


def test_bad_rows_are_told_with_their_lines_and_stop_no_other(desk):
    write("names.csv", b"id,name,dob\n1,Example Bank,\n2,,\n3,X,soon\n4,Ros\xe9,\n5,a\n6,Tim Cook,\n")
    found = lines(desk("screen", "names.csv", "--json"))
    assert ([each["id"] for each in found], desk.status) == (["1", "6"], 1)
    for told in (
        "line 3: not screened: there is no name",
        "line 4: ",
        "line 5: ",
        "0xE9",
        "line 6: not screened: 2 cells",
    ):
        assert told in desk.err
    assert "Traceback" not in desk.err


def test_readable_lines_never_say_listed_alone_and_end_with_what_was_searched(desk):
    write("names.txt", "Example Bank\nTim Cook\n")
    out = desk("screen", "names.txt")
    assert "1 Example Bank: blocked by US." in out
    assert "us-ofac-sdn:17018, list of 2026-03-01" in out
    assert "2 Tim Cook: no match on the lists searched (not a clearance)." in out
    assert "searched: us-ofac-sdn" in out
    assert "not loaded: " in out
    assert "not searched: EU sectoral annexes" in out
    assert "2 rows screened" in desk.err


def test_a_file_of_results_names_list_and_date_and_runs_nothing_in_a_spreadsheet(desk):
    write("names.csv", 'id,name\n=1+1,"=HYPERLINK Trading House"\n@x,Tim Cook\n')
    assert desk("screen", "names.csv", "--out", "results.csv") == ""
    raw = Path("results.csv").read_bytes()
    assert raw.startswith("\ufeffline,".encode())
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["list"], rows[0]["list date"], rows[0]["reference"]) == ("us-ofac-sdn", "2026-03-01", "9002")
    assert rows[0]["result"] == "blocked by US"
    assert rows[1]["lists searched"] == "us-ofac-sdn 2026-03-01"
    assert "not a clearance" in rows[1]["result"]
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {"'=1+1", "'@x", "'=HYPERLINK Trading House", "'=HYPERLINK TRADING HOUSE"} <= set(cells)


def test_the_limit_and_the_least_band_choose_what_is_shown(desk):
    write("names.txt", "Example Trading\n")
    assert len(lines(desk("screen", "names.txt", "--json", "--limit", "2", "--min-band", "weak"))[0]["matches"]) == 2
    (few,) = lines(desk("screen", "names.txt", "--json", "--min-band", "exact"))
    assert [match for match in few["matches"] if match["band"] != "exact"] == []


@pytest.mark.parametrize(
    ("args", "content", "named"),
    [
        (["none.csv"], None, "none.csv"),
        (["in.csv"], "", "nothing in it"),
        (["in.csv"], "id,name\n", "no row"),
        (["in.csv"], "id,company\n1,X\n", "'company'"),
        (["in.csv"], "name\nX\n".encode("utf-16"), "UTF-16"),
        (["in.csv"], b"PK\x03\x04rest", "spreadsheet"),
        (["in.csv", "--limit", "0"], "name\nX\n", "limit"),
        (["in.csv", "--min-band", "certain"], "name\nX\n", "certain"),
        (["in.csv", "--resume"], "name\nX\n", "--out"),
        (["in.csv", "--out", "o", "--resume", "--restart"], "name\nX\n", "one of them"),
        (["-", "--out", "o", "--resume"], None, "standard input"),
        (["in.csv", "--out", "in.csv"], "name\nX\n", "the input itself"),
        (["in.csv", "--out", "no/such/folder.csv"], "name\nX\n", "no/such/folder.csv"),
        (["in.csv", "--out", "notes.txt"], "name\nX\n", "notes.txt exists"),
    ],
)
def test_bad_input_is_named_with_status_two(desk, args, content, named):
    write("notes.txt", "mine")
    if content is not None:
        write("in.csv", content)
    assert desk("screen", *args) == ""
    assert (desk.status, named in desk.err, "Traceback" in desk.err) == (2, True, False), desk.err
    assert Path("notes.txt").read_text() == "mine"


def test_without_any_list_nothing_is_said_of_anybody(tmp_path, desk, monkeypatch):
    write("names.txt", "Example Bank\n")
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "other"))
    assert desk("screen", "names.txt", "--json") == ""
    assert (desk.status, "no list is loaded" in desk.err) == (1, True)


def test_standard_input_and_several_processes_give_the_same_lines(desk):
    names = "".join(f"Example Trading {n} LLC\n" if n % 7 else "\n" for n in range(1400))
    write("names.txt", names)
    alone = desk("screen", "names.txt", "--json", "--workers", "1")
    with process(desk.home, "-", "--json", "--workers", "2", stdin=-1, stdout=-1, stderr=-1) as child:
        out, err = child.communicate(names.encode(), timeout=240)
    assert (child.returncode, out.decode()) == (0, alone), err
    assert b"1,200 rows screened" in err


@pytest.mark.crash
def test_a_killed_run_goes_on_and_its_file_is_as_if_it_had_not_been_killed(desk):
    write("names.txt", "".join(f"Somebody {n} Else\n" for n in range(4000)))
    whole = desk.home / "whole.jsonl"
    desk("screen", "names.txt", "--out", str(whole))
    assert desk.status == 0
    path = desk.home / "killed.jsonl"
    with process(desk.home, "names.txt", "--out", path, "--workers", "2", stderr=-1) as child:
        deadline = time.monotonic() + 120
        while not (path.exists() and path.stat().st_size > 10_000) and time.monotonic() < deadline:
            assert child.poll() is None
            time.sleep(0.01)
        workers = children(child.pid)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    size = path.stat().st_size
    assert 10_000 < size < whole.stat().st_size
    assert workers
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, workers)), "workers outlive their killed parent"
    with path.open("ab") as file:
        file.write(b'{"id": null, "li')

    desk("screen", "names.txt", "--out", str(path))
    assert (desk.status, "--resume" in desk.err) == (2, True)
    desk("screen", "names.txt", "--out", str(path), "--resume")
    assert (desk.status, "going on" in desk.err) == (0, True)
    assert path.read_bytes() == whole.read_bytes()
    assert "4,000 rows" not in desk.err, "all was screened anew"
    desk("screen", "names.txt", "--out", str(path), "--resume")
    assert (desk.status, path.read_bytes() == whole.read_bytes()) == (0, True)


def children(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


def is_running(pid):
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(found.strip()) and not found.startswith("Z")


def begun(desk):
    """A run that was cut off: its record says so."""
    write("names.txt", "Example Bank\nTim Cook\n")
    desk("screen", "names.txt", "--out", "o.jsonl")
    record = record_of(desk.home / "o.jsonl")
    value = json.loads(record.read_text())
    value["progress"]["complete"] = False
    record.write_text(json.dumps(value))


def test_a_run_is_gone_on_with_only_where_nothing_changed(desk):
    begun(desk)
    desk("screen", "names.txt", "--out", "o.jsonl", "--resume", "--limit", "1")
    assert (desk.status, "other options" in desk.err) == (2, True)
    write("names.txt", "Example Bank\nSomebody Else\n")
    desk("screen", "names.txt", "--out", "o.jsonl", "--resume")
    assert (desk.status, "is not what" in desk.err) == (2, True)
    begun(desk)
    desk.load([BANK, *companies(12)], "2026-03-02")
    desk("screen", "names.txt", "--out", "o.jsonl", "--resume")
    assert (desk.status, "list of 2026-03-01" in desk.err, "list of 2026-03-02" in desk.err) == (2, True, True)
    desk("screen", "names.txt", "--out", "o.jsonl", "--restart")
    assert (desk.status, len(lines(Path("o.jsonl").read_text()))) == (0, 2)


def test_a_finished_file_is_written_anew_on_request_and_a_resume_without_one_begins(desk):
    write("names.txt", "Example Bank\n")
    desk("screen", "names.txt", "--out", "o.jsonl", "--resume")
    assert (desk.status, len(lines(Path("o.jsonl").read_text()))) == (0, 1)
    write("names.txt", "Example Bank\nTim Cook\n")
    desk("screen", "names.txt", "--out", "o.jsonl")
    assert (desk.status, "finished results of names.txt" in desk.err) == (2, True)
    desk("screen", "names.txt", "--out", "o.jsonl", "--restart")
    assert (desk.status, len(lines(Path("o.jsonl").read_text()))) == (0, 2)


def test_bad_rows_and_columns_not_used_are_told(desk):
    write("names.csv", b"id,name,Date of Birth\n1,Example Bank,\n2,,\n")
    desk("screen", "names.csv", "--out", "o.csv")
    assert "columns not used: “date of birth”; known are name, id, dob, country, type" in desk.err
    assert "not screened: there is no name" in Path("o.csv").read_text("utf-8-sig")


def test_ctrl_c_ends_it_with_a_word_and_what_is_done_is_kept(desk):
    write("names.txt", "".join(f"Somebody {n} Else\n" for n in range(20_000)))
    path = desk.home / "o.jsonl"
    with process(desk.home, "names.txt", "--out", path, "--workers", "2", stderr=-1, start_new_session=True) as child:
        deadline = time.monotonic() + 120
        while not (path.exists() and path.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(child.pid, signal.SIGINT)
        _, err = child.communicate(timeout=60)
    assert (child.returncode, b"--resume" in err, b"Traceback" in err) == (130, True, False), err
    assert lines(path.read_text())
