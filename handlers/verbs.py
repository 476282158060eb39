"""Verbs: what a command is; each module of listeners tells its own in a tuple `COMMANDS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.core.audience import Surface
from bot.services.replies import Reply
from handlers.context import Asker

SLASH: Final = "/sanctions"
Group = Literal["ask", "follow", "team", "operators"]


@dataclass(frozen=True, slots=True)
class Command:
    """A verb: how it is used, what it does, the function that does it, and where help shows it.

    `examples` are whole lines without the slash command; the first is shown to those who type the verb wrongly.
    """

    verb: str
    usage: str
    about: str
    run: Callable[[Asker, str, Surface], Reply]
    group: Group = "ask"
    examples: tuple[str, ...] = ()
    only_in_demo: bool = False
