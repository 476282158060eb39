"""The command line's ledger: read, verified; a person forgotten, and a workspace erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot import app as root
from bot.core.contract import instant
from bot.core.ledger import Head, Verdict, read_heads
from bot.printing import as_json, visible
from bot.services import forgetting, ledger_care, purging, terminal
from bot.services.desk import Desk
from bot.services.forgetting import Forgotten, NoUser
from bot.services.ledger_care import Entry
from bot.services.purging import Purged, PurgeProblem
from bot.settings import Settings
from storage.forgetting import FORMER
from storage.tenants import Tenant

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]
OPERATOR: Final = ""
"""Who reads, where nobody of the workspace is named."""


class BadRequest(ValueError):
    """Nothing was read or forgotten; the text says why and what would work."""


EXPECTED = (BadRequest,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    @cli.command("ledger")
    def on_ledger(
        what: Annotated[str, typer.Argument(help="verify, or nothing to read it.")] = "",
        head: Annotated[list[Path] | None, typer.Option(help="verify: a file of exported heads; several.")] = None,
        since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
        kind: Annotated[str, typer.Option(help="question, alert, note, decision, watch, setting, reading, …")] = "",
        limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many links at most, newest first.")] = 100,
        reader: Annotated[str, typer.Option("--as", help="User id of who reads; recorded.")] = OPERATOR,
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Who asked, saw and decided what; reading is recorded. `verify` tells whether it was tampered with."""
        here = desk()
        of = terminal.team(here, team)
        if what == "verify":
            if not _verified(here, of, head or [], json):
                raise typer.Exit(1)
            return
        if what or head:
            raise BadRequest("write `desk ledger` to read, or `desk ledger verify [--head FILE]`")
        for entry in ledger_care.read_ledger(here, of.id, _user(reader), here.clock(), kind, _since(since), limit):
            typer.echo(as_json(entry_json(entry)) if json else entry_text(entry))

    @cli.command("forget")
    def on_forget(
        user: Annotated[str, typer.Argument(help="User id (U…).")],
        yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only what would be done is told.")] = False,
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Forget a person: what is theirs is removed, what is the team's stays without their name."""
        here = desk()
        of = terminal.team(here, team)
        known = _user(user, empty=False)
        told = forgetting.forget(here.db, of.id, known, here.clock()) if yes else forgetting.look(here.db, of.id, known)
        typer.echo(as_json(forgotten_json(told)) if json else forgotten_text(told))

    @cli.command("purge")
    def on_purge(
        team: Annotated[str, typer.Option(help="Team id of the workspace to erase.")],
        yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only what would be done is told.")] = False,
        installed: Annotated[bool, typer.Option("--installed", help="Even if it still has the app.")] = False,
        json: Json = False,
    ) -> None:
        """Erase all that a workspace owned, without waiting for the days after it removed the app."""
        here = desk()
        of = terminal.team(here, team)
        told = purging.purge(here, of, installed=installed) if yes else purging.look(here, of)
        if isinstance(told, PurgeProblem):
            raise BadRequest(told.text)
        typer.echo(as_json(purged_json(told)) if json else purged_text(told))


def _user(text: str, empty: bool = True) -> str:
    if empty and not text:
        return text
    found = forgetting.read_user(text)
    if isinstance(found, NoUser):
        raise BadRequest(found.text)
    return found


def _since(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC) if text else None
    except ValueError:
        raise BadRequest(f"--since {text!r} is not a date; write YYYY-MM-DD") from None


def _heads(desk: Desk, team: Tenant, files: list[Path]) -> list[Head]:
    """The heads in these files, and in the one that the desk itself exports to."""
    own = ledger_care.head_file(desk, team)
    found: list[Head] = []
    for path in [*files, *([own] if own.exists() else [])]:
        try:
            told = read_heads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise BadRequest(f"cannot read {path}: {getattr(error, 'strerror', '') or 'it is no text'}") from None
        of_team = [head for head in told if head.team == ledger_care.team_key(team)]
        if not of_team:
            raise BadRequest(f"{path} holds no head of team {ledger_care.team_key(team)}: give an exported file")
        found += of_team
    return found


def _verified(desk: Desk, team: Tenant, files: list[Path], json: bool) -> bool:
    """Print what each link turned out to be; whether none was tampered with."""
    heads = _heads(desk, team, files)
    counts: Counter[str] = Counter()
    told = _counted(ledger_care.verify(desk.db, team.id, heads), counts)
    if json:
        for verdict in told:
            typer.echo(as_json(verdict_json(verdict)))
    else:
        for line in verdict_lines(told):
            typer.echo(line)
        against = f"held against {len(set(heads))} exported heads" if heads else "no exported head to hold it against"
        numbers = ", ".join(f"{counts[state]} {state}" for state in ("intact", "erased", "tampered"))
        typer.echo(f"{numbers}; {against}")
    return not counts["tampered"]


def _counted(told: Iterable[Verdict], counts: Counter[str]) -> Iterator[Verdict]:
    for verdict in told:
        counts[verdict.state] += 1
        yield verdict


def verdict_lines(told: Iterable[Verdict]) -> Iterator[str]:
    """Verdicts as lines: runs of links that are intact, or erased for one reason, in one; each tampered one alone."""
    for (state, why), group in groupby(told, key=lambda each: (each.state, each.why)):
        run = list(group)
        if state == "tampered":
            yield from (
                f"{each.number} TAMPERED{f' ({visible(each.kind)})' if each.kind else ''}: {why}" for each in run
            )
            continue
        numbers = f"{run[0].number}" if len(run) == 1 else f"{run[0].number}-{run[-1].number}"
        link, _, reason = why.partition(":")
        yield f"{numbers} {state}{f' by link {link} ({visible(reason)})' if why else ''}"


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """One line of `desk ledger verify --json`."""
    return {
        "number": verdict.number,
        "kind": verdict.kind or None,
        "at": instant(verdict.at),
        "state": verdict.state,
        "why": verdict.why or None,
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """One line of `desk ledger --json`."""
    return {
        "number": entry.number,
        "kind": entry.kind,
        "at": instant(entry.at),
        "who": entry.who or None,
        "content": entry.content,
        "erased": entry.erased or None,
    }


def entry_text(entry: Entry) -> str:
    """A link in a line."""
    told = visible(as_json(entry.content)) if entry.content is not None else f"erased ({visible(entry.erased)})"
    return f"{entry.number} {entry.at:%Y-%m-%d %H:%M}Z {entry.kind} {entry.who or '-'}: {told}"


def forgotten_json(told: Forgotten) -> dict[str, Any]:
    """What `desk forget --json` prints."""
    return {
        "user": told.user,
        "done": told.done,
        "removed": told.removed,
        "renamed": told.renamed,
        "ledger_contents": told.ledger,
        "kept": list(forgetting.KEPT),
    }


def forgotten_text(told: Forgotten) -> str:
    """What was, or would be, forgotten, in lines."""
    if told.is_nothing:
        return f"{told.user}: nothing names this person"
    will = "" if told.done else "would be "
    rows = [f"{what}: {number} {will}removed" for what, number in told.removed.items()]
    rows += [f"{what}: {number} {will}kept as of “{FORMER}”" for what, number in told.renamed.items()]
    rows.append(f"contents of the ledger: {told.ledger} {will}erased, with whose they are")
    end = "" if told.done else f"\nNothing was done yet: `desk forget {told.user} --yes` does it."
    return "\n".join([told.user, *(f"  {row}" for row in rows), *forgetting.KEPT]) + end


def purged_json(told: Purged) -> dict[str, Any]:
    """What `desk purge --json` prints."""
    return {"team": told.team, "done": told.done, "rows": told.rows}


def purged_text(told: Purged) -> str:
    """What was, or would be, erased, in lines."""
    will = "" if told.done else "would be "
    rows = [f"  {table}: {number} {will}erased" for table, number in told.rows.items()] or ["  nothing is left"]
    end = [] if told.done else [f"Nothing was done yet: `desk purge --team {told.team} --yes` does it."]
    return "\n".join([told.team, *rows, *end])
