"""Questions in a thread that name nobody are answered about the thread's subject, in the thread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.services.notes import Kept, NoteAsked, keep_note
from tests.handlers.office import DAY, ROWS, load_rows

BANK = "EXAMPLE BANK"


@pytest.fixture
def thread(office):
    """The thread under an answer about the bank."""
    return office.mention("check Example Bank")["thread_ts"]


def test_one_issuer_asked_about_is_answered_in_the_first_line(office, thread):
    told = office.mention("is it still on the US list?", thread=thread)
    assert told["thread_ts"] == thread
    assert "blocked" in told["words"].casefold()
    assert "RUSSIA-EO14024" in told["words"]


def test_an_issuer_whose_list_is_not_loaded_is_no_absence(office, thread):
    told = office.mention("is it still on the EU list?", thread=thread)
    assert "EU: cannot say" in told["words"]
    assert "no entry found" not in told["words"].casefold()


def test_what_changed_since_then(office, thread):
    renamed = ROWS[0].replace("RUSSIA-EO14024", "RUSSIA-EO14024] [SDGT")
    more = ROWS[3].replace("9001003", "9001009").replace("NORTHERN", "SOUTHERN")
    load_rows(office.desk.db, (*ROWS, more), DAY + timedelta(days=1))
    load_rows(office.desk.db, (renamed, *ROWS[1:], more), DAY + timedelta(days=2))
    told = office.mention("what changed since 1 March 2026?", thread=thread)
    assert "1 change since 1 Mar 2026" in told["words"]
    assert "SDGT" in told["words"]
    none = office.mention("what changed since January 2026 by the UK?", thread=thread)
    assert "No change recorded since 1 Jan 2026" in none["words"]


def test_who_wrote_about_it_before(office, thread):
    none = office.mention("who wrote about this before?", thread=thread)
    assert "Nothing by the team" in none["words"]
    keep(office, "Board says no", "C1", "team")
    earlier = office.mention("check Example Bank")["thread_ts"]
    told = office.mention("who wrote about this before?", thread=thread)
    assert "Board says no" in told["words"]
    assert "1 earlier thread" in told["words"]
    assert earlier != thread


def test_a_note_of_a_private_channel_stays_there(office, thread):
    office.slack.describe("C9", is_private=True) if hasattr(office.slack, "describe") else None
    keep(office, "Secret", "G9", "channel", private=True)
    told = office.mention("any notes on this?", thread=thread)
    assert "Secret" not in told["words"]


def test_when_why_and_what(office, thread):
    assert "date of designation not in the file" in office.mention("when was it listed?", thread=thread)["words"]
    assert "No reason is stated" in office.mention("why was it listed?", thread=thread)["words"]
    assert "*blocked by US*: blocking" in office.mention("what measures?", thread=thread)["words"]


def test_watch_this(office, thread):
    told = office.mention("watch this", thread=thread)
    assert BANK in told["words"]
    assert "Watching" in told["words"]


def test_a_thread_of_several_parties_is_a_choice(office):
    first = office.mention("check Example Bank")
    assert ids.SHARE not in str(first["blocks"])
    told = office.mention("and Northern Star Shipping?", thread=first["thread_ts"])
    assert "NORTHERN STAR" in told["words"]


def keep(office, text: str, channel: str, visibility: str, *, private: bool = False) -> None:
    audience = Audience(1, "channel", channel, private=private, externally_shared=False, user="U7")
    asked = NoteAsked(Ref(source="us-ofac-sdn", ref="17018"), text, "U7", f"sub-{text}", visibility)
    assert isinstance(keep_note(office.desk.db, audience, asked, office.desk.clock()), Kept)
