"""Worst case: texts that nobody should paste, up to 10,000 characters, each asked once and timed.

The ordinary questions of the same run are what the worst is told as a multiple of.
Usage: python -m bench.screening_worst [--half dev|test] [--every N]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping

from bench.peers import NGRAM, OURS
from bench.screening import head, options, row
from bench.screening_run import Failure, Job, Run, in_own_process
from bench.sets import entities, questions

LONGEST = 10_000
SEED = 1
TIMES = 3
"""Texts of each kind, all different, so that nothing is remembered from the one before."""

SCRIPTS: tuple[tuple[int, int], ...] = (
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xC0, 0x24F),
    (0x370, 0x3FF),
    (0x400, 0x4FF),
    (0x530, 0x58F),
    (0x5D0, 0x5EA),
    (0x620, 0x6FF),
    (0x900, 0x97F),
    (0xE00, 0xE5B),
    (0x10A0, 0x10FF),
    (0x3040, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
)
ARABIC, HAN, HANGUL, CYRILLIC = (0x620, 0x64A), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x410, 0x44F)
EMOJI = ((0x1F300, 0x1F64F), (0x1F900, 0x1F9FF))
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069"
FORMS = "LLC Ltd GmbH S.A. OOO PJSC AO JSC Inc Corp S.p.A. B.V. N.V. Oy AB AS SARL Sdn Bhd ООО ПАО ОАО ЗАО Co., Limited"
HONORIFICS = "Mr Mrs Dr Prof Sheikh Haji Mullah General Colonel Sir Ayatollah"

Texts = Callable[[random.Random], str]


def _letters(rng: random.Random, *ranges: tuple[int, int]) -> str:
    return chr(rng.randint(*rng.choice(ranges)))


def _of(*ranges: tuple[int, int], word: int = 8) -> Texts:
    """Random words of these ranges of characters."""
    return lambda rng: "".join(" " if rng.randrange(word) == 0 else _letters(rng, *ranges) for _ in range(LONGEST))


def _mixed(words: str) -> Texts:
    listed = words.split()
    return lambda rng: " ".join(rng.choice(listed) for _ in range(LONGEST))[:LONGEST]


def _flooded(marks: str) -> Texts:
    """A listed name, drowned in characters that nobody sees."""
    return lambda rng: "".join(char + "".join(rng.choices(marks, k=LONGEST // 16)) for char in "Vladimir Putin ")


def kinds(common: list[str], names: list[str]) -> Mapping[str, Texts]:
    """Each kind of text; `common` are words of very many names, `names` listed ones."""
    return {
        "random characters of many scripts": _of(*SCRIPTS),
        "random characters of many scripts, no spaces": _of(*SCRIPTS, word=LONGEST),
        "one letter repeated": lambda rng: rng.choice("aeou") * LONGEST,
        "one letter and a space": lambda rng: f"{rng.choice('abcd')} " * (LONGEST // 2),
        "5,000 single letters": lambda rng: " ".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=LONGEST // 2)),
        "two letters in turn": lambda rng: rng.choice(("ab", "an", "ar", "al")) * (LONGEST // 2),
        "words of very many names": _mixed(" ".join(common)),
        "24 words of very many names": lambda rng: " ".join(rng.sample(common, 24)),
        "two letters of very many names": lambda rng: " ".join(w[:2] for w in rng.choices(common, k=LONGEST // 3)),
        "listed names one after the other": lambda rng: " ".join(rng.sample(names, 400))[:LONGEST],
        "a listed name, then 9,900 letters": lambda rng: f"{rng.choice(names)} {_of((0x61, 0x7A))(rng)}"[:LONGEST],
        "all legal forms": _mixed(FORMS),
        "honorifics": _mixed(HONORIFICS),
        "one long number": lambda rng: "".join(rng.choices("0123456789", k=LONGEST)),
        "many numbers": lambda rng: " ".join(str(rng.randrange(10**6)) for _ in range(LONGEST // 7)),
        "zero-width flood": _flooded(ZERO_WIDTH),
        "right-to-left marks": _flooded(DIRECTIONS),
        "combining marks": lambda rng: "e" + "".join(_letters(rng, (0x300, 0x36F)) for _ in range(LONGEST - 1)),
        "emoji": _of(*EMOJI),
        "Arabic": _of(ARABIC),
        "Chinese": _of(HAN, word=LONGEST),
        "Korean": _of(HANGUL),
        "look-alikes": _of(CYRILLIC, (0x41, 0x5A)),
        "dots": lambda rng: f"{rng.choice('abc')}." * (LONGEST // 2),
        "commas": lambda rng: f"{rng.choice('abc')}," * (LONGEST // 2),
        "brackets": lambda _: "(" * (LONGEST // 2) + ")" * (LONGEST // 2),
        "apostrophes and hyphens": lambda rng: "".join(rng.choices("'’`-‐–", k=LONGEST)),
        "spaces": lambda rng: " \t\n\u00a0\u3000"[rng.randrange(5)] * LONGEST,
        "half characters": lambda rng: "".join(_letters(rng, (0xD800, 0xDFFF)) for _ in range(LONGEST)),
        "control characters": lambda rng: "".join(_letters(rng, (0, 31)) for _ in range(LONGEST)),
        "one word of 10,000 letters": lambda rng: "".join(_letters(rng, (0x61, 0x7A)) for _ in range(LONGEST)),
        "nothing": lambda _: "",
    }


def worst_texts() -> list[tuple[str, str]]:
    """(kind, text) of all kinds, a few of each, the same in every run."""
    names = [name for entity in entities() for name in entity["names"]]
    counted = Counter(word for name in names for word in set(name.casefold().split()) if len(word) > 1)
    common = [word for word, _ in counted.most_common(60)]
    rng = random.Random(SEED)
    return [(kind, make(rng)[:LONGEST]) for kind, make in kinds(common, names).items() for _ in range(TIMES)]


def slowest(run: Run, ordinary: int) -> dict[str, float]:
    """Milliseconds of the slowest text of each kind; the texts come after so many ordinary questions."""
    found: dict[str, float] = {}
    for (kind, _), took in zip(worst_texts(), run.times[ordinary:], strict=True):
        found[kind] = max(took, found.get(kind, 0.0))
    return found


def main() -> int:
    """Print the table; 1 when an engine could not be run."""
    args = options(__doc__, every=10).parse_args()
    ordinary = len(questions(args.half, every=args.every))
    runs = [in_own_process(Job(key, args.half, args.every, worst=True)) for key in (OURS, NGRAM)]
    for run in runs:
        if isinstance(run, Failure):
            print(f"{run.engine} could not be run: {run.said}")
    done = [run for run in runs if isinstance(run, Run)]
    if done:
        _print(done, ordinary)
    return 0 if len(done) == len(runs) else 1


def _print(runs: list[Run], ordinary: int) -> None:
    tables = [slowest(run, ordinary) for run in runs]
    print(head(f"text (up to {LONGEST:,} characters): ms", *(run.name for run in runs)))
    for kind in sorted(tables[0], key=lambda kind: -tables[0][kind]):
        print(row(kind, *(f"{table[kind]:.1f}" for table in tables)))
    medians = [sorted(run.times[:ordinary])[ordinary // 2] for run in runs]
    print(row("median of ordinary questions", *(f"{median:.1f}" for median in medians)))
    worst = (max(table.values()) / median for table, median in zip(tables, medians, strict=True))
    print(row("**worst, as a multiple of that**", *(f"{ratio:.1f}" for ratio in worst)))


if __name__ == "__main__":
    sys.exit(main())
