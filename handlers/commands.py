"""Commands: one table of verbs, the same for the slash command, mentions and direct messages.

acknowledge ─▶ read the verb ─▶ one service ─▶ respond (only the asker sees it)
"""

from __future__ import annotations

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import batch as batch_blocks
from bot.blocks import changes as changes_blocks
from bot.blocks import help as help_blocks
from bot.blocks import problems
from bot.blocks import sources as sources_blocks
from bot.core.audience import Surface
from bot.core.changes import parse_changes
from bot.core.queries import QueryProblem, Suggestion, parse_command
from bot.services.asking import reply_to
from bot.services.changes import changes_by_action
from bot.services.replies import Reply
from bot.services.sources import source_states
from bot.services.thread_answers import answer_named
from bot.version import __version__
from handlers import (
    assigning,
    briefs,
    decisions,
    exports,
    health,
    ledger,
    lines,
    news,
    note_verbs,
    open_items,
    roles,
    settings,
    snoozes,
    timeline,
    watches,
)
from handlers.context import Asker, tell
from handlers.verbs import SLASH, Command
from storage.db import ReadOnly
from storage.posts import Thread


def _check(asker: Asker, text: str, surface: Surface) -> Reply:
    return reply_to(asker.desk, text, asker.audience(surface), asker.now)


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


def _help(asker: Asker, text: str, _surface: Surface) -> Reply:
    shown = {c.verb: c for c in COMMANDS if not c.only_in_demo or asker.desk.demo}
    word = text.strip().removeprefix(SLASH).strip()
    if not word:
        return Reply(help_blocks.help_card([_told(command) for command in shown.values()], __version__))
    parsed = parse_command(word, tuple(shown))
    if isinstance(parsed, Suggestion):
        return Reply(problems.unknown_verb(parsed.verb, [f"help {verb}" for verb in parsed.suggestions]))
    if parsed.rest.casefold() == word.casefold():  # no verb: bare text would be checked
        return Reply(problems.unknown_verb(word))
    return Reply(help_blocks.verb_card(_told(shown[parsed.verb])))


def _told(command: Command) -> help_blocks.Verb:
    return help_blocks.Verb(command.verb, command.usage, command.about, command.group, command.examples)


def _demo(asker: Asker, _text: str, _surface: Surface) -> Reply:
    if asker.desk.demo is None:
        return Reply(problems.unknown_verb("demo-refresh"))
    return Reply(problems.done(asker.desk.demo()))


OWN: tuple[Command, ...] = (
    Command(
        "check",
        "check NAME [dob: country: type: list: as-of:]",
        "Is this party listed, by whom, since when?",
        _check,
        examples=(
            "check Sberbank",
            "check Gennady Timchenko dob:1952",
            "check imo:9187629",
            "check Rosneft list:eu",
            "check us-ofac-sdn:17018",
            "is Rosneft on the EU list?",
        ),
    ),
    Command(
        "changes",
        "changes [7d | since:DATE until:DATE] [issuer: list: programme: country: kind:]",
        "What changed on the lists, by official action; seven days unless you say more.",
        _changes,
        examples=("changes", "changes 30d issuer:eu", "changes since:2026-03-01 until:2026-03-31 kind:removed"),
    ),
    Command(
        "batch", "batch", "Paste up to 500 names, or send me a file of names: a summary and a file of results.", _batch
    ),
    Command("sources", "sources", "The lists that answers rest on, and how fresh they are.", _sources),
    Command("help", "help [VERB]", "This list, or one command with examples.", _help, examples=("help watch",)),
    Command(
        "demo-refresh",
        "demo-refresh",
        "Demo only: publish the next version of the sample lists.",
        _demo,
        group="operators",
        only_in_demo=True,
    ),
)
COMMANDS: tuple[Command, ...] = (
    *OWN,
    *timeline.COMMANDS,
    *watches.COMMANDS,
    *snoozes.COMMANDS,
    *note_verbs.COMMANDS,
    *decisions.COMMANDS,
    *assigning.COMMANDS,
    *open_items.COMMANDS,
    *lines.COMMANDS,
    *news.COMMANDS,
    *briefs.COMMANDS,
    *exports.COMMANDS,
    *ledger.COMMANDS,
    *settings.COMMANDS,
    *health.COMMANDS,
)
"""Every verb; a module of listeners adds its own tuple here."""

VERBS: dict[str, Command] = {command.verb: command for command in COMMANDS}


def run(asker: Asker, text: str, surface: Surface, thread: Thread | None = None) -> Reply:
    """Carry out what a user typed after the bot's name, in a thread of ours or elsewhere."""
    known = tuple(verb for verb, command in VERBS.items() if not command.only_in_demo or asker.desk.demo)
    parsed = parse_command(text, known)
    if isinstance(parsed, Suggestion):
        return Reply(problems.unknown_verb(parsed.verb, parsed.suggestions))
    command = VERBS[parsed.verb]
    if parsed.rest and command.usage == command.verb and text.strip()[0].isupper():
        # "Health Ministry" is a name: this verb takes no words, and verbs are typed in small letters.
        return _check(asker, text, surface)
    if command.verb == "check" and not parsed.rest.strip():
        return _help(asker, "", surface) if not text.strip() else Reply(problems.missing_object(command.usage))
    if refused := roles.refused_verb(asker, command.verb, parsed.rest):
        return Reply(problems.plain_problem(refused))
    if command.verb == "check" and thread is not None:
        named = answer_named(asker.desk, thread, parsed.rest, asker.audience(surface), asker.now)
        if named is not None:
            return named
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
