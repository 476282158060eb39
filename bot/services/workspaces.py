"""Workspaces: one that uninstalled the app, or took its token back; all that it owns is kept until it is purged."""

from __future__ import annotations

from bot.clients.slack import Identity
from bot.services.desk import Desk
from storage import tenants


def lose(desk: Desk, tenant: int, reason: str) -> bool:
    """End all deliveries to a workspace at once; False when that was known."""
    with desk.db.write() as session:
        return tenants.lose(session, tenant, reason, desk.clock())


def probe(desk: Desk, tenant: int) -> bool:
    """Whether a workspace that was lost takes our token again: deliveries then go on."""
    with desk.db.read() as session:
        known = tenants.find_by_id(session, tenant)
    if known is None or not known.gone or not isinstance(who := desk.slack.whoami(), Identity):
        return False
    if known.team_id and who.team_id != known.team_id:
        return False
    with desk.db.write() as session:
        return tenants.regain(session, tenant)
