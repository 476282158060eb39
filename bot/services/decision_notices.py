"""Notices: the direct message that tells an author once that a decision of theirs ended by itself."""

from __future__ import annotations

from bot.blocks.decisions import over_card
from bot.core.decisions import PREFIX
from bot.services.sender import Draft
from storage import decisions, lists
from storage.outbox import Claim
from storage.posts import Subject
from storage.session import Session


def draw_notice(session: Session, claim: Claim) -> Draft:
    """The message of a claimed row, for the author of the decision alone; none for anybody else."""
    number = claim.place.action.removeprefix(PREFIX)
    found = decisions.of_author(session, claim.place.tenant, int(number), claim.place.channel)
    if found is None:
        return Draft(())
    told, source, ref = found
    stored = lists.stored_listing(session, source, ref)
    caption = stored.listing.caption if stored else told.entity
    return Draft((over_card(told, caption, f"{source}:{ref}"),), (Subject(told.entity, source, ref),))
