"""Snoozes: what a channel does not want to hear for a while; always with an end, and legal changes pass.

text ─▶ what (a party, a programme, a watch, the channel) and until when
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.core.delta import Op
from bot.core.entities import Ref, parse_ref
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.watches import Watch, programmes_of

Scope = Literal["entity", "action", "programme", "watch", "channel"]

MOST_DAYS: Final = 90
BOOKKEEPING: Final = frozenset({"renumbered", "merged"})
HOW: Final = "Write for how long: `3d`, `12h`, `2w`, or `until:2026-12-01`; at most 90 days."
WHAT: Final = "Write what: a name, `programme:CODE`, `watch NUMBER`, or `here` for this whole channel."

_UNTIL: Final = re.compile(r"(?:^|\s)until[:\s]\s*(\S+)\s*$", re.IGNORECASE)
_LASTS: Final = re.compile(
    r"(?:^|\s)(?:for[:\s]\s*)?(\d{1,4})\s*(h|hours?|d|days?|w|weeks?|m|months?)\s*$", re.IGNORECASE
)
_HOURS: Final = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24}
_WATCH: Final = re.compile(r"watch\s*[:#]?\s*#?(\d{1,9})", re.IGNORECASE)
_NO_SCOPE: Final = re.compile(r"(issuer|country|kind|direction|stage):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Snooze:
    """What a channel does not hear until then; `value` is the id of what `scope` names ("" for the whole channel)."""

    id: int
    tenant: int
    channel: str
    scope: Scope
    value: str
    label: str
    until: datetime
    by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SnoozeAsked:
    """What is to be snoozed, as far as the text alone says: a party still has to be found by `name` or `ref`."""

    until: datetime
    scope: Scope
    value: str = ""
    label: str = ""
    name: str = ""
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class SnoozeProblem:
    """Nothing was snoozed; the text says why and what would work."""

    text: str


def is_legal_change(event: Event) -> bool:
    """Whether the law changed for a party: what no snooze holds back, and no digest for those who watch it by name.

    A removal not yet confirmed is no change yet; a record renumbered or merged, and cosmetic fields, are bookkeeping.
    """
    if not event.material or event.state != "confirmed":
        return False
    return event.op is not Op.REPLACE or event.kind not in BOOKKEEPING


def quiets(snooze: Snooze, watch: Watch, event: Event) -> bool:
    """Whether a snooze holds an event back from a watch of its channel."""
    if is_legal_change(event) or (snooze.tenant, snooze.channel) != (watch.tenant, watch.channel):
        return False
    match snooze.scope:
        case "channel":
            return True
        case "entity":
            return snooze.value == event.entity
        case "action":
            return snooze.value == event.action
        case "programme":
            return snooze.value in programmes_of(event)
        case "watch":
            return snooze.value == str(watch.id)


def holding(snoozes: Sequence[Snooze], watch: Watch, event: Event) -> Snooze | None:
    """The snooze that holds an event back, if any."""
    return next((snooze for snooze in snoozes if quiets(snooze, watch, event)), None)


def parse_snooze(text: str, now: datetime, timezone: str) -> SnoozeAsked | SnoozeProblem:
    """What follows the word *snooze*: what, and until when."""
    text = " ".join(text[:500].translate(str.maketrans("“”„", '"""')).split())
    until = _end(text, now, timezone)
    if isinstance(until, SnoozeProblem):
        return until
    what = _LASTS.sub("", _UNTIL.sub("", text)).strip().strip('"').strip()
    return _scope(what, until)


def end_text(text: str) -> str:
    """The end that a text gives, as it is written ("" when it gives none)."""
    found = _UNTIL.search(text) or _LASTS.search(text)
    return found[0].strip() if found else ""


def _end(text: str, now: datetime, timezone: str) -> datetime | SnoozeProblem:
    if match := _UNTIL.search(text):
        try:
            day = date.fromisoformat(match[1].strip(".,"))
        except ValueError:
            return SnoozeProblem(f"until: “{match[1][:40]}” is no day. Write it as `until:2026-12-01`.")
        found = datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)
    elif match := _LASTS.search(text):
        found = now + timedelta(hours=int(match[1]) * _HOURS[match[2][0].lower()])
    else:
        return SnoozeProblem(f"A snooze always has an end. {HOW}")
    return _within_bounds(found, now)


def _within_bounds(until: datetime, now: datetime) -> datetime | SnoozeProblem:
    if until <= now:
        return SnoozeProblem(f"That end is in the past. {HOW}")
    if until > now + timedelta(days=MOST_DAYS):
        last = (now + timedelta(days=MOST_DAYS)).date()
        return SnoozeProblem(f"A snooze lasts at most {MOST_DAYS} days; the latest end is {last}.")
    return until


def _scope(what: str, until: datetime) -> SnoozeAsked | SnoozeProblem:
    if not what:
        return SnoozeProblem(WHAT)
    if what.casefold() in ("here", "channel", "this channel"):
        return SnoozeAsked(until, "channel", "", "this channel")
    if match := _WATCH.fullmatch(what):
        return SnoozeAsked(until, "watch", str(int(match[1])))
    if ref := parse_ref(what, frozenset(ISSUER_OF)):
        return SnoozeAsked(until, "entity", ref=ref)
    word, colon, value = what.partition(":")
    if colon and word.strip().casefold() in ("programme", "program"):
        return _programme(value.strip().strip('"').strip(), until)
    if _NO_SCOPE.match(what):
        return SnoozeProblem(f"“{what[:60]}” cannot be snoozed by itself. {WHAT}")
    return SnoozeAsked(until, "entity", name=what)


def _programme(code: str, until: datetime) -> SnoozeAsked | SnoozeProblem:
    if not code or len(code) > 80:
        return SnoozeProblem("programme: needs a code, such as programme:RUSSIA-EO14024.")
    return SnoozeAsked(until, "programme", code.upper(), f"programme:{code.upper()}")
