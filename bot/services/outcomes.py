"""What became of an attempt, written down; all writing of the sender is here, within the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.core.ledger import DESK
from bot.services import absence
from bot.services.ledger import record as record_link
from bot.services.sender import (
    LEAST_WAIT,
    ChannelLost,
    Ended,
    Later,
    Outcome,
    Outsider,
    Overtaken,
    ParentGone,
    Sender,
    Stands,
    WorkspaceLost,
)
from storage import claims, outbox, posts, tenants, watches, work
from storage.outbox import Claim
from storage.session import Session

OUTSIDE: Final = "this person is no member of the team"
"""Why a person's watches wait; they are told nothing more, also not of this."""


def record(session: Session, sender: Sender, claim: Claim, outcome: Outcome) -> str:
    """Write down an outcome; a word for where the row stands now."""
    place, now = claim.place, sender.clock()
    match outcome:
        case Stands():
            return _sent(session, sender, claim, outcome)
        case Later(wait, error, look_first, counted):
            claims.defer(session, claim, now + wait, error, look_first=look_first, counted=counted)
            return "deferred"
        case Ended(status, error):
            claims.close(session, claim, status, error)
            if status == "moot" and claim.part.startswith("update"):
                # Nobody is told of it, yet the card shows the present state.
                work.owe_redraw(session, place, now)
            return status
        case Outsider():
            claims.close(session, claim, "moot", OUTSIDE)
            watches.pause_channel(session, place.tenant, place.channel, OUTSIDE)
            return "moot"
        case ParentGone(ts):
            return _orphaned(session, sender, claim, ts)
        case ChannelLost(reason):
            claims.close(session, claim, "dead", reason)
            absence.lose_channel(session, place.tenant, place.channel, reason, now)
            return "dead"
        case WorkspaceLost(reason):
            claims.defer(session, claim, now, reason, look_first=claim.look_first, counted=False)
            tenants.lose(session, place.tenant, reason, now)
            return "deferred"
        case Overtaken():
            return "overtaken"


def _sent(session: Session, sender: Sender, claim: Claim, outcome: Stands) -> str:
    """The post, the thread it opens and the further replies it needs."""
    now, place, draft = sender.clock(), claim.place, outcome.draft
    if not claims.record_sent(session, claim, outcome.ts, now):
        return "overtaken"
    if claim.part == "card":
        # A person's messages stand in a channel of their own: questions and clicks come from there.
        for channel in dict.fromkeys((place.channel, outcome.channel or place.channel)):
            thread = posts.Thread(place.tenant, channel, outcome.ts, "action", place.action, draft.subjects)
            posts.add_thread(session, thread, now)
    if draft.file_rows and claim.part.startswith(("card", "update")):
        # What an update tells stands in no file yet: the list is put into the thread anew.
        outbox.owe_file(session, claim, draft.file_rows, now)
    if claim.part.startswith("detail") and claim.part.count(":") == 1:
        outbox.add_rest(session, claim, len(draft.messages), now)
    said = {"action": place.action, "part": claim.part, "channel": place.channel, "events": len(claim.events)}
    record_link(session, place.tenant, "alert", DESK, said, now)
    return "sent"


def _orphaned(session: Session, sender: Sender, claim: Claim, ts: str) -> str:
    """The card of a reply was deleted: it is owed anew, in its present state, and the reply follows it there."""
    now, place = sender.clock(), claim.place
    posts.mark_gone(session, place.tenant, place.channel, ts)
    claims.repost_card(session, place, ts, now)
    card = outbox.card_at(session, place)
    if claim.part.startswith("update") and card is not None:
        claims.close(session, claim, "moot", "told by the card posted anew")
        return "moot"
    if claim.attempts >= sender.attempts:
        claims.close(session, claim, "dead", "its card was deleted and could not be posted anew")
        return "dead"
    wait = timedelta() if card is not None else LEAST_WAIT
    claims.defer(session, claim, now + wait, "its card was deleted", look_first=False, counted=True)
    return "deferred"
