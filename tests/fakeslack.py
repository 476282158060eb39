"""A small Slack Web API on loopback that records each call and can misbehave in the ways that Slack does.

It keeps messages per channel as Slack does (history newest first, replies oldest first, one `ts` each).
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class RateLimit:
    """429 with Retry-After; nothing happens."""

    seconds: int


@dataclass(frozen=True)
class Status:
    """An HTTP error; `accept` says whether the call took effect before it."""

    code: int = 500
    accept: bool = False


@dataclass(frozen=True)
class AcceptThenHang:
    """The call takes effect, the answer comes too late."""

    seconds: float


@dataclass(frozen=True)
class AcceptThenDrop:
    """The call takes effect, the connection breaks without an answer."""


@dataclass(frozen=True)
class Drop:
    """The connection breaks before anything happened."""


@dataclass(frozen=True)
class Refusal:
    """`ok: false` with this error."""

    error: str


Fault = RateLimit | Status | AcceptThenHang | AcceptThenDrop | Drop | Refusal


@dataclass(frozen=True)
class Call:
    """A call as it arrived."""

    method: str
    args: dict[str, Any]
    token: str


@dataclass(frozen=True)
class Hosted:
    """A file that somebody put into Slack, as its address answers."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeSlack:
    """The server's state; `url` is what SLACK_API_URL would be; messages stand a second apart from `epoch` on."""

    url: str = ""
    latency: float = 0.0
    weather: Callable[[str, dict[str, Any]], Fault | None] = lambda _method, _args: None
    drops_metadata: bool = False
    epoch: float = 1_700_000_000.0
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    team: dict[str, Any] = field(default_factory=lambda: {"team_id": "T1", "team": "Desk", "user_id": "UBOT"})
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    hosted: dict[str, Hosted] = field(default_factory=dict)
    _faults: dict[str, list[Fault]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _ticks: int = 0

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail, one fault a call."""
        self._faults.setdefault(method, []).extend(faults)

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def posts(self, channel: str) -> list[dict[str, Any]]:
        """Messages and replies of a channel in the order they arrived."""
        return list(self.messages.get(channel, ()))

    def parents(self, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel that are not replies."""
        return [message for message in self.posts(channel) if "thread_ts" not in message]

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message as a person would."""
        with self._lock:
            self.messages[channel] = [m for m in self.messages[channel] if m["ts"] != ts]

    def say(self, channel: str, *texts: str) -> None:
        """Somebody else posts."""
        with self._lock:
            for text in texts:
                self._store(channel, {"text": text, "user": "U9"})

    def remember(self, channel: str, *texts: str, before: float) -> None:
        """Let a channel have earlier messages, a second apart and ended by `before`."""
        old = [{"text": t, "user": "U9", "ts": f"{before - len(texts) + n:.6f}"} for n, t in enumerate(texts)]
        with self._lock:
            self.messages[channel] = [*old, *self.messages.get(channel, ())]

    def answer(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        """What Slack answers when nothing goes wrong on the way."""
        channel = str(args.get("channel") or args.get("channel_id") or "")
        if channel in self.refuses and method != "conversations.open":
            return {"ok": False, "error": self.refuses[channel]}
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        with self._lock:
            return handler(args)

    def next_fault(self, method: str, args: dict[str, Any]) -> Fault | None:
        """The fault planned for this call, else what the weather brings."""
        with self._lock:
            planned = self._faults.get(method)
            return planned.pop(0) if planned else self.weather(method, args)

    def _store(self, channel: str, message: dict[str, Any]) -> dict[str, Any]:
        self._ticks += 1
        message["ts"] = f"{int(self.epoch) + self._ticks}.{self._ticks:06d}"
        self.messages.setdefault(channel, []).append(message)
        return message

    def _find(self, channel: str, ts: str) -> dict[str, Any] | None:
        return next((m for m in self.messages.get(channel, ()) if m["ts"] == ts), None)

    def _chat_postMessage(self, args: dict[str, Any]) -> dict[str, Any]:
        channel = args["channel"]
        kept = {key: args[key] for key in ("text", "blocks", "metadata", "thread_ts", "reply_broadcast") if key in args}
        if self.drops_metadata:
            kept.pop("metadata", None)
        if "thread_ts" in kept and self._find(channel, kept["thread_ts"]) is None:
            return {"ok": False, "error": "thread_not_found"}
        message = self._store(channel, kept)
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def _chat_update(self, args: dict[str, Any]) -> dict[str, Any]:
        message = self._find(args["channel"], args["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        message.update({key: args[key] for key in ("text", "blocks", "metadata") if key in args})
        message["edited"] = message.get("edited", 0) + 1
        return {"ok": True, "channel": args["channel"], "ts": args["ts"], "text": args.get("text", "")}

    def _conversations_history(self, args: dict[str, Any]) -> dict[str, Any]:
        return self._page(self.parents(args["channel"])[::-1], args)

    def _conversations_replies(self, args: dict[str, Any]) -> dict[str, Any]:
        if self._find(args["channel"], args["ts"]) is None:
            return {"ok": False, "error": "thread_not_found"}
        thread = [m for m in self.posts(args["channel"]) if args["ts"] in (m["ts"], m.get("thread_ts"))]
        return self._page(thread, args)

    def _page(self, messages: list[dict[str, Any]], args: dict[str, Any]) -> dict[str, Any]:
        first, last = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
        parent = args.get("ts")
        messages = [m for m in messages if m["ts"] == parent or first <= float(m["ts"]) <= last]
        start, limit = int(args.get("cursor") or 0), int(args.get("limit", 100))
        page = messages[start : start + limit]
        if str(args.get("include_all_metadata", "")).lower() not in ("1", "true"):
            page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
        rest = str(start + limit) if len(messages) > start + limit else ""
        return {"ok": True, "messages": page, "has_more": bool(rest), "response_metadata": {"next_cursor": rest}}

    def _files_getUploadURLExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        number = f"F{len(self.uploads) + 1}"
        self.uploads[number] = {
            "id": number,
            "name": args["filename"],
            "length": int(args["length"]),
            "alt": args.get("alt_txt", ""),
        }
        return {"ok": True, "file_id": number, "upload_url": f"{self.url}upload/{number}"}

    def take(self, number: str, content: bytes) -> bool:
        """Keep an upload's bytes; False when they are not those that were announced."""
        self.uploads[number]["content"] = content
        return len(content) == self.uploads[number]["length"]

    def _files_completeUploadExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        channel, files = args["channel_id"], json.loads(args["files"])
        if args.get("thread_ts") and self._find(channel, args["thread_ts"]) is None:
            return {"ok": False, "error": "thread_not_found"}
        shared = [{"id": f["id"], "name": self.uploads[f["id"]]["name"], "title": f["title"]} for f in files]
        if any("content" not in self.uploads[f["id"]] for f in files):
            return {"ok": False, "error": "file_not_found"}
        self._store(channel, {"text": "", "thread_ts": args.get("thread_ts", ""), "files": shared})
        return {"ok": True, "files": shared}

    def files(self, channel: str) -> list[dict[str, Any]]:
        """The files shared in a channel, each with its bytes and its thread."""
        return [
            {**self.uploads[file["id"]], **file, "thread_ts": message["thread_ts"]}
            for message in self.posts(channel)
            for file in message.get("files", ())
        ]

    def host(self, name: str, content: bytes, **how: Any) -> dict[str, Any]:
        """Let somebody put a file into Slack; how an event describes it."""
        number = f"H{len(self.hosted) + 1}"
        self.hosted[number] = Hosted(content, **how)
        url = f"{self.url}hosted/{number}"
        return {"id": number, "name": name, "size": len(content), "mode": "hosted", "url_private": url}

    def _conversations_info(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": args["channel"], **self.channels.get(args["channel"], {})}}

    def _conversations_open(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": "D" + str(args["users"]).strip("[]'\"")}}

    def _conversations_members(self, args: dict[str, Any]) -> dict[str, Any]:
        """Two members a page; of a channel that nobody was put into Slack says nothing."""
        if args["channel"] not in self.members:
            return {"ok": False, "error": "channel_not_found"}
        start, everybody = int(args.get("cursor") or 0), self.members[args["channel"]]
        rest = str(start + 2) if len(everybody) > start + 2 else ""
        return {"ok": True, "members": everybody[start : start + 2], "response_metadata": {"next_cursor": rest}}

    def _users_info(self, args: dict[str, Any]) -> dict[str, Any]:
        """Somebody of the team, unless the test says otherwise."""
        said = {"team_id": self.team["team_id"], **self.people.get(args["user"], {})}
        return {"ok": True, "user": {"id": args["user"], **said}}

    def _usergroups_list(self, _args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "usergroups": [{"id": key, "handle": handle} for key, (handle, _) in self.groups.items()]}

    def _usergroups_users_list(self, args: dict[str, Any]) -> dict[str, Any]:
        if args["usergroup"] not in self.groups:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": self.groups[args["usergroup"]][1]}

    def _chat_getPermalink(self, args: dict[str, Any]) -> dict[str, Any]:
        number = args["message_ts"].replace(".", "")
        return {"ok": True, "permalink": f"https://desk.slack.example/archives/{args['channel']}/p{number}"}

    def _auth_test(self, _args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, **self.team}

    def _ok(self, _args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True}

    _reactions_add = _reactions_remove = _chat_postEphemeral = _respond = _ok
    _views_open = _views_publish = _views_update = _ok


class _Handler(BaseHTTPRequestHandler):
    slack: FakeSlack

    def do_POST(self) -> None:
        folder, method = urlsplit(self.path).path.rsplit("/", 1)
        if folder.endswith("/upload"):
            self._upload(method)
            return
        if folder.endswith("/hosted"):
            self._hand_out(method)
            return
        args = self._args()
        if args is None:
            self.close_connection = True  # its sender was killed amid the request, as Slack would see it too
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.slack.calls.append(Call(method, args, token))
        time.sleep(self.slack.latency)
        match self.slack.next_fault(method, args):
            case RateLimit(seconds):
                self._send(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
            case Status(code, accept):
                if accept:
                    self.slack.answer(method, args)
                self._send(code, None, {})
            case AcceptThenHang(seconds):
                self.slack.answer(method, args)
                time.sleep(seconds)
                self._drop()
            case AcceptThenDrop():
                self.slack.answer(method, args)
                self._drop()
            case Drop():
                self._drop()
            case Refusal(error):
                self._send(200, {"ok": False, "error": error}, {})
            case None:
                self._send(200, self.slack.answer(method, args), {})

    do_GET = do_POST

    def _upload(self, number: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(length)
        if len(content) < length:
            self.close_connection = True
            return
        self.slack.calls.append(Call("upload", {"file": number}, ""))
        match self.slack.next_fault("upload", {}):
            case Status(code, _):
                self._send(code, None, {})
            case RateLimit(seconds):
                self._send(429, None, {"Retry-After": str(seconds)})
            case AcceptThenHang(seconds):
                self.slack.take(number, content)
                time.sleep(seconds)
                self._drop()
            case Drop() | AcceptThenDrop():
                self._drop()
            case _:
                self._send(200 if self.slack.take(number, content) else 400, {"ok": True}, {})

    def _hand_out(self, number: str) -> None:
        """A file's bytes; to others than the app Slack shows the page for signing in."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.slack.calls.append(Call("hosted", {"file": number}, token))
        file = self.slack.hosted[number] if token.startswith("xoxb-") else Hosted(b"", 302, {"Location": "/signin"})
        headers = {"Content-Type": "text/plain", "Content-Length": str(len(file.content)), **file.headers}
        try:
            self.send_response(file.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(file.content)
        except ConnectionError:
            self.close_connection = True

    def _args(self) -> dict[str, Any] | None:
        """What a request asks (None: it is cut off)."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            return None
        found: dict[str, Any] = dict(parse_qsl(urlsplit(self.path).query))
        if "json" in self.headers.get("Content-Type", ""):
            found.update(json.loads(body or b"{}"))
        else:
            found.update(parse_qsl(body.decode()))
        return found

    def _send(self, status: int, body: dict[str, Any] | None, headers: dict[str, str]) -> None:
        raw = b"<html>server error</html>" if body is None else json.dumps(body).encode()
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html" if body is None else "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except ConnectionError:
            self.close_connection = True

    def _drop(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output quiet."""


@contextmanager
def running() -> Iterator[FakeSlack]:
    """A server on a port of its own, until the block ends."""
    slack = FakeSlack()
    handler = type("Handler", (_Handler,), {"slack": slack})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    slack.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
