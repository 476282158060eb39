"""Two teams in one database: whatever is called as team B finds, changes and sends nothing of team A."""

import inspect
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import text

from bot.clients.slack import Slack
from bot.core.alerts import Owed, Place
from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.entities import Ref, entity_id
from bot.core.notes import Note, NoteSearch, Phrase, Topic
from bot.core.screening import Answer, Query, Status
from bot.core.watches import Filters, Target
from bot.core.work import UNTOUCHED, Work
from bot.services import health, threads, watch_care
from bot.services import notes as notes_service
from bot.services import snoozes as snoozes_service
from bot.services import watches as watches_service
from bot.services.delivery import Delivered, Sender, deliver_due
from bot.services.routing import route_new
from storage import (
    batches,
    channel_ids,
    channels,
    claims,
    confining,
    digests,
    exports,
    feedback,
    forgetting,
    greetings,
    kept,
    ledger,
    letters,
    note_search,
    notes,
    outbox,
    posts,
    pseudonyms,
    purging,
    rows,
    seen,
    snoozes,
    team_rows,
    watches,
)
from storage import home as home_rows
from storage import settings as settings_rows
from storage import work as work_rows
from storage.channels import Channel
from tests import databases
from tests.conftest import BOTH
from tests.owing import NOW, SDN, by_name, event, listing, load, make_tenant, plain_render, record

E1 = entity_id(SDN, "1")
TTL = timedelta(minutes=5)
OURS = Note(1, "entity", "", E1, SDN, "1", "ours still", (), "U1", "C1", "team", NOW)
CHANGED = notes_service.Changed
CLAIMED = Work("claimed", "U1", NOW, "U1", NOW, NOW.date())
DONE = replace(CLAIMED, status="done")
MODULES = (
    exports,
    channel_ids,
    channels,
    claims,
    confining,
    letters,
    digests,
    snoozes,
    snoozes_service,
    kept,
    note_search,
    notes,
    outbox,
    posts,
    seen,
    watches,
    notes_service,
    watches_service,
    watch_care,
    feedback,
    greetings,
    home_rows,
    settings_rows,
    work_rows,
    ledger,
    pseudonyms,
    forgetting,
    purging,
    batches,
)


def place(tenant):
    return Place(tenant, "C1", "a-1")


def place_of(tenant):
    return watches_service.Place(tenant, "C1", "U1", NOW)


def reply(tenant):
    return kept.Place(tenant, "C1", "1700000000.000100")


def audience(tenant):
    return Audience(tenant, "ephemeral", "C1", user="U1")


def nobody(query: Query) -> Answer:
    return Answer(query, Status.NOT_FOUND, None, (), (), (), False, NOW)


READS = {
    "note_message": lambda s, b: batches.note_message(s, b, 1, "p", "1.9"),
    "begin_telling": lambda s, b: batches.begin_telling(s, b, 1, "p"),
    "end_batch": lambda s, b: batches.end_batch(s, b, 1, "p"),
    "is_any": lambda s, b: batches.is_any(s, b),
    "keep_alive": lambda s, b: batches.keep_alive(s, b, "p", NOW),
    "take_lost": lambda s, b: batches.take_lost(s, b, NOW + TTL, NOW + TTL),
    "head": lambda s, b: ledger.head(s, b),
    "rows": lambda s, b: list(ledger.rows(s, b)),
    "newest": lambda s, b: ledger.newest(s, b),
    "erasures": lambda s, b: ledger.erasures(s, b).of(1),
    "numbers_of": lambda s, b: ledger.numbers_of(s, b, pseudonyms.find_pseudonym(s, 1, "U1")),
    "numbers_before": lambda s, b: ledger.numbers_before(s, b, NOW + TTL),
    "find_pseudonym": lambda s, b: pseudonyms.find_pseudonym(s, b, "U1"),
    "misgiven": lambda s, b: s.execute(text("UPDATE pseudonym SET secret = 'x'")) and pseudonyms.misgiven(s, b),
    "people": lambda s, b: pseudonyms.people(s, b, {pseudonyms.find_pseudonym(s, 1, "U1")}),
    "drop_pseudonym": lambda s, b: pseudonyms.drop_pseudonym(s, b, "U1"),
    "count": lambda s, b: any(forgetting.count(s, b, "U1").values()),
    "forget": lambda s, b: any(forgetting.forget(s, b, "U1").values()),
    "count_rows": lambda s, b: purging.count_rows(s, b),
    "erase_part": lambda s, b: purging.erase_part(s, b)[1],
    "openness": lambda s, b: channels.openness(s, audience(b))("C1"),
    "seen_at": lambda s, b: channels.seen_at(s, b, "C7"),
    "is_archived": lambda s, b: channels.is_archived(s, b, "C8"),
    "since": lambda s, b: seen.since(s, b, "Ev1"),
    "is_ours": lambda s, b: channels.is_ours(s, b, "C7"),
    "follow": lambda s, b: channel_ids.follow(s, b, "C7", "C70", NOW),
    "lost": lambda s, b: channels.lost(s, b),
    "mark_found": lambda s, b: channels.mark_found(s, b, "C8"),
    "names": lambda s, b: channels.names(s, b),
    "find_channel": lambda s, b: channels.find_channel(s, b, "C7").name,
    "audience_in": lambda s, b: not channels.audience_in(s, b, "channel", "C1").externally_shared,
    "notes_for": lambda s, b: notes.notes_for(s, audience(b), [E1]),
    "rows_for": lambda s, b: notes.rows_for(s, audience(b), [E1]),
    "notes_on": lambda s, b: notes.notes_on(s, audience(b), E1),
    "notes_on_topics": lambda s, b: notes.notes_on_topics(s, audience(b), [("programme", "IRAN")]),
    "notes_about": lambda s, b: notes.notes_about(s, audience(b), "programme", "IRAN"),
    "find_note": lambda s, b: notes.find_note(s, audience(b), 1),
    "notes_written": lambda s, b: list(exports.notes_written(s, audience(b))),
    "earlier_versions": lambda s, b: notes.earlier_versions(s, audience(b), OURS),
    "search": lambda s, b: note_search.search(s, audience(b), NoteSearch((Phrase("ours"),)), 9),
    "is_kept": lambda s, b: kept.is_kept(s, reply(b)),
    "keeper_of": lambda s, b: kept.keeper_of(s, reply(b), E1),
    "follow_edit": lambda s, b: kept.follow_edit(s, reply(b), "changed", NOW),
    "follow_deletion": lambda s, b: kept.follow_deletion(s, reply(b), NOW),
    "take_back": lambda s, b: kept.take_back(s, reply(b), "U1", NOW),
    "note_counts": lambda s, b: notes.note_counts(s, audience(b), [E1]),
    "claim": lambda s, b: claims.claim(s, b, "p", NOW, TTL),
    "card_at": lambda s, b: outbox.card_at(s, place(b)),
    "places_of": lambda s, b: outbox.places_of(s, b, [place(b).action]),
    "count_open": lambda s, b: outbox.count_open(s, b),
    "status_counts": lambda s, b: outbox.status_counts(s, b),
    "next_due": lambda s, b: claims.next_due(s, b),
    "bury_channel": lambda s, b: letters.bury_channel(s, b, "C1", "gone"),
    "heads": lambda s, b: claims.heads(s, b, NOW),
    "take": lambda s, b: claims.take(s, b, [1, 2, 3], "p", NOW, TTL),
    "reply_to": lambda s, b: outbox.reply_to(s, Place(b, "C9", "a-1")),
    "backlog": lambda s, b: letters.backlog(s, b).waiting,
    "undelivered": lambda s, b: letters.undelivered(s, b),
    "retry": lambda s, b: letters.retry(s, b, NOW),
    "lost_with": lambda s, b: letters.lost_with(s, b, "C1", ("gone",)),
    "owe_again": lambda s, b: letters.owe_again(s, b, letters.undelivered(s), NOW),
    "end_as_told": lambda s, b: letters.end_as_told(s, b, letters.undelivered(s), "digest:away"),
    "mark_gone": lambda s, b: posts.mark_gone(s, b, "C1", "1.1"),
    "is_gone": lambda s, b: posts.is_gone(s, b, "C1", "1.2"),
    "first_in": lambda s, b: not seen.first_in(s, b, "click:U1", NOW, TTL),
    "find_thread": lambda s, b: posts.find_thread(s, b, "C1", "1.1"),
    "recent_threads": lambda s, b: posts.recent_threads(s, b, "C1"),
    "newest_about": lambda s, b: threads.newest_about(s, b, "C1", [posts.Subject(E1, SDN, "1")]),
    "first_time": lambda s, b: not seen.first_time(s, b, "Ev1", NOW),
    "find_watch": lambda s, b: watches.find_watch(s, b, "C1", by_name(), frozenset()),
    "watches_by_id": lambda s, b: watches.watches_by_id(s, b, [1, 2, 3]),
    "watches_at": lambda s, b: watches.watches_at(s, place(b), [1, 2, 3]),
    "list_watches": lambda s, b: watches.list_watches(s, audience(b)),
    "remove_watch": lambda s, b: watches.remove_watch(s, audience(b), 1),
    "pause_watch": lambda s, b: watches.pause_watch(s, b, 1, "U1"),
    "resume_watch": lambda s, b: watches.resume_watch(s, b, 1),
    "set_telling": lambda s, b: watches.set_telling(s, b, 1, "daily", "all"),
    "change_watch": lambda s, b: watches.change_watch(
        s, b, 1, Target("all"), frozenset({"added"}), Filters(), "now", "all"
    ),
    "owners_to_tell": lambda s, b: watches.owners_to_tell(s, b),
    "is_paused_as": lambda s, b: watches.is_paused_as(s, b, "C1", "gone"),
    "resume_channel": lambda s, b: watches.resume_channel(s, b, "C1"),
    "waiting_since": lambda s, b: digests.waiting_since(s, b),
    "waiting": lambda s, b: digests.waiting(s, b, "C2", "daily"),
    "held": lambda s, b: digests.held(s, b, "C1", 1),
    "carried": lambda s, b: digests.carried(s, b, "C2", ""),
    "posted": lambda s, b: digests.posted(s, b, "C9", ["a-1"]),
    "told_at_once": lambda s, b: digests.told_at_once(s, b, "C1", ["a-1"]),
    "digest_watches": lambda s, b: digests.digest_watches(s, b),
    "untried": lambda s, b: digests.untried(s, b, NOW + timedelta(hours=7)),
    "fold": lambda s, b: digests.fold(s, b, [1, 2, 3], "digest:away"),
    "list_snoozes": lambda s, b: snoozes.list_snoozes(s, audience(b), NOW),
    "end": lambda s, b: snoozes.end(s, audience(b), 1, NOW),
    "ended": lambda s, b: snoozes.ended(s, b, NOW + timedelta(days=9)),
    "remove": lambda s, b: snoozes.remove(s, b, 1, NOW + timedelta(days=9)),
    "find_work": lambda s, b: work_rows.find_work(s, place(b)).owner,
    "change_work": lambda s, b: work_rows.change_work(s, place(b), CLAIMED, DONE, NOW),
    "is_redraw_due": lambda s, b: work_rows.is_redraw_due(s, b, NOW),
    "claim_redraws": lambda s, b: work_rows.claim_redraws(s, b, NOW, TTL, 9),
    "settle_redraw": lambda s, b: work_rows.settle_redraw(s, place(b), NOW, None),
    "claimed_by": lambda s, b: work_rows.claimed_by(s, b, "U1"),
    "claimed_in": lambda s, b: work_rows.claimed_in(s, b, "C1"),
    "with_due_day": lambda s, b: work_rows.with_due_day(s, b, NOW.date()),
    "mark_reminded": lambda s, b: work_rows.mark_reminded(s, place(b), CLAIMED, NOW.date()),
    "settings_of": lambda s, b: settings_rows.settings_of(s, b),
    "channel_named": lambda s, b: settings_rows.channel_named(s, b, "secret"),
    "list_feedback": lambda s, b: feedback.list_feedback(s, b),
    "watches_at_home": lambda s, b: home_rows.watches_at_home(s, b, "U1"),
    "is_welcomed": lambda s, b: greetings.is_welcomed(s, b),
    "greet_channel": lambda s, b: greetings.greet_channel(s, b, "C7"),
}
"""Functions of storage: each as team B gives nothing (a falsy answer)."""
UNDELIVERED = ("undelivered", "retry", "lost_with", "owe_again", "end_as_told")

SERVICES = {
    "read_notes": lambda db, b: notes_service.read_notes(db, audience(b), [E1]),
    "search_notes": lambda db, b: notes_service.search_notes(db, audience(b), NoteSearch()).notes,
    "find_note": lambda db, b: isinstance(notes_service.find_note(db, audience(b), 1), tuple),
    "notes_about": lambda db, b: notes_service.notes_about(db, audience(b), Topic("programme", "IRAN"))[0].notes,
    "edit_note": lambda db, b: isinstance(notes_service.edit_note(db, audience(b), 1, "theirs", "U1", NOW), CHANGED),
    "tag_note": lambda db, b: isinstance(notes_service.tag_note(db, audience(b), 1, ["theirs"], NOW), CHANGED),
    "delete_note": lambda db, b: isinstance(notes_service.delete_note(db, audience(b), 1, "U1", NOW), CHANGED),
    "list_watches": lambda db, b: watch_care.list_watches(db, audience(b)),
    "remove_watch": lambda db, b: watch_care.remove_watch(db, audience(b), 1, NOW),
    "pause_watch": lambda db, b: watch_care.pause_watch(db, audience(b), 1, "U1", NOW),
    "resume_watch": lambda db, b: watch_care.resume_watch(db, audience(b), 1, NOW),
    "edit_watch": lambda db, b: watches_service.edit_watch(db, nobody, audience(b), 1, "issuer:EU", place_of(b)),
    "preview_watch": lambda db, b: watches_service.preview_watch(db, nobody, place_of(b), f"{SDN}:1").watch.tenant != b,
    "may_change": lambda db, b: watch_care.may_change(watch_care.list_watches(db, audience(1))[0], audience(b)),
    "habits_of": lambda db, b: watch_care.habits_of(db, b, "UTC").timezone != "UTC",
    "next_digests": lambda db, b: (
        watch_care.next_digests(db, b, NOW, "UTC") != watch_care.next_digests(db, 99, NOW, "UTC")
    ),
    "retell_watch": lambda db, b: watches_service.retell_watch(db, audience(b), 1, "daily", "all", place_of(b)),
    "send_again": lambda db, b: health.send_again(db, b, NOW),
    "end_snooze": lambda db, b: snoozes_service.end_snooze(db, audience(b), 1, NOW),
}

WRITES = {
    "hold", "drop", "settle",
    "put_setting", "put_once", "drop_setting", "add_feedback", "take_back_greeting", "welcome_once",
    "take_back_welcome", "visit",
    "owe_redraw", "forget",
    "carry", "told", "put", "snooze", "snooze_text",
    "upsert_channel", "add_note", "add_watch", "add_thread", "pause_channel", "mark_told", "keep_note",
    "rename_channel", "restrict_channel", "forget_description", "confine", "set_archived", "mark_lost", "prolong", "hold_all", "repost_card",
    "default_visibility", "erase_note", "subject_of", "reader_of", "refusal_of",
    "lock", "append", "erase", "pseudonym", "begin_batch", "bury",
    "decisions_made",  # tried in test_tenancy_decisions
}  # fmt: skip
"""Functions that only write for the tenant they are given; their traces are checked below."""


def owe_sent_reply(session, tenant):
    """A reply that was sent under a card in a channel of its own."""
    outbox.owe(session, [Owed(Place(tenant, "C9", "a-1"), "update:1", ("k-9",), ())], NOW)
    head = next(head for head in claims.heads(session, tenant, NOW) if head.channel == "C9")
    (claim,) = claims.take(session, tenant, [head.id], "p", NOW, TTL)
    assert claims.record_sent(session, claim, "2.2", NOW)


@pytest.fixture
def teams(db):
    return make_teams(db)


def make_teams(db):
    """Team A with something in every table of a team; team B with nothing."""
    a, b = make_tenant(db, "TA"), make_tenant(db, "TB")
    load(db, listing("1"))
    watches_service.add_watch(db, nobody, a, "C1", "U1", f"{SDN}:1", NOW)
    watches_service.add_watch(db, nobody, a, "C1", "U1", "all", NOW)
    asked = notes_service.NoteAsked(Ref(source=SDN, ref="1"), "ours", "U1", "click")
    notes_service.keep_note(db, audience(a), asked, NOW)
    notes_service.edit_note(db, audience(a), 1, "ours still", "U1", NOW)
    of_programme = replace(asked, subject=Topic("programme", "IRAN"), submission="click 2")
    notes_service.keep_note(db, audience(a), of_programme, NOW)
    record(db, event("1"))
    route_new(db, NOW)
    with db.write() as session:
        watches.add_watch(session, a, "C2", "U1", Target("all", "", "all"), frozenset(), NOW, cadence="daily")
        snooze = snoozes.put(session, a, "C1", "channel", "", "here", NOW + timedelta(days=2), "U1", NOW)
        assert snooze.id == 1
    record(db, event("2", action="a-2"), event("3", Op.MOD, material=False, action="a-1"))
    with db.write() as session:
        watches.add_watch(session, a, "C1", "U1", Target("all", "", "all"), frozenset({"amended"}), NOW)
    route_new(db, NOW)
    with db.write() as session:
        channels.upsert_channel(session, Channel(a, "C7", "secret", True, True), NOW)
        channels.upsert_channel(session, Channel(a, "C1", "general", False, False), NOW)
        seen.first_time(session, a, "Ev1", NOW)
        assert batches.begin_batch(session, a, ("C1", ""), "U1", "p", NOW, NOW) == 1
        settings_rows.put_setting(session, a, "timezone", "Europe/Berlin", "U1", NOW)
        assert work_rows.change_work(session, place(a), UNTOUCHED, CLAIMED, NOW)
        feedback.add_feedback(session, a, "U1", "ours", NOW)
        greetings.welcome_once(session, a, "U1", NOW)
        kept.hold(session, reply(a), "U1", "t", NOW)
        kept.settle(session, reply(a), "t", kept.KeptReply(E1, SDN, "1", "ours too", "U7", NOW - TTL))
        seen.first_in(session, a, "click:U1", NOW, TTL)
        channels.mark_lost(session, a, "C8", 5)
        channels.set_archived(session, a, "C8", True)
        owe_sent_reply(session, a)
        posts.add_thread(session, posts.Thread(a, "C1", "1.2", "action", "a-9", ()), NOW)
        posts.mark_gone(session, a, "C1", "1.2")
        posts.add_thread(session, posts.Thread(a, "C1", "1.1", "action", "a-1", (posts.Subject(E1, SDN, "1"),)), NOW)
    with db.write() as session:
        ledger.erase(session, a, [1], "retention", NOW)
    return a, b


@pytest.fixture(scope="module", params=BOTH)
def peopled(request, sqlite_template, tmp_path_factory):
    """A database with both teams, for tests that take back what they change."""
    if request.param == "sqlite":
        place = databases.copied(sqlite_template, tmp_path_factory.mktemp("teams") / "desk.db")
    else:
        place = request.getfixturevalue("postgres").lent()
    with place as db:
        yield db, make_teams(db)


@contextmanager
def taken_back(db):
    """A session whose changes are gone at its end."""
    with db.write() as session:
        yield session
        session.rollback()


@pytest.mark.parametrize("name", READS)
def test_storage_gives_team_b_nothing_of_team_a(peopled, name):
    db, (_, b) = peopled
    with taken_back(db) as session:
        assert not READS[name](session, b)


@pytest.mark.parametrize("name", READS)
def test_team_a_itself_is_not_hindered(peopled, name):
    db, (a, _) = peopled
    with taken_back(db) as session:
        if name in (*UNDELIVERED, "resume_channel", "resume_watch", "owners_to_tell", "is_paused_as"):
            letters.bury_channel(session, a, "C1", "gone")
            watches.pause_channel(session, a, "C1", "gone")
        if name == "places_of":
            (claim,) = claims.take(
                session, a, [head.id for head in claims.heads(session, a, NOW)][:1], "p", NOW, timedelta(hours=1)
            )
            claims.record_sent(session, claim, "1.0", NOW)
        assert READS[name](session, a)


@pytest.mark.parametrize("name", SERVICES)
def test_services_give_team_b_nothing_of_team_a(db, teams, name):
    assert not SERVICES[name](db, teams[1])


def test_what_team_b_changes_leaves_team_a_as_it_was(db, teams):
    a, b = teams
    with db.write() as session:
        watches.pause_channel(session, b, "C1", "gone")
        watches.mark_told(session, b, "C1", "U1")
        claims.repost_card(session, Place(b, "C9", "a-1"), "2.2", NOW)
        seen.forget(session, b, "Ev1")
        claims.prolong(session, b, [1, 2, 3], "p", NOW + TTL)
        claims.hold_all(session, b, NOW + TTL)
        channels.rename_channel(session, b, "C7", "theirs")
        channels.set_archived(session, b, "C7", True)
        channels.restrict_channel(session, b, "C1", private=True)
        channels.forget_description(session, b, "C1")
        channels.mark_lost(session, b, "C1", 3)
        channels.upsert_channel(session, Channel(b, "C1", "general", True, True), NOW)
        watches.add_watch(session, b, "C1", "U1", Target("all", "", "all"), frozenset(), NOW)
        kept.hold(session, reply(b), "U1", "t", NOW)
        kept.drop(session, reply(b), "t")
        notes.edit_note(session, audience(b), OURS, "theirs", "U1", NOW)
        notes.tag_note(session, audience(b), OURS, ["theirs"])
        notes.erase_note(session, b, 1, "U1", NOW)
        digests.carry(session, b, digests.waiting(session, a, "C2", "daily"), "elsewhere")
        digests.told(session, b, "C2", "digest:away", ["k-1"], [], NOW)
        snoozes.put(session, b, "C1", "channel", "", "here", NOW + timedelta(days=9), "U1", NOW)
        settings_rows.put_setting(session, b, "timezone", "Asia/Tokyo", "U1", NOW)
        settings_rows.drop_setting(session, b, "timezone")
        work_rows.owe_redraw(session, place(b), NOW + TTL)
        greetings.take_back_welcome(session, b)
        greetings.take_back_greeting(session, b, "C7")
        feedback.add_feedback(session, b, "U1", "theirs", NOW)
        assert purging.bury(session, b, None)
        assert greetings.welcome_once(session, b, "U1", NOW)
        assert home_rows.visit(session, b, "U1", NOW) == NOW
    with db.read() as session:
        assert settings_rows.settings_of(session, a)["timezone"].value == "Europe/Berlin"
        assert [each.text for each in feedback.list_feedback(session, a)] == ["ours"]
        assert digests.waiting(session, a, "C2", "daily")
        assert work_rows.find_work(session, place(a)) == CLAIMED
        assert work_rows.is_redraw_due(session, a, NOW)
        assert [s.until for s in snoozes.list_snoozes(session, audience(a), NOW)] == [NOW + timedelta(days=2)]
        assert kept.keeper_of(session, reply(a), E1) == "U1"
        assert notes.find_note(session, audience(a), 1) == replace(OURS, edited_at=NOW)
        assert [each.text for each in notes.earlier_versions(session, audience(a), OURS)] == ["ours"]
        assert not any(w.paused for w in watches.list_watches(session, audience(a)))
        assert outbox.card_at(session, place(a)).ts == ""
        assert not seen.first_time(session, a, "Ev1", NOW)
        assert claims.heads(session, a, NOW)
        assert channels.names(session, a)["C7"] != "theirs"
        assert channels.lost(session, a) == {(a, "C8")}
        assert channels.openness(session, audience(a))("C1")
        assert len(watches.list_watches(session, audience(b))) == 1


def test_team_b_sends_nothing_of_team_a(db, teams, fake_slack):
    slack = Slack("xoxb-b", fake_slack.url, 5)
    assert deliver_due(Sender(db, slack, plain_render, teams[1], "p", lambda: NOW)) == Delivered()
    assert fake_slack.calls == []


def test_every_function_that_takes_a_tenant_is_tried_here():
    tried = {*READS, *SERVICES, *WRITES}
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            named = {"tenant", "audience", "place"} & set(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and named and not name.startswith("_"):
                assert name in tried, f"{module.__name__}.{name} is not tried as another team"


def test_every_table_is_public_or_a_teams():
    tables = set(rows.METADATA.tables)
    assert tables == rows.PUBLIC | team_rows.TENANT
    assert not rows.PUBLIC & team_rows.TENANT
    for name in team_rows.TENANT:
        table = rows.METADATA.tables[name]
        assert "tenant" in table.columns, name
        assert not table.columns["tenant"].nullable, name
    for name in rows.PUBLIC:
        assert "tenant" not in rows.METADATA.tables[name].columns, name
