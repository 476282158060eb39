"""The names of three real lists, and the labelled items of news."""

import json
from functools import cache

from bot.core.mentions.scanner import Scanner
from bot.core.mentions.variants import ListedName
from bot.services.mentions import english
from bot.sources import SOURCES

FILES = {
    "us-ofac-sdn": "us_ofac_sdn/2024-05-03/sdn.csv.gz",
    "gb-uksl": "uk_uksl/2026-04-29/UK-Sanctions-List.xml.gz",
    "un-sc": "un_sc/2025-11-18/consolidated.xml.gz",
}


@cache
def real_scanner(shared):
    """A scanner over the names of the three lists."""
    names = []
    for source, path in FILES.items():
        file = shared / "data" / path
        for each in SOURCES[source].parse({file.name: file}).listings.values():
            names += [
                ListedName(f"{source}:{each.ref}", item.text, item.kind, each.type, frozenset({source}))
                for item in each.names
                if item.script == "Latn"
            ]
    return Scanner.build(names, english())


def items(shared):
    """The labelled items."""
    lines = (shared / "news" / "signals.dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
