"""Pseudonyms: what the ledger calls people; without the row that tells whose it is, a name is nobody's.

A name is made of the person and a secret in that row: it can be given to nobody else, and no secret is left once the
row is gone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, delete, select

from bot.core.ledger import name_of
from storage.lists import insert_ignoring
from storage.memory_rows import PseudonymRow

NAME: Final = re.compile(r"p-[0-9a-f]{24}")
"""What a pseudonym looks like."""


def pseudonym(session: Session, tenant: int, user: str, now: datetime) -> str:
    """What the ledger calls a person, from now on if never before; of two at once one is kept."""
    if found := find_pseudonym(session, tenant, user):
        return found
    secret = secrets.token_hex(32)
    values = {"tenant": tenant, "user": user, "name": name_of(secret, tenant, user), "secret": secret, "at": now}
    insert_ignoring(session, PseudonymRow, [values])
    return find_pseudonym(session, tenant, user)


def find_pseudonym(session: Session, tenant: int, user: str) -> str:
    """What the ledger calls a person ("": it knows none, or they were forgotten)."""
    query = select(PseudonymRow.name).where(PseudonymRow.tenant == tenant, PseudonymRow.user == user)
    return session.exec(query).first() or ""


def people(session: Session, tenant: int, names: Collection[str]) -> dict[str, str]:
    """Whose these names are, where that is still known."""
    query = select(PseudonymRow.name, PseudonymRow.user).where(PseudonymRow.tenant == tenant)
    wanted = set(names)
    return {name: user for name, user in session.exec(query) if name in wanted}


def misgiven(session: Session, tenant: int) -> frozenset[str]:
    """The names that stand in a row of somebody whom they were not made of."""
    query = select(PseudonymRow.name, PseudonymRow.user, PseudonymRow.secret).where(PseudonymRow.tenant == tenant)
    rows = session.exec(query)
    return frozenset(str(name) for name, user, secret in rows if name != name_of(str(secret), tenant, str(user)))


def drop_pseudonym(session: Session, tenant: int, user: str) -> bool:
    """Forget whose a name is; whether it was known."""
    result = session.execute(
        delete(PseudonymRow)
        .where(col(PseudonymRow.tenant) == tenant, col(PseudonymRow.user) == user)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) > 0
