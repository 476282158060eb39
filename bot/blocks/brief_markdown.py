"""Documents as Markdown, with footnotes; whatever comes from outside is escaped, so that it styles and links nothing.

Pictures are defined at the end, so that the text can be read as it is; they are part of the file.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from bot.blocks.inert import visible
from bot.core.documents import Block, Document, Grid, Items, Paragraph, Picture, Section, Words

LONGEST: Final = 2000
INTERNAL: Final = "(internal)"
_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|&~#$!^{}])")
_OPENING: Final = re.compile(r"^(\s*)([-+=.:]|\d{1,9}[.)])")
"""What would begin a list, a heading or a definition at the start of a line."""
_SCHEME: Final = re.compile(
    r"(https?|ftps?|mailto|xmpp|javascript|vbscript|data|file|tel|sms|slack|ssh):(?=\S)", re.IGNORECASE
)
_DOT: Final = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
"""What programs turn into addresses."""
_NAMED: Final = re.compile(r"@(?=\w)|:(?=[\w+-]+:)")
"""What they turn into mentions, mail addresses and emoji, whether escaped or not: only a comment stops that."""


def markdown_of(document: Document) -> str:
    """The document as Markdown."""
    parts = [
        f"> {_marked('**', document.banner)}" if document.banner else "",
        f"# {_text(document.title)}",
        *(_marked("" if number else "**", said) for number, said in enumerate(document.verdict)),
        _marked("*", document.as_of),
        *(_section(section) for section in document.sections),
        "\n".join(f"[^{note.number}]: {_text(note.text)}: <{note.url}>" for note in document.footnotes),
        "\n".join(_drawn(picture) for picture in _pictures(document)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section) -> str:
    tag = f" {INTERNAL}" if section.internal else ""
    return "\n\n".join([f"## {_text(section.title)}{tag}", *(made for b in section.blocks if (made := _block(b)))])


def _block(block: Block) -> str:
    match block:
        case Paragraph(line):
            return _line(line)
        case Items(lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Grid():
            return _grid(block)
        case Picture():
            return f"![{_text(block.alt)}][{_name(block)}]\n\n{_marked('*', block.caption)}"


def _pictures(document: Document) -> list[Picture]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Picture)]


def _name(picture: Picture) -> str:
    return f"picture-{hashlib.sha256(picture.svg.encode() + picture.png).hexdigest()[:8]}"


def _drawn(picture: Picture) -> str:
    """The definition of a picture; an SVG that stands alone names its own language."""
    alone = picture.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
    kind, data = ("svg+xml", alone) if picture.svg else ("png", picture.png)
    return f"[{_name(picture)}]: <data:image/{kind};base64,{base64.b64encode(data).decode()}>"


def _grid(grid: Grid) -> str:
    head = f"| {' | '.join(_text(name) for name in grid.header)} |\n|{' --- |' * len(grid.header)}"
    rows = "\n".join(f"| {' | '.join(_line((cell,)) or ' ' for cell in row)} |" for row in grid.rows)
    return f"{_text(grid.caption)}\n\n{head}\n{rows}"


def _line(line: tuple[Words, ...]) -> str:
    return "".join(_words(words) for words in line)


def _words(words: Words) -> str:
    text = words.text[:LONGEST]
    before, after = (" " if text[:1] == " " else ""), (" " if text[-1:] == " " and text.strip() else "")
    return f"{before}{_marked('**' if words.strong else '', text)}{after}" + "".join(
        f"[^{number}]" for number in words.notes
    )


def _marked(mark: str, text: str) -> str:
    """Words between two marks; of nothing nothing is marked."""
    inner = _text(text)
    return f"{mark}{inner}{mark}" if inner else ""


def _text(text: str) -> str:
    """Words for any place in a line: shown as they are, and nothing in them comes alive."""
    text = _SIGNS.sub(r"\\\1", visible(text[:LONGEST]))
    text = _OPENING.sub(_opened, text)
    text = _NAMED.sub(lambda found: f"{found[0]}<!-- -->", text)
    return _DOT.sub(r"\\.", _SCHEME.sub(r"\1\\:", text))


def _opened(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"
