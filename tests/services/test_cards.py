import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clients.slack import Slack
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.issuers import ListKind
from bot.core.listings import Fact, Statement
from bot.core.watches import Target
from bot.services.cards import gather_card, renderer
from bot.services.delivery import Sender, deliver_due
from bot.services.routing import route_new
from bot.sources.eu_oj_listing import listed_by_act
from storage import checks, claims, moves, watches
from tests.fakeslack import AcceptThenDrop, Drop, RateLimit, Refusal, Status
from tests.owing import NOW, SDN, add_watch, by_name, decide, describe, event, listing, load, make_tenant, record

LABELS = {SDN: "SDN list"}
ALL = Target("all", "", "all")


def sender(db, fake, tenant):
    return Sender(db, Slack("xoxb-test", fake.url, 5), renderer(LABELS), tenant, "p1", lambda: NOW)


def gathered(db, tenant):
    with db.write() as session:
        claimed = claims.claim(session, tenant, "p1", NOW, timedelta(minutes=5))
        return gather_card(session, claimed, LABELS)


def shown(message):
    return json.dumps(message, ensure_ascii=False)


def test_a_card_counts_everything_and_names_only_what_this_channel_watches(db):
    tenant = make_tenant(db)
    describe(db, tenant)
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
    card, *others = fake_slack.posts("C1")
    replies = [message for message in others if "blocks" in message]
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


def owe_many(db, number=9):
    """A card of an action with so many additions."""
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    record(db, *(event(str(n), caption="=HYPERLINK(1)" if n == 1 else f"Party {n}") for n in range(number)))
    route_new(db, NOW)
    return tenant


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file["content"].decode("utf-8-sig"))))


def test_all_names_of_an_action_go_into_a_file_in_its_thread_once(db, fake_slack):
    desk = sender(db, fake_slack, owe_many(db))
    deliver_due(desk)
    deliver_due(desk)
    (file,) = fake_slack.files("C1")
    card = fake_slack.parents("C1")[0]
    assert file["thread_ts"] == card["ts"]
    assert file["content"].startswith(b"\xef\xbb\xbf")
    rows = rows_of(file)
    assert [row["name"] for row in rows[:3]] == ["Party 0", "'=HYPERLINK(1)", "Party 2"]
    assert (rows[0]["what"], rows[0]["reference"], rows[0]["action id"]) == ("added", f"{SDN}:0", "a-1")
    assert "full list in the thread (CSV, 9 rows)" in shown(card)


def test_a_card_that_names_all_it_tells_needs_no_file(db, fake_slack):
    deliver_due(sender(db, fake_slack, owe_many(db, 5)))
    assert fake_slack.files("C1") == []
    assert "full list" not in shown(fake_slack.posts("C1"))


@pytest.mark.parametrize("fault", [AcceptThenDrop(), Status(500, accept=True)])
def test_a_file_that_arrived_without_an_answer_is_found_by_its_name(db, fake_slack, fault):
    fake_slack.epoch = NOW.timestamp()
    desk = sender(db, fake_slack, owe_many(db))
    fake_slack.fail("files.completeUploadExternal", fault)
    assert deliver_due(desk).deferred == 1
    assert deliver_due(replace(desk, clock=lambda: NOW + timedelta(minutes=1))).sent == 1
    assert len(fake_slack.files("C1")) == 1


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload"])
@pytest.mark.parametrize("fault", [Drop(), Status(500), RateLimit(7)])
def test_a_file_that_did_not_arrive_is_sent_again(db, fake_slack, step, fault):
    desk = sender(db, fake_slack, owe_many(db))
    fake_slack.fail(step, fault)
    assert deliver_due(desk).deferred == 1
    assert deliver_due(replace(desk, clock=lambda: NOW + timedelta(minutes=1))).sent == 1
    assert len(fake_slack.files("C1")) == 1


def test_without_the_permission_the_card_remains_and_promises_no_file(db, fake_slack):
    tenant = owe_many(db)
    fake_slack.fail("files.getUploadURLExternal", Refusal("missing_scope"))
    done = deliver_due(sender(db, fake_slack, tenant))
    assert (done.sent, done.failed) == (2, 1)
    card, names = fake_slack.posts("C1")
    assert "full list" not in shown(card)
    assert "Party 8" in shown(names)
    with db.read() as session:
        assert [w.paused for w in watches.all_watches(session)] == [""]


def test_a_card_posted_anew_gets_its_file_anew(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    record(db, event("1", Op.DEL), *(event(str(n)) for n in range(2, 9)))
    route_new(db, NOW)
    desk = sender(db, fake_slack, tenant)
    deliver_due(desk)
    assert len(fake_slack.files("C1")) == 1
    fake_slack.delete("C1", fake_slack.parents("C1")[0]["ts"])
    decide(db, "1", "confirmed")
    route_new(db, NOW)
    deliver_due(desk)
    assert fake_slack.files("C1")[-1]["thread_ts"] == fake_slack.parents("C1")[-1]["ts"]


def test_a_move_says_from_which_measure_to_which(db):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    same = entity_id(SDN, "1")
    load(db, listing("1"), listing("c1", "us-ofac-cons", ListKind.SSI), entity=same)
    record(db, event("1", Op.MOVE, kind="escalated", related_ref="us-ofac-cons:c1"))
    route_new(db, NOW)
    facts = gathered(db, tenant)
    assert [known.former_kind for known in facts.background.values()] == ["ssi"]


def test_a_party_back_on_its_list_is_told_with_the_year_of_its_first_listing(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    dated = replace(listing("1"), facts=(Fact("listed_on", "2008-03-03"),))
    load(db, dated)
    record(db, event("1", kind="reinstated"))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    text = shown(fake_slack.posts("C1")[0])
    assert "Party 1: back on the US SDN list of 1 Mar 2026, first listed 2008" in text
    assert "not new designations" in text


def test_leaving_one_list_while_another_of_the_issuer_still_blocks_is_said(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    cons = "us-ofac-cons"
    load(db, listing("1"), listing("c1", cons, ListKind.SSI), entity=entity_id(SDN, "1"))
    gone = event("c1", Op.DEL, source=cons, state="confirmed", entity=entity_id(SDN, "1"), list_kind="ssi")
    record(db, gone)
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    text = shown(fake_slack.posts("C1")[0])
    assert "still under other US measures" in text
    assert "blocked by US (SDN list)" in text


def test_what_was_told_as_an_addition_and_proves_a_move_is_told_anew(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    load(db, listing("1"), listing("c1", "us-ofac-cons", ListKind.SSI), entity=entity_id(SDN, "1"))
    record(db, event("1"))
    route_new(db, NOW)
    desk = sender(db, fake_slack, tenant)
    deliver_due(desk)
    with db.write() as session:
        moves.become(
            session, "k-ADD-us-ofac-sdn-1", event("1", Op.MOVE, kind="escalated", related_ref="us-ofac-cons:c1")
        )
    route_new(db, NOW)
    deliver_due(desk)
    card, reply = fake_slack.posts("C1")
    assert "US moves from specified dealings (SSI) to full blocking (SDN)" in card["text"]
    assert "not a removal" in shown(reply)


def test_a_name_that_a_pattern_caught_is_told_as_watched_here(db):
    tenant = make_tenant(db)
    add_watch(db, tenant, Target("name", "party 1", "name:party 1"))
    add_watch(db, tenant, ALL)
    record(db, event("1"), event("2", caption="Somebody Else"))
    route_new(db, NOW)
    assert [w.event.caption for w in gathered(db, tenant).watched] == ["Party 1"]


def test_a_persons_card_speaks_to_them(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"), "U7")
    add_watch(db, tenant, ALL, "U7")
    record(db, event("1"), event("2", caption="Somebody Else"))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    (card, *_) = [message for posts in fake_slack.messages.values() for message in posts if message.get("blocks")]
    assert "*You watch (1):*" in shown(card)
    assert "Why here: your watch" in shown(card)
    assert "channel" not in shown(card["blocks"])


def test_a_watched_absence_leads_its_card_and_the_additions_come_second(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"), "C1")
    add_watch(db, tenant, ALL, "C2")
    add_watch(db, tenant, by_name("1"), "C2")
    record(db, event("1", Op.DEL), *(event(str(n)) for n in range(2, 9)))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    absent, asked = fake_slack.parents("C1")[0], fake_slack.parents("C2")[0]
    assert absent["text"].startswith("⏳ 1 entry absent from the US SDN list: not yet confirmed")
    assert shown(absent).index("absent from that of 1 Mar 2026") < shown(absent).index("7 added")
    assert asked["text"].startswith("US: 7 entries added to the SDN list of 1 Mar 2026; ⏳ 1 entry absent")


def test_the_list_is_posted_anew_once_the_card_tells_something_new(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, by_name("1"))
    record(db, event("1", Op.DEL), *(event(str(n)) for n in range(2, 9)))
    route_new(db, NOW)
    desk = sender(db, fake_slack, tenant)
    deliver_due(desk)
    decide(db, "1", "confirmed")
    for _ in range(3):
        route_new(db, NOW)
        deliver_due(desk)
    before, after = fake_slack.files("C1")
    assert [next(row["state"] for row in rows_of(file) if row["what"] == "removed") for file in (before, after)] == [
        "pending",
        "confirmed",
    ]
    assert len(rows_of(after)) == 8
    assert "full list in the thread (CSV, 8 rows)" in shown(fake_slack.parents("C1")[0])


def test_details_say_that_amendments_nobody_asked_for_are_left_out(db, fake_slack):
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    record(db, *(event(str(n)) for n in range(6)), *(event(f"m{n}", Op.MOD, material=False) for n in range(3)))
    route_new(db, NOW)
    deliver_due(sender(db, fake_slack, tenant))
    (details,) = [message for message in fake_slack.posts("C1")[1:] if "blocks" in message]
    assert "6 of the 9 entries of this action" in details["text"]
    assert "3 amended (no watch here asks for them)" in details["text"]
    assert "All 9: in the file in this thread (CSV, 9 rows)" in details["text"]


def eu_listing(ref, *facts, source="eu-fsf"):
    return replace(listing(ref, source, ListKind.EU_ASSET_FREEZE), facts=tuple(sorted(Fact(*fact) for fact in facts)))


def eu_facts(db, *loaded, entity=""):
    """The facts of a card on these entries, added."""
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    load(db, *loaded, entity=entity)
    source = loaded[0].source
    record(db, *(event(each.ref, source=source, list_kind="eu_asset_freeze", entity=entity_id(source, each.ref))
                 for each in loaded if each.source == source))  # fmt: skip
    route_new(db, NOW)
    return gathered(db, tenant)


def test_the_act_printed_on_entries_of_the_eu_is_on_their_card(db):
    act = (("legal_basis", "2026/1843 (OJ L1843)"), ("notice", "https://eur-lex.europa.eu/x"))
    facts = eu_facts(db, *(eu_listing(str(n), *act) for n in range(7)))
    assert [(one.number, one.entries, one.url) for one in facts.acts] == [(act[0][1], 7, act[1][1])]
    assert not facts.act_only


@pytest.mark.parametrize("in_file", [True, False])
def test_an_act_ahead_of_the_file_says_so_until_the_file_has_it(db, in_file):
    said = ("remark", "Listed by act 2026/1843, from the amending act's text")
    assert listed_by_act(eu_listing("1", said)) == "2026/1843"
    entry = eu_listing("1", ("legal_basis", "2026/1843"), said, source="eu-oj")
    facts = eu_facts(db, entry, *([eu_listing("9")] if in_file else []), entity=entity_id("eu-oj", "1"))
    assert facts.act_only is not in_file


def test_us_cards_name_no_acts(db):
    dated = replace(listing("1"), facts=(Fact("legal_basis", "Executive Order 14024"),))
    tenant = make_tenant(db)
    add_watch(db, tenant, ALL)
    load(db, dated)
    record(db, event("1"))
    route_new(db, NOW)
    assert gathered(db, tenant).acts == ()
