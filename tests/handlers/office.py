"""An office to test listeners in: the real app and services, a recording Slack, people who type and click."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import BoltRequest

from bot.app import build_desk, build_slack_app
from bot.blocks.validate import CALLS, validate_payload
from bot.services.desk import Desk
from bot.services.refresh import Delivery, refresh
from bot.settings import load
from bot.sources import SOURCES, source_ids
from storage.db import Database
from tests.fakeslack import FakeSlack
from tests.sdn import sdn_csv

DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)
ROWS = (
    '17018,"PUBLIC JOINT STOCK COMPANY EXAMPLE BANK",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"SWIFT/BIC SABRRUMM."',
    '9001001,"DOE, John Adam","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 09 Nov 1952; nationality Finland."',
    '9001002,"DOE, John Brian","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1970; nationality France."',
    '9001003,"NORTHERN STAR SHIPPING LIMITED",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
)


class _Futures(ThreadPoolExecutor):
    """An executor that knows what it was given."""

    def __init__(self) -> None:
        super().__init__(max_workers=4)
        self.given: list[Future[Any]] = []

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(*args, **kwargs)
        self.given.append(future)
        return future


@dataclass
class Office:
    """The app with people around it; every payload sent is validated by Slack's limits."""

    desk: Desk
    slack: FakeSlack

    def __post_init__(self) -> None:
        self._executor = _Futures()
        self.app = build_slack_app(self.desk, self._executor)
        self._numbers = itertools.count(1)

    def dispatch(self, body: dict[str, Any]) -> int:
        """Hand a delivery to the app and wait until its listeners are done; the acknowledgement's status."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        while self._executor.given:
            self._executor.given.pop().result(timeout=30)
        return response.status

    def _who(self, user: str, channel: str) -> dict[str, Any]:
        return {
            "team": {"id": "T1"},
            "user": {"id": user, "team_id": "T1"},
            "channel": {"id": channel},
            "trigger_id": f"trigger-{next(self._numbers)}",
            "response_url": f"{self.slack.url}respond",
        }

    def command(self, text: str, channel: str = "C1", user: str = "U1", **more: Any) -> dict[str, Any]:
        """Type a slash command; what only its author then sees."""
        before = len(self.slack.called("respond"))
        number = next(self._numbers)
        body = {
            "command": "/sanctions",
            "text": text,
            "team_id": "T1",
            "channel_id": channel,
            "user_id": user,
            "trigger_id": f"trigger-{number}",
            "response_url": f"{self.slack.url}respond",
            **more,
        }
        assert self.dispatch(body) == 200
        calls = self.slack.called("respond")[before:]
        return shown(calls[-1].args) if calls else {}

    def event(self, event: dict[str, Any], event_id: str = "") -> int:
        """Deliver an event; the acknowledgement's status."""
        return self.dispatch(
            {
                "type": "event_callback",
                "team_id": "T1",
                "event_id": event_id or f"Ev{next(self._numbers)}",
                "event": {"user": "U1", "channel": "C1", **event},
            }
        )

    def mention(self, text: str, channel: str = "C1", thread: str = "", event_id: str = "") -> dict[str, Any]:
        """Mention the bot; what it then posted last in the channel."""
        number = next(self._numbers)
        ts = f"16000000{number:02d}.000100"
        self.slack.messages.setdefault(channel, []).append(
            {"ts": ts, "text": text, **({"thread_ts": thread} if thread else {})}
        )
        event = {"type": "app_mention", "text": f"<@UBOT> {text}", "ts": ts, "channel": channel}
        assert self.event({**event, **({"thread_ts": thread} if thread else {})}, event_id) == 200
        return shown(self.slack.posts(channel)[-1])

    def click(
        self, message: dict[str, Any], action_id: str, channel: str = "C1", user: str = "U1", ephemeral: bool = True
    ) -> int:
        """Click a button of a message; the acknowledgement's status."""
        element = next(e for e in elements(message["blocks"]) if e.get("action_id") == action_id)
        return self.dispatch(
            {
                "type": "block_actions",
                **self._who(user, channel),
                "container": {"type": "message", "is_ephemeral": ephemeral, "channel_id": channel},
                "message": {} if ephemeral else {"ts": message["ts"], "thread_ts": message.get("thread_ts")},
                "actions": [{**element, "action_ts": f"{1_600_000_000 + 10 * next(self._numbers)}.5"}],
            }
        )

    def submit(self, view: dict[str, Any], text: str, visibility: str, user: str = "U1", view_id: str = "V1") -> int:
        """Submit the note dialogue."""
        from bot.blocks import ids

        values = {
            ids.NOTE_TEXT_BLOCK: {ids.NOTE_TEXT: {"type": "plain_text_input", "value": text}},
            ids.NOTE_VISIBILITY_BLOCK: {ids.NOTE_VISIBILITY: {"selected_option": {"value": visibility}}},
        }
        body = {**view, "id": view_id, "hash": "h", "state": {"values": values}}
        return self.dispatch({"type": "view_submission", **self._who(user, ""), "view": body})

    def opened(self) -> dict[str, Any]:
        """The dialogue opened last."""
        view = self.slack.called("views.open")[-1].args["view"]
        return json.loads(view) if isinstance(view, str) else view

    def problems(self) -> list[Any]:
        """What Slack would refuse of all that was sent."""
        return [
            problem
            for call in self.slack.calls
            if call.method in CALLS
            for problem in validate_payload(call.method, decoded(call.args))
        ]


def decoded(args: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call, JSON in form fields read."""
    return {
        key: json.loads(value) if isinstance(value, str) and key in ("blocks", "view", "metadata") else value
        for key, value in args.items()
    }


def shown(message: dict[str, Any]) -> dict[str, Any]:
    """A message with its blocks read and its words in one string."""
    message = decoded(message)
    return {**message, "words": words(message.get("blocks") or [])}


def words(value: Any) -> str:
    """All text in blocks, in order."""
    if isinstance(value, dict):
        return " ".join(words(v) for k, v in value.items() if k in ("text", "elements", "fields", "accessory", "label"))
    if isinstance(value, list):
        return " ".join(words(item) for item in value)
    return str(value) if isinstance(value, str) else ""


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All interactive elements of blocks."""
    found = []
    for block in blocks:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


def make_office(db: Database, slack: FakeSlack, rows: tuple[str, ...] = ROWS, now: datetime = DAY) -> Office:
    """An office whose lists are these rows."""
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": slack.url, "DESK_REFRESH": "off"}
    desk = replace(build_desk(load(env, source_ids()), db), clock=lambda: now + timedelta(minutes=5))
    if rows:
        load_rows(db, rows, now)
    return Office(desk, slack)


def load_rows(db: Database, rows: tuple[str, ...], now: datetime) -> None:
    """Take in a version of the SDN list."""
    done = refresh(db, SOURCES["us-ofac-sdn"], Delivery({"sdn.csv": sdn_csv(rows)}, "file", now.date()), now)
    assert done.outcome == "refreshed", done
