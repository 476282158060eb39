"""Team: notes below the law, and the buttons that lead on from an answer."""

from __future__ import annotations

from bot.blocks import ids
from bot.blocks.decisions import assessment_lines, more_button
from bot.blocks.inert import count, day, lines, person, quoted
from bot.blocks.kit import Block, actions, button, section
from bot.blocks.lines import answer_lines
from bot.blocks.values import ButtonValue, pack
from bot.core.audience import Audience
from bot.core.notes import is_tags_only
from bot.core.screening import Answer, Match, NoteView

SHOWN = 2


def visible_notes(answer: Answer, entity: str, audience: Audience) -> tuple[NoteView, ...]:
    """A party's notes for these readers, newest first, those of tags alone last; guests and outsiders see none, a
    channel no private ones."""
    if audience.is_public:
        return ()
    notes = answer.notes.get(entity, ())
    kept = [note for note in notes if note.visibility != "private" or audience.surface != "channel"]
    newest = sorted(kept, key=lambda note: note.created_at, reverse=True)
    return tuple(sorted(newest, key=lambda note: is_tags_only(note.text)))


def notes_section(answer: Answer, entity: str, audience: Audience) -> Block | None:
    """The TEAM block: line to take, assessments, notes; left out when there is nothing to show."""
    notes = visible_notes(answer, entity, audience)
    first = (*answer_lines(answer, audience), *assessment_lines(answer, entity, audience))
    if not notes:
        return section(lines("*TEAM*", *first)) if first else None
    rows = [
        f"• {day(note.created_at.date())}, {person(note.author)}: {quoted(note.text, 120)}" for note in notes[:SHOWN]
    ]
    earlier = f"{len(notes) - SHOWN} earlier: `/sanctions notes {entity}`" if len(notes) > SHOWN else ""
    told = f"📝 {count(len(notes), 'note')} visible here"
    head = ("*TEAM*", *first, told) if first else (f"*TEAM* {told}",)
    return section(lines(*head, *rows, earlier))


def answer_buttons(answer: Answer, match: Match, audience: Audience) -> Block:
    """What a reader can do next with an answer about one party."""
    value = party_value(answer, match)
    buttons = [
        *share_button(answer, audience, match=match),
        button("Why?", ids.WHY, value, label="Why this answer?"),
        *([] if audience.is_public else [button("Note", ids.NOTE, value, label="Add a note")]),
        button("Watch", ids.WATCH, value, label="Watch this party in this channel"),
        *more_button(answer, match, audience),
    ]
    return actions(ids.ANSWER_ACTIONS, buttons)


def share_button(answer: Answer, audience: Audience, text: str = "Share", match: Match | None = None) -> list[Block]:
    """Share, where the answer is not in the channel already; an answer about one party is shared about that party."""
    if audience.surface != "ephemeral":
        return []
    return [button(text, ids.SHARE, party_value(answer, match), label="Share this answer in the channel")]


def party_value(answer: Answer, match: Match | None) -> str:
    """The button value of an answer, about one of its parties where given."""
    first = match.listings[0].listing if match and match.listings else None
    return pack(
        ButtonValue(
            answer.query,
            match.entity if match else "",
            first.source if first else "",
            first.ref if first else "",
        )
    )
