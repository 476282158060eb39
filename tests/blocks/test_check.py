"""What an answer's card says and must not say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.blocks.check import headline_text, render
from bot.blocks.kinds import KINDS
from bot.blocks.kit import Message
from bot.blocks.values import unpack
from bot.blocks.why import why_modal
from bot.core.audience import Audience
from bot.core.issuers import ListKind
from bot.core.listings import EntityType
from bot.core.screening import ListingState, Query, Status
from tests.blocks.gallery import (
    ahead_of_the_file,
    complex_person,
    listed_everywhere,
    namesakes,
    not_found,
    possible,
    restricted,
    with_notes,
)
from tests.blocks.make import (
    ALL_STATES,
    ASKER,
    CHANNEL,
    EARLIER,
    OUTSIDERS,
    answer,
    listing,
    note,
    party,
    standing,
    state,
)


def said(card: Message) -> str:
    blocks = json.dumps(card.blocks, ensure_ascii=False)
    return card.text + "\n" + re.sub(r'"value": "(\\.|[^"\\])*"', "", blocks)


def labels(card: Message) -> list[str]:
    rows = [block["elements"] for block in card.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row if "text" in element]


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_card_never_says_what_its_kind_of_list_forbids(kind: ListKind) -> None:
    card = said(render(answer(restricted(kind)), ASKER)).lower()
    assert [word for word in KINDS[kind].never if word.lower() in card] == []


def test_a_party_under_export_controls_only_is_never_called_listed_by_us() -> None:
    card = said(render(answer(restricted(ListKind.EXPORT_CONTROL, "us-csl")), ASKER))
    assert "US export controls" in card
    assert "listed by US" not in card


def test_a_us_designation_date_is_never_taken_from_our_clock() -> None:
    card = said(render(answer(party()), ASKER))
    assert "designated: date not in the file" in card


def test_no_entry_is_only_said_of_lists_that_are_loaded() -> None:
    states = (state("us-ofac-sdn"), state("un-sc"), state("gb-uksl", "never"))
    card = said(render(answer(party(), sources=states, missing=("ch-seco",)), ASKER))
    assert "No entry found:* UN (not a clearance)" in card
    assert "Not loaded:* US non-SDN · US export lists · EU asset freezes · UK · CH · CA · AU" in card


def test_the_eu_is_never_said_to_have_no_listing() -> None:
    card = said(render(answer(party()), ASKER))
    assert "EU asset-freeze list (sectoral annexes not loaded)" in card
    assert "not listed by EU" not in card


def test_the_secondary_sanctions_note_is_quoted() -> None:
    assert "“Secondary sanctions risk: See Section 11" in said(render(answer(complex_person()), ASKER))


def test_what_one_issuer_removed_and_another_keeps_are_both_said() -> None:
    head = headline_text(complex_person())
    assert "blocked by US" in head
    assert "no longer listed by CH" in head


def test_an_issuer_has_one_section() -> None:
    match = party(standing(), standing(listing("us-ofac-cons")), standing(listing("eu-fsf")))
    sections = [b["text"]["text"] for b in render(answer(match), ASKER).blocks if b["type"] == "section"]
    assert sum("*US: " in text for text in sections) == 1
    assert sum("*EU: " in text for text in sections) == 1


def test_a_name_in_another_script_is_shown_with_the_latin_one() -> None:
    assert "ПЕТРЕНКОВ, Олег Ильич" in said(render(answer(complex_person()), ASKER))


def test_missing_uk_measures_are_said_to_be_missing() -> None:
    card = render(answer(party(standing(listing("gb-uksl")))), ASKER)
    assert "UK: measures not given in our copy" in said(card)


def test_a_un_entry_names_its_committee() -> None:
    card = render(answer(party(standing(listing("un-sc", programmes=("DPRK",))))), ASKER)
    assert "UN listed (DPRK)" in said(card)


def test_a_removal_says_that_its_reason_is_not_stated() -> None:
    gone = party(standing(state=ListingState.REMOVED, removed_on=date(2025, 3, 4)))
    card = said(render(answer(gone, status=Status.REMOVED), ASKER))
    assert "no longer listed (SDN)* since 4 Mar 2025 · reason: not stated in the list" in card
    assert "relief" not in card


def test_an_answer_for_a_past_day_says_so_first() -> None:
    card = render(answer(party(), query=Query("x", as_of=date(2021, 5, 6))), ASKER)
    assert "on 6 May 2021" in card.blocks[0]["text"]["text"]
    assert "on 6 May 2021" in card.text


def test_sample_data_is_marked_first_and_in_the_fallback_text() -> None:
    card = render(answer(party(), sample=True), ASKER)
    assert "Sample data, not for compliance" in card.blocks[0]["elements"][0]["text"]
    assert card.text.startswith("Sample data")


def test_outsiders_see_no_notes_and_cannot_make_one() -> None:
    card = render(with_notes(), OUTSIDERS)
    assert "TEAM" not in said(card)
    assert "Note" not in labels(card)


def test_a_private_note_is_not_shown_in_a_channel() -> None:
    match = party()
    found = answer(match, notes={match.entity: (note("Only mine.", visibility="private"),)})
    assert "Only mine." in said(render(found, ASKER))
    assert "Only mine." not in said(render(found, CHANNEL))


def test_a_note_of_tags_alone_stands_after_those_that_say_something() -> None:
    match = party()
    told = note("Asked the embassy.")
    bare = replace(note("#bank", number=2), created_at=told.created_at + timedelta(days=1))
    text = said(render(answer(match, notes={match.entity: (bare, told)}), ASKER))
    assert text.index("Asked the embassy.") < text.index("`#bank`")


def test_an_answer_in_the_channel_cannot_be_shared_again() -> None:
    assert labels(render(answer(party()), CHANNEL)) == ["Why?", "Note", "Watch"]
    assert labels(render(answer(party()), ASKER)) == ["Share", "Why?", "Note", "Watch"]


def test_a_shared_card_says_by_whom_and_that_it_may_be_out_of_date() -> None:
    card = render(answer(party()), CHANNEL, shared_by="U0ANALYST", shared_at=EARLIER)
    assert "Shared by <@U0ANALYST>" in said(card)
    assert "may be out of date" in said(card)


def test_an_ambiguous_answer_claims_no_status_and_offers_at_most_eight() -> None:
    card = render(answer(*namesakes(11), status=Status.AMBIGUOUS), ASKER)
    assert "blocked" not in said(card)
    assert [b["accessory"]["text"]["text"] for b in card.blocks if "accessory" in b] == list("12345678")
    assert "+3 more" in said(card)


def test_a_possible_match_is_not_called_a_hit() -> None:
    card = said(render(possible(), ASKER))
    assert "possible match, not confirmed" in card
    assert "blocked" not in card
    assert "cannot rule out" in card


def test_a_possible_match_that_was_listed_only_formerly_is_not_called_listed() -> None:
    assert "a listed party has a similar name" in said(render(possible(), ASKER))
    found = possible()
    (match,) = found.matches
    gone = replace(match, listings=tuple(replace(s, state=ListingState.REMOVED) for s in match.listings))
    card = said(render(replace(found, matches=(gone,)), ASKER))
    assert "a party formerly listed has a similar name" in card
    assert "a listed party" not in card


def test_no_match_says_what_was_searched_and_what_was_not() -> None:
    card = said(render(not_found(), ASKER))
    for part in (
        "not a clearance",
        "list of 24 Nov 2025",
        "last good copy 7 hours old",
        "Not loaded:* US non-SDN · US export lists · UN · CH · CA · AU",
    ):
        assert part in card
    assert "because of its owners" in card


def test_no_match_cannot_be_shared_without_its_scope() -> None:
    shared = said(render(not_found(), CHANNEL, shared_by="U0ANALYST", shared_at=EARLIER))
    assert "*Searched*" in shared
    assert "*Not searched:*" in shared


def test_without_any_list_nothing_is_said_of_the_name() -> None:
    card = said(render(answer(status=Status.NO_DATA, sources=()), ASKER))
    assert "Nothing was searched" in card
    assert "no match" not in card


def test_a_long_verdict_is_counted_and_not_broken_off() -> None:
    kinds = [ListKind.SDN, ListKind.SSI, ListKind.CAPTA, ListKind.NS_CMIC, ListKind.EXPORT_CONTROL, ListKind.UN]
    match = party(*(standing(listing(kind=kind)) for kind in kinds), caption="X" * 200)
    head = headline_text(match)
    assert len(head) <= 150
    assert re.search(r"; \+\d more$", head)


def test_the_alias_that_matched_is_named() -> None:
    assert "Matched *exactly*: alias “Oleg Petrenkov”" in said(render(answer(complex_person()), ASKER))


def test_a_question_to_some_lists_only_says_so() -> None:
    card = said(render(answer(party(), query=Query("x", country="RU", lists=frozenset({"us-ofac-sdn"}))), ASKER))
    assert "Asked of these lists only:* US SDN" in card
    assert "asked with: country RU" in card


def test_an_opt_in_source_is_missed_only_when_asked_for() -> None:
    assert "OpenSanctions" not in said(render(answer(party(), missing=("opensanctions",)), ASKER))
    asked = Query("x", lists=frozenset({"opensanctions"}))
    assert "Not loaded:* OpenSanctions" in said(render(answer(party(), query=asked, missing=("opensanctions",)), ASKER))


def test_sharing_an_answer_about_one_party_shares_that_party() -> None:
    rows = [block["elements"] for block in render(answer(party()), ASKER).blocks if block["type"] == "actions"]
    assert all(unpack(element["value"]).entity == "e-aaaaaaaaaaaaaaaa" for element in rows[0] if "value" in element)


def test_why_never_explains_another_party_than_the_one_asked_about() -> None:
    view = json.dumps(why_modal(answer(party()), "e-zzzzzzzzzzzzzzzz"), ensure_ascii=False)
    assert "NORDWIND BANK" not in view
    assert "not among those shown" in view


def test_affiliates_are_counted_beside_the_head_of_the_group() -> None:
    assert "Also 3 affiliates listed" in said(render(answer(party(affiliates=3)), ASKER))


def test_a_direct_message_has_nowhere_to_share_to() -> None:
    assert "Share" not in labels(render(answer(party()), Audience(1, "dm", user="U0ANALYST")))


def test_every_list_that_was_searched_is_named_with_its_date() -> None:
    card = said(render(answer(status=Status.NOT_FOUND, sources=ALL_STATES), ASKER))
    assert card.count("list of 24 Nov 2025") == len(ALL_STATES)


def test_the_eu_file_does_not_tell_of_travel_bans() -> None:
    person = listing("eu-fsf", what=EntityType.PERSON)
    assert "EU: asset freeze* · travel ban: not shown in this file" in said(
        render(answer(party(standing(person))), ASKER)
    )
    assert "travel ban" not in said(render(answer(party(standing(listing("eu-fsf")))), ASKER))


def test_every_answer_on_the_eu_says_that_the_annexes_are_not_loaded_until_they_are() -> None:
    match = party(standing(listing("eu-fsf")))
    assert "sectoral annexes not loaded" in said(render(answer(match), ASKER))
    loaded = said(render(answer(match, sources=(*ALL_STATES, state("eu-oj"))), ASKER))
    assert "not loaded" not in loaded.replace("Not loaded", "")
    assert "CH · EU sectoral annexes (not a clearance)" in loaded
    assert "Not searched:* US visa bans" in loaded


def test_a_sectoral_entry_is_named_by_its_annex() -> None:
    entry = listing("eu-oj", programmes=("833/2014 Annex XLII",))
    assert headline_text(party(standing(entry))) == "NORDWIND BANK: EU sectoral: 833/2014 Annex XLII"


def test_an_act_ahead_of_the_file_is_told_with_both_dates() -> None:
    sources = (*ALL_STATES, state("eu-oj"))
    card = said(render(answer(ahead_of_the_file(), sources=sources), ASKER))
    assert (
        "listed by Implementing Regulation (EU) 2025/2396 in force 25 Nov 2025; not yet in the FSF file of 24 Nov 2025"
        in card
    )


def test_the_reason_of_a_removal_is_told_where_the_list_gives_it() -> None:
    gone = standing(listing("ch-seco"), ListingState.REMOVED, removed_on=date(2025, 6, 3), reason="Deceased")
    assert "since 3 Jun 2025 · reason: “Deceased”" in said(render(answer(party(gone), status=Status.REMOVED), ASKER))


def test_export_controls_name_their_list() -> None:
    match = party(standing(listing("us-csl", programmes=("EL",))))
    assert headline_text(match) == "NORDWIND BANK: US export controls (Entity List)"


def test_a_header_leads_with_every_issuer_before_an_issuers_further_lists() -> None:
    head = headline_text(listed_everywhere())
    assert head.index("blocked by US") < head.index("EU asset freeze")
    assert "specified dealings" not in head


def test_why_quotes_reasons_and_secondary_sanctions_at_length() -> None:
    reason = "Supports actions which undermine the territorial integrity of another state. " * 4
    match = party(standing(listing("gb-uksl", facts=(("reason", reason.strip()),))))
    assert "*Reasons given:* “Supports actions" in json.dumps(why_modal(answer(match)), ensure_ascii=False)
