"""Cards of digests, drawn from what the database holds when they are sent.

claimed row ─▶ events · their actions · cards that stand · lists in trouble ─▶ Digest ─▶ one message
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from bot.blocks.digests import NAMED, digest_card
from bot.core.alerts import Place
from bot.core.assignments import NOTHING_OPEN, ItemsAsked, Tally, tally
from bot.core.audience import Audience
from bot.core.digests import Digest, Line, is_affected, last_digest, read_action, troubled
from bot.core.events import Action, Event, is_noise
from bot.core.issuers import issuer_label
from bot.core.watches import CADENCES, Cadence, Watch, concerns, is_person
from bot.services.acts import acts_of
from bot.services.already_posted import NAMING, already_posted
from bot.services.backgrounds import backgrounds
from bot.services.delivery import Draft
from bot.services.open_items import items_in
from bot.services.settings_of import TeamSettings, team_settings
from bot.services.sources import states_in
from bot.sources.source import Source
from storage import channels, digests, elsewhere, events, open_items, posts, watches
from storage.outbox import Claim
from storage.posts import Subject
from storage.session import Session

SUBJECTS: Final = 20
"""A digest's thread is about at most so many parties; those watched by name come first."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a digest says beside the events: the lists and their state, by the team's clock."""

    labels: Mapping[str, str]
    sources: Mapping[str, Source] = field(default_factory=dict)
    timezone: str = "UTC"


def draw_digest(around: Around, session: Session, claim: Claim) -> Draft:
    """The message of a claimed digest; none when nothing is left to tell."""
    facts = gather_digest(around, session, claim)
    if not (facts.lines or facts.troubled):
        return Draft(())
    return Draft((digest_card(facts),), _subjects(facts.lines))


def gather_digest(around: Around, session: Session, claim: Claim) -> Digest:
    """The facts of a digest for its channel."""
    kind, at = read_action(claim.place.action)
    settings = team_settings(session, claim.place.tenant, around.timezone)
    interested = watches.watches_at(session, claim.place, claim.watches)
    # Where another organisation reads along, nothing is said of what the team watches and does.
    shared = channels.find_channel(session, claim.place.tenant, claim.place.channel).externally_shared
    told = [event for event in events.events_by_key(session, claim.events) if not is_noise(event)]
    posted = _posted(session, claim, told, interested) if kind in CADENCES else frozenset()
    lines = _lines(around, session, claim, [event for event in told if event.key not in posted], interested)
    since = _since(kind, at, settings)
    states = states_in(session, around.sources, at)
    late = [state for state in troubled(states) if any(is_affected(watch, state.source) for watch in interested)]
    return Digest(
        kind=kind,
        at=at.astimezone(ZoneInfo(settings.timezone)),
        lines=lines,
        checked=sum(state.checked_at is not None and state.checked_at >= since for state in states) if since else 0,
        troubled=tuple(late),
        since=since,
        because=() if shared else tuple(dict.fromkeys(w.target.label or w.target.value for w in interested)),
        for_you=NOTHING_OPEN if shared else _for_you(session, claim.place, interested, at, settings.timezone),
        is_personal=is_person(claim.place.channel),
        sample=bool(events.sample_actions(session, [event.action for event in told])),
        posted=_lines(around, session, claim, [event for event in told if event.key in posted], interested),
    )


def _for_you(session: Session, place: Place, interested: Sequence[Watch], at: datetime, timezone: str) -> Tally:
    """What is open for a channel's readers, or for the person whose digest it is.

    Of a channel that is the cards which somebody has, and the lines on what the digest's watches are about.
    """
    if is_person(place.channel):
        reader = Audience(place.tenant, "dm", place.channel, private=True, user=place.channel)
        asked = ItemsAsked("mine")
    else:
        reader = channels.audience_in(session, place.tenant, "channel", place.channel)
        asked = ItemsAsked("channel", place.channel)
    found = [item for item in items_in(session, reader, asked, at, timezone) if item.kind != "card" or item.owner]
    today = at.astimezone(ZoneInfo(timezone)).date()
    counted = tally(found, today)
    if is_person(place.channel):
        return counted
    about = {(watch.target.kind, watch.target.value) for watch in interested}
    late = open_items.past_review(session, reader, today)
    return replace(counted, lines=sum((line.kind, line.about) in about for line in late))


def _since(kind: str, at: datetime, settings: TeamSettings) -> datetime | None:
    """When the digest before this one was due; one without a schedule has none before it."""
    if kind not in ("hourly", "daily", "weekly"):
        return None
    before = at - timedelta(minutes=1)
    return last_digest(cast(Cadence, kind), before, settings.timezone, settings.digest_hour, settings.digest_weekday)


def _posted(session: Session, claim: Claim, told: Sequence[Event], interested: Sequence[Watch]) -> frozenset[str]:
    """The events that a card here told of by the time they were to wait."""
    place = claim.place
    since = digests.carried(session, place.tenant, place.channel, place.action)
    return already_posted(session, place, told, since, interested)


def _lines(
    around: Around, session: Session, claim: Claim, told: Sequence[Event], interested: Sequence[Watch]
) -> tuple[Line, ...]:
    """A line an action: those with parties watched by name first, then the newest."""
    present = elsewhere.present_entities(session, told)
    by_action: dict[str, list[Event]] = {}
    for event in told:
        by_action.setdefault(event.action, []).append(replace(event, entity=present[event.key]))
    actions = events.find_actions(session, by_action)
    threads = _threads(session, claim.place) if actions else {}
    by_name = [watch for watch in interested if watch.target.kind in NAMING]
    lines = [
        _line(around, session, actions[id_], found, by_name, threads.get(id_, ""))
        for id_, found in by_action.items()
        if id_ in actions
    ]
    return tuple(sorted(lines, key=lambda line: (not line.watched, -line.action.at.timestamp())))


def _line(
    around: Around, session: Session, action: Action, told: Sequence[Event], by_name: Sequence[Watch], url: str
) -> Line:
    watched = tuple(event for event in told if any(concerns(watch, event) for watch in by_name))
    named = {event.key: event for event in (*watched[:NAMED], *told[:NAMED])}
    return Line(
        action=action,
        events=tuple(told),
        issuer_label=issuer_label(action.issuer),
        list_label=around.labels.get(action.source, f"{action.source} list"),
        watched=watched,
        url=url,
        background=backgrounds(session, tuple(named.values()), action.issuer, around.labels),
        acts=acts_of(session, action, told)[0],
    )


def _threads(session: Session, place: Place) -> dict[str, str]:
    """The addresses of the cards that stand in a channel, by action."""
    standing = posts.recent_threads(session, place.tenant, place.channel)
    return {thread.action: message_url(thread.channel, thread.ts) for thread in reversed(standing)}


def message_url(channel: str, ts: str) -> str:
    """The address of a message, which Slack opens in the reader's own workspace.

    Built, not asked for: a digest may have many, and is drawn from the database alone.
    """
    return f"https://slack.com/archives/{channel}/p{ts.replace('.', '')}"


def _subjects(lines: Sequence[Line]) -> tuple[Subject, ...]:
    ordered = [
        *(event for line in lines for event in line.watched),
        *(event for line in lines for event in line.events),
    ]
    return tuple(dict.fromkeys(Subject(event.entity, event.source, event.ref) for event in ordered))[:SUBJECTS]
