"""Replies kept as notes: a colleague's words in a thread of ours, kept on the thread's party, and followed.

📝 or shortcut ─▶ hold ─▶ read the reply, once ─▶ the party (a choice where there are several) ─▶ note
shortcut on any other message ─▶ the same, on the parties that it names; where it names none, a person says which
edited or deleted in Slack ─▶ the same in the note
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.blocks.inert import cut
from bot.clients.slack import NotFound, RateLimited, Spoken
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.escaped import unescape
from bot.core.ledger import DESK
from bot.core.notes import storable
from bot.core.related import fold
from bot.core.roles import refusal
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.naming import named_in
from bot.services.notes import LONGEST
from bot.services.parties import Party, find_party
from bot.services.threads import subjects_of
from storage import entities, kept, posts
from storage.kept import KeptReply, Place
from storage.posts import Subject
from storage.session import Session

CHOICES: Final = 100
"""Parties that a choice offers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The reply is a note; `shortened` when its end did not fit."""

    party: Party
    text: str
    author: str
    shortened: bool


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """It was a note on this party already, and who kept it."""

    party: Party
    keeper: str


@dataclass(frozen=True, slots=True)
class WhichParty:
    """The thread is about several parties: nothing is kept until one is chosen; `total` counts those not shown too."""

    parties: tuple[Party, ...]
    text: str
    total: int


@dataclass(frozen=True, slots=True)
class NamesNobody:
    """The message names no listed party: nothing is kept until somebody says what it is about."""

    text: str


@dataclass(frozen=True, slots=True)
class NotKept:
    """Nothing was kept; the text says why and what to do."""

    text: str


@dataclass(frozen=True, slots=True)
class SharedOutside:
    """Nothing is kept in a channel shared with another organisation."""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """No thread of ours, or no person's reply: nobody asked us anything."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Another attempt is at it and will answer, or the reply was deleted meanwhile."""


KeepOutcome = Kept | KeptBefore | WhichParty | NamesNobody | NotKept | SharedOutside | NotOurs | Busy


def keep_reply(
    desk: Desk,
    audience: Audience,
    ts: str,
    keeper: str,
    bot_user: str = "",
    on: str = "",
    anywhere: bool = False,
) -> KeepOutcome:
    """Keep the reply at `ts` of the audience's channel as a note on its thread's party (`on`: the one chosen).

    `anywhere`: any message will do; outside our threads it is kept on the party that it names, or on the one chosen.
    """
    place = Place(audience.tenant, audience.channel, ts)
    with desk.db.read() as session:
        if not anywhere and not posts.recent_threads(session, place.tenant, place.channel):
            return NotOurs()
    if audience.externally_shared:
        return SharedOutside()
    if audience.guest:
        return NotKept("Not kept: notes are written by members of this team; Slack does not say that you are one.")
    token = uuid.uuid4().hex
    with desk.db.write() as session:
        if not kept.hold(session, place, keeper, token, desk.clock()):
            return Busy()
    outcome = _read_and_settle(desk, audience, place, token, bot_user, on, anywhere)
    if not isinstance(outcome, Kept):
        with desk.db.write() as session:
            kept.drop(session, place, token)
    return outcome


def _read_and_settle(
    desk: Desk, audience: Audience, place: Place, token: str, bot_user: str, on: str, anywhere: bool
) -> KeepOutcome:
    said = desk.slack.message(place.channel, place.ts)
    if isinstance(said, RateLimited):
        return NotKept(f"Not kept: Slack asks me to wait. Try again in {said.seconds:.0f} seconds.")
    if isinstance(said, NotFound):
        return Busy()
    if not isinstance(said, Spoken):
        return NotKept(_unread(said.reason))
    subjects = subjects_of(desk, place.tenant, place.channel, said.thread_ts)
    if (not subjects and not anywhere) or said.user in ("", bot_user):
        return NotOurs()
    if not audience.may("note"):
        return NotKept(refusal("note", "viewer", is_set=True))
    text = note_text(said.text)
    if not text:
        return NotKept("Not kept: there is no text in this message.")
    parties = _parties(desk, audience, subjects, text, on)
    if not parties and not subjects and not on:
        return NamesNobody(text)
    if not parties:
        return NotKept("Not kept: the party of this thread is on no list loaded any more.")
    if len(parties) > 1:
        return WhichParty(_named_first(parties, text)[:CHOICES], text, len(parties))
    return _settle(desk, place, token, parties[0], said)


def _unread(reason: str) -> str:
    if "not_in_channel" in reason:
        return "Not kept: a note follows its message, so I must be able to read it. Invite me to this channel first."
    return f"Not kept: Slack did not show me the message ({reason}). Try again in a minute."


def _parties(desk: Desk, audience: Audience, subjects: tuple[Subject, ...], text: str, on: str) -> list[Party]:
    """Whom the message may be a note on: the thread's parties, else those that it names; of them the one chosen."""
    if on and not subjects:
        chosen = [on]
    elif not subjects:
        chosen = [match.entity for match in named_in(desk, text, audience, desk.clock()).parties]
    with desk.db.read() as session:
        if subjects:
            found = parties_of(session, subjects)
            return [party for party in found if party.entity == on] if on else found
        known = (find_party(session, Ref(entity=entity)) for entity in chosen)
        return [party for party in known if party is not None]


def _named_first(parties: list[Party], text: str) -> tuple[Party, ...]:
    """The parties of whose names most words stand in the reply come first."""
    said = set(fold(text))
    shares = {
        party.entity: len(said & set(name)) / max(len(name), 1) for party in parties if (name := fold(party.caption))
    }
    return tuple(sorted(parties, key=lambda party: -shares.get(party.entity, 0.0)))


def _settle(desk: Desk, place: Place, token: str, party: Party, said: Spoken) -> KeepOutcome:
    text = note_text(said.text)
    reply = KeptReply(party.entity, party.source, party.ref, text, said.user, instant_of(said.ts), _edited(said.edited))
    with desk.db.write() as session:
        done = kept.settle(session, place, token, reply)
        keeper = kept.keeper_of(session, place, party.entity) if done == "already" else ""
        if done == "kept":
            by = kept.keeper_of(session, place, party.entity)
            record(session, place.tenant, "note", by, _act("kept", place), desk.clock())
    match done:
        case "kept":
            return Kept(party, text, said.user, len(unescape(said.text).strip()) > LONGEST)
        case "already":
            return KeptBefore(party, keeper)
        case "gone":
            return Busy()


def take_back(desk: Desk, tenant: int, channel: str, ts: str, keeper: str) -> bool:
    """End the notes that this person kept of a message; False when there are none."""
    with desk.db.write() as session:
        place = Place(tenant, channel, ts)
        if not kept.take_back(session, place, keeper, desk.clock()):
            return False
        record(session, tenant, "note", keeper, _act("taken back", place), desk.clock())
        return True


def _act(what: str, place: Place) -> dict[str, str]:
    return {"act": what, "message": place.ts, "channel": place.channel}


def is_kept(desk: Desk, tenant: int, channel: str, ts: str) -> bool:
    """Whether anything is kept of a message: asked before a write, since most that change are none of ours."""
    with desk.db.read() as session:
        return kept.is_kept(session, Place(tenant, channel, ts))


def follow_edit(desk: Desk, tenant: int, channel: str, said: Spoken) -> bool:
    """Give the notes of a message its new words; False when it shows no edit, or one known already."""
    edited_at = _edited(said.edited)
    if edited_at is None:
        return False
    place = Place(tenant, channel, said.ts)
    with desk.db.write() as session:
        if not kept.follow_edit(session, place, note_text(said.text), edited_at):
            return False
        record(session, tenant, "note", said.user or DESK, _act("edited in Slack", place), desk.clock())
        return True


def follow_deletion(desk: Desk, tenant: int, channel: str, ts: str) -> bool:
    """End the notes of a message that was deleted; by whom, Slack does not say."""
    place = Place(tenant, channel, ts)
    with desk.db.write() as session:
        if not kept.follow_deletion(session, place, desk.clock()):
            return False
        record(session, tenant, "note", DESK, _act("deleted in Slack", place), desk.clock())
        return True


def parties_of(session: Session, subjects: tuple[Subject, ...]) -> list[Party]:
    """The parties that a thread's subjects are by now, each once, with the listing that brought it there."""
    found: dict[str, Party] = {}
    for subject in subjects:
        party = find_party(session, Ref(source=subject.source, ref=subject.ref)) if subject.source else None
        present = entities.present_id(session, subject.entity, subject.source, subject.ref)
        party = party or find_party(session, Ref(entity=present))
        if party is not None:
            found.setdefault(party.entity, party)
    return list(found.values())


def note_text(text: str) -> str:
    """A message's words as a note keeps them: as typed, and not longer than a note may be."""
    return cut(storable(unescape(text)).strip(), LONGEST)


def instant_of(ts: str) -> datetime:
    """When a message was said; its timestamp is its name as well."""
    return datetime.fromtimestamp(float(ts), UTC)


def _edited(ts: str) -> datetime | None:
    return instant_of(ts) if ts else None
