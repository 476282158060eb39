"""OFAC advanced, names: parts of a name with their types ─▶ the name as OFAC prints it ("LAST, First")."""

from __future__ import annotations

from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources.ofac_advanced_values import Values, clean
from bot.sources.ofac_entities import SCRIPTS

Part = tuple[int, str]
"""The rank of a part of a name in the order of print, and its text."""

ALIAS_KINDS = {
    "name": NameKind.ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "n.k.a.": NameKind.ALIAS,
    "f.k.a.": NameKind.FORMER,
}
"""`Name` is the type of the primary alias; of another it would be one more name."""

LAST, FATHERS, FIRST, OTHER, UNTYPED = 0, 1, 4, 5, 6

RANKS = {
    "entity name": LAST,
    "vessel name": LAST,
    "aircraft name": LAST,
    "last name": LAST,
    "patronymic": FATHERS,
    "matronymic": 2,
    "maiden name": 3,
    "first name": FIRST,
    "": UNTYPED,
}
"""The order in which OFAC prints the parts of a name: surnames and names of firms, first names, others (a middle name,
a nickname); those of a rank as in the file. What comes before the first name is printed in capitals."""

RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})
WITHOUT_SPACES = frozenset({"Hans", "Hant", "Jpan", "Kore"})
LATIN = "Latn"


def alias_kind(word: str, is_weak: bool, ref: str) -> NameKind:
    """How OFAC presents the names of an alias of this type; its primary alias is told apart later."""
    kind = ALIAS_KINDS.get(word.lower())
    if kind is None:
        raise Malformed(f"entry {ref} has an alias of the unknown type {word[:40]!r}")
    return NameKind.WEAK_ALIAS if is_weak else kind


def rank_of(word: str) -> int:
    """The rank of a type of name part."""
    return RANKS.get(word.lower(), OTHER)


class Spelling:
    """One spelling of an alias while its parts are still being read: `parts` are (number of the group, text).

    `word` is the alias's type as printed.
    """

    __slots__ = ("around", "is_leading", "is_primary", "kind", "parts", "script", "word")

    def __init__(self, kind: NameKind, word: str, is_primary: bool, is_leading: bool) -> None:
        self.kind, self.word, self.is_primary, self.is_leading = kind, word, is_primary, is_leading
        self.around: tuple[str, str] | None = None
        self.script: str | None = None
        self.parts: list[tuple[str, str]] = []

    def text(self, ranks: dict[str, int], script: str) -> str:
        """The whole, as OFAC prints it."""
        parts = [(ranks.get(group, UNTYPED), kept) for group, text in self.parts if (kept := clean(text))]
        return full_name(parts, script)


def script_code(values: Values, code: str | None) -> str:
    """The ISO 15924 code of a script; OFAC's own codes are partly words ("Latin")."""
    word, given = values.word("Script", code), values.attribute("Script", code, "ScriptCode")
    known = SCRIPTS.get(word.lower())
    return known or (given if len(given) == 4 else "Zyyy" if word or given else LATIN)


def full_name(parts: list[Part], script: str) -> str:
    """A name as OFAC's other formats print it: "LAST, First"."""
    if len(parts) > 1:
        parts = sorted(_as_printed(parts), key=_rank)
    last = " ".join([text for rank, text in parts if rank < FIRST]).upper()
    given = " ".join([text for rank, text in parts if rank >= FIRST])
    if not last or not given:
        return last or given
    if script in RIGHT_TO_LEFT:
        return f"{given} {last}"
    return f"{last}{given}" if script in WITHOUT_SPACES else f"{last}, {given}"


def _as_printed(parts: list[Part]) -> list[Part]:
    """Without types the first part is the surname; beside a last name, the father's name is a given name."""
    ranks = {rank for rank, _ in parts}
    if ranks == {UNTYPED}:
        return [(LAST, parts[0][1]), *parts[1:]]
    if LAST in ranks and FATHERS in ranks:
        return [(OTHER if rank == FATHERS else rank, text) for rank, text in parts]
    return parts


def _rank(part: Part) -> int:
    return part[0]
