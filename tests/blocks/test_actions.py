"""What the card of an official action says, and where it is found again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.blocks import ids
from bot.blocks.actions import card, headline
from bot.blocks.card_buttons import why_line
from bot.blocks.details import details
from bot.blocks.events import fields, tally
from bot.blocks.full_list import full_list
from bot.blocks.kit import Message
from bot.core.alerts import Watched
from bot.core.card_state import CardState, WhyHere
from bot.core.delta import Op
from tests.blocks.gallery import (
    few,
    mass_action,
    mixed_action,
    moved,
    pending_action,
    reinstated,
    removed_but_blocked,
    tag,
)
from tests.blocks.gallery_cards import absent_beside_others, eu_pair, of_several, some_of
from tests.blocks.make import action_card, event

NOTICE = "https://lists.example/notice"


def said(message: Message) -> str:
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


def head(facts: object) -> str:
    return headline(facts, tally(facts.events))  # type: ignore[attr-defined, arg-type]


def test_the_first_block_carries_the_alert_even_under_the_sample_banner() -> None:
    for sample in (False, True):
        assert card(action_card(sample=sample)).blocks[0]["block_id"] == ids.alert_block_id("al-42")
        assert details(action_card(sample=sample))[0].blocks[0]["block_id"] == ids.detail_block_id("al-42", 1)


def test_without_a_notice_the_header_is_the_difference_of_the_lists() -> None:
    assert head(mass_action()) == "US: 397 entries added to the SDN list of 24 Mar 2022"


def test_with_a_notice_the_header_says_who_did_it() -> None:
    assert head(action_card(event("a"), event("b"), notice_url=NOTICE)) == "US blocks 2 (SDN), 24 Mar 2022"
    assert head(action_card(event(), notice_url=NOTICE)) == "NORDWIND BANK: blocked by US (SDN), 24 Mar 2022"


def test_entries_that_are_not_all_sdn_are_not_called_blocked() -> None:
    facts = action_card(event("a"), event("b", list_kind="ssi"), notice_url=NOTICE)
    assert head(facts) == "US adds 2 to the SDN list, 24 Mar 2022"


def test_a_mixed_day_has_both_numbers_and_no_direction() -> None:
    text = said(card(mixed_action()))
    assert "US: 5 entries added to and 112 removed from the SDN list" in text
    assert "relief" not in text
    assert "reason: not stated in the list" in text


def test_a_pending_removal_is_not_announced_as_one() -> None:
    text = said(card(pending_action()))
    assert "absent from the US SDN list: not yet confirmed" in text
    assert "Could be a removal, a merged or a renumbered record" in text
    assert "no longer on the list" not in text


def test_the_same_card_says_removed_once_confirmed_and_still_listed_once_cancelled() -> None:
    assert "no longer on the list" in said(card(pending_action("confirmed")))
    assert "The earlier absence was not a removal" in said(card(pending_action("cancelled")))


def test_a_move_between_lists_is_not_a_removal() -> None:
    assert head(few(Op.MOVE, "escalated")) == "EXAMPLE PARTY: US moves to full blocking (SDN), 24 Mar 2022"
    assert "not a removal" in said(card(few(Op.MOVE, "eased", list_kind="ssi")))


def test_at_most_five_watched_names_are_shown() -> None:
    events = tuple(event(f"k{n}", caption=f"NAME {n}") for n in range(9))
    text = said(card(action_card(*events, watched=tuple(Watched(one) for one in events))))
    assert "NAME 4" in text
    assert "NAME 5" not in text
    assert "+4 more in the thread" in text


def test_without_watched_names_the_card_says_why_it_is_here() -> None:
    text = said(card(action_card()))
    assert "none of this channel's named watches" in text
    assert "Why here: watch “programme:RUSSIA-EO14024”" in text


@pytest.mark.parametrize("number", [0, 30, 397, 5000])
def test_details_are_at_most_three_messages_and_nothing_is_lost_unsaid(number: int) -> None:
    replies = details(mass_action(number))
    text = "".join(said(reply) for reply in replies)
    assert 1 <= len(replies) <= 3
    shown = sum(block["text"]["text"].count("• ") for reply in replies for block in reply.blocks if "text" in block)
    left = number + 7 - shown
    assert (f"… and {left:,} more of these: `/sanctions changes action:a1`" in text) == (left > 0)


def test_watched_names_lead_the_details() -> None:
    events = tuple(event(f"k{n}", caption=f"NAME {n}") for n in range(3))
    text = details(action_card(*events, watched=(Watched(events[2]),)))[0].blocks[0]["text"]["text"]
    assert text.index("NAME 2") < text.index("NAME 0")


def test_material_fields_come_before_bookkeeping_and_prints_are_left_out() -> None:
    change = event(
        op=Op.MOD,
        gained=(("alias", "NEW"), ("programme", "SDGT")),
        lost=(("address", "OLD"), ("printed:xml", "ff")),
    )
    assert fields(change) == ["programme: gained “SDGT”", "alias: gained “NEW”", "address: lost “OLD”"]


def test_a_record_printed_differently_is_not_a_change_of_facts() -> None:
    assert fields(event(op=Op.MOD, lost=(("printed:xml", "ff"),))) == ["only how the file prints the record"]


def test_a_move_says_from_which_measure_to_which_and_what_still_restricts() -> None:
    assert "US moves from specified dealings (SSI) to full blocking (SDN)" in head(moved())
    assert head(moved("eased")).endswith("to specified dealings (SSI), still restricted, 24 Mar 2022")
    assert "one event, not a removal" in said(card(moved()))


def test_parties_back_on_a_list_are_no_new_designations() -> None:
    text = said(card(reinstated()))
    assert "UN: 121 entries back on the Security Council list of 24 Mar 2022, first listed 2006–2012" in text
    assert "not new designations" in text
    assert "121 added" not in text
    assert head(reinstated(5)).startswith("UN: 5 entries added to and 121 back on the Security Council list")


def test_a_programme_added_to_another_is_a_further_designation() -> None:
    text = said(card(tag("SDGT")))
    assert "already blocked by US, is now further designated" in text
    assert "further designated under SDGT; secondary-sanctions note added: “Secondary sanctions risk" in text


def test_a_programme_lost_while_another_stays_is_partial_relief() -> None:
    text = said(card(tag(lost="UKRAINE-EO13662")))
    assert "partial relief: no longer under UKRAINE-EO13662, still blocked under RUSSIA-EO14024" in text
    assert "no longer on the list" not in text


def test_a_programme_exchanged_is_neither() -> None:
    text = said(card(tag("SDGT", "UKRAINE-EO13662", kept="")))
    assert "now under SDGT instead of UKRAINE-EO13662" in text
    assert "relief" not in text


def test_leaving_one_list_of_an_issuer_is_not_leaving_all() -> None:
    text = said(card(removed_but_blocked()))
    assert "still under other US measures" in text
    assert "still blocked by US (SDN list)" in text


def test_an_absence_that_proved_a_move_is_no_return() -> None:
    text = said(card(action_card(event("d", Op.DEL, "moved", "cancelled"), label="OFAC non-SDN list")))
    assert "moved from the OFAC non-SDN list to another list, no removal" in text
    assert "back" not in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("renumbered", "record renumbered (was 38499), no removal"),
        ("merged", "record 38499 merged into this one, no removal"),
        ("redesignated", "re-designated under RUSSIA-EO14024 (earlier record 38499), no removal"),
    ],
)
def test_a_replaced_record_is_told_by_what_it_means(kind: str, words: str) -> None:
    assert words in said(details(few(Op.REPLACE, kind, related_ref="38499"))[0])


def test_an_absence_that_somebody_watches_leads_over_additions_nobody_here_asked_for() -> None:
    facts = absent_beside_others()
    assert head(facts) == "⏳ 1 entry absent from the US SDN list: not yet confirmed"
    texts = [block["text"]["text"] for block in card(facts).blocks if block["type"] == "section"]
    assert "absent from that of 24 Mar 2022" in texts[0]
    assert "NORDWIND BANK" in texts[1]
    assert texts[2].startswith("Also between these lists: *8 added*")


def test_additions_that_were_asked_for_lead_and_the_absence_stands_in_the_header_too() -> None:
    facts = replace(absent_beside_others(), told=frozenset({"s0", "d1"}))
    assert head(facts) == "US: 8 entries added to the SDN list of 24 Mar 2022; ⏳ 1 entry absent, not yet confirmed"
    assert "⏳ *Not yet confirmed* · On the SDN list of 21 Mar 2022, absent" in said(card(facts))


def test_an_absence_is_named_to_who_watches_it_and_only_counted_for_others() -> None:
    mine, other = (event(key, Op.DEL, "removed", "pending", caption=f"{key.upper()} BANK") for key in ("mine", "other"))
    new = event("new", caption="NEW PARTY")
    facts = action_card(new, other, mine, watched=(Watched(mine),))
    texts = [block["text"]["text"] for block in card(facts).blocks if block["type"] == "section"]
    place = {
        word: n
        for n, text in enumerate(texts)
        for word in ("*1 added*", "⏳", "Watched here", "NEW PARTY")
        if word in text
    }
    assert list(place) == ["*1 added*", "⏳", "Watched here", "NEW PARTY"]
    assert "absent from that of 24 Mar 2022: MINE BANK · 1 other." in texts[place["⏳"]]
    assert "OTHER BANK" not in said(card(facts))
    back = replace(facts, events=tuple(replace(each, state="cancelled") for each in (other, mine)))
    assert "*Back on the list:* MINE BANK · OTHER BANK." in said(card(back))


def test_a_first_listing_says_how_many_lists_were_looked_through() -> None:
    facts = action_card(*(event(f"n{n}") for n in range(14)), first_found=14)
    assert "all 14 (no other listing found on the 2 lists loaded)" in said(card(facts))
    gone = event("d", Op.DEL, "removed")
    one = replace(action_card(gone, watched=(Watched(gone),)), lists_loaded=1)
    assert "no other listing found on the 1 list loaded" in said(card(one))


def test_the_reason_for_a_card_is_one_code_span_where_part_of_it_is_live() -> None:
    why = (WhyHere('name:"dummy*"', "U0ANALYST"), WhyHere("FORMER PARTY", "U0ANALYST"))
    assert 'watch `name:"dummy*"` · “FORMER PARTY” (owner <@U0ANALYST>)' in why_line(why)


def test_what_was_asked_for_is_named_first_in_the_header() -> None:
    whole = mixed_action()
    gone = frozenset(one.key for one in whole.events if one.op is Op.DEL)
    assert head(replace(whole, told=gone)) == "US: 112 entries removed from and 5 added to the SDN list of 24 Mar 2022"


def test_a_persons_card_speaks_of_their_watches_not_of_a_channels() -> None:
    one = event()
    without = said(card(action_card(one)))
    assert "none of this channel's named watches" in without
    for facts in (action_card(one), action_card(one, watched=(Watched(one),))):
        mine = said(card(replace(facts, is_personal=True), CardState(is_personal=True, why=(WhyHere("all", "U1"),))))
        assert "channel" not in mine
        assert "*You watch" in mine
        assert "Why here: your watch “all”" in mine


def test_the_act_that_entries_print_is_told_once_with_its_page_and_days() -> None:
    text = said(card(eu_pair()))
    assert "|2026/1843 (OJ L1843) ↗>, published 23 Jul 2026, in force 24 Jul 2026" in text
    assert "no notice matched" not in text
    assert "answers already count the act" not in text
    assert "FSF file not updated yet: answers already count the act." in said(card(eu_pair(ahead=True)))


@pytest.mark.parametrize(("acts", "more"), [(1, False), (3, False), (4, True), (40, True)])
def test_at_most_three_acts_are_named_and_the_others_counted(acts: int, more: bool) -> None:
    text = said(card(eu_pair(acts)))
    assert text.count("CELEX:") == min(acts, 3)
    assert (f"+{acts - 3} more acts" in text) is more


def test_details_say_which_of_the_entries_they_tell_and_why_not_the_others() -> None:
    text = said(some_of())
    assert "205 of the 216 entries of this action, as the watches here ask" in text
    assert "11 amended (no watch here asks for them)" in text
    assert "All 216: in the file in this thread (CSV, 216 rows)" in text
    assert "all 404 entries of this action" in details(mass_action())[0].text


def test_details_tell_apart_what_the_card_told_from_what_nobody_asked_for() -> None:
    told, amended, other = event("t"), event("m", Op.MOD, "amended", material=False), event("o")
    whole = replace(action_card(told, amended, other), told=frozenset({"t", "m"}))
    text = details(replace(whole, events=(amended,)), whole)[0].text
    assert "1 of the 3 entries" in text
    assert "1 added (told before) · 1 added (no watch here asks for them)" in text
    assert "`/sanctions changes action:a1`" in text


def test_the_day_of_the_last_update_is_not_told_on_cards() -> None:
    noise = (("list_updated_on", "2026-01-02"),)
    assert fields(event(op=Op.MOD, gained=noise)) == ["only its date of last update"]
    assert fields(event(op=Op.MOD, gained=(*noise, ("alias", "NEW")), lost=noise)) == ["alias: gained “NEW”"]


def test_the_title_of_the_file_names_parties_watched_ones_first() -> None:
    events = tuple(event(f"k{n}", caption=f"NAME {n}") for n in range(9))
    title = full_list(action_card(*events, watched=(Watched(events[8]),)), "al-1").title
    assert title.endswith("all 9 entries of this action (NAME 8, NAME 0, NAME 1, …)")


def test_a_list_made_before_the_latest_change_says_so() -> None:
    assert "full list in the thread (CSV, 8 rows)" in said(card(of_several(8, 8)))
    assert "list as first posted in the thread (CSV, 7 rows)" in said(card(of_several(8, 7)))


def test_the_header_of_an_action_on_one_party_begins_with_its_name() -> None:
    assert head(action_card(event())) == "NORDWIND BANK: added to the US SDN list of 24 Mar 2022"
    gone = action_card(event(op=Op.DEL, kind="removed"))
    assert head(gone) == "NORDWIND BANK: removed from the US SDN list of 24 Mar 2022"
    assert head(action_card(event(), issuer="UK", label="UK Sanctions List")).endswith(
        "added to the UK Sanctions List of 24 Mar 2022"
    )


def test_of_an_act_on_one_party_the_act_comes_before_where_it_was_found() -> None:
    texts = [block["text"]["text"] for block in card(tag("SDGT")).blocks if block["type"] == "section"]
    assert "further designated under SDGT" in texts[0]
    assert texts[1].startswith("Differences between")
