"""Publications: an official delta or notice names the action that our own comparison of lists opened.

It may only be split off while nobody was told: a card that was posted keeps its action.
"""

from __future__ import annotations

from bot.core.snapshots import ParsedDelta
from bot.services.recording import Publication
from storage import publications
from storage.db import Database


def attach(db: Database, source: str, parsed: ParsedDelta, publication: Publication) -> int:
    """Name the actions whose recorded changes this delta explains; how many changes that are."""
    refs = {"ADD": set(parsed.added), "DEL": set(parsed.removed), "MOD": {*parsed.changed, *parsed.patched}}
    with db.write() as session:
        return publications.attach(session, source, refs, publication.id, publication.title, publication.url)
