"""Open items: what waits for a person or in a channel, in one list for command, Home, digest and command line.

work, decisions, lines ─▶ those that these readers may know of ─▶ in the order of their need ─▶ the first ones in words
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts import Place
from bot.core.assignments import EXPIRING, ItemKind, ItemsAsked, OpenItem, Tally, in_order, tally
from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.digests import is_digest, read_action
from bot.core.entities import Ref
from bot.core.events import Event
from bot.core.issuers import issuer_label
from bot.core.watches import is_person
from bot.core.work import Work
from bot.services.desk import Desk
from bot.services.parties import find_party
from bot.services.rooms import is_member
from bot.services.settings_of import team_settings
from storage import entities, events, open_items, outbox, work
from storage.channels import openness
from storage.open_items import Made, PastReview
from storage.session import Session
from storage.visibility import may_see

UNCLAIMED_FOR: Final = timedelta(days=30)
"""Cards that nobody took are listed so long; older ones were passed over."""
COUNTED: Final = 500
"""Events of a card that are looked at for its title."""
WORDS: Final[dict[tuple[Op, str], str]] = {
    (Op.ADD, "confirmed"): "added",
    (Op.DEL, "confirmed"): "removed",
    (Op.DEL, "pending"): "absent, not yet confirmed",
    (Op.DEL, "cancelled"): "still listed",
    (Op.MOD, "confirmed"): "changed",
    (Op.REPLACE, "confirmed"): "replaced",
    (Op.MOVE, "confirmed"): "moved between lists",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Open items, the most urgent first and in words; `total` counts those that are not among them too."""

    items: tuple[OpenItem, ...]
    total: int
    tally: Tally
    today: date


@dataclass(frozen=True, slots=True)
class _Found:
    """An item, the listing a decision was made on, and the private channel whose members alone may know of it."""

    item: OpenItem
    source: str = ""
    ref: str = ""
    entity: str = ""
    members_of: str = ""


def list_items(desk: Desk, audience: Audience, asked: ItemsAsked, now: datetime, most: int) -> Listed:
    """The open items that these readers may know of; those of private channels only there, or to a member alone."""
    with desk.db.read() as session:
        today = now.astimezone(
            ZoneInfo(team_settings(session, audience.tenant, desk.settings.timezone).timezone)
        ).date()
        found = list(_found(session, audience, asked, now, today))
    closed = {each.members_of for each in found if each.members_of}
    entered = {channel for channel in closed if is_member(desk, channel, audience.user)}
    with desk.db.read() as session:
        return _listed(session, audience.tenant, found, entered, today, most)


def items_in(
    session: Session, audience: Audience, asked: ItemsAsked, now: datetime, timezone: str
) -> Sequence[OpenItem]:
    """The same without titles, where Slack cannot be asked: what is of private channels is told there only."""
    today = now.astimezone(ZoneInfo(timezone)).date()
    return [each.item for each in _found(session, audience, asked, now, today) if not each.members_of]


def _listed(
    session: Session, tenant: int, found: Sequence[_Found], entered: Collection[str], today: date, most: int
) -> Listed:
    seen = {each.item: each for each in found if not each.members_of or each.members_of in entered}
    ordered = in_order(seen, today)
    named = tuple(_named(session, tenant, seen[item]) for item in ordered[:most])
    return Listed(named, len(ordered), tally(ordered, today), today)


def _found(session: Session, audience: Audience, asked: ItemsAsked, now: datetime, today: date) -> Iterator[_Found]:
    if audience.is_public:
        return
    person = {"mine": audience.user, "person": asked.value}.get(asked.scope, "")
    channel = asked.value if asked.scope == "channel" else ""
    if asked.scope in ("mine", "person") and not person:
        return
    sees = _sight(session, audience)
    claimed = work.claimed_by(session, audience.tenant, person) if person else None
    if claimed is None:
        claimed = work.claimed_in(session, audience.tenant, channel)
    cards = [_card(place, each, each.claimed_at or now) for place, each in claimed]
    if not person:
        posted = open_items.unclaimed(session, audience.tenant, now - UNCLAIMED_FOR, channel)
        cards += [_card(place, Work(), at) for place, at in posted if not is_person(place.channel)]
    yield from sees(cards)
    for kind, made in (
        ("reopened", open_items.open_again(session, audience.tenant, person, channel)),
        ("expiring", open_items.ending(session, audience.tenant, now, now + EXPIRING, person, channel)),
    ):
        yield from _decisions(session, audience, kind, made)  # type: ignore[arg-type]
    if not channel:
        for line in open_items.past_review(session, audience, today, person):
            yield _line(line)


def _sight(session: Session, audience: Audience) -> Callable[[Iterable[OpenItem]], Iterator[_Found]]:
    """Which cards these readers may know of, and of which only as members of a private channel."""
    is_open = openness(session, audience)

    def sees(cards: Iterable[OpenItem]) -> Iterator[_Found]:
        for item in cards:
            if item.channel == audience.channel or is_open(item.channel) or _is_own(audience, item.channel):
                yield _Found(item)
            elif is_alone(audience) and not is_person(item.channel):
                yield _Found(item, members_of=item.channel)

    return sees


def is_alone(audience: Audience) -> bool:
    """Whether one person reads this, in their own talk with the bot or on their Home."""
    direct = audience.surface == "dm" or (audience.surface == "ephemeral" and audience.channel.startswith("D"))
    return bool(audience.user) and (direct or audience.surface == "home")


def _is_own(audience: Audience, channel: str) -> bool:
    """Whether a card stands in the reader's own direct messages."""
    return channel == audience.user and is_alone(audience)


def _decisions(session: Session, audience: Audience, kind: ItemKind, made: Sequence[Made]) -> Iterator[_Found]:
    is_open = openness(session, audience) if made else None
    for each in made:
        told = each.assessment
        if is_open is None:
            return
        item = OpenItem(
            kind,
            title="",
            since=told.ended_at or told.created_at,
            owner=told.author,
            channel=each.channel,
            due=told.expires_at.date() if kind == "expiring" and told.expires_at else None,
            number=told.id,
            detail=told.ended_why if told.ended == "reopened" else "",
        )
        mine = told.author == audience.user and is_alone(audience)
        if may_see(audience, is_open, each.channel, told.visibility, told.author):
            yield _Found(item, each.source, each.ref, told.entity)
        elif mine:
            where = "" if is_open(each.channel) or each.channel.startswith("D") else each.channel
            yield _Found(item, each.source, each.ref, told.entity, where)


def _card(place: Place, each: Work, since: datetime) -> OpenItem:
    return OpenItem(
        "card",
        title="",
        since=since,
        owner=each.owner,
        channel=place.channel,
        status=each.status,
        due=each.due,
        assigned_by=each.assigned_by,
        action=place.action,
    )


def _line(line: PastReview) -> _Found:
    about = line.about if line.kind == "programme" else ""
    item = OpenItem("line", line.text, line.set_at, line.owner, due=line.review_by, number=line.id, detail=about)
    return _Found(item, entity="" if about else line.about)


def _named(session: Session, tenant: int, found: _Found) -> OpenItem:
    item = found.item
    if item.kind == "card":
        return titled(session, tenant, item)
    party = find_party(session, Ref(source=found.source, ref=found.ref)) if found.source else None
    entity = entities.present_id(session, found.entity) if found.entity else ""
    party = party or (find_party(session, Ref(entity=entity)) if entity else None)
    caption = party.caption if party else found.entity
    return replace(item, detail=item.detail or caption) if item.kind == "line" else replace(item, title=caption)


def titled(session: Session, tenant: int, item: OpenItem) -> OpenItem:
    """A card with what it is about, and where it stands."""
    card = outbox.card_at(session, Place(tenant, item.channel, item.action))
    ts = card.ts if card else ""
    if is_digest(item.action):
        return replace(item, title=f"Digest of {read_action(item.action)[1]:%d %b %Y}", ts=ts)
    action = events.find_action(session, item.action)
    told = events.events_by_key(session, card.events[:COUNTED]) if card else []
    return replace(item, title=f"{issuer_label(action.issuer) if action else ''}: {_told(told)}".lstrip(": "), ts=ts)


def _told(told: Sequence[Event]) -> str:
    """A card in a few words: its party and what happened, or how many of each."""
    if len(told) == 1:
        return f"{told[0].caption or told[0].ref} {_word(told[0])}"
    counts = Counter(map(_word, told))
    return ", ".join(f"{number:,} {word}" for word, number in counts.most_common(3)) or "a card"


def _word(event: Event) -> str:
    return WORDS.get((event.op, event.state), "changed")


def urls_of(desk: Desk, items: Iterable[OpenItem]) -> dict[OpenItem, str]:
    """Where these cards stand, asked of Slack."""
    cards = [item for item in items if item.ts]
    return {item: desk.slack.permalink(item.channel, item.ts) for item in cards}
