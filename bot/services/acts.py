"""Acts: by which legal acts an action of the EU happened, as its entries print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.acts import acts_printed
from bot.core.alerts import ActPrinted
from bot.core.delta import Op
from bot.core.events import Action, Event
from bot.core.issuers import ListKind
from bot.core.listings import Listing
from bot.sources.eu_oj_listing import listed_by_act
from storage import elsewhere, lists
from storage.session import Session

FSF: Final = "eu-fsf"


def acts_of(session: Session, action: Action, told: Sequence[Event]) -> tuple[tuple[ActPrinted, ...], bool]:
    """The acts that entries of an EU list print, and whether one is ahead of the file of asset freezes.

    Of changed entries only the acts that came with the change count; a removal prints none.
    """
    if action.issuer != "EU":
        return (), False
    new = [event for event in told if event.op is not Op.DEL]
    found = lists.listings_of(session, action.source, {event.ref for event in new})
    came = {e.ref: frozenset(s.value for s in e.gained if s.property == "legal_basis") for e in new if e.op is Op.MOD}
    whole = acts_printed(listing for ref, listing in found.items() if ref not in came)
    parts = acts_printed((listing for ref, listing in found.items() if ref in came), came)
    return whole or parts, _is_ahead(session, new, found)


def _is_ahead(session: Session, told: Sequence[Event], found: Mapping[str, Listing]) -> bool:
    frozen = [event for event in told if event.list_kind == ListKind.EU_ASSET_FREEZE and event.ref in found]
    by_act = {event.entity for event in frozen if listed_by_act(found[event.ref])}
    return any(FSF not in sources for sources in elsewhere.sources_naming(session, by_act).values())
