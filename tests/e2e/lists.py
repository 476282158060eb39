"""A publisher on loopback: serves list files over HTTP, with validators, as the authorities do."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """Files by path; change them and the next download differs."""

    url: str = ""
    host: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        content = self.publisher.files.get(self.path)
        if content is None:
            self._answer(404, b"")
            return
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", tag)
        else:
            self._answer(200, content, tag)

    def _answer(self, status: int, body: bytes, tag: str = "") -> None:
        self.publisher.statuses.append(status)
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output quiet."""


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher on a port of its own, until the block ends."""
    publisher = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"publisher": publisher}))
    server.daemon_threads = True
    publisher.host = f"127.0.0.1:{server.server_address[1]}"
    publisher.url = f"http://{publisher.host}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
