"""Words of a watch: each key that may stand before a colon, what reads a value after it, and what else it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from bot.core.countries import country_code
from bot.core.issuers import ISSUERS, issuer_code, issuer_label
from bot.core.patterns import fold_pattern, pattern_problem
from bot.core.signals.items import STAGES
from bot.core.watches import BROADCASTS, CADENCES, DIRECTIONS, NEWS_KINDS, WATCHABLE_KINDS

MOST_OF_CODE: Final = 80


@dataclass(frozen=True, slots=True)
class Misread:
    """A watch that cannot be made: which key is wrong ("" for what is watched), why, and what would work."""

    text: str
    key: str = ""


def _word(key: str, value: str, known: Sequence[str], aliases: Mapping[str, str]) -> str | Misread:
    word = re.sub(r"[\s-]+", "_", value.casefold())
    word = aliases.get(word, word)
    if word in known:
        return word
    near = min(known, key=lambda name: OSA.distance(word, name))
    close = OSA.distance(word, near) <= max(1, len(near) // 3)
    hint = f"Did you mean {key}:{near}?" if close else f"Known are {', '.join(known)}."
    return Misread(f"{key}: does not know “{value[:40]}”. {hint}", key)


def _words(key: str, known: Sequence[str], **aliases: str) -> Callable[[str], str | Misread]:
    return lambda value: _word(key, value, known, aliases)


def _programme(value: str) -> str | Misread:
    if len(value) > MOST_OF_CODE or '"' in value:
        return Misread(f"programme: takes a code of at most {MOST_OF_CODE} characters.", "programme")
    return value.upper()


def _issuer(value: str) -> str | Misread:
    known = ", ".join(issuer_label(code) for code in ISSUERS)
    return issuer_code(value) or Misread(f"issuer: does not know “{value[:40]}”. Known are {known}.", "issuer")


def _country(value: str) -> str | Misread:
    text = f"country: does not know “{value[:40]}”. Write a country or its two-letter code, such as Iran or RU."
    return country_code(value) or Misread(text, "country")


def _confidence(value: str) -> str | Misread:
    text, percent = value.strip().removesuffix("%"), value.strip().endswith("%")
    if re.fullmatch(r"\d{1,3}(\.\d{1,4})?|\.\d{1,4}", text) and 0 <= (number := float(text)) <= (100 if percent else 1):
        return f"{number / 100 if percent else number:g}"
    return Misread(f"confidence: does not know “{value[:20]}”. Write a number from 0 to 1, such as 0.8.", "confidence")


def _pattern(value: str) -> str | Misread:
    pattern = fold_pattern(value)
    problem = pattern_problem(pattern)
    return Misread(f"name: {problem}.", "name") if problem else pattern


READERS: Final[dict[str, Callable[[str], str | Misread]]] = {
    "programme": _programme,
    "issuer": _issuer,
    "country": _country,
    "kind": _words(
        "kind",
        sorted({*WATCHABLE_KINDS, *NEWS_KINDS}),
        additions="added",
        removals="removed",
        delisted="removed",
        changed="amended",
    ),
    "direction": _words("direction", DIRECTIONS, easing="relief", unknown="unclassified"),
    "stage": _words("stage", STAGES, inforce="in_force", effective="in_force", law="in_force"),
    "confidence": _confidence,
    "every": _words("every", CADENCES, immediately="now", hour="hourly", day="daily", week="weekly"),
    "broadcast": _words("broadcast", BROADCASTS, none="never", off="never"),
    "name": _pattern,
    "for": _words("for", ("me", "channel"), us="channel", here="channel"),
    "dob": str,
    "type": str,
}
"""What may stand before a colon, with what reads a value after it."""

ALIASES: Final = {
    **dict.fromkeys(("program", "programmes", "programs"), "programme"),
    **dict.fromkeys(("digest", "cadence"), "every"),
    **dict.fromkeys(("names", "pattern"), "name"),
    **{f"{key}s": key for key in ("issuer", "kind", "direction", "stage")},
    "countries": "country",
    "born": "dob",
}
_MEANT: Final = {"list": "issuer", "lists": "issuer", "source": "issuer", "op": "kind", "channel": "for"}


def unknown_key(key: str) -> str:
    """That no such key is known, with the one that may be meant."""
    near = _MEANT.get(key) or min(READERS, key=lambda name: OSA.distance(key, name))
    if key in _MEANT or OSA.distance(key, near) <= max(1, len(key) // 3):
        return f"I do not know the filter “{key[:40]}:”. Did you mean “{near}:”?"
    return f"I do not know the filter “{key[:40]}:”. Known are {', '.join(READERS)}."


EXAMPLES: Final = {
    "programme": "programme:RUSSIA-EO14024",
    "issuer": "issuer:EU,UK",
    "country": "country:RU",
    "kind": "kind:added,removed",
    "direction": "direction:relief",
    "stage": "stage:announced",
    "confidence": "confidence:0.8",
    "every": "every:daily",
    "broadcast": "broadcast:never",
    "name": 'name:"Bank*"',
    "for": "for:me",
    "dob": "dob:1952",
    "type": "type:person",
}
