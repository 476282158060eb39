"""Snoozes as people type and click them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.core.audience import Audience
from bot.services import snoozes
from tests.handlers.office import make_office
from tests.owing import by_name, make_tenant


@pytest.fixture
def office(db, fake_slack):
    return make_office(db, fake_slack)


def running(office, channel="C1"):
    tenant = make_tenant(office.desk.db)
    return snoozes.list_snoozes(office.desk.db, Audience(tenant, "cli", channel), office.desk.clock())


def test_a_party_is_snoozed_by_name_and_listed_with_its_end(office):
    said = office.command("snooze Example Bank 3d")
    assert "Snoozed *PUBLIC JOINT STOCK COMPANY EXAMPLE BANK*" in said["words"]
    (made,) = running(office)
    assert (made.scope, made.value, made.by) == ("entity", by_name("17018").value, "U1")
    assert made.until == office.desk.clock() + timedelta(days=3)
    assert "EXAMPLE BANK" in office.command("snoozes")["words"]
    assert office.problems() == []


def test_one_of_several_is_chosen_by_its_button(office):
    offered = office.command("snooze John Doe 3d")
    assert "born 1952-11-09" in offered["words"]
    assert running(office) == []
    office.click(offered, ids.snooze_pick(1))
    (made,) = running(office)
    assert made.until == office.desk.clock() + timedelta(days=3)
    assert office.problems() == []


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("snooze here 2w", "channel", ""),
        ("snooze program:RUSSIA-EO14024 3d", "programme", "RUSSIA-EO14024"),
        ("snooze us-ofac-sdn:17018 12h", "entity", by_name("17018").value),
        ("snooze here until:2026-04-01", "channel", ""),
    ],
)
def test_programmes_channels_and_references_are_snoozed(office, text, scope, value):
    office.command(text)
    (made,) = running(office)
    assert (made.scope, made.value) == (scope, value)


def test_a_watch_of_this_channel_is_snoozed_by_its_number_and_no_other(office):
    office.command("watch all", channel="C1")
    assert "Snoozed *watch 1: all*" in office.command("snooze watch 1 3d")["words"]
    assert "no watch 1 in this channel" in office.command("snooze watch 1 3d", channel="C2")["words"]
    assert running(office, "C2") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("snooze Example Bank", "always has an end"),
        ("snooze here 200d", "at most 90 days"),
        ("snooze Zyxwvut Qrstuv 3d", "Nobody on the lists"),
        ("snooze us-ofac-sdn:999 3d", "No entry with this reference"),
        ("unsnooze 7", "No snooze 7 runs"),
        ("unsnooze seven", "No snooze seven runs"),
        ("unsnooze 99999999999999999999", "No snooze"),
        ("snoozes", "Nothing is snoozed"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_done(office, text, words):
    assert words in office.command(text)["words"]
    assert running(office) == []


def test_several_parties_of_a_name_are_told_apart_with_the_line_to_write(office):
    said = office.command("snooze Doe John 3d")["words"]
    assert "which one shall I snooze" in said
    line = said.split("`")[1]
    assert line.endswith(" 3d")
    office.command(line.removeprefix("/sanctions "))
    assert len(running(office)) == 1


def test_the_same_again_moves_the_end(office):
    office.command("snooze here 3d")
    office.command("snooze here 5d")
    (made,) = running(office)
    assert made.until == office.desk.clock() + timedelta(days=5)


def test_undo_ends_it_and_a_second_click_says_that_it_is_over(office):
    said = office.command("snooze here 3d")
    (made,) = running(office)
    office.click(said, f"snooze.end:{made.id}")
    assert running(office) == []
    office.click(said, f"snooze.end:{made.id}")
    words = [call.args["text"] for call in office.slack.called("respond")]
    assert "no longer snoozed" in words[-2]
    assert "No snooze" in words[-1]
    assert office.problems() == []


def test_another_channel_cannot_end_it(office):
    office.command("snooze here 3d")
    (made,) = running(office)
    assert "No snooze" in office.command(f"unsnooze {made.id}", channel="C2")["words"]
    assert len(running(office)) == 1
    office.command(f"unsnooze #{made.id}")
    assert running(office) == []


def test_in_a_direct_message_it_is_for_the_persons_own_watches(office):
    office.command("snooze here 3d", channel="D1", user="U7")
    assert len(running(office, "U7")) == 1
    assert "this channel" in office.command("snoozes", channel="D1", user="U7")["words"]


def test_of_several_ends_at_once_one_counts(office):
    office.command("snooze here 3d")
    (made,) = running(office)
    audience = Audience(made.tenant, "cli", "C1")
    with ThreadPoolExecutor(4) as pool:
        ended = list(
            pool.map(lambda _: snoozes.end_snooze(office.desk.db, audience, made.id, office.desk.clock()), range(4))
        )
    assert sum(each is not None for each in ended) == 1
