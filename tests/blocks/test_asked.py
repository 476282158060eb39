"""Cards for questions that are more than one name: within Slack's limits, inert, and never a clearance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.asked import no_name, render
from bot.blocks.validate import validate_payload
from bot.blocks.wording import ASKED_LINES, BANNED, HOW_TO_ASK, RELATED_CAUTION
from bot.core.beyond import Beyond, Topic
from bot.core.ibans import bank_of
from bot.core.questions import Query
from bot.core.relations import parse_related
from bot.core.screening import Band, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Quote, RelatedTold, Told, Unread
from tests.blocks.make import ASKER, answer, party

HOSTILE = "<!channel> *LIVE* `x` <https://evil.example|click> @here :+1: " + "A" * 400


def told(text: str) -> list[Told]:
    """Each kind of answer with this text wherever text comes from outside."""
    person = party(caption=text)
    found = answer(person, query=Query(text))
    none = answer(status=Status.NOT_FOUND, query=Query(text))
    asked = parse_related("Example's wife")
    assert asked is not None
    named = tuple(Named(person, (Quote(text, "EU"), Quote(text, "US"))) for _ in range(8))
    return [
        Combined(
            (found, none, answer(party(caption=text, band=Band.POSSIBLE), status=Status.POSSIBLE, query=Query(text)))
            * 3
        ),
        RelatedTold(asked, found, named, 63),
        RelatedTold(asked, none, (), 0),
        *(OutsideTold(Beyond(topic, text), found) for topic in Topic),
        *(OutsideTold(Beyond(topic, text), None) for topic in Topic),
        AccountTold("GB29NWBK60161331926819", bank_of("GB29NWBK60161331926819"), found),
        AccountTold("DE89370400440532013000", bank_of("DE89370400440532013000"), none),
        Unread(text, False),
        Unread(text, True),
    ]


def live(value: Any) -> Iterator[str]:
    """All text that Slack would bring to life."""
    if isinstance(value, list):
        for item in value:
            yield from live(item)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        yield from live(list(value.values()))


@pytest.mark.parametrize("text", ["Example Bank", HOSTILE, "", "🙂" * 300])
def test_slack_takes_every_message(text: str) -> None:
    for item in told(text):
        assert validate_payload("chat.postMessage", {"channel": "C1", **render(item, ASKER, text).payload()}) == []


def test_nothing_from_outside_comes_alive() -> None:
    for item in told(HOSTILE):
        shown = " ".join(live(render(item, ASKER, HOSTILE).payload()["blocks"]))
        assert not re.search(r"<!channel>|<https://evil|@here|\*LIVE\*", shown)


@given(st.text(max_size=200))
def test_any_text_is_within_the_limits(text: str) -> None:
    for item in told(text)[:3]:
        assert validate_payload("chat.postMessage", {"channel": "C1", **render(item, ASKER).payload()}) == []


def test_no_line_of_ours_can_be_quoted_as_a_clearance() -> None:
    ours = " ".join([*ASKED_LINES.values(), *HOW_TO_ASK, RELATED_CAUTION, no_name().text])
    assert re.findall(rf"\b(?:{'|'.join(BANNED)})\b", ours, re.IGNORECASE) == []


def test_a_combined_answer_without_a_match_says_what_stays_open() -> None:
    none = answer(status=Status.NOT_FOUND)
    words = str(render(Combined((none, none)), ASKER).payload()["blocks"])
    assert "not a clearance" in words
    assert "frozen because of its owners" in words


def test_only_the_first_related_parties_are_shown_and_the_rest_counted() -> None:
    words = str(render(told("Example Bank")[1], ASKER).payload()["blocks"])
    assert words.count("the list says:") == 10
    assert "+58 more" in words
