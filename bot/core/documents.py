"""Documents: a text in sections with footnotes, before it is written as Markdown or HTML.

facts ─▶ document (words, tables, pictures, footnote numbers) ─▶ one writer a format
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, some of them from outside, with the numbers of the footnotes that bear it out."""

    text: str
    notes: tuple[int, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of lines."""

    lines: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption and header cells; the first cell of a row heads it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG text or as the bytes of a PNG, what it shows in words, and what is to be known of it."""

    alt: str
    caption: str
    svg: str = ""
    png: bytes = b""


Block = Paragraph | Items | Grid | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section under its heading; an internal one says so, wherever it goes."""

    title: str
    blocks: tuple[Block, ...]
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """An official document: its address ("" for one that has none), its name, date, and when it was checked."""

    number: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `verdict` answers in the first lines, `banner` warns above everything ("": no need to)."""

    title: str
    verdict: tuple[str, ...]
    as_of: str
    banner: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]

    @property
    def is_internal(self) -> bool:
        """Whether it holds what the team wrote."""
        return any(section.internal for section in self.sections)


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a document as it is put together: each address once, numbered as first cited."""

    _cited: dict[str, Footnote] = field(default_factory=dict)

    def cite(self, url: str, text: str) -> tuple[int, ...]:
        """The number of this document; none for an address that is no plain web address."""
        address = web_address(url)
        if not address:
            return ()
        if address not in self._cited:
            self._cited[address] = Footnote(len(self._cited) + 1, address, text)
        return (self._cited[address].number,)

    def all(self) -> tuple[Footnote, ...]:
        """All that were cited, in order."""
        return tuple(self._cited.values())


def web_address(url: str) -> str:
    """An address as it may stand in a document; "" for anything but a plain web address without a password in it."""
    url = "".join(url.split())
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not host or parts.username or len(url) > LONGEST_ADDRESS:
        return ""
    return quote(url, safe=":/?#@!$&+,;=%~.-_")


def words_of(document: Document) -> Iterator[Words]:
    """All words of all sections, in order."""
    for section in document.sections:
        for block in section.blocks:
            yield from _words(block)


def _words(block: Block) -> Iterator[Words]:
    match block:
        case Paragraph(line):
            yield from line
        case Items(lines) | Grid(rows=lines):
            for line in lines:
                yield from line
        case Picture(alt, caption):
            yield from (Words(alt), Words(caption))


def line(*parts: Words | str) -> tuple[Words, ...]:
    """A line from words and plain text; empty text is left out."""
    made = (Words(part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in made if part.text or part.notes)


def paragraph(*parts: Words | str) -> Paragraph:
    """A paragraph from words and plain text."""
    return Paragraph(line(*parts))


def items(lines: Sequence[Sequence[Words] | str]) -> Items:
    """A list from lines or plain text."""
    return Items(tuple(line(each) if isinstance(each, str) else tuple(each) for each in lines))
