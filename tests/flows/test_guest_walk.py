"""Guests, and whoever types in a channel shared with another organisation: every verb gives them public data only."""

from __future__ import annotations

import json

import pytest
from sqlmodel import text

from handlers.commands import COMMANDS
from storage import team_rows
from tests.handlers.office import make_office

GUEST, WORD, TAG = "U8", "zebra", "mauve"
OPERATORS = "C00000OPS"
REF = "us-ofac-sdn:17018"
LEFT = frozenset({"seen", "ledger", "ledger_content", "pseudonym", "channel", "feedback", "thread", "batch_run"})
"""Tables in which asking, or saying what one thinks of the bot, leaves a row."""
EXTRA = (
    f"check {REF}",
    f"notes {WORD}",
    f"notes #{TAG}",
    f"notes {REF}",
    "note 1",
    "note edit 1 mine",
    "note delete 1",
    "decide 1 end",
    "line RUSSIA-EO14024",
    "line RUSSIA-EO14024 end",
    "watches all",
    "watches mine",
    "watch pause 1",
    "unwatch 1",
    "unsnooze 1",
    "items all",
    "decisions by:U1",
    "export notes",
    "export decisions",
    "export watches",
    f"brief {REF} notes:yes",
    f"timeline {REF}",
    "ledger all",
    "settings",
    "settings operators C00000OPS",
    "settings admins U8",
)
LINES = sorted({line for command in COMMANDS for line in (command.verb, *command.examples)} | set(EXTRA))


@pytest.fixture(scope="module")
def walked(sqlite_template, tmp_path_factory):
    """An office with something of the team's everywhere, and what each line gave a guest, and in a shared channel."""
    from tests import databases, fakeslack

    folder = tmp_path_factory.mktemp("walk")
    with databases.copied(sqlite_template, folder / "desk.db") as db, fakeslack.running() as slack:
        slack.people |= {GUEST: {"is_restricted": True}, "U9": {"is_stranger": True}}
        slack.channels |= {
            "C9": {"is_ext_shared": True, "name": "partners"},
            "C00000OPS": {"is_member": True, "name": f"{WORD}-ops"},
        }
        office = make_office(db, slack)
        for line in (
            f"note {REF} the {WORD} lawyer #{TAG}",
            f"note programme:RUSSIA-EO14024 the {WORD} programme",
            f"decide {REF} watching {WORD} unclear",
            f"line RUSSIA-EO14024 we say {WORD}",
            f'watch name:"{WORD}*"',
            f'watch name:"{WORD}*" for:me',
            "snooze here 3d",
            "settings operators C00000OPS",
            f"feedback {WORD}",
            f"check {WORD} trading",
        ):
            office.command(line, "C1", "U1")
        yield office


def rows(office):
    with office.desk.db.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{table}"'))]
            for table in sorted(team_rows.TENANT - LEFT)
        }


def told(office, line, channel, user):
    """All that Slack was given because of a line: answers, messages, files, dialogues."""
    before, files = len(office.slack.calls), set(office.slack.uploads)
    office.command(line, channel, user)
    calls = [call for call in office.slack.calls[before:] if call.args.get("channel") != OPERATORS]  # they are members
    said = [json.dumps(call.args, default=str, ensure_ascii=False) for call in calls]
    new = [office.slack.uploads[each].get("content", b"") for each in set(office.slack.uploads) - files]
    return "\n".join([*said, *(each.decode("utf-8", "replace") for each in new)])


def team_words(line, said):
    """What of the team's an answer holds; the words that were typed are repeated, and tell nothing."""
    marks = ["lawyer", "we say", "unclear", "C00000OPS", "not relevant to us"]
    if WORD not in line:
        marks.append(WORD)
    if TAG not in line:
        marks.append(TAG)
    return [mark for mark in marks if mark in said and mark not in line]


@pytest.mark.parametrize("line", LINES)
def test_a_guest_gets_public_data_only_and_changes_nothing(walked, line):
    before = rows(walked)
    for user, channel in ((GUEST, "C1"), ("U9", "C9")):
        assert team_words(line, told(walked, line, channel, user)) == []
    assert rows(walked) == before


@pytest.mark.parametrize("line", [line for line in LINES if line.partition(" ")[0] not in ("watches", "watch")])
def test_a_member_sees_nothing_of_the_teams_in_a_shared_channel(walked, line):
    """Watches, which only the member sees, are told in an answer to that member alone."""
    said = walked.mention(line, "C9")["words"]
    assert team_words(line, said) == []
