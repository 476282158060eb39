"""The ledger's writers: who did what, by pseudonym, in the transaction that does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.core.ledger import COMMAND_LINE, DESK
from storage import ledger, pseudonyms
from storage.session import Session

_PERSON: Final = re.compile(r"[UW](\d[A-Z0-9]*|[A-Z0-9]{8,})")
"""A user id; "UN" and "US" are none."""
AS_TYPED: Final = frozenset({"asked", "about"})
"""What people typed, and codes of lists, are kept as they are: whatever they look like, they name nobody by id."""


def record(session: Session, tenant: int, kind: str, actor: str, content: Mapping[str, Any], now: datetime) -> int:
    """Append what happened to a team's ledger; its number.

    `actor` is a user id, "" for the command line, or `DESK`. A value of the content that is a user id is stored as that
    person's pseudonym; say by ids what was touched, never by the text that people wrote. Call it last in a transaction:
    on PostgreSQL others wait with theirs until it ends.
    """
    ledger.lock(session, tenant)  # before a pseudonym is read, so that nobody is forgotten in between
    own = actor if actor == DESK else _named(session, tenant, actor, now) if actor else COMMAND_LINE
    return ledger.append(session, tenant, kind, own, _veiled(session, tenant, dict(content), now), now)


def _named(session: Session, tenant: int, user: str, now: datetime) -> str:
    return pseudonyms.pseudonym(session, tenant, user, now)


def _veiled(session: Session, tenant: int, value: Any, now: datetime) -> Any:
    """The same value with pseudonyms in place of user ids."""
    match value:
        case dict():
            told = value.items()
            return {key: each if key in AS_TYPED else _veiled(session, tenant, each, now) for key, each in told}
        case list() | tuple():
            return [_veiled(session, tenant, each, now) for each in value]
        case str() if _PERSON.fullmatch(value):
            return _named(session, tenant, value, now)
    return value
