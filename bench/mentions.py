"""Mentions: headlines looked through for all listed names, beside other ways to find many names at once.

    ours (ahocorasick-rs at word borders, with filters) · pyahocorasick · a dictionary of words

Usage: python -m bench.mentions [--names 100000]; peers that are not installed are left out, and said to be.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from bench.data import peak_mib, shared_data
from bot.core.listings import EntityType
from bot.core.mentions.scanner import Scanner
from bot.core.mentions.tokens import words_of
from bot.core.mentions.variants import ListedName
from bot.core.names import NameKind
from bot.services.mentions import english
from bot.sources import SOURCES

FILES = (
    ("us-ofac-sdn", "us_ofac_sdn/2024-05-03/sdn.csv.gz"),
    ("gb-uksl", "uk_uksl/2026-04-29/UK-Sanctions-List.xml.gz"),
    ("eu-fsf", "eu_fsf/2026-08-22/xmlFullSanctionsList_1_1.xml.gz"),
    ("un-sc", "un_sc/2025-11-18/consolidated.xml.gz"),
    ("ca-sema", "ca_sema/2025-05-25/sema-lmes.xml.gz"),
)
HEADLINES = 50_000


def names(most: int) -> Iterator[ListedName]:
    """Names of real lists; when there are too few, made longer ones of the same words until there are enough."""
    found: list[ListedName] = []
    for source, path in FILES:
        file = shared_data() / path
        parsed = SOURCES[source].parse({file.name: file})
        for listing in parsed.listings.values():  # type: ignore[union-attr]
            found += [
                ListedName(f"{source}:{listing.ref}", name.text, name.kind, listing.type, frozenset({source}))
                for name in listing.names
                if name.script == "Latn"
            ]
    yield from found[:most]
    for number in range(most - len(found)):
        one, other = found[number % len(found)], found[(number * 7919 + 13) % len(found)]
        text = f"{one.text} {other.text.split()[0]}"
        yield ListedName(f"made:{number}", text, NameKind.ALIAS, EntityType.ORGANIZATION, frozenset({"made"}))


def headlines() -> list[str]:
    """The titles of the development items, over and over."""
    lines = (shared_data().parent / "news" / "signals.dev.jsonl").read_text(encoding="utf-8").splitlines()
    titles = [json.loads(line)["title"] for line in lines]
    return [titles[number % len(titles)] for number in range(HEADLINES)]


def timed(name: str, texts: Sequence[str], build: Callable[[], Callable[[str], int]]) -> float:
    """Print what building and looking through take; headlines a second."""
    gc.collect()
    before, begun = peak_mib(), time.perf_counter()
    look = build()
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    found = sum(map(look, texts))
    rate = len(texts) / (time.perf_counter() - begun)
    grown = peak_mib() - before
    print(f"{name:28} build {built:6.2f} s  peak +{grown:5.0f} MiB  {rate:10,.0f} headlines/s  {found} found")
    return rate


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=100_000)
    listed = list(names(parser.parse_args().names))
    texts = headlines()
    phrases = list(dict.fromkeys(words_of(name.text).line for name in listed if name.text))
    print(f"{len(listed):,} names, {len(texts):,} headlines, one core")

    def ours() -> Callable[[str], int]:
        scanner = Scanner.build(listed, english())
        return lambda text: len(scanner.scan(text))

    def automaton() -> Callable[[str], int]:
        import ahocorasick  # type: ignore[import-not-found]

        made = ahocorasick.Automaton()
        for each in phrases:
            made.add_word(f" {each} ", each)
        made.make_automaton()
        return lambda text: sum(1 for _ in made.iter(f" {words_of(text).line} "))

    def dictionary() -> Callable[[str], int]:
        known, longest = set(phrases), max(each.count(" ") + 1 for each in phrases[:5_000])

        def look(text: str) -> int:
            words = words_of(text).line.split()
            ends = range(1, min(longest, 8) + 1)
            return sum(" ".join(words[at : at + n]) in known for at in range(len(words)) for n in ends)

        return look

    rates = [timed("ours, with its filters", texts, ours)]
    for name, build in (("pyahocorasick, no filters", automaton), ("dictionary, no filters", dictionary)):
        try:
            rates.append(timed(name, texts, build))
        except ModuleNotFoundError as error:
            print(f"{name:28} not measured: {error.name} is not installed here")
    print("ratio to ours: " + ", ".join(f"{rate / rates[0]:.2f}" for rate in rates[1:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
