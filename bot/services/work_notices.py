"""Work notices: the direct messages that tell a person of a card given to them, or remind them of what is due.

Drawn from what holds when they are sent: a card that is done by then, or somebody else's, is left out.
"""

from __future__ import annotations

from datetime import date

from bot.blocks.open_items import assigned_card, reminder_card
from bot.core.assignments import ASSIGNED, REMINDER, OpenItem, in_order, read_key
from bot.core.watches import is_person
from bot.services.digest_cards import message_url
from bot.services.open_items import titled
from bot.services.sender import Draft
from storage import work
from storage.outbox import Claim
from storage.session import Session


def draw_work_notice(session: Session, claim: Claim) -> Draft:
    """The message of a claimed row, for the owner of its cards alone."""
    found = [item for key in claim.events if (item := _item(session, claim, key))]
    if not found:
        return Draft(())
    action = claim.place.action
    if action.startswith(ASSIGNED):
        return Draft((assigned_card(found[0], _url(found[0])),))
    today = date.fromisoformat(action.removeprefix(REMINDER))
    return Draft((reminder_card(in_order(found, today), today, {item: _url(item) for item in found}),))


def _url(item: OpenItem) -> str:
    """Where a card stands; of one's own direct messages no address is known without asking Slack."""
    return message_url(item.channel, item.ts) if item.ts and not is_person(item.channel) else ""


def _item(session: Session, claim: Claim, key: str) -> OpenItem | None:
    place = read_key(key, claim.place.tenant)
    now = work.find_work(session, place)
    if now.status != "claimed" or now.owner != claim.place.channel or now.claimed_at is None:
        return None
    item = OpenItem(
        "card",
        title="",
        since=now.claimed_at,
        owner=now.owner,
        channel=place.channel,
        status=now.status,
        due=now.due,
        assigned_by=now.assigned_by,
        action=place.action,
    )
    return titled(session, place.tenant, item)
