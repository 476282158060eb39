"""Forgetting: afterwards no place at rest names the person, what is others' is untouched, and the chain verifies."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import String
from sqlmodel import text

from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.core.ledger import DESK
from bot.core.roles import role_of
from bot.core.team_settings import NOBODY
from bot.core.watches import BY_HAND
from bot.core.work import Work
from bot.services.forgetting import NoUser, forget, look, read_user
from bot.services.ledger import record
from bot.services.ledger_care import verify
from bot.services.notes import NoteAsked, edit_note, keep_note
from bot.services.roles import roles_in
from bot.services.watch_care import pause_watch
from storage import (
    batches,
    feedback,
    greetings,
    home,
    ledger,
    lines,
    pseudonyms,
    seen,
    settings,
    snoozes,
    team_rows,
    watches,
    work,
)
from storage.forgetting import FORMER, RULES
from storage.home import VISIT
from storage.memory_rows import DecisionRow, NoteVersionRow
from storage.notes import KEPT_BY
from storage.rows import METADATA
from tests.owing import NOW, SDN, by_name, listing, load, make_tenant
from tests.samples import needed, plain_type

WHO, OTHER = "U0FORGET", "U0STAYS"
E1 = entity_id(SDN, "1")


def live(db, tenant, user, mark):
    """All that a person may leave behind."""
    here = Audience(tenant, "ephemeral", "C1", user=user)
    for visibility in ("team", "channel", "private"):
        asked = NoteAsked(Ref(source=SDN, ref="1"), f"{visibility} {mark}", user, f"{visibility}-{mark}", visibility)
        kept = keep_note(db, here, asked, NOW)
        edit_note(db, here, kept.id, f"later {visibility} {mark}", user, NOW)
    with db.write() as session:
        personal = watches.add_watch(session, tenant, user, user, by_name(), frozenset(), NOW)[0]
        shared = watches.add_watch(session, tenant, f"C-{mark}", user, by_name(), frozenset(), NOW)[0]
        home.visit(session, tenant, user, NOW)
        greetings.welcome_once(session, tenant, user, NOW)
        feedback.add_feedback(session, tenant, user, f"says {mark}", NOW)
        settings.put_setting(session, tenant, f"key-{mark}", "value", user, NOW)
        snoozes.put(session, tenant, f"C-{mark}", "channel", "", "all", NOW + timedelta(days=3), user, NOW)
        snoozes.put(session, tenant, user, "channel", "", "all", NOW + timedelta(days=3), user, NOW)
        seen.first_time(session, tenant, f"click:{user}:{mark}", NOW)
        batches.begin_batch(session, tenant, (f"C-{mark}", ""), user, "p", NOW, NOW)
        done = Work("claimed", user, NOW, user, NOW)
        for channel in (f"C-{mark}", user):
            work.owe_redraw(session, Place(tenant, channel, "a-1"), NOW)
            before = work.find_work(session, Place(tenant, channel, "a-1"))
            assert work.change_work(session, Place(tenant, channel, "a-1"), before, done, NOW)
        lines.set_line(session, tenant, "programme", f"CODE-{mark}", "we say", user, date(2026, 1, 1), None, user, NOW)
        for visibility in ("team", "private"):
            session.add(decision(tenant, user, visibility, mark))
        outbox_row(session, tenant, user, mark)
        session.add(
            team_rows.ThreadRow(tenant=tenant, channel=user, ts=f"1.{mark}", kind="action", subjects=[], created_at=NOW)
        )
        record(session, tenant, "question", user, {"asked": f"asks {mark}"}, NOW)
        record(session, tenant, "alert", DESK, {"channel": user}, NOW)
    pause_watch(db, here, shared, user, NOW)
    return personal, shared


def decision(tenant, user, visibility, mark):
    return DecisionRow(
        tenant=tenant, entity=E1, subject=f"s-{visibility}-{mark}", asked="x", verdict="same", reason=f"{visibility} {mark}",
        facts={}, author=user, channel="C1", visibility=visibility, scope=user if visibility == "private" else "",
        submission=f"d-{visibility}-{mark}", created_at=NOW, ended_at=NOW, ended_by=user,
    )  # fmt: skip


def outbox_row(session, tenant, user, mark):
    session.add(
        team_rows.OutboxRow(
            tenant=tenant, channel=user, action="a-1", part="card", alert=f"alert-{mark}", events=[], watches=[],
            status="pending", not_before=NOW, created_at=NOW,
        )
    )  # fmt: skip
    session.add(
        team_rows.DigestItemRow(tenant=tenant, channel=user, cadence="daily", event="k", watches=[], created_at=NOW)
    )


def everything(db):
    """Every row of every table of teams, and of the search for notes, as text."""
    tables = sorted(team_rows.TENANT) + (["note_fts"] if db.is_sqlite else [])
    with db.read() as session:
        return {
            table: [str(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{table}"'))] for table in tables
        }


def naming(db, word):
    return {table: found for table, rows in everything(db).items() if (found := [row for row in rows if word in row])}


@pytest.fixture
def team(db):
    load(db, listing("1"))
    tenant = make_tenant(db)
    live(db, tenant, WHO, "alpha")
    live(db, tenant, OTHER, "beta")
    return tenant


def test_every_table_that_may_name_a_person_does_before_and_none_after(db, team):
    before = set(naming(db, WHO))
    assert before >= {rule.row.__tablename__ for rule in RULES} - {"channel"}  # that one: see the columns below
    forget(db, team, WHO, NOW)
    assert naming(db, WHO) == {}


def test_private_words_are_gone_and_the_teams_stay_without_a_name(db, team):
    forget(db, team, WHO, NOW)
    left = json.dumps(everything(db))
    assert "private alpha" not in left
    assert "asks alpha" not in left
    assert "says alpha" not in left
    assert "later team alpha" in left
    assert len(naming(db, FORMER)["note"]) == 2
    assert naming(db, FORMER).keys() >= {
        "note",
        "note_version",
        "decision",
        "line",
        "watch",
        "work",
        "snooze",
        "setting",
    }


def test_what_is_anothers_is_untouched(db, team):
    before = naming(db, OTHER)
    forget(db, team, WHO, NOW)
    assert naming(db, OTHER) == before
    assert "asks beta" in json.dumps(everything(db)["ledger_content"])


def test_the_chain_verifies_and_tells_what_was_erased(db, team):
    with db.read() as session:
        erased = ledger.numbers_of(session, team, pseudonyms.find_pseudonym(session, team, WHO))
    assert erased
    forget(db, team, WHO, NOW)
    found = {verdict.number: verdict.state for verdict in verify(db, team, [])}
    assert {number for number, state in found.items() if state == "erased"} == set(erased)
    assert "tampered" not in found.values()


def test_a_look_changes_nothing_and_tells_what_will_be_done(db, team):
    before = everything(db)
    told = look(db, team, WHO)
    assert everything(db) == before
    assert not told.done
    done = forget(db, team, WHO, NOW)
    assert (done.removed, done.ledger) == (told.removed, told.ledger)
    assert done.renamed == told.renamed


def test_forgotten_twice_there_is_nothing_left_to_do(db, team):
    forget(db, team, WHO, NOW)
    before = everything(db)
    again = forget(db, team, WHO, NOW)
    assert again.is_nothing
    assert again.done
    assert everything(db) == before


def test_two_at_once_erase_each_content_once(db, team):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: forget(db, team, WHO, NOW), range(2)))
    assert sorted(each.ledger > 0 for each in done) == [False, True]
    assert "tampered" not in {verdict.state for verdict in verify(db, team, [])}


def test_who_comes_back_is_somebody_new_to_the_ledger(db, team):
    with db.read() as session:
        before = pseudonyms.find_pseudonym(session, team, WHO)
    forget(db, team, WHO, NOW)
    with db.write() as session:
        record(session, team, "question", WHO, {"asked": "again"}, NOW)
        assert pseudonyms.find_pseudonym(session, team, WHO) not in ("", before)


def test_the_same_person_of_another_team_is_not_forgotten(db, team):
    other = make_tenant(db, "T2")
    live(db, other, WHO, "gamma")
    forget(db, team, WHO, NOW)
    assert not look(db, other, WHO).is_nothing
    assert "asks gamma" in json.dumps(everything(db)["ledger_content"])
    assert len([row for row in everything(db)["note"] if "gamma" in row]) == 3


def test_earlier_private_words_of_what_is_now_the_teams_are_gone_too(db, team):
    with db.write() as session:
        number = session.execute(text("SELECT id FROM note WHERE text = 'later team alpha'")).scalar()
        session.add(
            NoteVersionRow(
                tenant=team, note=number, text="once private", tags="", visibility="private", until=NOW, by=WHO
            )
        )
    forget(db, team, WHO, NOW)
    assert "once private" not in json.dumps(everything(db))


@pytest.mark.parametrize("given", ["U012", "<@U012>", "<@U012|ada>", " U012 "])
def test_a_user_is_given_as_slack_writes_one(given):
    assert read_user(given) == "U012"


@pytest.mark.parametrize("given", ["", "ada", "C012", "u012", "U012; DROP", FORMER])
def test_what_is_no_user_is_said(given):
    assert isinstance(read_user(given), NoUser)


NO_PERSON = {
    "channel": {"name"},
    "watch": {"target_kind", "target_value", "label", "source", "ref", "kinds", "interest", "cadence", "broadcast"},
    "outbox": {"action", "part", "alert", "status", "claimed_by", "ts", "error"},
    "digest_item": {"cadence", "event", "digest"},
    "snooze": {"scope", "value", "label"},
    "thread": {"ts", "kind", "action"},
    "work": {"action", "status"},
    "note": {"entity", "source", "ref", "text", "channel", "visibility", "kind", "about", "tags", "message_ts"},
    "note_version": {"text", "tags", "visibility"},
    "decision": {
        *("entity", "source", "ref", "subject", "asked", "verdict", "reason", "channel", "visibility"),
        *("ended", "ended_why"),
    },
    "line": {"kind", "about", "text"},
    "ledger": {"kind"},
    "ledger_content": {"actor", "content", "erased"},
    "pseudonym": {"name", "secret"},
    "feedback": {"text"},
    "batch_run": {"channel", "thread_ts", "ts", "process"},
}
"""Text columns that hold no user id: fixed words, ids of other things, what people wrote; the ledger has pseudonyms."""


def columns():
    """Every text column of every table of teams that may hold a user id."""
    for name in sorted(team_rows.TENANT):
        for column in METADATA.tables[name].columns:
            if isinstance(plain_type(column), String) and column.name not in NO_PERSON.get(name, ()):
                yield name, column.name


def test_the_columns_that_hold_nobody_are_there():
    for name, without in NO_PERSON.items():
        assert without <= {column.name for column in METADATA.tables[name].columns}, name


HELD = {("note", "submission"): KEPT_BY, ("watch", "paused"): BY_HAND, ("setting", "key"): VISIT}
"""Columns that hold a user id behind a word."""


@pytest.mark.parametrize(("table", "column"), list(columns()))
def test_no_column_that_may_hold_a_user_id_does_afterwards(db, team, table, column):
    private = {"visibility": "private"} if (table, column) == ("decision", "scope") else {}
    named = {column: f"{HELD.get((table, column), '')}U0SOMEBODY"}
    with db.write() as session:
        sampled = needed(session, table, "other")
        session.execute(METADATA.tables[table].insert().values(**{**sampled, **private, **named, "tenant": team}))
    assert naming(db, "U0SOMEBODY")
    forget(db, team, "U0SOMEBODY", NOW)
    assert naming(db, "U0SOMEBODY") == {}


def test_who_had_a_role_is_struck_from_it_and_the_others_keep_theirs(db, team):
    with db.write() as session:
        settings.put_setting(session, team, "admins", f"U0BEFORE {WHO} S0|a", OTHER, NOW)
        settings.put_setting(session, team, "leads", f"{WHO}", OTHER, NOW)
        settings.put_setting(session, team, "viewers", f"{WHO}X {OTHER}", OTHER, NOW)
    forget(db, team, WHO, NOW)
    with db.read() as session:
        kept = {key: each.value for key, each in settings.settings_of(session, team).items()}
    assert kept["admins"] == "U0BEFORE S0|a"
    assert kept["leads"] == NOBODY
    assert kept["viewers"] == f"{WHO}X {OTHER}"


@pytest.mark.parametrize("key", ["admins", "leads", "viewers"])
def test_forgetting_the_last_one_named_changes_nobody_elses_role(db, key):
    tenant = make_tenant(db)
    with db.write() as session:
        settings.put_setting(session, tenant, key, WHO, OTHER, NOW)
        before = roles_in(session, tenant)
    told = look(db, tenant, WHO)
    assert told.renamed == {"roles of nobody else": 1}
    assert told.renamed == forget(db, tenant, WHO, NOW).renamed
    with db.read() as session:
        after = roles_in(session, tenant)
    assert getattr(after, key) == (NOBODY,)
    assert (after.is_set, after.given) == (before.is_set, before.given)
    assert [role_of(after, user, False, lambda _: ()) for user in (WHO, OTHER, "former")] == [before.given] * 3
    assert look(db, tenant, WHO).is_nothing


def test_what_an_older_command_left_of_its_author_in_a_decision_is_erased(db, team):
    made = decision(team, OTHER, "team", "older")
    made.submission, made.ended_by = f"command:{WHO}:1772355900.0", ""
    with db.write() as session:
        session.add(made)
    before = look(db, team, WHO).renamed
    assert before["commands that made decisions"] == 1
    assert forget(db, team, WHO, NOW).renamed == before
    assert naming(db, WHO) == {}
