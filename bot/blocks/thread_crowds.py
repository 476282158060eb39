"""Threads about many parties: answers about all of them, and the request to name one where only one can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.blocks import ids
from bot.blocks.events import tally
from bot.blocks.inert import count, day, inert, lines, listed_out
from bot.blocks.kit import Block, Message, button, context, message, section
from bot.blocks.party import candidate_text, caption
from bot.blocks.recorded import record_begins, unseen
from bot.blocks.scope import list_dates, loaded
from bot.blocks.team import party_value
from bot.blocks.thread_rows import (
    SHOWN,
    change_rows,
    changed_on,
    changes_since,
    closed_to,
    earlier_rows,
    note_row,
    older_lists,
    sentence,
    since_of,
    small_print,
)
from bot.blocks.wording import SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.screening import Answer, NoteView
from bot.core.subjects import Earlier, SubjectQuestion

OFFERED: Final = 5
"""Parties that can be opened from a reply; of a few more, all."""
OFFERED_OF_FEW: Final = 8
ACTION: Final = "the action"


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a thread of `parties` parties is about: its own action, what happened since, what the team wrote.

    `notes` are (what a note is on, the note), newest first; `begins` is the first day of each list's record.
    """

    parties: int
    action: str = ""
    events: Sequence[Event] = ()
    notes: Sequence[tuple[str, NoteView]] = ()
    earlier: Sequence[Earlier] = ()
    begins: Mapping[str, date] = field(default_factory=dict)


def crowd_answer(answer: Answer, question: SubjectQuestion, text: str, audience: Audience, crowd: Crowd) -> Message:
    """The reply: what changed or was written of all, or that one must be named; `answer` holds those offered."""
    match question.asks:
        case "changes":
            told: Sequence[str | Block] = _changes(answer, question, crowd)
        case "notes":
            told = _notes(audience, crowd)
        case _:
            told = [_unloaded(answer, question), *_name_one(answer, crowd)]
    blocks = [part if isinstance(part, dict) else section(part) for part in told if part]
    said = sentence(str(blocks[0]["text"]["text"]))
    return message(
        f"{SAMPLE_TEXT if answer.sample else ''}{said} {list_dates(answer)}",
        [
            context(SAMPLE_BANNER) if answer.sample else None,
            *blocks,
            small_print(answer, text),
        ],
    )


def _unloaded(answer: Answer, question: SubjectQuestion) -> str:
    """The issuers asked about of whom no list is loaded: naming one party would not help."""
    ready = {ISSUER_OF[state.source] for state in loaded(answer)}
    wanted = dict.fromkeys(ISSUER_OF[source] for source in sorted(question.lists) if ISSUER_OF[source])
    return lines(*(f"⚠️ *{issuer_label(each)}: no list loaded, cannot say.*" for each in wanted if each not in ready))


def _name_one(answer: Answer, crowd: Crowd) -> list[str | Block]:
    """The parties that can be opened, and how to ask about any other."""
    shown = answer.matches[: OFFERED_OF_FEW if crowd.parties <= OFFERED_OF_FEW else OFFERED]
    example = f", for example: “is {caption(shown[0], 60)} still listed?”" if shown else "."
    rest = crowd.parties - len(shown)
    return [
        f"*This thread is about {crowd.parties:,} parties: name one*{example}",
        *(
            section(
                candidate_text(number, match),
                button("Open", ids.pick(number), party_value(answer, match), label=f"Open {number}: {match.caption}"),
            )
            for number, match in enumerate(shown, 1)
        ),
        context(
            lines(
                f"+{rest:,} more" if rest else "",
                "Answered for all of them: “what changed since March?” and “who wrote about this before?”",
            )
        ),
    ]


def _changes(answer: Answer, question: SubjectQuestion, crowd: Crowd) -> list[str | Block]:
    """What happened to any of them beside the action that the thread is about."""
    since = since_of(question, answer.asked_at)
    kept = changes_since(crowd.events, since, question)
    own = [event for event in kept if crowd.action and event.action == crowd.action]
    others = [event for event in kept if event not in own]
    whose = f"for the {crowd.parties:,} parties of this thread"
    dated = sorted({changed_on(event) for event in own})
    beside = f"This card's own action, list of {day(dated[-1])}, is not counted." if own else ""
    copies = (state for state in loaded(answer) if state.source in crowd.begins)
    gap = lines(record_begins(crowd.begins, since), unseen(copies, since))
    if not others:
        more = "further " if own else ""
        return [lines(f"*No {more}change seen on the lists that we read since {day(since)}* {whose}.", beside, gap)]
    met = len({event.entity for event in others})
    head = f"*{count(len(others), 'change')} on the lists since {day(since)}*, of {met:,} of the"
    return [
        lines(
            f"{head} {crowd.parties:,} parties of this thread: {_sums(others)}.",
            older_lists(others, since),
            beside,
            gap,
        ),
        change_rows(others, named=True),
    ]


def _sums(events: Sequence[Event]) -> str:
    found = tally(events)
    told = (
        ("added", found.added),
        ("back", found.back),
        ("removed", found.removed),
        ("absent, not yet confirmed", found.pending),
        ("changed", found.changed),
        ("records replaced", found.replaced),
        ("moved between lists", found.moved),
    )
    return listed_out([f"{len(those):,} {word}" for word, those in told if those], len(told), between=", ")


def _notes(audience: Audience, crowd: Crowd) -> list[str | Block]:
    if closed := closed_to(audience):
        return [closed]
    about = f"these {crowd.parties:,} parties or this action" if crowd.action else f"these {crowd.parties:,} parties"
    if not crowd.notes and not crowd.earlier:
        return [f"*Nothing by the team is visible here:* no note and no earlier thread about {about} in this channel."]
    rows = [note_row(note.created_at, note.author, note.text, inert(on, 60)) for on, note in crowd.notes[:SHOWN]]
    return [
        f"*{count(len(crowd.notes), 'note')} visible here on {about}, "
        f"{count(len(crowd.earlier), 'earlier thread')} in this channel.*",
        lines(*rows, f"+{len(crowd.notes) - SHOWN:,} earlier" if crowd.notes[SHOWN:] else "") if rows else "",
        earlier_rows(crowd.earlier) if crowd.earlier else "",
    ]
