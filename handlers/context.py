"""What every listener needs: our parts, the tenant, the readers; and each delivery acted on once.

Slack repeats deliveries and users click twice: a key made from what stays the same in each repetition is
remembered in the database (in memory while the database takes no writes), and repetitions are acknowledged only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.blocks import problems
from bot.blocks.kit import Message, View
from bot.core.audience import Audience, Surface
from bot.core.roles import Act
from bot.services import roles
from bot.services.channels import audience_for
from bot.services.desk import Desk
from bot.services.people import standing
from handlers import seals
from storage import seen, tenants
from storage.db import ReadOnly

log = logging.getLogger(__name__)

REMEMBERED = 10_000
DOUBLE = timedelta(seconds=2)
"""Two clicks of one person on one button of one message are one, when they are not so far apart."""
_STAMP = re.compile(r"\d{1,11}\.\d+")
NOT_OURS = "This desk belongs to another workspace."
FOLLOWED = frozenset({"message_changed", "message_deleted", "channel_convert_to_private"})
"""What may become of a channel or its messages that concerns us; acting on it twice changes nothing."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and when."""

    desk: Desk
    tenant: int
    user: str
    channel: str
    now: datetime

    def audience(self, surface: Surface) -> Audience:
        """The readers of an answer shown here."""
        return audience_for(self.desk, self.tenant, surface, self.channel, self.user)

    def refusal(self, act: Act | None = None) -> str:
        """Why this person may not act for the team, or not do just this ("": they may)."""
        refused = problems.NOT_A_MEMBER[standing(self.desk, self.user)]
        return refused or (roles.refusal(self.desk, self.tenant, self.user, act) if act else "")

    def sealed(self, view: View) -> View:
        """A dialogue whose memory only this person can hand back, and only as it is."""
        return seals.sealed(self.desk.settings.bot_token, f"{self.tenant}:{self.user}", view)


def typed(view: Mapping[str, Any], block: str, action: str) -> dict[str, Any]:
    """What was typed or chosen in a field of a dialogue; empty where nothing was."""
    found: dict[str, Any] = ((view.get("state") or {}).get("values") or {}).get(block, {}).get(action) or {}
    return found


def is_aloud(audience: Audience) -> bool:
    """Whether another organisation reads the answer: it may then not hold what the team watches or snoozed."""
    return audience.surface == "channel" and audience.externally_shared


def attach(app: App, desk: Desk) -> None:
    """Put our parts into every listener's context, and let each delivery through once."""
    once = _Once(desk)

    @app.middleware
    def prepare(context: BoltContext, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002
        if is_chatter(body) or _is_own(body, context):
            return BoltResponse(status=200, body="")
        tenant = _tenant(desk, context)
        if tenant is None:
            log.warning("a delivery for team %s, which is not the one whose token this is", context.team_id)
            return BoltResponse(status=200, body=NOT_OURS if body.get("command") else "")
        context["desk"] = desk
        asker = Asker(desk, tenant, context.user_id or "", context.channel_id or "", desk.clock())
        context["asker"] = asker
        key = delivery_key(body)
        if (key and not once.is_first(tenant, key)) or not once.is_single(tenant, body):
            return BoltResponse(status=200, body="")
        context["forget"] = lambda: once.forget(tenant, key)
        if not seals.unseal(desk.settings.bot_token, f"{tenant}:{asker.user}", body.get("view") or {}):
            return BoltResponse(status=200, body={"response_action": "update", "view": problems.reopen()})
        return next()


def is_chatter(body: Mapping[str, Any]) -> bool:
    """Whether this is what colleagues say to each other in a channel: it is looked at no further."""
    event = body.get("event") or {}
    said = event.get("type") == "message" and event.get("channel_type") in ("channel", "group", "mpim")
    return said and event.get("subtype") not in FOLLOWED


def _is_own(body: Mapping[str, Any], context: BoltContext) -> bool:
    """Whether the bot did this itself; what becomes of its messages, and where it joins or leaves, goes on."""
    event = body.get("event") or {}
    told = event.get("subtype") in FOLLOWED or event.get("type") in ("member_joined_channel", "member_left_channel")
    if not event or told:
        return False
    by_user = bool(context.user_id) and context.user_id == context.bot_user_id
    return by_user or (bool(event.get("bot_id")) and event.get("bot_id") == context.bot_id)


def tell(respond: Respond, said: Message, *, replace: bool = False) -> None:
    """Say something to one person only, in place of the message clicked on if asked to."""
    # A response URL takes no `parse`; text in blocks is verbatim anyway.
    payload = {key: value for key, value in said.payload().items() if key != "parse"}
    respond(**payload, response_type="ephemeral", replace_original=replace)


def tell_there(client: WebClient, asker: Asker, channel: str, said: Message) -> None:
    """Say something to the asker only, in a channel; by direct message where Slack does not let that be said."""
    try:
        client.chat_postEphemeral(channel=channel, user=asker.user, **said.payload())
    except (SlackClientError, OSError):
        asker.desk.slack.post(asker.user, said.payload())


def delivery_key(body: Mapping[str, Any]) -> str:
    """What stays the same when Slack or a user repeats a delivery ("" where repetition does no harm)."""
    if (body.get("event") or {}).get("subtype") in FOLLOWED:
        return ""
    if body.get("event_id"):
        return f"event:{body['event_id']}"
    match body.get("type"):
        case "block_actions":
            action = (body.get("actions") or [{}])[0]
            stamp = body.get("trigger_id") or action.get("action_ts", "")
            return f"action:{action.get('action_id', '')}:{stamp}"
        case "view_submission":
            view = body.get("view") or {}
            # What was corrected after an error comes with the same id and hash, but with other values.
            told = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
            values = hashlib.sha256(told.encode()).hexdigest()[:16]
            return f"view:{view.get('id', '')}:{view.get('hash', '')}:{values}"
        case "shortcut" | "message_action":
            return f"shortcut:{body.get('callback_id', '')}:{body.get('trigger_id', '')}"
    if body.get("command") and body.get("trigger_id"):
        return f"command:{body['trigger_id']}"
    return ""


def click_key(body: Mapping[str, Any]) -> tuple[str, datetime] | None:
    """What stays the same in both halves of a double click on a message, and when this one was; None for the rest."""
    container, action = body.get("container") or {}, (body.get("actions") or [{}])[0]
    stamp = str(action.get("action_ts") or "")
    if body.get("type") != "block_actions" or container.get("type") != "message" or not _STAMP.fullmatch(stamp):
        return None
    told = (
        container.get("channel_id"),
        container.get("message_ts"),
        *(action.get(name) for name in ("block_id", "action_id", "value", "selected_option", "selected_conversation")),
    )
    content = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    user = (body.get("user") or {}).get("id", "")
    return f"click:{user}:{content}", datetime.fromtimestamp(float(stamp), UTC)


class _Once:
    """Which deliveries were acted on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._memory: OrderedDict[tuple[int, str], None] = OrderedDict()

    def is_first(self, tenant: int, key: str) -> bool:
        """Whether this delivery was not seen before; of two at once exactly one is first."""
        try:
            with self._desk.db.write() as session:
                return seen.first_time(session, tenant, key[:160], self._desk.clock())
        except ReadOnly:
            with self._lock:
                if (tenant, key) in self._memory:
                    return False
                self._memory[tenant, key] = None
                while len(self._memory) > REMEMBERED:
                    self._memory.popitem(last=False)
                return True

    def forget(self, tenant: int, key: str) -> None:
        """Let a delivery count as not seen: it broke off without an acknowledgement, so Slack repeats it."""
        with self._lock:
            self._memory.pop((tenant, key), None)
        try:
            with self._desk.db.write() as session:
                seen.forget(session, tenant, key[:160])
        except ReadOnly:
            return

    def is_single(self, tenant: int, body: Mapping[str, Any]) -> bool:
        """Whether this is no second half of a double click."""
        clicked = click_key(body)
        if clicked is None:
            return True
        try:
            with self._desk.db.write() as session:
                return seen.first_in(session, tenant, clicked[0][:160], clicked[1], DOUBLE)
        except ReadOnly:
            return True


def _tenant(desk: Desk, context: BoltContext) -> int | None:
    """Whose delivery this is, made known on first sight; None for a workspace that is not ours to answer."""
    enterprise, team = context.enterprise_id or "", context.team_id or ""
    org = bool(context.is_enterprise_install)
    with desk.db.read() as session:
        found = tenants.find_tenant(session, enterprise, team, org)
    if found is not None:
        return found
    if _is_foreign(context):
        return None
    with desk.db.write() as session:
        return tenants.tenant_for(session, enterprise, team, org, "", context.bot_user_id or "", desk.clock())


def _is_foreign(context: BoltContext) -> bool:
    """Whether a workspace is neither the token's own nor of the organisation that installed the app."""
    own = context.authorize_result
    if own is None or not own.team_id or own.team_id == context.team_id:
        return False
    return not (context.is_enterprise_install and own.enterprise_id and own.enterprise_id == context.enterprise_id)
