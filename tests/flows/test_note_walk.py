"""A note of a private channel, looked for on every surface elsewhere: neither its text nor its count is there.

Two teams do the same and one of them has such notes: as anybody but the members of that channel, they see the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.cli import main
from bot.core.entities import entity_id
from bot.core.watches import Target
from bot.schedule import sender
from bot.services import delivery, digests, routing
from handlers import timeline
from storage import posts, tenants, watches
from storage.posts import Subject, Thread
from tests import databases, fakeslack
from tests.handlers.office import DAY, Office, make_office, shown
from tests.handlers.test_batch import screened
from tests.handlers.test_home import opened
from tests.owing import event, record

SDN, REF = "us-ofac-sdn", "us-ofac-sdn:17018"
WORD, TAG = "zebra", "mauve"
_STAMPS = re.compile(r"\b1[67]\d{8}\.?\d*|\be-[a-z2-7]{16}|-[0-9a-f]{8}\b")


@pytest.fixture
def offices(sqlite_template, tmp_path):
    """Two offices alike; only the first will have notes in its private channel."""
    with ExitStack() as stack:
        made = []
        for name in ("with", "without"):
            db = stack.enter_context(databases.copied(sqlite_template, tmp_path / f"{name}.db"))
            slack = stack.enter_context(fakeslack.running())
            slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
            slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
            slack.people["U8"] = {"is_restricted": True}
            made.append(make_office(db, slack))
            made[-1].command("check Example Bank", "C1")
        yield made
        for office in made:
            assert office.problems() == []


def write_notes(office: Office) -> int:
    """A's notes in the private channel: by command, by menu's edit, by shortcut, on a programme, for A alone, deleted."""
    office.command(f"note {REF} draft {WORD}", "G1", "U1")
    office.command(f"note edit 1 the {WORD} lawyer called #{TAG}", "G1", "U1")
    answer = office.command("check Example Bank", "G1", "U1")
    office.click(answer, ids.NOTE, "G1")
    office.submit(office.opened(), f"{WORD} for me alone #{TAG}", "private")
    office.command(f"note programme:RUSSIA-EO14024 {WORD} programme #{TAG}", "G1", "U1")
    office.command(f"tag {REF} {TAG} {WORD}", "G1", "U1")
    said = office.slack._store("G1", {"text": f"Example Bank: {WORD} by shortcut #{TAG}", "user": "U7"})
    body = {"type": "message_action", "callback_id": ids.SHORTCUT_KEEP, "message": said, "message_ts": said["ts"]}
    assert office.dispatch({**office._who("U1", "G1"), **body}) == 200
    office.command(f"note {REF} {WORD} deleted #{TAG}", "G1", "U1")
    office.command("note delete 6", "G1", "U1")
    return 6


def asked(text: str, channel: str = "C1", user: str = "U2") -> Callable[[Office], str]:
    return lambda office: office.command(text, channel, user)["words"]


def thread(office: Office) -> str:
    """A question in a thread of ours in the open channel."""
    ts = office.slack._store("C1", {"text": "card", "bot_id": "B1", "user": "UBOT"})["ts"]
    with office.desk.db.write() as session:
        tenant = tenants.only_tenant(session).id
        about = (Subject(entity_id(SDN, "17018"), SDN, "17018"),)
        posts.add_thread(session, Thread(tenant, "C1", ts, "action", "", about), DAY)
    return office.mention("what did we write about it?", thread=ts)["words"]


def share(office: Office) -> str:
    """A shares an answer into the open channel."""
    office.click(office.command("check Example Bank", "C1", "U1"), ids.SHARE, "C1", "U1")
    return shown(office.slack.parents("C1")[-1])["words"]


def why(office: Office) -> str:
    office.click(office.command("check Example Bank", "C1", "U2"), ids.WHY, "C1", "U2")
    return json.dumps(office.opened(), ensure_ascii=False)


def batch(office: Office) -> str:
    said, rows = screened(office, "Example Bank\nTim Cook", user="U2")
    return said + json.dumps(rows, sort_keys=True)


def picture(office: Office) -> str:
    """The picture that its author is sent by direct message: what it shows, in words and by its bytes."""
    office.command("timeline Example Bank", "G1", "U1")
    timeline.ASIDE.submit(lambda: None).result(timeout=60)
    (file,) = [file for channel in office.slack.messages for file in office.slack.files(channel)]
    return f"{file['title']} {file['alt']} {hashlib.sha256(file['content']).hexdigest()}"


def handed(text: str, channel: str = "C1", user: str = "U2") -> Callable[[Office], str]:
    """A request for files: the word on it, and all that came by direct message."""

    def ask(office: Office) -> str:
        said = office.command(text, channel, user)["words"]
        covers = [shown(post)["words"] for post in office.slack.parents(f"D{user}")]
        told = [file["title"] + file["content"].decode("utf-8") for file in office.slack.files(f"D{user}")]
        return "\n".join([said, *covers, *told])

    return ask


def home(office: Office) -> str:
    return opened(office, "U2")["words"]


def home_of_author(office: Office) -> str:
    return opened(office, "U1")["words"]


def cards_and_digest(office: Office) -> str:
    """A change to the party, told as a card in one channel and in a digest of another."""
    later = DAY + timedelta(days=2)
    desk = replace(office.desk, clock=lambda: later)
    with desk.db.write() as session:
        tenant = tenants.only_tenant(session).id
        watches.add_watch(session, tenant, "C1", "U2", Target("all", "", "all"), frozenset(), DAY)
        watches.add_watch(session, tenant, "C2", "U2", Target("all", "", "all"), frozenset(), DAY, cadence="hourly")
    before = len(office.slack.calls)
    record(desk.db, event("17018", at=later - timedelta(hours=3)))
    routing.route_new(desk.db, later - timedelta(hours=3))
    assert digests.make_due(desk)
    delivery.deliver_due(sender(desk, tenant))
    told = [call for call in office.slack.calls[before:] if call.method == "chat.postMessage"]
    assert {call.args["channel"] for call in told} == {"C1", "C2"}
    return "\n".join(sorted(shown(call.args)["words"] for call in told))


READS: dict[str, Callable[[Office], str]] = {
    "check": asked("check Example Bank"),
    "check as its author elsewhere": asked("check Example Bank", user="U1"),
    "check as a guest": asked("check Example Bank", user="U8"),
    "check in a shared channel": asked("check Example Bank", "C9", "U1"),
    "check in a direct message": asked("check Example Bank", "D2"),
    "check by reference": asked(f"check {REF}"),
    "check of several": asked("check Doe"),
    "mention": lambda office: office.mention("check Example Bank")["words"],
    "thread answer": thread,
    "share": share,
    "why": why,
    "notes": asked("notes"),
    "notes as their author elsewhere": asked("notes", user="U1"),
    "notes on the party": asked(f"notes {REF}"),
    "notes on the programme": asked("notes programme:RUSSIA-EO14024"),
    "notes by word": asked(f"notes {WORD}"),
    "notes by beginning": asked("notes zeb* by:U1"),
    "notes by tag": asked(f"notes #{TAG}"),
    "notes by mention": lambda office: office.mention(f"notes {WORD}")["words"],
    "notes as a guest": asked(f"notes {WORD}", user="U8"),
    "notes in a shared channel": asked(f"notes #{TAG}", "C9", "U1"),
    "a note by number": asked("note 1"),
    "a deleted note by number": asked("note 6"),
    "an edit": asked("note edit 1 mine now", user="U1"),
    "a deletion": asked("note delete 1", user="U1"),
    "a tag": asked("tag 1 mine", user="U1"),
    "timeline": asked("timeline Example Bank"),
    "timeline as its author elsewhere": asked("timeline Example Bank", user="U1"),
    "timeline of the programme": asked("timeline programme:RUSSIA-EO14024"),
    "timeline as a guest": asked("timeline Example Bank", user="U8"),
    "timeline in a shared channel": asked("timeline Example Bank", "C9", "U1"),
    "timeline picture": picture,
    "brief": handed("brief Example Bank notes:yes"),
    "brief for its author elsewhere": handed("brief Example Bank notes:yes", user="U1"),
    "brief for its author from there": handed("brief Example Bank notes:yes", "G1", "U1"),
    "brief on the programme": handed("brief programme:RUSSIA-EO14024 notes:yes"),
    "brief on changes": handed("brief changes notes:yes"),
    "brief for a guest": handed("brief Example Bank notes:yes", user="U8"),
    "brief in a shared channel": handed("brief Example Bank notes:yes", "C9", "U1"),
    "export of notes": handed("export notes"),
    "export of notes for their author from there": handed("export notes format:json", "G1", "U1"),
    "export of notes by mention": lambda office: office.mention("export notes")["words"],
    "export of notes for a guest": handed("export notes", user="U8"),
    "export of changes": handed("export changes"),
    "help": asked("help notes"),
    "changes": asked("changes 30d"),
    "home": home,
    "home of its author": home_of_author,
    "batch": batch,
    "cards and digest": cards_and_digest,
}
"""Every surface there is, as anybody but a member of the private channel there."""


@pytest.mark.parametrize("surface", READS)
def test_nothing_elsewhere_tells_of_a_private_channels_notes(offices, surface):
    ours, theirs = offices
    write_notes(ours)
    told = [_STAMPS.sub("‹id›", READS[surface](office)) for office in (ours, theirs)]
    # What was asked is repeated in the answer; nothing else may hold the words.
    assert told[0] == told[1]
    if WORD not in str(told[1]) and TAG not in str(told[1]):
        assert WORD not in told[0]
        assert TAG not in told[0]
    assert "lawyer" not in told[0]


def test_its_own_members_see_it_there(offices):
    ours, _ = offices
    write_notes(ours)
    for text in ("check Example Bank", "notes", f"notes {REF}", f"notes {WORD}", f"notes #{TAG}", "note 1"):
        assert "lawyer called" in ours.command(text, "G1", "U2")["words"], text
    assert "for me alone" not in ours.command("notes", "G1", "U2")["words"]
    assert "for me alone" in ours.command("notes", "G1", "U1")["words"]
    assert f"{WORD} by shortcut" in ours.command("notes", "G1", "U2")["words"]
    assert "was deleted by" in ours.command("note 6", "G1", "U2")["words"]


@pytest.mark.parametrize("channel", ["", "C1", "C9", "D2"])
def test_the_command_line_in_another_channels_name_tells_nothing_of_it(offices, monkeypatch, tmp_path, capsys, channel):
    told = []
    for office in offices:
        if office is offices[0]:
            write_notes(office)
        monkeypatch.setenv("DATABASE_URL", str(office.desk.db.url))
        monkeypatch.setenv("DESK_HOME", str(tmp_path))
        at = ["--channel", channel] if channel else []
        (tmp_path / "names.txt").write_text("Example Bank\n")
        for words in (
            ["notes", *at],
            ["notes", REF, *at],
            ["notes", "--search", WORD, *at],
            ["notes", "--search", f"#{TAG}", "--as", "U1", *at],
            ["notes", "programme:RUSSIA-EO14024", *at],
            ["check", "Example Bank"],
            ["timeline", REF],
            ["timeline", "programme:RUSSIA-EO14024"],
            ["brief", REF, "--notes", *at],
            ["brief", "programme:RUSSIA-EO14024", "--notes", *at],
            ["screen", str(tmp_path / "names.txt")],
            ["changes"],
        ):
            capsys.readouterr()
            main_quietly([*words, "--json"])
            told.append(_timeless(capsys.readouterr().out))
        for words in (
            ["note", "1", *at],
            ["tag", "1", "x", "--as", "U1", *at],
            ["note", "delete", "1", "--as", "U1", *at],
        ):
            main_quietly(words)
            told.append(capsys.readouterr().err)
    half = len(told) // 2
    assert told[:half] == told[half:]
    assert WORD not in "".join(told)
    assert TAG not in "".join(told)


def main_quietly(words: list[str]) -> None:
    try:
        main(words)
    except SystemExit:
        return


def _timeless(text: str) -> str:
    return re.sub(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z|\d{2}:\d{2} UTC", "‹time›", text)
