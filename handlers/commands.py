"""Commands: one table of verbs, the same for the slash command, mentions and direct messages.

acknowledge ─▶ read the verb ─▶ one service ─▶ respond (only the asker sees it)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import batch as batch_blocks
from bot.blocks import changes as changes_blocks
from bot.blocks import help as help_blocks
from bot.blocks import problems
from bot.blocks import sources as sources_blocks
from bot.blocks import watches as watch_blocks
from bot.core.audience import Surface
from bot.core.changes import parse_changes
from bot.core.queries import QueryProblem, Suggestion, parse_command
from bot.services import watches
from bot.services.asking import reply_to
from bot.services.changes import changes_by_action
from bot.services.replies import Reply
from bot.services.screening import check
from bot.services.sources import source_states
from bot.version import __version__
from handlers.context import Asker, tell
from storage.db import ReadOnly

SLASH = "/sanctions"


@dataclass(frozen=True, slots=True)
class Command:
    """A verb: how it is used, what it does, and the function that does it."""

    verb: str
    usage: str
    about: str
    run: Callable[[Asker, str, Surface], Reply]
    only_in_demo: bool = False


def _check(asker: Asker, text: str, surface: Surface) -> Reply:
    return reply_to(asker.desk, text, asker.audience(surface), asker.now)


def watch(asker: Asker, text: str, surface: Surface) -> Reply:
    """Make a watch of this channel and say so."""
    audience = asker.audience(surface)
    desk = asker.desk
    made = watches.add_watch(
        desk.db,
        lambda query: check(desk, query, audience, asker.now),
        asker.tenant,
        asker.channel,
        asker.user,
        text,
        asker.now,
    )
    match made:
        case watches.Saved(watch, days, cards):
            return Reply(watch_blocks.saved(watch, days, cards))
        case watches.Duplicate(watch):
            return Reply(watch_blocks.duplicate(watch))
        case watches.Ambiguous(name, matches):
            return Reply(watch_blocks.choose(name, matches))
        case watches.WatchProblem(problem):
            return Reply(problems.plain_problem(problem))


def _watches(asker: Asker, _text: str, surface: Surface) -> Reply:
    here = [w for w in watches.list_watches(asker.desk.db, asker.audience(surface)) if w.channel == asker.channel]
    return Reply(watch_blocks.listing(here))


def _unwatch(asker: Asker, text: str, surface: Surface) -> Reply:
    number = text.strip().lstrip("#")
    gone = watches.remove_watch(asker.desk.db, asker.audience(surface), int(number)) if number.isdecimal() else None
    return Reply(watch_blocks.removed(gone) if gone else watch_blocks.unknown(text))


def _batch(_asker: Asker, _text: str, _surface: Surface) -> Reply:
    # The slash command opens the dialogue itself; a mention has no trigger to open one with.
    return Reply(batch_blocks.invitation())


def _sources(asker: Asker, _text: str, _surface: Surface) -> Reply:
    return Reply(sources_blocks.sources_card(source_states(asker.desk.db, asker.desk.sources, asker.now), asker.now))


def _changes(asker: Asker, text: str, _surface: Surface) -> Reply:
    asked = parse_changes(text, asker.now.date())
    if isinstance(asked, QueryProblem):
        return Reply(problems.plain_problem(asked.text))
    return Reply(changes_blocks.changes_card(changes_by_action(asker.desk, asked, asker.now)))


def _help(asker: Asker, _text: str, _surface: Surface) -> Reply:
    shown = [c for c in COMMANDS if not c.only_in_demo or asker.desk.demo]
    return Reply(help_blocks.help_card([(c.usage, c.about) for c in shown], __version__))


def _demo(asker: Asker, _text: str, _surface: Surface) -> Reply:
    if asker.desk.demo is None:
        return Reply(problems.unknown_verb("demo-refresh"))
    return Reply(problems.done(asker.desk.demo()))


COMMANDS: tuple[Command, ...] = (
    Command(
        "check", "check NAME [dob: country: type: list: as-of:]", "Is this party listed, by whom, since when?", _check
    ),
    Command(
        "watch",
        "watch NAME | programme:CODE | issuer:US | country:RU | all",
        "Tell this channel when it changes.",
        watch,
    ),
    Command("watches", "watches", "What this channel watches.", _watches),
    Command("unwatch", "unwatch NUMBER", "Stop watching.", _unwatch),
    Command(
        "changes",
        "changes [7d | since:DATE until:DATE] [issuer: list: programme: country: kind:]",
        "What changed on the lists, by official action; seven days unless you say more.",
        _changes,
    ),
    Command("batch", "batch", "Paste up to 500 names; a summary and a file of results by direct message.", _batch),
    Command("sources", "sources", "The lists that answers rest on, and how fresh they are.", _sources),
    Command("help", "help", "This list.", _help),
    Command("demo-refresh", "demo-refresh", "Demo only: publish the next version of the sample lists.", _demo, True),
)
VERBS: dict[str, Command] = {command.verb: command for command in COMMANDS}


def run(asker: Asker, text: str, surface: Surface) -> Reply:
    """Carry out what a user typed after the bot's name."""
    known = tuple(verb for verb, command in VERBS.items() if not command.only_in_demo or asker.desk.demo)
    parsed = parse_command(text, known)
    if isinstance(parsed, Suggestion):
        return Reply(problems.unknown_verb(parsed.verb, parsed.suggestions))
    command = VERBS[parsed.verb]
    if command.verb == "check" and not parsed.rest.strip():
        return _help(asker, "", surface) if not text.strip() else Reply(problems.missing_object(command.usage))
    try:
        return command.run(asker, parsed.rest, surface)
    except ReadOnly:
        return Reply(problems.read_only())


def register(app: App) -> None:
    """Listen to the slash command."""

    @app.command(SLASH)
    def on_command(ack: Ack, respond: Respond, command: dict[str, str], context: BoltContext) -> None:
        ack()
        reply = run(context["asker"], command.get("text", ""), "ephemeral")
        tell(respond, reply.message)
