"""Web: list files and feeds over HTTP, within limits.

    address ─▶ resolve ─▶ public? ─▶ connect to that very address ─▶ (redirect: once more) ─▶ read within the caps

Every hop is checked before it is connected to, and the connection goes to the checked address, so that a name
which answers differently a moment later (DNS rebinding) gains nothing. Failures are values.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import httpx

from bot.version import __version__

USER_AGENT: Final = f"sanctions-desk/{__version__} (list reader)"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LONGEST_WAIT: Final = 120.0
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one download may take; times are in seconds, `max_bytes` holds after decompression too."""

    max_bytes: int = 256 * 1024 * 1024
    connect: float = 10.0
    read: float = 60.0
    total: float = 600.0
    redirects: int = 5
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer; `final_url` is without its query, which may be a signature."""

    bytes: bytes
    etag: str
    last_modified: str
    final_url: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what we have is current; this confirms nothing about the content."""

    final_url: str


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No complete bytes; `transient` says whether another try may help, `after` what the server asked us to wait."""

    reason: str
    transient: bool = False
    after: float | None = None


Answer = Fetched | NotModified | FetchFailed


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    limits: Limits | None = None,
    allow_hosts: frozenset[tuple[str, int]] = frozenset(),
    headers: dict[str, str] | None = None,
    sleep: Callable[[float], object] = time.sleep,
    resolve: Resolver | None = None,
) -> Answer:
    """Download `url`; `etag` and `last_modified` of the copy we have make the request conditional.

    `allow_hosts` (host, port) may have addresses that are not public; `headers` are sent on every hop.
    """
    caps = limits or Limits()
    asked = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **(headers or {})}
    asked |= {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value}
    visit = _Visit(asked, caps, allow_hosts, resolve or addresses_of)
    pause = 1.0
    for left in range(caps.attempts - 1, -1, -1):
        answer = visit.follow(url)
        if not isinstance(answer, FetchFailed) or not answer.transient or not left:
            return answer
        sleep(min(answer.after or pause, LONGEST_WAIT))
        pause *= 4
    return FetchFailed("no attempt was allowed")


def addresses_of(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is on the public internet, also when an IPv6 form wraps an IPv4 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True, slots=True)
class _Target:
    """A checked place to connect to."""

    url: httpx.URL
    addresses: tuple[str, ...]

    def request(self, address: str, headers: dict[str, str]) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
        """The URL that names the address, with the Host header and the TLS name of the host."""
        host = self.url.netloc.decode("ascii")
        return self.url.copy_with(host=address), {**headers, "Host": host}, {"sni_hostname": self.url.host}


@dataclass(frozen=True, slots=True)
class _Visit:
    headers: dict[str, str]
    limits: Limits
    allow_hosts: frozenset[tuple[str, int]]
    resolve: Resolver

    def follow(self, start: str) -> Answer:
        """One attempt, redirects included."""
        url, seen = start, set[str]()
        deadline = time.monotonic() + self.limits.total
        for _ in range(self.limits.redirects + 1):
            if url in seen:
                return FetchFailed(f"redirects go in a circle at {shown(url)}")
            seen.add(url)
            target = self.check(url)
            if isinstance(target, FetchFailed):
                return target
            answer = self.hop(target, deadline)
            if not isinstance(answer, str):
                return answer
            if url.startswith("https:") and answer.startswith("http:"):
                return FetchFailed(f"redirect from https to http at {shown(url)}")
            url = answer
        return FetchFailed(f"more than {self.limits.redirects} redirects")

    def check(self, text: str) -> _Target | FetchFailed:
        """Where to connect for a URL, or why not."""
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL:
            return FetchFailed("not a URL")
        if url.scheme not in DEFAULT_PORTS or not url.host or url.userinfo:
            return FetchFailed(f"not an address for lists: {shown(text)}")
        port = url.port or DEFAULT_PORTS[url.scheme]
        try:
            addresses = tuple(self.resolve(url.host, port))
        except (OSError, UnicodeError):
            return FetchFailed(f"{url.host} has no address", transient=True)
        allowed = (url.host, port) in self.allow_hosts
        if not addresses or not (allowed or all(is_public(address) for address in addresses)):
            return FetchFailed(f"{url.host} is not a public address")
        return _Target(url, addresses)

    def hop(self, target: _Target, deadline: float) -> Answer | str:
        """One request; text is where it redirects to."""
        problem = ""
        for address in target.addresses:
            try:
                return self.ask(target, address, deadline)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = f"no connection to {target.url.host}: {error or 'timed out'}"
            except httpx.TimeoutException:
                return FetchFailed(f"{target.url.host} did not answer in time", transient=True)
            except httpx.HTTPError as error:
                late = time.monotonic() >= deadline
                reason = f"took longer than {self.limits.total:g} s" if late else f"broken answer: {error}"
                return FetchFailed(f"{target.url.host}: {reason}", transient=not late)
        return FetchFailed(problem, transient=True)

    def ask(self, target: _Target, address: str, deadline: float) -> Answer | str:
        """Send the request to one address and read the answer."""
        left = max(deadline - time.monotonic(), 0.001)
        url, headers, extensions = target.request(address, self.headers)
        timeout = httpx.Timeout(min(self.limits.read, left), connect=min(self.limits.connect, left))
        with (
            cut_at(left) as trace,
            httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", url, headers=headers, extensions={**extensions, "trace": trace}) as response,
        ):
            return self.read(response, target.url, deadline)

    def read(self, response: httpx.Response, url: httpx.URL, deadline: float) -> Answer | str:
        """What a status line means, and the body where it is the list."""
        status = response.status_code
        if status in REDIRECTS and "location" in response.headers:
            try:
                return str(url.join(response.headers["location"]))
            except httpx.InvalidURL:
                return FetchFailed(f"redirect to something that is not a URL at {shown(str(url))}")
        if status == 304:
            return NotModified(shown(str(url)))
        if status != 200:
            transient = status >= 500 or status in (408, 425, 429)
            return FetchFailed(f"{url.host} answered {status}", transient, _wait(response.headers.get("retry-after")))
        body = self.body(response, deadline)
        if isinstance(body, FetchFailed):
            return body
        etag, changed = response.headers.get("etag", ""), response.headers.get("last-modified", "")
        return Fetched(body, etag, changed, shown(str(url)), status)

    def body(self, response: httpx.Response, deadline: float) -> bytes | FetchFailed:
        """The decompressed body, never more than the cap in memory."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            return FetchFailed(f"unknown content encoding {encoding[:20]!r}")
        too_large = FetchFailed(f"larger than {self.limits.max_bytes:,} bytes")
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self.limits.max_bytes:
            return too_large
        parts, size, unpack = [], 0, _Gunzip() if "gzip" in encoding else None
        for raw in response.iter_raw():
            if time.monotonic() >= deadline:
                return FetchFailed(f"took longer than {self.limits.total:g} s")
            room = self.limits.max_bytes - size + 1
            try:
                part = unpack.feed(raw, room) if unpack else raw
            except zlib.error:
                return FetchFailed("broken gzip encoding", transient=True)
            size += len(part)
            if size > self.limits.max_bytes:
                return too_large
            parts.append(part)
        if time.monotonic() >= deadline:  # a body without a length ends where the connection was cut
            return FetchFailed(f"took longer than {self.limits.total:g} s")
        if unpack and not unpack.complete:
            return FetchFailed("gzip encoding ends early", transient=True)
        return b"".join(parts)


class _Gunzip:
    """Gzip that never unpacks more than it is told: one small chunk can stand for gigabytes."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    @property
    def complete(self) -> bool:
        return self._stream.eof

    def feed(self, raw: bytes, room: int) -> bytes:
        out = b""
        while raw and len(out) < room:
            if self._stream.eof:
                self._stream = zlib.decompressobj(wbits=31)
            out += self._stream.decompress(raw, room - len(out))
            raw = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return out


@contextmanager
def cut_at(seconds: float) -> Iterator[Callable[[str, dict[str, Any]], None]]:
    """A trace hook that learns the connection's socket; the socket is shut down when the time is up.

    Read time-outs alone do not end a server that sends one byte of header every few seconds.
    """
    sockets: list[socket.socket] = []

    def trace(event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            sockets.append(info["return_value"].get_extra_info("socket"))

    def cut() -> None:
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield trace
    finally:
        timer.cancel()


def shown(url: str) -> str:
    """A URL as it may be logged: without its query and fragment, where signatures and tokens are."""
    return url.partition("?")[0].partition("#")[0][:200]


def _wait(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdigit() else None
