"""CSL kinds: which of the lists in trade.gov's file are read here, what each of them means, and what is on them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.issuers import ListKind
from bot.core.listings import EntityType


@dataclass(frozen=True, slots=True)
class ListName:
    """One list inside the file; `names_people` tells a list on which most entries are natural persons."""

    code: str
    name: str
    kind: ListKind
    measure: str
    names_people: bool = False


_EXPORT, _NONPROLIFERATION, _ARMS = ListKind.EXPORT_CONTROL, ListKind.NONPROLIFERATION, ListKind.ARMS_DEBARRED

LISTS: dict[str, ListName | None] = {
    "entity list": ListName("EL", "Entity List", _EXPORT, "export licence required"),
    "denied persons": ListName("DPL", "Denied Persons List", _EXPORT, "export privileges denied", True),
    "unverified list": ListName("UVL", "Unverified List", _EXPORT, "statement required before export"),
    "military end user": ListName("MEU", "Military End User List", _EXPORT, "export licence required"),
    "nonproliferation sanctions": ListName(
        "ISN", "Nonproliferation Sanctions", _NONPROLIFERATION, "nonproliferation sanctions as stated in the notice"
    ),
    "itar debarred": ListName("DTC", "AECA Debarred List", _ARMS, "statutory or administrative debarment", True),
    "aeca debarred": ListName("DTC", "AECA Debarred List", _ARMS, "statutory or administrative debarment", True),
    "specially designated nationals": None,
    "sectoral sanctions": None,
    "palestinian legislative council": None,
    "foreign sanctions evaders": None,
    "capta": None,
    "menu-based sanctions": None,
    "chinese military-industrial complex": None,
}
"""Words of a source's name to the list that is meant; None: published by OFAC, and taken from OFAC."""

KEPT: tuple[ListName, ...] = tuple({item.code: item for item in LISTS.values() if item}.values())
"""The lists that are read."""

AGENCIES = ("bureau of industry and security", "state department", "department of state", "treasury department")
"""Who publishes the lists: a source's name ends with one of these, and a list of any other agency is not known here."""


def list_of(source: str) -> tuple[bool, ListName | None]:
    """Whether a source's name is known, and the list that is meant when it is one that is read."""
    text = " ".join(source.casefold().split())
    if not text.endswith(AGENCIES):
        return False, None
    for words, item in LISTS.items():
        if words in text:
            return True, item
    return False, None


TYPES = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANIZATION,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}

_INDIVIDUAL = re.compile(r"[(\[][^()\[\]]*\bindividual\b[^()\[\]]*[)\]]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:[.\-&][a-z]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BODY_WORDS = _words(
    """
    a.g ab ag anstalt aps as b.v bhd bv co co.,ltd companies company corp corporation cv fz-llc fzc fzco fze gmbh inc
    incorporated jsc kg l.l.c limited llc llp lp ltd ltda nv oao ojsc ooo oy pao pjsc plc pte pty pvt s.a s.l s.p.a
    s.r.l sa sas sdn sl spa srl zao
    aero aerospace agency air airline airlines airways aircraft associates association aviation avia bank brigade bureau
    center centre church club college commercial committee communications components computer computers concern
    consortium construction constructions consultancy consultants consulting contracting council data defence defense
    department design development digital directorate distribution distributors electro electronic electronics energy
    engineering engineers enterprise enterprises equipment est establishment exchange export exporters exports express
    factory firm force foundation freight fund global government group handel holding holdings import imports industrial
    industrie industries industry institute instrument instruments internacional international investment investments
    laboratories laboratory logistics machine machinery manufacturing marine maritime marketing materials medical metal
    metals military ministry motors network networks office oil optical optics organisation organization parts partners
    partnership petroleum pharma plant plastics precision procurement product production products projects refining
    research resources results sales school scientific security semiconductor service services shipping society
    software solutions steel store supplies supply surplus system systems tech technic technical technics technik
    technologies technology telecom textile tool tools trade traders trading transport travel tu union united universal
    university ventures vertriebs wings works world worldwide zone
    """
)
"""Words that only bodies have in their names, as far as the lists of people go."""


def type_of(kept: ListName, printed: str, name: str) -> EntityType | None:
    """What is listed: as the row or a bracket in its name says, else by the list; None for a type that is not known.

    No row of these lists states a type. A person kept as an organisation is still found by name, an organisation kept
    as a person is compared by given and family names: so everything is an organisation, except on the two lists that
    mostly name people, where a name of two or more words without any word of a body is a person.
    """
    if printed:
        return TYPES.get(printed.casefold())
    if _INDIVIDUAL.search(name):
        return EntityType.PERSON
    return EntityType.PERSON if kept.names_people and _is_personal(name) else EntityType.ORGANIZATION


def _is_personal(name: str) -> bool:
    words = _WORD.findall(name.casefold())
    is_plain = not re.search(r"[\d&]", name)
    return is_plain and len(words) > 1 and BODY_WORDS.isdisjoint(words)
