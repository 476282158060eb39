"""News asked for: which stories are wanted, and what is told of each.

text ─▶ words, filters, period ─▶ stories that fit, the latest first
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.core.countries import country_code
from bot.core.issuers import issuer_code
from bot.core.mentions.tokens import phrase
from bot.core.news import NewsItem, StoryFacts
from bot.core.notes import Note
from bot.core.programme_targets import about
from bot.core.queries import QueryProblem
from bot.core.signals.items import STAGES
from bot.core.team_views import LineView
from bot.core.typed_dates import UNIT, days_of
from bot.core.watches import DIRECTIONS

Sourcing = Literal["official text", "on record", "unnamed sources", "not stated"]

DAYS: Final = 30
MOST_DAYS: Final = 400
QUOTE: Final = 25
"""The most words of an outlet that are quoted at once."""
_PAIR: Final = re.compile(r'([A-Za-z]+):\s*("[^"]*"|\S+)')
_PERIOD: Final = re.compile(rf"\b(\d{{1,3}})\s*{UNIT}\b", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"\b(?:President|Prime Minister|Secretary|Minister|Commissioner|Chancellor|High Representative|spokes(?:wo)?man"
    r"|spokesperson)\b[^.]{0,80}\b(?:said|says|told|announced)\b"
)
_UNNAMED: Final = re.compile(
    r"\b(?:sources?|people familiar|insiders?|officials? (?:said|told)|according to reports|reportedly)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NewsAsked:
    """Which stories are wanted; empty conditions do not filter.

    `target` is a country or theme; `words` are looked for in titles and in the names of listed parties.
    """

    since: datetime
    days: int = DAYS
    words: str = ""
    issuer: str = ""
    target: str = ""
    direction: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story with what is said of it: the item that leads it, acts that bear it out, how many tell it, and what the
    team knows of it.
    """

    story: StoryFacts
    lead: NewsItem
    official: tuple[NewsItem, ...]
    sources: int
    outlets: int
    sourcing: Sourcing
    named: tuple[str, ...] = ()
    lines: tuple[LineView, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsFound:
    """The stories found, the latest first; `feeds` were read, `late` are not in order, `began` is the first item's."""

    asked: NewsAsked
    stories: tuple[StoryTold, ...]
    feeds: int
    late: tuple[str, ...] = ()
    began: datetime | None = None


def parse_news(text: str, now: datetime) -> NewsAsked | QueryProblem:
    """The question that follows the word *news*."""
    text = " ".join(text[:300].translate(str.maketrans("“”„", '"""')).split())
    asked = NewsAsked(now - timedelta(days=DAYS))
    for key, raw in _PAIR.findall(text):
        found = _filtered(asked, key.casefold(), raw.strip('"').strip(), now)
        if isinstance(found, QueryProblem):
            return found
        asked = found
    rest = _PAIR.sub(" ", text)
    if period := _PERIOD.search(rest):
        rest = _PERIOD.sub(" ", rest, count=1)
        found = _filtered(asked, "since", period[0], now)
        if isinstance(found, QueryProblem):
            return found
        asked = found
    rest = " ".join(rest.split()).strip(" .?!")
    _, target = about(rest)
    return replace(asked, target=target) if target and not asked.target else replace(asked, words=rest)


def _filtered(asked: NewsAsked, key: str, value: str, now: datetime) -> NewsAsked | QueryProblem:
    match key:
        case "since":
            period = _PERIOD.fullmatch(value)
            days = days_of(period) if period else 0
            if not 0 < days <= MOST_DAYS:
                return QueryProblem(f"“{value[:40]}” is no period; write `news 7d`, at most {MOST_DAYS} days.")
            return replace(asked, since=now - timedelta(days=days), days=days)
        case "issuer":
            issuer = issuer_code(value)
            return (
                replace(asked, issuer=issuer) if issuer else QueryProblem(f"“{value[:40]}” is no issuer that I know.")
            )
        case "country":
            country = country_code(value)
            return (
                replace(asked, target=country)
                if country
                else QueryProblem(f"“{value[:40]}” is no country that I know.")
            )
        case "programme" | "program":
            _, target = about(value)
            return (
                replace(asked, target=target)
                if target
                else QueryProblem(f"I cannot tell the target of “{value[:60]}”.")
            )
        case "direction" if value in DIRECTIONS:
            return replace(asked, direction=value)
        case "stage" if value in STAGES:
            return replace(asked, stage=value)
        case "direction" | "stage":
            choices = DIRECTIONS if key == "direction" else STAGES
            return QueryProblem(f"“{value[:40]}” is no {key}; there are {', '.join(choices)}.")
        case _:
            known = "issuer:, country:, programme:, direction:, stage:, since:"
            return QueryProblem(f"I do not know the filter “{key[:40]}:”. There are {known}.")


def fits(asked: NewsAsked, story: StoryFacts, titles: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a story is asked for, by its labels, its titles, or the captions of the parties it names."""
    words = phrase(asked.words)
    return (
        story.updated_at >= asked.since
        and (not asked.issuer or asked.issuer in {issuer_code(each) for each in story.issuers})
        and (not asked.target or asked.target in story.targets)
        and (not asked.direction or asked.direction == story.direction)
        and (not asked.stage or asked.stage == story.shown_stage)
        and (not words or any(f" {words} " in f" {phrase(text)} " for text in (*titles, *names)))
    )


def sourcing(items: Sequence[NewsItem], official: Sequence[NewsItem]) -> Sourcing:
    """How good the best source of a story is, as its texts say."""
    texts = [f"{item.title} {item.summary}" for item in items]
    if official:
        return "official text"
    if any(_OFFICE.search(text) for text in texts):
        return "on record"
    return "unnamed sources" if any(_UNNAMED.search(text) for text in texts) else "not stated"


def shortened(text: str, most: int = QUOTE) -> str:
    """The first words of a text."""
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"
