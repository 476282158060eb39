from dataclasses import replace

from bot.core.alerts import Place
from bot.core.delta import Op
from bot.core.listings import Statement
from bot.core.routing import route as routed
from bot.core.watches import Target
from tests.owing import by_name, event, watch

PROGRAMME = Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")
ALL = Target("all", "", "all")
PLACE = Place(1, "C1", "a-1")


def route(*args):
    return list(routed(*args).owed)


def parts(owed):
    return [(o.place.channel, o.part.split(":")[0]) for o in owed]


def test_a_mass_action_is_one_card_and_one_detail_in_each_channel():
    many = [event(str(n)) for n in range(397)]
    owed = route(many, [watch(PROGRAMME), watch(ALL, 2, "C2")], {})
    assert parts(owed) == [("C1", "card"), ("C1", "detail"), ("C2", "card"), ("C2", "detail")]
    assert len(owed[0].events) == 397


def test_two_watches_of_a_channel_owe_one_card_that_names_both():
    owed = route([event()], [watch(PROGRAMME), watch(by_name(), 2)], {})
    assert parts(owed) == [("C1", "card")]
    assert owed[0].watches == (1, 2)


def test_two_actions_are_two_cards():
    owed = route([event("1"), event("2", action="a-2")], [watch(by_name("1")), watch(by_name("2"), 2)], {})
    assert [o.place.action for o in owed] == ["a-1", "a-2"]


def test_an_unwatched_event_owes_nothing():
    assert route([event("2")], [watch(by_name("1"))], {}) == []


def test_a_paused_watch_gets_nothing():
    assert route([event()], [watch(ALL, paused="the channel is archived")], {}) == []


def test_a_pending_removal_is_told_only_to_those_who_watch_the_party_by_name():
    owed = route([event(op=Op.DEL)], [watch(PROGRAMME), watch(by_name(), 2, "C2"), watch(ALL, 3, "C3")], {})
    assert parts(owed) == [("C2", "card")]


def test_a_confirmation_is_a_card_for_those_who_did_not_know_and_an_update_for_those_who_did():
    confirmed = event(op=Op.DEL, state="confirmed")
    told = {PLACE: frozenset({confirmed.key})}
    owed = route([confirmed], [watch(by_name()), watch(PROGRAMME, 2, "C2")], told)
    assert sorted(parts(owed)) == [("C1", "update"), ("C2", "card"), ("C2", "detail")]


def test_a_cancellation_updates_the_card_and_nobody_else_hears_of_it():
    cancelled = event(op=Op.DEL, state="cancelled")
    told = {PLACE: frozenset({cancelled.key})}
    assert parts(route([cancelled], [watch(by_name()), watch(ALL, 2, "C2")], told)) == [("C1", "update")]


def test_a_card_is_brought_up_to_date_even_when_its_watch_is_gone():
    confirmed = event(op=Op.DEL, state="confirmed")
    assert parts(route([confirmed], [], {PLACE: frozenset({confirmed.key})})) == [("C1", "update")]


def test_an_alias_and_a_postcode_change_nothing_in_channel():
    amended = event(op=Op.MOD, material=False)
    assert route([amended], [watch(PROGRAMME), watch(ALL, 2), watch(by_name(), 3)], {}) == []


def test_an_amendment_goes_to_the_thread_of_a_party_that_has_a_card():
    amended = event(op=Op.MOD, material=False)
    owed = route([amended], [watch(by_name())], {}, {(1, "C1", amended.entity)})
    assert parts(owed) == [("C1", "detail")]


def test_an_amendment_of_a_named_party_joins_the_thread_of_the_same_action():
    owed = route([event("1"), event("2", Op.MOD, material=False)], [watch(by_name("1")), watch(by_name("2"), 2)], {})
    assert parts(owed) == [("C1", "card"), ("C1", "detail")]
    assert owed[0].events == ("k-ADD-us-ofac-sdn-1",)
    assert owed[1].events == ("k-MOD-us-ofac-sdn-2",)


def test_amendments_are_told_to_those_who_asked_for_them():
    amended = event(op=Op.MOD, material=False)
    owed = route([amended], [watch(PROGRAMME, kinds=frozenset({"amended"}))], {})
    assert parts(owed) == [("C1", "card"), ("C1", "detail")]


def test_a_watch_of_removals_hears_of_removals_only():
    removed = event("2", Op.DEL, state="confirmed")
    owed = route([event("1"), removed], [watch(ALL, kinds=frozenset({"removed"}))], {})
    assert owed[0].events == (removed.key,)


def test_a_lost_programme_is_told_to_those_who_watch_it():
    changed = event(op=Op.MOD, programmes=("SDGT",), lost=(Statement("programme", "RUSSIA-EO14024"),))
    assert parts(route([changed], [watch(PROGRAMME)], {})) == [("C1", "card"), ("C1", "detail")]


def test_a_renumbered_record_is_not_told_unless_asked_for():
    renumbered = event("2", Op.REPLACE, kind="renumbered", material=False, related_ref="1")
    assert route([renumbered], [watch(ALL)], {}) == []
    assert parts(route([renumbered], [watch(ALL, kinds=frozenset({"replaced"}))], {}))[0] == ("C1", "card")


def test_the_watch_of_a_replaced_record_follows_it():
    redesignated = event("2", Op.REPLACE, kind="redesignated", related_ref="1", entity="e-other")
    assert parts(route([redesignated], [watch(by_name("1"))], {}))[0] == ("C1", "card")


def test_the_same_content_owes_the_same_part_and_another_state_another():
    confirmed = event(op=Op.DEL, state="confirmed")
    told = {PLACE: frozenset({confirmed.key})}
    first = route([confirmed], [watch(by_name())], told)
    assert first == route([confirmed], [watch(by_name())], told)
    cancelled = route([replace(confirmed, state="cancelled")], [watch(by_name())], told)
    assert cancelled[0].part != first[0].part


def test_parts_fit_their_column():
    owed = route([event(str(n)) for n in range(9)], [watch(ALL)], {})
    assert all(len(o.part) + len(":9") <= 20 for o in owed)
