"""The router says what the plain loop over all pairs says; digests and snoozes decide when."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.alerts import Place
from bot.core.delta import Op
from bot.core.issuers import ISSUER_OF
from bot.core.listings import Statement
from bot.core.patterns import fold_pattern
from bot.core.routing import route
from bot.core.snoozes import Snooze
from bot.core.watches import ANY, Filters, Target
from tests.nested import nested_route, said, without_senders
from tests.owing import NOW, SDN, by_name, event, watch

PROGRAMME = Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")
ALL = Target("all", "", "all")
PLACE = Place(1, "C1", "a-1")
CODES = ("SDGT", "IRAN", "RUSSIA-EO14024")
COUNTRIES = ("RU", "IR", "CN")
SOURCES = (SDN, "eu-fsf", "us-ofac-cons")
NAMES = ("Bank of the North", "Northern Star", "BANQUE ÉTOILE", "Nord*Bank", "")
refs = st.sampled_from(("1", "2", "3"))
some = lambda values: st.frozensets(st.sampled_from(values), max_size=2)  # noqa: E731


@st.composite
def events(draw):
    op, source = draw(st.sampled_from(list(Op))), draw(st.sampled_from(SOURCES))
    kinds = {Op.REPLACE: ("renumbered", "merged", "redesignated", "reinstated"), Op.MOVE: ("escalated", "eased")}
    moved = st.lists(
        st.builds(Statement, st.sampled_from(("programme", "alias", "reason")), st.sampled_from((*CODES, *NAMES))),
        max_size=2,
    )
    ref = draw(refs)
    made = event(ref, op, source=source)
    return replace(
        made,
        key=f"{draw(st.integers(0, 10**6))}",
        kind=draw(st.sampled_from(kinds.get(op, (made.kind,)))),
        state=draw(st.sampled_from(("pending", "confirmed", "cancelled"))) if op is Op.DEL else "confirmed",
        action=draw(st.sampled_from(("a-1", "a-2"))),
        programmes=tuple(draw(some(CODES))),
        countries=tuple(draw(some(COUNTRIES))),
        material=draw(st.booleans()),
        caption=draw(st.sampled_from(NAMES)),
        gained=tuple(draw(moved)),
        lost=tuple(draw(moved)),
        related_ref=draw(st.sampled_from(("", "1", f"{SDN}:2"))),
    )


targets = st.one_of(
    st.builds(by_name, refs, st.sampled_from(SOURCES)),
    st.sampled_from(("bank", "nor*", "*oile", "b* of", "banque etoile", "n*n", "no", "*b*")).map(
        lambda text: Target("name", fold_pattern(text))
    ),
    st.sampled_from(CODES).map(lambda code: Target("programme", code)),
    st.sampled_from(tuple({ISSUER_OF[source] for source in SOURCES})).map(lambda code: Target("issuer", code)),
    st.sampled_from(COUNTRIES).map(lambda code: Target("country", code)),
    st.just(ALL),
)
filters = st.one_of(
    st.just(ANY),
    st.builds(Filters, programmes=some(CODES), issuers=some(("US", "EU")), countries=some(COUNTRIES)),
    st.builds(Filters, directions=some(("tightening", "relief")), stages=some(("in_force", "reported"))),
)


@st.composite
def watches(draw):
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kinds = draw(some(("added", "removed", "amended", "replaced", "renumbered")))
        cadence = draw(st.sampled_from(("now", "now", "hourly", "daily", "weekly")))
        paused = draw(st.sampled_from(("", "", "", "archived")))
        where = {"tenant": draw(st.integers(1, 2)), "channel": draw(st.sampled_from(("C1", "C2")))}
        made.append(
            watch(draw(targets), number, **where, kinds=kinds, filters=draw(filters), cadence=cadence, paused=paused)
        )
    return made


@st.composite
def snoozes(draw):
    scope, value = draw(
        st.sampled_from(
            (
                ("channel", ""),
                ("programme", "SDGT"),
                ("entity", by_name("1").value),
                ("watch", "1"),
                ("action", "a-1"),
            )
        )
    )
    until = NOW + timedelta(days=1)
    tenant, channel = draw(st.integers(1, 2)), draw(st.sampled_from(("C1", "C2")))
    return Snooze(draw(st.integers(1, 3)), tenant, channel, scope, value, scope, until, "U1", NOW)


@settings(max_examples=200)
@given(
    st.lists(events(), max_size=8, unique_by=lambda e: e.key),
    watches(),
    st.lists(snoozes(), max_size=3, unique_by=lambda s: s.id),
    st.data(),
)
def test_the_index_only_narrows(told_of, watching, quiet, data):
    keys = st.frozensets(st.sampled_from([e.key for e in told_of])) if told_of else st.just(frozenset())
    place = st.builds(Place, st.integers(1, 2), st.sampled_from(("C1", "C2")), st.sampled_from(("a-1", "a-2")))
    told = data.draw(st.dictionaries(place, keys, max_size=3))
    threads = data.draw(st.frozensets(st.tuples(st.just(1), st.just("C1"), refs.map(lambda ref: by_name(ref).value))))
    plain = nested_route(told_of, watching, told, threads, quiet)
    routed = route(told_of, watching, told, threads, quiet)
    assert said(routed) == without_senders(plain)
    for owed in routed.owed:
        assert {n for key in owed.events for n in plain[owed.place, "now"][key]} <= set(owed.watches)


@given(st.lists(events(), max_size=8, unique_by=lambda e: e.key), watches())
def test_no_event_comes_twice_to_a_channel(told_of, watching):
    routed = route(told_of, watching, {})
    cards = [(o.place, key) for o in routed.owed if not o.part.startswith("detail") for key in o.events]
    waiting = [(w.place, key) for w in routed.waiting for key in w.events]
    assert len(cards + waiting) == len({*cards, *waiting})


def test_a_digest_watch_lets_events_wait_and_owes_nothing_now():
    routed = route([event("1"), event("2")], [watch(PROGRAMME, cadence="daily")], {})
    assert routed.owed == ()
    (waiting,) = routed.waiting
    assert (waiting.place, waiting.cadence, len(waiting.events), waiting.watches) == (PLACE, "daily", 2, (1,))


def test_the_law_on_a_party_watched_by_name_does_not_wait_for_the_digest():
    for op, kind, state in (
        (Op.ADD, "added", "confirmed"),
        (Op.DEL, "removed", "confirmed"),
        (Op.MOVE, "escalated", "confirmed"),
        (Op.REPLACE, "reinstated", "confirmed"),
        (Op.REPLACE, "redesignated", "confirmed"),
        (Op.MOD, "amended", "confirmed"),
    ):
        happened = event(op=op, kind=kind, state=state)
        routed = route([happened], [watch(by_name(), cadence="weekly"), watch(ALL, 2, "C2", cadence="daily")], {})
        assert {o.place.channel for o in routed.owed} == {"C1"}, kind
        assert [w.place.channel for w in routed.waiting] == ["C2"], kind


def test_a_removal_not_yet_confirmed_waits_for_the_digest_of_those_who_watch_the_party():
    routed = route([event(op=Op.DEL)], [watch(by_name(), cadence="daily")], {})
    assert (routed.owed, len(routed.waiting)) == ((), 1)


def test_what_a_channel_gets_at_once_by_another_watch_does_not_wait_too():
    routed = route([event("1"), event("2")], [watch(by_name("1")), watch(PROGRAMME, 2, cadence="daily")], {})
    assert [o.events for o in routed.owed] == [("k-ADD-us-ofac-sdn-1",)]
    assert [w.events for w in routed.waiting] == [("k-ADD-us-ofac-sdn-2",)]


def test_of_two_digests_of_a_channel_the_sooner_one_tells_it():
    routed = route([event()], [watch(PROGRAMME, cadence="weekly"), watch(ALL, 2, cadence="hourly")], {})
    assert [(w.cadence, w.watches) for w in routed.waiting] == [("hourly", (1, 2))]


def snooze(scope, value="", **changes):
    made = Snooze(5, 1, "C1", scope, value, scope, NOW + timedelta(days=1), "U1", NOW)
    return replace(made, **changes)


def test_a_snooze_holds_back_what_is_not_law():
    amended = event("1", Op.MOD, material=False)
    asked = watch(PROGRAMME, kinds=frozenset({"amended"}))
    for quiet in (
        snooze("channel"),
        snooze("programme", "RUSSIA-EO14024"),
        snooze("entity", amended.entity),
        snooze("watch", "1"),
        snooze("action", "a-1"),
    ):
        routed = route([amended], [asked], {}, (), [quiet])
        assert routed.owed == ()
        assert [(h.snooze, h.events, h.watches) for h in routed.held] == [(5, (amended.key,), (1,))], quiet.scope


def test_legal_changes_pass_every_snooze():
    routed = route([event("1"), event("2", Op.DEL, state="confirmed")], [watch(ALL)], {}, (), [snooze("channel")])
    assert [len(o.events) for o in routed.owed] == [2, 2]
    assert routed.held == ()


def test_a_snooze_is_of_its_channel_and_of_nothing_else():
    pending, watching = event(op=Op.DEL), [watch(by_name()), watch(by_name(), 2, "C2"), watch(by_name(), 3, "C1", 2)]
    routed = route([pending], watching, {}, (), [snooze("channel")])
    assert {(o.place.tenant, o.place.channel) for o in routed.owed} == {(1, "C2"), (2, "C1")}
    for other in (
        snooze("programme", "IRAN"),
        snooze("entity", "e-other"),
        snooze("watch", "9"),
        snooze("action", "a-9"),
    ):
        assert len(route([pending], watching[:1], {}, (), [other]).owed) == 1, other.scope


def test_one_snoozed_watch_does_not_silence_another():
    amended = event("1", Op.MOD, material=False)
    two = [watch(target, n, kinds=frozenset({"amended"})) for n, target in ((1, PROGRAMME), (2, ALL))]
    routed = route([amended], two, {}, (), [snooze("watch", "1")])
    assert (routed.owed[0].watches, routed.held) == ((2,), ())


def test_a_mass_action_waits_as_one_group():
    routed = route([event(str(n)) for n in range(397)], [watch(ALL, cadence="daily")], {})
    assert [len(w.events) for w in routed.waiting] == [397]
