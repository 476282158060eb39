"""Housekeeping: forget what Slack will not repeat, and raw deliveries that nothing needs any more."""

from __future__ import annotations

from datetime import timedelta

from bot.services.desk import Desk
from storage import blobs, kept, seen

SEEN_FOR = timedelta(days=1)


def sweep(desk: Desk) -> None:
    """Remove what is no longer needed."""
    prune(desk)
    with desk.db.write() as session:
        seen.forget_before(session, desk.clock() - SEEN_FOR)
        kept.drop_unfinished(session, desk.clock() - SEEN_FOR)
    desk.db.scrub()


def prune(desk: Desk) -> int:
    """Drop raw deliveries beyond the last few of each list, except those that recorded events rest on."""
    with desk.db.write() as session:
        return blobs.drop_old_blobs(session, desk.settings.keep_blobs)
