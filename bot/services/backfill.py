"""Backfill: what an older version of the program did not write of the lists in force: their keys and fill rates.

Done for all lists before one of them is refreshed, since links go across lists.
"""

from __future__ import annotations

from bot.core.roll import Roll
from bot.core.snapshots import stated_shares
from storage import keys, lists
from storage.db import Database


def backfill(db: Database) -> int:
    """Write the keys and fill rates that are missing; for how many lists."""
    with db.read() as session:
        missing = lists.without_stated(session)
    for source, snapshot in missing:
        with db.read() as session:
            states = {ref: item.state for ref, item in lists.standings(session, source).items()}
            words = lists.listings_of(session, source, set(states))
        present = Roll(source, {ref: item for ref, item in words.items() if states[ref] == "listed"})
        filed = keys.made({ref: item for ref, item in words.items() if states[ref] != "replaced"})
        with db.write() as session:
            keys.set_keys(session, source, filed)
            lists.set_stated(session, snapshot, stated_shares(present))
    return len(missing)
