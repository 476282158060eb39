"""The parts that use-cases work with, put together once by `bot.app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clients.slack import Slack
from bot.services.dataset import Dataset
from bot.services.people import People
from bot.services.rooms import Rooms
from bot.settings import Settings
from bot.sources.source import Source
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """Settings, store, data, Slack and clock; `demo` is the extra step that only the demo has.

    `people` is what Slack said of who asks, `rooms` of who is in which channel.
    """

    settings: Settings
    db: Database
    dataset: Dataset
    sources: Mapping[str, Source]
    slack: Slack
    clock: Callable[[], datetime]
    demo: Callable[[], str] | None = None
    people: People = field(default_factory=People, repr=False)
    rooms: Rooms = field(default_factory=Rooms, repr=False)
