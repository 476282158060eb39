"""SECO names: parts with spelling variants in several scripts, put together to whole names.

Lukashenka (ЛУКАШЕНКО) · Dzmitry (ДМИТРИЙ) ─▶ Lukashenka Dzmitry · ЛУКАШЕНКО ДМИТРИЙ
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.un_sc import script_of
from bot.sources.xml import Element, all_of, text_of

KINDS = {
    "primary-name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "formerly-known-as": NameKind.FORMER,
}
QUALITIES = {"good": False, "": False, "low": True}
"""Printed quality to whether the name is weak."""

PART_TYPES = frozenset(
    [
        *("whole-name", "family-name", "given-name", "further-given-name", "father-name", "grand-father-name"),
        *("maiden-name", "tribal-name", "suffix", "title", "other"),
    ]
)
MOST_COMBINATIONS = 12
"""Whole names made from the variants of one language: beyond these the first of each part, then the second …"""

KIND_ORDER = (NameKind.PRIMARY, NameKind.ALIAS, NameKind.FORMER, NameKind.WEAK_ALIAS)


Spelling = tuple[str, str]
"""Script and language of a spelling variant."""


class _Part(NamedTuple):
    text: str
    type: str
    variants: dict[Spelling, list[str]]


class _Ranked(NamedTuple):
    """A name with its place in the canonical order: the file's order means nothing."""

    kind: int
    is_foreign: bool
    is_translated: bool
    ssid: int
    text: str
    name: Name


def names_of(ref: str, party: Element) -> list[Name]:
    """All names of a party, the main identity's primary name first."""
    identities = all_of(party, "identity")
    mains = [item for item in identities if folded(item.get("main")).casefold() == "true"]
    main = min(mains or identities, key=number_of, default=None)
    ranked = sorted(
        found
        for identity in identities
        for element in all_of(identity, "name")
        for found in _ranked(ref, element, is_main=identity is main)
    )
    best: dict[str, Name] = {}
    for found in ranked:
        best.setdefault(found.text, found.name)
    names = list(best.values())
    if names and names[0].kind is not NameKind.PRIMARY:
        names[0] = Name(names[0].text, NameKind.PRIMARY, names[0].script)
    return names


def titles_of(party: Element) -> list[str]:
    """The titles that stand among the parts of names."""
    parts = all_of(party, "identity", "name", "name-part")
    return [text for part in parts if part.get("name-part-type") == "title" and (text := text_of(part, "value"))]


def strange_parts(party: Element) -> list[str]:
    """Types of name parts that are not known."""
    parts = all_of(party, "identity", "name", "name-part")
    return [f"name-part-type {kind}" for part in parts if (kind := part.get("name-part-type")) not in PART_TYPES]


def number_of(element: Element) -> int:
    """The ssid of an element as a number, for an order that does not depend on the file's."""
    ssid = folded(element.get("ssid"))
    return int(ssid) if ssid.isdigit() else 0


def _ranked(ref: str, element: Element, *, is_main: bool) -> Iterator[_Ranked]:
    kind = _kind(ref, element, is_main=is_main)
    is_translated = folded(element.get("lang")).casefold() not in ("eng", "en", "")
    parts = _parts(element)
    base = " ".join(part.text for part in parts if part.text)
    names = [Name(base, kind, script_of(base))] if base else []
    variant_kind = NameKind.ALIAS if kind is NameKind.PRIMARY else kind
    for spelling in sorted({spelling for part in parts for spelling in part.variants}):
        names += [Name(text, found, spelling[0]) for text, found in _variants(parts, spelling, variant_kind)]
    for name in names:
        rank = KIND_ORDER.index(name.kind)
        yield _Ranked(rank, name.script != "Latn", is_translated, number_of(element), name.text, name)


def _kind(ref: str, element: Element, *, is_main: bool) -> NameKind:
    printed = folded(element.get("name-type", "primary-name")).casefold()
    quality = folded(element.get("quality")).casefold()
    if printed not in KINDS:
        raise Malformed(f"target {ref} has a name of the unknown type {printed[:40]!r}")
    if quality not in QUALITIES:
        raise Malformed(f"target {ref} has a name of the unknown quality {quality[:40]!r}")
    if KINDS[printed] is NameKind.PRIMARY and is_main:
        return NameKind.PRIMARY
    if QUALITIES[quality]:
        return NameKind.WEAK_ALIAS
    return NameKind.ALIAS if KINDS[printed] is NameKind.PRIMARY else KINDS[printed]


def _parts(element: Element) -> list[_Part]:
    """The parts in their printed order, without titles."""
    parts = []
    for item in all_of(element, "name-part"):
        order = folded(item.get("order"))
        part = _Part(text_of(item, "value"), item.get("name-part-type", ""), _spellings(item))
        if part.type != "title":
            parts.append((int(order) if order.isdigit() else 0, number_of(item), part.text, part))
    return [part for *_, part in sorted(parts, key=lambda found: found[:3])]


def _spellings(item: Element) -> dict[Spelling, list[str]]:
    """The spelling variants of a part by language and script, which their letters tell better than the attribute."""
    found: dict[Spelling, list[str]] = {}
    for variant in all_of(item, "spelling-variant"):
        text = text_of(variant)
        script = script_of(text)
        if script == "Zyyy":
            script = folded(variant.get("script")).capitalize() or script
        if text:
            found.setdefault((script, folded(variant.get("lang")).casefold()), []).append(text)
    return {spelling: sorted(set(texts)) for spelling, texts in found.items()}


def _variants(parts: Sequence[_Part], spelling: Spelling, kind: NameKind) -> Iterator[tuple[str, NameKind]]:
    """Whole names in one script: a Latin part stands in for a missing Latin variant, never among foreign letters."""
    is_latin = spelling[0] == "Latn"
    choices = [part.variants.get(spelling) or ([part.text] if is_latin and part.text else []) for part in parts]
    filled = [choice for choice in choices if choice]
    is_fragment = len(filled) == 1 < len(parts)
    for texts in _combinations(filled):
        yield " ".join(texts), NameKind.WEAK_ALIAS if is_fragment else kind


def _combinations(choices: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    if prod(len(choice) for choice in choices) <= MOST_COMBINATIONS:
        yield from product(*choices)
        return
    for number in range(max(len(choice) for choice in choices)):
        yield tuple(choice[min(number, len(choice) - 1)] for choice in choices)
