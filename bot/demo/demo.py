"""Demo: a Slack on this machine, the bot, sample lists, and a browser.

    local Slack ─▶ own data folder ─▶ first version of the lists ─▶ a watch ─▶ bot ─▶ welcome ─▶ `ready: URL`

The bot is the real one; only the address of its Slack, its tokens and the origin of its lists differ. Nothing of
the user's own settings is used (a real token or database must not end up in a demo), and all data go at the end.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot import app as root
from bot import logs
from bot.demo.editions import Editions
from bot.demo.localslack import LocalSlack, Missing, NotStarted, obtain, start
from bot.demo.welcome import welcome
from bot.feeds import FEEDS
from bot.services import watches
from bot.services.channels import audience_for
from bot.services.desk import Desk
from bot.services.screening import check
from bot.services.settings_of import change_settings
from bot.settings import Settings, default_home, load, load_process
from bot.sources import SOURCES, source_ids

RUSSIA_DESK: Final = "C0RUSSIA"
SANCTIONS_ALERTS: Final = "C0ALERTS"
OWNER: Final = "U0MARTA"
WATCHED: Final = "programme:RUSSIA-EO14024"
PROXIES: Final = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def run_demo(port: int = 0, *, open_browser: bool = True, tools: Path | None = None) -> int:
    """Run until stopped; 0, or 1 when the local Slack cannot be had (the reason is on standard error)."""
    env = load_process()
    logs.configure("WARNING")
    binary = obtain(tools or tools_folder(env), env)
    if isinstance(binary, Missing):
        return _sorry(binary.reason)
    try:
        slack = start(binary, port=port)
    except NotStarted as problem:
        return _sorry(str(problem))
    for name in PROXIES:
        os.environ.pop(name, None)  # the Slack SDK would ask the proxy for 127.0.0.1: it does not know NO_PROXY
    with slack, tempfile.TemporaryDirectory(prefix="sanctions-desk-demo-") as home, running(slack, Path(home)):
        _say(f"ready: {slack.url}")
        if open_browser and any(env.get(name) for name in DISPLAYS):
            webbrowser.open(slack.url)
        wait(slack)
    return 0


def tools_folder(env: Mapping[str, str]) -> Path:
    """Where the local Slack's binary is kept between demos."""
    home = env.get("DESK_HOME", "")
    return (Path(home).expanduser() if home else default_home(env)) / "tools"


def demo_settings(slack: LocalSlack, home: Path) -> Settings:
    """Settings of the demo's bot; the process's own variables have no part in them."""
    env = {
        "DESK_HOME": str(home),
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": "xoxb-demo",
        "SLACK_APP_TOKEN": "xapp-demo",
        "DESK_REFRESH": "off",
        "DESK_TIMEZONE": "Europe/Brussels",
    }
    return load(env, source_ids(), tuple(FEEDS))


@contextmanager
def running(slack: LocalSlack, home: Path) -> Iterator[None]:
    """The demo's bot, connected, with the first lists, a watch and a welcome."""
    settings = demo_settings(slack, home)
    db = root.open_database(settings)
    editions = Editions(db, SOURCES, root.now)
    editions.publish()
    desk = root.build_desk(settings, db, editions.publish)
    bot = root.Bot(desk)
    try:
        watch_programme(desk, bot.tenant)
        # The local Slack knows no admins: without one nobody could try roles.
        change_settings(desk, bot.tenant, {"admins": OWNER}, "", desk.clock())
        desk.dataset.current()
        bot.start()
        desk.slack.post(RUSSIA_DESK, welcome().payload())
        yield
    finally:
        bot.stop()


def watch_programme(desk: Desk, tenant: int) -> None:
    """The watch that the alerts channel has from the start."""
    audience = audience_for(desk, tenant, "channel", SANCTIONS_ALERTS, OWNER)
    watches.add_watch(
        desk.db,
        lambda query: check(desk, query, audience, desk.clock()),
        tenant,
        SANCTIONS_ALERTS,
        OWNER,
        WATCHED,
        desk.clock(),
    )


def wait(slack: LocalSlack) -> None:
    """Wait for Ctrl-C, a polite kill, or the end of the local Slack."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while slack.process.poll() is None and not stopped.wait(0.5):
        pass


def _say(line: str) -> None:
    """The one line on standard output, at once also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _sorry(reason: str) -> int:
    sys.stderr.write(f"desk demo: {reason}\nWithout it, `desk check NAME` and the other commands work as usual.\n")
    return 1
