"""Notes: kept for the audience that may read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.screening import NoteView
from bot.services.parties import Party, find_party
from storage import notes
from storage.db import Database

LONGEST: Final = 3000
VISIBILITIES: Final = ("team", "channel", "private")


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """A note as its author gave it; `visibility` "" is the channel's default, `submission` names the click."""

    subject: Ref
    text: str
    author: str
    submission: str
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The note is kept."""

    id: int
    party: Party
    visibility: str


@dataclass(frozen=True, slots=True)
class NoteProblem:
    """Nothing was kept; the text says why."""

    text: str


def keep_note(db: Database, audience: Audience, asked: NoteAsked, now: datetime) -> Kept | NoteProblem:
    """Keep a note written in the audience's channel, once per submission."""
    visibility = asked.visibility or default_visibility(audience)
    problem = _problem(audience, asked, visibility)
    if problem:
        return NoteProblem(problem)
    with db.write() as session:
        party = find_party(session, asked.subject)
        if party is None:
            return NoteProblem("No such entry on the lists loaded.")
        note = notes.NewNote(
            tenant=audience.tenant,
            entity=party.entity,
            source=party.source,
            ref=party.ref,
            text=asked.text.strip(),
            author=asked.author,
            channel=audience.channel,
            visibility=cast(notes.Visibility, visibility),
            submission=asked.submission,
        )
        return Kept(notes.add_note(session, note, now), party, visibility)


def read_notes(db: Database, audience: Audience, entities: Collection[str]) -> dict[str, tuple[NoteView, ...]]:
    """What this audience may read on these parties."""
    with db.read() as session:
        return notes.notes_for(session, audience, entities)


def default_visibility(audience: Audience) -> str:
    """What is said in a private channel stays there; elsewhere notes are the team's."""
    return "channel" if audience.private else "team"


def _problem(audience: Audience, asked: NoteAsked, visibility: str) -> str:
    if audience.externally_shared:
        return "No notes here: this channel is shared with another organisation, which sees public data only."
    if visibility not in VISIBILITIES:
        return f"Visibility is one of {', '.join(VISIBILITIES)}."
    if visibility == "team" and audience.private:
        return "A note made in a private channel is never shown outside it: choose channel or private."
    if not audience.channel:
        return "A note needs the channel it is written in."
    if not asked.author:
        return "A note needs its author."
    if not asked.text.strip():
        return "A note needs a text."
    return f"A note has at most {LONGEST} characters." if len(asked.text) > LONGEST else ""
