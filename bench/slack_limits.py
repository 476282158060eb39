"""A Slack that only limits: one message per second and channel with a burst, and so many a minute in the workspace.

python -m bench.slack_limits --latency 0.08 prints its address, serves until it is ended, and tells at /stats what came.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Bucket:
    """So many at once, and then so many a second."""

    per_second: float
    burst: float
    left: float = field(init=False)
    since: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.since = self.burst, time.monotonic()

    def take(self) -> float:
        """0 when there is one, else the seconds until there is."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.since) * self.per_second)
        self.since = now
        if self.left >= 1:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.per_second


@dataclass
class Limits:
    """The server's state."""

    per_channel: float
    burst: float
    per_minute: float
    latency: float
    channels: dict[str, Bucket] = field(default_factory=dict)
    posts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    early: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0
    until: dict[str, float] = field(default_factory=dict)
    workspace: Bucket | None = None

    def __post_init__(self) -> None:
        if self.per_minute:
            self.workspace = Bucket(self.per_minute / 60, self.per_minute / 10)

    def post(self, args: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
        """Status, answer and Retry-After of a post."""
        channel, now = args["channel"], time.monotonic()
        self.early += now < self.until.get(channel, 0.0)
        bucket = self.channels.setdefault(channel, Bucket(self.per_channel, self.burst))
        wait, error = bucket.take(), "ratelimited"
        if not wait and self.workspace is not None and (wait := self.workspace.take()):
            bucket.left, error = bucket.left + 1, "rate_limited"
        if wait:
            self.refused += 1
            seconds = math.ceil(wait)
            self.until[channel] = now + seconds
            return 429, {"ok": False, "error": error}, str(seconds)
        self.posts[channel].append(args["metadata"]["event_payload"]["alert"])
        self.first, self.last = self.first or now, now
        return 200, {"ok": True, "channel": channel, "ts": f"1700000000.{sum(map(len, self.posts.values())):06d}"}, ""

    def stats(self) -> dict[str, Any]:
        """What came."""
        return {"posts": self.posts, "refused": self.refused, "early": self.early, "seconds": self.last - self.first}


async def _serve(limits: Limits, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        length = next((int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
        body = await reader.readexactly(length)
        status, answer, retry_after = 200, limits.stats(), ""
        if path.endswith("/chat.postMessage"):
            await asyncio.sleep(limits.latency)
            status, answer, retry_after = limits.post(json.loads(body))
        raw = json.dumps(answer).encode()
        more = f"Retry-After: {retry_after}\r\n" if retry_after else ""
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{more}Content-Length: {len(raw)}\r\n"
            f"Connection: close\r\n\r\n".encode()
            + raw
        )
        await writer.drain()
    finally:
        writer.close()


async def main() -> None:
    """Serve on a port of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-channel", type=float, default=1.0, help="messages per second and channel")
    parser.add_argument("--burst", type=float, default=5.0)
    parser.add_argument("--per-minute", type=float, default=0.0, help="messages a minute in the workspace; 0: no limit")
    parser.add_argument("--latency", type=float, default=0.08)
    asked = parser.parse_args()
    limits = Limits(asked.per_channel, asked.burst, asked.per_minute, asked.latency)
    server = await asyncio.start_server(lambda r, w: _serve(limits, r, w), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
