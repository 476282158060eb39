"""Questions in a thread that name nobody are answered about the thread's subject, in the thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.blocks import ids
from bot.blocks.thread_rows import changes_since, older_lists
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.subjects import SubjectQuestion
from bot.services.notes import Kept, NoteAsked, keep_note
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from tests.handlers.office import DAY, ROWS, load_rows
from tests.owing import event
from tests.sdn import sdn_csv

BANK = "EXAMPLE BANK"


MORE = tuple(ROWS[3].replace("9001003", str(n)).replace("NORTHERN", f"FLEET {n}") for n in range(8_000_001, 8_000_011))


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
    assert "1 change on the lists since 1 Mar 2026" in told["words"]
    assert "US SDN, list of 3 Mar 2026: further designated under SDGT" in told["words"]
    assert "US US" not in told["words"]
    none = office.mention("what changed since January 2026 by the UK?", thread=thread)
    assert "No change seen on the lists that we read since 1 Jan 2026" in none["words"]


def test_a_record_younger_than_the_question_says_so(office, thread):
    told = office.mention("what changed since January 2026?", thread=thread)
    assert "No change seen on the lists that we read since 1 Jan 2026" in told["words"]
    assert "Our record begins 1 Mar 2026: earlier changes are not in it." in told["words"]
    assert "Our record begins" not in office.mention("what changed since 1 March 2026?", thread=thread)["words"]


def test_a_change_recorded_later_is_dated_by_its_list(office, thread):
    load_rows(office.desk.db, (*ROWS, *MORE), DAY)
    renamed = ROWS[0].replace("RUSSIA-EO14024", "RUSSIA-EO14024] [SDGT")
    files = {"sdn.csv": sdn_csv((renamed, *ROWS[1:], *MORE))}
    day, later = (DAY + timedelta(days=2)).date(), DAY + timedelta(days=9)
    assert refresh(office.desk.db, SOURCES["us-ofac-sdn"], Delivery(files, "file", day), later).outcome == "refreshed"
    told = office.mention("what changed since 1 March 2026?", thread=thread)["words"]
    assert "list of 3 Mar 2026" in told
    assert "recorded 10 Mar 2026" in told


def test_changes_count_by_the_date_of_their_list_or_of_our_record():
    now = datetime(2026, 3, 10, tzinfo=UTC)
    asked = SubjectQuestion("changes")
    old, new = (replace(event("1"), at=now, list_date=date(2026, 3, day)) for day in (3, 5))
    undated = replace(event("2"), at=now, list_date=None)
    cancelled = replace(event("3"), at=now, state="cancelled")
    assert changes_since([old, undated, new, cancelled], date(2026, 3, 4), asked) == [undated, new, old]
    assert changes_since([old, new], date(2026, 3, 11), asked) == []
    assert changes_since([old], date(2026, 3, 3), replace(asked, lists=frozenset({"un-sc"}))) == []
    assert older_lists([old, new], date(2026, 3, 4)) == "1 of them stands on older lists, which we recorded since."
    assert older_lists([new, undated], date(2026, 3, 4)) == ""


@pytest.mark.parametrize(
    "text", ["is it on the US list?", "what changed?", "who wrote about it?", "why?", "since when?", "who owns it?"]
)
def test_every_answer_names_the_party_in_its_blocks(office, thread, text):
    assert BANK in office.mention(text, thread=thread)["words"]


def test_was_it_removed(office, thread):
    told = office.mention("was it removed?", thread=thread)["words"]
    assert "*No: still blocked by US*" in told
    assert "No removal is in our record, which begins 1 Mar 2026" in told
    load_rows(office.desk.db, (*ROWS, *MORE), DAY + timedelta(days=1))
    for rows, number in (((*ROWS[1:], *MORE), 2), ((*ROWS[1:], *MORE[1:]), 3)):
        load_rows(office.desk.db, rows, DAY + timedelta(days=number))
    told = office.mention("was it removed?", thread=thread)["words"]
    assert "Yes: no longer listed by US (SDN)" in told
    assert "no longer listed since" in told
    assert "separate questions" in told


def test_a_removal_not_yet_confirmed_is_no_removal(office, thread):
    load_rows(office.desk.db, (*ROWS, *MORE), DAY + timedelta(days=1))
    load_rows(office.desk.db, (*ROWS[1:], *MORE), DAY + timedelta(days=2))
    told = office.mention("has it been delisted?", thread=thread)["words"]
    assert "No removal is in our record" in told
    assert "Not yet confirmed: blocked by US (removal not yet confirmed)" in told
    assert "No: still" not in told


def test_who_owns_it_is_not_answered_but_told_honestly(office, thread):
    told = office.mention("who owns it?", thread=thread)["words"]
    assert "Ownership is not tested here" in told
    assert "No entry of this party names a related party" in told


@pytest.mark.parametrize("text", ["thanks", "ok", "👍"])
def test_thanks_are_taken_in_silence(office, thread, text):
    before = len(office.slack.called("chat.postMessage"))
    office.mention(text, thread=thread)
    assert len(office.slack.called("chat.postMessage")) == before


def test_no_id_of_ours_is_shown(office, thread):
    told = office.mention("is it still listed?", thread=thread)
    assert "REF e-" not in told["words"]
    assert "Matched" not in told["words"]


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
