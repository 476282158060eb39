"""Interests: watches of the same thing, asked once, and found by what an event is about.

watches ─▶ one interest for all that want the same ─▶ by party, listing, name, programme, issuer, country ─▶ reach

The index only narrows: `reach` has the last word on every interest that it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.patterns import fold_pattern
from bot.core.watches import Reach, TargetKind, Watch, names_of, programmes_of, reach, related_key

Key = tuple[str, ...]
Met = tuple[int, Reach]

WHOEVER: Final[frozenset[TargetKind]] = frozenset({"programme", "issuer", "country", "all"})
"""What is watched whoever the party is: events alike in all but the party go to the same of these watches."""
GRAM: Final = 3
"""So many letters of a pattern without a whole word stand for it in the index."""


class Interests:
    """Watches by what they want: `groups` of positions in the sequence they were made from."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        same: dict[tuple[object, ...], list[int]] = {}
        for position, watch in enumerate(watches):
            same.setdefault((watch.target, watch.kinds, watch.filters, bool(watch.paused)), []).append(position)
        self.groups = tuple(map(tuple, same.values()))
        self._first = tuple(watches[positions[0]] for positions in self.groups)
        self._index: dict[Key, list[int]] = {}
        for number, watch in enumerate(self._first):
            for key in _keys_of(watch):
                self._index.setdefault(key, []).append(number)
        self._has_patterns = any(watch.target.kind == "name" for watch in self._first)
        self._alike: dict[tuple[object, ...], list[Met]] = {}

    def met(self, event: Event) -> list[Met]:
        """The interests that an event goes to, by number, and how far."""
        alike = _without_party(event)
        if alike not in self._alike:
            self._alike[alike] = self._reached(_keys_about_whoever(event), event)
        about = [*_keys_about_party(event), *(_keys_about_names(event) if self._has_patterns else ())]
        return self._alike[alike] + self._reached(about, event)

    def _reached(self, keys: Iterable[Key], event: Event) -> list[Met]:
        numbers = {number for key in keys for number in self._index.get(key, ())}
        asked = ((number, reach(self._first[number], event)) for number in sorted(numbers))
        return [(number, how_far) for number, how_far in asked if how_far != "nothing"]


def _keys_of(watch: Watch) -> list[Key]:
    """What an event must be about, in one of these ways, to concern a watch."""
    target = watch.target
    match target.kind:
        case "entity":
            return [("entity", target.value), *([("listing", target.source, target.ref)] if target.ref else [])]
        case "name":
            return [_key_of_pattern(target.value)]
        case "programme":
            return [("programme", target.value.upper())]
        case "issuer" | "country" | "all":
            return [(target.kind, target.value if target.kind != "all" else "")]


def _without_party(event: Event) -> tuple[object, ...]:
    """All of an event but whom it is about, and in which action."""
    return (
        *(event.source, event.op, event.kind, event.state, event.material, event.list_kind, event.type),
        *(event.programmes, event.countries, event.gained, event.lost, event.list_date),
    )


def _keys_about_whoever(event: Event) -> Iterator[Key]:
    yield "all", ""
    yield "issuer", ISSUER_OF.get(event.source, "")
    for code in programmes_of(event):
        yield "programme", code
    for country in event.countries:
        yield "country", country


def _keys_about_party(event: Event) -> Iterator[Key]:
    yield "entity", event.entity
    yield "listing", event.source, event.ref
    yield "listing", *related_key(event)


def _key_of_pattern(pattern: str) -> Key:
    """What every name like this has: a whole word, the head of one, or some letters; very short ones are like all."""
    words = pattern.split()
    whole = max((word for word in words if "*" not in word), key=len, default="")
    if len(whole) >= GRAM:
        return "word", whole
    head = max((word.partition("*")[0] for word in words), key=len, default="")
    if len(head) >= GRAM:
        return "head", head[:GRAM]
    inner = max(pattern.replace("*", " ").split(), key=len, default="")
    return ("letters", inner[:GRAM]) if len(inner) >= GRAM else ("short", "")


def _keys_about_names(event: Event) -> Iterator[Key]:
    yield "short", ""
    for name in names_of(event):
        for word in fold_pattern(name.replace("*", " ")).split():
            yield "word", word
            yield "head", word[:GRAM]
            yield from (("letters", word[start : start + GRAM]) for start in range(len(word) - GRAM + 1))
