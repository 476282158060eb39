"""Operators: told once when a list fails, and once when it is well again."""

from __future__ import annotations

import logging

from bot.blocks import operators as blocks
from bot.core.refreshed import Refreshed
from bot.services.channels import audience_for
from bot.services.desk import Desk
from bot.services.settings_of import operator_channel
from bot.services.sources import source_states
from bot.sources.source import Source
from storage import checks
from storage.checks import Check

log = logging.getLogger(__name__)


def place_to_tell(desk: Desk, tenant: int) -> str:
    """The operators' channel ("": none), also none once another organisation reads along there: asked at each post."""
    channel = operator_channel(desk, tenant)
    if channel and audience_for(desk, tenant, "channel", channel, "").externally_shared:
        log.warning("operators are not told: their channel is shared with another organisation, or not known to Slack")
        return ""
    return channel


def report(desk: Desk, tenant: int, source: Source, before: Check | None, done: Refreshed) -> None:
    """Tell the team's operators if this refresh went another way than the look before it."""
    was_good = before is None or before.outcome in checks.GOOD
    is_good = done.outcome in checks.GOOD
    if was_good == is_good or not (channel := place_to_tell(desk, tenant)):
        return
    if is_good:
        said = blocks.recovered(source.title, done)
    else:
        state = next(s for s in source_states(desk.db, {source.id: source}, desk.clock()))
        said = blocks.trouble(source.title, done, state)
    desk.slack.post(channel, said.payload())
