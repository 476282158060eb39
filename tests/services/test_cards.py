import json
from datetime import timedelta

import pytest

from bot.clients.slack import Slack
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.issuers import ListKind
from bot.core.listings import Statement
from bot.core.watches import Target
from bot.services.cards import gather_card, renderer
from bot.services.delivery import Sender, deliver_due
from bot.services.routing import route_new
from storage import checks, outbox
from tests.owing import NOW, SDN, add_watch, by_name, decide, event, listing, load, make_tenant, record

LABELS = {SDN: "SDN list"}
ALL = Target("all", "", "all")


def sender(db, fake, tenant):
    return Sender(db, Slack("xoxb-test", fake.url, 5), renderer(LABELS), tenant, "p1", lambda: NOW)


def gathered(db, tenant):
    with db.write() as session:
        claimed = outbox.claim(session, tenant, "p1", NOW, timedelta(minutes=5))
        return gather_card(session, claimed, LABELS)


def shown(message):
    return json.dumps(message, ensure_ascii=False)


def test_a_card_counts_everything_and_names_only_what_this_channel_watches(db):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"), "C1")
    add_watch(db, tenant, by_name("2"), "C2")
    load(db, *(listing(str(n)) for n in range(1, 10)))
    with db.write() as session:
        checks.record_check(session, checks.Check(SDN, NOW, "refreshed"))
    record(db, *(event(str(n)) for n in range(1, 10)), event("9", Op.MOD, material=False))
    route_new(db, NOW)
    facts = gathered(db, tenant)
    assert (len(facts.events), facts.parties) == (10, 9)
    assert [w.event.caption for w in facts.watched] == ["Party 1"]
    assert facts.because == ("Party 1",)
    assert facts.entry_types == (("organization", 9),)
    assert facts.programmes == (("RUSSIA-EO14024", 9),)
    assert (facts.issuer_label, facts.list_label, facts.sample) == ("US", "SDN list", False)
    assert facts.checked_at == NOW.isoformat()
    assert (facts.elsewhere, facts.first_found) == ((), 0), "with one issuer loaded nobody can say first"


def test_other_issuers_listings_of_a_party_are_told_with_their_kind_of_measure(db):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    same = entity_id(SDN, "1")
    load(db, listing("1"), listing("EU.1", "eu-fsf", ListKind.EU_ASSET_FREEZE), entity=same)
    load(db, listing("C1", "us-ofac-cons", ListKind.SSI), entity=same)
    load(db, listing("2"), sequence=2)
    record(db, event("1"), event("2"))
    route_new(db, NOW)
    facts = gathered(db, tenant)
    assert facts.elsewhere == (("EU", 1),)
    assert facts.first_found == 1
    assert facts.watched[0].elsewhere == ("EU asset freeze (linked by INN)",)


def test_a_pending_removal_is_not_shown_to_those_who_do_not_watch_the_party_by_name(db):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL, "C1")
    record(db, event("1"), event("2", Op.DEL))
    route_new(db, NOW)
    assert [e.ref for e in gathered(db, tenant).events] == ["1"]


def test_a_removal_cancelled_before_it_was_told_is_never_told(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    record(db, event("1", Op.DEL))
    route_new(db, NOW)
    decide(db, "1", "cancelled")
    route_new(db, NOW)
    assert deliver_due(sender(db, fake_slack, tenant)).sent == 0
    assert fake_slack.calls == []


@pytest.mark.parametrize(
    ("state", "words"), [("confirmed", "confirmed as removed"), ("cancelled", "the earlier absence was not a removal")]
)
def test_a_pending_card_is_edited_and_followed_once_in_its_thread(db, fake_slack, state, words):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    record(db, event("1", Op.DEL))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    assert "not yet confirmed" in shown(fake_slack.posts("C1"))
    decide(db, "1", state)
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    parent, reply = fake_slack.posts("C1")
    assert reply["thread_ts"] == parent["ts"]
    assert words in shown(reply)
    assert "not yet confirmed" not in shown(parent)
    assert parent["blocks"][0]["block_id"] == f"alert:{parent['metadata']['event_payload']['alert']}"


def test_a_mass_action_is_one_card_with_its_names_in_the_thread(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    record(db, *(event(str(n)) for n in range(397)))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    card, *replies = fake_slack.posts("C1")
    assert "397" in card["text"]
    assert len(fake_slack.parents("C1")) == 1
    assert 1 <= len(replies) <= 3
    assert all(reply["thread_ts"] == card["ts"] for reply in replies)
    assert len({reply["blocks"][0]["block_id"] for reply in replies}) == len(replies)


def test_sample_data_say_so(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    record(db, event("1"), sample=True)
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    assert fake_slack.posts("C1")[0]["text"].startswith("Sample data")


def test_amended_fields_are_told_in_the_thread_of_those_who_asked(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL, "C1", "added,amended")
    add_watch(db, tenant, ALL, "C2")
    amended = event("2", Op.MOD, material=False, gained=(Statement("alias", "NEW ALIAS"),))
    record(db, event("1"), amended)
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    assert "NEW ALIAS" in shown(fake_slack.posts("C1")[1:])
    assert "NEW ALIAS" not in shown(fake_slack.posts("C2"))
