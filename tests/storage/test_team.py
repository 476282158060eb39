"""What belongs to a team: tenants, channels, seen, leases, notes, watches, posts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.audience import Audience
from bot.core.entities import entity_id
from bot.core.watches import Target
from storage import channels, entities, events, leases, moves, notes, posts, seen, snoozes, tenants, watches
from storage.channels import Channel
from tests.owing import NOW, SDN, by_name, event, listing, load, make_tenant, record

E1 = entity_id(SDN, "1")


def put_channel(db, tenant, channel="C1", **what):
    with db.write() as session:
        made = Channel(tenant, channel, "general", what.get("private", False), what.get("shared", False))
        return channels.upsert_channel(session, made, NOW)


def put_note(db, tenant, text="checked with the bank", **what):
    note = notes.NewNote(
        tenant=tenant,
        entity=E1,
        source=SDN,
        ref="1",
        text=text,
        author="U1",
        channel="C1",
        visibility="team",
        submission=text,
    )
    with db.write() as session:
        return notes.add_note(session, replace(note, **what), NOW)


def read_notes(db, audience, entity=E1):
    with db.read() as session:
        return [note.text for note in notes.notes_for(session, audience, [entity]).get(entity, ())]


def test_a_tenant_is_made_once_and_keeps_its_id(db):
    assert make_tenant(db) == make_tenant(db)
    with db.read() as session:
        assert tenants.only_tenant(session).team_id == "T1"


def test_ten_processes_that_meet_a_new_team_agree_on_its_id(db):
    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(lambda _: make_tenant(db), range(10)))) == 1


def test_an_organisation_is_one_tenant_whatever_the_team(db):
    with db.write() as session:
        first = tenants.tenant_for(session, "E1", "T1", True, "Org", "UBOT", NOW)
        assert tenants.tenant_for(session, "E1", "T2", True, "Org", "UBOT", NOW) == first
        assert tenants.tenant_for(session, "E1", "T2", False, "Team", "UBOT", NOW) != first
        assert tenants.tenant_by_team(session, "E1").id == first
        assert tenants.only_tenant(session) is None


def test_a_channel_that_was_private_or_shared_stays_so(db):
    tenant = make_tenant(db)
    put_channel(db, tenant, private=True)
    kept = put_channel(db, tenant, shared=True)
    assert (kept.private, kept.externally_shared) == (True, True)
    kept = put_channel(db, tenant)
    assert (kept.private, kept.externally_shared) == (True, True)


def test_a_direct_message_is_private_without_being_told(db):
    tenant = make_tenant(db)
    assert put_channel(db, tenant, "D1").private
    with db.read() as session:
        assert channels.audience_in(session, tenant, "dm", "D2").private
        direct = channels.audience_in(session, tenant, "dm", "D2")
        assert (direct.private, direct.externally_shared) == (True, False)


def test_of_a_channel_that_slack_never_described_the_worst_is_assumed(db):
    tenant = make_tenant(db)
    put_note(db, tenant, channel="C9")
    add(db, tenant, Target("all", "", "all"), "C9")
    with db.read() as session:
        unknown = channels.audience_in(session, tenant, "channel", "C9")
        assert (unknown.private, unknown.externally_shared) == (True, True)
        assert not channels.audience_in(session, tenant, "channel", "U9").externally_shared
        assert watches.list_watches(session, Audience(tenant, "ephemeral", "C1", user="U1")) == []
    assert read_notes(db, Audience(tenant, "home", user="U2")) == []
    put_channel(db, tenant, "C9")
    with db.read() as session:
        assert watches.list_watches(session, Audience(tenant, "ephemeral", "C1", user="U1"))
    assert read_notes(db, Audience(tenant, "home", user="U2"))
    with db.write() as session:
        channels.forget_description(session, tenant, "C9")
    assert read_notes(db, Audience(tenant, "home", user="U2")) == []


def test_guests_read_nothing_that_the_team_wrote_or_set(db):
    tenant = make_tenant(db)
    put_channel(db, tenant)
    put_note(db, tenant)
    add(db, tenant, Target("all", "", "all"))
    guest = Audience(tenant, "ephemeral", "C1", user="U8", guest=True)
    with db.write() as session:
        snoozes.put(session, tenant, "C1", "channel", "", "everything", NOW + timedelta(days=3), "U1", NOW)
    for audience, seen_of_each in ((guest, 0), (replace(guest, guest=False), 1)):
        with db.read() as session:
            assert len(notes.notes_for(session, audience, [E1])) == seen_of_each
            assert len(watches.list_watches(session, audience)) == seen_of_each
            assert len(snoozes.list_snoozes(session, audience, NOW)) == seen_of_each
    with db.write() as session:
        assert not watches.remove_watch(session, guest, 1)


def numbers_of_new_rows(db, tenant):
    """A watch, its number, gone again; the number of the next one; and the same of events."""
    first, _ = add(db, tenant, by_name())
    record(db, event("1"), event("2"))
    with db.write() as session:
        watches.remove_watch(session, Audience(tenant, "cli", "C1"), first)
        before = events.last_recorded(session)
        moves.forget(session, event("2").key)
    second, _ = add(db, tenant, Target("all", "", "all"), "C7")
    record(db, event("3"))
    with db.read() as session:
        return (first, second), (before, events.last_recorded(session))


def test_the_number_of_a_row_that_is_gone_is_never_given_again(db):
    for before, after in numbers_of_new_rows(db, make_tenant(db)):
        assert after > before


def test_of_many_deliveries_of_one_event_exactly_one_is_new(db):
    tenant = make_tenant(db)

    def deliver(_):
        with db.write() as session:
            return seen.first_time(session, tenant, "Ev1", NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(deliver, range(8))) == [False] * 7 + [True]


def test_old_deliveries_are_forgotten(db):
    tenant = make_tenant(db)
    with db.write() as session:
        assert seen.first_time(session, tenant, "Ev1", NOW)
        seen.forget_before(session, NOW + timedelta(minutes=1))
        assert seen.first_time(session, tenant, "Ev1", NOW)


def take(db, owner, now=NOW):
    with db.write() as session:
        return leases.take(session, "refresh", owner, now, timedelta(minutes=1))


def test_a_lease_has_one_holder_and_each_new_one_gets_a_higher_fence(db):
    first = take(db, "a")
    assert first is not None
    assert take(db, "b") is None
    assert take(db, "a") == first
    later = take(db, "b", NOW + timedelta(minutes=2))
    assert later > first
    assert take(db, "a", NOW + timedelta(minutes=2)) is None


def test_a_holder_that_slept_too_long_gets_a_new_fence(db):
    assert take(db, "a", NOW + timedelta(minutes=2)) < take(db, "a", NOW + timedelta(minutes=4))


def test_a_released_lease_can_be_taken_at_once(db):
    first = take(db, "a")
    with db.write() as session:
        leases.release(session, "refresh", "a", NOW)
    assert take(db, "b") > first


def test_only_one_of_many_takes_a_lease(db):
    with ThreadPoolExecutor(8) as pool:
        fences = list(pool.map(lambda n: take(db, f"p{n}"), range(8)))
    assert sum(fence is not None for fence in fences) == 1


def test_a_submission_that_arrives_twice_is_one_note(db):
    tenant = make_tenant(db)
    assert put_note(db, tenant) == put_note(db, tenant)
    assert len(read_notes(db, Audience(tenant, "channel", "C1"))) == 1


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("team", {"here", "elsewhere", "home", "cli", "author here", "author dm"}),
        ("channel", {"here", "author here"}),
        ("private", {"author here", "author dm"}),
    ],
)
def test_a_note_is_read_by_those_it_was_written_for(db, visibility, readers):
    tenant = make_tenant(db)
    put_channel(db, tenant)
    put_note(db, tenant, visibility=visibility)
    audiences = {
        "here": Audience(tenant, "channel", "C1", user="U1"),
        "elsewhere": Audience(tenant, "channel", "C2"),
        "home": Audience(tenant, "home", user="U2"),
        "cli": Audience(tenant, "cli"),
        "author here": Audience(tenant, "ephemeral", "C1", user="U1"),
        "author dm": Audience(tenant, "dm", "D1", private=True, user="U1"),
        "shared": Audience(tenant, "channel", "C1", externally_shared=True, user="U1"),
    }
    assert {name for name, audience in audiences.items() if read_notes(db, audience)} == readers


@pytest.mark.parametrize("visibility", ["team", "channel", "private"])
def test_a_note_written_in_a_private_channel_stays_there(db, visibility):
    tenant = make_tenant(db)
    put_channel(db, tenant, "C7", private=True)
    put_note(db, tenant, channel="C7", visibility=visibility)
    here = Audience(tenant, "ephemeral", "C7", private=True, user="U1")
    assert read_notes(db, here)
    others = [
        Audience(tenant, s, c, user="U1") for s, c in [("ephemeral", "C1"), ("dm", "D1"), ("home", ""), ("cli", "")]
    ]
    assert [read_notes(db, audience) for audience in others] == [[]] * 4
    with db.read() as session:
        assert notes.note_counts(session, others[0], [E1]) == {}


def test_a_channel_that_turns_private_takes_its_notes_with_it(db):
    tenant = make_tenant(db)
    put_channel(db, tenant)
    put_note(db, tenant)
    elsewhere = Audience(tenant, "channel", "C2")
    assert read_notes(db, elsewhere)
    put_channel(db, tenant, private=True)
    assert read_notes(db, elsewhere) == []


def test_a_note_follows_its_party_through_a_merge_and_its_listing_through_a_split(db):
    tenant = make_tenant(db)
    put_channel(db, tenant)
    load(db, listing("1"), listing("2"))
    put_note(db, tenant, "on 1")
    put_note(db, tenant, "on 2", entity=entity_id(SDN, "2"), ref="2")
    put_note(db, tenant, "on no listing", source="", ref="")
    anyone = Audience(tenant, "home")
    e2 = entity_id(SDN, "2")
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (e2, "INN")}, [(E1, e2, "same INN")], NOW)
    assert read_notes(db, anyone, e2) == ["on no listing", "on 2", "on 1"]
    assert "on 1" not in read_notes(db, anyone, E1)
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (E1, "")}, [(e2, E1, "split")], NOW)
    assert "on 1" in read_notes(db, anyone, E1)
    assert "on 1" not in read_notes(db, anyone, e2)


def add(db, tenant, target, channel="C1", kinds=frozenset()):
    with db.write() as session:
        return watches.add_watch(session, tenant, channel, "U1", target, kinds, NOW)


def test_the_same_watch_twice_is_one(db):
    tenant = make_tenant(db)
    first, is_new = add(db, tenant, Target("all", "", "all"))
    assert is_new
    assert add(db, tenant, Target("all", "", "all")) == (first, False)
    assert add(db, tenant, Target("all", "", "all"), "C2")[1]
    assert add(db, tenant, Target("all", "", "all"), kinds=frozenset({"removed"}))[1]


def test_a_watch_of_a_merged_party_is_the_same_watch(db):
    tenant = make_tenant(db)
    load(db, listing("1"), listing("2"))
    first, _ = add(db, tenant, by_name("1"))
    e2 = entity_id(SDN, "2")
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (e2, "INN")}, [(E1, e2, "same INN")], NOW)
        assert watches.all_watches(session)[0].target.value == e2
    assert add(db, tenant, by_name("2")) == (first, False)


def test_a_private_channels_watches_are_shown_only_there(db):
    tenant = make_tenant(db)
    put_channel(db, tenant)
    put_channel(db, tenant, "C7", private=True)
    add(db, tenant, by_name(), "C7")
    add(db, tenant, Target("all", "", "all"), "C1")

    def shown(audience):
        with db.read() as session:
            return [w.channel for w in watches.list_watches(session, audience)]

    assert shown(Audience(tenant, "ephemeral", "C7", private=True)) == ["C7", "C1"]
    assert shown(Audience(tenant, "home")) == ["C1"]
    assert shown(Audience(tenant, "cli")) == ["C1"]
    assert shown(Audience(tenant, "channel", "C2", externally_shared=True)) == []


def test_a_watch_is_removed_only_by_those_who_see_it(db):
    tenant = make_tenant(db)
    put_channel(db, tenant, "C7", private=True)
    number, _ = add(db, tenant, by_name(), "C7")
    with db.write() as session:
        assert not watches.remove_watch(session, Audience(tenant, "channel", "C1"), number)
        assert watches.remove_watch(session, Audience(tenant, "channel", "C7", private=True), number)
        assert watches.all_watches(session) == []


def test_a_paused_channel_resumes_whole(db):
    tenant = make_tenant(db)
    add(db, tenant, by_name())
    add(db, tenant, Target("all", "", "all"))
    with db.write() as session:
        watches.pause_channel(session, tenant, "C1", "the channel is archived")
        untold = watches.owners_to_tell(session, tenant)
        assert untold == [("C1", "U1", "the channel is archived", ("Party 1", "all"))]
        assert watches.mark_told(session, tenant, "C1", "U1")
        assert not watches.mark_told(session, tenant, "C1", "U1")
        assert watches.owners_to_tell(session, tenant) == []
        assert watches.resume_channel(session, tenant, "C1") == 2
        assert not any(w.paused for w in watches.all_watches(session))


def test_a_card_is_found_by_its_place(db):
    tenant = make_tenant(db)
    card = posts.Thread(tenant, "C1", "1.1", "action", "a-1", (posts.Subject(E1, SDN, "1"),))
    with db.write() as session:
        posts.add_thread(session, card, NOW)
        posts.add_thread(session, card, NOW)
        assert posts.find_thread(session, tenant, "C1", "1.1") == card
        assert posts.find_thread(session, tenant, "C2", "1.1") is None
