"""Names in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.prose import MOST_RUNS, readings_in
from tests.effort import processor_seconds


def names(text):
    return {name for readings in readings_in(text) for reading in readings for name in reading}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Heard that Northern Star Shipping may be delisted next week", "Northern Star Shipping"),
        ("is example bank sanctioned?", "example bank"),
        ("We met Bank of Moscow's lawyers on Tuesday, nothing new.", "Bank of Moscow"),
        ("Yesterday Gazprom and Rosneft were discussed with the EU", "Gazprom"),
        ("Yesterday Gazprom and Rosneft were discussed with the EU", "Rosneft"),
        ("the tanker OCEAN 2018 left (IMO 9187629) for Kerch", "OCEAN 2018"),
        ("the tanker OCEAN 2018 left (IMO 9187629) for Kerch", "IMO 9187629"),
        ("they call it “golden spear” in the trade, and nobody knows why they would do that", "golden spear"),
        ("Вчера Сбербанк и Газпром обсуждали это с нами в Брюсселе, ничего нового", "Сбербанк"),
        ("俄罗斯储蓄银行 被制裁", "俄罗斯储蓄银行"),
        ("- Rosneft\n- Lukoil\n", "Lukoil"),
        ("see <nothing> about John Adam Doe & sons today, please, and tell me more of it soon", "John Adam Doe"),
    ],
)
def test_a_name_in_a_message_is_one_of_the_readings(text, name):
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok thanks",
        "it is on the EU list",
        "Moscow",
        "Thanks!",
        "we are in Russia, and then Iran :smile:",
        "42",
        "…",
    ],
)
def test_what_names_nobody_is_not_looked_up(text):
    assert not {name for name in names(text) if name[0].isupper() or name.isdigit()}


def test_links_addresses_and_people_are_no_names():
    found = names(
        "see https://example.org/Some/Thing from Oleg.Petrov@example.org and @U0123456 who said so much today"
    )
    assert not any("Thing" in name or "example" in name or "U0123456" in name for name in found)


@given(st.text(max_size=600))
def test_any_text_is_read_in_bounds(text):
    readings = readings_in(text)
    assert len(readings) <= MOST_RUNS
    assert all(name.strip() for reading in readings for part in reading for name in part)


@given(st.lists(st.sampled_from(["Acme Trading", "the", "is", "Volga Group", "said", "to", "\n", "."]), max_size=200))
def test_a_name_is_tried_once(words):
    readings = readings_in(" ".join(words))
    assert len(readings) == len(set(readings))


@pytest.mark.parametrize("text", [",", ":", " ,", "a,", "Name,DOB,Country,\n,,,,,,,,,,,,\n", "imo.", "is "])
def test_a_long_message_of_little_meaning_is_read_at_once(text):
    message = text * (4000 // len(text))
    readings_in(text * 3)
    assert processor_seconds(lambda: readings_in(message)) < 0.5
