"""Changes: what a question about changes asks for, and what is found, grouped by official action.

text ─▶ period and filters ─▶ events ─▶ one group an action, newest first
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from rapidfuzz.distance import OSA

from bot.core.alerts import Background
from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF, ISSUERS, issuer_code, issuer_label
from bot.core.queries import QueryProblem, lists_named
from bot.core.screening import SourceState
from bot.core.typed_dates import UNIT, days_of, typed_date
from bot.core.watches import WATCHABLE_KINDS

DAYS: Final = 7
"""The period of a question that names none."""

MOST_DAYS: Final = 3660

_PAIR: Final = re.compile(r'([A-Za-z][A-Za-z_-]*):\s*("[^"]*"|\S+)')
_PERIOD: Final = re.compile(rf"(\d{{1,4}})\s*{UNIT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChangesAsked:
    """Which changes are wanted: days (both included) and filters; empty ones do not filter.

    `page` is which part of the entries of one `action` is shown.
    """

    since: date | None = None
    until: date | None = None
    sources: frozenset[str] = frozenset()
    issuer: str = ""
    programme: str = ""
    country: str = ""
    kind: str = ""
    action: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ActionChanges:
    """The changes of one official action that were asked for, each list with its label and official page."""

    action: Action
    events: tuple[Event, ...]
    list_label: str
    url: str
    background: Mapping[str, Background] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, newest action first; `sources` are the lists looked through, with when they were checked last."""

    asked: ChangesAsked
    actions: tuple[ActionChanges, ...]
    sources: tuple[SourceState, ...]
    sample: bool = False


def parse_changes(text: str, today: date) -> ChangesAsked | QueryProblem:
    """The question that follows the word *changes*: `7d`, `since:`, `until:` and filters."""
    text = " ".join(text[:500].translate(str.maketrans("“”„", '"""')).split())
    asked = ChangesAsked()
    for key, value in _PAIR.findall(text):
        read = _FILTERS.get(key.casefold())
        if read is None:
            return QueryProblem(f"I do not know the filter “{key[:40]}:”. {_hint(key.casefold())}")
        found = read(asked, value.strip('"').strip())
        if isinstance(found, QueryProblem):
            return found
        asked = found
    rest = _PAIR.sub(" ", text).strip(" .?!")
    return _with_period(asked, rest, today)


def _with_period(asked: ChangesAsked, rest: str, today: date) -> ChangesAsked | QueryProblem:
    match = _PERIOD.fullmatch(rest)
    if rest and match is None:
        return QueryProblem(
            f"“{rest[:60]}” is no period. Write `changes 7d`, or `changes since:2026-03-01`; to follow one party, "
            "`watch NAME`."
        )
    if asked.page > 1 and not asked.action:
        return QueryProblem("page: goes with one action: `changes action:ID page:2`.")
    if asked.action and not rest and not asked.since:
        return asked
    if match and asked.since:
        return QueryProblem(f"Write either “{rest[:20]}” or since:, not both.")
    days = days_of(match) if match else DAYS
    if not 0 < days <= MOST_DAYS:
        return QueryProblem(f"“{rest[:20]}” is no period that I can look through; the longest is ten years.")
    since = asked.since or (asked.until or today) - timedelta(days=days)
    if asked.until and asked.until < since:
        return QueryProblem(f"until:{asked.until} is before since:{since}.")
    if since > today:
        return QueryProblem(f"since:{since} is in the future.")
    return replace(asked, since=since)


def _day(name: str, value: str) -> date | QueryProblem:
    found = typed_date(value)
    if isinstance(found, PartialDate) and found.precision == "day":
        return date.fromisoformat(found.value)
    return QueryProblem(f"{name}: {found if isinstance(found, str) else 'needs a whole day, such as 2026-03-01.'}")


def _since(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    day = _day("since", value)
    return day if isinstance(day, QueryProblem) else replace(asked, since=day)


def _until(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    day = _day("until", value)
    return day if isinstance(day, QueryProblem) else replace(asked, until=day)


def _list(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    words = [word for word in value.split(",") if word.strip()]
    unknown = [word for word in words if not lists_named(word)]
    if unknown or not words:
        return QueryProblem(f"list: does not know “{', '.join(unknown)[:60]}”; known are {', '.join(ISSUER_OF)}.")
    return replace(asked, sources=asked.sources.union(*map(lists_named, words)))


def _issuer(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    code = issuer_code(value)
    if code is None:
        known = ", ".join(issuer_label(code) for code in ISSUERS)
        return QueryProblem(f"issuer: does not know “{value[:40]}”; known are {known}.")
    return replace(asked, issuer=code)


def _programme(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    if not value or len(value) > 80:
        return QueryProblem("programme: needs a code, such as programme:RUSSIA-EO14024.")
    return replace(asked, programme=value.upper())


def _country(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    code = country_code(value)
    return (
        replace(asked, country=code)
        if code
        else QueryProblem(f"country: does not know “{value[:40]}”; try RU or Iran.")
    )


def _kind(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    kind = value.casefold()
    if kind not in WATCHABLE_KINDS:
        return QueryProblem(f"kind: does not know “{value[:40]}”; known are {', '.join(sorted(WATCHABLE_KINDS))}.")
    return replace(asked, kind=kind)


def _action(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    if not value or len(value) > 60:
        return QueryProblem("action: needs the id of an official action, as a card or `changes` gives it.")
    return replace(asked, action=value)


def _page(asked: ChangesAsked, value: str) -> ChangesAsked | QueryProblem:
    if not re.fullmatch(r"[1-9]\d{0,5}", value):
        return QueryProblem("page: needs a number, such as page:2.")
    return replace(asked, page=int(value))


def _hint(key: str) -> str:
    near = min(_FILTERS, key=lambda name: OSA.distance(key, name))
    close = OSA.distance(key, near) <= max(1, len(key) // 3)
    return f"Did you mean “{near}:”?" if close else f"Known are {', '.join(_SHOWN)}."


_FILTERS: Final[dict[str, Callable[[ChangesAsked, str], ChangesAsked | QueryProblem]]] = {
    "since": _since,
    "until": _until,
    "programme": _programme,
    "program": _programme,
    "country": _country,
    "kind": _kind,
    "issuer": _issuer,
    "list": _list,
    "lists": _list,
    "source": _list,
    "action": _action,
    "page": _page,
}
_SHOWN: Final = ("since", "until", "programme", "country", "kind", "issuer", "list")
