"""EU FSF XML: one `sanctionEntity` after the other, everything in attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.eu_fsf_record import ACT, KINDS, Part, Record
from bot.sources.raw import Raw
from bot.sources.xml import Element, children, each, local

Take = Callable[[Record, Iterable[str]], None]
"""Takes a record and the names of what is unknown in it."""


def read_xml(raw: Raw, take: Take) -> str:
    """Give each entity to `take`; returns the generation date as printed."""
    with raw.open() as stream:
        root = each(stream, {"sanctionEntity"}, lambda element: take(*_record(element)))
    if local(root) != "export":
        raise Malformed(f"an XML file with the root element <{local(root)[:40]}>, not an EU list")
    return str(root.get("generationDate", ""))


def _record(element: Element) -> tuple[Record, list[str]]:
    record, unknown = Record(_attributes(element)), []
    for child in children(element):
        kind = local(child)
        if kind == "subjectType":
            record.fields["subjectType"] = folded(child.get("code")) or folded(child.get("classificationCode"))
        elif kind == "remark":
            record.add(kind, _text(child))
        elif kind in KINDS:
            unknown += _add(record, kind, child)
        else:
            unknown.append(f"sanctionEntity/{kind}")
    return record, unknown


def _add(record: Record, kind: str, element: Element) -> list[str]:
    """Add an element with what stands below it; returns what is unknown there."""
    part, unknown = _attributes(element), []
    for child in children(element):
        match local(child):
            case "remark":
                part["remark"] = " ".join(filter(None, (part.get("remark", ""), folded(child.text))))
            case "regulationSummary":
                part |= _act(tuple(child.items()))
            case "publicationUrl":
                part["publicationUrl"] = folded(child.text)
            case "contactInfo":
                record.add("contactInfo", _attributes(child))
            case other:
                unknown.append(f"{kind}/{other}")
    record.add(kind, part)
    return unknown


def _attributes(element: Element) -> Part:
    return {name: value for name, raw in element.items() if raw and (value := folded(raw))}


@lru_cache(maxsize=4096)
def _act(attributes: tuple[tuple[str, str], ...]) -> Part:
    """An act, which is named again with every part that it brought."""
    return {f"{ACT}{name}": value for name, raw in attributes if (value := folded(raw))}


def _text(element: Element) -> Part:
    return {"text": text} if (text := folded(element.text)) else {}
