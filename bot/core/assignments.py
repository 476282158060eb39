"""Assignments: whose card it is, by which day, when its owner is reminded, and what waits for a person.

text ─▶ whom and by when · due day × today ─▶ the day of the reminder · open items ─▶ in the order of their need
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from bot.core.alerts import Place
from bot.core.notes import Unreadable
from bot.core.queries import QUOTES
from bot.core.typed_dates import typed_date
from bot.core.work import WorkStatus

ItemKind = Literal["card", "reopened", "expiring", "line"]

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
MOST_DAYS: Final = 366
"""How far ahead a card may be due: what is later belongs into a calendar."""
EXPIRING: Final = WEEK
"""A decision is told to its author so long before it ends."""
DUE_HOW: Final = "Write a day: `2026-12-01`, `3d`, `2w`, `friday`, `today` or `tomorrow`."
ASSIGN_HOW: Final = "In the thread of a card, write `@Sanctions Desk assign @colleague due:friday`."
ITEMS_HOW: Final = (
    "Write `items`, `items here`, `items #channel`, `items all` or, where you mention me, `items @colleague`."
)
PREFIX: Final = "work:"
"""What the action of an outbox row begins with when it tells a person of work."""
ASSIGNED: Final = f"{PREFIX}assigned:"
REMINDER: Final = f"{PREFIX}due:"

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AHEAD: Final = re.compile(r"(?:in\s+)?(\d{1,3})\s*(d|days?|w|weeks?)", re.IGNORECASE)
_DUE: Final = re.compile(r"(?:^|(?<=\s))(?:due|by):?\s*(?P<day>\S.*)$", re.IGNORECASE)
_PERSON: Final = re.compile(r"<?@?([UW][A-Z0-9]{1,20})(?:\|[^>]*)?>?")
_CHANNEL: Final = re.compile(r"<?#?([CG][A-Z0-9]{1,20})(?:\|[^>]*)?>?")


@dataclass(frozen=True, slots=True)
class AssignAsked:
    """Who shall take care of a card (`ME`: who asks), by which day (None: none was given)."""

    to: str
    due: date | None = None


ME: Final = "me"


@dataclass(frozen=True, slots=True)
class ItemsAsked:
    """Whose open items are asked for: one's own, a person's, a channel's, or all that may be seen."""

    scope: Literal["mine", "person", "channel", "all"]
    value: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that waits for somebody.

    A card of a channel; a decision that is open again, or ends soon; a line to take past its review. `since` is when it
    began to wait, `due` the day by which it is to be done, `number` a decision's or a line's, `detail` why a decision
    is open again, or what a line is on.
    """

    kind: ItemKind
    title: str
    since: datetime
    owner: str = ""
    channel: str = ""
    status: WorkStatus = "new"
    due: date | None = None
    assigned_by: str = ""
    action: str = ""
    ts: str = ""
    number: int = 0
    detail: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.kind != "expiring" and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Tally:
    """Open items in numbers: cards, those of them overdue, lines past review, decisions open again or ending soon."""

    cards: int = 0
    overdue: int = 0
    lines: int = 0
    reopened: int = 0
    ending: int = 0


NOTHING_OPEN: Final = Tally()


def parse_assign(text: str, today: date) -> AssignAsked | Unreadable:
    """What follows the word *assign*."""
    text = " ".join(text.translate(QUOTES).split()).removeprefix("to ")
    match = _DUE.search(text)
    who = (text[: match.start()] if match else text).strip()
    due = read_due(match["day"], today) if match else None
    if isinstance(due, Unreadable):
        return due
    if who.casefold() in ("me", "@me"):
        return AssignAsked(ME, due)
    person = _PERSON.fullmatch(who)
    if person is None:
        return Unreadable(f"“{who[:40]}” is nobody I can tell by name.", ASSIGN_HOW)
    return AssignAsked(person[1], due)


def read_due(text: str, today: date) -> date | Unreadable:
    """The day meant, today at the earliest."""
    word = text.strip().strip('".').strip().casefold()
    found = _relative(word, today)
    if found is None:
        typed = typed_date(word)
        if isinstance(typed, str) or len(typed.value) < 10:
            return Unreadable(f"“{text.strip()[:40]}” is no day.", DUE_HOW)
        found = date.fromisoformat(typed.value)
    if found < today:
        return Unreadable(f"{found} has passed.", DUE_HOW)
    if found > today + MOST_DAYS * DAY:
        return Unreadable(f"{found} is more than a year ahead.", DUE_HOW)
    return found


def _relative(word: str, today: date) -> date | None:
    if word in ("today", "tomorrow"):
        return today if word == "today" else today + DAY
    if match := _AHEAD.fullmatch(word):
        return today + int(match[1]) * (WEEK if match[2][0] == "w" else DAY)
    days = [number for number, name in enumerate(_DAYS) if len(word) >= 3 and name.startswith(word)]
    # A weekday is the next one: said on a Friday, it is the Friday after.
    return today + ((days[0] - today.weekday() - 1) % 7 + 1) * DAY if len(days) == 1 else None


def parse_items(text: str) -> ItemsAsked | Unreadable:
    """What follows the word *items*; a channel's `#name` is left to be looked up."""
    word = text.strip()
    match word.casefold():
        case "" | "me" | "mine" | "my":
            return ItemsAsked("mine")
        case "all":
            return ItemsAsked("all")
        case "here":
            return ItemsAsked("channel")
    if found := _CHANNEL.fullmatch(word):
        return ItemsAsked("channel", found[1])
    if found := _PERSON.fullmatch(word):
        return ItemsAsked("person", found[1])
    if re.fullmatch(r"#[^\s#<>]{1,80}", word):
        return ItemsAsked("channel", word)
    return Unreadable(f"“{word[:40]}” is neither a person nor a channel.", ITEMS_HOW)


def reminder_day(due: date, today: date) -> date | None:
    """The latest day on which an owner was to be reminded by today: the day before, the day, the morning after, and
    then once a week; None before all of them."""
    if today < due - DAY:
        return None
    return today if today <= due else due + DAY + (today - due - DAY) // WEEK * WEEK


def item_key(place: Place) -> str:
    """A card as a row of the outbox names it that tells a person of it."""
    return f"{place.channel}|{place.action}"


def read_key(key: str, tenant: int) -> Place:
    """The card that `item_key` named."""
    channel, _, action = key.partition("|")
    return Place(tenant, channel, action)


def assigned_action(place: Place, at: datetime) -> str:
    """The name of the row that tells an assignee: one for each time that somebody is given a card."""
    told = f"{place.channel}|{place.action}|{at.isoformat()}"
    return f"{ASSIGNED}{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def reminder_action(today: date) -> str:
    """The name of the row that reminds a person: one a day."""
    return f"{REMINDER}{today.isoformat()}"


def is_work_message(action: str) -> bool:
    """Whether an outbox row tells a person of work of theirs."""
    return action.startswith(PREFIX)


def in_order(items: Iterable[OpenItem], today: date) -> tuple[OpenItem, ...]:
    """Overdue first, then by day, then what has no day; of equals the one that waits longest."""

    def need(item: OpenItem) -> tuple[bool, date, datetime]:
        return (not item.is_overdue(today), item.due or date.max, item.since)

    return tuple(sorted(items, key=need))


def tally(items: Sequence[OpenItem], today: date) -> Tally:
    """Open items in numbers."""
    cards = [item for item in items if item.kind == "card"]
    return Tally(
        cards=len(cards),
        overdue=sum(item.is_overdue(today) for item in cards),
        lines=sum(item.kind == "line" for item in items),
        reopened=sum(item.kind == "reopened" for item in items),
        ending=sum(item.kind == "expiring" for item in items),
    )
