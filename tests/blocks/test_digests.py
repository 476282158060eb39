"""Digests: law before bookkeeping, few lines, and nothing that Slack refuses or brings to life."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.digests import SHOWN, clock, digest_card
from bot.blocks.kit import shown_size
from bot.blocks.snoozes import listing, snoozed
from bot.core.delta import Op
from bot.core.digests import Digest, Line
from tests.blocks.gallery_digests import MORNING, full, line, many, mass, only, removed, snooze
from tests.blocks.make import event, state
from tests.blocks.test_hostile import LAX, Forger, assert_fit, seeds


def sections(card):
    return [block["text"]["text"] for block in card.blocks if block["type"] == "section"]


def test_law_comes_first_then_what_is_not_confirmed_then_bookkeeping():
    titles = [text.splitlines()[0].split("*")[1] for text in sections(digest_card(full()))[1:]]
    assert [title.split(",")[0] for title in titles] == [
        "LAW CHANGED",
        "REMOVALS NOT CONFIRMED",
        "AMENDED RECORDS",
        "FOR YOU",
    ]


@pytest.mark.parametrize("number", [1, SHOWN, SHOWN + 1, 60])
def test_a_block_has_at_most_five_lines_and_counts_the_rest(number):
    text = sections(digest_card(only("daily", *many(number))))[1]
    assert text.count("• ") == min(number, SHOWN)
    assert (f"+{number - SHOWN} more" in text) is (number > SHOWN)


def test_one_action_with_law_and_bookkeeping_stands_in_both_blocks_each_with_its_own():
    law, book = event("1", Op.ADD, caption="ALPHA"), event("2", Op.MOD, "amended", caption="BETA", material=False)
    first, second = sections(digest_card(only("daily", line(law, book))))[1:]
    assert "ALPHA" in first
    assert "BETA" not in first
    assert "BETA" in second
    assert "1 legal change, 1 amendment" in digest_card(only("daily", line(law, book))).text


def test_a_removal_brings_its_caution_and_no_other_change_does():
    assert any("Companies they own" in str(block) for block in digest_card(full()).blocks)
    assert not any("Companies they own" in str(block) for block in digest_card(only("daily", *many(2))).blocks)


def test_a_mass_action_is_a_line_with_numbers_and_watched_names():
    text = sections(digest_card(full()))[1].splitlines()[1]
    assert "397 added" in text
    assert "watched here: *EXAMPLE 0 LLC*, *EXAMPLE 1 LLC*, *EXAMPLE 2 LLC*, +1 more" in text
    assert text.endswith("|thread ↗>")


def test_a_digest_fits_a_phone():
    assert sum(shown_size(block) for block in digest_card(full()).blocks) <= 2200


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Brussels", "08:00 CET"),
        ("Asia/Dubai", "11:00 UTC+04"),
        ("UTC", "07:00 UTC"),
        ("Asia/Kolkata", "12:30 IST"),
    ],
)
def test_the_time_is_told_with_its_zone(zone, shown):
    assert clock(datetime(2025, 11, 25, 7, tzinfo=UTC).astimezone(ZoneInfo(zone))) == shown


@LAX
@given(seeds)
def test_no_event_breaks_a_digest_or_comes_alive_in_it(seed):
    forger = Forger(seed)
    lines = []
    for _ in range(forger.dice.choice((0, 1, 3, 9))):
        card = forger.action()
        watched = tuple(item.event for item in card.watched)
        url = forger.dice.choice(("", "https://lists.example/t"))
        lines.append(Line(card.action, card.events, "US", forger.text(), watched, url, card.background))
    states = tuple(state(source, forger.dice.choice(("stale", "failed"))) for source in ("eu-fsf", "un-sc"))
    kind = forger.dice.choice(("hourly", "daily", "weekly", "away", "snooze"))
    since = forger.dice.choice((None, MORNING - timedelta(days=1)))
    assert_fit(digest_card(Digest(kind, MORNING, tuple(lines), 9, states, since, forger.few(), 3, sample=True)))


@LAX
@given(seeds, st.integers(1, 60))
def test_no_snooze_comes_alive(seed, number):
    forger = Forger(seed)
    made = [replace(snooze(n + 1), label=forger.text(), by=forger.text()) for n in range(number)]
    assert_fit(snoozed(made[0]))
    assert_fit(listing(made))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=9))
def test_the_first_line_counts_what_the_blocks_below_show_and_hide(actions):
    lines = []
    for number, (law, unsure, book) in enumerate(actions):
        told = [
            *(event(f"l{number}-{n}", Op.ADD) for n in range(law)),
            *(event(f"u{number}-{n}", Op.DEL, "removed", "pending") for n in range(unsure)),
            *(event(f"b{number}-{n}", Op.MOD, "amended", material=False) for n in range(book)),
        ]
        lines += [line(*told, number=number)] if told else []
    card = digest_card(only("daily", *lines))
    blocks = [text for text in sections(card)[1:] if text.startswith("*")]
    below = [int(text.splitlines()[0].rsplit("(", 1)[1].rstrip(")")) for text in blocks]
    assert [int(number) for number in re.findall(r"(\d+) (?:legal|removal|amendment)", card.text)] == below
    for text, number in zip(blocks, below, strict=True):
        hidden = re.search(r"^\+(\d+) more", text, re.MULTILINE)
        assert text.count("• ") + (int(hidden[1]) if hidden else 0) == number


def test_what_cards_here_told_already_is_one_line_that_leads_to_their_threads():
    text = str(digest_card(only("daily", removed(), posted=(mass(),))).blocks)
    assert "Already posted here, so not told again: US SDN list: 397 added · <https://slack.com" in text
    assert "EXAMPLE" not in text


def test_a_digest_of_a_list_in_trouble_says_just_that():
    card = digest_card(only("daily", troubled=(state("eu-fsf", "stale"),)))
    (text,) = sections(card)
    assert text.startswith("*No change seen on your watches*; ⚠️ *EU asset freezes* could not be read since ")
    assert "EU asset freezes could not be read since 25 Nov 2025 06:00 UTC." in card.text
