"""XML: reading a list element by element, without entities, network or document types."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, BinaryIO, TypeAlias

from lxml import etree

from bot.core.snapshots import Malformed
from bot.sources.draft import digest, folded

Element: TypeAlias = Any
"""An lxml element, which has no types of its own."""

FOREVER_CLOSED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""What a list never needs and an attacker would like."""


def local(element: Element) -> str:
    """An element's name without its namespace, which publishers have changed before."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element) -> Iterator[Element]:
    """The child elements, without comments."""
    return (child for child in element if isinstance(child.tag, str))


def text_of(element: Element | None, tag: str = "") -> str:
    """The folded text of an element or of its first child so named; "" when absent."""
    if element is not None and tag:
        element = next((child for child in children(element) if local(child) == tag), None)
    return folded(element.text) if element is not None else ""


def all_of(element: Element, *path: str) -> list[Element]:
    """The elements at the end of a path of local names."""
    found = [element]
    for tag in path:
        found = [child for parent in found for child in children(parent) if local(child) == tag]
    return found


def each(stream: BinaryIO, tags: Collection[str], read: Callable[[Element], None]) -> Element:
    """Give every closed element so named to `read`, in any namespace, and let go of it; returns the root.

    Memory stays flat: what was read is emptied and what stands before it is dropped.
    """
    wanted = [f"{{*}}{tag}" for tag in tags]
    try:
        parser = etree.iterparse(stream, events=("end",), tag=wanted, remove_blank_text=True, **FOREVER_CLOSED)
        for _, element in parser:
            read(element)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise Malformed(f"not well-formed XML: {error}") from error
    root = parser.root
    if root is None or root.getroottree().docinfo.doctype:
        raise Malformed("an XML file with a document type declaration, which no list has")
    return root


def fingerprint(element: Element, ignore: frozenset[str] = frozenset()) -> str:
    """The hash of an element whatever its white space and the order of its children."""
    return digest([_canonical(element, ignore)])


def _canonical(element: Element, ignore: frozenset[str]) -> str:
    inner = sorted(_canonical(child, ignore) for child in children(element) if local(child) not in ignore)
    attributes = "".join(f" {name}={value}" for name, value in sorted(element.attrib.items()))
    return f"<{local(element)}{attributes}>{folded(element.text)}{''.join(inner)}</>"
