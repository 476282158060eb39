"""SECO register: what the targets of the Swiss list refer to, read in a first pass, for places stand at the file's end.

programmes and sanctions sets · places · the names of all targets
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.sources.ch_seco_names import names_of
from bot.sources.draft import folded
from bot.sources.raw import Raw
from bot.sources.xml import Element, all_of, each, local, text_of

PARTIES = ("individual", "entity", "object")
ENGLISH = ("eng", "en")
PLACE = ("location", "area", "country")


@dataclass(frozen=True, slots=True)
class SanctionsSet:
    """What stands behind a `sanctions-set-id`: programme, act, the measure as printed, whose sanctions these are."""

    programme: str
    act: str
    measure: str
    origin: str


@dataclass(slots=True)
class Register:
    """The header and the cross-references of a list."""

    list_type: str = ""
    date: str = ""
    sets: dict[str, SanctionsSet] = field(default_factory=dict)
    places: dict[str, Mapping[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def read_register(raw: Raw) -> Register:
    """The register of a file of any type; Malformed when it is cut off."""
    register = Register()
    adders = {"sanctions-program": _add_programme, "place": _add_place, "target": _add_name}

    def read(element: Element) -> None:
        if is_top(element):
            adders[local(element)](register, element)

    with raw.open() as stream:
        root = each(stream, adders, read)
    register.list_type = folded(root.get("list-type")).casefold()
    register.date = folded(root.get("date"))
    return register


def is_top(element: Element) -> bool:
    """Whether an element stands directly in the list: a modification holds copies with the same names."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def party_of(target: Element) -> list[Element]:
    """The individual, entity or object of a target: there is one."""
    return [party for tag in PARTIES for party in all_of(target, tag)]


def english(elements: Iterable[Element]) -> str:
    """The English text among translations, else the first that there is."""
    texts = {folded(element.get("lang")).casefold(): text_of(element) for element in elements}
    return next((texts[lang] for lang in ENGLISH if texts.get(lang)), next(filter(None, texts.values()), ""))


def _add_programme(register: Register, element: Element) -> None:
    key, act = english(all_of(element, "program-key")), english(all_of(element, "program-name"))
    sets: dict[str, list[Element]] = {}
    for item in all_of(element, "sanctions-set"):
        sets.setdefault(folded(item.get("ssid")), []).append(item)
    for ssid, translations in sets.items():
        register.sets[ssid] = SanctionsSet(key or act, act, english(translations), text_of(element, "origin"))


def _add_place(register: Register, element: Element) -> None:
    register.places[folded(element.get("ssid"))] = {tag: text for tag in PLACE if (text := text_of(element, tag))}


def _add_name(register: Register, element: Element) -> None:
    ssid = folded(element.get("ssid"))
    names = [name for party in party_of(element) for name in names_of(ssid, party)]
    if names:
        register.names[ssid] = names[0].text
