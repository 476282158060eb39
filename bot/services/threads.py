"""Threads: every card of ours starts one, and a question there is about the card's subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.clients.slack import Posted, Sent
from bot.core.screening import SETTLED, Answer
from bot.services.desk import Desk
from bot.services.replies import Reply
from storage import entities, posts
from storage.posts import Subject, Thread
from storage.session import Session


def thread_at(desk: Desk, tenant: int, channel: str, thread_ts: str) -> Thread | None:
    """The thread of ours under this timestamp; None for other threads."""
    if not thread_ts:
        return None
    with desk.db.read() as session:
        return posts.find_thread(session, tenant, channel, thread_ts)


def subjects_of(desk: Desk, tenant: int, channel: str, thread_ts: str) -> tuple[Subject, ...]:
    """The parties that a thread of ours is about (none for other threads)."""
    thread = thread_at(desk, tenant, channel, thread_ts)
    return thread.subjects if thread else ()


def subject_is(session: Session, entity: str) -> Callable[[Subject], bool]:
    """Whether a thread's subject is this party by now, whatever was merged or split since."""
    listings = frozenset(entities.listings_of(session, entity))
    ids = frozenset((entity, *entities.former_ids(session, entity)))

    def is_it(subject: Subject) -> bool:
        if (subject.source, subject.ref) in listings:
            return True
        known = (subject.entity, subject.source, subject.ref)
        return subject.entity in ids and entities.present_id(session, *known) == entity

    return is_it


def newest_about(session: Session, tenant: int, channel: str, subjects: Iterable[Subject]) -> Thread | None:
    """The newest card in a channel that is about one of these parties by now."""
    parties = {entities.present_id(session, subject.entity, subject.source, subject.ref) for subject in subjects}
    asked = [subject_is(session, party) for party in sorted(parties)]
    for thread in posts.recent_threads(session, tenant, channel):
        if any(is_it(subject) for subject in thread.subjects for is_it in asked):
            return thread
    return None


def subjects_in(answer: Answer) -> tuple[Subject, ...]:
    """The parties an answer settles on: one when it names one, none while it offers a choice."""
    if answer.status not in SETTLED or not answer.matches:
        return ()
    match = answer.matches[0]
    first = match.listings[0].listing if match.listings else None
    return (Subject(match.entity, first.source if first else "", first.ref if first else ""),)


def post_reply(
    desk: Desk, tenant: int, channel: str, thread_ts: str, reply: Reply, now: datetime, kind: str = "answer"
) -> Posted:
    """Say something in a channel (in a thread when given), and remember whom the thread is about."""
    sent = desk.slack.post(channel, reply.message.payload(), thread_ts)
    if isinstance(sent, Sent):
        remember(desk, tenant, channel, thread_ts or sent.ts, reply, now, kind)
    return sent


def remember(desk: Desk, tenant: int, channel: str, root: str, reply: Reply, now: datetime, kind: str) -> None:
    """Note whom a thread is about, unless that is known."""
    if not reply.subjects:
        return
    with desk.db.write() as session:
        if posts.find_thread(session, tenant, channel, root) is None:
            posts.add_thread(session, Thread(tenant, channel, root, kind, "", reply.subjects), now)
