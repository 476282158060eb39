"""Doctor: is everything that the bot needs there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clients.slack import Identity, Slack
from bot.core.health import summary
from bot.services.health import outbox_of
from bot.services.sources import source_states
from bot.settings import Settings
from bot.sources.source import Source
from storage.db import Database, DatabaseProblem, newest_version


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined."""

    name: str
    ok: bool
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """One element of `checks`."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail}


def examine(settings: Settings, sources: Mapping[str, Source], now: datetime) -> list[Finding]:
    """All findings; none of them changes anything but bringing the tables up to date."""
    try:
        db = Database(settings.database_url)
        db.migrate()
    except DatabaseProblem as problem:
        return [Finding("database", False, str(problem))]
    steps: tuple[Callable[[], list[Finding]], ...] = (
        lambda: [_database(db)],
        lambda: _lists(db, settings, sources, now),
        lambda: [_slack(settings)],
        lambda: [_outbox(db)],
        lambda: [_allowed(settings)],
    )
    return [finding for step in steps for finding in step()]


def _database(db: Database) -> Finding:
    version, newest = db.version(), newest_version()
    kind = "SQLite" if db.is_sqlite else "PostgreSQL"
    if db.read_only:
        return Finding("database", False, f"{kind}, cannot be written: questions work, nothing can be saved")
    return Finding("database", version == newest, f"{kind} at version {version} of {newest}")


def _lists(db: Database, settings: Settings, sources: Mapping[str, Source], now: datetime) -> list[Finding]:
    found = []
    for state in source_states(db, sources, now):
        age = f", checked {state.checked_at:%Y-%m-%d %H:%M}Z" if state.checked_at else ""
        detail = f"{state.state}, {state.entries:,} entries{age}" + (f": {state.problem}" if state.problem else "")
        if state.opt_in and state.state == "never" and state.source not in settings.opt_in:
            continue
        found.append(Finding(f"list {state.source}", state.state == "fresh", detail))
    return found


def _slack(settings: Settings) -> Finding:
    if not settings.bot_token:
        return Finding("slack", False, "SLACK_BOT_TOKEN is not set; the command line works without")
    who = Slack(settings.bot_token, settings.slack_api_url).whoami()
    if isinstance(who, Identity):
        mode = "Socket Mode" if settings.app_token else "no SLACK_APP_TOKEN: the bot cannot connect"
        return Finding("slack", bool(settings.app_token), f"team {who.team or who.team_id}, {mode}")
    return Finding("slack", False, f"{settings.slack_api_url} does not answer to the token: {who}")


def _outbox(db: Database) -> Finding:
    """What was not delivered; what is kept for a channel that was archived or left is no trouble of ours."""
    with db.read() as session:
        found = outbox_of(session)
    how = "; see `desk outbox`, send again with `desk outbox retry`" if found.failed else ""
    return Finding("outbox", not (found.failed or found.gone), f"{summary(found)}{how}")


def _allowed(settings: Settings) -> Finding:
    hosts = ", ".join(f"{host}:{port}" for host, port in sorted(settings.allow_hosts))
    return Finding("private addresses", True, f"downloads may use {hosts}" if hosts else "refused for downloads")
