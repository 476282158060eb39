"""What every listener needs: our parts, the tenant, the readers; and each delivery acted on once.

Slack repeats deliveries and users click twice: a key made from what stays the same in each repetition is
remembered in the database (in memory while the database takes no writes), and repetitions are acknowledged only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse, Respond

from bot.blocks.kit import Message
from bot.core.audience import Audience, Surface
from bot.services.channels import audience_for
from bot.services.desk import Desk
from storage import seen, tenants
from storage.db import ReadOnly

REMEMBERED = 10_000


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


def attach(app: App, desk: Desk) -> None:
    """Put our parts into every listener's context, and let each delivery through once."""
    once = _Once(desk)

    @app.middleware
    def prepare(context: BoltContext, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002
        tenant = _tenant(desk, context)
        context["desk"] = desk
        context["asker"] = Asker(desk, tenant, context.user_id or "", context.channel_id or "", desk.clock())
        key = delivery_key(body)
        if key and not once.is_first(tenant, key):
            return BoltResponse(status=200, body="")
        return next()


def tell(respond: Respond, said: Message, *, replace: bool = False) -> None:
    """Say something to one person only, in place of the message clicked on if asked to."""
    # A response URL takes no `parse`; text in blocks is verbatim anyway.
    payload = {key: value for key, value in said.payload().items() if key != "parse"}
    respond(**payload, response_type="ephemeral", replace_original=replace)


def delivery_key(body: Mapping[str, Any]) -> str:
    """What stays the same when Slack or a user repeats a delivery ("" where repetition does no harm)."""
    if body.get("event_id"):
        return f"event:{body['event_id']}"
    match body.get("type"):
        case "block_actions":
            action = (body.get("actions") or [{}])[0]
            stamp = body.get("trigger_id") or action.get("action_ts", "")
            return f"action:{action.get('action_id', '')}:{stamp}"
        case "view_submission":
            view = body.get("view") or {}
            return f"view:{view.get('id', '')}:{view.get('hash', '')}"
    if body.get("command") and body.get("trigger_id"):
        return f"command:{body['trigger_id']}"
    return ""


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


def _tenant(desk: Desk, context: BoltContext) -> int:
    enterprise, team = context.enterprise_id or "", context.team_id or ""
    org = bool(context.is_enterprise_install)
    with desk.db.read() as session:
        found = tenants.find_tenant(session, enterprise, team, org)
    if found is not None:
        return found
    with desk.db.write() as session:
        return tenants.tenant_for(session, enterprise, team, org, "", context.bot_user_id or "", desk.clock())
