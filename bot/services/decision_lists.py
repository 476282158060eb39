"""Lists of decisions: a name is looked up, and what these readers may see is told with what each is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.audience import Audience
from bot.core.decision_lists import DecisionsAsked
from bot.core.entities import Ref, parse_ref
from bot.core.issuers import ISSUER_OF
from bot.core.screening import Query
from bot.core.team_views import Assessment
from bot.services.decisions import DecisionProblem
from bot.services.desk import Desk
from bot.services.parties import find_party
from bot.services.screening import check
from storage import decision_lists, entities
from storage.open_items import Made
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Listed:
    """Decisions, each with what it is on and the listing it was made on; `more` tells that there are others."""

    decisions: tuple[tuple[Assessment, str, str], ...]
    more: bool = False


def list_decisions(
    desk: Desk, audience: Audience, asked: DecisionsAsked, now: datetime, most: int
) -> Listed | DecisionProblem:
    """Decisions that stand or are open again; those that end within a time by their end."""
    if audience.is_public:
        return DecisionProblem("No decisions here: they are for members of this team, in channels of this team alone.")
    on = _entities(desk, audience, asked.name, now) if asked.name else None
    if isinstance(on, DecisionProblem):
        return on
    until = now + asked.within if asked.within is not None else None
    with desk.db.read() as session:
        found = decision_lists.list_decisions(session, audience, now, most + 1, asked.by, until, on)
        told = tuple((each.assessment, _caption(session, each), f"{each.source}:{each.ref}") for each in found[:most])
    return Listed(told, len(found) > most)


def _entities(desk: Desk, audience: Audience, name: str, now: datetime) -> list[str] | DecisionProblem:
    """The parties meant: of a name all that may be meant, also those that a decision hides from answers."""
    ref = parse_ref(name, frozenset(ISSUER_OF))
    if ref is not None:
        with desk.db.read() as session:
            party = find_party(session, ref)
        return [party.entity] if party else DecisionProblem(f"No entry is listed as {name[:60]}.")
    answer = check(desk, Query(name), audience, now)
    found = [*(match.entity for match in answer.matches), *(each.entity for each in answer.dismissed)]
    return found or DecisionProblem(f"Nobody on the lists is found as “{name[:60]}”.")


def _caption(session: Session, each: Made) -> str:
    party = find_party(session, Ref(source=each.source, ref=each.ref)) if each.source else None
    now = entities.present_id(session, each.assessment.entity, each.source, each.ref)
    party = party or find_party(session, Ref(entity=now))
    return party.caption if party else each.assessment.entity
