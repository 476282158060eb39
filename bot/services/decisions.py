"""Decisions: made on a hit with the facts of this moment, ended by people; who may see them is settled in storage.

asked ─▶ party and its entries ─▶ facts ─▶ kept, or what stands already
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.audience import Audience
from bot.core.decisions import (
    OPENS_AGAIN,
    DecisionAsked,
    asked_words,
    end_of,
    facts_of,
    problem_of,
    subject_of,
)
from bot.core.entities import Ref
from bot.core.identifiers import Identifier
from bot.core.notes import Named, Topic
from bot.core.queries import QUOTES
from bot.core.questions import Query
from bot.core.team_views import Assessment
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.notes import NoteProblem, SeveralParties, default_visibility
from bot.services.notes import subject_of as named
from bot.services.parties import Party, find_party
from bot.services.screening import check
from storage import decisions, entities, lists
from storage.db import Database
from storage.decisions import NewDecision
from storage.session import Session

_QUOTED: Final = re.compile(r'\s*"([^"]*[^"\s][^"]*)"(?=\s|$)')
SHOWN_PARTIES: Final = 5
VISIBILITIES: Final = ("team", "channel", "private")
NOT_TOLD: Final = (
    "Nothing was kept: an assessment of this stands that is not shown here. Choose who sees yours, the channel or only "
    "you, and it stands beside that one."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The decision stands."""

    assessment: Assessment
    caption: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Nothing was kept: another decision stands, which its author or somebody quicker made."""

    assessment: Assessment
    caption: str


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """Nothing was kept; the text says why."""

    text: str


def by_reference(desk: Desk, text: str, audience: Audience, now: datetime) -> str | DecisionProblem:
    """What follows *decide*, with the party that a quoted name surely means by its reference instead."""
    found = _QUOTED.match(text.translate(QUOTES))
    if found is None:
        return text
    subject = named(desk, Named(" ".join(found[1].split())[:200]), audience, now)
    match subject:
        case Ref(entity=entity):
            return f"{entity} {text[found.end() :]}"
        case SeveralParties(name, matches):
            several = "; ".join(f"{match.caption[:60]} = {match.entity}" for match in matches[:SHOWN_PARTIES])
            return DecisionProblem(f"“{name[:80]}” may mean one of several. Write the id of one: {several}")
        case NoteProblem(problem):
            return DecisionProblem(problem)
        case Topic():
            return text


def decide(
    desk: Desk,
    audience: Audience,
    asked: DecisionAsked,
    author: str,
    submission: str,
    now: datetime,
    visibility: str = "",
) -> Kept | Stands | DecisionProblem:
    """Keep a decision made in the audience's channel, once per submission."""
    problem = _problem(audience, asked, author, visibility or default_visibility(audience), now)
    if problem:
        return DecisionProblem(problem)
    with desk.db.read() as session:
        party = find_party(session, asked.party)
    if party is None:
        return DecisionProblem("No such entry is on the lists loaded.")
    matched = _matched(desk, asked.about, party.entity, audience, now) if asked.about else ""
    with desk.db.write() as session:
        party = find_party(session, asked.party)
        if party is None:
            return DecisionProblem("No such entry is on the lists loaded.")
        new = _new(session, audience, asked, author, submission, now, visibility, party, matched)
        replaces = _gives_way(session, audience, asked, new)
        kept = decisions.add_decision(session, new, replaces, now)
        if kept is not None:
            said = {"act": "made", "decision": kept.id, "verdict": asked.verdict, "replaces": replaces or None}
            record(session, audience.tenant, "decision", author, {**said, "channel": audience.channel}, now)
            return Kept(kept, party.caption)
        stands = decisions.standing_for(session, new)
        told = decisions.find_decision(session, audience, stands.id) if stands else None
    if told is not None:
        return Stands(told, party.caption)
    return DecisionProblem(NOT_TOLD if stands else "Nothing was kept. Try again in a moment.")


def end_decision(db: Database, audience: Audience, number: int, by: str, now: datetime) -> Assessment | None:
    """Withdraw a decision that this audience may see, or let one that is open again rest; None when it sees neither."""
    if audience.is_public:
        return None
    with db.write() as session:
        found = decisions.find_decision(session, audience, number)
        if found is None or not _ends(session, audience.tenant, found, by, now):
            return None
        said = {"act": "withdrawn", "decision": number, "channel": audience.channel}
        record(session, audience.tenant, "decision", by, said, now)
        return found


def _ends(session: Session, tenant: int, found: Assessment, by: str, now: datetime) -> bool:
    if found.ended in OPENS_AGAIN:
        return decisions.withdraw_open(session, tenant, found.id, by)
    return not found.ended and decisions.end_decision(session, tenant, found.id, "withdrawn", by, "", now)


def standing(db: Database, audience: Audience, entity: str, asked: Query | None, now: datetime) -> Assessment | None:
    """The decision that one made here would replace, where these readers may see it."""
    subject = subject_of(asked) if asked else ""
    visibility = default_visibility(audience)
    with db.read() as session:
        found = decisions.assessments_for(session, audience, [entity], [subject], now).get(entity, ())
    mine = (each for each in found if not each.ended and (each.subject, each.visibility) == (subject, visibility))
    return next(mine, None)


def _gives_way(session: Session, audience: Audience, asked: DecisionAsked, new: NewDecision) -> int:
    """The decision that this one replaces: that asked for, where these readers may see it, or one's own, unasked."""
    if asked.replaces and decisions.find_decision(session, audience, asked.replaces):
        return asked.replaces
    stands = decisions.standing_for(session, new)
    return stands.id if stands and stands.author == new.author else 0


def _new(
    session: Session,
    audience: Audience,
    asked: DecisionAsked,
    author: str,
    submission: str,
    now: datetime,
    visibility: str,
    party: Party,
    matched: str,
) -> NewDecision:
    visibility = visibility or default_visibility(audience)
    keys = entities.listings_of(session, party.entity)
    stored = lists.stored_of(session, keys)
    facts = facts_of(asked.about, matched, [(stored[k].listing, stored[k].state) for k in keys if k in stored])
    return NewDecision(
        tenant=audience.tenant,
        entity=party.entity,
        source=party.source,
        ref=party.ref,
        subject=subject_of(asked.about) if asked.about else "",
        asked=asked_words(asked.about) if asked.about else party.caption,
        verdict=asked.verdict,
        reason=asked.reason.strip(),
        facts=facts,
        author=author,
        channel=audience.channel,
        visibility=visibility,
        scope={"team": "", "channel": audience.channel, "private": author}[visibility],
        submission=submission,
        expires_at=end_of(asked, now.date()),
    )


def _matched(desk: Desk, about: Query, entity: str, audience: Audience, now: datetime) -> str:
    """The listed name or number that answered the question ("": the party is no hit of it)."""
    found = next((m.matched for m in check(desk, about, audience, now).matches if m.entity == entity), None)
    if found is None:
        return ""
    return f"{found.scheme}:{found.value}" if isinstance(found, Identifier) else found.text


def _problem(audience: Audience, asked: DecisionAsked, author: str, visibility: str, now: datetime) -> str:
    if audience.externally_shared:
        return "No decisions here: this channel is shared with another organisation, which sees public data only."
    if audience.guest:
        return "Decisions are made by members of this team; Slack does not say that you are one."
    if visibility not in VISIBILITIES:
        return f"Visibility is one of {', '.join(VISIBILITIES)}."
    if visibility == "team" and audience.private:
        return "What is decided in a private channel counts there only: choose channel or private."
    if not audience.channel or not author:
        return "A decision needs its author and the channel it is made in."
    found = problem_of(asked, now.date())
    return found.text if found else ""
