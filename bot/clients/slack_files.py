"""Files that people put into Slack: read with the bot's token, from Slack's own hosts only, within limits.

address ─▶ Slack's? ─▶ one request, no redirect followed ─▶ read within the caps

Like all connections to Slack, this follows the proxy of the environment.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

HOSTS: Final = frozenset({"files.slack.com", "files.slack-gov.com"})
"""Where Slack keeps files; the token is shown to these, and to another host set for the Web API."""
API_HOSTS: Final = frozenset({"slack.com", "www.slack.com", "slack-gov.com"})
NO_SCOPE: Final = "Slack did not hand it out to the app"
RIGHTS: Final = (
    "To whoever runs the desk: the app needs the scope `files:read`, and must be installed anew to get it "
    "(`desk manifest`)."
)


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much one file may take; times are in seconds."""

    max_bytes: int
    wait: float = 10.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class NotFetched:
    """No complete file: why, as a clause for whoever sent it, and what helps ("": sending it again)."""

    reason: str
    advice: str = ""


def fetch_file(url: str, token: str, api_url: str, limits: FileLimits) -> bytes | NotFetched:
    """The bytes of a file in Slack."""
    if not is_slacks(url, api_url):
        return NotFetched("it is not stored in Slack")
    import httpx  # here, so that a question on the command line does not wait for it

    deadline = time.monotonic() + limits.total
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    try:
        with httpx.stream("GET", url, headers=headers, timeout=limits.wait, follow_redirects=False) as response:
            return _read(response, limits, deadline)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return NotFetched(f"the download from Slack failed ({type(error).__name__})")


def is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is one of Slack's, so that the token may be shown there."""
    try:
        parts, api = urlsplit(url), urlsplit(api_url)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or "\\" in url:
        return False
    is_known = parts.scheme == "https" and parts.hostname in HOSTS and port in (None, 443)
    # Slack's own API host keeps no files: a call of the API must not pass for one.
    is_apis = (parts.scheme, parts.netloc) == (api.scheme, api.netloc) and api.hostname not in API_HOSTS
    return is_known or is_apis


def _read(response: httpx.Response, limits: FileLimits, deadline: float) -> bytes | NotFetched:
    if response.is_redirect or response.status_code in (401, 403):
        return NotFetched(NO_SCOPE, RIGHTS)  # Slack leads to its page for signing in
    if response.status_code != 200:
        return NotFetched(f"Slack answered {response.status_code}")
    if response.headers.get("content-type", "").startswith("text/html"):
        return NotFetched(NO_SCOPE, RIGHTS)
    if response.headers.get("content-encoding", "identity") != "identity":
        return NotFetched("Slack sent it compressed, which was not asked for")
    too_large = NotFetched(f"it is larger than {limits.max_bytes // 1024 // 1024} MB")
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.max_bytes:
        return too_large
    parts, size = [], 0
    for part in response.iter_raw():
        size += len(part)
        if size > limits.max_bytes:
            return too_large
        if time.monotonic() >= deadline:
            return NotFetched(f"the download from Slack took longer than {limits.total:g} s")
        parts.append(part)
    if declared.isdigit() and size != int(declared):
        return NotFetched("the download from Slack ended early")
    return b"".join(parts)
