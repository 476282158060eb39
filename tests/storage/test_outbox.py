from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.core.alerts import Owed, Place
from storage import claims, events, letters, outbox
from tests.owing import NOW, action, make_tenant

TTL = timedelta(minutes=5)


def owe(db, *items):
    with db.write() as session:
        for place in {item.place for item in items}:
            events.open_action(session, action(place.action), "s-1", "s-2")
        return outbox.owe(session, items, NOW)


def owed(tenant, channel="C1", number=1, part="card", keys=("k1",), watches=(1,)):
    return Owed(Place(tenant, channel, f"a-{number}"), part, keys, watches)


def claim(db, tenant, now=NOW, owner="p1"):
    with db.write() as session:
        return claims.claim(session, tenant, owner, now, TTL)


def finish(db, claimed, ts="1.1"):
    with db.write() as session:
        return claims.record_sent(session, claimed, ts, NOW)


def test_owing_the_same_twice_is_owing_it_once(db):
    tenant = make_tenant(db)
    assert owe(db, owed(tenant)) == 1
    assert owe(db, owed(tenant)) == 0
    assert claim(db, tenant) is not None
    assert claim(db, tenant) is None


def test_an_earlier_row_holds_back_its_channel_and_no_other(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant, "C1", 1), owed(tenant, "C1", 2), owed(tenant, "C2", 1))
    first = claim(db, tenant)
    assert claim(db, tenant).place.channel == "C2"
    assert claim(db, tenant) is None
    with db.write() as session:
        claims.defer(session, first, NOW + timedelta(seconds=7), "rate limit", look_first=False, counted=False)
    assert claim(db, tenant, NOW + timedelta(seconds=6)) is None
    again = claim(db, tenant, NOW + timedelta(seconds=7))
    assert (again.id, again.attempts, again.look_first) == (first.id, 1, False)
    finish(db, again)
    assert claim(db, tenant).place == Place(tenant, "C1", "a-2")


def test_the_claim_of_a_dead_process_is_taken_again_and_looked_up_first(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant))
    first = claim(db, tenant, owner="p1")
    assert claim(db, tenant, NOW + TTL - timedelta(seconds=1), "p2") is None
    second = claim(db, tenant, NOW + TTL, "p2")
    assert second.look_first
    assert not finish(db, first)
    assert finish(db, second)


def test_a_doubtful_row_stays_doubtful_through_another_crash(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant))
    with db.write() as session:
        first = claims.claim(session, tenant, "p1", NOW, TTL)
        claims.defer(session, first, NOW, "no answer in time", look_first=True, counted=True)
    assert claim(db, tenant).look_first
    assert claim(db, tenant, NOW + TTL).look_first


def test_ten_senders_never_hold_the_same_row(db):
    tenant = make_tenant(db)
    owe(db, *(owed(tenant, f"C{n}") for n in range(20)))

    def drain(owner):
        ids = []
        while (mine := claim(db, tenant, owner=f"p{owner}")) is not None:
            ids.append(mine.id)
        return ids

    with ThreadPoolExecutor(10) as pool:
        ids = [number for part in pool.map(drain, range(10)) for number in part]
    assert len(ids) == len(set(ids))
    # A sender that met a locked row may have passed on; whatever is left is still there to claim.
    assert len(ids) + len(drain(11)) == 20


def test_a_card_not_posted_yet_takes_later_news_in_itself(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant))
    assert owe(db, owed(tenant, part="update:1", keys=("k2",), watches=(2,))) == 0
    taken = claim(db, tenant)
    assert (taken.events, taken.watches) == (("k1", "k2"), (1, 2))


def test_a_posted_card_is_followed_by_an_update(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant))
    finish(db, claim(db, tenant))
    assert owe(db, owed(tenant, part="update:1", keys=("k1",))) == 1
    assert owe(db, owed(tenant, part="update:1", keys=("k1",))) == 0


def test_a_card_with_nothing_left_to_tell_comes_back_when_there_is(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant))
    with db.write() as session:
        claims.close(session, claims.claim(session, tenant, "p1", NOW, TTL), "moot", "")
        assert outbox.told(session, {"a-1"}) == {}
    owe(db, owed(tenant, keys=("k9",)))
    assert claim(db, tenant).events == ("k1", "k9")


def test_what_was_told_where_is_known(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant), owed(tenant, part="detail:1", keys=("k2",)), owed(tenant, "C2", keys=("k3",)))
    with db.read() as session:
        assert outbox.told(session, {"a-1"}) == {
            Place(tenant, "C1", "a-1"): frozenset({"k1", "k2"}),
            Place(tenant, "C2", "a-1"): frozenset({"k3"}),
        }
        assert outbox.told(session, {"a-2"}) == {}


def test_a_buried_channel_is_kept_and_sent_again_on_request(db):
    tenant = make_tenant(db)
    owe(db, owed(tenant, number=1), owed(tenant, number=2), owed(tenant, "C2"))
    with db.write() as session:
        assert letters.bury_channel(session, tenant, "C1", "is_archived") == 2
        assert outbox.status_counts(session, tenant) == {"dead": 2, "due": 1}
        assert len(letters.retry(session, tenant, NOW, channel="C1")) == 2
        assert outbox.count_open(session, tenant) == 3


@pytest.mark.parametrize("status", ["dead", "unsure", "moot"])
def test_a_row_that_ended_holds_nothing_back(db, status):
    tenant = make_tenant(db)
    owe(db, owed(tenant, number=1), owed(tenant, number=2))
    with db.write() as session:
        claims.close(session, claims.claim(session, tenant, "p1", NOW, TTL), status, "why")
    assert claim(db, tenant).place.action == "a-2"
