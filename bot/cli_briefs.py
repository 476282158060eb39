"""The command line's briefs: written to files, or as Markdown to the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot import app as root
from bot.blocks.brief_markdown import markdown_of
from bot.core.audience import Audience
from bot.core.briefs import BriefAsked, parse_brief
from bot.core.contract import instant
from bot.core.documents import Block, Footnote, Grid, Items, Paragraph, Picture, Section, Words
from bot.core.queries import QueryProblem
from bot.files import BadTarget, replacing, target
from bot.printing import as_json, visible
from bot.services import terminal
from bot.services.briefs import Brief, BriefProblem, brief
from bot.services.desk import Desk
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ENDINGS: Final = (".md", ".html")


class NoBrief(ValueError):
    """No brief was written; the text says why and what would work."""


EXPECTED = (NoBrief, BadTarget)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("brief")
    def on_brief(
        what: Annotated[str, typer.Argument(help="A name, SOURCE:REF, e-…, programme:CODE, or changes.")],
        since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
        until: Annotated[str, typer.Option(help="Last day, of a programme or of changes, YYYY-MM-DD.")] = "",
        filters: Annotated[str, typer.Option(help='Of changes: "issuer:eu programme:CODE country:RU".')] = "",
        notes: Annotated[bool, typer.Option("--notes", help="With what the team wrote, marked as internal.")] = False,
        out: Annotated[Path | None, typer.Option(help="A folder, or a file that ends in .md or .html.")] = None,
        force: Annotated[bool, typer.Option("--force", help="Write over files that exist.")] = False,
        user: Annotated[str, typer.Option("--as", help="For whom, by member id (U…).")] = "",
        channel: Annotated[str, typer.Option(help="Channel id (C…): with its own notes, if it is private.")] = "",
        team: Annotated[str, typer.Option(help="Team id, where there are several.")] = "",
        json: Json = False,
    ) -> None:
        """A document on a party, a programme or what changed, with footnotes to official documents."""
        config = settings()
        here = root.build_desk(config, root.open_database(config))
        asked = _asked(here, what, since, until, filters, notes=notes)
        made = brief(here, asked, reader(here, team, channel, user, notes=notes), here.clock())
        if isinstance(made, BriefProblem):
            raise NoBrief(_spoken(made))
        files = _written(made, out, force=force) if out else []
        if json:
            typer.echo(as_json(brief_json(asked, made, files, instant(here.clock()))))
        elif files:
            typer.echo("\n".join(str(path) for path in files))
        else:
            typer.echo(markdown_of(made.document), nl=False)


def reader(here: Desk, team: str, channel: str, user: str, *, notes: bool) -> Audience:
    """Who reads at the terminal: a team's, where what is the team's is asked for; a channel's, where one is named."""
    if notes:
        terminal.team(here, team)  # whose they are must be known
    return terminal.readers(here, team, channel, user)


def _asked(here: Desk, what: str, since: str, until: str, filters: str, *, notes: bool) -> BriefAsked:
    pairs = [f"{key}:{value}" for key, value in (("since", since), ("until", until)) if value]
    word = what.casefold() == "changes"
    if filters and not word:
        raise NoBrief("--filters goes with `brief changes` only")
    asked = parse_brief(" ".join((what, filters, *pairs, "notes:yes" if notes else "")), here.clock().date())
    if isinstance(asked, QueryProblem):
        raise NoBrief(asked.text.replace("`", ""))
    return asked


def _spoken(problem: BriefProblem) -> str:
    options = "; ".join(f"{visible(match.caption)} = {match.entity}" for match in problem.matches[:8])
    return f"{problem.text.replace('`', '')}{f' {options}' if options else ''}"


def _written(made: Brief, out: Path, *, force: bool) -> list[Path]:
    """The files: both in a folder, else the one that the ending names; all of them or none."""
    if out.suffix.casefold() in ENDINGS and not out.is_dir():
        wanted = {target(out, force=force): file for file in made.files() if file.name.endswith(out.suffix.casefold())}
    elif out.is_dir():
        wanted = {target(out / file.name, force=force): file for file in made.files()}
    else:
        raise BadTarget(f"{out} is no folder that exists, and no file that ends in .md or .html")
    for path, file in wanted.items():
        with replacing(path) as stream:
            stream.write(file.content)
    return list(wanted)


def brief_json(asked: BriefAsked, made: Brief, files: list[Path], at: str | None) -> dict[str, Any]:
    """`desk brief --json`."""
    document = made.document
    return {
        "kind": asked.kind,
        "title": document.title,
        "verdict": list(document.verdict),
        "as_of": document.as_of,
        "sample": bool(document.banner),
        "internal": document.is_internal,
        "written_at": at,
        "sections": [_section(section) for section in document.sections],
        "footnotes": [_footnote(note) for note in document.footnotes],
        "files": [str(path) for path in files],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "internal": section.internal, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(line):
            return {"kind": "paragraph", "words": _words(line)}
        case Items(lines):
            return {"kind": "items", "items": [_words(line) for line in lines]}
        case Grid(caption, header, rows):
            cells = [[_words((cell,)) for cell in row] for row in rows]
            return {"kind": "table", "caption": caption, "header": list(header), "rows": cells}
        case Picture(alt, caption):
            return {"kind": "picture", "caption": caption, "alt": alt}


def _words(line: tuple[Words, ...]) -> dict[str, Any]:
    return {"text": "".join(words.text for words in line), "footnotes": [n for words in line for n in words.notes]}


def _footnote(note: Footnote) -> dict[str, Any]:
    return {"number": note.number, "url": note.url, "text": note.text}
