"""OFAC advanced, names: parts of a name with their types ─▶ the name as OFAC prints it ("LAST, First")."""

from __future__ import annotations

from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources.ofac_advanced_values import Values, clean
from bot.sources.ofac_entities import SCRIPTS

Part = tuple[str, str]
"""What a part of a name is (its group, later its type in lower case), and its text."""

ALIAS_KINDS = {
    "name": NameKind.ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "n.k.a.": NameKind.ALIAS,
    "f.k.a.": NameKind.FORMER,
}
"""`Name` is the type of the primary alias; of another it would be one more name."""

SURNAMES = ("last name", "patronymic", "matronymic", "maiden name")
"""In the order in which OFAC prints them; a patronymic beside a last name is a given name."""

WHOLE_NAMES = frozenset({"entity name", "vessel name", "aircraft name"})
CAPITALS = WHOLE_NAMES.union(SURNAMES)

RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})
WITHOUT_SPACES = frozenset({"Hans", "Hant", "Jpan", "Kore"})
LATIN = "Latn"


def alias_kind(word: str, is_weak: bool, ref: str) -> NameKind:
    """How OFAC presents the names of an alias of this type; its primary alias is told apart later."""
    kind = ALIAS_KINDS.get(word.lower())
    if kind is None:
        raise Malformed(f"entry {ref} has an alias of the unknown type {word[:40]!r}")
    return NameKind.WEAK_ALIAS if is_weak else kind


class Spelling:
    """One spelling of an alias while its parts are still being read: `parts` are (number of the group, text)."""

    __slots__ = ("around", "is_leading", "is_primary", "kind", "parts", "script")

    def __init__(self, kind: NameKind, is_primary: bool, is_leading: bool) -> None:
        self.kind, self.is_primary, self.is_leading = kind, is_primary, is_leading
        self.around: tuple[str, str] | None = None
        self.script: str | None = None
        self.parts: list[Part] = []

    def text(self, types: dict[str, str], script: str) -> str:
        """The whole, as OFAC prints it."""
        return full_name([(types.get(group, ""), kept) for group, text in self.parts if (kept := clean(text))], script)


def script_code(values: Values, code: str | None) -> str:
    """The ISO 15924 code of a script; OFAC's own codes are partly words ("Latin")."""
    word, given = values.word("Script", code), values.attribute("Script", code, "ScriptCode")
    known = SCRIPTS.get(word.lower())
    return known or (given if len(given) == 4 else "Zyyy" if word or given else LATIN)


def full_name(parts: list[Part], script: str) -> str:
    """A name as OFAC's other formats print it: surnames and names of firms in capitals."""
    if len(parts) == 1:
        kind, text = parts[0]
        return text.upper() if kind in CAPITALS else text
    surnames, given = _sorted_parts(parts)
    last, first = " ".join(surnames), " ".join(given)
    if script in RIGHT_TO_LEFT:
        return f"{first} {last}".strip()
    if script in WITHOUT_SPACES:
        return f"{last}{first}"
    return ", ".join(filter(None, (last, first)))


def _sorted_parts(parts: list[Part]) -> tuple[list[str], list[str]]:
    """The surnames and the other parts, each in the order of print; without types the first part is the surname."""
    if len(parts) > 1 and not any(kind for kind, _ in parts):
        return [parts[0][1].upper()], [text for _, text in parts[1:]]
    surnames: list[tuple[int, str]] = []
    given: list[tuple[bool, str]] = []
    has_last = any(kind == "last name" for kind, _ in parts)
    for kind, text in parts:
        if kind in SURNAMES and not (has_last and kind == "patronymic"):
            surnames.append((SURNAMES.index(kind), text.upper()))
        else:
            given.append((kind != "first name", text.upper() if kind in WHOLE_NAMES else text))
    return [text for _, text in sorted(surnames, key=_rank)], [text for _, text in sorted(given, key=_rank)]


def _rank(item: tuple[int, str]) -> int:
    """By rank only: within a rank the order of the file stays."""
    return item[0]
