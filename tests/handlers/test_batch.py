"""A batch in Slack: the dialogue, what it refuses, and what comes back by direct message."""

import csv
import time

import pytest

from bot.blocks import ids
from bot.blocks.batch import FIELDS, MOST_NAMES
from bot.core.batch_rows import Row
from handlers.batch import Refused, read_names
from storage import batches
from tests.fakeslack import AcceptThenDrop, RateLimit, Refusal
from tests.handlers.office import make_office, shown, words

NAMES = "Example Bank\nTim Cook\n\nJohn Doe\nNorthern Star Shipping\n"


def submit(office, *fields, user="U1", view_id="V1"):
    """Submit the dialogue as it was opened last; the answer to it."""
    view = office.opened()
    values = {
        ids.batch_block(number): {f"{ids.BATCH_NAMES}:{number}": {"type": "plain_text_input", "value": text or None}}
        for number, text in enumerate((*fields, *[""] * (FIELDS - len(fields))), 1)
    }
    body = {"team": {"id": "T1"}, "user": {"id": user, "team_id": "T1"}, "trigger_id": f"t-{view_id}"}
    view = {**view, "id": view_id, "hash": "h", "state": {"values": values}}
    return office.dispatch({"type": "view_submission", **body, "view": view})


def until(found, seconds=20):
    """What a batch, which runs aside, comes to."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.02)
    return value


def screened(office, *fields, user="U1", view_id="V1"):
    """Paste names; the summary and the rows of the file."""
    office.command("batch", user=user)
    assert submit(office, *fields, user=user, view_id=view_id) == 200
    (file,) = until(lambda: office.slack.files(f"D{user}"))
    (parent,) = office.slack.parents(f"D{user}")
    assert file["thread_ts"] == parent["ts"]
    return shown(parent)["words"], list(csv.DictReader(file["content"].decode("utf-8-sig").splitlines()))


def test_the_command_opens_a_dialogue_with_what_was_typed_after_it(office):
    assert office.command("batch Example Bank &amp; Sons") == {}
    view = office.opened()
    assert view["callback_id"] == ids.BATCH_MODAL
    assert view["blocks"][1]["element"]["initial_value"] == "Example Bank & Sons"
    assert "not stored" in words(view["blocks"])


def test_a_mention_offers_a_button_that_opens_the_dialogue(office):
    card = office.mention("batch")
    office.click(card, ids.BATCH_OPEN, ephemeral=False)
    assert office.opened()["callback_id"] == ids.BATCH_MODAL


def test_the_results_come_by_direct_message_with_counts_measures_and_scope(office):
    said, rows = screened(office, NAMES)
    assert "4 names screened" in said
    assert "*2* on a list now" in said
    assert "*1* several parties may be meant" in said
    assert "*1* no match on the lists searched (not a clearance)" in said
    assert "blocked by US" in said
    assert "list of 1 Mar 2026" in said
    assert "This cannot rule out" in said
    assert "Tim Cook" not in said
    assert {row["name"] for row in rows} == {"Example Bank", "Tim Cook", "John Doe", "Northern Star Shipping"}
    assert {row["line"] for row in rows} == {"1", "2", "4", "5"}
    assert all(row["lists searched"] == "us-ofac-sdn 2026-03-01" for row in rows)
    assert office.slack.posts("C1") == []


def test_names_of_all_fields_are_one_batch_and_another_team_member_sees_nothing(office):
    _, rows = screened(office, "Example Bank", "Tim Cook\nJohn Smith", user="U2")
    assert [row["name"] for row in rows] == ["Example Bank", "Tim Cook", "John Smith"]
    assert office.slack.posts("DU1") == []


def test_nothing_of_a_batch_is_stored(office, tmp_path):
    screened(office, "Zebulon Quxworthy\n")
    office.desk.db.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
    assert b"EXAMPLE BANK" in stored
    assert b"Quxworthy" not in stored


def test_a_batch_is_noted_until_its_results_are_sent(office):
    office.slack.latency = 0.3
    office.command("batch")
    submit(office, NAMES)

    def noted():
        with office.desk.db.read() as session:
            return batches.is_any(session, 1)

    assert noted()
    until(lambda: office.slack.files("DU1"))
    until(lambda: not noted())


def test_a_double_submission_is_one_batch(office):
    office.command("batch")
    submit(office, NAMES)
    submit(office, NAMES)
    until(lambda: office.slack.files("DU1"))
    assert len(office.slack.parents("DU1")) == 1


def test_progress_is_shown_by_edits_at_a_decent_pace(office):
    office.command("batch")
    names = [f"Company number {n} of many" for n in range(MOST_NAMES)]
    submit(office, *("\n".join(names[start : start + 100]) for start in range(0, MOST_NAMES, 100)))
    began = time.monotonic()
    until(lambda: office.slack.files("DU1"), 120)
    edits = len(office.slack.called("chat.update"))
    assert 1 <= edits <= 2 + (time.monotonic() - began) / 2
    assert len(office.slack.called("chat.postMessage")) == 1


def test_a_rate_limit_delays_the_summary_and_the_file_and_loses_nothing(office):
    office.slack.fail("chat.update", RateLimit(1))
    office.slack.fail("files.completeUploadExternal", RateLimit(1))
    said, rows = screened(office, NAMES)
    assert "4 names screened" in said
    assert len({row["name"] for row in rows}) == 4


def test_a_post_that_may_have_arrived_is_not_posted_again(office):
    office.slack.fail("chat.postMessage", AcceptThenDrop())
    office.command("batch")
    submit(office, NAMES)
    until(lambda: len(office.slack.parents("DU1")) == 2)
    first, second = (shown(message)["words"] for message in office.slack.parents("DU1"))
    assert "Screening 4 names" in first
    assert "missing, not negative" in second


def test_a_message_deleted_meanwhile_is_posted_anew(office):
    office.slack.fail("chat.update", Refusal("message_not_found"))
    office.command("batch")
    submit(office, NAMES)
    (file,) = until(lambda: office.slack.files("DU1"))
    summary = office.slack.parents("DU1")[-1]
    assert "4 names screened" in shown(summary)["words"]
    assert file["thread_ts"] == summary["ts"]


def test_a_file_that_cannot_be_sent_is_owned_up_to(office):
    office.slack.fail("files.getUploadURLExternal", Refusal("missing_scope"))
    office.command("batch")
    submit(office, NAMES)
    until(lambda: len(office.slack.posts("DU1")) == 2)
    assert "could not be sent" in shown(office.slack.posts("DU1")[-1])["words"]


def test_without_a_list_nothing_is_said_of_any_name(sqlite, fake_slack):
    office = make_office(sqlite, fake_slack, rows=())
    office.command("batch")
    submit(office, NAMES)
    until(
        lambda: (
            "nothing was searched" in shown(office.slack.parents("DU1")[-1])["words"]
            if office.slack.posts("DU1")
            else ""
        )
    )
    assert office.slack.files("DU1") == []


def test_no_name_comes_alive_in_the_summary(office):
    hostile = "Example <!channel> Bank\n<@U9> Northern Star Shipping\n"
    said, _ = screened(office, hostile)
    assert "<!channel>" not in said
    assert "<@U9>" not in said


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ([""], Refused(1, "There is no name. Write one on each line.")),
        (["\n \n"], Refused(1, "There is no name. Write one on each line.")),
        (["Tim Cook\n?!"], Refused(1, "Line 2 (“?!”): there is no name.")),
        (
            ["Tim Cook\n\n", f"Ok\n{'x' * 501}"],
            Refused(2, f"Line 4 (“{'x' * 40}”): the name has 501 characters; at most 500 are compared."),
        ),
        (["IMO 9187628"], Refused(1, "Line 1 (“IMO 9187628”): IMO 9187628: the check digit is wrong.")),
    ],
)
def test_what_is_not_screened_is_refused_with_its_line(fields, refused):
    assert read_names(fields) == refused


def test_five_hundred_names_are_taken_and_one_more_is_not():
    names = [f"Company {n}" for n in range(MOST_NAMES)]
    rows = read_names(["\n".join(names[:300]), "\n".join(names[300:])])
    assert [row.line for row in rows if isinstance(row, Row)] == list(range(1, MOST_NAMES + 1))
    refused = read_names(["\n".join(names[:300]), "\n".join([*names[300:], "One more"])])
    assert (refused.field, refused.text.startswith("Line 501 ")) == (2, True)


def test_a_refusal_is_shown_in_the_dialogue_and_nothing_begins(office):
    office.command("batch")
    assert submit(office, "Tim Cook", "?") == 200
    assert office.slack.called("conversations.open") == []
    assert office.slack.called("chat.postMessage") == []
