"""OpenSanctions links: what other lines of the file say of a listed entity: measures, relations, documents."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson

from bot.core.identifiers import Identifier, compact
from bot.core.listings import Fact
from bot.sources.draft import Draft, folded
from bot.sources.opensanctions_kinds import HELD, LINKS
from bot.sources.opensanctions_lines import Entity, Lines

RELATED = re.compile(rf'"schema"\s*:\s*"(?:{"|".join((*LINKS, *HELD))})"'.encode())
"""What the line of a related entity has."""

LONGEST_MEASURE = 60
"""Characters of a provision that is a measure; what is longer is a text about measures."""

_UN_REFERENCE = re.compile(r"[A-Z]{2,3}[ie]\.\d{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z_-]+")
_DETAILS = ("ownershipType", "controlType", "status", "summary", "description")


class Related:
    """The related entities of all listed ones, kept small: one piece of memory, and places in it by entity."""

    def __init__(self) -> None:
        self._store = bytearray()
        self._places: dict[str, array[int]] = {}
        self.others: set[str] = set()

    def read(self, lines: Lines, listed: Collection[str]) -> None:
        """Keep what belongs to or links a listed entity, and note who stands at the other end."""
        for entity in lines.entities(RELATED):
            ends = LINKS[entity.schema][:2] if entity.schema in LINKS else (HELD.get(entity.schema, ""),)
            ids = entity.values(*ends)
            if not (held := [ref for ref in ids if ref in listed]):
                continue
            for ref in held:
                self._places.setdefault(ref, array("Q")).append(len(self._store))
            self._store += orjson.dumps([entity.schema, _sorted(entity)]) + b"\n"
            if entity.schema in LINKS:
                self.others.update(ids)

    def parts(self, ref: str) -> list[bytes]:
        """What is known of one entity as JSON of schema and properties, in an order of its own."""
        return sorted(bytes(self._store[at : self._store.index(b"\n", at)]) for at in self._places.get(ref, ()))


def _sorted(entity: Entity) -> dict[str, list[str]]:
    return {name: entity.values(name) for name in sorted(entity.properties)}


def add_related(draft: Draft, parts: Collection[bytes], names: Mapping[str, str]) -> None:
    """Add what the related entities say; `names` are those of the entities at the other end of links."""
    for part in parts:
        schema, properties = orjson.loads(part)
        if schema == "Sanction":
            _add_sanction(draft, properties)
        elif schema in LINKS:
            draft.items.extend(_relations(draft.ref, schema, properties, names))
        elif schema == "CryptoWallet":
            _add_numbers(draft, "wallet", properties, "publicKey", "currencySymbol")
        else:
            _add_document(draft, schema, properties)


def _add_sanction(draft: Draft, said: dict[str, list[str]]) -> None:
    authority = " / ".join(said.get("authority", ())) or "authority not stated"
    is_over = any(status.casefold() in OVER for status in said.get("status", ()))
    for programme in said.get("program") or [""]:
        draft.fact("legal_basis", _legal_basis(authority, programme, said))
    for text in said.get("provisions", ()):
        if (measure := _measure(text)) and not is_over:
            draft.measures = (*draft.measures, measure)
        else:
            draft.fact("notice", f"{authority}: {text}")
    for day in (*said.get("startDate", ()), *said.get("listingDate", ())):
        is_plain = _DAY.fullmatch(day) and not is_over
        draft.fact(*("listed_on", day) if is_plain else ("notice", f"{authority}: since {day}"))
    for text in said.get("reason", ()):
        draft.fact("reason", f"{authority}: {text}")
    for number in (*said.get("unscId", ()), *said.get("authorityId", ())):
        draft.fact("reference", number if _UN_REFERENCE.fullmatch(number) else "")
    particulars = "; ".join(f"{words}{value}" for name, words in PARTICULARS.items() for value in said.get(name, ()))
    draft.fact("notice", f"{authority}: {particulars}" if particulars else "")


def _legal_basis(authority: str, programme: str, said: dict[str, list[str]]) -> str:
    """Who lists the party under which programme, until when, and whether the file calls that over."""
    countries = ", ".join(code.upper() for code in said.get("country", ()))
    named = f"{authority} ({countries})" if countries else authority
    codes = f" [{', '.join(said['programId'])}]" if said.get("programId") else ""
    ends = [f"until {day}" for day in said.get("endDate", ())]
    ends += [status.lower() for status in said.get("status", ()) if status.casefold() in OVER]
    return ", ".join([f"{named}: {programme}{codes}" if programme else f"{named}{codes}", *ends])


def _measure(text: str) -> str:
    """A provision as a measure, in small letters; "" for a code, the number of an act or a long text."""
    is_short = len(text) <= LONGEST_MEASURE and not any(char.isdigit() for char in text)
    return text.lower() if is_short and not _CODE.fullmatch(text) else ""


OVER = frozenset({"expired", "excluded", "terminated", "inactive", "revoked", "lifted", "ended", "delisted", "removed"})
"""What a sanction's status says when it is no longer in force; its provisions are no measures then."""

PARTICULARS = {
    "authorityId": "number ",
    "recordId": "record ",
    "unscId": "UN number ",
    "duration": "duration ",
    "status": "status ",
    "date": "dated ",
    "modifiedAt": "changed ",
    "summary": "",
    "description": "",
    "programUrl": "",
    "sourceUrl": "",
}
"""What else a sanction says, with the words before it."""


def _relations(ref: str, schema: str, said: dict[str, list[str]], names: Mapping[str, str]) -> Iterator[Fact]:
    first, second, forth, back = LINKS[schema]
    details = [f"“{value}”" for name in ("role", "relationship") for value in said.get(name, ())]
    details += [f"{value.removesuffix('%').strip()} %" for value in said.get("percentage", ())]
    details += [value for name in _DETAILS for value in said.get(name, ())]
    since, until = (", ".join(said.get(name, ())) for name in ("startDate", "endDate"))
    details += [text for text in (f"since {since}" if since else "", f"until {until}" if until else "") if text]
    behind = f"; {'; '.join(details)}" if details else ""
    for here, there, word in ((first, second, forth), (second, first, back)):
        if ref in said.get(here, ()):
            for other in said.get(there, ()):
                if other != ref:
                    yield Fact("relation", f"{'formerly ' if until else ''}{word}: {named(other, names)}{behind}")


def named(other: str, names: Mapping[str, str]) -> str:
    """An entity by its name and id, or by its id alone when the file does not have it."""
    name = names.get(other, "")
    return f"{name} ({other})" if name else other


def _add_document(draft: Draft, schema: str, said: dict[str, list[str]]) -> None:
    label = ", ".join(said.get("type", ())) or schema
    scheme = "passport" if schema == "Passport" or "passport" in label.casefold() else "national_id"
    country = said["country"][0].upper() if len(said.get("country", ())) == 1 else ""
    for number in (*said.get("number", ()), *said.get("passportNumber", ())):
        value = compact(scheme, number)
        # The entity's own line may have the number too, without its country.
        draft.items[:] = [item for item in draft.items if item != Identifier(scheme, value)]
        draft.items.append(Identifier(scheme, value, country if len(country) == 2 else "", label))
    details = {"authority": "issued by ", "startDate": "since ", "endDate": "until ", "summary": "", "description": ""}
    texts = [f"{words}{value}" for name, words in details.items() for value in said.get(name, ())]
    draft.fact("notice", f"{label} {', '.join(said.get('number', ()))}: {'; '.join(texts)}" if texts else "")


def _add_numbers(draft: Draft, scheme: str, said: dict[str, list[Any]], name: str, label: str) -> None:
    for number in said.get(name, ()):
        draft.items.append(Identifier(scheme, folded(number), "", ", ".join(said.get(label, ()))))
