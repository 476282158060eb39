"""Purge: nothing of the workspace that left remains in any table or file, everything of the other does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import text

from bot.app import build_desk
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.schedule import jobs
from bot.services import ledger_care, workspaces
from bot.services.forgetting import forget
from bot.services.ledger_care import verify
from bot.services.notes import NoteAsked, delete_note, edit_note, keep_note
from bot.services.purging import Purged, PurgeProblem, look, purge, purge_due
from bot.settings import load
from bot.sources import source_ids
from storage import purging, tenants
from storage.team_rows import TENANT
from tests.owing import NOW, SDN, listing
from tests.owing import load as load_list
from tests.samples import fill
from tests.services.test_forgetting import everything, live

DAYS = timedelta(days=30)


@pytest.fixture
def desk(db, tmp_path):
    load_list(db, listing("1"))
    made = build_desk(load({"DESK_HOME": str(tmp_path / "home"), "DESK_REFRESH": "off"}, source_ids()), db)
    return replace(made, clock=lambda: NOW)


@pytest.fixture
def teams(desk):
    """Two workspaces, each with a row in every table of teams."""
    made = []
    for team, mark in (("TAAAA", "alpha"), ("TBBBB", "beta")):
        with desk.db.write() as session:
            tenant = tenants.tenant_for(session, "", team, False, f"Team {mark}", "UBOT", NOW)
        live(desk.db, tenant, f"U0{mark.upper()}", mark)
        fill(desk.db, tenant, mark)
        made.append(tenant)
    return made


def lose(desk, tenant, since=NOW):
    workspaces.lose(replace(desk, clock=lambda: since), tenant, "account_inactive")


def of_tenant(desk, tenant):
    with desk.db.read() as session:
        return purging.count_rows(session, tenant)


def test_every_table_of_teams_is_purged(desk, teams):
    assert {table.name for table in purging.tables()} == TENANT
    assert set(of_tenant(desk, teams[0])) == TENANT


def test_after_the_days_nothing_of_the_one_remains_and_all_of_the_other(desk, teams):
    a, b = teams
    other = of_tenant(desk, b)
    lose(desk, a)
    assert purge_due(replace(desk, clock=lambda: NOW + DAYS)) == 1
    assert of_tenant(desk, a) == {}
    left = str(everything(desk.db))
    for word in ("alpha", "U0ALPHA", "TAAAA", "Team alpha"):
        assert word not in left
    with desk.db.read() as session:
        assert "TAAAA" not in str(session.execute(text("SELECT * FROM tenant")).all())
    assert of_tenant(desk, b) == other
    assert "tampered" not in {verdict.state for verdict in verify(desk.db, b, [])}
    assert purge_due(replace(desk, clock=lambda: NOW + DAYS)) == 0


def test_before_the_days_are_over_nothing_is_touched_and_a_reinstallation_finds_all(desk, teams):
    a, _ = teams
    before = everything(desk.db)
    lose(desk, a)
    assert purge_due(replace(desk, clock=lambda: NOW + DAYS - timedelta(minutes=1))) == 0
    assert everything(desk.db) == before
    with desk.db.write() as session:
        assert tenants.tenant_for(session, "", "TAAAA", False, "Team alpha", "UBOT", NOW) == a
    assert purge_due(replace(desk, clock=lambda: NOW + 2 * DAYS)) == 0
    assert everything(desk.db) == before


def test_after_the_purge_the_same_workspace_begins_anew(desk, teams):
    a, b = teams
    lose(desk, a)
    purge_due(replace(desk, clock=lambda: NOW + DAYS))
    with desk.db.write() as session:
        again = tenants.tenant_for(session, "", "TAAAA", False, "", "", NOW)
        assert not tenants.regain(session, a)
    assert again not in (a, b)
    assert of_tenant(desk, again) == {}


def test_a_purge_that_broke_off_goes_on_and_cannot_be_taken_back(desk, teams):
    a, _ = teams
    lose(desk, a)
    with desk.db.write() as session:
        assert purging.bury(session, a, NOW + DAYS)
        assert purging.erase_part(session, a)[1]
    with desk.db.write() as session:
        assert tenants.tenant_for(session, "", "TAAAA", False, "", "", NOW) != a
    assert purge_due(desk) == 1
    assert of_tenant(desk, a) == {}


def test_it_is_erased_in_parts(desk, teams, monkeypatch):
    monkeypatch.setattr(purging, "PART", 1)
    lose(desk, teams[0])
    rows = sum(of_tenant(desk, teams[0]).values())
    with desk.db.read() as session:
        team = tenants.find_by_id(session, teams[0])
    done = purge(desk, team)
    assert isinstance(done, Purged)
    assert sum(done.rows.values()) == rows


def test_by_hand_only_what_left_unless_told_so(desk, teams):
    with desk.db.read() as session:
        team = tenants.find_by_id(session, teams[0])
    assert isinstance(purge(desk, team), PurgeProblem)
    told = look(desk, team)
    assert told.rows == of_tenant(desk, teams[0])
    done = purge(desk, team, installed=True)
    assert (done.done, done.rows) == (True, told.rows)


def test_the_exported_head_of_its_ledger_goes_too(desk, teams):
    ledger_care.export_head(desk, teams[0])
    with desk.db.read() as session:
        team = tenants.find_by_id(session, teams[0])
    assert ledger_care.head_file(desk, team).exists()
    purge(desk, team, installed=True)
    assert not ledger_care.head_file(desk, team).exists()


def test_the_running_bot_purges_behind_a_lease(desk, teams):
    job = next(job for job in jobs(desk, teams[0]) if job.name == "purge")
    assert job.lease
    lose(desk, teams[0])
    job.run(replace(desk, clock=lambda: NOW + DAYS))
    assert of_tenant(desk, teams[0]) == {}


# ---- nothing stays in the pages of SQLite's files


@pytest.fixture
def on_file(sqlite):
    load_list(sqlite, listing("1"))
    with sqlite.write() as session:
        return sqlite, tenants.tenant_for(session, "", "TAAAA", False, "", "UBOT", NOW)


def bytes_of(db):
    """All that stands in the database's files, its log of writes included."""
    path = Path(db.url.database)
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*")).lower()


def write_note(db, tenant, words, user="U0WRITER"):
    here = Audience(tenant, "ephemeral", "C1", user=user)
    note = keep_note(db, here, NoteAsked(Ref(source=SDN, ref="1"), words, user, str(hash(words)), "private"), NOW)
    edit_note(db, here, note.id, f"{words} twice", user, NOW)
    return note.id, here


def test_a_deleted_notes_words_are_in_no_page_and_no_log(on_file):
    db, tenant = on_file
    number, here = write_note(db, tenant, "xylophone quartz")
    for other in range(30):
        write_note(db, tenant, f"others write {other}")
    assert b"xylophone" in bytes_of(db)
    delete_note(db, here, number, "U0WRITER", NOW)
    assert b"xylophone" not in bytes_of(db)
    assert b"others" in bytes_of(db)


def test_a_forgotten_persons_private_words_and_id_are_in_no_page_and_no_log(on_file):
    db, tenant = on_file
    live(db, tenant, "U0FORGETTEN", "xylophone")
    write_note(db, tenant, "others write")
    forget(db, tenant, "U0FORGETTEN", NOW)
    found = bytes_of(db)
    assert b"u0forgetten" not in found
    assert b"private xylophone" not in found
    assert b"asks xylophone" not in found
    assert b"others" in found


def test_a_purged_workspace_is_in_no_page_and_no_log(on_file, tmp_path):
    db, tenant = on_file
    desk = build_desk(load({"DESK_HOME": str(tmp_path / "home")}, source_ids()), db)
    live(db, tenant, "U0PURGED", "xylophone")
    with db.read() as session:
        team = tenants.find_by_id(session, tenant)
    purge(desk, team, installed=True)
    found = bytes_of(db)
    for word in (b"xylophone", b"u0purged", b"taaaa"):
        assert word not in found
