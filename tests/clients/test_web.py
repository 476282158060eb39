"""Downloads against a real HTTP server on loopback."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.clients.web import Answer, Fetched, FetchFailed, Limits, NotModified, fetch, is_public

LIST = b"ent_num,name\n" * 500
DRIPS = 100


@dataclass
class Site:
    """A server whose pages are functions; every request is kept."""

    port: int
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str, **options: object) -> Answer:
        options.setdefault("allow_hosts", frozenset({("127.0.0.1", self.port)}))
        options.setdefault("sleep", lambda seconds: None)
        return fetch(self.url(path), **options)  # type: ignore[arg-type]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            found.pages[self.path](self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


def page(body: bytes = LIST, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return serve


def redirect(to: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return page(b"", status, location=to)


def drip(header: bool, dripped: list[bytes]) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that takes five seconds to come; `dripped` is what was taken of it, and nothing more once it is cut."""

    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        start = b"HTTP/1.1 200 OK\r\nx-slow: " if header else b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"
        handler.wfile.write(start)
        for _ in range(DRIPS):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            dripped.append(b"x")
            time.sleep(0.05)

    return serve


def reason(answer: Answer) -> str:
    assert isinstance(answer, FetchFailed), answer
    return answer.reason


def test_a_list_comes_whole_with_what_makes_the_next_request_conditional(site: Site) -> None:
    site.pages["/sdn.csv"] = page(etag='"v1"', last_modified="Thu, 24 Mar 2022 14:00:00 GMT")
    answer = site.get("/sdn.csv")
    assert answer == Fetched(LIST, '"v1"', "Thu, 24 Mar 2022 14:00:00 GMT", site.url("/sdn.csv"), 200)
    assert site.requests[0][1]["user-agent"].startswith("sanctions-desk/")


def test_an_unchanged_list_is_not_downloaded_again(site: Site) -> None:
    site.pages["/sdn.csv"] = page(b"", 304)
    answer = site.get("/sdn.csv", etag='"v1"', last_modified="Thu, 24 Mar 2022 14:00:00 GMT")
    assert isinstance(answer, NotModified)
    assert site.requests[0][1]["if-none-match"] == '"v1"'
    assert site.requests[0][1]["if-modified-since"] == "Thu, 24 Mar 2022 14:00:00 GMT"


def test_redirects_are_followed_and_the_signature_is_not_kept(site: Site) -> None:
    site.pages["/old.csv"] = redirect("/new.csv", 301)
    site.pages["/new.csv"] = redirect(site.url("/file?signature=SECRET"))
    site.pages["/file?signature=SECRET"] = page()
    answer = site.get("/old.csv")
    assert isinstance(answer, Fetched)
    assert answer.bytes == LIST
    assert answer.final_url == site.url("/file")


def test_a_redirect_loop_ends(site: Site) -> None:
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = redirect("/a")
    assert "circle" in reason(site.get("/a"))
    assert len(site.requests) == 2


def test_six_redirects_are_too_many(site: Site) -> None:
    for step in range(7):
        site.pages[f"/{step}"] = redirect(f"/{step + 1}")
    assert "more than 5 redirects" in reason(site.get("/0"))


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://10.0.0.7/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0x7f.1/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(site: Site, where: str) -> None:
    site.pages["/list"] = redirect(where)
    assert "not a public address" in reason(site.get("/list"))


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://example.org/x", "http://user:pw@example.org/"])
def test_only_plain_web_addresses_are_followed(site: Site, where: str) -> None:
    site.pages["/list"] = redirect(where)
    assert "not an address for lists" in reason(site.get("/list"))


def test_loopback_is_refused_unless_this_very_port_is_allowed(site: Site) -> None:
    site.pages["/list"] = page()
    assert "not a public address" in reason(site.get("/list", allow_hosts=frozenset({("127.0.0.1", 1)})))
    assert site.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that changes its answer after the check gains nothing: it is asked once."""
    site.pages["/list"] = page()
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("192.0.2.1",)

    host = f"lists.example:{site.port}"
    answer = fetch(f"http://{host}/list", resolve=resolve, allow_hosts=frozenset({("lists.example", site.port)}))
    assert isinstance(answer, Fetched)
    assert asked == ["lists.example"]
    assert site.requests[0][1]["host"] == host


def test_one_private_address_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    answer = fetch("http://lists.example/", resolve=lambda host, port: ("8.8.8.8", "127.0.0.1"))
    assert "not a public address" in reason(answer)


def test_the_next_address_is_tried_when_the_first_refuses(site: Site) -> None:
    site.pages["/list"] = page()
    host = f"lists.example:{site.port}"
    answer = fetch(
        f"http://{host}/list",
        resolve=lambda *_: ("127.0.0.2", "127.0.0.1"),
        allow_hosts=frozenset({("lists.example", site.port)}),
    )
    assert isinstance(answer, Fetched)


def test_a_file_over_the_cap_is_refused_by_its_length(site: Site) -> None:
    site.pages["/list"] = page()
    assert "larger than 100 bytes" in reason(site.get("/list", limits=Limits(max_bytes=100)))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    site.pages["/list"] = page(bomb, content_encoding="gzip")
    assert "larger than 1,000,000 bytes" in reason(site.get("/list", limits=Limits(max_bytes=1_000_000)))


def test_gzip_is_unpacked_also_in_several_members(site: Site) -> None:
    site.pages["/list"] = page(gzip.compress(LIST) + gzip.compress(b"tail"), content_encoding="gzip")
    answer = site.get("/list")
    assert isinstance(answer, Fetched)
    assert answer.bytes == LIST + b"tail"


def test_gzip_that_ends_early_is_not_a_list(site: Site) -> None:
    site.pages["/list"] = page(gzip.compress(LIST)[:-10], content_encoding="gzip")
    assert "ends early" in reason(site.get("/list"))


def test_an_unknown_encoding_is_refused(site: Site) -> None:
    site.pages["/list"] = page(content_encoding="br")
    assert "unknown content encoding" in reason(site.get("/list"))


def test_half_a_body_is_no_body(site: Site) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        page(LIST[:1000], content_length=str(len(LIST)))(handler)

    site.pages["/list"] = half
    assert "broken answer" in reason(site.get("/list"))
    assert len(site.requests) == 3


@pytest.mark.parametrize("header", [False, True])
def test_a_server_that_drips_is_cut_at_the_total(site: Site, header: bool) -> None:
    dripped: list[bytes] = []
    site.pages["/list"] = drip(header, dripped)
    assert "took longer than 0.4 s" in reason(site.get("/list", limits=Limits(total=0.4)))
    assert 0 < len(dripped) < DRIPS


def test_a_silent_server_is_given_up_after_the_read_time(site: Site) -> None:
    site.pages["/list"] = lambda handler: time.sleep(1)
    assert "did not answer in time" in reason(site.get("/list", limits=Limits(read=0.2, attempts=1)))


def test_a_server_error_is_tried_again(site: Site) -> None:
    answers = [page(b"", 500), page(b"", 429, retry_after="7"), page()]
    site.pages["/list"] = lambda handler: answers.pop(0)(handler)
    waits: list[float] = []
    assert isinstance(site.get("/list", sleep=waits.append), Fetched)
    assert waits == [1.0, 7.0]


def test_a_missing_page_is_not_tried_again(site: Site) -> None:
    site.pages["/list"] = page(b"gone", 404)
    assert reason(site.get("/list")) == "127.0.0.1 answered 404"
    assert len(site.requests) == 1


def test_nobody_listening_is_a_value(site: Site) -> None:
    answer = site.get("/x", allow_hosts=frozenset({("127.0.0.1", 9)}))
    assert isinstance(answer, FetchFailed)
    refused = fetch("http://127.0.0.1:9/", allow_hosts=frozenset({("127.0.0.1", 9)}), sleep=lambda seconds: None)
    assert "no connection" in reason(refused)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
