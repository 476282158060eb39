"""Notes: kept, edited, tagged, deleted and found again, for the audience that may read them.

text ─▶ subject (a name is looked up) ─▶ note ─▶ edited: the earlier text stays ─▶ deleted: only who and when stay
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

from bot.blocks.story_words import headline
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.notes import (
    MOST_TAGS,
    TAG_RULE,
    Named,
    Note,
    NoteSearch,
    Subject,
    Topic,
    TopicKind,
    Version,
    read_tag,
    retagged,
    storable,
)
from bot.core.screening import SETTLED, Match, NoteView, Query
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.parties import Party, find_party
from bot.services.screening import check
from bot.services.topic_cards import redraw_topic
from storage import entities, events, note_search, notes, seen, stories
from storage.db import Database
from storage.session import Session

LONGEST: Final = 3000
PAGE: Final = 8
"""Notes that a page of results shows."""
VISIBILITIES: Final = ("team", "channel", "private")
OPERATOR: Final = ""
"""Who acts at the command line, where nobody is named; may delete any note."""


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """A note as its author gave it; `visibility` "" is the channel's default, `submission` names the click."""

    subject: Ref | Topic
    text: str
    author: str
    submission: str
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The note is kept; `party` has no entity where it is on a programme or an official action."""

    id: int
    party: Party
    visibility: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The note as it is now, and what it is on."""

    note: Note
    caption: str


@dataclass(frozen=True, slots=True)
class SeveralParties:
    """Several parties may be meant by a name: a person must choose one, by its entity id."""

    name: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Notes with what each is on, the newest first; `more` tells that there are others after the last."""

    notes: tuple[tuple[Note, str], ...]
    more: bool = False


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
        party = _on(session, asked.subject)
        if party is None:
            return NoteProblem(_UNKNOWN[type(asked.subject)])
        topic = asked.subject if isinstance(asked.subject, Topic) else Topic("programme", "")
        note = notes.NewNote(
            tenant=audience.tenant,
            entity=party.entity,
            source=party.source,
            ref=party.ref,
            text=storable(asked.text).strip(),
            author=asked.author,
            channel=audience.channel,
            visibility=cast(notes.Visibility, visibility),
            submission=asked.submission,
            kind=topic.kind if topic.about else "entity",
            about=topic.about,
        )
        is_new = seen.since(session, audience.tenant, notes.submission_key(note)) is None
        number = notes.add_note(session, note, now)
        if is_new:
            redraw_topic(session, audience.tenant, note.kind, note.about, now)
            _record(session, audience, "made", number, asked.author, now)
        return Kept(number, party, visibility)


def subject_of(
    desk: Desk, subject: Subject, audience: Audience, now: datetime
) -> Ref | Topic | SeveralParties | NoteProblem:
    """What a note shall be about; a name is looked up, and asked back where it may mean several."""
    if not isinstance(subject, Named):
        return subject
    answer = check(desk, Query(subject.name), audience, now)
    if not answer.matches:
        return NoteProblem(f"Nobody on the lists is found as “{subject.name[:80]}”. Write a reference instead.")
    if answer.status not in SETTLED:
        return SeveralParties(subject.name, answer.matches)
    return Ref(entity=answer.matches[0].entity)


def edit_note(
    db: Database, audience: Audience, number: int, text: str, by: str, now: datetime
) -> Changed | NoteProblem:
    """Give a note another text, by its author; what it said before can be read on request."""
    text = storable(text).strip()
    if problem := _text_problem(text):
        return NoteProblem(problem)
    with db.write() as session:
        note = notes.find_note(session, audience, number, for_change=True)
        if note is None or note.deleted_at:
            return _gone(number)
        if problem := refusal_of(note, by, True, audience):
            return NoteProblem(problem)
        if text != note.text:
            notes.edit_note(session, audience, note, text, by, now)
            redraw_topic(session, audience.tenant, note.kind, note.about, now)
            _record(session, audience, "edited", number, by, now)
            note = replace(note, text=text, tags=retagged(note.tags, note.text, text), edited_at=now)
        return Changed(note, _caption(session, note))


def tag_note(
    db: Database, audience: Audience, number: int, words: Collection[str], now: datetime
) -> Changed | NoteProblem:
    """Give a note further tags; every reader of it may."""
    tags = read_tags(words)
    if isinstance(tags, NoteProblem):
        return tags
    with db.write() as session:
        note = notes.find_note(session, audience, number, for_change=True)
        if note is None or note.deleted_at:
            return _gone(number)
        if len({*note.tags, *tags}) > MOST_TAGS:
            return NoteProblem(f"A note has at most {MOST_TAGS} tags; this one has {len(note.tags)}.")
        after = replace(note, tags=notes.tag_note(session, audience, note, tags))
        caption = _caption(session, note)
        if after != note:
            _record(session, audience, "tagged", number, audience.user, now)
        return Changed(after, caption)


def delete_note(
    db: Database, audience: Audience, number: int, by: str, now: datetime, *, is_lead: bool = False
) -> Changed | NoteProblem:
    """Delete a note, by its author, by who kept it from a message, or by a lead; who and when stay, no text does."""
    with db.write() as session:
        note = notes.find_note(session, audience, number, for_change=True)
        if note is None or note.deleted_at:
            return _gone(number)
        if not is_lead and (problem := refusal_of(note, by, False, audience)):
            return NoteProblem(problem)
        caption = _caption(session, note)
        notes.erase_note(session, audience.tenant, number, by or "cli", now)
        redraw_topic(session, audience.tenant, note.kind, note.about, now)
        _record(session, audience, "deleted", number, by, now)
    db.scrub()
    return Changed(replace(note, text="", tags=(), deleted_at=now, deleted_by=by or "cli"), caption)


def refusal_of(note: Note, by: str, to_edit: bool, audience: Audience) -> str:
    """Why this person may not edit or delete a note ("": they may); a lead deletes any, and edits only their own."""
    if to_edit and note.is_reply:
        return "This note follows the message that it was kept from: edit the message itself."
    if by and by in ((note.author,) if to_edit else (note.author, note.keeper)):
        return ""
    if not to_edit and audience.may("note.others"):
        return ""
    return "Only its author edits a note. Write one of your own." if to_edit else "Only its author deletes a note."


def read_tags(words: Collection[str]) -> tuple[str, ...] | NoteProblem:
    """The tags that somebody gives apart from a text."""
    if not words:
        return NoteProblem(f"Write at least one tag. {TAG_RULE}")
    wrong = next((word for word in words if not read_tag(word)), None)
    if wrong is not None:
        return NoteProblem(f"“{wrong[:40]}” is no tag. {TAG_RULE}")
    return tuple(dict.fromkeys(read_tag(word) for word in words))


def find_note(db: Database, audience: Audience, number: int) -> tuple[Changed, tuple[Version, ...]] | NoteProblem:
    """A note with what it said before; of a deleted one only who and when."""
    with db.read() as session:
        note = notes.find_note(session, audience, number)
        if note is None:
            return _gone(number)
        return Changed(note, _caption(session, note)), tuple(notes.earlier_versions(session, audience, note))


def notes_about(db: Database, audience: Audience, subject: Ref | Topic) -> tuple[Listed, Party] | NoteProblem:
    """All notes on a party, a programme or an official action that these readers may see, and what that is."""
    with db.read() as session:
        party = _on(session, subject)
        if party is None:
            return NoteProblem(_UNKNOWN[type(subject)])
        if isinstance(subject, Topic):
            found = notes.notes_about(session, audience, subject.kind, subject.about)
        else:
            found = notes.notes_on(session, audience, party.entity)
    return Listed(tuple((note, party.caption) for note in found)), party


def search_notes(db: Database, audience: Audience, wanted: NoteSearch, before: int = 0, most: int = PAGE) -> Listed:
    """A page of the notes that these readers may see and that have all that is wanted."""
    with db.read() as session:
        found = note_search.search(session, audience, wanted, most + 1, before)
        shown = tuple((note, _caption(session, note)) for note in found[:most])
    return Listed(shown, len(found) > most)


def _record(session: Session, audience: Audience, act: str, number: int, by: str, now: datetime) -> None:
    record(session, audience.tenant, "note", by, {"act": act, "note": number, "channel": audience.channel}, now)


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
    if audience.guest:
        return "Notes are written by members of this team; Slack does not say that you are one."
    if visibility not in VISIBILITIES:
        return f"Visibility is one of {', '.join(VISIBILITIES)}."
    if visibility == "team" and audience.private:
        return "A note made in a private channel is never shown outside it: choose channel or private."
    if not audience.channel:
        return "A note needs the channel it is written in."
    if not asked.author:
        return "A note needs its author."
    return _text_problem(storable(asked.text).strip())


def _text_problem(text: str) -> str:
    if not text:
        return "A note needs a text."
    return f"A note has at most {LONGEST} characters." if len(text) > LONGEST else ""


_UNKNOWN: Final[dict[type, str]] = {
    Ref: "No such entry on the lists loaded.",
    Topic: "No official action or story with this id is recorded here; `changes` and `news` tell them.",
}


def _gone(number: int) -> NoteProblem:
    """What is said alike of a note that is not there, that is deleted, and that may not be known of here."""
    return NoteProblem(f"There is no note {number} to be seen here.")


def _on(session: Session, subject: Ref | Topic) -> Party | None:
    """What a note is on; a programme is taken by its word, since a code may come before its first listing."""
    if isinstance(subject, Ref):
        return find_party(session, subject)
    if subject.kind == "programme":
        return Party("", "", "", subject.about)
    if subject.kind == "story":
        story = stories.find_story(session, int(subject.about))
        return Party("", "", "", headline(story)) if story else None
    action = events.find_action(session, subject.about)
    return Party("", "", "", f"{action.issuer}: {action.title}") if action else None


def _caption(session: Session, note: Note) -> str:
    """What a note is on, in words."""
    if note.kind != "entity":
        party = _on(session, Topic(cast(TopicKind, note.kind), note.about))
        return party.caption if party else note.about
    party = find_party(session, Ref(source=note.source, ref=note.ref)) if note.source else None
    party = party or find_party(session, Ref(entity=entities.present_id(session, note.entity, note.source, note.ref)))
    return party.caption if party else ""
