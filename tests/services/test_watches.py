import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.blocks.watch_words import preview_text
from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.routing import route
from bot.core.screening import Answer, Band, ListingState, ListingStatus, Match, Query, Status
from bot.core.watches import Filters, Target, is_met
from bot.services.routing import route_new
from bot.services.watch_care import NotYours, list_watches, next_digests, pause_watch, remove_watch, resume_watch
from bot.services.watch_previews import Preview, preview
from bot.services.watches import (
    Ambiguous,
    Duplicate,
    Place,
    Saved,
    WatchProblem,
    add_watch,
    edit_watch,
    preview_watch,
    retell_watch,
)
from storage import entities, outbox, previews, watches
from storage import settings as team_settings
from storage.db import Database
from tests.owing import NOW, SDN, describe, event, listing, load, make_tenant, record


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
    assert remove_watch(db, here, saved.watch.id, NOW) == saved.watch
    assert remove_watch(db, here, saved.watch.id, NOW) is None
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


def audience(tenant: int, channel: str = "C1", user: str = "U1", surface: str = "ephemeral") -> Audience:
    return Audience(tenant, surface, channel, user=user)  # type: ignore[arg-type]


def place(tenant: int, channel: str = "C1", user: str = "U1") -> Place:
    return Place(tenant, channel, user, NOW)


def set_team(db, tenant: int, **told: str) -> None:
    with db.write() as session:
        for key, value in told.items():
            team_settings.put_setting(session, tenant, key, value, "U1", NOW)


def test_several_conditions_at_once_are_saved_and_counted(db):
    record(db, event("1"), event("2", source="eu-fsf", action="a-2"), event("3", action="a-3", countries=("IR",)))
    saved = add(db, "issuer:US,EU country:RU kind:added")
    assert saved.cards == 2
    assert saved.watch.target == Target("country", "RU", "country:RU issuer:EU,US kind:added")
    assert saved.watch.filters == Filters(issuers=frozenset({"US", "EU"}))
    with db.read() as session:
        assert watches.watches_by_id(session, saved.watch.tenant, [saved.watch.id]) == [saved.watch]


def test_the_same_conditions_in_another_order_are_recognised(db):
    first = add(db, "issuer:EU country:RU")
    assert add(db, "country:Russia issuer:eu").watch.id == first.watch.id


def test_a_duplicate_says_whether_it_is_told_otherwise(db):
    add(db, "all")
    assert not add(db, "all").differs
    again = add(db, "all every:daily")
    assert isinstance(again, Duplicate)
    assert again.differs
    assert (again.watch.cadence, again.cadence) == ("now", "daily")


def test_a_duplicate_can_be_told_otherwise(db):
    saved = add(db, "all")
    tenant = saved.watch.tenant
    made = retell_watch(db, audience(tenant), saved.watch.id, "daily", "never", place(tenant))
    assert (made.watch.cadence, made.watch.broadcast, made.created) == ("daily", "never", False)
    assert [w.cadence for w in list_watches(db, audience(tenant))] == ["daily"]


def test_what_is_not_said_is_the_teams_habit(db):
    tenant = make_tenant(db)
    set_team(db, tenant, default="weekly", broadcast="never")
    assert (add(db, "all").watch.cadence, add(db, "issuer:US every:now").watch.cadence) == ("weekly", "now")
    assert add(db, "issuer:EU").watch.broadcast == "never"


def test_the_preview_is_what_the_router_does(db):
    told = [event(str(n), action=f"a-{n % 4}", at=NOW - timedelta(days=n)) for n in range(1, 9)]
    told += [event("90", source="eu-fsf", action="a-9"), event("91", Op.MOD, material=False, action="a-8")]
    record(db, *told)
    preview = preview_watch(db, NOBODY, place(make_tenant(db)), "issuer:US")
    assert list_watches(db, Audience(preview.watch.tenant, "cli")) == []
    with db.write() as session:
        watches.add_watch(session, preview.watch.tenant, "C1", "U1", preview.watch.target, frozenset(), NOW)
    route_new(db, NOW)
    with db.read() as session:
        routed = {p for p in outbox.told(session, {e.action for e in told}) if p.channel == "C1"}
    assert preview.cards == len(routed) == 4


TEXTS = st.sampled_from(
    (
        *("all", "issuer:EU", "issuer:US kind:removed", "country:RU", "programme:SDGT", 'name:"Party*"', f"{SDN}:1"),
        *(
            "all kind:amended",
            "all kind:added",
            "all issuer:EU",
            f"{SDN}:1 kind:amended",
            "programme:SDGT direction:relief",
        ),
    )
)
PAST = st.builds(
    lambda number, ref, op, source, state, kind, material, days: event(
        ref,
        op,
        key=f"k-{number}",
        source=source,
        entity=entity_id(SDN, ref),
        action=f"a-{number % 3}-{source}",
        state=state if op is Op.DEL else "confirmed",
        kind=kind if op is Op.REPLACE else event(ref, op).kind,
        related_ref="1" if op is Op.REPLACE else "",
        programmes=("SDGT",) if material else ("IRAN",),
        material=material,
        at=NOW - timedelta(days=days),
    ),
    st.integers(0, 10**6),
    st.sampled_from("12"),
    st.sampled_from((Op.ADD, Op.DEL, Op.MOD, Op.REPLACE)),
    st.sampled_from((SDN, "eu-fsf")),
    st.sampled_from(("pending", "confirmed", "cancelled")),
    st.sampled_from(("renumbered", "reinstated", "redesignated")),
    st.booleans(),
    st.integers(1, 40),
)


@example(f"{SDN}:1", [event("2", Op.REPLACE, kind="renumbered", related_ref="1")])
@example(f"{SDN}:1", [event("7", Op.MOVE, source="us-ofac-cons", kind="eased", related_ref=f"{SDN}:1")])
@settings(max_examples=120)
@given(TEXTS, st.lists(PAST, max_size=12, unique_by=lambda each: each.key))
def test_what_the_database_narrows_loses_no_card(sqlite_template, text, past):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, path := Path(folder) / "desk.db")
        db = Database(f"sqlite:///{path}")
        load(db, listing("1"), listing("2"))
        record(db, *past)
        found = preview_watch(db, NOBODY, place(make_tenant(db)), text)
        with db.read() as session:
            looked_at = previews.newest_for(session, found.watch, NOW - timedelta(days=30), 99)
        db.close()
    recent = [each for each in past if each.at >= NOW - timedelta(days=30)]
    assert {each.key for each in recent if is_met(found.watch, each)} <= {each.key for each in looked_at}
    routed = route(recent, [found.watch], {}).owed
    assert found.cards == len({owed.place.action for owed in routed if owed.part == "card"})


def test_a_preview_of_too_many_changes_says_how_far_it_counted(db):
    record(db, *(event(str(n), action=f"a-{n}", at=NOW - timedelta(days=n)) for n in range(1, 9)))
    watch = preview_watch(db, NOBODY, place(make_tenant(db)), "all").watch
    with db.read() as session:
        assert preview(session, watch, NOW, "UTC", most=8) == Preview(30, 8)
        assert preview(session, watch, NOW, "UTC", most=3) == Preview(3, 3, None, newest=3)
    assert "over the newest 20,000 changes alone (of the last 3 days" in preview_text(watch, 3, 5, None, 20_000)
    assert "of less than a day" in preview_text(watch, 0, 5, None, 20_000)


def test_the_preview_of_a_digest_counts_digests(db):
    morning = NOW.replace(hour=6)
    record(
        db,
        event("1", action="a-1", at=morning - timedelta(days=2)),
        event("2", action="a-2", at=morning - timedelta(days=2, hours=-1)),
        event("3", action="a-3", at=morning - timedelta(days=1)),
        event("4", action="a-4", at=morning - timedelta(days=40)),
    )
    saved = add(db, "all every:daily")
    assert (saved.cards, saved.digests) == (3, 2)


def test_a_persons_watch_is_theirs_alone(db):
    saved = add(db, "all for:me")
    tenant = saved.watch.tenant
    assert (saved.watch.channel, saved.watch.is_personal) == ("U1", True)
    assert list_watches(db, audience(tenant)) == [saved.watch]
    for other in (audience(tenant, user="U2"), audience(tenant, surface="channel"), Audience(tenant, "cli")):
        assert list_watches(db, other) == []
        assert remove_watch(db, other, saved.watch.id, NOW) is None
    assert remove_watch(db, audience(tenant, channel="C9"), saved.watch.id, NOW) == saved.watch


def test_a_watch_made_in_a_direct_message_is_the_persons(db):
    assert add(db, "all", channel="D1").watch.channel == "U1"


def test_members_of_a_channel_and_the_owner_may_change_a_watch_and_nobody_else(db):
    saved = add(db, "all")
    tenant, number = saved.watch.tenant, saved.watch.id
    describe(db, tenant)
    stranger = audience(tenant, channel="C2", user="U2")
    assert remove_watch(db, stranger, number, NOW) == NotYours(saved.watch)
    assert pause_watch(db, stranger, number, "U2", NOW) == NotYours(saved.watch)
    assert isinstance(edit_watch(db, NOBODY, stranger, number, "issuer:US", place(tenant)), NotYours)
    assert pause_watch(db, audience(tenant, channel="C2", user="U1"), number, "U1", NOW).paused == "by:U1"
    assert remove_watch(db, audience(tenant, channel="C1", user="U2"), number, NOW) is not None


def test_a_watch_paused_by_hand_stays_so_when_its_channel_is_back(db):
    by_hand, other = add(db, "all"), add(db, "issuer:US")
    tenant = by_hand.watch.tenant
    pause_watch(db, audience(tenant), by_hand.watch.id, "U1", NOW)
    with db.write() as session:
        watches.pause_channel(session, tenant, "C1", "the channel is archived")
        assert [labels for *_, labels in watches.owners_to_tell(session, tenant)] == [("issuer:US",)]
        assert watches.resume_channel(session, tenant, "C1") == 1
    assert [bool(w.paused) for w in list_watches(db, audience(tenant))] == [True, False]
    assert not resume_watch(db, audience(tenant), by_hand.watch.id, NOW).paused
    assert other.watch in list_watches(db, audience(tenant))


def test_what_happens_during_a_pause_is_not_told_afterwards(db):
    saved = add(db, "all")
    here = audience(saved.watch.tenant)
    pause_watch(db, here, saved.watch.id, "U1", NOW)
    record(db, event("1"))
    resume_watch(db, here, saved.watch.id, NOW)
    record(db, event("2", action="a-2"))
    route_new(db, NOW)
    with db.read() as session:
        assert {p.action for p in outbox.told(session, {"a-1", "a-2"})} == {"a-2"}


def test_an_edited_watch_means_something_else_from_now_on(db):
    saved = add(db, "issuer:EU every:daily")
    here = audience(saved.watch.tenant)
    record(db, event("1"))
    made = edit_watch(db, NOBODY, here, saved.watch.id, "issuer:US kind:added", place(saved.watch.tenant))
    assert isinstance(made, Saved)
    assert (made.watch.id, made.watch.target.value, made.watch.cadence) == (saved.watch.id, "US", "daily")
    assert list_watches(db, here) == [made.watch]
    assert route_new(db, NOW) == 0


def test_an_edit_that_repeats_another_watch_changes_nothing(db):
    first, second = add(db, "issuer:EU"), add(db, "issuer:US")
    here = audience(first.watch.tenant)
    made = edit_watch(db, NOBODY, here, second.watch.id, "issuer:EU", place(first.watch.tenant))
    assert isinstance(made, Duplicate)
    assert made.watch.id == first.watch.id
    assert list_watches(db, here) == [first.watch, second.watch]


@pytest.mark.parametrize("text", ["issuer:Atlantis", "", "Nobody At All", "all for:me"])
def test_an_edit_that_cannot_be_made_changes_nothing(db, text):
    saved = add(db, "issuer:EU")
    here = audience(saved.watch.tenant)
    assert isinstance(edit_watch(db, NOBODY, here, saved.watch.id, text, place(saved.watch.tenant)), WatchProblem)
    assert list_watches(db, here) == [saved.watch]


def test_of_two_who_end_a_watch_at_once_one_does(db):
    saved = add(db, "all")
    here = audience(saved.watch.tenant)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: remove_watch(db, here, saved.watch.id, NOW), range(4)))
    assert sorted(gone is not None for gone in done) == [False, False, False, True]


def test_the_next_digests_follow_the_teams_clock(db):
    tenant = make_tenant(db)
    set_team(db, tenant, timezone="Asia/Tokyo", digest="9")
    due = next_digests(db, tenant, NOW, "UTC")
    assert due["daily"] == (NOW + timedelta(days=1)).replace(hour=0)
    assert set(due) == {"hourly", "daily", "weekly"}
