"""Exports: rows with where each comes from, safe to open in a spreadsheet, only what the readers may have."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.blocks.full_list import FORMULA
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.exports import COLUMNS, PROVENANCE, WHATS, ExportAsked, parse_export
from bot.core.issuers import ListKind
from bot.core.listings import Statement
from bot.core.names import Name, NameKind
from bot.core.queries import QueryProblem
from bot.core.watches import Target
from bot.services import exports
from bot.services import notes as notes_service
from bot.services.exports import Exported, ExportProblem, export
from storage import decisions, watches
from tests.briefing import PARTY, fill, make_desk
from tests.owing import NOW, SDN, describe, event, listing, load, make_tenant, record

NOBODY = Audience(0, "cli")
TODAY = NOW.date()


def taken(db, text, audience=NOBODY, **limits):
    asked = parse_export(text, TODAY, audience.user) if isinstance(text, str) else text
    assert not isinstance(asked, QueryProblem), asked
    out = io.BytesIO()
    done = export(make_desk(db), asked, audience, NOW, out, **limits)
    return done, out.getvalue()


def rows(db, text, audience=NOBODY):
    done, content = taken(db, text, audience)
    assert isinstance(done, Exported), done
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(found) == done.rows
    return found


def test_changes_carry_their_provenance_and_real_snapshots(db):
    fill(db)
    with db.write() as session:
        session.execute(sql("UPDATE action SET to_snapshot = 'us-ofac-sdn-1' WHERE source = 'us-ofac-sdn'"))
    found = rows(db, "changes")
    assert [row["op"] for row in found] == ["ADD", "ADD", "DEL", "DEL", "ADD"]
    assert {row["state"] for row in found} == {"confirmed", "pending"}
    with db.read() as session:
        known = set(session.execute(sql("SELECT id FROM snapshot")).scalars())
    first = found[0]
    assert {row["snapshot"] for row in found if row["source"] == SDN} == {"us-ofac-sdn-1"} <= known
    assert (first["origin"], first["sample"], first["exported_at"]) == ("file", "false", "2026-03-02T09:00:00Z")
    assert (first["source"], first["ref"], first["list_date"], first["first_seen"]) == (
        SDN,
        "1",
        "2026-01-31",
        "2026-01-31T09:00:00Z",
    )
    assert list(first) == [*COLUMNS["changes"], *PROVENANCE]


def test_listings_stand_on_the_snapshot_in_force(db):
    fill(db)
    found = rows(db, "listings")
    with db.read() as session:
        stands = dict(session.execute(sql("SELECT source, snapshot FROM dataset_version")).all())
        counted = session.execute(sql("SELECT count(*) FROM listing WHERE state = 'listed'")).scalar_one()
    assert len(found) == counted
    assert all(row["snapshot"] == stands[row["source"]] for row in found)
    bank = next(row for row in found if (row["source"], row["ref"]) == (SDN, "1"))
    assert (bank["caption"], bank["listed_on"], bank["entity"]) == ("EXAMPLE BANK", "2022-03-24", PARTY)
    assert bank["url"].endswith("id=1")
    assert {row["source"] for row in rows(db, "listings list:eu")} == {"eu-fsf"}
    assert rows(db, "listings programme:NO-SUCH") == []
    assert len(rows(db, "listings programme:russia-eo14024")) == counted
    assert rows(db, "listings type:vessel") == []


@pytest.mark.parametrize("text", ["changes", "listings"])
def test_csv_and_json_tell_the_same(db, text):
    fill(db)
    _, content = taken(db, f"{text} format:json")
    body = json.loads(content)
    assert body["export"] == text
    assert body["columns"] == [*COLUMNS[text], *PROVENANCE]
    told = rows(db, text)
    for mine, theirs in zip(body["rows"], told, strict=True):
        assert list(mine) == body["columns"]
        assert {key: _as_cell(value) for key, value in mine.items()} == theirs


def _as_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, list) else str(value)


def test_filters_of_changes_are_those_of_the_command(db):
    fill(db)
    assert [row["ref"] for row in rows(db, "changes since:2026-02-15 list:us-ofac-sdn")] == ["2", "4", "5"]
    assert [row["ref"] for row in rows(db, "changes kind:removed")] == ["4", "5"]
    assert [row["ref"] for row in rows(db, "changes issuer:eu")] == ["77"]
    assert [row["ref"] for row in rows(db, "changes action:a-2")] == ["1"]


def test_more_rows_than_a_file_holds_are_refused_with_what_would_narrow_them(db):
    fill(db)
    done, _ = taken(db, "changes", most=4)
    assert isinstance(done, ExportProblem)
    assert "4 rows" in done.text
    assert "since:" in done.text
    assert isinstance(taken(db, "changes", most=5)[0], Exported)
    assert isinstance(taken(db, "changes", most=0)[0], Exported)


HOSTILE = st.text(max_size=60) | st.tuples(
    st.sampled_from([*FORMULA, ";=", "|+", "\n=", "\x00=", " ="]), st.text(max_size=8)
).map("".join)


@given(HOSTILE)
def test_no_cell_is_a_formula_and_no_row_is_broken(text):
    out = io.BytesIO()
    asked = ExportAsked("changes")
    values = tuple(text if number % 2 else [text, text] for number in range(len(asked.columns)))
    with exports._writer(asked, NOW, out) as write:
        write(values)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))
    for value in row.values():
        assert not value.startswith(FORMULA)
        assert "\n" not in value
        assert all(not part.startswith(("=", "+", "-", "@")) for sign in ";,|\t" for part in value.split(sign)[1:])


@given(HOSTILE)
def test_json_holds_any_text(text):
    out = io.BytesIO()
    asked = ExportAsked("notes", "json")
    with exports._writer(asked, NOW, out) as write:
        write((text,) * len(asked.columns))
        write(([text],) * len(asked.columns))
    one, two = json.loads(out.getvalue())["rows"]
    assert set(one.values()) == {text.encode("utf-8", "replace").decode()}
    assert two["id"] == [one["id"]]


def test_a_hostile_list_makes_a_harmless_file(sqlite):
    name = '=HYPERLINK("http://evil.example","x")\n@SUM(1)'
    load(sqlite, replace(listing("1"), names=(Name(name, NameKind.PRIMARY, "Latn"),)))
    record(sqlite, event("1", caption=name, gained=(Statement("alias", "+1+1"),)))
    for text in ("listings", "changes"):
        (row,) = rows(sqlite, text)
        assert row["caption"].startswith("'=HYPERLINK")
    assert row["gained"] == "alias: +1+1"


def keep(db, tenant, text, channel="C1", visibility="", user="U1"):
    audience = Audience(tenant, "ephemeral", channel, private=channel.startswith("G"), user=user)
    asked = notes_service.NoteAsked(Ref(source=SDN, ref="1"), text, user, f"click {text}", visibility)
    assert isinstance(notes_service.keep_note(db, audience, asked, NOW), notes_service.Kept)


def decide(db, tenant, reason, channel="C1", visibility="team", author="U1", scope=""):
    new = decisions.NewDecision(
        tenant, PARTY, SDN, "1", f"subject {reason}", "Example Bank", "different", reason, {}, author, channel,
        visibility, scope, f"click {reason}", NOW + timedelta(days=90),
    )  # fmt: skip
    with db.write() as session:
        assert decisions.add_decision(session, new, 0, NOW)


@pytest.fixture
def team(db):
    fill(db)
    tenant = make_tenant(db)
    describe(db, tenant, "C1")
    describe(db, tenant, "G1", private=True)
    for text, channel, visibility in (
        ("asked the embassy #licence", "C1", ""),
        ("zebra of the cabinet", "G1", ""),
        ("mauve for me alone", "C1", "private"),
    ):
        keep(db, tenant, text, channel, visibility)
    decide(db, tenant, "another register number")
    decide(db, tenant, "zebra reason", "G1", "channel", scope="G1")
    with db.write() as session:
        target = Target("entity", PARTY, "EXAMPLE BANK", SDN, "1")
        watches.add_watch(session, tenant, "C1", "U1", target, frozenset(), NOW)
        watches.add_watch(session, tenant, "G1", "U1", Target("country", "KP", "zebra"), frozenset(), NOW)
        watches.add_watch(session, tenant, "U1", "U1", Target("country", "IR", "mauve"), frozenset(), NOW)
    return db, tenant


def test_what_is_the_teams_goes_to_members_as_far_as_each_may_see_it(team):
    db, tenant = team
    mine, yours = Audience(tenant, "dm", user="U1"), Audience(tenant, "dm", user="U2")
    there = Audience(tenant, "cli", "G1", private=True, user="U1")
    assert [row["text"] for row in rows(db, "notes", mine)] == ["asked the embassy #licence", "mauve for me alone"]
    assert [row["text"] for row in rows(db, "notes", yours)] == ["asked the embassy #licence"]
    assert "zebra of the cabinet" in [row["text"] for row in rows(db, "notes", there)]
    assert [row["reason"] for row in rows(db, "decisions", yours)] == ["another register number"]
    assert [row["target"] for row in rows(db, "watches", yours)] == ["EXAMPLE BANK"]
    assert [row["target"] for row in rows(db, "watches", mine)] == ["EXAMPLE BANK", "mauve"]


def test_what_is_the_teams_is_marked_and_carries_its_listing(team):
    db, tenant = team
    reader = Audience(tenant, "dm", user="U2")
    (note,) = rows(db, "notes", reader)
    assert (note["marking"], note["caption"], note["tags"], note["author"]) == (
        "internal note",
        "EXAMPLE BANK",
        "licence",
        "U1",
    )
    (made,) = rows(db, "decisions", reader)
    assert (made["marking"], made["verdict"], made["asked"]) == (
        "internal assessment",
        "different party",
        "Example Bank",
    )
    (watch,) = rows(db, "watches", reader)
    assert watch["marking"] == "internal watch"
    for row in (note, made, watch):
        assert (row["source"], row["ref"], row["snapshot"], row["list_date"]) == (
            SDN,
            "1",
            "us-ofac-sdn-2",
            "2026-03-01",
        )


def test_notes_and_decisions_by_day_and_author(team):
    db, tenant = team
    reader = Audience(tenant, "dm", user="U2")
    for what in ("notes", "decisions"):
        assert len(rows(db, f"{what} since:2026-03-02 by:U1", reader)) == 1
        assert rows(db, f"{what} by:me", reader) == []
        assert rows(db, f"{what} until:2026-03-01", reader) == []
        assert rows(db, f"{what} since:2026-03-02 until:2026-03-02", reader) != []


@pytest.mark.parametrize("what", ["notes", "decisions", "watches"])
def test_guests_outsiders_and_other_teams_get_nothing_of_it(team, what):
    db, tenant = team
    for reader in (Audience(tenant, "dm", user="U2", guest=True), Audience(tenant, "dm", externally_shared=True)):
        done, content = taken(db, what, reader)
        assert isinstance(done, ExportProblem)
        assert content == b""
    assert rows(db, what, Audience(tenant + 1, "dm", user="U1")) == []
    assert isinstance(taken(db, "changes", Audience(tenant, "dm", user="U2", guest=True))[0], Exported)


def test_the_ledger_tells_who_took_what_away(team):
    db, tenant = team
    rows(db, "notes", Audience(tenant, "dm", user="U1"))
    with db.read() as session:
        kinds = [row[0] for row in session.execute(sql("SELECT kind FROM ledger ORDER BY number"))]
    assert kinds[-1] == "export"


def test_sample_data_is_marked_row_by_row(sqlite):
    load(sqlite, listing("1"))
    record(sqlite, event("1"), sample=True)
    done, _ = taken(sqlite, "changes")
    assert done == Exported(1, sample=True)
    assert [row["sample"] for row in rows(sqlite, "changes")] == ["true"]
    assert taken(sqlite, "listings")[0] == Exported(1, sample=False)


def test_many_rows_are_read_a_few_at_a_time(db):
    load(db, *(listing(str(number), "un-sc", ListKind.UN) for number in range(1, 1203)))
    found = rows(db, "listings")
    assert len({row["ref"] for row in found}) == len(found) == 1202


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say what to export"),
        ("everything", "everything"),
        ("ledger", "desk ledger"),
        ("changes format:xlsx", "csv or json"),
        ("listings since:2026-01-01", "since:"),
        ("listings state:gone", "removed"),
        ("listings type:bicycle", "bicycle"),
        ("notes issuer:eu", "issuer:"),
        ("notes type:person", "type:"),
        ("notes by:Anna", "member id"),
        ("watches since:2026-01-01", "since:"),
        ("changes since:soon", "soon"),
        ("changes action:a-1 page:2", "page:"),
        ("notes action:a-1", "action:"),
        ("changes blah", "no period"),
    ],
)
def test_what_cannot_be_read_says_what_would_work(text, words):
    read = parse_export(text, TODAY)
    assert isinstance(read, QueryProblem)
    assert words in read.text


def test_the_columns_are_told_in_the_documentation_in_their_order():
    page = (Path(__file__).parents[2] / "docs" / "analysts.md").read_text(encoding="utf-8")
    for what, columns in (*COLUMNS.items(), ("all, at the end", PROVENANCE)):
        (row,) = [text for text in page.splitlines() if text.startswith((f"| `{what}` |", f"| {what} |"))]
        assert re.findall(r"`(\w+)`", row.split("|")[2]) == list(columns)


def test_every_kind_has_columns_of_its_own_and_the_same_provenance():
    for what in WHATS:
        columns = ExportAsked(what).columns
        assert len(columns) == len(set(columns))
        assert columns[-len(PROVENANCE) :] == PROVENANCE
