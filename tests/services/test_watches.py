from datetime import timedelta

import pytest

from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.screening import Answer, Band, ListingState, ListingStatus, Match, Query, Status
from bot.core.watches import Target
from bot.services.routing import route_new
from bot.services.watches import Ambiguous, Duplicate, Saved, WatchProblem, add_watch, list_watches, remove_watch
from storage import entities, outbox, watches
from storage.db import Database
from tests.owing import NOW, SDN, event, listing, load, make_tenant, record


def match(ref: str) -> Match:
    found = listing(ref)
    state = ListingStatus(found, "US", ListingState.LISTED, NOW)
    return Match(entity_id(SDN, ref), found.caption, found.type, 0.99, Band.EXACT, found.names[0], (), (state,))


def answers(status: Status, *refs: str):
    def screen(query: Query) -> Answer:
        return Answer(query, status, None, tuple(match(ref) for ref in refs), (), (), False, NOW)

    return screen


NOBODY = answers(Status.NOT_FOUND)


def add(db: Database, text: str, screen=NOBODY, tenant: int = 0, channel: str = "C1", kinds: str = "", now=NOW):
    return add_watch(db, screen, tenant or make_tenant(db), channel, "U1", text, now, kinds)


def test_a_programme_is_watched_with_a_preview_of_its_noise(db):
    record(db, event("1"), event("2"), event("3", action="a-2"), event("4", action="a-3", programmes=("SDGT",)))
    saved = add(db, "program:russia-eo14024")
    assert isinstance(saved, Saved)
    assert (saved.days, saved.cards) == (30, 2)
    assert saved.watch.target == Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")
    assert (saved.watch.owner, saved.watch.channel) == ("U1", "C1")


def test_events_before_a_watch_are_never_told_because_of_it(db):
    record(db, event("1"))
    add(db, "all")
    record(db, event("2", action="a-2"))
    assert route_new(db, NOW) == 2
    with db.read() as session:
        assert {place.action for place in outbox.told(session, {"a-1", "a-2"})} == {"a-2"}


def test_a_list_loaded_with_an_old_date_is_told_to_a_watch_made_before_it(db):
    add(db, "all")
    record(db, event("1", at=NOW - timedelta(days=1500)))
    assert route_new(db, NOW) == 2


def test_the_same_watch_again_is_recognised(db):
    first = add(db, "all")
    again = add(db, "ALL")
    assert isinstance(again, Duplicate)
    assert again.watch.id == first.watch.id


def test_asking_again_lets_a_paused_channel_go_on(db):
    first = add(db, "all")
    add(db, "issuer:US")
    with db.write() as session:
        watches.pause_channel(session, first.watch.tenant, "C1", "the channel is archived")
    assert isinstance(add(db, "all"), Saved)
    assert not any(w.paused for w in list_watches(db, Audience(first.watch.tenant, "cli")))


def test_a_name_that_means_one_party_is_watched_with_its_listing(db):
    load(db, listing("1"))
    saved = add(db, "Party 1", answers(Status.LISTED, "1"))
    assert saved.watch.target == Target("entity", entity_id(SDN, "1"), "Party 1", SDN, "1")


@pytest.mark.parametrize("status", [Status.AMBIGUOUS, Status.POSSIBLE])
def test_a_name_that_may_mean_several_is_a_choice(db, status):
    chosen = add(db, "Party", answers(status, "1", "2"))
    assert isinstance(chosen, Ambiguous)
    assert [m.caption for m in chosen.matches] == ["Party 1", "Party 2"]
    assert list_watches(db, Audience(1, "cli")) == []


@pytest.mark.parametrize("ref", [f"{SDN}:1", entity_id(SDN, "1")])
def test_a_reference_is_watched_without_guessing(db, ref):
    load(db, listing("1"))
    assert add(db, ref).watch.target == Target("entity", entity_id(SDN, "1"), "Party 1", SDN, "1")


@pytest.mark.parametrize(
    ("text", "screen", "kinds"),
    [
        ("", NOBODY, ""),
        ("Nobody At All", NOBODY, ""),
        ("Party 1", answers(Status.NO_DATA), ""),
        (f"{SDN}:99", NOBODY, ""),
        ("issuer:Atlantis", NOBODY, ""),
        ("all", NOBODY, "deleted"),
    ],
)
def test_what_cannot_be_watched_is_said_and_saves_nothing(db, text, screen, kinds):
    assert isinstance(add(db, text, screen, kinds=kinds), WatchProblem)
    assert list_watches(db, Audience(1, "cli")) == []


def test_a_watch_is_listed_and_ended(db):
    tenant = make_tenant(db)
    saved = add(db, "all", kinds="removed")
    here = Audience(tenant, "ephemeral", "C1")
    assert [w.kinds for w in list_watches(db, here)] == [frozenset({"removed"})]
    assert remove_watch(db, here, saved.watch.id) == saved.watch
    assert remove_watch(db, here, saved.watch.id) is None
    assert list_watches(db, here) == []


def test_routing_twice_owes_once(db):
    add(db, "all")
    record(db, event("1"), event("2", Op.DEL))
    assert route_new(db, NOW) == 2
    assert route_new(db, NOW) == 0


def test_a_party_that_got_another_id_is_still_watched(db):
    load(db, listing("1"), listing("2"))
    add(db, f"{SDN}:1")
    merged = entity_id(SDN, "2")
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (merged, "INN")}, [(entity_id(SDN, "1"), merged, "INN")], NOW)
    record(db, event("2", entity=merged))
    assert route_new(db, NOW) == 1
