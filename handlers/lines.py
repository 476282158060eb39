"""Lines to take: shown, set and ended by command."""

from __future__ import annotations

from typing import Final

from bot.blocks import lines as blocks
from bot.blocks import problems
from bot.core.audience import Surface
from bot.core.escaped import unescape
from bot.core.lines import parse_line
from bot.core.queries import QueryProblem
from bot.services import lines
from bot.services.replies import Reply
from bot.services.screening import check
from handlers.context import Asker
from handlers.verbs import Command


def _line(asker: Asker, text: str, surface: Surface) -> Reply:
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    audience, today = asker.audience(surface), asker.now.date()
    asked = parse_line(unescape(text), today)
    if isinstance(asked, QueryProblem):
        return Reply(problems.plain_problem(asked.text))
    done = lines.line(
        asker.desk.db,
        lambda query: check(asker.desk, query, audience, asker.now),
        audience,
        asked,
        asker.user,
        asker.now,
    )
    match done:
        case lines.LineProblem(problem):
            return Reply(problems.plain_problem(problem))
        case lines.Shown(about, found):
            return Reply(blocks.shown(about.label, found, today))
        case lines.Set(about, made, is_ours):
            return Reply(blocks.kept(about.label, made, is_ours, today))
        case lines.Over(about, over):
            return Reply(blocks.ended(about.label, over))


COMMANDS: Final = (
    Command(
        "line",
        "line CODE | NAME [text… owner:@colleague agreed:DATE review:DATE | end]",
        "The agreed line to take on a programme or a party: shown, set or ended.",
        _line,
        "team",
        (
            "line RUSSIA-EO14024",
            "line RUSSIA-EO14024 Nothing has changed in law. owner:@ana review:2026-09-01",
            "line RUSSIA-EO14024 end",
        ),
    ),
)
