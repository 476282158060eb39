"""The command line's exports: any number of rows into a file, or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from bot import app as root
from bot.cli_briefs import reader
from bot.core.contract import instant
from bot.core.exports import TEAMS, ExportAsked, parse_export
from bot.core.queries import QueryProblem
from bot.files import BadTarget, replacing, target
from bot.printing import as_json
from bot.services.desk import Desk
from bot.services.exports import Exported, ExportProblem, export
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print what was written as JSON; needs --out.")]
OPTIONS: Final = ("since", "until", "list", "issuer", "programme", "country", "kind", "type", "state", "by")


class NotExported(ValueError):
    """Nothing was exported; the text says why and what would work."""


EXPECTED = (NotExported, BadTarget)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("export")
    def on_export(
        what: Annotated[str, typer.Argument(help="changes, listings, notes, decisions or watches.")],
        filters: Annotated[
            list[str] | None,
            typer.Argument(help=f"{': '.join(OPTIONS)}: as in Slack, such as since:2026-01-01 issuer:eu."),
        ] = None,
        out: Annotated[Path | None, typer.Option(help="The file; without, standard output.")] = None,
        form: Annotated[str, typer.Option("--format", help="csv or json; else by the ending of --out.")] = "",
        force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
        user: Annotated[str, typer.Option("--as", help="For whom, by member id (U…).")] = "",
        channel: Annotated[str, typer.Option(help="Channel id (C…): with its own notes, if it is private.")] = "",
        team: Annotated[str, typer.Option(help="Team id, where there are several.")] = "",
        json: Json = False,
    ) -> None:
        """Changes, listings, notes, decisions or watches as rows, each with where it comes from."""
        config = settings()
        here = root.build_desk(config, root.open_database(config))
        asked = _asked(here, what, filters or [], form or _by_ending(out), user)
        if json and out is None:
            raise NotExported("--json tells what was written to a file: name one with --out")
        if out is None:
            _written(here, asked, sys.stdout.buffer, team, channel, user)
            return
        path = target(out, force=force)
        with replacing(path) as stream:
            made = _written(here, asked, stream, team, channel, user)
            size = stream.tell()
        body = {
            "export": asked.what,
            "format": asked.format,
            "file": str(path),
            "rows": made.rows,
            "bytes": size,
            "columns": list(asked.columns),
            "sample": made.sample,
            "exported_at": instant(here.clock()),
        }
        typer.echo(as_json(body) if json else f"{path}: {made.rows:,} rows of {asked.what}")


def _by_ending(out: Path | None) -> str:
    return "json" if out is not None and out.suffix.casefold() == ".json" else "csv"


def _asked(here: Desk, what: str, filters: list[str], form: str, user: str) -> ExportAsked:
    told = " ".join((what, *map(_quoted, filters), f"format:{form}"))
    asked = parse_export(told, here.clock().date(), user)
    if isinstance(asked, QueryProblem):
        raise NotExported(asked.text.replace("`", ""))
    return asked


def _quoted(pair: str) -> str:
    """A filter whose value has blanks, as Slack has it."""
    key, colon, value = pair.partition(":")
    return f'{key}:"{value}"' if colon and " " in value and '"' not in value else pair


def _written(here: Desk, asked: ExportAsked, out: BinaryIO, team: str, channel: str, user: str) -> Exported:
    readers = reader(here, team, channel, user, notes=asked.what in TEAMS)
    made = export(here, asked, readers, here.clock(), out, most=0, most_bytes=0)
    if isinstance(made, ExportProblem):
        raise NotExported(made.text.replace("`", ""))
    return made
