import re

import pytest

from bot.blocks import ids
from tests.handlers.office import elements, make_office, shown


def test_a_listed_company_is_answered_with_list_kind_and_programme(office):
    answer = office.command("check Example Bank")
    assert "Blocked by US" in answer["words"] or "blocked (SDN)" in answer["words"]
    assert "RUSSIA-EO14024" in answer["words"]
    assert answer["response_type"] == "ephemeral"


def test_bare_text_means_check(office):
    assert "RUSSIA-EO14024" in office.command("Example Bank")["words"]


def test_an_identifier_is_matched_exactly(office):
    assert "EXAMPLE BANK" in office.command("check bic:SABRRUMM")["words"]
    assert "no match" in office.command("check bic:DEUTDEFF")["words"]


def test_a_stranger_is_not_found_and_not_called_cleared(office):
    answer = office.command("check Tim Cook")
    assert "not a clearance" in answer["words"].lower()
    assert "DOE" not in answer["words"]


def test_two_people_of_one_name_are_a_choice_without_a_status(office):
    answer = office.command("check John Doe")
    assert "do you mean?" in answer["words"]
    picked = next(e for e in elements(answer["blocks"]) if e["action_id"] == ids.pick(1))
    office.click(answer, picked["action_id"])
    after = shown(office.slack.called("respond")[-1].args)
    assert "SDGT" in after["words"]
    assert after["replace_original"] is True


def test_a_mistyped_verb_gets_a_suggestion(office):
    assert "watch" in office.command("wacth programme:SDGT")["words"]


def test_an_unknown_filter_is_named(office):
    answer = office.command("check Example Bank contry:RU")
    assert "contry" in answer["words"]
    assert "country" in answer["words"]


def test_nothing_loaded_says_nothing_about_the_name(sqlite, fake_slack):
    office = make_office(sqlite, fake_slack, rows=())
    assert "No list is loaded" in office.command("check Example Bank")["words"]


def test_help_names_every_command(office):
    words = office.command("help")["words"]
    for verb in ("check", "watch", "watches", "unwatch", "sources"):
        assert verb in words
    assert "demo-refresh" not in words


def test_sources_shows_what_is_loaded_and_what_is_not(office):
    words = office.command("sources")["words"]
    assert "4 entries" in words
    assert "Security Council" in words


def test_an_answer_is_shared_anew_for_the_channel(office):
    answer = office.command("check Example Bank")
    office.click(answer, ids.SHARE)
    posted = shown(office.slack.parents("C1")[-1])
    assert "Shared by" in posted["words"]
    assert "RUSSIA-EO14024" in posted["words"]
    thread = office.mention("is it still listed?", thread=posted["ts"])
    assert thread["thread_ts"] == posted["ts"]
    assert "EXAMPLE BANK" in thread["words"]


def test_why_opens_a_dialogue_with_the_score(office):
    answer = office.command("check Example Bank")
    office.click(answer, ids.WHY)
    assert "score" in str(office.opened())


def test_a_mention_is_answered_in_its_thread(office):
    reply = office.mention("is Example Bank sanctioned?")
    assert reply["thread_ts"]
    assert "RUSSIA-EO14024" in reply["words"]


def test_a_mention_in_the_thread_of_a_card_is_about_its_subject(office):
    first = office.mention("check Example Bank")
    again = office.mention("what about the EU, is it on their list?", thread=first["thread_ts"])
    assert again["thread_ts"] == first["thread_ts"]
    assert "EXAMPLE BANK" in again["text"]


def test_another_name_in_the_thread_of_a_card_is_about_that_name(office):
    first = office.mention("check Example Bank")
    other = office.mention("and Northern Star Shipping?", thread=first["thread_ts"])
    assert "NORTHERN STAR" in other["words"]


def test_a_repeated_event_is_answered_once(office):
    for _ in range(3):
        office.mention("check Example Bank", event_id="Ev-same")
    assert len(office.slack.called("chat.postMessage")) == 1


def test_unknown_events_and_actions_are_acknowledged(office):
    assert office.event({"type": "channel_rename", "channel": {"id": "C1", "name": "new"}}) == 200
    assert (
        office.dispatch(
            {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": "U1"},
                "actions": [{"action_id": "nobody", "block_id": "b", "type": "button"}],
            }
        )
        == 200
    )


def test_the_bots_own_messages_are_not_answered(office):
    office.event(
        {"type": "message", "channel_type": "im", "channel": "D1", "bot_id": "B1", "text": "Example Bank", "ts": "1.1"}
    )
    assert office.slack.called("chat.postMessage") == []


def test_a_direct_message_is_answered(office):
    office.event(
        {"type": "message", "channel_type": "im", "channel": "D1", "text": "Example Bank", "ts": "1600000000.000100"}
    )
    assert office.slack.called("chat.postMessage")


def test_no_answer_holds_live_markup_from_a_question(office):
    words = str(office.command("check <!channel> <@U1> http://evil.example")["blocks"])
    assert not re.search(r"<!channel>|<@U1>", words)


@pytest.mark.parametrize(
    ("asked", "left_out"),
    [
        ("check J Doe country:RU", "2 similar names left out: other country"),
        ("check J Doe country:FI", "1 similar name left out: other country"),
        ("check Doe, John country:FI", ""),
        ("check J Doe", ""),
        ("check John Does country:RU", ""),
    ],
)
def test_a_card_says_what_the_country_asked_for_left_out(office, asked, left_out):
    words = office.command(asked)["words"]
    assert (left_out or "Asked") in words
    assert ("left out" in words) == bool(left_out)
