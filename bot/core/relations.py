"""Relations: what a question about related parties asks for.

"Putin's daughters" · "companies of Rotenberg" ─▶ (subject, relation)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.core.listings import EntityType


class Relation(NamedTuple):
    """What is asked for: the word, what the entries' own statements call it, its inverse there, and types of party."""

    word: str
    direct: frozenset[str]
    inverse: frozenset[str]
    types: frozenset[EntityType]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSON = frozenset({EntityType.PERSON})
_BODIES = frozenset({EntityType.ORGANIZATION, EntityType.VESSEL, EntityType.AIRCRAFT, EntityType.WALLET})
_CHILD, _SPOUSE, _SIBLING = _words("daughter son child"), _words("wife husband spouse widow"), _words("brother sister")
_ELDERS = _words("father mother parent")
FURTHER_KIN = _words("cousin nephew niece uncle aunt relative grandson granddaughter grandfather in-law")
_KIN = _CHILD | _SPOUSE | _SIBLING | _ELDERS | FURTHER_KIN
_LINKED, _OWNER = frozenset({"linked"}), frozenset({"owner"})


def _relations() -> dict[str, Relation]:
    made: dict[str, Relation] = {}

    def add(
        words: str, direct: Iterable[str], inverse: Iterable[str] = (), types: frozenset[EntityType] = _PERSON
    ) -> None:
        for word in words.split("|"):
            made[word] = Relation(word, frozenset(direct), frozenset(inverse), types)

    add("daughter|daughters", ("daughter", "child"))
    add("son|sons", ("son", "child"))
    add("child|children|kids|offspring", _CHILD, _words("father mother parent"))
    add("wife|wives|ex-wife|widow|girlfriend", _words("wife spouse widow"), ("husband",))
    add("husband|ex-husband", _words("husband spouse"), ("wife",))
    add("spouse|spouses|partner", _SPOUSE, _SPOUSE)
    add("brother|brothers", ("brother",))
    add("sister|sisters", ("sister",))
    add("sibling|siblings", _SIBLING, _SIBLING)
    add("father", ("father", "parent"))
    add("mother", ("mother", "parent"))
    add("parents", _ELDERS, _CHILD)
    for word in ("cousin", "nephew", "niece", "uncle", "aunt", "grandson", "granddaughter"):
        add(f"{word}|{word}s", (word,))
    add("in-laws", ("in-law",))
    add("relative|relatives|family|family members|relations|kin", _KIN, _KIN)
    add("associate|associates|business partners|cronies|entourage", ("associate",))
    add("company|companies|firm|firms|business|businesses|holdings", _LINKED, (), frozenset({EntityType.ORGANIZATION}))
    add("subsidiary|subsidiaries|affiliates|branches|entities|assets|property", _LINKED, (), _BODIES)
    add("vessel|vessels|ship|ships|tankers|yacht|yachts|fleet", _LINKED, (), frozenset({EntityType.VESSEL}))
    add("aircraft|plane|planes|jets", _LINKED, (), frozenset({EntityType.AIRCRAFT}))
    add("owner|owners|shareholders", _OWNER, (), frozenset(EntityType))
    return made


RELATIONS: Final = _relations()
"""The relations that a question may ask for."""

_ASKED = "|".join(re.escape(word) for word in sorted(RELATIONS, key=len, reverse=True))
_LEAD = r"(?:(?:all|any|the|list|show|find|who|what|which|is|are|were|was|me|there)\s+)*"
_TAIL = (
    r"(?:\s+(?:(?:are|is)\s+)?(?:(?:also|being)\s+)?(?:sanctioned|listed|on (?:any|the|a)(?: sanctions?)? lists?))?"
    r"[\s?!.]*"
)
_QUESTIONS: Final = (
    re.compile(rf"{_LEAD}(?P<subject>\S.*?)(?:['’]s|(?<=s)['’])\s+(?P<word>{_ASKED}){_TAIL}", re.IGNORECASE),
    re.compile(
        rf"{_LEAD}(?P<word>{_ASKED})\s+(?:of|(?:owned|controlled|held)(?:\s+or\s+controlled)?\s+by|linked\s+to|"
        rf"connected\s+(?:to|with))\s+(?P<subject>\S.*?){_TAIL}",
        re.IGNORECASE,
    ),
    re.compile(r"who\s+(?P<word>own)s\s+(?P<subject>\S.*?)[\s?!.]*", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class RelatedAsked:
    """Whose relatives, companies or owners are asked for; `whole` may also be a party's own name."""

    subject: str
    relation: Relation
    whole: str


def parse_related(text: str) -> RelatedAsked | None:
    """What a question about related parties asks for; None for other questions."""
    text = text.strip()
    for pattern in _QUESTIONS:
        if (match := pattern.fullmatch(text)) and any(char.isalnum() for char in match["subject"]):
            word = match["word"].casefold()
            return RelatedAsked(match["subject"], RELATIONS["owner" if word == "own" else word], text.rstrip("?! "))
    return None
