"""Files of names sent to the bot: where they are screened, what is refused, and that nothing gets lost."""

import csv
import json
import logging
from dataclasses import replace

import pytest

from bot.services.questions import BATCH
from handlers.dropped import is_batch
from storage import batches, ledger
from tests.fakeslack import AcceptThenDrop, Drop
from tests.handlers.office import Office, make_office, shown
from tests.handlers.test_batch import until
from tests.handlers.test_decisions import decide

CSV = b"id,name\n1,Example Bank\n2,Tim Cook\n3,John Doe\n"
DM = "DU1"
TENANT = 1


def message(office, file, text="", channel=DM, user="U1", thread=""):
    """Somebody puts a file (or files) into a channel; the message's time stamp."""
    ts = f"16000001{len(office.slack.posts(channel)):02d}.000100"
    place = {"thread_ts": thread} if thread else {}
    office.slack.messages.setdefault(channel, []).append({"ts": ts, "text": text, "user": user, **place})
    files = file if isinstance(file, list) else [file]
    event = {"text": text, "ts": ts, "channel": channel, "user": user, "files": files, **place}
    if channel.startswith("D"):
        event |= {"type": "message", "subtype": "file_share", "channel_type": "im"}
    else:
        event |= {"type": "app_mention", "text": f"<@UBOT> {text}"}
    assert office.event(event) == 200
    return ts


def drop(office, content=CSV, name="clients.csv", host=None, **how):
    """Somebody puts a file there, and the bot answers it; its answers, and the time stamp of the message."""
    ts = message(office, office.slack.host(name, content, **(host or {})), **how)
    return ts, office.slack.posts(how.get("channel", DM))


def results(office, channel=DM):
    (file,) = until(lambda: office.slack.files(channel))
    return file, list(csv.DictReader(file["content"].decode("utf-8-sig").splitlines()))


def said(office, channel=DM):
    return shown(office.slack.posts(channel)[-1])["words"]


def under_way(office):
    with office.desk.db.read() as session:
        return batches.is_any(session, TENANT)


@pytest.mark.parametrize("text", ["", "batch", "please screen these"])
def test_a_file_in_a_direct_message_is_screened_in_its_thread(office, text):
    ts, _ = drop(office, text=text)
    file, rows = results(office)
    summary = office.slack.posts(DM)[1]
    assert (file["thread_ts"], summary["thread_ts"]) == (ts, ts)
    assert "3 names screened: 2 with a match to look at" in shown(summary)["words"]
    assert "Columns not used" not in shown(summary)["words"]
    assert [(row["id"], row["name"]) for row in rows if row["name"] != "John Doe"] == [
        ("1", "Example Bank"),
        ("2", "Tim Cook"),
    ]
    until(lambda: not under_way(office))


def test_a_mention_in_a_thread_is_answered_there_and_nowhere_else(office):
    office.slack.say("C1", "the clients of last week")
    root = office.slack.posts("C1")[0]["ts"]
    drop(office, text="batch", channel="C1", thread=root)
    file, _ = results(office, "C1")
    assert file["thread_ts"] == root
    assert [each["thread_ts"] for each in office.slack.posts("C1")[2:]] == [root, root]
    assert office.slack.posts(DM) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "\ufeffname;note\r\nExample Bank;ours\r\n".encode()),
        ("a.txt", b"Example Bank\n"),
        ("a.jsonl", b'{"name": "Example Bank"}\n'),
        ("A.TSV", b"name\tid\nExample Bank\t7\n"),
    ],
)
def test_every_form_that_desk_screen_reads_is_read(office, name, content):
    drop(office, content, name)
    _, rows = results(office)
    assert [row["name"] for row in rows] == ["Example Bank"]
    if name == "a.csv":
        assert "Columns not used: “note”" in shown(office.slack.posts(DM)[1])["words"]


def test_names_that_their_country_leaves_out_are_counted_in_the_summary_and_the_file(office):
    drop(office, b"name,country\nJ Doe,RU\nJ Doe,FI\nExample Bank,\n")
    _, rows = results(office)
    assert "3 similar names left out: other country" in shown(office.slack.posts(DM)[1])["words"]
    told = [row["result"] for row in rows]
    assert told[0].endswith("; 2 similar names left out: other country")
    assert told[1].endswith("; 1 similar name left out: other country")
    assert "left out" not in told[2]


NAMESAKE = b"name\nJohn Brian Doe\nNorthern Star Shipping\n"


@pytest.mark.parametrize(
    ("made_in", "visibility", "sent_to", "hides"),
    [
        ("C1", "team", DM, True),
        ("C1", "team", "C2", True),
        ("G1", "channel", DM, False),
        ("G1", "channel", "C2", False),
        ("G1", "channel", "G1", True),
        ("C1", "private", DM, True),
        ("C1", "private", "C1", False),
    ],
)
def test_decisions_count_where_their_readers_are(office, made_in, visibility, sent_to, hides):
    office.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    decide(office, channel=made_in, visibility=visibility)
    drop(office, NAMESAKE, channel=sent_to)
    _, rows = results(office, sent_to)
    words = shown(next(p for p in office.slack.posts(sent_to) if "screened" in p.get("text", "")))["words"]
    assert ("1* hit hidden: different party (our assessment, U1, 1 Mar 2026)" in words) == hides
    assert any("internal assessment, U1" in row["result"] for row in rows) == hides
    assert (f"{1 if hides else 2} with a match" in words) is True


def test_the_same_party_is_shown_with_who_said_so(office):
    decide(office, verdict="same")
    drop(office, NAMESAKE)
    _, rows = results(office)
    assert "*same party* (our assessment, U1, 1 Mar 2026)" in shown(office.slack.posts(DM)[1])["words"]
    assert "same party (internal assessment, U1, 1 Mar 2026)" in {row["internal assessment"] for row in rows}


def test_an_event_twice_is_one_batch(office):
    file = office.slack.host("clients.csv", CSV)
    office.slack.messages[DM] = [{"ts": "1600000001.000100", "text": ""}]
    event = {"type": "message", "subtype": "file_share", "channel_type": "im", "channel": DM}
    event |= {"ts": "1600000001.000100", "text": "", "files": [file]}
    office.event(event, "Ev-same")
    office.event(event, "Ev-same")
    results(office)
    assert len(office.slack.posts(DM)) == 3


def test_the_bots_own_files_are_nothing_to_screen(office):
    message(office, office.slack.host("batch-2026-03-01.csv", CSV), user="UBOT")
    assert len(office.slack.posts(DM)) == 1


def test_a_question_beside_a_file_is_answered_as_a_question(office):
    drop(office, text="check Example Bank")
    assert "blocked by US" in said(office)[:300].replace("Blocked", "blocked")
    assert office.slack.called("hosted") == []
    drop(office, name="photo.png", text="Example Bank")
    assert "17018" in json.dumps(office.slack.posts(DM)[-1])


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("", [], False),
        ("batch", [], False),
        ("<@UBOT>", ["a.png"], True),
        ("<@UBOT> batch", ["a.csv"], True),
        ("Batch", ["a.csv"], True),
        ("<@UBOT|desk> can you look at these", ["A.CSV"], True),
        ("can you look at this", ["a.xlsx"], True),
        ("can you look at this", ["a.png"], False),
        ("check Rosneft", ["a.csv"], False),
        ("note us-ofac-sdn:1 text", ["a.csv"], False),
    ],
)
def test_what_is_a_batch(text, names, expected):
    assert is_batch({"text": text, "files": [{"name": name} for name in names]}) is expected


@pytest.mark.parametrize("kept", ["full", "hash", "off"])
def test_the_ledger_has_counts_and_lists_and_no_name_of_a_file_or_a_row(sqlite, fake_slack, kept):
    desk = make_office(sqlite, fake_slack).desk
    office = Office(replace(desk, settings=replace(desk.settings, ledger_text=kept)), fake_slack)
    drop(office, b"name\nZebulon Quxworthy\nExample Bank\n", "project-heron.csv")
    results(office)
    until(lambda: not under_way(office))
    with sqlite.read() as session:
        stored = [json.loads(content.text) for _, content in ledger.newest(session, TENANT, kind=BATCH)]
    assert [(each["names"], each["surface"]) for each in stored] == [(2, "dm")]
    assert stored[0]["lists"]
    dump = "\n".join(sqlite.engine.raw_connection().driver_connection.iterdump())
    assert "EXAMPLE BANK" in dump
    for secret in ("Quxworthy", "heron"):
        assert secret not in dump


def test_no_log_names_a_row_or_a_file(office, caplog):
    with caplog.at_level(logging.DEBUG, logger="bot"):
        office.slack.fail("chat.postMessage", AcceptThenDrop())
        drop(office, b"name\nZebulon Quxworthy\n", "project-heron.csv")
        until(lambda: "broke off" in said(office))
        drop(office, b"name\n?!\n", "project-heron.csv", host={"status": 500})
    for secret in ("Quxworthy", "heron", "xoxb-"):
        assert secret not in caplog.text


def test_without_a_list_it_says_that_nothing_was_searched(sqlite, fake_slack):
    office = make_office(sqlite, fake_slack, rows=())
    drop(office)
    until(lambda: "nothing was searched" in said(office))
    assert office.slack.files(DM) == []


def test_a_lost_connection_is_told_and_nothing_stays_open(office):
    office.slack.fail("files.getUploadURLExternal", *[Drop()] * 5)
    drop(office)
    until(lambda: "could not be sent" in said(office), 40)
    until(lambda: not under_way(office))
