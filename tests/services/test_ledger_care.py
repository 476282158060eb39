"""Care of the ledger: acts and questions in it, its text modes, retention, the daily head, and who read it."""

import json
import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.app import build_desk
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.ledger import read_heads
from bot.core.screening import Answer, Query, Status
from bot.core.team_settings import SettingAsked, find_kind
from bot.services import ledger_care, questions
from bot.services.asking import answer_text, reply_to
from bot.services.decisions import decide, end_decision
from bot.services.ledger_care import export_head, head_file, keep, own_questions, read_ledger, retain, verify
from bot.services.notes import NoteAsked, delete_note, edit_note, keep_note
from bot.services.settings_of import change_setting
from bot.services.watch_care import remove_watch
from bot.services.watches import add_watch
from bot.settings import load
from bot.sources import source_ids
from storage import ledger
from storage.tenants import find_by_id
from tests.owing import NOW, SDN, listing, make_tenant
from tests.owing import load as put

SECRET = "Zyxwvut Unlisted Person"


def desk_on(db, tmp_path, **env):
    return replace(build_desk(load({"DESK_HOME": str(tmp_path), **env}, source_ids()), db), clock=lambda: NOW)


@pytest.fixture
def team(db, tmp_path):
    put(db, listing("1", name="Example Bank"))
    return desk_on(db, tmp_path), make_tenant(db)


def reader(tenant, user="U1", **more):
    return Audience(tenant, "ephemeral", "C1", user=user, **more)


def kept(db, tenant, kind=""):
    with db.read() as session:
        return [json.loads(content.text) for _, content in ledger.newest(session, tenant, kind=kind) if content.text]


def test_a_question_is_kept_with_its_answer_and_what_that_stood_on(team):
    desk, tenant = team
    reply_to(desk, "Example Bank", reader(tenant), NOW)
    (said,) = kept(desk.db, tenant, "question")
    assert (said["asked"], said["surface"], said["channel"]) == ("Example Bank", "ephemeral", "C1")
    (answer,) = said["answers"]
    assert (answer["status"], answer["band"], len(answer["parties"])) == ("listed", "exact", 1)
    assert said["lists"] == dict(desk.dataset.current().generations)
    assert set(said["lists"]) == {SDN}


def test_a_direct_message_is_kept_without_its_channel(team):
    desk, tenant = team
    reply_to(desk, "Example Bank", replace(reader(tenant), surface="dm", channel="D0123"), NOW)
    assert "D0123" not in json.dumps(kept(desk.db, tenant))


def test_of_a_question_only_what_the_setting_allows_is_anywhere_at_rest(db, tmp_path):
    put(db, listing("1"))
    for mode in ("hash", "off"):
        desk, tenant = desk_on(db, tmp_path, DESK_LEDGER_TEXT=mode), make_tenant(db, mode)
        reply_to(desk, SECRET, reader(tenant), NOW)
        (said,) = kept(db, tenant)
        assert "asked" not in said
        assert SECRET.casefold() not in json.dumps(said).casefold()
        assert ("asked_hash" in said) == (mode == "hash")
        assert said["answers"][0]["status"] == "not_found"


def test_the_hash_is_the_same_for_the_same_words_and_needs_its_key(db, tmp_path):
    one = load({"DESK_HOME": str(tmp_path / "a"), "DESK_LEDGER_TEXT": "hash"}, source_ids())
    other = load({"DESK_HOME": str(tmp_path / "b"), "DESK_LEDGER_TEXT": "hash"}, source_ids())
    given = load({"DESK_HOME": str(tmp_path / "b"), "DESK_LEDGER_KEY": "k"}, source_ids())
    made = questions.question_hash(one, SECRET)
    assert questions.question_hash(one, f" {SECRET.upper()} ") == made
    assert len({made, questions.question_hash(other, SECRET), questions.question_hash(given, SECRET)}) == 3
    key = tmp_path / "a" / questions.KEY_FILE
    assert key.stat().st_mode & 0o077 == 0
    assert [path.name for path in key.parent.iterdir()] == [questions.KEY_FILE]


def test_no_question_stands_in_a_log_also_when_the_ledger_fails(sqlite, tmp_path, caplog):
    put(sqlite, listing("1"))
    desk, tenant = desk_on(sqlite, tmp_path), make_tenant(sqlite)
    caplog.set_level(logging.DEBUG)
    reply_to(desk, SECRET, reader(tenant), NOW)
    with desk.db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE ledger_content")
    reply = reply_to(desk, SECRET, reader(tenant), NOW)
    assert reply.message.blocks
    assert "the ledger took no question" in caplog.text
    assert SECRET not in caplog.text


def test_a_question_is_answered_where_nothing_can_be_written(team, caplog):
    desk, tenant = team
    desk.db.read_only = True
    assert reply_to(desk, "Example Bank", reader(tenant), NOW).subjects
    desk.db.read_only = False
    assert kept(desk.db, tenant) == []
    assert "ReadOnly" in caplog.text


def test_a_key_that_cannot_be_made_stops_no_answer(db, tmp_path, caplog):
    put(db, listing("1", name="Example Bank"))
    (tmp_path / "file").write_text("")
    desk, tenant = desk_on(db, tmp_path / "file", DESK_LEDGER_TEXT="hash"), make_tenant(db)
    assert reply_to(desk, "Example Bank", reader(tenant), NOW).subjects
    assert "no key" in caplog.text


def test_acts_are_kept_by_number_and_kind_never_by_their_text(team):
    desk, tenant = team
    here, asked = reader(tenant), NoteAsked(Ref(source=SDN, ref="1"), "confidential words", "U1", "click-1")
    note = keep_note(desk.db, here, asked, NOW)
    keep_note(desk.db, here, asked, NOW)  # the click repeated
    edit_note(desk.db, here, note.id, "confidential words, again", "U1", NOW)
    delete_note(desk.db, here, note.id, "U1", NOW)
    watch = add_watch(desk.db, nobody, tenant, "C1", "U1", "programme:RUSSIA-EO14024", NOW).watch
    remove_watch(desk.db, here, watch.id, NOW)
    change_setting(desk, tenant, SettingAsked(find_kind("timezone"), "Europe/Berlin"), "U1", NOW)
    change_setting(desk, tenant, SettingAsked(find_kind("timezone"), "Europe/Berlin"), "U1", NOW)  # nothing new
    told = kept(desk.db, tenant)[::-1]
    assert [(each.get("act"), each.get("note")) for each in told[:3]] == [
        (act, note.id) for act in ("made", "edited", "deleted")
    ]
    assert [each["act"] for each in told[3:5]] == ["made", "ended"]
    assert told[5:] == [{"setting": "timezone", "before": "UTC", "now": "Europe/Berlin"}]
    assert "confidential" not in json.dumps(told)
    assert {verdict.state for verdict in verify(desk.db, tenant, [])} == {"intact"}


def test_a_decision_is_kept_by_its_number_and_verdict(team):
    from bot.core.decisions import DecisionAsked

    desk, tenant = team
    made = decide(
        desk,
        reader(tenant),
        DecisionAsked(Ref(source=SDN, ref="1"), "different", "born elsewhere", Query("Example Bank")),
        "U1",
        "c",
        NOW,
    )
    end_decision(desk.db, reader(tenant), made.assessment.id, "U1", NOW)
    one, two = kept(desk.db, tenant, "decision")[::-1]
    assert (one["act"], one["verdict"], two["act"]) == ("made", "different", "withdrawn")
    assert "born" not in json.dumps([one, two])


def nobody(query):
    return Answer(query, Status.NOT_FOUND, None, (), (), (), False, NOW)


def test_reading_is_itself_a_link_and_shows_people_by_their_ids(team):
    desk, tenant = team
    reply_to(desk, "Example Bank", reader(tenant, "U5"), NOW)
    (entry,) = read_ledger(desk, tenant, "U9", NOW)
    assert (entry.who, entry.content["asked"]) == ("U5", "Example Bank")
    read_ledger(desk, tenant, "", NOW, kind="question", since=NOW - timedelta(days=1))
    last, before, _ = read_ledger(desk, tenant, "", NOW)
    assert (before.kind, before.who, before.content["links"]) == ("reading", "U9", 1)
    assert (last.who, last.content["kind"]) == ("command line", "question")


def test_people_see_their_own_questions_only(team):
    desk, tenant = team
    for user, asked in (("U1", "Example Bank"), ("U2", "Another Bank")):
        reply_to(desk, asked, reader(tenant, user), NOW)
    assert [entry.content["asked"] for entry in own_questions(desk, tenant, "U1", NOW)] == ["Example Bank"]
    assert own_questions(desk, tenant, "U3", NOW) == []
    assert own_questions(desk, make_tenant(desk.db, "T2"), "U1", NOW) == []


def test_old_contents_are_erased_once_and_the_chain_verifies(team):
    desk, tenant = team
    for days in (800, 400, 365, 10):
        reply_to(desk, "Example Bank", reader(tenant), NOW - timedelta(days=days))
    assert retain(desk, tenant) == 2
    assert retain(desk, tenant) == 0
    assert len(kept(desk.db, tenant, "question")) == 2
    found = [verdict.state for verdict in verify(desk.db, tenant, [])]
    assert found == ["erased", "erased", "intact", "intact", "intact"]
    erased = read_ledger(desk, tenant, "", NOW)[-1]
    assert (erased.who, erased.content, erased.erased) == ("", None, "retention")
    later = replace(desk, clock=lambda: NOW + timedelta(days=900))
    assert retain(later, tenant) == 3  # with the reading; what erased the others stays
    assert "tampered" not in {verdict.state for verdict in verify(desk.db, tenant, [])}


def test_the_head_is_exported_once_a_day_and_only_when_something_was_added(team):
    desk, tenant = team
    assert export_head(desk, tenant) is None  # nothing in it yet
    reply_to(desk, "Example Bank", reader(tenant), NOW)
    first = export_head(desk, tenant)
    assert export_head(desk, tenant) is None
    tomorrow, after = (replace(desk, clock=lambda days=days: NOW + timedelta(days=days)) for days in (1, 2))
    assert export_head(tomorrow, tenant) is None
    reply_to(desk, "Example Bank", reader(tenant), NOW)
    second = export_head(after, tenant)
    with desk.db.read() as session:
        path = head_file(desk, find_by_id(session, tenant))
    heads = read_heads(path.read_text())
    assert heads == [first, second]
    assert {verdict.state for verdict in verify(desk.db, tenant, heads)} == {"intact"}


def test_operators_are_told_the_head_in_their_channel(db, tmp_path, fake_slack):
    put(db, listing("1", name="Example Bank"))
    tenant = make_tenant(db)
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": fake_slack.url, "DESK_OPERATOR_CHANNEL": "C1"}
    desk = desk_on(db, tmp_path, **env)
    reply_to(desk, SECRET, reader(tenant), NOW)
    keep(desk, tenant)
    (post,) = fake_slack.posts("C1")
    (head,) = read_heads(json.dumps(post, ensure_ascii=False))
    assert (head.number, head.team) == (1, "T1")
    assert SECRET not in json.dumps(post)


def test_a_folder_that_cannot_be_written_stops_no_export_to_the_channel(db, tmp_path, fake_slack, caplog):
    put(db, listing("1", name="Example Bank"))
    tenant = make_tenant(db)
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": fake_slack.url, "DESK_OPERATOR_CHANNEL": "C1"}
    (tmp_path / ledger_care.FOLDER).write_text("in the way")
    desk = desk_on(db, tmp_path, **env)
    reply_to(desk, "Example Bank", reader(tenant), NOW)
    assert export_head(desk, tenant) is not None
    assert len(fake_slack.posts("C1")) == 1
    assert "cannot be written" in caplog.text


def test_what_is_said_of_a_past_day_is_a_question_too(team):
    desk, tenant = team
    told = answer_text(desk, "Example Bank", reader(tenant), NOW, {"as-of": date(2026, 3, 1).isoformat()})
    questions.remember(desk, reader(tenant), "Example Bank", told, NOW)
    assert len(kept(desk.db, tenant, "question")) == 1


def test_a_batch_is_kept_by_its_counts(team):
    desk, tenant = team
    questions.remember_batch(desk, reader(tenant), {Status.LISTED: 1, Status.NOT_FOUND: 2}, NOW)
    (said,) = kept(desk.db, tenant, "batch")
    assert (said["names"], said["found"]) == (3, {"listed": 1, "not_found": 2})


def test_where_no_team_is_known_nothing_is_kept(team):
    desk, _ = team
    questions.remember(desk, Audience(0, "cli"), SECRET, nobody(Query(SECRET)), NOW)
    with desk.db.read() as session:
        assert ledger.head(session, 0) is None
