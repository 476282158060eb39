"""The development sets for screening: entities, and questions with the entities that answer them.

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
from pathlib import Path
from typing import Any, Literal

SETS = ("loo", "perturb", "curated", "negatives")
ACROSS = "neg_cross_pair"
"""Mixtures of two listed people's names: reported apart, since half of each is listed."""


@dataclass(frozen=True, slots=True)
class Question:
    """A name as asked, its category, and the entities that are right or as good as right (none: not listed)."""

    text: str
    category: str
    right: frozenset[str]
    target: str


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


def questions(half: Literal["dev", "test"], without: str = "-") -> list[Question]:
    """The questions of one half; the curated ones are not split and belong to the test half."""
    found = []
    for name in SETS:
        for row in _lines(folder() / "sets" / f"{name}.jsonl.gz"):
            target = row["target"] or ""
            digest = hashlib.md5((target or row["query"]).encode(), usedforsecurity=False).hexdigest()
            its_half = "test" if name == "curated" or int(digest, 16) % 2 else "dev"
            if its_half == half and not (target and target.startswith(without)):
                right = frozenset(row["expected"]) | frozenset(row.get("acceptable", ()))
                found.append(Question(row["query"], row["category"], right, target))
    return found
