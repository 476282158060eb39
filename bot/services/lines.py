"""Lines to take: shown, set and ended by the team, on a programme, a party or a story."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.blocks.story_words import headline
from bot.core.audience import Audience
from bot.core.entities import Ref, parse_ref
from bot.core.issuers import ISSUER_OF
from bot.core.lines import LineAsked, is_code
from bot.core.questions import Query
from bot.core.screening import SETTLED, Answer
from bot.core.team_views import LineKind, LineView
from bot.services.ledger import record
from bot.services.parties import find_party
from storage import lines, stories
from storage.db import Database
from storage.session import Session

_STORY: Final = re.compile(r"story:(\d{1,9})", re.IGNORECASE)
Screen = Callable[[Query], Answer]


@dataclass(frozen=True, slots=True)
class About:
    """What a line is on, and what that is called."""

    kind: LineKind
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The line that stands (None: there is none)."""

    about: About
    line: LineView | None


@dataclass(frozen=True, slots=True)
class Set:
    """A line was set; `is_ours` is False when somebody set another one at the same moment, which stands."""

    about: About
    line: LineView
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Over:
    """The line that was ended (None: there was none)."""

    about: About
    line: LineView | None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Nothing was shown or changed; the text says why."""

    text: str


def line(
    db: Database, screen: Screen, audience: Audience, asked: LineAsked, by: str, now: datetime
) -> Shown | Set | Over | LineProblem:
    """Do what is asked of a line: inside the team only."""
    if audience.externally_shared:
        return LineProblem("No lines to take here: this channel is shared with another organisation.")
    if audience.guest:
        return LineProblem("Lines to take are for members of this team; Slack does not say that you are one.")
    about = _about(db, screen, asked.what)
    if isinstance(about, LineProblem):
        return about
    if not asked.text and not asked.ends:
        with db.read() as session:
            return Shown(about, lines.find_line(session, audience, about.kind, about.value))
    with db.write() as session:
        if asked.ends:
            over = lines.end_line(session, audience.tenant, about.kind, about.value, by, now)
            if over is not None:
                _record(session, audience.tenant, "ended", about, by, now)
            return Over(about, over)
        made, is_ours = lines.set_line(
            session,
            audience.tenant,
            about.kind,
            about.value,
            asked.text,
            asked.owner or by,
            asked.agreed or now.date(),
            asked.review,
            by,
            now,
        )
        if is_ours:
            _record(session, audience.tenant, "set", about, by, now)
    return Set(about, made, is_ours)


def _record(session: Session, tenant: int, act: str, about: About, by: str, now: datetime) -> None:
    record(session, tenant, "line", by, {"act": act, "on": about.kind, "about": about.value}, now)


def _about(db: Database, screen: Screen, what: str) -> About | LineProblem:
    """The party of a reference or a name that is surely found; else the programme of that code."""
    ref = parse_ref(what, frozenset(ISSUER_OF))
    if ref is not None:
        return _party(db, ref, what)
    if story := _STORY.fullmatch(what.strip()):
        return _story(db, int(story[1]))
    if is_code(what) and any(char.isdigit() or char in "-[]" for char in what):
        return About("programme", what.upper(), what.upper())
    answer = screen(Query(what))
    if answer.status in SETTLED:
        return About("entity", answer.matches[0].entity, answer.matches[0].caption)
    if answer.matches:
        return LineProblem(f"Several parties may be meant by “{what[:60]}”: name one by its reference.")
    if is_code(what) and " " not in what:
        return About("programme", what.upper(), what.upper())
    return LineProblem(f"Nobody on the lists is found as “{what[:60]}”, and it is no programme's code.")


def _story(db: Database, number: int) -> About | LineProblem:
    with db.read() as session:
        story = stories.find_story(session, number)
    if story is None:
        return LineProblem(f"There is no story {number}; `news` tells the numbers.")
    return About("story", str(number), headline(story))


def _party(db: Database, ref: Ref, what: str) -> About | LineProblem:
    with db.read() as session:
        party = find_party(session, ref)
    return About("entity", party.entity, party.caption) if party else LineProblem(f"No entry is listed as {what[:60]}.")
