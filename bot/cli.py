"""The command line: each command reads its input, calls one service and prints what it says.

Exit status: 0 done; 1 done with a negative outcome that the output tells; 2 wrong usage or bad input.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import app as root
from bot import (
    cli_briefs,
    cli_decisions,
    cli_export,
    cli_feeds,
    cli_history,
    cli_items,
    cli_ledger,
    cli_news,
    cli_notes,
    cli_outbox,
    cli_screen,
    cli_settings,
    cli_signals,
    cli_snooze,
    cli_timeline,
    cli_watch,
    logs,
)
from bot.core.changes import ChangesAsked
from bot.core.contract import event_json, refreshed_json, source_json
from bot.core.countries import country_code
from bot.core.issuers import ISSUERS, issuer_code, issuer_label
from bot.core.refreshed import Refreshed
from bot.core.snapshots import Incomplete
from bot.core.told import Unread
from bot.core.watches import WATCHABLE_KINDS
from bot.feeds import FEEDS
from bot.printing import as_json, event_text, refreshed_text, source_text
from bot.printing_asked import nothing_loaded, told_json, told_text
from bot.services import asking, questions, terminal
from bot.services import changes as changes_service
from bot.services import doctor as doctor_service
from bot.services.refresh import Delivery, NotHeld, accept_held, refresh
from bot.services.sources import source_states
from bot.settings import BadSettings, Settings, load, load_process
from bot.sources import SOURCES, source_ids
from bot.sources.source import Source
from bot.version import __version__
from storage import checks
from storage.db import Database, DatabaseProblem

cli = typer.Typer(
    name="desk",
    help="Sanctions Desk: sanctions status, changes and notes, in Slack and on the command line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class BadInput(ValueError):
    """Input that cannot be used; the text names what was wrong and what to do."""


EXPECTED = (
    BadInput,
    BadSettings,
    DatabaseProblem,
    Incomplete,
    NotHeld,
    cli_history.NoSuchListing,
    terminal.TeamProblem,
    *cli_briefs.EXPECTED,
    *cli_decisions.EXPECTED,
    *cli_export.EXPECTED,
    *cli_feeds.EXPECTED,
    *cli_items.EXPECTED,
    *cli_notes.EXPECTED,
    *cli_screen.EXPECTED,
    *cli_settings.EXPECTED,
    *cli_outbox.EXPECTED,
    *cli_snooze.EXPECTED,
    *cli_timeline.EXPECTED,
    *cli_watch.EXPECTED,
    *cli_ledger.EXPECTED,
    *cli_news.EXPECTED,
)
"""What can be wrong with what a user gave us: said in a line, never as a traceback."""


def main(args: list[str] | None = None) -> None:
    """Run the command line; bad input ends with its message and status 2, never with a traceback."""
    try:
        cli(args)
    except EXPECTED as problem:
        fail(str(problem))


def fail(text: str) -> NoReturn:
    """Say what was wrong, on standard error, and end with status 2."""
    typer.echo(f"desk: {logs.mask(text)}", err=True)
    raise SystemExit(2)


def settings() -> Settings:
    """The settings of this process; logging is set up by them."""
    found = load(load_process(), source_ids(), tuple(FEEDS))
    logs.configure(found.log_level)
    return found


def parse_day(text: str | None, option: str) -> date | None:
    """A date typed by a user."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{option} {text!r} is not a date; write YYYY-MM-DD") from None


def parse_number(text: str, what: str, most: int = 2**31) -> int:
    """A whole number typed by a user."""
    if not text.isdecimal() or int(text) > most:
        raise BadInput(f"{what}: {text!r} is not a whole number up to {most}")
    return int(text)


def known_source(text: str) -> Source:
    """A source named by a user."""
    if text not in SOURCES:
        raise BadInput(f"there is no source {text!r}; there are {', '.join(SOURCES)}")
    return SOURCES[text]


@cli.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@cli.command("refresh")
def refresh_command(
    source: Annotated[list[str] | None, typer.Option(help="Source id; several allowed.")] = None,
    file: Annotated[list[Path] | None, typer.Option(help="Read from files instead of the web.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="The list's date and the clock of this refresh.")] = None,
    accept: Annotated[str | None, typer.Option(help="Promote this held snapshot.")] = None,
    json: Json = False,
) -> None:
    """Fetch or read lists, and record what changed."""
    wanted = [known_source(text) for text in source or []]
    if file and len(wanted) != 1:
        raise BadInput("--file needs exactly one --source")
    if accept and (file or len(wanted) != 1):
        raise BadInput("--accept needs exactly one --source and no --file")
    from bot.services.fetching import is_downloaded  # here, with all that downloads need: a question does without

    clock = parse_day(day, "--date")
    now = datetime.combine(clock, time(), tzinfo=UTC) if clock else root.now()
    delivery = Delivery(read_files(file), "file", clock) if file else None
    config = settings()
    db = root.open_database(config)
    good = True
    for item in wanted:
        if item.opt_in:
            typer.echo(f"{item.id}: opt-in list; licence: {item.licence}", err=True)
    for item in wanted or [source for source in SOURCES.values() if is_downloaded(config, source)]:
        if clock:
            now = _not_backwards(db, item, now)
        if accept:
            done = accept_held(db, item, accept, now)
        elif delivery:
            done = refresh(db, item, delivery, now)
        else:
            done = _download(db, config, item, now)
        typer.echo(as_json(refreshed_json(done)) if json else refreshed_text(done))
        good = good and done.outcome in checks.GOOD
    if not good:
        raise typer.Exit(1)


def _download(db: Database, config: Settings, source: Source, now: datetime) -> Refreshed:
    from bot.services.fetching import download, list_urls

    if not list_urls(config, source):
        raise BadInput(f"{source.id} has no official address: load it with --file ({source.home})")
    _, done = download(db, source, config, now)
    return done


def read_files(paths: list[Path]) -> dict[str, bytes | Path]:
    """The files by name, to be read as streams; a path that cannot be read is named."""
    for path in paths:
        try:
            with path.open("rb") as file:
                file.read(1)
        except OSError as error:
            raise BadInput(f"cannot read {path}: {error.strerror}") from None
    return {str(path): path for path in paths}


def _not_backwards(db: Database, source: Source, now: datetime) -> datetime:
    """The clock of a refresh: on the day of the last look, the moment after it."""
    with db.read() as session:
        last = checks.last_check(session, source.id)
    if last is None or now >= last.at:
        return now
    if now.date() == last.at.date():
        return last.at + timedelta(microseconds=1)
    raise BadInput(f"--date {now.date()} is earlier than the last look at {source.id} ({last.at.date()})")


@cli.command("check")
def check_command(
    name: Annotated[
        str, typer.Argument(help="A name, or scheme:value (imo, lei, inn, ogrn, bic, passport, tax, wallet, ref).")
    ],
    dob: Annotated[str | None, typer.Option(help="Date of birth: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    country: Annotated[str | None, typer.Option(help="Country, as code or name.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="person, organization, vessel, aircraft, wallet.")] = None,
    in_list: Annotated[list[str] | None, typer.Option("--list", help="Only this source; several allowed.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The status on a past day, YYYY-MM-DD.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many candidates at most.")] = 5,
    json: Json = False,
) -> None:
    """Is this party listed: by whom, since when, how sure?"""
    for text in in_list or []:
        known_source(text)
    filters = {"dob": dob, "country": country, "type": kind, "list": ",".join(in_list or []), "as-of": as_of}
    desk = root.build_desk(config := settings(), root.open_database(config))
    readers, now = terminal.audience(desk), root.now()
    told = asking.answer_text(desk, name, readers, now, _given(filters), limit)
    if not isinstance(told, Unread):
        typer.echo(as_json(told_json(told, name)) if json else told_text(told, desk.settings.legal_contact))
    questions.remember(desk, readers, name, told, now)  # after the answer, which waits for no ledger
    if isinstance(told, Unread):
        raise BadInput(told.text)
    if nothing_loaded(told):
        raise typer.Exit(1)


def _given(filters: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in filters.items() if value}


@cli.command("changes")
def changes_command(
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Source id; several allowed.")] = None,
    issuer: Annotated[str, typer.Option(help="US, EU, UK, UN, CH, CA or AU.")] = "",
    programme: Annotated[str, typer.Option("--programme", "--program", help="Programme code.")] = "",
    country: Annotated[str, typer.Option(help="Country, as code or name.")] = "",
    kind: Annotated[str, typer.Option(help="added, removed, amended, replaced, moved, or a more exact one.")] = "",
    action: Annotated[str, typer.Option(help="One official action, by its id.")] = "",
    json: Json = False,
) -> None:
    """What changed on the lists, oldest first."""
    asked = ChangesAsked(
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        sources=frozenset(known_source(text).id for text in source or ()),
        issuer=issuer_code(issuer) or "",
        programme=programme,
        country=country_code(country),
        kind=kind.casefold(),
        action=action,
    )
    if asked.kind and asked.kind not in WATCHABLE_KINDS:
        raise BadInput(f"--kind {kind!r} is none of {', '.join(sorted(WATCHABLE_KINDS))}")
    if country and not asked.country:
        raise BadInput(f"--country {country!r} is no country known to us; use a code such as RU")
    if issuer and not asked.issuer:
        raise BadInput(f"--issuer {issuer!r} is none of {', '.join(issuer_label(code) for code in ISSUERS)}")
    db = root.open_database(settings())
    for event in changes_service.changes(db, asked):
        typer.echo(as_json(event_json(event)) if json else event_text(event))


@cli.command("sources")
def sources_command(json: Json = False) -> None:
    """The lists that answers rest on, and how fresh they are."""
    db = root.open_database(settings())
    for state in source_states(db, SOURCES, root.now()):
        typer.echo(as_json(source_json(state)) if json else source_text(state))


@cli.command("deliver")
def deliver_command(json: Json = False) -> None:
    """Route what is new and send what is due, once."""
    desk = root.build_desk(config := settings(), root.open_database(config))
    if not config.bot_token:
        raise BadInput("SLACK_BOT_TOKEN is not set: nothing can be sent")
    done = root.deliver_once(desk)
    typer.echo(as_json(done) if json else ", ".join(f"{key} {value}" for key, value in done.items()))


@cli.command("doctor")
def doctor_command(json: Json = False) -> None:
    """Is everything set up: database, lists, Slack?"""
    config = settings()
    found = doctor_service.examine(config, SOURCES, root.now())
    if json:
        typer.echo(as_json({"ok": all(c.ok for c in found), "checks": [c.as_dict() for c in found]}))
    else:
        for item in found:
            typer.echo(f"{'ok  ' if item.ok else 'FAIL'} {item.name}: {item.detail}")
    if not all(item.ok for item in found):
        raise typer.Exit(1)


@cli.command("migrate")
def migrate_command(json: Json = False) -> None:
    """Bring the database to the newest version."""
    db = root.open_database(settings())
    typer.echo(as_json({"version": db.version()}) if json else f"database at version {db.version()}")


@cli.command("manifest")
def manifest_command(
    json: Annotated[bool, typer.Option("--json", help="As JSON, the default.")] = True,  # noqa: ARG001
) -> None:
    """Print the manifest with which to make the Slack app."""
    from handlers.manifest import manifest

    typer.echo(as_json(manifest(), pretty=True))


@cli.command("run")
def run_command() -> None:
    """Run the bot (Socket Mode)."""
    root.run(settings())


@cli.command("demo")
def demo_command(
    port: Annotated[str, typer.Option(help="Port of the local Slack; 0 picks one.")] = "0",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """A local Slack in the browser with the bot and sample lists; no account needed."""
    from bot.demo.demo import run_demo

    status = run_demo(parse_number(port, "--port", 65535), open_browser=not no_browser)
    if status:
        sys.exit(status)


cli_history.register(cli, lambda: root.open_database(settings()))
cli_screen.register(cli, settings)
cli_snooze.register(cli, settings)
cli_decisions.register(cli, settings)
cli_items.register(cli, settings)
cli_feeds.register(cli, settings)
cli_notes.register(cli, settings)
cli_timeline.register(cli, settings)
cli_watch.register(cli, settings)
cli_ledger.register(cli, settings)
cli_news.register(cli, settings)
cli_settings.register(cli, settings)
cli_signals.register(cli, settings)
cli_outbox.register(cli, settings)
cli_briefs.register(cli, settings)
cli_export.register(cli, settings)
