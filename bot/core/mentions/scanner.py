"""Scanner: all listed names looked for in a text at once.

names ─▶ phrases ─▶ one automaton;  text ─▶ words ─▶ phrases at word borders ─▶ the longest ─▶ parties
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from bot.core.listings import EntityType
from bot.core.mentions.aliases import ALIASES, Alias
from bot.core.mentions.tokens import Words, phrase, words_of
from bot.core.mentions.variants import ListedName, Zipf, given_name, telling, written

SAME_LIST: Final = 2
"""Parties of one name on one list beyond which a mention names nobody; on several lists they may well be one."""
MOST_PARTIES: Final = 12
GIVEN: Final = 5
"""How many listed people must have a given name for it to count as one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A listed name in a text: the words as they stand from `start` to `end`, and whose name it may be."""

    text: str
    start: int
    end: int
    entities: tuple[str, ...]


class Scanner:
    """Finds the names it was built with; never changed, so any thread may use it."""

    def __init__(
        self, phrases: Mapping[str, tuple[str, ...]], aliases: Mapping[str, Alias], given: Collection[str]
    ) -> None:
        self._phrases = tuple(phrases)
        self._parties = tuple(phrases.values())
        self._aliases = aliases
        self._given = frozenset(given)
        self._automaton = AhoCorasick(self._phrases, implementation=Implementation.ContiguousNFA)

    @staticmethod
    def build(names: Iterable[ListedName], zipf: Zipf) -> Scanner:
        """The scanner for these names, and for the short names by hand of those among them."""
        wanted = {phrase(text) for alias in ALIASES for text in alias.means}
        found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        meant: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        given: Counter[str] = Counter()
        for name in names:
            given[given_name(name)] += 1
            ways = tuple(written(name))
            for each in telling(ways, name, zipf):
                found[each][name.entity] = found[each].get(name.entity, frozenset()) | name.sources
            written_so = set() if name.type is EntityType.VESSEL else {phrase(name.text), *ways}
            for each in written_so & wanted:
                meant[each][name.entity] = name.sources
        aliases = _add_aliases(found, meant)
        kept = {each: tuple(sorted(parties)) for each, parties in found.items() if _are_few(parties, each in aliases)}
        return Scanner(kept, aliases, [word for word, times in given.items() if word and times >= GIVEN])

    def __len__(self) -> int:
        return len(self._phrases)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """The names in a text, the longest where several overlap, in their order."""
        words = words_of(text)
        at_start = {start: number for number, start in enumerate(words.starts)}
        spans: list[tuple[int, int, int]] = []
        for number, start, end in self._automaton.find_matches_as_indexes(words.line, overlapping=True):
            first = at_start.get(start)
            if first is not None and (end == len(words.line) or words.line[end] == " "):
                last = first + self._phrases[number].count(" ")
                if self._counts(number, text, words, first, last):
                    spans.append((first, last, number))
        return tuple(self._mention(text, words, span) for span in _longest(spans))

    def _counts(self, number: int, text: str, words: Words, first: int, last: int) -> bool:
        """Whether the words are written as a name, and have beside them what a short name needs."""
        start, end = words.spans[first][0], words.spans[last][1]
        alias = self._aliases.get(self._phrases[number])
        if alias is not None:
            if alias.exact_case and text[start:end] != alias.text:
                return False
            return not alias.near or bool(alias.near & set(words.line.split()))
        if first == last and first and words.word(first - 1) in self._given:
            return False  # somebody of that family name
        return all(_is_name(text, words.spans[place]) for place in (first, last))

    def _mention(self, text: str, words: Words, span: tuple[int, int, int]) -> Mention:
        first, last, number = span
        start, end = words.spans[first][0], words.spans[last][1]
        return Mention(text[start:end], start, end, self._parties[number])


def _is_name(text: str, span: tuple[int, int]) -> bool:
    """Whether a word is written as names are; small words between the first and the last may be written small."""
    return text[span[0]].isupper() or text[span[0]].isdigit()


def _are_few(parties: Mapping[str, frozenset[str]], is_alias: bool) -> bool:
    """Whether a name tells who is meant: one party, or one on each of several lists."""
    most = max(Counter(source for sources in parties.values() for source in sources).values(), default=1)
    return len(parties) <= MOST_PARTIES and (is_alias or most <= SAME_LIST)


def _add_aliases(
    found: dict[str, dict[str, frozenset[str]]], meant: Mapping[str, dict[str, frozenset[str]]]
) -> dict[str, Alias]:
    aliases = {}
    for alias in ALIASES:
        parties = next((meant[each] for each in map(phrase, alias.means) if each in meant), None)
        if parties:
            found[phrase(alias.text)] = dict(sorted(parties.items())[:MOST_PARTIES])
            aliases[phrase(alias.text)] = alias
    return aliases


def _longest(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Of spans that overlap the longest, then the first."""
    kept: list[tuple[int, int, int]] = []
    for span in sorted(spans, key=lambda each: (each[0] - each[1], each[0])):
        if all(span[1] < other[0] or span[0] > other[1] for other in kept):
            kept.append(span)
    return sorted(kept)
