"""Two teams in one database: whatever is called as team B finds, changes and sends nothing of team A."""

import inspect
from datetime import timedelta

import pytest

from bot.clients.slack import Slack
from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.core.screening import Answer, Query, Status
from bot.core.watches import Target
from bot.services import notes as notes_service
from bot.services import watches as watches_service
from bot.services.delivery import Delivered, Sender, deliver_due
from bot.services.routing import route_new
from storage import channels, notes, outbox, posts, rows, seen, team_rows, watches
from storage.channels import Channel
from tests.owing import NOW, SDN, by_name, event, listing, load, make_tenant, plain_render, record

E1 = entity_id(SDN, "1")
TTL = timedelta(minutes=5)
MODULES = (channels, notes, outbox, posts, seen, watches, notes_service, watches_service)


def place(tenant):
    return Place(tenant, "C1", "a-1")


def audience(tenant):
    return Audience(tenant, "ephemeral", "C1", user="U1")


def nobody(query: Query) -> Answer:
    return Answer(query, Status.NOT_FOUND, None, (), (), (), False, NOW)


READS = {
    "private_channels": lambda s, b: channels.private_channels(s, b),
    "is_known": lambda s, b: channels.is_known(s, b, "C7"),
    "find_channel": lambda s, b: channels.find_channel(s, b, "C7").private,
    "audience_in": lambda s, b: channels.audience_in(s, b, "channel", "C7").private,
    "notes_for": lambda s, b: notes.notes_for(s, audience(b), [E1]),
    "note_counts": lambda s, b: notes.note_counts(s, audience(b), [E1]),
    "claim": lambda s, b: outbox.claim(s, b, "p", NOW, TTL),
    "card_at": lambda s, b: outbox.card_at(s, place(b)),
    "count_open": lambda s, b: outbox.count_open(s, b),
    "status_counts": lambda s, b: outbox.status_counts(s, b),
    "next_due": lambda s, b: outbox.next_due(s, b),
    "bury_channel": lambda s, b: outbox.bury_channel(s, b, "C1", "gone"),
    "revive": lambda s, b: outbox.revive(s, b, "C1", NOW),
    "find_thread": lambda s, b: posts.find_thread(s, b, "C1", "1.1"),
    "recent_threads": lambda s, b: posts.recent_threads(s, b, "C1"),
    "thread_about": lambda s, b: posts.thread_about(s, b, "C1", frozenset({E1})),
    "first_time": lambda s, b: not seen.first_time(s, b, "Ev1", NOW),
    "find_watch": lambda s, b: watches.find_watch(s, b, "C1", by_name(), frozenset()),
    "watches_by_id": lambda s, b: watches.watches_by_id(s, b, [1, 2, 3]),
    "list_watches": lambda s, b: watches.list_watches(s, audience(b)),
    "remove_watch": lambda s, b: watches.remove_watch(s, audience(b), 1),
    "owners_to_tell": lambda s, b: watches.owners_to_tell(s, b),
    "resume_channel": lambda s, b: watches.resume_channel(s, b, "C1"),
}
"""Functions of storage: each as team B gives nothing (a falsy answer)."""

SERVICES = {
    "read_notes": lambda db, b: notes_service.read_notes(db, audience(b), [E1]),
    "list_watches": lambda db, b: watches_service.list_watches(db, audience(b)),
    "remove_watch": lambda db, b: watches_service.remove_watch(db, audience(b), 1),
    "resume_channel": lambda db, b: watches_service.resume_channel(db, b, "C1", NOW, send_missed=True),
}

WRITES = {
    "upsert_channel", "add_note", "add_watch", "add_thread", "pause_channel", "mark_told", "move_card", "keep_note",
    "default_visibility",
}  # fmt: skip
"""Functions that only write for the tenant they are given; their traces are checked below."""


@pytest.fixture
def teams(db):
    """Team A with something in every table of a team; team B with nothing."""
    a, b = make_tenant(db, "TA"), make_tenant(db, "TB")
    load(db, listing("1"))
    watches_service.add_watch(db, nobody, a, "C1", "U1", f"{SDN}:1", NOW)
    watches_service.add_watch(db, nobody, a, "C1", "U1", "all", NOW)
    asked = notes_service.NoteAsked(Ref(source=SDN, ref="1"), "ours", "U1", "click")
    notes_service.keep_note(db, audience(a), asked, NOW)
    record(db, event("1"))
    route_new(db, NOW)
    with db.write() as session:
        channels.upsert_channel(session, Channel(a, "C7", "secret", True, True), NOW)
        seen.first_time(session, a, "Ev1", NOW)
        posts.add_thread(session, posts.Thread(a, "C1", "1.1", "action", "a-1", (posts.Subject(E1, SDN, "1"),)), NOW)
    return a, b


@pytest.mark.parametrize("name", READS)
def test_storage_gives_team_b_nothing_of_team_a(db, teams, name):
    with db.write() as session:
        assert not READS[name](session, teams[1])


@pytest.mark.parametrize("name", READS)
def test_team_a_itself_is_not_hindered(db, teams, name):
    with db.write() as session:
        if name in ("revive", "resume_channel", "owners_to_tell"):
            outbox.bury_channel(session, teams[0], "C1", "gone")
            watches.pause_channel(session, teams[0], "C1", "gone")
        assert READS[name](session, teams[0])


@pytest.mark.parametrize("name", SERVICES)
def test_services_give_team_b_nothing_of_team_a(db, teams, name):
    assert not SERVICES[name](db, teams[1])


def test_what_team_b_changes_leaves_team_a_as_it_was(db, teams):
    a, b = teams
    with db.write() as session:
        watches.pause_channel(session, b, "C1", "gone")
        watches.mark_told(session, b, "C1", "U1")
        outbox.move_card(session, place(b), "9.9")
        channels.upsert_channel(session, Channel(b, "C1", "general", True, True), NOW)
        watches.add_watch(session, b, "C1", "U1", Target("all", "", "all"), frozenset(), NOW)
    with db.read() as session:
        assert not any(w.paused for w in watches.list_watches(session, audience(a)))
        assert outbox.card_at(session, place(a)).ts == ""
        assert not channels.find_channel(session, a, "C1").private
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
