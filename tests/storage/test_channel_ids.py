"""A channel that goes on under another id: all that names it follows, whatever stands under the new id already."""

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.core.alerts import Held, Owed, Place, Waiting
from bot.core.watches import Target
from bot.core.work import UNTOUCHED, Work
from storage import (
    batches,
    channel_ids,
    channels,
    claims,
    digests,
    greetings,
    kept,
    outbox,
    posts,
    rows,
    seen,
    snoozes,
    watches,
    work,
)
from storage import settings as team_settings
from storage.db import Database
from storage.memory_rows import DecisionRow, NoteVersionRow
from storage.team_rows import NoteRow
from tests.owing import NOW, SDN, by_name, make_tenant

OLD, NEW = "G0OLD", "C0NEW"
LATER = NOW + timedelta(minutes=1)
ALL = Target("all", "", "all")


def decision(tenant, channel, now):
    """A judgement that counts in one channel only."""
    said = {"entity": "e-1", "subject": "party", "asked": "Party", "verdict": "same", "reason": "born the same day"}
    where = {"tenant": tenant, "channel": channel, "scope": channel, "visibility": "channel"}
    return DecisionRow(**said, **where, facts={}, author="U1", submission="s", created_at=now)


def fill(session, tenant, channel, now=NOW, ts="1.1"):
    """Something in every table that names a channel."""
    channels.upsert_channel(session, channels.Channel(tenant, channel, "desk", True, False), now)
    greetings.greet_channel(session, tenant, channel)
    first, _ = watches.add_watch(session, tenant, channel, "U1", by_name(), frozenset(), now)
    watches.add_watch(session, tenant, channel, "U1", ALL, frozenset(), now, cadence="daily")
    place = Place(tenant, channel, "a-1")
    outbox.owe(session, [Owed(place, "card", ("k-1",), (first,)), Owed(place, "detail:1", ("k-1",), (first,))], now)
    digests.wait(session, [Waiting(place, "daily", ("k-2",), (first,))], now)
    made = snoozes.put(session, tenant, channel, "watch", str(first), "watch", now + timedelta(days=2), "U1", now)
    digests.hold(session, [Held(place, made.id, ("k-3",), (first,))], now)
    posts.add_thread(
        session, posts.Thread(tenant, channel, ts, "action", "a-1", (posts.Subject("e-1", SDN, "1"),)), now
    )
    work.change_work(session, place, UNTOUCHED, Work("claimed", "U1", now, "U1", now), now)
    reply = kept.Place(tenant, channel, "1700000000.000100")
    kept.hold(session, reply, "U1", "t", now)
    kept.settle(session, reply, "t", kept.KeptReply("e-1", SDN, "1", "ours", "U7", now))
    session.add(decision(tenant, channel, now))
    batches.begin_batch(session, tenant, (channel, ts), "U1", "p", now, now)
    seen.first_time(session, tenant, f"discuss:{channel}:1.5:e-1", now)
    team_settings.put_setting(session, tenant, "operators", channel, "U1", now)


def follow(db, tenant, old=OLD, new=NEW):
    with db.write() as session:
        return channel_ids.follow(session, tenant, old, new, LATER)


def dump(db):
    """All rows of all tables of teams, as text."""
    with db.read() as session:
        return {
            name: sorted(
                json.dumps(dict(row._mapping), default=str, sort_keys=True) for row in session.execute(select(table))
            )
            for name, table in rows.METADATA.tables.items()
            if "tenant" in table.columns
        }


def test_every_table_that_names_a_channel_follows_and_a_second_telling_changes_nothing(db):
    tenant, other = make_tenant(db), make_tenant(db, "T2")
    with db.write() as session:
        fill(session, tenant, OLD)
        fill(session, other, OLD)
    before = dump(db)
    named = {name for name, table in rows.METADATA.tables.items() if "channel" in table.columns}
    assert named == {row.__tablename__ for row in channel_ids.KEYS}
    assert all(OLD in str(before[name]) for name in {*named, "channel", "setting", "seen"})
    assert follow(db, tenant)
    after = dump(db)
    assert not follow(db, tenant)
    assert dump(db) == after
    mine = [row for name in after for row in after[name] if json.loads(row)["tenant"] == tenant]
    assert OLD not in str(mine)
    theirs = [row for name in after for row in after[name] if json.loads(row)["tenant"] == other]
    assert NEW not in str(theirs)
    assert {name: len(found) for name, found in after.items()} == {name: len(found) for name, found in before.items()}


def test_a_channel_never_described_stays_private_under_an_id_that_does_not_say_so(db):
    tenant = make_tenant(db)
    with db.write() as session:
        watches.add_watch(session, tenant, OLD, "U1", ALL, frozenset(), NOW)
    assert follow(db, tenant)
    with db.read() as session:
        assert channels.find_channel(session, tenant, NEW).private
        assert channels.seen_at(session, tenant, NEW) is None, "Slack is asked anew"


def test_what_is_being_sent_is_looked_for_under_the_new_id_and_its_sender_writes_nothing(db):
    tenant = make_tenant(db)
    with db.write() as session:
        fill(session, tenant, OLD)
        claimed = claims.claim(session, tenant, "p", NOW, timedelta(minutes=5))
    follow(db, tenant)
    with db.write() as session:
        assert not claims.record_sent(session, claimed, "9.9", NOW)
        assert claims.claim(session, tenant, "q", NOW, timedelta(minutes=5)) is None
        again = claims.claim(session, tenant, "q", LATER, timedelta(minutes=5))
    assert (again.place.channel, again.alert, again.look_first) == (NEW, claimed.alert, True)


def test_a_card_sent_under_one_id_is_not_owed_under_the_other(db):
    tenant = make_tenant(db)
    for channel in (NEW, OLD):
        with db.write() as session:
            outbox.owe(session, [Owed(Place(tenant, channel, "a-1"), "card", (f"k-{channel}",), (1,))], NOW)
            if channel == NEW:
                assert claims.record_sent(session, claims.claim(session, tenant, "p", NOW, LATER - NOW), "9.9", NOW)
    follow(db, tenant)
    with db.read() as session:
        card = outbox.card_at(session, Place(tenant, NEW, "a-1"))
        assert (card.status, card.ts) == ("sent", "9.9")
        assert set(card.events) == {f"k-{OLD}", f"k-{NEW}"}
        assert outbox.count_open(session, tenant) == 0


def test_what_stands_under_both_ids_becomes_one_and_no_reference_is_left_behind(db):
    tenant = make_tenant(db)
    with db.write() as session:
        fill(session, tenant, OLD)
        fill(session, tenant, NEW, now=NOW + timedelta(seconds=5))
        newest = session.exec(select(NoteRow.id).order_by(col(NoteRow.id).desc())).first()
        session.add(NoteVersionRow(tenant=tenant, note=newest, text="before", visibility="team", until=NOW, by="U7"))
    follow(db, tenant)
    with db.read() as session:
        known = {watch.id for watch in watches.all_watches(session)}
        (snooze,) = snoozes.ended(session, tenant, NOW + timedelta(days=3))
        card = outbox.card_at(session, Place(tenant, NEW, "a-1"))
        assert len(known) == 2
        assert set(card.watches) <= known
        assert int(snooze.value) in known
        assert [item.event for item in digests.held(session, tenant, NEW, snooze.id)] == ["k-3"]
        assert [row.ended for row in session.exec(select(DecisionRow).order_by(col(DecisionRow.id)))] == [
            "replaced",
            "",
        ]
        assert session.exec(select(NoteVersionRow.note)).all() == session.exec(select(NoteRow.id)).all()
        assert set(digests.waiting(session, tenant, NEW, "daily")[0].watches) <= known
    assert OLD not in str(dump(db))


def test_of_two_sockets_that_tell_it_at_once_one_does_it(db):
    tenant = make_tenant(db)
    with db.write() as session:
        fill(session, tenant, OLD)

    def tell(_):
        with db.write() as session:
            outbox.lock_routing(session)
            return channel_ids.follow(session, tenant, OLD, NEW, LATER)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tell, range(2))) == [False, True]
    assert OLD not in str(dump(db))


ACTS = {
    "watch": lambda s, t, c, n: watches.add_watch(s, t, c, "U1", by_name(str(n)), frozenset(), NOW),
    "card": lambda s, t, c, n: outbox.owe(s, [Owed(Place(t, c, f"a-{n}"), "card", (f"k-{n}",), (n,))], NOW),
    "send": lambda s, t, c, n: (
        claims.record_sent(s, claim, f"{n}.{c}"[:40], NOW)
        if (claim := claims.claim(s, t, "p", NOW, LATER - NOW))
        else None
    ),
    "claim": lambda s, t, c, n: claims.claim(s, t, "p", NOW, LATER - NOW),
    "wait": lambda s, t, c, n: digests.wait(s, [Waiting(Place(t, c, "a"), "daily", (f"k-{n}",), (n,))], NOW),
    "snooze": lambda s, t, c, n: snoozes.put(s, t, c, "watch", str(n), "", NOW + timedelta(days=n), "U1", NOW),
    "thread": lambda s, t, c, n: posts.add_thread(s, posts.Thread(t, c, f"{n}.1", "action", f"a-{n}", ()), NOW),
    "work": lambda s, t, c, n: work.owe_redraw(s, Place(t, c, f"a-{n}"), NOW),
    "hold": lambda s, t, c, n: kept.hold(s, kept.Place(t, c, f"17000000{n}.000100"), "U1", "t", NOW),
    "seen": lambda s, t, c, n: seen.first_time(s, t, f"discuss:{c}:{n}.1:e", NOW),
    "setting": lambda s, t, c, n: team_settings.put_setting(s, t, f"key{n}", c, "U1", NOW),
    "lose": lambda s, t, c, n: channels.mark_lost(s, t, c, n),
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([OLD, NEW]), st.integers(1, 3)), max_size=14))
def test_whatever_stands_under_both_ids_ends_once_under_the_new_one(sqlite_template, acts):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, path := Path(folder) / "desk.db")
        db = Database(f"sqlite:///{path}")
        tenant = make_tenant(db)
        for name, channel, number in acts:
            with db.write() as session:
                ACTS[name](session, tenant, channel, number)
        assert follow(db, tenant) == any(
            channel == OLD and name not in ("send", "claim", "seen") for name, channel, _ in acts
        )
        assert not follow(db, tenant)
        told = {(name, number) for name, channel, number in acts if channel == OLD or name not in ("send", "claim")}
        with db.read() as session:
            assert len(watches.all_watches(session)) == len({n for name, n in told if name == "watch"})
            cards = {place.action for place in outbox.told(session, [f"a-{n}" for n in range(9)])}
            assert cards == {f"a-{n}" for name, n in told if name == "card"}
        if any(name != "seen" for name, channel, _ in acts if channel == OLD and name not in ("send", "claim")):
            assert OLD not in str({name: found for name, found in dump(db).items() if name != "outbox"})
        db.close()
