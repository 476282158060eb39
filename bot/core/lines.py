"""Lines to take: what the team has agreed to say on a programme or a party; inside the workspace only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.queries import QUOTES, QueryProblem

LONGEST: Final = 1500
HOW: Final = "Write `line CODE text… owner:@colleague agreed:2026-03-01 review:2026-09-01`."

_PAIR: Final = re.compile(r"(?:^|(?<=\s))(owner|agreed|review):\s*(\S+)", re.IGNORECASE)
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|@?([UW][A-Z0-9]{1,20})(?:\|\S*)?")
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9 ._()/-]{0,79}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineAsked:
    """What is asked of a line: shown (no text), ended, or set; `what` is a code, a reference or a name."""

    what: str
    text: str = ""
    owner: str = ""
    agreed: date | None = None
    review: date | None = None
    ends: bool = False


def parse_line(text: str, today: date) -> LineAsked | QueryProblem:
    """What follows the word *line*: a code, a reference or a quoted name, then what is agreed."""
    text = text.translate(QUOTES).strip()
    what, rest = _subject(text)
    if not what:
        return QueryProblem(f"Say on what: a programme's code, a reference, or a name in quotation marks. {HOW}")
    if rest.casefold() == "end":
        return LineAsked(what, ends=True)
    pairs = {match[1].casefold(): match[2] for match in _PAIR.finditer(rest)}
    body = _PAIR.sub(" ", rest).strip()
    if pairs and not body:
        return QueryProblem(f"There is no text to agree on. {HOW}")
    if len(body) > LONGEST:
        return QueryProblem(f"A line has at most {LONGEST} characters.")
    owner = _MENTION.fullmatch(pairs.get("owner", ""))
    if "owner" in pairs and owner is None:
        return QueryProblem(f"owner: “{pairs['owner'][:40]}” is nobody of this workspace; mention them.")
    days = {key: _day(key, pairs[key]) for key in ("agreed", "review") if key in pairs}
    problem = next((day for day in days.values() if isinstance(day, QueryProblem)), None)
    if problem:
        return problem
    agreed, review = (day if isinstance(day, date) else None for day in map(days.get, ("agreed", "review")))
    if agreed and agreed > today:
        return QueryProblem(f"agreed:{agreed} is still to come.")
    if review and review <= (agreed or today):
        return QueryProblem(f"review:{review} is not after the day it was agreed.")
    return LineAsked(what, body, (owner[1] or owner[2]) if owner else "", agreed, review)


def is_code(text: str) -> bool:
    """Whether a text can be a programme's code."""
    return bool(_CODE.fullmatch(text))


def _subject(text: str) -> tuple[str, str]:
    """What a line is on, which may be quoted, and the rest."""
    if text.startswith('"'):
        name, _, rest = text[1:].partition('"')
        return name.strip(), rest.strip()
    first, _, rest = text.partition(" ")
    return first, rest.strip()


def _day(key: str, text: str) -> date | QueryProblem:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return QueryProblem(f"{key}: “{text[:40]}” is no day. Write it as {key}:2026-09-01.")
