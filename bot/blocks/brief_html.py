"""Documents as HTML: one file that loads nothing, runs nothing, prints well and can be read aloud.

Whatever comes from outside is escaped; the only addresses are those of footnotes, which a reader must click.
"""

from __future__ import annotations

import base64
from html import escape
from typing import Final

from bot.blocks.inert import visible
from bot.core.documents import Block, Document, Footnote, Grid, Items, Paragraph, Picture, Section, Words

LONGEST: Final = 2000
"""Characters of one run of words that are written."""
INTERNAL: Final = "Internal"

_STYLE: Final = """
:root{color-scheme:light}
body{font:11.5pt/1.5 Georgia,'Times New Roman',serif;color:#111;max-width:46rem;margin:2rem auto;padding:0 1.2rem}
h1,h2,caption,th,figcaption,.as-of,.banner,.tag{font-family:Arial,Helvetica,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .6rem}
h2{font-size:1.1rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #999;padding-bottom:.2rem}
.verdict{font-size:1.15rem;margin:.2rem 0}
.verdict:first-of-type{font-weight:bold}
.as-of,caption,figcaption,footer{font-size:.85rem;color:#333}
.banner{border:2px solid #111;padding:.5rem .8rem;font-weight:bold}
table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.4rem 0 1rem}
caption{text-align:left;padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0}
th,td{border-bottom:1px solid #ccc;overflow-wrap:break-word}
thead th{border-bottom:2px solid #555;min-width:3.5rem}
tbody th{font-weight:bold;min-width:6.6rem}
td:last-child{min-width:5.5rem}
figure{margin:1rem 0}
figure svg,figure img{max-width:100%;height:auto}
section.internal{border:2px dashed #7a1f3d;padding:0 .9rem .4rem;margin-top:1.6rem}
.tag{background:#7a1f3d;color:#fff;font-size:.75rem;padding:.1rem .45rem;margin-left:.5rem}
sup a{text-decoration:none}
ol{padding-left:1.6rem}
ol li{overflow-wrap:anywhere;margin-bottom:.25rem}
@page{margin:18mm}
@media print{
body{margin:0;max-width:none;padding:0;font-size:10.5pt}
h2{break-after:avoid}tr,figure,li{break-inside:avoid}thead{display:table-header-group}
}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html_of(document: Document) -> str:
    """The document as one HTML file."""
    cited: set[int] = set()
    verdict = "\n".join(f'<p class="verdict">{_text(said)}</p>' for said in document.verdict)
    banner = f'<p class="banner" role="note">{_text(document.banner)}</p>\n' if document.banner else ""
    sections = "\n".join(_section(section, number, cited) for number, section in enumerate(document.sections, 1))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<header>\n{banner}<h1 dir="auto">{_text(document.title)}</h1>\n{verdict}\n'
        f'<p class="as-of">{_text(document.as_of)}</p>\n</header>\n'
        f"{sections}\n{_footnotes(document.footnotes)}</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text[:LONGEST]), quote=True)


def _section(section: Section, number: int, cited: set[int]) -> str:
    tag = f'<span class="tag">{INTERNAL}</span>' if section.internal else ""
    inner = "\n".join(_block(block, cited) for block in section.blocks)
    css = ' class="internal"' if section.internal else ""
    return (
        f'<section{css} aria-labelledby="s{number}">\n<h2 id="s{number}">{_text(section.title)}{tag}</h2>\n'
        f"{inner}\n</section>"
    )


def _block(block: Block, cited: set[int]) -> str:
    match block:
        case Paragraph(line):
            return f'<p dir="auto">{_line(line, cited)}</p>'
        case Items(lines):
            rows = "\n".join(f'<li dir="auto">{_line(line, cited)}</li>' for line in lines)
            return f"<ul>\n{rows}\n</ul>"
        case Grid():
            return _grid(block, cited)
        case Picture():
            return f"<figure>{_drawing(block)}<figcaption>{_text(block.caption)}</figcaption></figure>"


def _drawing(picture: Picture) -> str:
    if picture.svg:
        return picture.svg
    data = base64.b64encode(picture.png).decode()
    return f'<img src="data:image/png;base64,{data}" alt="{_text(picture.alt)}">'


def _grid(grid: Grid, cited: set[int]) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in grid.header)
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row" dir="auto">{_line((cell,), cited)}</th>'
            if number == 0
            else f'<td dir="auto">{_line((cell,), cited)}</td>'
            for number, cell in enumerate(row)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f"<table>\n<caption>{_text(grid.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _line(line: tuple[Words, ...], cited: set[int]) -> str:
    return "".join(_words(words, cited) for words in line)


def _words(words: Words, cited: set[int]) -> str:
    """The words as they are spaced: a blank between two runs is kept."""
    text = escape(_spaced(words.text), quote=True)
    text = f"<strong>{text}</strong>" if words.strong else text
    return text + "".join(_mark(number, cited) for number in words.notes)


def _spaced(text: str) -> str:
    text = text[:LONGEST]
    before, after = (" " if text[:1] == " " else ""), (" " if text[-1:] == " " and text.strip() else "")
    return f"{before}{visible(text)}{after}"


def _mark(number: int, cited: set[int]) -> str:
    """The number of a footnote, with a place to come back to where it is cited first."""
    place = "" if number in cited else f' id="r{number}"'
    cited.add(number)
    return f'<sup><a{place} href="#f{number}" aria-label="footnote {number}">{number}</a></sup>'


def _footnotes(footnotes: tuple[Footnote, ...]) -> str:
    if not footnotes:
        return ""
    rows = "\n".join(
        f'<li id="f{note.number}">{_text(note.text)}: <a href="{escape(note.url, quote=True)}" '
        f'rel="noopener noreferrer external">{escape(note.url)}</a> '
        f'<a href="#r{note.number}" aria-label="back to the text">↩</a></li>'
        for note in footnotes
    )
    return (
        '<footer role="doc-endnotes" aria-labelledby="sources">\n<h2 id="sources">Official documents</h2>\n'
        f"<ol>\n{rows}\n</ol>\n</footer>\n"
    )
