"""Scale: a million names, the real ones and made-up ones beside them, and real questions.

two real parties ─▶ the first words of one, the last of the other, some letters changed ─▶ a party that nobody lists

The same engines over the real names alone come first, and the rest is told as a multiple of that. `peak` is the most
memory that building took beside the list of names, `steady` what an engine holds once that list is let go.
Usage: python -m bench.screening_scale [--names N] [--half dev|test] [--every N]
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bench.peers import NGRAM, OURS, Entity
from bench.screening import head, options, row
from bench.screening_run import Failure, Job, Run, in_own_process
from bench.sets import entities

SEED = 1
CHANGED = 0.22
"""The share of a party's words that become new ones: of the real names, four times as many have 2.5 times the words."""

MOST_NAMES = 6
"""Names of one made-up party."""

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvz"
_LATIN = re.compile("[a-z]", re.IGNORECASE)


def grown_entities(names: int, seed: int = SEED) -> list[Entity]:
    """The real entities, and made-up ones until there are so many names."""
    real = entities()
    total = sum(len(entity["names"]) for entity in real)
    grown, made = list(real), made_up(real, seed)
    while total < names:
        entity = next(made)
        total += len(entity["names"])
        grown.append(entity)
    return grown


def made_up(real: Sequence[Entity], seed: int = SEED) -> Iterator[Entity]:
    """Entities without end, each made of two real ones of its kind; none has a listed name."""
    rng = random.Random(seed)
    listed = {_key(name) for entity in real for name in entity["names"]}
    alike: dict[str, list[Entity]] = defaultdict(list)
    for entity in real:
        alike[entity["schema"]].append(entity)
    number = 0
    while True:
        one = rng.choice(real)
        names = _names(rng, one, rng.choice(alike[one["schema"]]))
        kept = [name for name in names if name.strip() and _key(name) not in listed]
        if kept:
            number += 1
            yield {"id": f"made-{number}", "schema": one["schema"], "names": kept}


def _key(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _names(rng: random.Random, one: Entity, other: Entity) -> list[str]:
    """As many names as the first has, each from one of its own and one of the other's in the same letters."""
    changed: dict[str, str] = {}
    made = []
    for name in one["names"][:MOST_NAMES]:
        is_latin = bool(_LATIN.search(name))
        alike = [each for each in other["names"] if bool(_LATIN.search(each)) == is_latin]
        last = rng.choice(alike or [name]).split()
        first = name.split()
        words = first[: (len(first) + 1) // 2] + last[len(last) // 2 :]
        made.append(" ".join(_changed(rng, word, changed) for word in words))
    return list(dict.fromkeys(made))


def _changed(rng: random.Random, word: str, known: dict[str, str]) -> str:
    """The word, or now and then a new one like it; in one party always the same."""
    key = word.casefold()
    if key not in known:
        known[key] = _with_a_new_letter(rng, word) if rng.random() < CHANGED else word
    return known[key]


def _with_a_new_letter(rng: random.Random, word: str) -> str:
    place = rng.randrange(len(word))
    for letters in (VOWELS, CONSONANTS):
        if word[place].lower() in letters:
            new = rng.choice(letters)
            return word[:place] + (new.upper() if word[place].isupper() else new) + word[place + 1 :]
    return word


def main() -> int:
    """Print the table; 1 when an engine could not be run."""
    parser = options(__doc__, every=10)
    parser.add_argument("--names", type=int, default=1_000_000, help="how many names there are to be")
    args = parser.parse_args()
    real = sum(len(entity["names"]) for entity in entities())
    if args.names <= real:
        parser.error(f"--names must be more than the {real:,} real ones")
    print(head("engine", "names", "build s", "peak MB", "steady MB", "p50 / p95 / p99 ms", "p50 × real names alone"))
    status = 0
    for key in (OURS, NGRAM):
        alone = 0.0
        for names in (0, args.names):
            run = in_own_process(Job(key, args.half, args.every, names))
            if isinstance(run, Failure):
                print(row(key, f"{names or real:,}", f"could not be run: {run.said}"), flush=True)
                status = 1
                break
            alone = alone or run.percentiles[0]
            print(_row(run, names or real, alone), flush=True)
    return status


def _row(run: Run, names: int, alone: float) -> str:
    p50, p95, p99 = run.percentiles
    times = f"{p50:.1f} / {p95:.1f} / {p99:.1f}"
    return row(
        run.name, f"{names:,}", f"{run.built:.1f}", f"{run.peak:.0f}", f"{run.held:.0f}", times, f"{p50 / alone:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
