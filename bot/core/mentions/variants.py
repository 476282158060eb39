"""How news write a listed name: given name first, without the father's name, without the legal form.

printed name ─▶ phrases; each phrase says how sure a reader may be of it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rigour.names import remove_org_types

from bot.core.listings import EntityType
from bot.core.mentions.tokens import phrase
from bot.core.names import NameKind

Zipf = Callable[[str], float]
"""How common a word is in English: the power of ten of its occurrences in a billion words; 0 when hardly ever."""

EVERYDAY: Final = 7.0
"""What a word is compared with: as common as "the"."""
RARE: Final = 3.0
"""A word below this is seldom used for anything but names."""
ENOUGH: Final = 8.0
"""How far all words of a phrase together must be from everyday ones, when none of them is rare."""
SHORTEST: Final = 4
LONGEST: Final = 10
_FATHER = re.compile(r"(?:ovich|evich|ovych|evych|avich|yich|ich|ovna|evna|ivna|ichna|avna|ovic|ogly|oglu|kyzy|uulu)$")
_TITLES: Final = frozenset({"mr", "mrs", "dr", "sheikh", "shaykh", "haji", "hajji", "mullah", "maulavi", "general"})


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of an entity, as printed, and the lists that have it."""

    entity: str
    text: str
    kind: NameKind
    type: EntityType
    sources: frozenset[str] = frozenset()


def given_name(name: ListedName) -> str:
    """The given name of a person as printed ("" where the order is not plain)."""
    if name.type is not EntityType.PERSON:
        return ""
    _, comma, given = name.text.partition(",")
    words = phrase(given if comma else name.text).split()
    return words[0] if words and (comma or len(words) > 1) else ""


def phrases_of(name: ListedName, zipf: Zipf) -> Iterator[str]:
    """The phrases by which a name may be told in text; none when it is too common to mean this party."""
    return telling(written(name), name, zipf)


def telling(ways: Iterable[str], name: ListedName, zipf: Zipf) -> Iterator[str]:
    """Those ways of writing a name that are not too common to mean this party, each once."""
    return (each for each in dict.fromkeys(ways) if _is_telling(each.split(), name, zipf))


def written(name: ListedName) -> Iterator[str]:
    """The ways in which news write a name."""
    if name.type is EntityType.PERSON:
        yield from _of_person(name.text)
        return
    if name.type in (EntityType.ORGANIZATION, EntityType.VESSEL, EntityType.AIRCRAFT):
        yield phrase(name.text)
    if name.type is EntityType.ORGANIZATION:
        short = phrase(remove_org_types(name.text))
        if short:
            yield short


def _of_person(text: str) -> Iterator[str]:
    family, comma, given = text.partition(",")
    words = (phrase(f"{given} {family}") if comma else phrase(text)).split()
    words = [word for word in words if word not in _TITLES] or words
    yield " ".join(words)
    if len(words) == 3:
        yield from _without_father(words)


def _without_father(words: list[str]) -> Iterator[str]:
    """Given and family name: the father's name stands between them, or last after the family name."""
    if _FATHER.search(words[1]) and not _FATHER.search(words[2]):
        yield f"{words[0]} {words[2]}"
    elif _FATHER.search(words[2]) and not _FATHER.search(words[1]):
        yield f"{words[1]} {words[0]}"
    elif _FATHER.search(words[1]) and _FATHER.search(words[2]):  # Roman Arkadyevich Abramovich
        yield f"{words[0]} {words[2]}"


def _is_telling(words: list[str], name: ListedName, zipf: Zipf) -> bool:
    """Whether these words, met in news, mean this party and hardly anything else."""
    if not 1 <= len(words) <= LONGEST or all(word.isdigit() for word in words):
        return False
    if len(words) == 1:
        alone = name.type is EntityType.ORGANIZATION and name.kind is not NameKind.WEAK_ALIAS
        return alone and len(words[0]) >= SHORTEST and words[0].isalpha() and zipf(words[0]) < RARE
    common = [zipf(word) for word in words if not word.isdigit()]
    if sum(len(word) for word in words) < 6 or not common:
        return False
    if name.type is EntityType.VESSEL or name.kind is NameKind.WEAK_ALIAS:
        return min(common) < RARE and len("".join(words)) >= 8
    return min(common) < RARE or sum(EVERYDAY - each for each in common) >= ENOUGH
