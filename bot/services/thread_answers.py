"""Thread answers: a question in a thread of ours that names nobody, answered about the thread's subject or subjects.

text ─▶ what is asked ─▶ status · changes · notes and earlier threads, of the party or of all ─▶ reply
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from bot.blocks import check as check_blocks
from bot.blocks.kit import Message
from bot.blocks.thread_answers import Known, thread_answer
from bot.blocks.thread_crowds import ACTION, OFFERED_OF_FEW, Crowd, crowd_answer
from bot.core.audience import Audience
from bot.core.entities import ListingKey
from bot.core.events import Event
from bot.core.reading import OfRelated, read
from bot.core.related import fold
from bot.core.screening import SETTLED, Answer, NoteView, Status
from bot.core.subjects import Earlier, SubjectQuestion, parse_subject_question
from bot.services.desk import Desk
from bot.services.kept_replies import instant_of
from bot.services.questions import remember
from bot.services.replies import Reply
from bot.services.screening import check, check_entities
from bot.services.threads import subject_is, subjects_in
from storage import entities, events, notes, posts
from storage.posts import Subject, Thread

EARLIER: Final = 3
OWNER: Final = "owner"
_TITLES: Final = {"action": "official action", "answer": "question", "discussion": "discussion", "digest": "digest"}


def answer_in_thread(desk: Desk, thread: Thread, text: str, audience: Audience, now: datetime) -> Reply | None:
    """The reply about the thread's subjects; None when the text names somebody itself, or wants something done."""
    question = parse_subject_question(text, now.date())
    if question is None or question.asks == "watch":
        return None
    parties = present_ids(desk, thread.subjects)
    if len(parties) < 2:
        return _of_one(desk, question, thread, parties, text, audience, now)
    answer = check_entities(desk, parties[:OFFERED_OF_FEW], text, audience, now)
    remember(desk, audience, text, answer, now, question.asks if question.asks in ("changes", "notes") else "")
    return Reply(crowd_answer(answer, question, text, audience, _crowd(desk, question, thread, parties, audience)))


def answer_picked(
    desk: Desk, thread: Thread, entity: str, text: str, audience: Audience, now: datetime
) -> Reply | None:
    """The reply to a thread's question about the one of its parties that was picked; None for any other pick."""
    question = parse_subject_question(text, now.date())
    if question is None or question.asks == "watch" or entity not in present_ids(desk, thread.subjects):
        return None
    return _of_one(desk, question, thread, [entity], text, audience, now)


def answer_named(desk: Desk, thread: Thread, text: str, audience: Audience, now: datetime) -> Reply | None:
    """The reply to who owns a party that is surely nobody's name, but part of the name of one party of the thread.

    None where it is not. A question for a status is left alone: that is claimed of nobody who is only possibly meant.
    """
    asked = read(text)
    if not isinstance(asked, OfRelated) or asked.asked.relation.word != OWNER:
        return None
    found = check(desk, asked.query, audience, now)
    if found.status not in (Status.POSSIBLE, Status.NOT_FOUND) or found.dismissed:
        return None
    named = [each for each in present_ids(desk, thread.subjects) if _is_part(asked.query.text, desk, each)]
    question = SubjectQuestion("ownership")
    return _of_one(desk, question, thread, named, text, audience, now) if len(named) == 1 else None


def _is_part(text: str, desk: Desk, entity: str) -> bool:
    """Whether all words of a text, and more than one, stand in the name that a party goes by here."""
    words = fold(text)
    return len(words) > 1 and set(words) <= set(fold(desk.dataset.current().caption(entity)))


def _of_one(
    desk: Desk,
    question: SubjectQuestion,
    thread: Thread,
    parties: Sequence[str],
    text: str,
    audience: Audience,
    now: datetime,
) -> Reply:
    answer = check_entities(desk, parties, text, audience, now)
    remember(desk, audience, text, answer, now)
    if answer.status not in SETTLED or (question.asks == "status" and not question.lists):
        return Reply(check_blocks.thread_answer(answer, audience, text), subjects_in(answer))
    return Reply(_told(desk, answer, question, text, audience, thread), subjects_in(answer))


def present_ids(desk: Desk, subjects: Sequence[Subject]) -> list[str]:
    """The entities that a thread's subjects are by now."""
    kept = [(s.entity, s.source, s.ref) for s in subjects]
    with desk.db.read() as session:
        found = entities.present_ids(session, kept)
    return list(dict.fromkeys(found[each] for each in kept))


def _told(
    desk: Desk, answer: Answer, question: SubjectQuestion, text: str, audience: Audience, thread: Thread
) -> Message:
    entity = answer.matches[0].entity
    known = Known(
        _events(desk, [entity]) if question.asks == "changes" else (),
        earlier_here(desk, audience, entity, thread.ts) if question.asks == "notes" else (),
        desk.dataset.current().record_begins,
    )
    return thread_answer(answer, question, text, audience, known)


def _crowd(desk: Desk, question: SubjectQuestion, thread: Thread, parties: Sequence[str], audience: Audience) -> Crowd:
    is_of_notes = question.asks == "notes" and not audience.is_public
    return Crowd(
        len(parties),
        thread.action,
        _events(desk, parties) if question.asks == "changes" else (),
        _notes(desk, thread, parties, audience) if is_of_notes else (),
        _earlier_here(desk, audience, _is_one_of(thread.subjects, parties), thread.ts) if is_of_notes else (),
        _begins(desk, question, thread),
    )


def _begins(desk: Desk, question: SubjectQuestion, thread: Thread) -> dict[str, date]:
    wanted = question.lists or {subject.source for subject in thread.subjects}
    return {source: first for source, first in desk.dataset.current().record_begins.items() if source in wanted}


def _events(desk: Desk, parties: Sequence[str]) -> list[Event]:
    with desk.db.read() as session:
        return events.events_of(session, entities.former_of(session, parties))


def _notes(desk: Desk, thread: Thread, parties: Sequence[str], audience: Audience) -> list[tuple[str, NoteView]]:
    """The notes on the action or any of the parties that may be shown here, with what each is on, newest first."""
    current = desk.dataset.current()
    with desk.db.read() as session:
        on_parties = notes.notes_for(session, audience, parties)
        on_action = notes.notes_about(session, audience, "action", thread.action) if thread.action else []
    found = [(current.caption(entity), note) for entity, kept in on_parties.items() for note in kept]
    found += [(ACTION, NoteView(n.id, n.text, n.author, n.created_at, n.visibility)) for n in on_action]
    shown = [each for each in found if each[1].visibility != "private" or audience.surface != "channel"]
    return sorted(shown, key=lambda each: each[1].created_at, reverse=True)


def earlier_here(desk: Desk, audience: Audience, entity: str, but: str = "") -> list[Earlier]:
    """The newest threads of ours in the readers' own channel about this party, but this one."""
    with desk.db.read() as session:
        return _earlier_here(desk, audience, subject_is(session, entity), but)


def _is_one_of(subjects: Sequence[Subject], parties: Sequence[str]) -> Callable[[Subject], bool]:
    """Whether a subject is one of these parties, by its id or by the listing that brought it."""
    ids = {*parties, *(subject.entity for subject in subjects)}
    keys: set[ListingKey] = {(subject.source, subject.ref) for subject in subjects if subject.source}
    return lambda subject: subject.entity in ids or (subject.source, subject.ref) in keys


def _earlier_here(desk: Desk, audience: Audience, is_it: Callable[[Subject], bool], but: str) -> list[Earlier]:
    if not audience.channel or audience.is_public:
        return []
    with desk.db.read() as session:
        found = [
            thread
            for thread in posts.recent_threads(session, audience.tenant, audience.channel)
            if thread.ts != but and any(map(is_it, thread.subjects))
        ][:EARLIER]
    return [_earlier(desk, thread) for thread in found]


def _earlier(desk: Desk, thread: Thread) -> Earlier:
    at = instant_of(thread.ts)
    return Earlier(at, desk.slack.permalink(thread.channel, thread.ts), _TITLES.get(thread.kind, "thread"))
