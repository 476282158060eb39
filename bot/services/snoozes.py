"""Snoozes: made, listed, ended.

text ─▶ what and until when (a name is screened) ─▶ saved; at its end one digest tells what was held back
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.digests import is_digest
from bot.core.entities import Ref
from bot.core.screening import SETTLED, Answer, Match, Query
from bot.core.snoozes import WHAT, Scope, Snooze, SnoozeAsked, SnoozeProblem, parse_snooze
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.parties import find_party
from bot.services.threads import subject_is
from storage import entities, outbox, posts, snoozes, watches, work
from storage.db import Database
from storage.session import Session

LABEL = 200

Screen = Callable[[Query], Answer]


@dataclass(frozen=True, slots=True)
class SeveralParties:
    """Several parties may be meant: a person must choose one, by its entity id."""

    text: str
    matches: tuple[Match, ...]


def snooze(
    desk: Desk, tenant: int, channel: str, scope: Scope, value: str, label: str, until: datetime, by: str
) -> Snooze:
    """Hold back what is not law about something in a channel until then; saying it again moves the end."""
    with desk.db.write() as session:
        made = snoozes.put(session, tenant, channel, scope, value, label[:LABEL], until, by, desk.clock())
        _record(session, "made", made, by, desk.clock())
    return made


def snooze_text(
    db: Database, screen: Screen, audience: Audience, by: str, text: str, now: datetime, timezone: str
) -> Snooze | SeveralParties | SnoozeProblem:
    """Snooze what a user wrote, in the audience's channel."""
    asked = parse_snooze(text, now, timezone)
    if isinstance(asked, SnoozeProblem):
        return asked
    with db.read() as session:
        meant = _meant(session, screen, audience, asked)
    if not isinstance(meant, SnoozeAsked):
        return meant
    with db.write() as session:
        made = snoozes.put(
            session, audience.tenant, audience.channel, meant.scope, meant.value, meant.label, meant.until, by, now
        )
        _draw_anew(session, made, now)
        _record(session, "made", made, by, now)
    return made


def list_snoozes(db: Database, audience: Audience, now: datetime) -> list[Snooze]:
    """The snoozes of the audience's channel that still run; without a channel, those that every member may see."""
    with db.read() as session:
        return snoozes.list_snoozes(session, audience, now)


def end_snooze(db: Database, audience: Audience, number: int, now: datetime) -> Snooze | None:
    """End a snooze of the audience's channel: what it held back is told within the minute, its cards are drawn anew."""
    with db.write() as session:
        gone = snoozes.end(session, audience, number, now)
        if gone is not None:
            _draw_anew(session, gone, now)
            _record(session, "ended", gone, audience.user, now)
    return gone


def _record(session: Session, act: str, changed: Snooze, by: str, now: datetime) -> None:
    said = {"act": act, "snooze": changed.id, "channel": changed.channel, "scope": changed.scope}
    record(session, changed.tenant, "snooze", by, said, now)


def _draw_anew(session: Session, changed: Snooze, now: datetime) -> None:
    """Owe a redraw of the cards that say whether they are snoozed: on this party alone, or on this action."""
    actions = [changed.value] if changed.scope == "action" else []
    if changed.scope == "entity":
        is_it = subject_is(session, entities.present_id(session, changed.value))
        standing = posts.recent_threads(session, changed.tenant, changed.channel)
        actions = [each.action for each in standing if each.subjects and all(map(is_it, each.subjects))]
    for action in dict.fromkeys(actions):
        place = Place(changed.tenant, changed.channel, action)
        if not is_digest(action) and outbox.card_at(session, place) is not None:
            work.owe_redraw(session, place, now)


def _meant(
    session: Session, screen: Screen, audience: Audience, asked: SnoozeAsked
) -> SnoozeAsked | SeveralParties | SnoozeProblem:
    if asked.scope == "watch":
        return _watch(session, audience, asked)
    if asked.ref is not None:
        return _party(session, asked, asked.ref)
    return _named(screen, asked) if asked.name else asked


def _watch(session: Session, audience: Audience, asked: SnoozeAsked) -> SnoozeAsked | SnoozeProblem:
    here = [each for each in watches.list_watches(session, audience) if each.channel == audience.channel]
    found = next((each for each in here if str(each.id) == asked.value), None)
    if found is None:
        return SnoozeProblem(f"There is no watch {asked.value} in this channel; `watches` lists them.")
    return SnoozeAsked(asked.until, "watch", asked.value, f"watch {found.id}: {found.target.label}"[:LABEL])


def _party(session: Session, asked: SnoozeAsked, ref: Ref) -> SnoozeAsked | SnoozeProblem:
    party = find_party(session, ref)
    if party is None:
        return SnoozeProblem(f"No entry with this reference is on the lists loaded. {WHAT}")
    return SnoozeAsked(asked.until, "entity", party.entity, party.caption[:LABEL])


def _named(screen: Screen, asked: SnoozeAsked) -> SnoozeAsked | SeveralParties | SnoozeProblem:
    answer = screen(Query(asked.name))
    if not answer.matches:
        return SnoozeProblem(f"Nobody on the lists is found as “{asked.name[:80]}”. {WHAT}")
    if answer.status not in SETTLED:
        return SeveralParties(asked.name, answer.matches)
    first = answer.matches[0]
    return SnoozeAsked(asked.until, "entity", first.entity, first.caption[:LABEL])
