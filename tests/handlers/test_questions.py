"""Questions as people ask them, through the slash command and mentions."""

from __future__ import annotations

import pytest

from bot.blocks import ids
from tests.effort import processor_seconds
from tests.handlers.office import Office, elements, make_office, shown

ROWS = (
    '17018,"PUBLIC JOINT STOCK COMPANY EXAMPLE BANK",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"SWIFT/BIC NWBKGB2L."',
    '9001001,"DOE, John Adam","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 09 Nov 1952; nationality Finland."',
    '9001002,"DOE, Jane","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1980; daughter of John Adam Doe."',
    '9001003,"DOE SHIPPING LIMITED",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: DOE, John Adam."',
    '9001004,"SONS OF EXAMPLE",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
)


@pytest.fixture
def office(sqlite, fake_slack) -> Office:
    made = make_office(sqlite, fake_slack, ROWS)
    yield made
    assert made.problems() == []


@pytest.mark.parametrize(
    "text",
    ["is Example Bank sanctioned?", "what about Example Bank?", "any info on Example Bank", "Example Bank (Russia)"],
)
def test_a_question_in_plain_words_is_answered(office, text):
    assert "RUSSIA-EO14024" in office.command(text)["words"]


def test_relatives_are_a_numbered_choice_in_the_lists_words(office):
    answer = office.command("John Adam Doe's daughters")
    assert "the list says: “daughter of John Adam Doe” (US)" in answer["words"]
    assert "nothing is concluded" in answer["words"]
    assert "The subject" in answer["words"]
    picked = next(e for e in elements(answer["blocks"]) if e["action_id"] == ids.pick(1))
    office.click(answer, picked["action_id"])
    assert "DOE, Jane" in shown(office.slack.called("respond")[-1].args)["words"]


def test_companies_are_those_that_the_lists_link(office):
    words = office.command("companies of John Adam Doe")["words"]
    assert "DOE SHIPPING LIMITED" in words
    assert "Linked To" in words


def test_no_statement_is_no_denial(office):
    words = office.command("Example Bank's subsidiaries")["words"]
    assert "does not mean there is none" in words
    assert "frozen because of its owners" in words


def test_a_party_named_like_a_question_is_that_party(office):
    words = office.command("SONS OF EXAMPLE")["words"]
    assert "blocked by US" in words
    assert "the list says" not in words


def test_pasted_lines_are_looked_up_each(office):
    text = "check\nJohn Adam Doe\nDirector\nDoe Shipping Limited\nTel: +41 22 123 45 67\nwww.example.com\nTim Cook"
    answer = office.command(text)
    assert "I looked up: John Adam Doe; Doe Shipping Limited; Tim Cook" in answer["words"]
    assert "2 found on the lists" in answer["words"]
    assert "frozen because of its owners" in answer["words"]
    office.click(answer, ids.pick(2))
    assert "DOE SHIPPING" in shown(office.slack.called("respond")[-1].args)["words"]


def test_a_mention_with_a_signature_is_answered_in_its_thread(office):
    reply = office.mention("\nJohn Adam Doe\nDoe Shipping Limited")
    assert "I looked up: John Adam Doe; Doe Shipping Limited" in reply["words"]


@pytest.mark.parametrize("text", ["check ???", "hello", "check is it sanctioned?"])
def test_no_name_gets_examples(office, text):
    words = office.command(text)["words"]
    assert "I found no name in that" in words
    assert "IMO 9187629" in words


def test_advice_is_refused_in_one_line_and_the_party_shown(office):
    words = office.command("may we pay Example Bank?")["words"]
    assert "I show listings, acts and licences; ask your legal department." in words
    assert "RUSSIA-EO14024" in words


@pytest.mark.parametrize("text", ["19th package", "CN code 8471", "how much is frozen?", "SSI Directive 3"])
def test_what_no_list_answers_is_one_line(office, text):
    assert "Nothing was searched" in office.command(text)["words"]


def test_an_account_number_leads_to_a_listed_bank(office):
    words = office.command("GB29 NWBK 6016 1331 9268 19")["words"]
    assert "EXAMPLE BANK" in words
    assert "account number itself is on no list" in words
    assert "no listed bank has that code" in office.command("GB33BUKB20201555555555")["words"]
    assert "the check digit is wrong" in office.command("GB28 NWBK 6016 1331 9268 19")["words"]


def test_an_unknown_number_of_the_closed_uk_list_is_no_match(office):
    assert "not a clearance" in office.command("OFSI group id 99999")["words"].lower()


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("is Example Bank sanctioned by Germany?", "No list of Germany is read"),
        ("is Zorblatt Fnord sanctioned by Germany?", "No list of Germany is read"),
        ("is Doe sanctioned by Germany?", "No list of Germany is read"),
        ("are Example Bank and Doe Shipping sanctioned by Germany?", "No list of Germany is read"),
        ("Zorblatt " * 80, "The question was cut after 500 characters"),
        ("Example Bank " + "x" * 600, "The question was cut after 500 characters"),
    ],
)
def test_how_a_question_was_read_is_on_the_card(office, text, remark):
    assert remark in office.command(text)["words"]


def test_a_country_gets_the_commands_for_it(office):
    words = office.command("is Iran sanctioned?")["words"]
    assert "changes country:IR" in words
    assert "no match" not in words


def test_many_brackets_do_not_hold_up_a_mention(office):
    text = "<" * 40_000 + " Example Bank"
    assert "I found no name" in office.mention(text)["words"]
    assert processor_seconds(lambda: office.mention(text)) < 10
