"""Settings: the environment and `.env`, read once into a frozen value.

The only reader of the environment. Every setting is a row of `FIELDS`; `.env.example` is tested against it.
Any name with `_FILE` appended names a file that holds the value (for container secrets).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

SOURCE_URL = "DESK_SOURCE_URL_"
FEED_URL = "DESK_FEED_URL_"


class BadSettings(ValueError):
    """One or several settings that cannot be used; the text names all of them, never a secret's value."""


class Secret(str):
    """A string that does not show itself."""

    def __repr__(self) -> str:
        return "Secret(set)" if str(self) else "Secret(not set)"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured."""

    home: Path
    database_url: Secret = field(repr=False)
    bot_token: Secret
    app_token: Secret
    signing_secret: Secret
    slack_api_url: str
    port: int
    timezone: str
    allow_hosts: frozenset[tuple[str, int]]
    operator_channel: str
    legal_contact: str
    keep_blobs: int
    log_level: str
    refresh: bool
    not_searched: tuple[str, ...]
    opt_in: frozenset[str]
    ledger_text: str
    ledger_key: Secret
    ledger_days: int
    purge_days: int
    source_urls: Mapping[str, tuple[str, ...]]
    contact: str
    feeds: tuple[tuple[str, str, str], ...]
    feed_urls: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, default text, reader, and a sentence for people."""

    name: str
    default: str
    read: Callable[[str], Any]
    about: str


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not an http(s) address")
    return text if text.endswith("/") else text + "/"


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise ValueError("is not a port number (0 to 65535)")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ValueError("is not a whole number of at least 1")
    return int(text)


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("is not an IANA time zone such as Europe/Brussels") from None
    return text


def _hosts(text: str) -> frozenset[tuple[str, int]]:
    hosts = set()
    for item in filter(None, (part.strip() for part in text.split(","))):
        host, colon, port = item.rpartition(":")
        if not colon or not host or not port.isdigit():
            raise ValueError(f"has {item!r}, which is not HOST:PORT")
        hosts.add((host, int(port)))
    return frozenset(hosts)


def _token(prefix: str) -> Callable[[str], Secret]:
    def read(text: str) -> Secret:
        if text and not text.startswith(prefix):
            raise ValueError(f"does not start with {prefix}")
        return Secret(text)

    return read


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("is none of DEBUG, INFO, WARNING, ERROR")
    return text.upper()


def _switch(text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise ValueError("is neither on nor off")
    return text.lower() == "on"


def _ledger_text(text: str) -> str:
    if text.lower() not in ("full", "hash", "off"):
        raise ValueError("is none of full, hash, off")
    return text.lower()


def _names(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _feeds(text: str) -> tuple[tuple[str, str, str], ...]:
    """Id, title and address of each feed: the title is what stands before the address."""
    feeds = []
    for line in _lines(text):
        title, _, url = line.rpartition(" ")
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ValueError(f"has {line[:60]!r}, which is not TITLE ADDRESS")
        ident = re.sub(r"[^a-z0-9]+", "-", (title or str(urlsplit(url).hostname)).casefold()).strip("-")[:40]
        feeds.append((ident, title or str(urlsplit(url).hostname), url))
    if len({ident for ident, _, _ in feeds}) < len(feeds):
        raise ValueError("has two feeds of one title")
    return tuple(feeds)


FIELDS: dict[str, Setting] = {
    "home": Setting(
        "DESK_HOME", "", lambda text: Path(text).expanduser(), "Folder for data; empty: a folder of the user's."
    ),
    "database_url": Setting("DATABASE_URL", "", Secret, "SQLite or PostgreSQL address; empty: SQLite under DESK_HOME."),
    "bot_token": Setting("SLACK_BOT_TOKEN", "", _token("xoxb-"), "Bot token (xoxb-…) of your Slack app."),
    "app_token": Setting(
        "SLACK_APP_TOKEN", "", _token("xapp-"), "App-level token (xapp-…): set it to use Socket Mode."
    ),
    "signing_secret": Setting("SLACK_SIGNING_SECRET", "", Secret, "Signing secret: needed in HTTP mode."),
    "slack_api_url": Setting("SLACK_API_URL", "https://slack.com/api/", _url, "Where Slack's Web API is."),
    "port": Setting("PORT", "3000", _port, "Port of HTTP mode."),
    "timezone": Setting("DESK_TIMEZONE", "UTC", _zone, "IANA time zone of digests, for teams that set none."),
    "allow_hosts": Setting(
        "DESK_ALLOW_HOSTS", "", _hosts, "HOST:PORT, comma-separated: private addresses that downloads may use (tests)."
    ),
    "operator_channel": Setting(
        "DESK_OPERATOR_CHANNEL",
        "",
        str,
        "Channel id that is told of failing sources, for teams that set none; empty: logs only.",
    ),
    "legal_contact": Setting(
        "DESK_LEGAL_CONTACT", "your legal department", str, "Whom to ask what the bot cannot say."
    ),
    "keep_blobs": Setting("DESK_KEEP_BLOBS", "30", _count, "How many raw deliveries per list the housekeeping keeps."),
    "log_level": Setting("DESK_LOG_LEVEL", "INFO", _level, "DEBUG, INFO, WARNING or ERROR."),
    "refresh": Setting(
        "DESK_REFRESH", "on", _switch, "Whether the running bot downloads lists on schedule (on or off)."
    ),
    "not_searched": Setting(
        "DESK_NOT_SEARCHED",
        "EU sectoral annexes; US visa bans; national lists (PL, CZ, Baltic states, FR, UA, NO, JP, NZ)",
        _lines,
        "What the lists do not cover, said in every answer; semicolons between.",
    ),
    "opt_in": Setting(
        "DESK_OPT_IN", "", _names, "Lists read only when named here, comma-separated, for their licences restrict use."
    ),
    "ledger_text": Setting(
        "DESK_LEDGER_TEXT",
        "full",
        _ledger_text,
        "What the ledger keeps of a question: its text (full), a keyed hash of it (hash), or nothing (off).",
    ),
    "ledger_key": Setting(
        "DESK_LEDGER_KEY", "", Secret, "Key of those hashes; empty: made once, in a file ledger.key under DESK_HOME."
    ),
    "ledger_days": Setting(
        "DESK_LEDGER_DAYS", "365", _count, "After how many days the contents of the ledger are erased."
    ),
    "purge_days": Setting(
        "DESK_PURGE_DAYS", "30", _count, "How many days after the app was removed all that the team owned is erased."
    ),
    "contact": Setting("DESK_CONTACT", "", str, "An address of yours that publishers of feeds are shown, if any."),
    "feeds": Setting(
        "DESK_FEEDS",
        "",
        _feeds,
        "Feeds of news (RSS or Atom): a title and an address each, semicolons between.",
    ),
}


def default_home(env: Mapping[str, str]) -> Path:
    """The per-user data folder."""
    base = env.get("XDG_DATA_HOME") or ""
    return (Path(base) if base else Path.home() / ".local" / "share") / "sanctions-desk"


def load(env: Mapping[str, str], source_ids: tuple[str, ...], feed_ids: tuple[str, ...] = ()) -> Settings:
    """Settings from these variables; `BadSettings` names every bad one at once."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    for key, setting in FIELDS.items():
        try:
            text = _raw(env, setting.name) or setting.default
            values[key] = setting.read(text)
        except (ValueError, OSError) as error:
            problems.append(f"{setting.name} {error}")
    urls, bad = _source_urls(env, source_ids)
    feed_urls, bad_feeds = _feed_urls(env, feed_ids)
    problems += bad + bad_feeds
    if problems:
        raise BadSettings("; ".join(problems))
    if not _raw(env, "DESK_HOME"):
        values["home"] = default_home(env)
    if not values["database_url"]:
        values["database_url"] = Secret(f"sqlite:///{values['home'] / 'desk.db'}")
    return Settings(source_urls=urls, feed_urls=feed_urls, **values)


def load_process() -> dict[str, str]:
    """The variables of this process, over those of `.env` in the working folder."""
    found = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**found, **os.environ}


def _raw(env: Mapping[str, str], name: str) -> str:
    path = env.get(f"{name}_FILE", "")
    if path and not env.get(name):
        return Path(path).read_text(encoding="utf-8").strip()
    return env.get(name, "").strip()


def _source_urls(env: Mapping[str, str], source_ids: tuple[str, ...]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    known = {SOURCE_URL + source.upper().replace("-", "_"): source for source in source_ids}
    urls: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, value in env.items():
        if not name.startswith(SOURCE_URL) or not value.strip():
            continue
        if name not in known:
            problems.append(f"{name} names no source; there are {', '.join(sorted(known))}")
            continue
        parts = value.split()
        if any(urlsplit(part).scheme not in ("http", "https") for part in parts):
            problems.append(f"{name} is not an http(s) address (several: spaces between)")
        urls[known[name]] = tuple(parts)
    return urls, problems


def _feed_urls(env: Mapping[str, str], feed_ids: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    known = {FEED_URL + feed.upper().replace("-", "_"): feed for feed in feed_ids}
    urls, problems = {}, []
    for name, value in env.items():
        if not name.startswith(FEED_URL) or not value.strip():
            continue
        if name not in known:
            problems.append(f"{name} names no feed; there are {', '.join(sorted(known)) or 'none'}")
        elif urlsplit(value.strip()).scheme not in ("http", "https"):
            problems.append(f"{name} is not an http(s) address")
        else:
            urls[known[name]] = value.strip()
    return urls, problems
