"""Cards for questions that are more than one name, and Why: within Slack's limits, plain, and never a clearance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.asked import no_name, render
from bot.blocks.batch import summary
from bot.blocks.validate import validate_payload
from bot.blocks.why import why_modal
from bot.blocks.wording import ASKED_LINES, BANNED, HOW_TO_ASK, RELATED_CAUTION
from bot.core.beyond import Beyond, Topic
from bot.core.dates import PartialDate
from bot.core.ibans import bank_of
from bot.core.questions import Query
from bot.core.relations import parse_related
from bot.core.screening import Band, Status, screen
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Quote, RelatedTold, Told, Unread
from tests.blocks.gallery_batch import scope, screened
from tests.blocks.make import ASKER, answer, namesakes, party
from tests.blocks.test_hostile import CODE
from tests.core.parties import O, V, index_of
from tests.core.parties import party as listed

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
        shown = " ".join(CODE.sub(" ", text) for text in live(render(item, ASKER, HOSTILE).payload()["blocks"]))
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
    assert words.count("the list says: “Example Bank” (EU, US)") == 5
    assert "+58 more" in words


def test_a_combined_answer_never_opens_one_of_several() -> None:
    several = answer(*namesakes(3), status=Status.AMBIGUOUS, query=Query("Ivanovsky"))
    blocks = render(Combined((several, answer(party()))), ASKER).payload()["blocks"]
    (row,) = (block for block in blocks if "Ivanovsky*" in str(block))
    assert "`/sanctions check Ivanovsky` to choose" in row["text"]["text"]
    assert "accessory" not in row


def test_where_the_lists_say_nothing_their_dates_are_given() -> None:
    words = str(render(told("Example Bank")[2], ASKER).payload()["blocks"])
    assert "US SDN 15,000 entries · list of 24 Nov 2025" in words


INDEX = index_of(
    listed("TIMTCHENKO, Guennadi Exemplevich", "1", born="1952-11-09", country="RU"),
    listed("NORDWIND TRADING COMPANY", "2", O),
    listed("EXAMPLE STAR", "3", V, ids=(("imo", "9999993"),)),
)


def why(query: Query) -> str:
    """What the dialogue says of the first party found, up to the meaning of the lists."""
    first = screen(INDEX, query).candidates[0]
    found = party(
        caption=first.caption,
        what=first.type,
        band=first.band,
        score=first.score,
        matched=first.matched,
        reasons=first.reasons,
    )
    view = why_modal(answer(found, query=query))
    return "\n".join(live(view)).partition("*What each list means*")[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query("Genady Timchenko"), "spelling “Genady” / “Guennadi”, “Timchenko” / “TIMTCHENKO” (asked / list)"),
        (Query("Тимченко Геннадий"), "“gennadiy” / “Guennadi”"),
        (Query("Genady Timchenko"), "only on the list: “Exemplevich”"),
        (Query("Timtchenko Guennadi", born=PartialDate("1952")), "(asked 1952, on the list 1952-11-09)"),
        (Query("Timtchenko Guennadi", born=PartialDate("1970")), "date of birth (asked 1970, on the list 1952-11-09)"),
        (Query("Timtchenko Guennadi", country="IR"), "country (asked IR, on the list another)"),
        (Query("Nordwind Trading", country="IR"), "Not on the list, so not compared: country"),
        (Query("Nordwind"), "Same: “NORDWIND”\nDifferent: only on the list: “TRADING”"),
        (Query("Nordwind Trading Leasing"), "only in the question: “Leasing”"),
        (Query("NORDWIND TRADING"), "Same: the whole name\nDifferent: nothing found"),
        (Query("9999993", scheme="imo"), "You asked: “IMO 9999993”\nOn the list: IMO 9999993"),
        (Query("us-ofac-sdn:2", scheme="ref"), "*You opened this party yourself*, so no name was compared."),
    ],
)
def test_why_says_in_words_what_agrees_and_what_does_not(query: Query, said: str) -> None:
    assert said in why(query)


@pytest.mark.parametrize("text", ["Genady Timchenko", "Timchenko", "G. Timchenko", "Nordwind", "Star Example Co"])
def test_why_has_one_figure_and_no_jargon(text: str) -> None:
    told = why(Query(text))
    assert len(re.findall(r"\d\.\d\d", told)) == 1
    assert not re.search(r"words met|was not asked for|\b(?:rules?|candidates?)\b", told)


def test_a_summary_groups_its_hits_and_leaves_out_what_did_not_occur() -> None:
    words = "\n".join(live(summary(screened(24, 0), scope()).payload()["blocks"]))
    assert "*On a list now*\nline 4 · “Nordwind 4” → *NORDWIND BANK*: blocked by US; EU asset freeze" in words
    assert words.index("*No longer listed*") < words.index("*Several parties") < words.index("*Possible, not")
    assert "+4 more in the file" in words
    assert "no match" not in words
    quiet = "\n".join(live(summary(screened(0, 3), scope()).payload()["blocks"]))
    assert "*3* no match on the lists searched (not a clearance)" in quiet
    assert "*0*" not in quiet
