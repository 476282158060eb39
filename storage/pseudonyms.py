"""Pseudonyms: what the ledger calls people; without the row that tells whose it is, a name is nobody's."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, delete, select

from storage.lists import insert_ignoring
from storage.memory_rows import PseudonymRow

NAME: Final = re.compile(r"p-[0-9a-f]{24}")
"""What a pseudonym looks like."""


def pseudonym(session: Session, tenant: int, user: str, now: datetime) -> str:
    """What the ledger calls a person, from now on if never before; of two at once one is kept."""
    if found := find_pseudonym(session, tenant, user):
        return found
    values = {"tenant": tenant, "user": user, "name": f"p-{secrets.token_hex(12)}", "at": now}
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


def drop_pseudonym(session: Session, tenant: int, user: str) -> bool:
    """Forget whose a name is; whether it was known."""
    result = session.execute(
        delete(PseudonymRow)
        .where(col(PseudonymRow.tenant) == tenant, col(PseudonymRow.user) == user)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) > 0
