"""Files in Slack: whom the token is shown to, and that no answer takes more room or time than it may."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clients.slack_files import HOSTS, FileLimits, NotFetched, fetch_file, is_slacks

API = "https://slack.com/api/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def answering(*parts, pause=0.0, forever=False):
    """A server on loopback that says these parts to whoever connects; its address, and what it was asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                asked.append(connection.recv(65536).decode())
                try:
                    for part in parts:
                        connection.sendall(part)
                        time.sleep(pause)
                    while forever:
                        connection.sendall(b"x" * 1000)
                        time.sleep(pause)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        thread.join(10)


def fetch(url, **limits):
    return fetch_file(f"{url}f/clients.csv", "xoxb-secret", f"{url}api/", FileLimits(**{"max_bytes": 10_000, **limits}))


def test_a_file_comes_with_the_token_and_nothing_packed():
    with answering(HEAD + b"Content-Length: 6\r\n\r\n", b"name\nX") as (url, asked):
        assert fetch(url) == b"name\nX"
    assert "authorization: bearer xoxb-secret" in asked[0].casefold()
    assert "accept-encoding: identity" in asked[0].casefold()


def test_a_file_without_a_length_is_cut_off_at_the_cap():
    with answering(HEAD + b"\r\n", forever=True) as (url, _):
        assert fetch(url, max_bytes=1024 * 1024) == NotFetched("it is larger than 1 MB")


def test_a_file_that_drips_is_given_up():
    with answering(HEAD + b"\r\n", pause=0.05, forever=True) as (url, _):
        began = time.monotonic()
        found = fetch(url, max_bytes=10**9, total=0.5)
    assert isinstance(found, NotFetched)
    assert "took longer" in found.reason
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status):
    with (
        answering(HEAD + b"\r\n") as (elsewhere, asked),
        answering(f"HTTP/1.1 {status}\r\nLocation: {elsewhere}x\r\nContent-Length: 0\r\n\r\n".encode()) as (url, _),
    ):
        assert "files:read" in fetch(url).advice
        assert asked == []
        socket.create_connection(("127.0.0.1", int(elsewhere.rsplit(":", 1)[1].strip("/")))).close()


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_slacks_hosts_are_known_over_tls_only(host):
    assert is_slacks(f"https://{host}/files-pri/T1-F1/x.csv", API)
    assert is_slacks(f"https://{host.upper()}:443/x.csv", API)
    assert not is_slacks(f"http://{host}/x.csv", API)
    assert not is_slacks(f"https://{host}:8443/x.csv", API)
    assert not is_slacks(f"https://u:p@{host}/x.csv", API)
    assert not is_slacks(f"https://{host}\\@evil.example/x.csv", API)
    assert not is_slacks("https://slack.com/api/auth.revoke", API)


@given(st.text(max_size=60), st.sampled_from(["https://", "http://", "https://files.slack.com", "//", ""]))
def test_no_other_host_is_ever_taken_for_slacks(text, start):
    import httpx

    url = f"{start}{text}"
    if not is_slacks(url, API):
        return
    try:
        host = httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):
        return  # what httpx does not read it does not fetch
    assert host in HOSTS | {"slack.com"}
