"""EU FSF names: which of an entity's many names leads, and what the others are.

The list marks no primary name, and the order of its names changes between exports without any act. The rule here
looks only at what the names say: Latin script before others, strong before weak, current before former, English (or
no stated language) before the other languages of the Union; among these the oldest name, which has the lowest number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources.draft import Draft
from bot.sources.eu_fsf_record import Part, Record
from bot.sources.eu_scripts import script_of

STRENGTHS = {"true": NameKind.ALIAS, "": NameKind.ALIAS, "false": NameKind.WEAK_ALIAS}
LANGUAGES = ("", "EN", "ENG", "ENGLISH")
STAND_IN = 90_000_000
"""Numbers from here on are no numbers of the list: a rebuilt file made them up, and they tell no age."""

_FORMER = re.compile(r"\(?(?:formerly|f\.?k\.?a\.?|former name|previous(?:ly| name))\b(?P<rest>.*)", re.IGNORECASE)
_MARKED_FORMER = re.compile(r"\((?:previously|formerly) (?:listed|known) as\)$", re.IGNORECASE)
_NOT_ENGLISH = re.compile(r"[^\x00-\x7f‘’“”–‐]|[tsdz]j|j[aeou]v|ij\b", re.IGNORECASE)

RANKS = {kind: rank for rank, kind in enumerate(NameKind)}
Named = tuple[str, Part, NameKind]


def add_names(draft: Draft, record: Record) -> None:
    """Add the primary name, then the others, each spelling once."""
    parts = record.all("nameAlias")
    named = [(text, part, kind_of(draft.ref, text, part)) for part in parts if (text := name_of(part))]
    if not named:
        return
    primary = _primary(named, record)
    draft.name(primary, NameKind.PRIMARY, script_of(primary))
    seen = {primary}
    for text, _, kind in sorted(named, key=lambda item: (RANKS[item[2]], item[0])):
        if text not in seen:
            draft.name(text, kind, script_of(text))
        seen.add(text)


def name_of(part: Part) -> str:
    """The whole name, else its parts."""
    return part.get("wholeName") or " ".join(
        filter(None, (part.get(name) for name in ("firstName", "middleName", "lastName")))
    )


def kind_of(ref: str, text: str, part: Part) -> NameKind:
    """Alias, weak alias or former name."""
    strength = part.get("strong", "").casefold()
    if strength not in STRENGTHS:
        raise Malformed(f"entry {ref}: the name {text[:60]!r} is of the unknown strength {strength[:40]!r}")
    is_former = _FORMER.match(part.get("remark", "")) or _MARKED_FORMER.search(text)
    return NameKind.FORMER if is_former else STRENGTHS[strength]


def remark_on(part: Part) -> str:
    """What is said about a name beyond its kind."""
    remark = part.get("remark", "")
    former = _FORMER.fullmatch(remark)
    return "" if former and former["rest"].strip(" ).,:").casefold() in ("", "listed as", "known as") else remark


def _primary(named: Sequence[Named], record: Record) -> str:
    """The name that leads."""
    ranked = [(_rank(*item), item) for item in named]
    best = min(rank for rank, _ in ranked)
    first = [item for rank, item in ranked if rank == best]
    return first[0][0] if len(first) == 1 else _most_telling(first, record)


def _rank(text: str, part: Part, kind: NameKind) -> tuple[bool, bool, bool, int]:
    number = part.get("logicalId", "")
    return (
        script_of(text) != "Latn",
        kind is not NameKind.ALIAS,
        part.get("nameLanguage", "").upper() not in LANGUAGES,
        min(int(number), STAND_IN) if number.isdigit() else STAND_IN,
    )


def _most_telling(named: Sequence[Named], record: Record) -> str:
    """Where the numbers tell no age: the name that bears the office, is spelt as in English, stands in the statement
    of reasons and has most in common with the others."""
    said = set().union(*(_words(part["text"]) for part in record.all("remark")))
    shared = Counter(word for text, _, _ in named for word in _words(text))

    def key(item: Named) -> tuple[bool, bool, int, int, str]:
        text, part, _ = item
        words = _words(text)
        common = sum(shared[word] for word in words)
        return ("function" not in part, bool(_NOT_ENGLISH.search(text)), -len(words & said), -common, text)

    return min(named, key=key)[0]


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))
