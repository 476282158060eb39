"""The development sets for screening: entities, questions with the entities that answer them, and pairs of names.

Questions are split in half by the entity they are about, as the sets' own notes say: `dev` to look at and train on,
`test` to look at rarely.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

Half = Literal["dev", "test"]

CURATED = "curated"
SETS = ("loo", "perturb", CURATED, "negatives")
ACROSS = "neg_cross_pair"
"""Mixtures of two listed people's names: reported apart, since half of each is listed."""


@dataclass(frozen=True, slots=True)
class Question:
    """A name as asked, its category, and the entities that are right or as good as right (none: not listed)."""

    text: str
    category: str
    right: frozenset[str]
    target: str
    set: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are of one party, and whether of a person (none: not told).

    `shown` is how OFAC's own search scored the pair (0 to 1, 0: not shown), where that is what the suite holds.
    """

    query: str
    name: str
    is_match: bool
    is_person: bool | None
    shown: float | None = None


def folder() -> Path:
    """Where the sets are, beside the checkout."""
    found = Path(__file__).parent.parent.parent / "shared" / "screening"
    if not found.is_dir():
        sys.exit("the screening sets (../shared/screening) are not on this machine")
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def entities(without: str = "-") -> list[dict[str, Any]]:
    """All entities but those of one list, without the names that are held out to be asked for."""
    with gzip.open(folder() / "sets" / "holdout.json.gz", "rt", encoding="utf-8") as file:
        held = {tuple(item) for item in json.load(file)}
    found = []
    for item in _lines(folder() / "entities.jsonl.gz"):
        names = [name["name"] for name in item["names"] if (item["id"], name["name"]) not in held]
        if names and not item["id"].startswith(without):
            found.append({"id": item["id"], "schema": item["schema"], "names": names})
    return found


def questions(half: Half, without: str = "-", every: int = 1) -> list[Question]:
    """The questions of one half, of each set every N-th; the few curated ones all belong to the test half."""
    return [
        question
        for name in SETS
        for question in islice(_questions(name, half, without), 0, None, 1 if name == CURATED else every)
    ]


def _questions(name: str, half: Half, without: str) -> Iterator[Question]:
    for row in _lines(folder() / "sets" / f"{name}.jsonl.gz"):
        target = row["target"] or ""
        digest = hashlib.md5((target or row["query"]).encode(), usedforsecurity=False).hexdigest()
        its_half = "test" if name == CURATED or int(digest, 16) % 2 else "dev"
        if its_half == half and not (target and target.startswith(without)):
            right = frozenset(row["expected"]) | frozenset(row.get("acceptable", ()))
            yield Question(row["query"], row["category"], right, target, name)


SUITES = ("nk", "ofac", "watchman_crossscript")
SHOWN_FROM = 0.8
"""The score from which OFAC's search shows a pair when it is opened with the slider at 80."""


def pairs(suite: str) -> list[Pair]:
    """A published suite of pairs; OFAC's holds what its search makes of them, not what is true."""
    return [_pair(row) for row in _lines(folder() / "sets" / f"pairs_{suite}.jsonl.gz")]


def _pair(row: dict[str, Any]) -> Pair:
    shown = max(row["ofac_score"], 0) / 100 if "ofac_score" in row else None
    is_match = row["match"] if shown is None else shown >= SHOWN_FROM
    schema = row.get("schema")
    return Pair(row["query"], row["candidate"], is_match, schema and schema == "Person", shown)
