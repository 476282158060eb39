"""Told: what is said to a question of any kind, before it is a card or a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.core.beyond import Beyond
from bot.core.ibans import BankCode
from bot.core.relations import RelatedAsked
from bot.core.screening import Answer, Match, Status


@dataclass(frozen=True, slots=True)
class Quote:
    """What an entry of a list says, and whose list it is."""

    text: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Named:
    """A party that the lists name in connection with another, in their words."""

    match: Match
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """The answer about one party."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Combined:
    """The answers about several parties, in the order asked."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class RelatedTold:
    """The answer about the subject, and the parties named in connection with it; `total` counts those not shown too."""

    asked: RelatedAsked
    answer: Answer
    named: tuple[Named, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OutsideTold:
    """The topic that no list answers, and the answer about the party named, if any."""

    beyond: Beyond
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class AccountTold:
    """The bank that an account number names, as far as the lists know it."""

    iban: str
    bank: BankCode
    answer: Answer


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing was looked up, and whether because no name was found."""

    text: str
    nobody: bool


Told: TypeAlias = Plain | Combined | RelatedTold | OutsideTold | AccountTold | Unread

GRAVEST: Final = (
    Status.LISTED,
    Status.REMOVED,
    Status.AMBIGUOUS,
    Status.POSSIBLE,
    Status.UNKNOWN,
    Status.NOT_FOUND,
    Status.NO_DATA,
)


def gravest(answers: tuple[Answer, ...]) -> Status:
    """The status that a combined answer leads with."""
    return min((answer.status for answer in answers), key=GRAVEST.index)
