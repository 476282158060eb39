"""A driver for local-slack: does what people do in Slack, and waits for what they would see.

The state (messages, the modal stack, Home views) is kept from the frames of the UI's WebSocket; waiting looks at it
again after every frame, so nothing sleeps or polls.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

Message = dict[str, Any]
View = dict[str, Any]
T = TypeVar("T")

MARTA, JONAS = "U0MARTA", "U0JONAS"
RUSSIA, ALERTS, CABINET = "C0RUSSIA", "C0ALERTS", "C0CABINET"
BOT = "U0DESK"


@dataclass(frozen=True)
class Call:
    """Something the bot sent to Slack: a Web API method, or `respond` for an answer to a response_url."""

    method: str
    args: dict[str, Any]


class Slack:
    """One person at one Slack window who may act as anybody in the workspace."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.frames: list[dict[str, Any]] = []
        self.messages_by_ts: dict[tuple[str, str], Message] = {}
        self.modals: list[View] = []
        self.homes: dict[str, View] = {}
        self.view_errors: dict[str, str] = {}
        self._news = threading.Condition()
        self._state = ConnectionState()
        self._socket = Connection(
            url=url.replace("http://", "ws://") + "/ui",
            logger=logging.getLogger("tests.e2e.slack"),
            receive_buffer_size=65536,
            on_message_listener=self._on_frame,
        )
        self._socket.connect()
        self._thread = threading.Thread(target=self._socket.run_until_completion, args=(self._state,), daemon=True)
        self._thread.start()
        self.wait(lambda: bool(self.frames), "the UI's first frame")

    def close(self) -> None:
        self._state.terminated = True
        if self._socket.sock:
            self._socket.sock.shutdown(socket.SHUT_RDWR)  # wakes the reader
        self._thread.join(5)
        self._socket.disconnect()
        self.http.close()

    # What people do

    def post(self, text: str, *, channel: str = RUSSIA, user: str = MARTA, thread: str = "") -> Message:
        """Post a message; returns it."""
        body = {"channel": channel, "user": user, "text": text} | ({"thread_ts": thread} if thread else {})
        message: Message = self._control("message", body)["message"]
        return message

    def mention(self, text: str, **where: str) -> Message:
        """Post a message that mentions the bot."""
        return self.post(f"<@{BOT}> {text}", **where)

    def command(self, text: str, *, channel: str = RUSSIA, user: str = MARTA, command: str = "/sanctions") -> None:
        """Run a slash command; returns when the bot acknowledged it."""
        self._control("command", {"channel": channel, "user": user, "command": command, "text": text})

    def ask(self, text: str, *, channel: str = RUSSIA, user: str = MARTA, timeout: float = 30) -> Message:
        """Run a slash command and wait for the bot's first message after it in that channel."""
        with self.awaited(channel, timeout=timeout) as answer:
            self.command(text, channel=channel, user=user)
        return answer.message

    def click(self, message: Message, action_id: str, *, user: str = MARTA, option: int | str = 0) -> None:
        """Press a button of a message, or choose an option (by position or value) of its menu."""
        block, element = next(
            (b, e) for b, e in elements_of(message.get("blocks", [])) if e.get("action_id") == action_id
        )
        action = {"action_id": action_id, "block_id": block.get("block_id", ""), "type": element["type"]}
        action |= _chosen(element, option)
        body = {"channel": message["channel"], "messageTs": message["ts"], "user": user, "action": action}
        self._control("interact", body)

    def submit(self, *, user: str = MARTA, **answers: object) -> None:
        """Fill the top modal by `action_id` and submit it; what is left out keeps its initial value, as in Slack."""
        values: dict[str, dict[str, Any]] = {}
        for block, element in elements_of(self.modal["blocks"]):
            name = element.get("action_id")
            answer = _answer(element, answers.pop(name)) if name in answers else _initial(element)
            if answer:
                values.setdefault(block["block_id"], {})[name] = answer
        assert not answers, f"the modal has no field {sorted(answers)}"
        self.view_errors = {}
        self._socket.send(json.dumps({"t": "view_submit", "user": user, "values": values}))

    def close_modal(self, *, user: str = MARTA) -> None:
        self._socket.send(json.dumps({"t": "view_close", "user": user}))

    def react(self, message: Message, name: str, *, user: str = MARTA, present: bool = True) -> None:
        body = {"channel": message["channel"], "ts": message["ts"], "user": user, "name": name, "present": present}
        self._control("reaction", body)

    def edit(self, message: Message, text: str) -> None:
        body = {"channel": message["channel"], "ts": message["ts"], "user": message["user"], "text": text}
        self._control("edit-message", body)

    def delete(self, message: Message) -> None:
        self._control("delete-message", {k: message[k] for k in ("channel", "ts", "user")})

    def open_home(self, *, user: str = MARTA) -> None:
        self._control("open-home", {"user": user})

    def reset(self) -> None:
        """Back to the empty workspace: messages, modals, Home views and the log go."""
        seen = len(self.frames)
        self._control("reset", {})
        self.wait(lambda: any(frame["t"] == "init" for frame in self.frames[seen:]), "the reset")

    # What they see

    @property
    def modal(self) -> View:
        """The modal on top."""
        assert self.modals, "no modal is open"
        return self.modals[-1]

    def messages(self, channel: str, *, thread: str = "") -> list[Message]:
        """A channel's messages in order (ephemeral ones too), or the replies of one thread."""
        found = [m for m in list(self.messages_by_ts.values()) if m["channel"] == channel]
        return [m for m in found if m.get("thread_ts") == thread] if thread else found

    def ephemerals(self, channel: str, user: str) -> list[Message]:
        return [m for m in self.messages(channel) if m.get("ephemeral_to") == user]

    def wait(self, condition: Callable[[], T], what: str, timeout: float = 30) -> T:
        """Wait until `condition` holds, looked at after each frame; fails with `what` and the latest frames."""
        with self._news:
            if not self._news.wait_for(condition, timeout):
                latest = "\n".join(str(frame)[:300] for frame in self.frames[-6:])
                raise AssertionError(f"{what} did not come within {timeout:g} s; latest frames:\n{latest}")
            return condition()

    def wait_message(
        self, channel: str, containing: str = "", *, user: str = BOT, thread: str = "", timeout: float = 30
    ) -> Message:
        """The latest message of `user` that everybody sees and that holds a text, waiting for it."""

        def found() -> Message | None:
            for message in reversed(self.messages(channel, thread=thread)):
                if message.get("user") == user and "ephemeral_to" not in message and containing in text_of(message):
                    return message
            return None

        message = self.wait(found, f"a message with {containing!r} in {channel}", timeout)
        assert message is not None
        return message

    def awaited(self, channel: str, *, timeout: float = 30) -> _Awaited:
        """A `with` block after which the bot's next message in the channel is `.message`."""
        return _Awaited(self, channel, timeout)

    # What went over the wire

    def outgoing_calls(self) -> list[Call]:
        """Every Web API call and every answer to a response_url, with its arguments."""
        log = self.http.get("/_control/log").raise_for_status().json()["log"]
        calls = [
            Call(entry["summary"], entry.get("detail") or {})
            for entry in log
            if entry["direction"] == "from_bot" and entry["kind"] == "web_api"
        ]
        return calls + [Call("respond", entry.get("args") or {}) for entry in self._trace("response_url")]

    def unknown_methods(self) -> list[str]:
        """Methods that the local Slack does not have: a call of one proves nothing."""
        return [entry["name"] for entry in self._trace("unknown_method")]

    def arm_fault(self, method: str, **fault: object) -> None:
        """Let the next call(s) of a method fail: `times`, `status`, `retry_after`, `error`, or `lose=True`."""
        self.http.post("/_desk/faults", json={"method": method, **fault}).raise_for_status()

    def disarm(self) -> None:
        self.http.post("/_desk/faults", json={}).raise_for_status()

    def _trace(self, kind: str) -> Iterator[dict[str, Any]]:
        trace = self.http.get("/_desk/trace").raise_for_status().json()["trace"]
        return (entry for entry in trace if entry["kind"] == kind)

    def _control(self, what: str, body: Mapping[str, object]) -> dict[str, Any]:
        answer = self.http.post(f"/_control/{what}", json=body)
        result: dict[str, Any] = answer.json()
        assert answer.is_success, f"{what} {body}: {result}"
        return result

    def _on_frame(self, raw: str) -> None:
        frame = json.loads(raw)
        with self._news:
            self._keep(frame)
            self.frames.append(frame)
            self._news.notify_all()

    def _keep(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "init":
                state = frame["state"]
                self.messages_by_ts = {(m["channel"], m["ts"]): m for ms in state["messages"].values() for m in ms}
                self.modals, self.homes, self.view_errors = state["modalStack"], {}, {}
            case "message" | "message_update":
                message = frame["message"]
                self.messages_by_ts[message["channel"], message["ts"]] = message
            case "message_delete":
                self.messages_by_ts.pop((frame["channel"], frame["ts"]), None)
            case "view":
                self.modals = frame["stack"]
            case "view_errors":
                self.view_errors = frame["errors"]
            case "home":
                self.homes[frame["user"]] = frame["view"]


class _Awaited:
    """The bot's first message in a channel after the block began."""

    def __init__(self, slack: Slack, channel: str, timeout: float) -> None:
        self.slack, self.channel, self.timeout = slack, channel, timeout
        self.message: Message = {}

    def __enter__(self) -> _Awaited:
        self._before = {m["ts"] for m in self.slack.messages(self.channel)}
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            found = self.slack.wait(self._next, f"an answer of the bot in {self.channel}", self.timeout)
            assert found is not None
            self.message = found

    def _next(self) -> Message | None:
        messages = self.slack.messages(self.channel)
        return next((m for m in messages if m.get("user") == BOT and m["ts"] not in self._before), None)


def elements_of(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every element that can be acted on, with its block."""
    for block in blocks:
        for element in block.get("elements", []):
            yield block, element
        for key in ("accessory", "element"):
            if key in block:
                yield block, block[key]


def text_of(message: Mapping[str, Any]) -> str:
    """All that a message (or view) says, its fallback text first."""
    return "\n".join(_texts({"text": message.get("text", ""), "blocks": message.get("blocks", [])}))


def _texts(value: object) -> Iterator[str]:
    match value:
        case {"text": str(text), **rest}:
            yield text
            yield from _texts(rest)
        case dict():
            for key in ("text", "blocks", "fields", "elements", "accessory", "element", "label", "title", "alt_text"):
                found = value.get(key)
                if isinstance(found, str) and key == "alt_text":
                    yield found
                else:
                    yield from _texts(found)
        case list():
            for each in value:
                yield from _texts(each)


def _chosen(element: dict[str, Any], option: int | str) -> dict[str, Any]:
    if element["type"] == "button":
        return {"text": element["text"], **({"value": element["value"]} if "value" in element else {})}
    if "options" not in element:
        return {}
    options = element["options"]
    if isinstance(option, int):
        return {"selected_option": options[option]}
    return {"selected_option": next(each for each in options if each["value"] == option)}


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    """The state of an element that nobody touched; empty where it has no initial value."""
    found = {
        f"selected_{key.removeprefix('initial_')}": value
        for key, value in element.items()
        if key.startswith("initial_")
    }
    if "selected_value" in found:
        found["value"] = found.pop("selected_value")
    return {"type": element["type"], **found} if found else {}


def _answer(element: dict[str, Any], answer: object) -> dict[str, Any]:
    match element["type"]:
        case "static_select" | "radio_buttons":
            chosen = next(each for each in element["options"] if each["value"] == answer)
            return {"type": element["type"], "selected_option": chosen}
        case "checkboxes" | "multi_static_select":
            wanted = set(answer) if isinstance(answer, (list, tuple, set)) else {answer}
            chosen_all = [each for each in element["options"] if each["value"] in wanted]
            return {"type": element["type"], "selected_options": chosen_all}
        case "datepicker":
            return {"type": "datepicker", "selected_date": answer}
        case "conversations_select" | "channels_select" | "users_select":
            key = element["type"].removesuffix("s_select")
            return {"type": element["type"], f"selected_{key}": answer}
        case kind:
            return {"type": kind, "value": answer}
