"""Targets of watches: who or what the words of a watch mean, by reference, name or condition.

what was read ─▶ a general target as it is · a reference looked up · a name screened ─▶ target, choice or problem
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.core.entities import Ref
from bot.core.queries import QueryProblem
from bot.core.screening import SETTLED, Answer, Match, Query, Status
from bot.core.watch_text import NameAsked, WatchAsked, asked_conditions
from bot.core.watches import Target
from bot.services.parties import find_party
from bot.services.programmes import as_programme
from storage.db import Database

LABEL: Final = 200

Screen = Callable[[Query], Answer]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several parties may be meant: a person must choose one, by its entity id; `conditions` were asked for beside."""

    text: str
    matches: tuple[Match, ...]
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class WatchProblem:
    """Nothing was saved; the text says why, `key` which condition is wrong ("": what is watched)."""

    text: str
    key: str = ""


Unmade = Ambiguous | WatchProblem


def target_of(db: Database, screen: Screen, asked: WatchAsked) -> Target | Unmade:
    """What is watched; a name must settle on one party."""
    match asked.target:
        case Target() as target:
            return replace(target, label=target.label[:LABEL])
        case Ref() as ref:
            return _by_ref(db, ref)
        case NameAsked() as named:
            found = _by_name(db, screen, named)
            return replace(found, conditions=asked_conditions(asked)) if isinstance(found, Ambiguous) else found


def _by_ref(db: Database, ref: Ref) -> Target | WatchProblem:
    with db.read() as session:
        party = find_party(session, ref)
    if party is None:
        told = ref.entity or f"{ref.source}:{ref.ref}"
        return WatchProblem(f"No entry “{told[:80]}” on the lists loaded. Check the reference, or write the name.")
    return Target("entity", party.entity, party.caption[:LABEL], party.source, party.ref)


def _by_name(db: Database, screen: Screen, named: NameAsked) -> Target | Unmade:
    query = named.query()
    if isinstance(query, QueryProblem):
        return WatchProblem(query.text)
    answer = screen(query)
    if answer.status is Status.NO_DATA:
        return WatchProblem("No list is loaded yet, so nobody can be found by name.")
    if answer.status not in SETTLED and (programme := as_programme(db, named.text)):
        return WatchProblem(
            f"“{named.text[:60]}” is no party that I can tell. For the programme, write “watch {programme}”."
        )
    if not answer.matches:
        pattern = f'name:"{named.text.replace(chr(34), "")[:40]}"'
        return WatchProblem(
            f"No entry matches “{named.text[:80]}” well enough to watch. Try another spelling or a reference; to be "
            f"told when such a name appears, watch {pattern}."
        )
    if answer.status not in SETTLED:
        return Ambiguous(named.text, answer.matches)
    first = answer.matches[0]
    key = first.listings[0].listing if first.listings else None
    return Target("entity", first.entity, first.caption[:LABEL], key.source if key else "", key.ref if key else "")
