"""Builders for events, watches and a database that holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.blocks.kit import message, section
from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name, NameKind
from bot.core.snapshots import Snapshot
from bot.core.watches import Target, Watch
from bot.services.delivery import Draft
from storage import channels, entities, events, lists, promotion, tenants, watches
from storage.db import Database
from storage.outbox import Claim
from storage.posts import Subject
from storage.session import Session

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SDN = "us-ofac-sdn"


def event(ref: str = "1", op: Op = Op.ADD, **changes: object) -> Event:
    """An event about the party listed under `ref`."""
    state = "pending" if op is Op.DEL else "confirmed"
    made = Event(
        key=f"k-{op}-{changes.get('source', SDN)}-{ref}",
        source=SDN,
        ref=ref,
        op=op,
        kind={Op.ADD: "added", Op.DEL: "removed", Op.MOD: "amended"}.get(op, "renumbered"),
        action="a-1",
        state=state,
        at=NOW - timedelta(hours=1),
        list_date=date(2026, 3, 1),
        entity=entity_id(SDN, ref),
        caption=f"Party {ref}",
        type="organization",
        list_kind="sdn",
        programmes=("RUSSIA-EO14024",),
        countries=("RU",),
        material=True,
        gained=(),
        lost=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def action(id_: str = "a-1", source: str = SDN) -> Action:
    """An official action."""
    return Action(
        id=id_,
        issuer=ISSUER_OF[source],
        source=source,
        title="differences between the lists of 20 Feb 2026 and 1 Mar 2026",
        at=NOW - timedelta(hours=1),
        list_date=date(2026, 3, 1),
        previous_list_date=date(2026, 2, 20),
    )


def by_name(ref: str = "1", source: str = SDN) -> Target:
    """The target of a watch of a party by name."""
    return Target("entity", entity_id(SDN, ref), f"Party {ref}", source, ref)


def watch(target: Target, id_: int = 1, channel: str = "C1", tenant: int = 1, **changes: object) -> Watch:
    """A watch as loaded."""
    made = Watch(id_, tenant, channel, "U1", target, NOW - timedelta(days=9))
    return replace(made, **changes)  # type: ignore[arg-type]


def make_tenant(db: Database, team: str = "T1") -> int:
    """A workspace."""
    with db.write() as session:
        return tenants.tenant_for(session, "", team, False, team, "UBOT", NOW)


def add_watch(db: Database, tenant: int, target: Target, channel: str = "C1", kinds: str = "") -> int:
    """A watch, saved directly."""
    limited = frozenset(kinds.split(",")) if kinds else frozenset()
    with db.write() as session:
        return watches.add_watch(session, tenant, channel, "U1", target, limited, NOW)[0]


def describe(db: Database, tenant: int, channel: str = "C1", *, private: bool = False, shared: bool = False) -> None:
    """A channel, as if Slack had said what it is."""
    with db.write() as session:
        channels.upsert_channel(session, channels.Channel(tenant, channel, "desk", private, shared), NOW)


def record(db: Database, *told: Event, sample: bool = False) -> None:
    """Events with their actions, as a refresh records them."""
    with db.write() as session:
        for id_, source in dict.fromkeys((e.action, e.source) for e in told):
            events.open_action(session, action(id_, source), "s-1", "s-2")
        events.add_events(session, told, sample=sample)


def decide(db: Database, ref: str, state: str) -> None:
    """Confirm or cancel a pending removal."""
    with db.write() as session:
        events.set_state(session, SDN, {ref: state})  # type: ignore[dict-item]


def listing(ref: str, source: str = SDN, kind: ListKind = ListKind.SDN, name: str = "") -> Listing:
    """A listing with a name and a programme."""
    names = (Name(name or f"Party {ref}", NameKind.PRIMARY, "Latn"),)
    return Listing(source, ref, EntityType.ORGANIZATION, kind, names, programmes=("RUSSIA-EO14024",))


def load(db: Database, *loaded: Listing, entity: str = "", sequence: int = 1) -> None:
    """Put listings in force, each its own entity unless one is given."""
    with db.write() as session:
        for source in sorted({item.source for item in loaded}):
            mine = {item.ref: item for item in loaded if item.source == source}
            parent = lists.promoted(session, source)
            made = Snapshot(
                id=f"{source}-{sequence}",
                source=source,
                sequence=sequence,
                sha256="0" * 64,
                format="csv",
                origin="file",
                list_date=date(2026, 3, 1),
                checked_at=NOW,
                entries=len(mine),
            )
            promotion.promote(session, promotion.Promotion(made, parent.id if parent else "", {}, {}, written=mine))
        links = {(i.source, i.ref): (entity or entity_id(i.source, i.ref), "INN" if entity else "") for i in loaded}
        entities.relink(session, links, (), NOW)


def plain_render(session: Session, claim: Claim) -> Draft:
    """A renderer that says which row it draws: enough to test the road."""
    events_told = events.events_by_key(session, claim.events)
    subjects = tuple(Subject(e.entity, e.source, e.ref) for e in events_told)
    word = claim.part.split(":", 1)[0]
    texts = [f"{word} {claim.place.action}"] if word != "update" else [f"card {claim.place.action} anew", "update"]
    return Draft(tuple(message(text, [section(text)]) for text in texts), subjects)
