"""Slack's Web API: each call ends in a value that says what is known of its effect.

A post that timed out may have arrived: it is `Unsure`, never retried here. Rate limits are handed back to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final, Literal
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

Scope = Literal["channel", "message", "other"]

CHANNEL_GONE: Final[dict[str, str]] = {
    "channel_not_found": "the channel was not found",
    "is_archived": "the channel is archived",
    "not_in_channel": "the app is not in the channel",
    "restricted_action": "this workspace does not let the app post there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "account_inactive": "the app was uninstalled",
    "token_revoked": "the app's token was revoked",
    "token_expired": "the app's token has expired",
    "invalid_auth": "Slack does not accept the app's token",
    "not_authed": "the app has no token",
    "org_login_required": "the workspace is being moved",
    "team_access_not_granted": "the app has no access to this workspace",
    "missing_scope": "the app lacks a permission to post there",
    "user_not_found": "the person was not found",
    "cannot_dm_bot": "this is a bot's direct message",
}
"""Errors that end delivery to a channel until a person acts, with the words for its owner."""

MESSAGE_REFUSED: Final = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "metadata_must_be_sent_from_app",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "message_not_found",
        "thread_not_found",
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "too_many_attachments",
    }
)
"""Errors that concern one message only: sending it again changes nothing, the channel is well."""

MAYBE_DONE: Final = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Slack's own failures after which the call may have taken effect."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack took it; `ts` is where it stands."""

    ts: str


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """Slack refused it, or was not reached: certainly not posted."""

    reason: str
    permanent: bool
    scope: Scope = "other"


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack asks to wait this long; certainly not posted."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows whether it was posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Our message stands in the channel."""

    ts: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Our message is not among the recent ones."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel's messages cannot be read."""

    reason: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token this is."""

    enterprise_id: str
    team_id: str
    team: str
    bot_user: str


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel as Slack describes it."""

    id: str
    name: str
    private: bool
    externally_shared: bool
    archived: bool
    member: bool


Failure = Undeliverable | RateLimited | Unsure
Posted = Sent | Failure

BASE_URL: Final = "https://slack.com/api/"
PAGE: Final = 100
PAGES: Final = 5


class Slack:
    """The Web API with one team's token; the token shows in no repr, log or exception."""

    __slots__ = ("_client", "base_url")

    def __init__(self, token: str, base_url: str = BASE_URL, timeout: int = 20) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        # The SDK would repeat a post after a lost connection by default, and so post it twice.
        self._client = WebClient(token=token, base_url=self.base_url, timeout=timeout, retry_handlers=[])

    def __repr__(self) -> str:
        return f"Slack({self.base_url!r})"

    def post(self, channel: str, payload: Mapping[str, Any], thread_ts: str = "", *, broadcast: bool = False) -> Posted:
        """Post a message, or a reply when `thread_ts` is given; a broadcast reply shows in the channel too."""
        where: dict[str, Any] = {"channel": channel}
        if thread_ts:
            where |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        return _posted(lambda: self._client.api_call("chat.postMessage", json={**payload, **where}))

    def edit(self, channel: str, ts: str, payload: Mapping[str, Any]) -> Posted:
        """Redraw one of our messages; repeating it does no harm."""
        kept = {key: value for key, value in payload.items() if not key.startswith("unfurl")}
        return _posted(lambda: self._client.api_call("chat.update", json={**kept, "channel": channel, "ts": ts}))

    def upload(self, channel: str, thread_ts: str, name: str, title: str, content: bytes) -> Posted:
        """Put a file into a thread: only the last of three steps shows anything, so only that one can leave doubt."""
        place = _call(lambda: self._client.files_getUploadURLExternal(filename=name, length=len(content)))
        if not isinstance(place, dict):
            return _without_effect(place)
        refused = self._transfer(str(place.get("upload_url") or ""), content)
        if refused is not None:
            return refused
        files: list[dict[str, str | None]] = [{"id": str(place.get("file_id") or ""), "title": title}]
        done = _call(
            lambda: self._client.files_completeUploadExternal(files=files, channel_id=channel, thread_ts=thread_ts)
        )
        return Sent(str(files[0]["id"])) if isinstance(done, dict) else done

    def _transfer(self, url: str, content: bytes) -> Failure | None:
        """Send a file's bytes to the address that Slack named; None when it took them."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.netloc != urlsplit(self.base_url).netloc:
            return Undeliverable("an upload address that is not Slack's", permanent=False)
        import httpx  # here, so that a question on the command line does not wait for it

        try:
            answer = httpx.post(url, content=content, timeout=self._client.timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Undeliverable(f"the upload failed: {type(error).__name__}", permanent=False)
        if answer.status_code == 429:
            return RateLimited(_seconds(answer.headers.get("Retry-After", "")))
        if not answer.is_success:
            return Undeliverable(f"the upload failed with status {answer.status_code}", permanent=False)
        return None

    def tell(self, user: str, text: str) -> Posted:
        """Say something to a person by direct message."""
        opened = _call(lambda: self._client.conversations_open(users=[user]))
        if not isinstance(opened, dict):
            return opened
        return self.post(str(opened.get("channel", {}).get("id", "")), {"text": text, "parse": "none"})

    def find(
        self, channel: str, alert: str, block_id: str, thread_ts: str = ""
    ) -> Found | NotFound | Unreadable | RateLimited:
        """Look for our own message among the recent ones, by the alert id in its metadata or its first block."""
        for page in self._pages(channel, thread_ts):
            match page:
                case RateLimited():
                    return page
                case Undeliverable(reason, permanent):
                    return Unreadable(reason, permanent)
                case Unsure(reason):
                    return Unreadable(reason, permanent=False)
                case _:
                    ts = next((str(m["ts"]) for m in page if _carries(m, alert, block_id)), "")
                    if ts:
                        return Found(ts)
        return NotFound()

    def whoami(self) -> Identity | Failure:
        """Whose token this is."""
        data = _call(lambda: self._client.auth_test())
        if not isinstance(data, dict):
            return data
        return Identity(
            enterprise_id=str(data.get("enterprise_id") or ""),
            team_id=str(data.get("team_id") or ""),
            team=str(data.get("team") or ""),
            bot_user=str(data.get("user_id") or ""),
        )

    def channel(self, channel: str) -> ChannelInfo | Failure:
        """What Slack knows of a channel."""
        data = _call(lambda: self._client.conversations_info(channel=channel))
        if not isinstance(data, dict):
            return data
        info = data.get("channel", {})
        return ChannelInfo(
            id=channel,
            name=str(info.get("name") or ""),
            private=any(info.get(key) for key in ("is_private", "is_im", "is_mpim", "is_group")),
            externally_shared=any(
                info.get(key) for key in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared_externally")
            ),
            archived=bool(info.get("is_archived")),
            member=bool(info.get("is_member")),
        )

    def _pages(self, channel: str, thread_ts: str) -> Iterator[Sequence[Mapping[str, Any]] | Failure]:
        cursor = ""
        for _ in range(PAGES):
            data = self._page(channel, thread_ts, cursor)
            if not isinstance(data, dict):
                yield data
                return
            yield data.get("messages") or []
            cursor = str((data.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    def _page(self, channel: str, thread_ts: str, cursor: str) -> dict[str, Any] | Failure:
        options: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
        if cursor:
            options["cursor"] = cursor
        if thread_ts:
            return _call(lambda: self._client.conversations_replies(ts=thread_ts, **options))
        return _call(lambda: self._client.conversations_history(**options))


def _carries(message: Mapping[str, Any], alert: str, block_id: str) -> bool:
    """Whether a message is the post of this alert (some servers drop metadata or rename blocks; a file has neither)."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    blocks = message.get("blocks") or [{}]
    files = [f"{file.get('name')} {file.get('title')}" for file in message.get("files") or ()]
    return bool(
        payload.get("alert") == alert
        or blocks[0].get("block_id") == block_id
        or any(alert in described for described in files)
    )


def _without_effect(failure: Failure) -> Failure:
    """What is known of a call that shows nothing: it may be repeated."""
    return Undeliverable(failure.reason, permanent=False) if isinstance(failure, Unsure) else failure


def _posted(call: Callable[[], Any]) -> Posted:
    data = _call(call)
    return Sent(str(data.get("ts") or "")) if isinstance(data, dict) else data


def _call(call: Callable[[], Any]) -> dict[str, Any] | Failure:
    """Run a call and say what is known of its effect."""
    try:
        data = call().data
    except SlackApiError as error:
        return _refusal(error)
    except SlackClientError as error:
        return Unsure(type(error).__name__)
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            return Unsure("no answer in time")
        if isinstance(error.reason, ConnectionResetError | BrokenPipeError):
            return Unsure("the connection broke")
        return Undeliverable("Slack cannot be reached", permanent=False)
    except TimeoutError:
        return Unsure("no answer in time")
    except (ConnectionError, HTTPException):
        return Unsure("the connection broke")
    return data if isinstance(data, dict) else Unsure("an answer that is not JSON")


def _refusal(error: SlackApiError) -> Failure:
    response = error.response
    known = isinstance(response, dict)
    status = int(response.get("status", 0) if known else response.status_code)
    headers = {str(k).lower(): v for k, v in ((response.get("headers") if known else response.headers) or {}).items()}
    if status == 429:
        return RateLimited(_seconds(headers.get("retry-after", "")))
    data = {} if known else response.data
    reason = str(data.get("error") or "") if isinstance(data, dict) else ""
    if reason in ("ratelimited", "rate_limited"):
        return RateLimited(_seconds(headers.get("retry-after", "")))
    if status >= 500 or reason in MAYBE_DONE:
        return Unsure(f"Slack failed with status {status}")
    if not re.fullmatch(r"[a-z0-9_]+", reason):
        return Unsure("an answer that is not Slack's")
    if reason in CHANNEL_GONE:
        return Undeliverable(reason, permanent=True, scope="channel")
    if reason in MESSAGE_REFUSED:
        return Undeliverable(reason, permanent=True, scope="message")
    return Undeliverable(reason, permanent=False)


def _seconds(value: object) -> float:
    """The Retry-After header, in seconds; a missing or odd one counts as half a minute."""
    text = str(value[0] if isinstance(value, list) and value else value)
    return float(text) if text.replace(".", "", 1).isdigit() else 30.0
