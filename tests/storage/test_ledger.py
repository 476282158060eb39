"""The ledger at rest: any change to any row and column shows, erasing by the rules does not, appends never collide."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import text

from bot.core.ledger import Head, chain, commit, mark, name_of, ranges, read_heads, told
from bot.services.ledger import record
from bot.services.ledger_care import verify
from storage import ledger, pseudonyms
from tests import databases
from tests.conftest import BOTH
from tests.owing import NOW, make_tenant

KINDS = ("question", "note", "alert", "setting")
LENGTH = 12
COLUMNS = {
    "ledger": ("tenant", "number", "kind", "at", "commitment", "hash"),
    "ledger_content": ("tenant", "number", "actor", "salt", "content", "erased"),
}
ERASED = (2, 3, 7)


def fill(db, tenant, links=LENGTH):
    """A chain with an erasure in it."""
    with db.write() as session:
        for number in range(1, links):
            kind = KINDS[number % len(KINDS)]
            record(session, tenant, kind, f"U{number % 3}", {"act": number}, NOW + timedelta(minutes=number))
        ledger.erase(session, tenant, list(ERASED), "forgotten", NOW + timedelta(hours=1))


def states(db, tenant, heads=()):
    return {verdict.number: verdict.state for verdict in verify(db, tenant, heads)}


def exported(db, tenant):
    with db.read() as session:
        last = ledger.head(session, tenant)
    return Head("2026-03-02T10:00:00Z", "T1", last.number, last.hash.hex())


@pytest.fixture(scope="module", params=BOTH)
def filled(request, tmp_path_factory):
    """Two teams with a chain each."""
    template = request.getfixturevalue("sqlite_template") if request.param == "sqlite" else None
    lent = (
        databases.copied(template, tmp_path_factory.mktemp("ledger") / "desk.db")
        if template
        else request.getfixturevalue("postgres").lent()
    )
    with lent as db:
        one, other = make_tenant(db), make_tenant(db, "T2")
        fill(db, one)
        fill(db, other)
        yield db, one, other


def tampered(db, tenant, head, statements):
    """What verification says after these statements, which are then taken back."""
    with db.engine.connect() as connection:
        begun = connection.begin()
        for statement, values in statements:
            connection.execute(text(statement), values)
        own = _Within(connection)
        found = {verdict.number: verdict.state for verdict in verify(own, tenant, [head])}
        begun.rollback()
    return found


class _Within:
    """The same database as one connection sees it, in the middle of its transaction."""

    is_sqlite = True

    def __init__(self, connection):
        self._connection = connection

    def read(self):
        from sqlmodel import Session

        return Session(self._connection)


def test_an_untouched_chain_is_intact_and_what_was_erased_is_told_apart(filled):
    db, one, other = filled
    for tenant in (one, other):
        found = states(db, tenant, [exported(db, tenant)])
        assert set(found) == set(range(1, LENGTH + 1))
        assert {number for number, state in found.items() if state == "erased"} == set(ERASED)
        assert "tampered" not in found.values()


@pytest.mark.parametrize("swapped", [("user",), ("name",), ("user", "secret"), ("name", "secret")])
def test_names_given_to_other_people_show_in_every_link_that_names_them(db, swapped):
    tenant = make_tenant(db)
    with db.write() as session:
        for number, user in enumerate(("U1", "U2", "U3"), 1):
            record(session, tenant, "note", user, {"act": number}, NOW)
        record(session, tenant, "work", "U3", {"act": "assigned", "to": "U2"}, NOW)
        rows = session.execute(text('SELECT name, "user", secret FROM pseudonym ORDER BY "user"')).mappings().all()
        assert {name_of(row["secret"], tenant, row["user"]) for row in rows} == {row["name"] for row in rows}
        mixed = [dict(row) for row in rows]
        for column in swapped:
            mixed[0][column], mixed[1][column] = mixed[1][column], mixed[0][column]
    assert set(states(db, tenant).values()) == {"intact"}
    with db.write() as session:
        session.execute(text("DELETE FROM pseudonym WHERE tenant = :t"), {"t": tenant})
        put = text('INSERT INTO pseudonym (tenant, "user", name, secret, at) VALUES (:t, :user, :name, :secret, :at)')
        for row in mixed:
            session.execute(put, {**row, "t": tenant, "at": "2026-03-02 09:00:00.000000"})
    assert states(db, tenant) == {1: "tampered", 2: "tampered", 3: "intact", 4: "tampered"}


def test_a_name_whose_row_is_gone_is_nobodys_and_no_fault(db):
    tenant = make_tenant(db)
    with db.write() as session:
        record(session, tenant, "note", "U1", {"act": 1}, NOW)
        assert pseudonyms.drop_pseudonym(session, tenant, "U1")
    assert states(db, tenant) == {1: "intact"}


@given(
    table=st.sampled_from(sorted(COLUMNS)),
    number=st.integers(1, LENGTH),
    which=st.integers(0, 5),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=150)
def test_any_row_and_any_column_changed_shows(filled, table, number, which, seed):
    db, one, other = filled
    column = COLUMNS[table][which]
    values = {
        "tenant": other + 1000 if db.is_sqlite else None,
        "number": 100 + seed % 50,
        "kind": "other",
        "at": NOW + timedelta(microseconds=1 + seed % 1000, days=9),
        "commitment": random.Random(seed).randbytes(32),
        "hash": random.Random(seed).randbytes(32),
        "actor": "p-of-nobody",
        "salt": random.Random(seed).randbytes(32),
        "content": '{"act":"another"}',
        "erased": mark(LENGTH, "because"),
    }
    if column == "tenant":
        # Into the other team's chain, behind its end.
        change = (
            f"UPDATE {table} SET tenant = :value, number = number + 500 WHERE tenant = :tenant AND number = :number"
        )
        values["tenant"] = other
    else:
        change = f'UPDATE {table} SET "{column}" = :value WHERE tenant = :tenant AND number = :number'
    value = values[column]
    if column == "at" and db.is_sqlite:
        value = value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    found = tampered(db, one, exported(db, one), [(change, {"value": value, "tenant": one, "number": number})])
    assert "tampered" in found.values()
    assert found.get(number) == "tampered"


@given(table=st.sampled_from(sorted(COLUMNS)), number=st.integers(1, LENGTH))
def test_any_row_removed_shows_also_the_last(filled, table, number):
    db, one, _ = filled
    gone = (f"DELETE FROM {table} WHERE tenant = :tenant AND number = :number", {"tenant": one, "number": number})
    assert tampered(db, one, exported(db, one), [gone])[number] == "tampered"


@given(length=st.integers(1, LENGTH))
def test_a_tail_cut_off_shows_by_the_exported_head(filled, length):
    db, one, _ = filled
    cut = [
        (f"DELETE FROM {table} WHERE tenant = :tenant AND number > :number", {"tenant": one, "number": LENGTH - length})
        for table in COLUMNS
    ]
    assert tampered(db, one, exported(db, one), cut)[LENGTH] == "tampered"


@given(
    pair=st.lists(st.integers(1, LENGTH), min_size=2, max_size=2, unique=True),
    tables=st.sampled_from([("ledger",), ("ledger_content",), tuple(COLUMNS)]),
)
def test_rows_in_another_order_show(filled, pair, tables):
    db, one, _ = filled
    first, second = pair
    if tables == ("ledger_content",) and {first, second} <= set(ERASED):
        return  # erased contents are the same: nothing changed
    swap = [
        (f"UPDATE {table} SET number = :to WHERE tenant = :tenant AND number = :number", {"tenant": one, "number": a, "to": b})
        for table in tables
        for a, b in ((first, -1), (second, first), (-1, second))
    ]  # fmt: skip
    assert "tampered" in tampered(db, one, exported(db, one), swap).values()


@pytest.mark.parametrize("number", [0, -3, LENGTH + 1, LENGTH + 40])
def test_a_row_inserted_shows(filled, number):
    db, one, _ = filled
    row = {"tenant": one, "number": number, "like": 4}
    insert = "INSERT INTO ledger SELECT tenant, :number, kind, at, commitment, hash FROM ledger WHERE tenant = :tenant AND number = :like"
    assert tampered(db, one, exported(db, one), [(insert, row)])[number] == "tampered"
    content = "INSERT INTO ledger_content SELECT tenant, :number, actor, salt, content, erased FROM ledger_content WHERE tenant = :tenant AND number = :like"
    assert tampered(db, one, exported(db, one), [(content, row)])[number] == "tampered"


@given(start=st.integers(1, LENGTH))
def test_a_chain_rewritten_from_some_link_on_shows_by_the_exported_head(filled, start):
    """Whoever can write the database can make a chain that is whole in itself; not one that ends in the same head."""
    db, one, _ = filled
    head = exported(db, one)
    with db.read() as session:
        rows = [row for row in ledger.rows(session, one) if row[0].number >= start]
        before = next((link.hash for link, _ in ledger.rows(session, one) if link.number == start - 1), b"")
    changes = []
    for link, content in rows:
        commitment = link.commitment
        if link.number == start and content.salt:
            commitment = commit(content.salt, content.actor, "{}")
            changes.append(
                ("UPDATE ledger_content SET content = '{}' WHERE tenant = :t AND number = :n", {"t": one, "n": start})
            )
        elif link.number == start:
            return  # nothing to rewrite in what is erased
        before = chain(one, before, link.number, link.kind, link.at, commitment)
        changes.append(("UPDATE ledger SET commitment = :c, hash = :h WHERE tenant = :t AND number = :n", {"c": commitment, "h": before, "t": one, "n": link.number}))  # fmt: skip
    assert tampered(db, one, head, changes)[LENGTH] == "tampered"


def test_what_is_taken_away_without_a_link_that_says_so_is_no_erasure(filled):
    db, one, _ = filled
    values = {"tenant": one, "number": 5}
    silent = (
        "UPDATE ledger_content SET actor = '', salt = NULL, content = NULL WHERE tenant = :tenant AND number = :number"
    )
    assert tampered(db, one, exported(db, one), [(silent, values)])[5] == "tampered"
    claimed = silent.replace("content = NULL", f"content = NULL, erased = '{LENGTH}:forgotten'")
    assert tampered(db, one, exported(db, one), [(claimed, values)])[5] == "tampered"


@pytest.mark.parametrize("value", ["no such thing", "2026-02-30 09:00:00.000000", b"\x00\xff", 77, 1.5])
@pytest.mark.parametrize(("table", "column"), [(table, each) for table in COLUMNS for each in COLUMNS[table][1:]])
def test_a_value_of_another_kind_shows_and_breaks_nothing(sqlite, table, column, value):
    tenant = make_tenant(sqlite)
    fill(sqlite, tenant)
    change = f'UPDATE {table} SET "{column}" = :value WHERE tenant = :t AND number = 4'
    assert (
        tampered(sqlite, tenant, exported(sqlite, tenant), [(change, {"value": value, "t": tenant})])[4] == "tampered"
    )
    last = change.replace("= 4", f"= {LENGTH}")  # the link that erases
    found = tampered(sqlite, tenant, exported(sqlite, tenant), [(last, {"value": value, "t": tenant})])
    assert found[LENGTH] == "tampered"


def test_a_link_that_erases_cannot_be_erased(filled):
    db, one, _ = filled
    gone = "UPDATE ledger_content SET actor = '', salt = NULL, content = NULL, erased = '12:forgotten' WHERE tenant = :t AND number = 12"
    found = tampered(db, one, exported(db, one), [(gone, {"t": one})])
    assert found[LENGTH] == "tampered"
    assert {found[number] for number in ERASED} == {"tampered"}  # nothing says any more that they were erased


def test_appends_of_many_at_once_number_every_link_once(db):
    tenant = make_tenant(db)

    def act(worker):
        for number in range(8):
            with db.write() as session:
                record(session, tenant, "note", f"U{worker}", {"act": number}, NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))
    found = states(db, tenant)
    assert found == dict.fromkeys(range(1, 49), "intact")
    with db.read() as session:
        assert len({pseudonyms.find_pseudonym(session, tenant, f"U{worker}") for worker in range(6)}) == 6


def test_what_is_rolled_back_leaves_no_link(db):
    tenant = make_tenant(db)
    with pytest.raises(ZeroDivisionError), db.write() as session:
        record(session, tenant, "note", "U1", {"act": 1 // (record(session, tenant, "note", "U1", {}, NOW) - 1)}, NOW)
    with db.write() as session:
        assert record(session, tenant, "note", "U1", {}, NOW) == 1
    assert states(db, tenant) == {1: "intact"}


def test_people_stand_in_it_by_pseudonyms_and_codes_as_they_are(db):
    tenant = make_tenant(db)
    said = {"owner": "U0123456789", "channel": "C1", "issuer": "US", "list": "UN", "asked": "U0123456789", "to": ["W1"]}
    with db.write() as session:
        record(session, tenant, "watch", "U1", said, NOW)
    with db.read() as session:
        ((_, content),) = ledger.newest(session, tenant)
        names = [pseudonyms.find_pseudonym(session, tenant, user) for user in ("U1", "U0123456789", "W1")]
    kept = json.loads(content.text)
    assert content.actor == names[0]
    assert kept == {**said, "owner": names[1], "to": [names[2]]}
    assert all(pseudonyms.NAME.fullmatch(name) for name in names)


def test_a_team_has_its_own_chain_and_its_own_names(db):
    one, other = make_tenant(db), make_tenant(db, "T2")
    for tenant in (one, other):
        with db.write() as session:
            assert record(session, tenant, "note", "U1", {}, NOW) == 1
    with db.read() as session:
        assert pseudonyms.find_pseudonym(session, one, "U1") != pseudonyms.find_pseudonym(session, other, "U1")
        assert ledger.numbers_of(session, one, pseudonyms.find_pseudonym(session, other, "U1")) == []


@given(numbers=st.sets(st.integers(1, 60)))
def test_ranges_hold_the_numbers_and_no_others(numbers):
    runs = ranges(numbers)
    assert {number for first, last in runs for number in range(first, last + 1)} == numbers
    assert all(a[1] + 1 < b[0] for a, b in pairwise(runs))


@given(content=st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_a_content_has_one_text_which_any_database_holds(content):
    assert told(dict(reversed(content.items()))) == told(content)
    assert told(content).isascii()
    assert "\x00" not in told(content)


@given(st.lists(st.binary(max_size=4), min_size=3, max_size=3), st.lists(st.binary(max_size=4), min_size=3, max_size=3))
def test_where_one_part_ends_is_committed_to(one, other):
    def made(parts):
        return commit(parts[0], parts[1].hex(), parts[2].hex())

    assert (made(one) == made(other)) == (one == other)


def test_heads_are_read_from_a_file_and_from_what_operators_copied():
    head = Head("2026-03-02T10:00:00Z", "T1", 12, "ab" * 32)
    assert read_heads(f"{head}\n{head}\n") == [head, head]
    assert read_heads(f"Head of the ledger:\n`{head}`\nKeep this line.") == [head]
    assert read_heads("nothing of the kind") == []


def test_a_database_for_reading_only_takes_no_link_and_says_so(sqlite):
    tenant = make_tenant(sqlite)
    sqlite.read_only = True
    assert ledger.if_possible(sqlite, lambda session: record(session, tenant, "question", "U1", {}, NOW)) == "ReadOnly"
