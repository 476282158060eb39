"""Peers: other ways to find a name, compact, behind the interface of ours, so that one run compares them all.

They share nothing with ours, not even the way to Latin letters: ICU's general rules, as a project would use that has
only libraries. nomenklatura's matchers take part where it is installed; it is no dependency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib.util import find_spec
from typing import Any, Protocol

import icu
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bench.screening_trigrams import Trigrams

LIMIT = 10
NEAREST = 60
"""Names of brute force and of cosine alone that are looked at for distinct entities."""

RERANKED = 100
"""Names that n-grams hand to rapidfuzz."""

MATCHED, MATCHED_NAMES = 50, 150
"""Entities that n-grams hand to a matcher, out of this many names."""

Entity = dict[str, Any]
Found = list[tuple[str, float]]
Floats = NDArray[np.floating[Any]]

_APOSTROPHES = re.compile("['’ʹʺ`ʻʼʿʾ]")
_OTHER = re.compile("[^a-z0-9]+")


class Searcher(Protocol):
    """What is measured: built once, then asked."""

    name: str

    def build(self, entities: Iterable[Entity]) -> None: ...

    def search(self, query: str, limit: int = LIMIT) -> Found: ...


@cache
def _to_latin() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII; Lower")


def plain(text: str) -> str:
    """A name in lower-case Latin letters and digits by ICU's general rules."""
    text = text.encode(errors="ignore").decode()  # ICU does not take half characters
    return _OTHER.sub(" ", _APOSTROPHES.sub("", _to_latin().transliterate(text))).strip()


class Names:
    """Every distinct name of every entity, with its owner."""

    names: list[str]
    owners: list[str]

    def build(self, entities: Iterable[Entity]) -> None:
        """Keep the names."""
        pairs = dict.fromkeys((plain(name), entity["id"]) for entity in entities for name in entity["names"])
        kept = [pair for pair in pairs if pair[0]]
        self.names, self.owners = [name for name, _ in kept], [owner for _, owner in kept]

    def best(self, scores: Floats, limit: int) -> Found:
        """The entities of the best names."""
        near = top(scores, NEAREST)
        return distinct(((self.owners[number], float(scores[number])) for number in near), limit)


def top(scores: Floats, count: int) -> NDArray[np.int64]:
    """Places of the highest scores, highest first."""
    count = min(count, len(scores) - 1)
    near = np.argpartition(-scores, count)[:count]
    return near[np.argsort(-scores[near], kind="stable")]


def distinct(found: Iterable[tuple[str, float]], limit: int) -> Found:
    """Each entity once, at its first place."""
    kept: dict[str, float] = {}
    for owner, score in found:
        kept.setdefault(owner, score)
        if len(kept) == limit:
            break
    return list(kept.items())


class BruteForce(Names):
    """Every name compared, words sorted."""

    name = "rapidfuzz token_sort, brute force"

    def build(self, entities: Iterable[Entity]) -> None:
        """Sort the words of all names."""
        super().build(entities)
        self.names = [_sorted(name) for name in self.names]

    def search(self, query: str, limit: int = LIMIT) -> Found:
        """The nearest by edit ratio."""
        asked = [_sorted(plain(query))]
        return self.best(process.cdist(asked, self.names, scorer=fuzz.ratio, dtype=np.float32)[0] / 100, limit)


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


class BestPair(Names):
    """For each word asked the name's word nearest to it, weighed by length; words left over cost a little."""

    name = "best-pair Jaro-Winkler"
    LEAST = 0.6
    LEFT_OVER = 0.15
    MOST_WORDS = 12

    def build(self, entities: Iterable[Entity]) -> None:
        """Number the words, and keep for each name the numbers of its own."""
        super().build(entities)
        numbers: dict[str, int] = {}
        words = [list(dict.fromkeys(name.split())) for name in self.names]
        self._of_names = np.array([numbers.setdefault(w, len(numbers)) for each in words for w in each], np.int32)
        self._starts = np.cumsum([0, *map(len, words)])[:-1]
        self._words = list(numbers)
        self._lengths = np.array([len(name.replace(" ", "")) for name in self.names], np.float32)

    def search(self, query: str, limit: int = LIMIT) -> Found:
        """The names with the best pairs."""
        asked = list(dict.fromkeys(plain(query).split()))[: self.MOST_WORDS]
        if not asked:
            return []
        score = JaroWinkler.normalized_similarity
        alike = process.cdist(asked, self._words, scorer=score, dtype=np.float32, score_cutoff=self.LEAST)
        total, length = np.zeros(len(self.names), np.float32), sum(map(len, asked))
        for word, row in zip(asked, alike, strict=True):
            total += np.maximum.reduceat(row[self._of_names], self._starts) * len(word)
        left_over = np.clip((self._lengths - length) / self._lengths, 0, 1)
        return self.best(total / length * (1 - self.LEFT_OVER * left_over), limit)


class NGrams(Names):
    """Letter triples weighed by rarity (TF-IDF), nearest by cosine: the candidates of the peers below."""

    name = "n-gram TF-IDF"

    def build(self, entities: Iterable[Entity]) -> None:
        """Weigh the triples of all names."""
        super().build(entities)
        self.triples = Trigrams(self.names)

    def near(self, asked: str, count: int) -> Sequence[int]:
        """Numbers of the nearest names."""
        scores = self.triples.cosines(asked)
        if scores is None:
            return []
        near = top(scores, count)
        return [int(number) for number in near[scores[near] > 0]]


class NGramRapidfuzz(NGrams):
    """The nearest by n-grams, put in order by rapidfuzz."""

    name = "n-gram TF-IDF + rapidfuzz"

    def search(self, query: str, limit: int = LIMIT) -> Found:
        """The nearest, best first."""
        asked = plain(query)
        alike = [(self.owners[number], _likeness(asked, self.names[number])) for number in self.near(asked, RERANKED)]
        return distinct(sorted(alike, key=lambda item: -item[1]), limit)


def _likeness(one: str, other: str) -> float:
    """Half the words in order, a third the words shared, the rest the letters without spaces."""
    ordered, shared = fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other)
    letters = JaroWinkler.normalized_similarity(one.replace(" ", ""), other.replace(" ", ""))
    return float(0.5 * ordered + 0.3 * shared + 20 * letters) / 100


class Matcher:
    """A matcher of nomenklatura over names; of a question only the name is known, not what it names."""

    OWN_KINDS = ("Vessel", "Airplane")

    def __init__(self, algorithm: str) -> None:
        from nomenklatura.matching import get_algorithm

        self._algorithm: Any = get_algorithm(algorithm)
        self._config = self._algorithm.default_config()

    def made(self, schema: str, key: str, names: Sequence[str]) -> Any:
        """An entity of theirs."""
        from followthemoney import ValueEntity

        data = {"id": key, "schema": schema, "properties": {"name": list(names)}, "datasets": ["bench"]}
        return ValueEntity.from_dict(data)

    def asked(self, query: str) -> dict[str, Any]:
        """The question as each schema that it may have to be compared as."""
        # Each under a key of its own: the matchers remember names by key.
        kinds = ("LegalEntity", *self.OWN_KINDS)
        return {schema: self.made(schema, f"asked-{schema}-{query}", [query]) for schema in kinds}

    def score(self, asked: dict[str, Any], listed: Any) -> float:
        """How alike they are."""
        query = asked.get(listed.schema.name, asked["LegalEntity"])
        return float(self._algorithm.compare(query, listed, self._config).score)


class NGramMatcher(NGrams):
    """The nearest by n-grams, put in order by a matcher of nomenklatura."""

    def __init__(self, algorithm: str) -> None:
        self.name = f"n-gram TF-IDF + nomenklatura {algorithm}"
        self._matcher = Matcher(algorithm)

    def build(self, entities: Iterable[Entity]) -> None:
        """Make their entities of ours."""
        known = list(entities)
        super().build(known)
        self._listed = {item["id"]: self._matcher.made(item["schema"], item["id"], item["names"]) for item in known}

    def search(self, query: str, limit: int = LIMIT) -> Found:
        """The nearest, best first."""
        near = dict.fromkeys(self.owners[number] for number in self.near(plain(query), MATCHED_NAMES))
        asked = self._matcher.asked(query)
        alike = [(owner, self._matcher.score(asked, self._listed[owner])) for owner in list(near)[:MATCHED]]
        return sorted(alike, key=lambda item: -item[1])[:limit]


def _ours(candidates: int | None = None) -> Searcher:
    # Only here: a peer's run must not need, nor load, what it is compared with.
    from bench.engine import Engine

    return Engine() if candidates is None else Engine(candidates=candidates)  # type: ignore[call-arg]


OURS, NGRAM = "ours", "ngram"
MATCHERS = ("logic-v2", "ofac")
ENGINES: dict[str, Callable[[], Searcher]] = {
    OURS: _ours,
    NGRAM: NGramRapidfuzz,
    "token-sort": BruteForce,
    "best-pair": BestPair,
    **{algorithm: partial(NGramMatcher, algorithm) for algorithm in MATCHERS},
}


def engine(key: str) -> Searcher:
    """The engine of a key; `ours:40` is ours with 40 candidates."""
    name, _, count = key.partition(":")
    return _ours(int(count)) if count else ENGINES[name]()


def has_matchers() -> bool:
    """Whether nomenklatura is installed."""
    return find_spec("nomenklatura") is not None


def available() -> list[str]:
    """Keys of the engines that can run here; says which cannot."""
    if has_matchers():
        return list(ENGINES)
    print("nomenklatura is not installed: its matchers are left out (pip install nomenklatura)\n")
    return [key for key in ENGINES if key not in MATCHERS]
