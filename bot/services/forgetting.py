"""Forget a person: what is theirs goes, what is the team's stays without their name, and the ledger still verifies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage import forgetting, ledger, pseudonyms
from storage.db import Database

REASON: Final = "forgotten"
"""The reason that the ledger gives for what is erased here."""
KEPT: Final = (
    "What the team relies on is kept without a name: notes, decisions, lines to take, work and watches of channels now "
    f"say “{forgetting.FORMER}”.",
    "Where the person was the last admin, lead or viewer named, that stays set and names nobody, so that no other "
    "person's role changes.",
    "The ledger keeps that something happened, and when, since a chain with holes proves nothing; by whom and what is "
    "erased.",
    "What others wrote stays as they wrote it, with any mention of the person in it.",
    "What stands in Slack (messages, files) and in backups of the database is not reached from here.",
)
"""What is kept, and why."""
_USER: Final = re.compile(r"<?@?([UW][A-Z0-9]{1,24})(\|[^>]*)?>?")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was, or would be, forgotten of a person: rows by what they are, and contents of the ledger."""

    user: str
    done: bool
    removed: dict[str, int]
    renamed: dict[str, int]
    ledger: int
    named: bool

    @property
    def is_nothing(self) -> bool:
        """Whether nothing names the person."""
        return not (self.removed or self.renamed or self.ledger or self.named)


@dataclass(frozen=True, slots=True)
class NoUser:
    """No user id was given; the text says what to give."""

    text: str


def read_user(text: str) -> str | NoUser:
    """A user id, alone or as Slack writes a mention."""
    match = _USER.fullmatch(text.strip())
    return match[1] if match else NoUser(f"{text[:40]!r} is not a user id; give the id (U…) from the Slack profile")


def look(db: Database, tenant: int, user: str) -> Forgotten:
    """What would be forgotten."""
    with db.read() as session:
        told = forgetting.count(session, tenant, user)
        name = pseudonyms.find_pseudonym(session, tenant, user)
        numbers = ledger.numbers_of(session, tenant, name) if name else []
    return Forgotten(user, False, told["removed"], told["renamed"], len(numbers), bool(name))


def forget(db: Database, tenant: int, user: str, now: datetime) -> Forgotten:
    """Forget a person, all in one transaction; who is forgotten already is found nowhere."""
    with db.write() as session:
        told = forgetting.forget(session, tenant, user)
        ledger.lock(session, tenant)  # from here on nobody's act is recorded under a name read before
        name = pseudonyms.find_pseudonym(session, tenant, user)
        numbers = ledger.numbers_of(session, tenant, name) if name else []
        ledger.erase(session, tenant, numbers, REASON, now)
        known = pseudonyms.drop_pseudonym(session, tenant, user)
    db.scrub()
    return Forgotten(user, True, told["removed"], told["renamed"], len(numbers), known)
