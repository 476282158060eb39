from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import update

from bot.app import deliver_once
from bot.blocks import ids
from storage.team_rows import WatchRow
from tests.handlers.office import DAY, ROWS, elements, load_rows, shown

NEW = '9002001,"EASTERN EXAMPLE HOLDING",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '


def at(office, **later):
    now = office.desk.clock() + timedelta(**later)
    return replace(office.desk, clock=lambda: now)


def test_a_watched_programme_and_a_designation_give_one_card_with_its_thread(office):
    assert "Watching" in office.command("watch programme:RUSSIA-EO14024")["words"]
    load_rows(office.desk.db, (*ROWS, NEW), DAY + timedelta(days=1))
    done = deliver_once(at(office, days=1))
    assert done["sent"] >= 1
    assert done["failed"] == done["unsure"] == 0
    cards = office.slack.parents("C1")
    assert len(cards) == 1
    card = shown(cards[0])
    assert "1 " in card["words"]
    assert deliver_once(at(office, days=1))["sent"] == 0
    reply = office.mention("is it on the US list?", thread=card["ts"])
    assert "RUSSIA-EO14024" in reply["words"]


def test_a_watch_made_twice_is_one(office):
    office.command("watch programme:SDGT")
    assert "already" in office.command("watch programme:SDGT")["words"]
    assert office.command("watches")["words"].count("programme SDGT") == 1


def test_a_watch_is_ended_by_its_number(office):
    office.command("watch all")
    assert "No longer watching" in office.command("unwatch 1")["words"]
    assert "watches nothing" in office.command("watches")["words"]
    assert "No watch" in office.command("unwatch 77")["words"]


def test_the_watch_button_watches_the_party_shown(office):
    answer = office.command("check Example Bank")
    office.click(answer, ids.WATCH)
    assert "Watching" in shown(office.slack.called("respond")[-1].args)["words"]
    assert "EXAMPLE BANK" in office.command("watches")["words"]


def test_an_ambiguous_name_is_not_watched_by_guess(office):
    words = office.command("watch John Doe")["words"]
    assert "Watching" not in words
    assert "watches nothing" in office.command("watches")["words"]


def test_one_of_several_is_chosen_by_its_button_with_the_conditions(office):
    offered = office.command("watch John Doe kind:removed every:daily")
    assert "born 1952-11-09" in offered["words"]
    assert "nationality Finland" in offered["words"]
    assert " kind:removed every:daily`" in offered["words"]
    office.click(offered, ids.watch_pick(1))
    said = shown(office.slack.called("respond")[-1].args)["words"]
    assert "Watching *DOE, John" in said
    assert "only removed" in said
    assert "daily digest" in said
    assert not office.problems()


def test_a_slip_of_a_programme_is_not_saved_unless_one_insists(office):
    said = office.command("watch programme:RUSIA-EO14024")["words"]
    assert "No list loaded has the programme RUSIA-EO14024. Did you mean “programme:RUSSIA-EO14024”?" in said
    assert "watches nothing" in office.command("watches")["words"]
    said = office.command('watch programme:"RUSIA-EO14024"')["words"]
    assert "Watching" in said
    assert "⚠️ No list loaded has the programme `RUSIA-EO14024`. Nearest: `RUSSIA-EO14024`." in said
    assert "unwatch 1" in said


def test_a_programme_that_no_list_has_yet_is_watched_with_a_warning(office):
    said = office.command("watch programme:RUSSIA-EO14999 every:daily")["words"]
    assert "Watching" in said
    assert "No list loaded has the programme `RUSSIA-EO14999`" in said
    assert "No list loaded" not in office.command("watch programme:russia-eo14024")["words"]
    assert "Now watching" in office.command("watch edit 1 programme:RUSSIA-EO14999 kind:removed")["words"]


@pytest.mark.parametrize("typed", ["RUSSIA-EO14024", "russia-eo14024", "RUSIA-EO14024"])
def test_a_bare_programme_code_is_offered_as_a_programme(office, typed):
    said = office.command(f"watch {typed}")["words"]
    assert "watch programme:RUSSIA-EO14024" in said
    assert "watches nothing" in office.command("watches")["words"]


def test_unwatch_without_a_number_lists_what_can_be_ended(office):
    assert "Nothing is watched here" in office.command("unwatch")["words"]
    office.command("watch issuer:US")
    said = office.command("unwatch")["words"]
    assert "Which watch shall I end?" in said
    assert "`/sanctions unwatch 1`: all changes by" in said
    assert "  " not in said
    assert "No watch US in this channel" in office.command("unwatch US")["words"]


@pytest.mark.parametrize(("watched", "is_said"), [("all", False), ("programme:SDGT", False), ("Example Bank", True)])
def test_only_of_a_party_it_is_said_that_its_status_stays_open(office, watched, is_said):
    office.command(f"watch {watched}")
    assert ("says nothing about its status" in office.command("unwatch 1")["words"]) is is_said


def test_nothing_that_happened_before_a_watch_is_told(office):
    load_rows(office.desk.db, (*ROWS, NEW), DAY + timedelta(minutes=1))
    office.command("watch all")
    assert deliver_once(at(office, days=1))["sent"] == 0


def pick(office, message, number: int, value: str, user: str = "UANN", channel: str = "C1") -> None:
    """Choose in the menu beside a watch."""
    menu = next(e for e in elements(message["blocks"]) if e.get("action_id") == ids.watch_menu(number))
    chosen = next(option for option in menu["options"] if option["value"].startswith(value))
    body = {
        "type": "block_actions",
        **office._who(user, channel),
        "container": {"type": "message", "is_ephemeral": True, "channel_id": channel},
        "actions": [{"type": "overflow", "action_id": menu["action_id"], "selected_option": chosen, "action_ts": "1"}],
    }
    assert office.dispatch(body) == 200


def last(office) -> dict:
    return shown(office.slack.called("respond")[-1].args)


def test_conditions_are_told_back_in_words(office):
    words = office.command("watch issuer:EU,UK country:RU kind:removed,added every:daily broadcast:never")["words"]
    assert "country RU" in words
    assert "issuer EU or UK" in words
    assert "only added or removed" in words
    assert "daily digest" in words
    assert "stay in the thread" in words
    assert "0 daily digests" in words


def test_what_conditions_leave_out_is_told(office):
    assert "not sent yet" in office.command("watch all kind:signal")["words"]
    assert "has no direction" in office.command("watch issuer:US direction:relief")["words"]
    assert "⚠️" not in office.command("watch issuer:EU direction:relief,unclassified")["words"]


def test_a_mistake_is_told_with_what_would_work(office):
    assert "`country:`" in office.command("watch contry:RU")["words"]
    assert "`every:daily`" in office.command("watch all every:dayly")["words"]
    assert "watches nothing" in office.command("watches")["words"]


def test_what_our_cards_show_may_be_typed_back(office):
    office.command('watch name:"Bank*" kind:removed')
    words = office.command("unwatch 1")["words"]
    again = words.partition("/sanctions watch ")[2].strip("`")
    assert "names like `bank*`" in office.command(f"watch {again}")["words"]
    assert "only removed" in office.command("watches")["words"]


def test_the_list_shows_owner_conditions_last_post_and_next_digest(office):
    office.command("watch issuer:EU every:daily", user="UBEA")
    listed = office.command("watches")
    assert "<@UBEA>" in listed["words"]
    assert "nothing posted yet" in listed["words"]
    assert "next digest <!date^1772438400^" in listed["words"]
    with office.desk.db.write() as session:
        session.execute(update(WatchRow).values(last_at=DAY))
    assert f"last post <!date^{int(DAY.timestamp())}^" in office.command("watches")["words"]


def test_watches_are_listed_by_channel_by_person_or_all(office):
    office.command("watch issuer:EU")
    office.command("watch issuer:US", channel="C2", user="UBEA")
    office.command("watch all for:me")
    assert office.command("watches")["words"].count("all changes by") == 1
    mine = office.command("watches mine")["words"]
    assert "Council" in mine
    assert "for you" in mine
    assert "OFAC" not in mine
    everything = office.command("watches all", user="U3")["words"]
    assert "in <#C2>" in everything
    assert "for you" not in everything
    assert "watches mine" in office.command("watches yours")["words"]


def test_a_watch_in_a_direct_message_is_the_persons_own(office):
    assert "for you" in office.command("watch issuer:EU", channel="D1")["words"]
    assert "all changes by the Council" in office.command("watches", channel="D1")["words"]
    assert "watches nothing" in office.command("watches")["words"]
    assert "No longer watching" in office.command("unwatch 1", channel="D1")["words"]


def test_a_watch_is_paused_and_goes_on(office):
    office.command("watch issuer:EU")
    assert "is paused" in office.command("watch pause 1", user="UBEA")["words"]
    assert "paused by <@UBEA>" in office.command("watches")["words"]
    assert "goes on" in office.command("watch resume 1")["words"]
    assert "paused" not in office.command("watches")["words"]
    assert "No watch" in office.command("watch pause 9")["words"]


def test_a_watch_is_changed_by_words(office):
    office.command("watch issuer:EU")
    assert "OFAC" in office.command("watch edit 1 issuer:US every:weekly")["words"]
    words = office.command("watches")["words"]
    assert "OFAC" in words
    assert "weekly digest" in words


def test_nobody_changes_the_watch_of_another_channel(office):
    office.command("watch issuer:EU", user="UANN")
    for text in ("unwatch 1", "watch pause 1", "watch edit 1 issuer:US"):
        words = office.command(text, channel="C2", user="UBEA")["words"]
        assert "belongs to <#C1> and <@UANN>" in words
    assert "Council" in office.command("watches")["words"]


def test_an_owner_is_told_once_when_another_ends_the_watch(office):
    office.command("watch issuer:EU")
    office.command("unwatch 1", user="UBEA")
    office.command("unwatch 1", user="U3")
    told = [
        message
        for posts in office.slack.messages.values()
        for message in posts
        if "ended your watch" in message["text"]
    ]
    assert len(told) == 1
    assert "<@UBEA> ended your watch 1 in <#C1>" in told[0]["text"]
    office.command("watch issuer:EU")
    office.command("unwatch 2")
    assert len(office.slack.called("conversations.open")) == 1


def test_the_menu_pauses_resumes_and_removes_in_place(office):
    office.command("watch issuer:EU")
    pick(office, office.command("watches"), 1, "pause")
    assert "is paused" in last(office)["words"]
    assert "paused by <@UANN>" in last(office)["words"]
    assert last(office)["replace_original"] in (True, "true")
    pick(office, last(office), 1, "resume")
    assert "paused by" not in last(office)["words"]
    before = last(office)
    pick(office, before, 1, "remove")
    assert "watches nothing" in last(office)["words"]
    pick(office, before, 1, "remove")
    assert "No watch 1" in last(office)["words"]


def test_a_duplicate_offers_to_be_told_otherwise(office):
    office.command("watch issuer:EU")
    answer = office.command("watch issuer:EU every:daily")
    assert "you asked for: told in a daily digest" in answer["words"]
    office.click(answer, ids.WATCH_RETELL)
    assert "daily digest" in last(office)["words"]
    assert "daily digest" in office.command("watches")["words"]
    office.click(answer, ids.WATCH_RETELL, channel="C2", user="UBEA")
    assert "belongs to" in last(office)["words"]


def test_a_mention_without_words_offers_the_dialogue(office):
    reply = office.mention("watch")
    office.click(reply, ids.NEW_WATCH, ephemeral=False)
    assert office.opened()["callback_id"] == ids.WATCH_MODAL


def test_ending_a_watch_that_is_not_there_lists_what_can_be_ended(office):
    office.command("watch programme:RUSSIA-EO14024")
    words = office.command("unwatch 99")["words"]
    assert "No watch 99 in this channel" in words
    assert "unwatch 1" in words
    assert "Nothing is watched here" not in words
