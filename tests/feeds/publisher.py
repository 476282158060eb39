"""A publisher of feeds on loopback that answers as it is told: well, late, wrong, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Publisher:
    """Answers by path; every request is kept with its headers."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def hosts(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def answer(body: bytes | str, status: int = 200, **headers: str) -> Answer:
    """A complete answer, with validators honoured where it has an `ETag`."""
    data = body.encode() if isinstance(body, str) else body

    def give(handler: BaseHTTPRequestHandler) -> None:
        same = headers.get("ETag") and handler.headers.get("If-None-Match") == headers["ETag"]
        handler.send_response(304 if same else status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        content = b"" if same else data
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def cut_off(body: str) -> Answer:
    """An answer that ends half-way."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        data = body.encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        handler.close_connection = True

    return give


def item(number: int, title: str = "", **more: str) -> str:
    """An item of an RSS feed."""
    at = datetime(2026, 3, 1, 12, number % 60, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    parts = {
        "title": title or f"Item {number}",
        "link": f"https://news.example/{number}",
        "guid": f"https://news.example/{number}",
        "pubDate": at,
        **more,
    }
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</item>"


def rss(*items: str) -> str:
    """An RSS feed of these items."""
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title><language>en-gb</language>'
    return f"{head}{''.join(items)}</channel></rss>"


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher on a port of its own, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            found.answers.get(self.path, answer(b"", 404))(self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Publisher(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
