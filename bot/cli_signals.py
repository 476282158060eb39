"""The command line's classifier: what each item of a file claims, before anybody has checked it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot import app as root
from bot.cli_news import items_of
from bot.core.signals.items import Signal
from bot.printing import as_json, visible
from bot.services.mentions import Mentions
from bot.services.signals import line_json, signals
from bot.settings import Settings


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("signals")
    def on_signals(
        path: Annotated[Path, typer.Argument(metavar="INPUT", help="JSON Lines of items, a feed file, or -.")],
        json: Annotated[bool, typer.Option("--json", help="Print JSON Lines for programs.")] = False,
    ) -> None:
        """What each item of a file claims about sanctions: direction, stage, whose measure, against whom."""
        items = items_of(path)
        config = settings()
        desk = root.build_desk(config, root.open_database(config))
        loaded = desk.dataset.current()
        for item, (signal, named) in zip(
            items, signals(items, Mentions(desk.dataset).find, loaded.caption), strict=True
        ):
            typer.echo(as_json(line_json(signal, named)) if json else signal_text(signal, item.title))


def signal_text(signal: Signal, title: str) -> str:
    """A signal in a line: what is claimed is said to be a claim."""
    if not signal.supported:
        told = f"not read: language {signal.language}"
    elif not signal.relevant:
        told = "to be looked at" if signal.triage else "not relevant"
    else:
        whose = ", ".join(signal.jurisdictions) or "issuer not named"
        about = ", ".join(signal.targets) or "target not named"
        stage = f" · claimed stage: {signal.stage.value.replace('_', ' ')}" if signal.stage else ""
        told = f"{signal.direction}{stage} · {whose} · {about} · not verified"
    return f"{visible(signal.id)}\t{told}\t{visible(title)}"
