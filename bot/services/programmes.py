"""Programmes: the codes that the lists print, read once for each state of the lists."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from bot.core.programme_codes import Unlisted, unlisted
from bot.core.watch_text import programme_text
from bot.core.watches import Watch
from storage import lists
from storage.db import Database

_KNOWN: Final[WeakKeyDictionary[Database, tuple[Mapping[str, int], frozenset[str]]]] = WeakKeyDictionary()
_READING: Final = threading.Lock()


def known_programmes(db: Database) -> frozenset[str]:
    """All codes on the lists loaded, as printed; of entries off their list too."""
    with _READING, db.read() as session:
        generations = lists.generations(session)
        known = _KNOWN.get(db)
        if known is None or known[0] != generations:
            known = _KNOWN[db] = (generations, lists.programmes(session))
        return known[1]


def unlisted_in(db: Database, codes: Collection[str]) -> tuple[Unlisted, ...]:
    """Those of these codes that no list loaded has."""
    known = known_programmes(db) if codes else frozenset()
    found = (unlisted(code, known) for code in sorted(codes))
    return tuple(each for each in found if each is not None)


def codes_of(watch: Watch) -> frozenset[str]:
    """All programmes that a watch names."""
    own = {watch.target.value} if watch.target.kind == "programme" else set()
    return watch.filters.programmes | own


def slip_in(db: Database, codes: Collection[str]) -> str:
    """Why a watch of these programmes is not saved: one is surely a slip of a listed one ("": none is)."""
    slip = next((each for each in unlisted_in(db, codes) if each.is_slip), None)
    if slip is None:
        return ""
    return (
        f"No list loaded has the programme {slip.code[:60]}. Did you mean “{programme_text(slip.nearest[0])}”? "
        f'To watch it as typed, put it in quotation marks: programme:"{slip.code[:60]}"'
    )


def as_programme(db: Database, text: str) -> str:
    """What a name that nobody bears may be meant for: the condition for a programme of that code ("": none)."""
    known = {code.upper(): code for code in known_programmes(db)}
    if text.upper() in known:
        return programme_text(known[text.upper()])
    meant = unlisted(text, known)
    return programme_text(meant.nearest[0]) if meant and meant.is_slip and any(map(str.isdigit, text)) else ""
