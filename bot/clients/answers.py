"""What Slack's answers mean: each call ends in a value that says what is known of its effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final, Literal
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

Scope = Literal["workspace", "channel", "message", "other"]

CHANNEL_GONE: Final[dict[str, str]] = {
    "channel_not_found": "the channel was not found",
    "is_archived": "the channel is archived",
    "not_in_channel": "the app is not in the channel",
    "restricted_action": "this workspace does not let the app post there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "missing_scope": "the app lacks a permission to post there",
    "user_not_found": "the person was not found",
    "user_disabled": "the person's account is deactivated",
    "user_not_visible": "the app cannot see this person",
    "cannot_dm_bot": "this is a bot's direct message",
}
"""Errors that end delivery to a channel until a person acts, with the words for its owner."""

WORKSPACE_GONE: Final[dict[str, str]] = {
    "account_inactive": "the app was uninstalled",
    "token_revoked": "the app's token was revoked",
    "token_expired": "the app's token has expired",
    "invalid_auth": "Slack does not accept the app's token",
    "not_authed": "the app has no token",
    "team_access_not_granted": "the app has no access to this workspace",
}
"""Errors that end all delivery until the token is good again, with the words for operators."""

FOR_ALL_CHANNELS: Final = frozenset({"rate_limited", "message_limit_exceeded"})
"""Errors by which Slack says that the app posts too much in the workspace as a whole."""

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

LONGEST_WAIT: Final = 86_400.0
"""What Slack asks to wait beyond this many seconds is no such wish."""

MAYBE_DONE: Final = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Slack's own failures after which the call may have taken effect."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack took it; `ts` is where it stands, `channel` in which channel (of a person: that of direct messages)."""

    ts: str
    channel: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """Slack refused it, or was not reached: certainly not posted."""

    reason: str
    permanent: bool
    scope: Scope = "other"


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack asks to wait this long; certainly not posted. `everywhere`: not in this channel alone."""

    seconds: float
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows whether it was posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Our message stands in the channel."""

    ts: str
    channel: str = field(default="", compare=False)


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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as Slack describes them; a guest, a bot, or one of another team sees public data only.

    `admin` is whether they are an admin or owner of the workspace, `name` what colleagues call them ("": not said).
    """

    id: str
    guest: bool
    admin: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as its author wrote it, escaped; `user` is "" for a bot's, `edited` when it was edited, if ever."""

    ts: str
    thread_ts: str
    user: str
    text: str
    edited: str = ""


Failure = Undeliverable | RateLimited | Unsure
Posted = Sent | Failure


def without_effect(failure: Failure) -> Failure:
    """What is known of a call that shows nothing: it may be repeated."""
    return Undeliverable(failure.reason, permanent=False) if isinstance(failure, Unsure) else failure


def posted(call: Callable[[], Any]) -> Posted:
    """Run a call that posts or edits, and say where its message stands."""
    data = called(call)
    return Sent(str(data.get("ts") or ""), str(data.get("channel") or "")) if isinstance(data, dict) else data


def called(call: Callable[[], Any]) -> dict[str, Any] | Failure:
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
    data = {} if known else response.data
    reason = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or reason == "ratelimited" or reason in FOR_ALL_CHANNELS:
        return RateLimited(seconds(headers.get("retry-after", "")), everywhere=reason in FOR_ALL_CHANNELS)
    if status >= 500 or reason in MAYBE_DONE:
        return Unsure(f"Slack failed with status {status}")
    if not re.fullmatch(r"[a-z0-9_]+", reason):
        return Unsure("an answer that is not Slack's")
    if reason in WORKSPACE_GONE:
        return Undeliverable(reason, permanent=True, scope="workspace")
    if reason in CHANNEL_GONE:
        return Undeliverable(reason, permanent=True, scope="channel")
    if reason in MESSAGE_REFUSED:
        return Undeliverable(reason, permanent=True, scope="message")
    return Undeliverable(reason, permanent=False)


def seconds(value: object) -> float:
    """The Retry-After header, in seconds, a day at most; a missing or odd one counts as half a minute."""
    text = str(value[0] if isinstance(value, list) and value else value)
    return min(float(text), LONGEST_WAIT) if re.fullmatch(r"[0-9]+(?:\.[0-9]*)?", text) else 30.0
