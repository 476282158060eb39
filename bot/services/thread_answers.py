"""Thread answers: a question in a thread of ours that names nobody, answered about the thread's subject.

text ─▶ what is asked ─▶ the subject's status · changes · notes and earlier threads ─▶ reply
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.blocks import check as check_blocks
from bot.blocks.kit import Message
from bot.blocks.thread_answers import thread_answer
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.screening import SETTLED, Answer
from bot.core.subjects import Earlier, SubjectQuestion, parse_subject_question
from bot.services.desk import Desk
from bot.services.kept_replies import instant_of
from bot.services.questions import remember
from bot.services.replies import Reply
from bot.services.screening import check_entities
from bot.services.threads import subject_is, subjects_in
from storage import entities, events, posts
from storage.posts import Subject, Thread

MOST_SUBJECTS: Final = 8
EARLIER: Final = 3
A_YEAR: Final = timedelta(days=365)
_TITLES: Final = {"action": "official action", "answer": "question", "discussion": "discussion", "digest": "digest"}


def answer_in_thread(
    desk: Desk, subjects: Sequence[Subject], text: str, audience: Audience, thread_ts: str, now: datetime
) -> Reply | None:
    """The reply about the thread's subject, or a choice when it has several; None when the text names somebody."""
    question = parse_subject_question(text, now.date())
    if question is None or question.asks == "watch":
        return None
    found = present_ids(desk, subjects)[:MOST_SUBJECTS]
    answer = check_entities(desk, found, text, audience, now)
    remember(desk, audience, text, answer, now)
    one = answer.status in SETTLED
    if not one or (question.asks == "status" and not question.lists):
        return Reply(check_blocks.thread_answer(answer, audience, text), subjects_in(answer))
    return Reply(_told(desk, answer, question, text, audience, thread_ts), subjects_in(answer))


def present_ids(desk: Desk, subjects: Sequence[Subject]) -> list[str]:
    """The entities that a thread's subjects are by now."""
    with desk.db.read() as session:
        return list(dict.fromkeys(entities.present_id(session, s.entity, s.source, s.ref) for s in subjects))


def _told(
    desk: Desk, answer: Answer, question: SubjectQuestion, text: str, audience: Audience, thread_ts: str
) -> Message:
    entity = answer.matches[0].entity
    changed = _changes(desk, entity, question, answer.asked_at) if question.asks == "changes" else ()
    earlier = earlier_here(desk, audience, entity, thread_ts) if question.asks == "notes" else ()
    return thread_answer(answer, question, text, audience, changed, earlier)


def _changes(desk: Desk, entity: str, question: SubjectQuestion, now: datetime) -> Sequence[Event]:
    since = datetime.combine(question.since, time(), UTC) if question.since else now - A_YEAR
    with desk.db.read() as session:
        return [
            event
            for each in entities.former_ids(session, entity)
            for event in events.find_events(session, events.EventFilter(since=since, entity=each))
        ]


def earlier_here(desk: Desk, audience: Audience, entity: str, but: str = "") -> list[Earlier]:
    """The newest threads of ours in the readers' own channel about this party, but this one."""
    if not audience.channel or audience.is_public:
        return []
    with desk.db.read() as session:
        is_it = subject_is(session, entity)
        found = [
            thread
            for thread in posts.recent_threads(session, audience.tenant, audience.channel)
            if thread.ts != but and any(map(is_it, thread.subjects))
        ][:EARLIER]
    return [_earlier(desk, thread) for thread in found]


def _earlier(desk: Desk, thread: Thread) -> Earlier:
    at = instant_of(thread.ts)
    return Earlier(at, desk.slack.permalink(thread.channel, thread.ts), _TITLES.get(thread.kind, "thread"))
