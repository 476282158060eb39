"""Whose thread it is: found by the party that a card is about by now, whatever was merged or split since."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clients.slack import Slack
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.listings import Statement
from bot.services.cards import renderer
from bot.services.delivery import Sender, deliver_due
from bot.services.routing import route_new
from bot.services.threads import newest_about
from storage import entities, posts
from storage.db import Database
from storage.posts import Subject
from tests.owing import NOW, SDN, add_watch, by_name, event, listing, load, make_tenant, record

EU = "eu-fsf"
E1, E9, E2 = entity_id(SDN, "1"), entity_id(EU, "9"), entity_id(SDN, "2")
CARD, OTHER = Subject(E1, SDN, "1"), Subject(E9, EU, "9")


def merge(db):
    """The party of SDN 1 turns out to be that of EU 9, under whose id it goes from now on."""
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (E9, "INN"), (EU, "9"): (E9, "")}, [(E1, E9, "same INN")], NOW)


@pytest.fixture
def card(db):
    tenant = make_tenant(db)
    load(db, listing("1"), listing("9", EU))
    made = posts.Thread(tenant, "C1", "1.1", "action", "a-1", (CARD,))
    with db.write() as session:
        posts.add_thread(session, made, NOW)
        posts.add_thread(session, posts.Thread(tenant, "C1", "1.0", "action", "a-0", (Subject(E2, SDN, "2"),)), NOW)
    return made


def found(db, card, *subjects, channel="C1"):
    with db.read() as session:
        return newest_about(session, card.tenant, channel, subjects)


def test_a_card_is_found_in_its_channel_by_its_party(db, card):
    assert found(db, card, CARD) == card
    assert found(db, card, CARD, channel="C2") is None
    assert found(db, card, OTHER) is None
    assert found(db, card) is None


@pytest.mark.parametrize("asked", [CARD, OTHER, Subject(E1), Subject(E9)])
def test_a_merged_party_finds_the_card_under_each_of_its_ids(db, card, asked):
    merge(db)
    assert found(db, card, asked) == card


def test_a_party_that_was_split_off_does_not_take_the_card_with_it(db, card):
    merge(db)
    with db.write() as session:
        entities.relink(session, {(SDN, "1"): (E2, "")}, (), NOW)
    assert found(db, card, OTHER) is None
    assert found(db, card, CARD) == card


def test_what_happens_to_the_merged_party_on_another_list_is_told_in_its_thread(db, fake_slack):
    tenant = make_tenant(db)
    load(db, listing("1"), listing("9", EU))
    add_watch(db, tenant, by_name("1"))
    sender = Sender(db, Slack("xoxb-test", fake_slack.url, 5), renderer({}), tenant, "p1", lambda: NOW)
    record(db, event("1"))
    route_new(db, NOW)
    assert deliver_due(sender).sent == 1
    merge(db)
    record(
        db, event("9", Op.MOD, source=EU, entity=E9, action="a-2", material=False, gained=(Statement("alias", "N"),))
    )
    assert route_new(db, NOW) == 1
    assert deliver_due(sender).sent == 1
    parent, reply = fake_slack.posts("C1")
    assert reply["thread_ts"] == parent["ts"]


NUMBERS = st.sampled_from("12345")


@settings(max_examples=60)
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4),
    st.lists(st.tuples(NUMBERS, st.sampled_from(("", SDN, EU)), NUMBERS), max_size=6),
)
def test_many_are_named_as_each_alone(sqlite_template, moved, kept):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, path := Path(folder) / "desk.db")
        db = Database(f"sqlite:///{path}")
        with db.write() as session:
            links = {(SDN, old): (f"e-{new}", "INN") for old, new in moved}
            entities.relink(session, links, [(f"e-{old}", f"e-{new}", "same INN") for old, new in moved], NOW)
            asked = [(f"e-{number}", source, ref if source else "") for number, source, ref in kept]
            found = entities.present_ids(session, asked)
            assert found == {each: entities.present_id(session, *each) for each in asked}
        db.close()
