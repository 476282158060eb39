"""Cards of the outbox, drawn from what the database holds when they are sent.

claimed row ─▶ events told here · watches · other listings ─▶ ActionCard ─▶ messages
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.blocks.actions import card as draw_card
from bot.blocks.details import details
from bot.blocks.events import is_back
from bot.blocks.follow_up import follow_up
from bot.blocks.full_list import full_list
from bot.core.alerts import NAMED_ON_CARD, ActionCard, Watched
from bot.core.assignments import is_work_message
from bot.core.decisions import is_notice
from bot.core.delta import Op
from bot.core.digests import is_digest
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF, ISSUERS, issuer_label
from bot.core.watches import Watch, concerns, is_person
from bot.core.work import is_silent
from bot.services.acts import acts_of
from bot.services.already_posted import NAMING
from bot.services.backgrounds import backgrounds, in_words
from bot.services.card_state import state_of
from bot.services.decision_notices import draw_notice
from bot.services.delivery import Draft, Render
from bot.services.digest_cards import Around, draw_digest
from bot.services.work_notices import draw_work_notice
from storage import channels, checks, elsewhere, events, lines, lists, notes, outbox, watches
from storage.outbox import Card, Claim
from storage.posts import Subject
from storage.session import Session

PROGRAMMES: Final = 3
"""So many programmes stand on a card."""


def renderer(labels: Mapping[str, str], around: Around | None = None) -> Render:
    """The renderer for the sender; `labels` are the lists' names on cards by source id, `around` is for digests."""
    return partial(draw, labels, around=around)


def draw(labels: Mapping[str, str], session: Session, claim: Claim, around: Around | None = None) -> Draft:
    """The messages of a claimed row; none when there is nothing left to tell."""
    if is_digest(claim.place.action):
        return draw_digest(around or Around(labels), session, claim)
    if is_notice(claim.place.action):
        return draw_notice(session, claim)
    if is_work_message(claim.place.action):
        return draw_work_notice(session, claim)
    facts = gather_card(session, claim, labels)
    if facts is None:
        return Draft(())
    subjects = tuple(Subject(e.entity, e.source, e.ref) for e in facts.events if e.key in set(claim.events))
    state = state_of(session, facts, claim)
    if claim.part == "card":
        return Draft((draw_card(facts, state),), subjects, file_rows=facts.file_rows)
    if claim.part.startswith("file"):
        return Draft((), file=full_list(facts, claim.alert))
    own = replace(
        facts,
        events=tuple(e for e in facts.events if e.key in set(claim.events)),
        watched=tuple(w for w in facts.watched if w.event.key in set(claim.events)),
    )
    if is_silent(state.work, own.events):
        return Draft(())
    if claim.part.startswith("update"):
        return Draft((draw_card(facts, state), follow_up(own)), subjects, file_rows=facts.file_rows)
    return Draft(tuple(details(own, facts)) if own.events else (), subjects)


def gather_card(session: Session, claim: Claim, labels: Mapping[str, str]) -> ActionCard | None:
    """The facts of a row's action for its channel; None when nothing of it is left to tell there."""
    place = claim.place
    action = events.find_action(session, place.action)
    known = outbox.card_at(session, place)
    told_here = set(known.events if known else ()) | set(claim.events)
    every = events.find_events(session, events.EventFilter(action=place.action))
    shown = tuple(e for e in every if e.state == "confirmed" or e.key in told_here)
    told = [event for event in shown if event.key in told_here]
    unposted = known is None or not known.ts
    if action is None or not told or (unposted and all(event.state == "cancelled" for event in told)):
        return None
    ids = {*claim.watches, *(known.watches if known else ())}
    interested = watches.watches_at(session, place, ids)
    facts = _facts(session, action, shown, told, interested, _alert(claim, known), labels)
    if channels.find_channel(session, place.tenant, place.channel).externally_shared:
        facts = replace(facts, because=())  # another organisation reads along: what the team watches is not told
    readers = channels.audience_in(session, place.tenant, "channel", place.channel)
    codes = {code for code, _ in facts.programmes}
    facts = replace(facts, lines=lines.lines_for(session, readers, codes, [w.event.entity for w in facts.watched]))
    facts = replace(facts, notes=notes.notes_on_topics(session, readers, _topics(facts, interested)))
    has_file = known.file_rows if known is not None and known.ts else len(shown) if len(shown) > NAMED_ON_CARD else 0
    # An edit that tells of something new brings the list anew; any other leaves the one that stands.
    rows = len(shown) if has_file and claim.part.startswith("update") else has_file
    return replace(facts, file_rows=rows, told=frozenset(told_here), is_personal=is_person(place.channel))


def _topics(facts: ActionCard, interested: Sequence[Watch]) -> set[tuple[str, str]]:
    """What a card's notes may be on: its action, the programmes that stand on it, and those that are watched here."""
    codes = [code.upper() for code, _ in facts.programmes]
    watched = {watch.target.value.upper() for watch in interested if watch.target.kind == "programme"}
    shown = {*codes[:PROGRAMMES], *(code for code in codes if code in watched)}
    return {("action", facts.action.id), *(("programme", code) for code in shown)}


def _alert(claim: Claim, known: Card | None) -> str:
    return known.alert if known and not claim.part.startswith("detail") else claim.alert


def _facts(
    session: Session,
    action: Action,
    shown: tuple[Event, ...],
    told: Sequence[Event],
    interested: Sequence[Watch],
    alert: str,
    labels: Mapping[str, str],
) -> ActionCard:
    present = elsewhere.present_entities(session, shown)
    shown = tuple(replace(event, entity=present[event.key]) for event in shown)
    told_keys = {event.key for event in told}
    main = [e for e in shown if e.op is Op.ADD or is_back(e)] or list(shown)
    counts, first_found = _count_elsewhere(session, main, action.issuer)
    by_name = [watch for watch in interested if watch.target.kind in NAMING]
    acts, act_only = acts_of(session, action, main)
    last = checks.last_check(session, action.source, checks.GOOD)
    return ActionCard(
        alert=alert,
        action=action,
        events=shown,
        watched=tuple(
            Watched(event, _other_listings(session, event, action.issuer))
            for event in shown
            if event.key in told_keys and any(concerns(watch, event) for watch in by_name)
        ),
        because=tuple(dict.fromkeys(watch.target.label or watch.target.value for watch in interested)),
        issuer_label=issuer_label(action.issuer),
        list_label=labels.get(action.source, f"{action.source} list"),
        checked_at=(last.at if last else action.at).isoformat(),
        entry_types=tuple(Counter(event.type for event in main).most_common()),
        programmes=tuple(Counter(code for event in main for code in set(event.programmes)).most_common()),
        elsewhere=counts,
        first_found=first_found,
        parties=len({event.entity for event in shown}),
        sample=bool(events.sample_actions(session, [action.id])),
        background=backgrounds(session, shown, action.issuer, labels),
        acts=acts,
        act_only=act_only,
        lists_loaded=len(lists.generations(session)),
    )


def _count_elsewhere(session: Session, told: Sequence[Event], issuer: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """How many of the parties each other issuer lists, and how many are new to all; nothing without other lists."""
    loaded = {ISSUER_OF.get(source, "") for source in lists.generations(session)} - {issuer, ""}
    if not loaded:
        return (), 0
    sources = elsewhere.sources_naming(session, {event.entity for event in told})
    counts: Counter[str] = Counter()
    alone = 0
    for entity in dict.fromkeys(event.entity for event in told):
        others = {ISSUER_OF.get(source, "") for source in sources.get(entity, ())} - {issuer, ""}
        counts.update(others)
        alone += not others
    added = any(event.op is Op.ADD or is_back(event) for event in told)
    return tuple((issuer_label(code), counts[code]) for code in ISSUERS if counts[code]), alone if added else 0


def _other_listings(session: Session, event: Event, issuer: str) -> tuple[str, ...]:
    """What the other issuers' lists say of a party, shortest form, with the list's kind of measure."""
    found = elsewhere.listings_naming(session, event.entity)
    others = [item for item in found if ISSUER_OF.get(item.listing.source, "") not in ("", issuer)]
    return tuple(dict.fromkeys(in_words(item) for item in others))
