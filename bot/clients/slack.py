"""Slack's Web API.

A post that timed out may have arrived: it is `Unsure`, never retried here. Rate limits are handed back to the caller.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.clients.answers import (
    CHANNEL_GONE,
    WORKSPACE_GONE,
    ChannelInfo,
    Failure,
    Found,
    Identity,
    NotFound,
    Person,
    Posted,
    RateLimited,
    Sent,
    Spoken,
    Undeliverable,
    Unreadable,
    Unsure,
    called,
    posted,
    seconds,
    without_effect,
)

__all__ = [
    "CHANNEL_GONE",
    "WORKSPACE_GONE",
    "ChannelInfo",
    "Failure",
    "Found",
    "Identity",
    "NotFound",
    "Person",
    "Posted",
    "RateLimited",
    "Sent",
    "Slack",
    "Spoken",
    "Undeliverable",
    "Unreadable",
    "Unsure",
    "spoken",
]

BASE_URL: Final = "https://slack.com/api/"
PAGE: Final = 100
PAGES: Final = 5
PERSON: Final = ("U", "W")
"""First letters of the ids of people."""
LIMITS: Final = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
RULES: Final = ("is_admin", "is_owner", "is_primary_owner")


class Slack:
    """The Web API with one team's token; the token shows in no repr, log or exception."""

    __slots__ = ("_client", "_direct", "_own", "base_url")

    def __init__(self, token: str, base_url: str = BASE_URL, timeout: int = 20) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        # The SDK would repeat a post after a lost connection by default, and so post it twice; and it would read all
        # certificates again at each call.
        secure = ssl.create_default_context() if self.base_url.startswith("https:") else None
        self._client = WebClient(token=token, base_url=self.base_url, timeout=timeout, retry_handlers=[], ssl=secure)
        self._direct: dict[str, str] = {}
        self._own: Identity | None = None

    def __repr__(self) -> str:
        return f"Slack({self.base_url!r})"

    def post(self, channel: str, payload: Mapping[str, Any], thread_ts: str = "", *, broadcast: bool = False) -> Posted:
        """Post a message, or a reply when `thread_ts` is given; a broadcast reply shows in the channel too."""
        place = self._place(channel)
        if not isinstance(place, str):
            return without_effect(place)
        where: dict[str, Any] = {"channel": place}
        if thread_ts:
            where |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        return posted(lambda: self._client.api_call("chat.postMessage", json={**payload, **where}))

    def edit(self, channel: str, ts: str, payload: Mapping[str, Any]) -> Posted:
        """Redraw one of our messages; repeating it does no harm."""
        place = self._place(channel)
        if not isinstance(place, str):
            return without_effect(place)
        kept = {key: value for key, value in payload.items() if not key.startswith("unfurl")}
        return posted(lambda: self._client.api_call("chat.update", json={**kept, "channel": place, "ts": ts}))

    def upload(self, channel: str, thread_ts: str, name: str, title: str, content: bytes, alt: str = "") -> Posted:
        """Put a file into a thread ("": none), a picture with what it shows in words (`alt`).

        Only the last of three steps shows anything, so only that one can leave doubt.
        """
        place = self._place(channel)
        if not isinstance(place, str):
            return without_effect(place)
        room = called(
            lambda: self._client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=alt or None)
        )
        if not isinstance(room, dict):
            return without_effect(room)
        refused = self._transfer(str(room.get("upload_url") or ""), content)
        if refused is not None:
            return refused
        files: list[dict[str, str | None]] = [{"id": str(room.get("file_id") or ""), "title": title}]
        done = called(
            lambda: self._client.files_completeUploadExternal(
                files=files, channel_id=place, thread_ts=thread_ts or None
            )
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
            return RateLimited(seconds(answer.headers.get("Retry-After", "")))
        if not answer.is_success:
            return Undeliverable(f"the upload failed with status {answer.status_code}", permanent=False)
        return None

    def tell(self, user: str, text: str) -> Posted:
        """Say something to a person by direct message."""
        return self.post(user, {"text": text, "parse": "none"})

    def _place(self, channel: str) -> str | Failure:
        """Where a channel's messages are: those of a person in a channel of their own, which edits must name."""
        if not channel.startswith(PERSON):
            return channel
        if channel not in self._direct:
            opened = called(lambda: self._client.conversations_open(users=[channel]))
            if not isinstance(opened, dict):
                return opened
            self._direct[channel] = str((opened.get("channel") or {}).get("id") or "")
        return self._direct[channel]

    def find(
        self, channel: str, alert: str, block_id: str, thread_ts: str = "", since: datetime | None = None
    ) -> Found | NotFound | Unreadable | RateLimited:
        """Look for our own message among those posted since then, by the alert id in its metadata or its first block.

        When there are more messages than are looked through, it may be among the rest: nobody can say.
        """
        oldest = f"{since.timestamp():.6f}" if since else ""
        place = self._place(channel)
        if not isinstance(place, str):
            return place if isinstance(place, RateLimited) else Unreadable(place.reason, permanent=False)
        for page in self._pages(place, thread_ts, oldest):
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
                        return Found(ts, place)
        return NotFound()

    def whoami(self) -> Identity | Failure:
        """Whose token this is; remembered, for questions about people."""
        data = called(lambda: self._client.auth_test())
        if not isinstance(data, dict):
            return data
        self._own = Identity(
            enterprise_id=str(data.get("enterprise_id") or ""),
            team_id=str(data.get("team_id") or ""),
            team=str(data.get("team") or ""),
            bot_user=str(data.get("user_id") or ""),
        )
        return self._own

    def channel(self, channel: str) -> ChannelInfo | Failure:
        """What Slack knows of a channel."""
        data = called(lambda: self._client.conversations_info(channel=channel))
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

    def person(self, user: str) -> Person | Failure:
        """What Slack knows of somebody; of another team's people, met in a shared channel, it says little but that."""
        data = called(lambda: self._client.users_info(user=user))
        if not isinstance(data, dict):
            return data
        info = data.get("user") or {}
        if any(info.get(key) for key in LIMITS):
            return Person(user, guest=True, name=_name(info))
        own = self._own or self.whoami()
        if not isinstance(own, Identity):
            return own
        ours = _is_ours(info, own)
        if ours is None:
            return Undeliverable("Slack does not say whose member this is", permanent=False)
        return Person(user, not ours, ours and any(info.get(key) for key in RULES), _name(info))

    def groups(self) -> dict[str, str] | Failure:
        """The workspace's user groups: ids by handle."""
        data = called(lambda: self._client.usergroups_list())
        if not isinstance(data, dict):
            return data
        return {str(each.get("handle") or ""): str(each.get("id") or "") for each in data.get("usergroups") or ()}

    def group_members(self, group: str) -> frozenset[str] | Failure:
        """Who is in a user group."""
        data = called(lambda: self._client.usergroups_users_list(usergroup=group))
        return frozenset(map(str, data.get("users") or ())) if isinstance(data, dict) else data

    def members(self, channel: str) -> frozenset[str] | Failure:
        """Who is in a channel, as far as so many pages tell."""
        found: set[str] = set()
        cursor = ""
        for _ in range(PAGES):
            more = {"cursor": cursor} if cursor else {}
            data = called(lambda more=more: self._client.conversations_members(channel=channel, limit=1000, **more))  # type: ignore[misc]
            if not isinstance(data, dict):
                return data
            found.update(str(user) for user in data.get("members") or ())
            cursor = str((data.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return frozenset(found)

    def permalink(self, channel: str, ts: str) -> str:
        """The address of a message ("" when Slack does not give one)."""
        data = called(lambda: self._client.chat_getPermalink(channel=channel, message_ts=ts))
        return str(data.get("permalink") or "") if isinstance(data, dict) else ""

    def message(self, channel: str, ts: str) -> Spoken | NotFound | Failure:
        """One message, of a thread or alone."""
        # Of a reply Slack may give the parent too, whatever the bounds.
        bounds: dict[str, Any] = {"oldest": ts, "latest": ts, "inclusive": True, "limit": 10}
        data = called(lambda: self._client.conversations_replies(channel=channel, ts=ts, **bounds))
        if not isinstance(data, dict):
            missing = isinstance(data, Undeliverable) and data.scope == "message"
            return NotFound() if missing else without_effect(data)
        found = (message for message in data.get("messages") or () if message.get("ts") == ts)
        return next((spoken(message) for message in found), NotFound())

    def publish(self, user: str, view: Mapping[str, Any]) -> Posted:
        """Show a member their Home; repeating it does no harm."""
        return posted(lambda: self._client.views_publish(user_id=user, view=dict(view)))

    def _pages(self, channel: str, thread_ts: str, oldest: str) -> Iterator[Sequence[Mapping[str, Any]] | Failure]:
        cursor = ""
        for _ in range(PAGES):
            data = self._page(channel, thread_ts, cursor, oldest)
            if not isinstance(data, dict):
                yield data
                return
            page = data.get("messages") or []
            yield page
            cursor = str((data.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or (oldest and not thread_ts and _reaches_back(page, oldest)):
                return
        yield Undeliverable(f"more than {PAGES * PAGE} messages have been posted since", permanent=True)

    def _page(self, channel: str, thread_ts: str, cursor: str, oldest: str) -> dict[str, Any] | Failure:
        options: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
        options |= {name: value for name, value in (("cursor", cursor), ("oldest", oldest)) if value}
        if thread_ts:
            return called(lambda: self._client.conversations_replies(ts=thread_ts, **options))
        return called(lambda: self._client.conversations_history(**options))


def _name(info: Mapping[str, Any]) -> str:
    """The name by which somebody goes in their workspace, else their full name."""
    profile = info.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), info.get("real_name"), info.get("name"))
    return next((str(name) for name in names if name), "")


def spoken(message: Mapping[str, Any]) -> Spoken:
    """A message as Slack describes it, in an answer, an event or a shortcut."""
    ts = str(message.get("ts") or "")
    user = "" if message.get("bot_id") else str(message.get("user") or "")
    edited = message.get("edited")
    return Spoken(
        ts=ts,
        thread_ts=str(message.get("thread_ts") or ts),
        user=user,
        text=str(message.get("text") or ""),
        edited=str(edited.get("ts") or "") if isinstance(edited, Mapping) else "",
    )


def _is_ours(info: Mapping[str, Any], own: Identity) -> bool | None:
    """Whether somebody is of our team or organisation; None when Slack does not say."""
    org = info.get("enterprise_user") or {}
    theirs = {info.get("team_id"), org.get("enterprise_id"), *(org.get("teams") or ())} - {None, ""}
    ours = {own.team_id, own.enterprise_id} - {""}
    return bool(theirs & ours) if theirs and ours else None


def _reaches_back(page: Sequence[Mapping[str, Any]], oldest: str) -> bool:
    """Whether a page of a channel, newest first, holds older messages than were asked for (some servers do that)."""
    return bool(page) and float(page[-1]["ts"]) < float(oldest)


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
