from dataclasses import replace
from datetime import timedelta

from bot.app import deliver_once
from bot.blocks import ids
from tests.handlers.office import DAY, ROWS, load_rows, shown

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
    reply = office.mention("is it on the UN list?", thread=card["ts"])
    assert "EASTERN EXAMPLE HOLDING" in reply["words"]


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


def test_nothing_that_happened_before_a_watch_is_told(office):
    load_rows(office.desk.db, (*ROWS, NEW), DAY + timedelta(minutes=1))
    office.command("watch all")
    assert deliver_once(at(office, days=1))["sent"] == 0
