"""The composition root: settings ─▶ parts ─▶ Slack app and scheduler. The only file that knows all.

What only a running bot needs (Bolt, listeners, scheduler) is imported when it is put together: a question on the
command line does not wait for it.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clients.slack import Identity, Slack
from bot.core.countries import country_code
from bot.services.dataset import FOLDER, Dataset
from bot.services.desk import Desk
from bot.settings import BadSettings, Settings
from bot.sources import SOURCES
from storage import tenants
from storage.db import Database

if TYPE_CHECKING:
    from slack_bolt import App

log = logging.getLogger(__name__)


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def open_database(settings: Settings) -> Database:
    """The database at its newest version."""
    db = Database(settings.database_url)
    db.migrate()
    return db


def build_desk(settings: Settings, db: Database, demo: Callable[[], str] | None = None) -> Desk:
    """All parts, put together."""
    slack = Slack(settings.bot_token, settings.slack_api_url)
    return Desk(settings, db, Dataset(db, index_folder(settings)), SOURCES, slack, now, demo)


def index_folder(settings: Settings) -> Path:
    """Where indexes are kept between starts."""
    return settings.home / FOLDER


def build_slack_app(desk: Desk, executor: Executor | None = None) -> App:
    """The Bolt app with all listeners; made here and not at import, since it needs a token."""
    from slack_bolt import App
    from slack_sdk import WebClient
    from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

    import handlers

    settings = desk.settings
    client = WebClient(token=settings.bot_token, base_url=settings.slack_api_url)
    client.retry_handlers += [RateLimitErrorRetryHandler(max_retry_count=2), ServerErrorRetryHandler(max_retry_count=1)]
    app = App(
        client=client,
        signing_secret=settings.signing_secret or None,
        token_verification_enabled=False,
        ignoring_self_events_enabled=False,  # it drops the deletion of our own cards too: see handlers.context
        listener_executor=executor,
    )
    handlers.register(app, desk)
    return app


class Bot:
    """A running bot: Socket Mode connection, scheduler, data; `stop` ends all of it."""

    def __init__(self, desk: Desk) -> None:
        from slack_bolt.adapter.socket_mode import SocketModeHandler

        from bot import schedule

        self.desk = desk
        self.tenant = register_tenant(desk)
        self._scheduler = schedule.start(desk, self.tenant)
        self._handler = SocketModeHandler(
            build_slack_app(desk), desk.settings.app_token, proxy=None, trace_enabled=False
        )

    def start(self) -> None:
        """Connect to Slack; returns once connected."""
        self._handler.connect()  # type: ignore[no-untyped-call]
        threading.Thread(target=self._prepare, name="first-index", daemon=True).start()

    def _prepare(self) -> None:
        """Open the data before anybody asks, and load the names of countries before a changed list is read."""
        self.desk.dataset.current()
        country_code("none of any name")

    def stop(self) -> None:
        """Let go of Slack, finish running jobs, close the database."""
        self._handler.close()  # type: ignore[no-untyped-call]
        self._scheduler.shutdown(wait=True)
        self.desk.db.close()


def register_tenant(desk: Desk) -> int:
    """The tenant whose token this is; asked of Slack."""
    who = desk.slack.whoami()
    if not isinstance(who, Identity):
        raise BadSettings(f"SLACK_BOT_TOKEN: Slack does not answer to it ({who})")
    with desk.db.write() as session:
        return tenants.tenant_for(session, who.enterprise_id, who.team_id, False, who.team, who.bot_user, desk.clock())


def deliver_once(desk: Desk) -> dict[str, int]:
    """Route what is new and send what is due, once: `desk deliver`."""
    from bot import schedule
    from bot.services import delivery, digests, reopening, routing

    tenant = register_tenant(desk)
    routed = routing.route_new(desk.db, desk.clock())
    reopening.end_expired(desk.db, tenant, desk.clock())
    digests.make_due(desk)
    done = delivery.deliver_due(schedule.sender(desk, tenant))
    return {"routed": routed, **asdict(done)}


def run(settings: Settings) -> None:
    """Run the bot until it is told to stop."""
    if not settings.bot_token:
        raise BadSettings("SLACK_BOT_TOKEN is not set; `desk demo` runs without an account")
    if not settings.app_token:
        raise BadSettings("SLACK_APP_TOKEN is not set; this version connects by Socket Mode and needs it")
    bot = Bot(build_desk(settings, open_database(settings)))
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    bot.start()
    log.info("connected")
    stopped.wait()
    bot.stop()
