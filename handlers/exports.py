"""Exports: `export` makes a file of rows and hands it over by direct message."""

from __future__ import annotations

import tempfile

from bot.blocks import briefs as blocks
from bot.blocks import problems
from bot.blocks.full_list import File
from bot.core.audience import Surface
from bot.core.escaped import unescape
from bot.core.exports import ExportAsked, parse_export
from bot.core.queries import QueryProblem
from bot.services.exports import ExportProblem, export, file_name
from bot.services.handing import hand_over
from bot.services.replies import Reply
from handlers.briefs import PATIENCE, SLOTS, readers_of
from handlers.context import Asker
from handlers.verbs import Command


def _export(asker: Asker, text: str, surface: Surface) -> Reply:
    asked = parse_export(unescape(text), asker.now.date(), asker.user)
    if isinstance(asked, QueryProblem):
        return Reply(blocks.unreadable(asked.text, of_export=True))
    if not SLOTS.acquire(timeout=PATIENCE):
        return Reply(problems.plain_problem(blocks.BUSY))
    try:
        return _handed(asker, asked, surface)
    finally:
        SLOTS.release()


def _handed(asker: Asker, asked: ExportAsked, surface: Surface) -> Reply:
    with tempfile.TemporaryFile() as out:
        made = export(asker.desk, asked, readers_of(asker, surface), asker.now, out)
        if isinstance(made, ExportProblem):
            return Reply(problems.plain_problem(made.text))
        if not made.rows:
            return Reply(blocks.export_empty(asked))
        out.seek(0)
        content = out.read()
    name = file_name(asked, asker.now, sample=made.sample)
    file = File(name, f"{made.rows:,} rows of {asked.what}{' (sample data)' if made.sample else ''}", content)
    cover = blocks.export_cover(asked, made.rows, made.sample)
    if not hand_over(asker.desk.slack, asker.user, cover, [file]):
        return Reply(problems.plain_problem(blocks.NOT_SENT))
    return Reply(blocks.export_sent(asked, made.rows, aloud=surface == "channel"))


COMMANDS: tuple[Command, ...] = (
    Command(
        "export",
        "export changes | listings | notes | decisions | watches [filters] [format:csv|json]",
        "Rows and where each comes from, as a file.",
        _export,
        examples=(
            "export changes since:2026-01-01 issuer:eu",
            "export listings programme:RUSSIA-EO14024 format:json",
            "export notes since:2026-01-01",
            "export decisions",
            "export watches",
        ),
    ),
)
