"""Watches: made, changed, previewed.

text ─▶ conditions (a name is screened) ─▶ events before it are routed without it ─▶ saved, with a preview
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core.audience import Audience
from bot.core.programme_codes import Unlisted
from bot.core.watch_text import Given, WatchAsked, read_watch
from bot.core.watch_words import Misread
from bot.core.watches import BY_HAND, Broadcast, Cadence, Target, Watch
from bot.services.absence import paused_if_lost, regain_channel
from bot.services.ledger import record
from bot.services.programmes import codes_of, slip_in, unlisted_in
from bot.services.routing import route_in
from bot.services.settings_of import team_settings
from bot.services.watch_care import NotYours, find_watch, ledger_act, may_change
from bot.services.watch_previews import preview
from bot.services.watch_targets import Ambiguous as Ambiguous
from bot.services.watch_targets import Screen as Screen
from bot.services.watch_targets import Unmade as Unmade
from bot.services.watch_targets import WatchProblem as WatchProblem
from bot.services.watch_targets import target_of
from storage import channels, watches
from storage.db import Database
from storage.session import Session

UNSAVED: Final = 0
UNDESCRIBED: Final = (
    "Slack does not show me this channel, so I cannot post here, nor tell who reads along. Invite me with /invite, "
    "then say it again; or add for:me, and I tell you alone."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a watch tells: a channel (or a person), who asks for it, and the clock that holds where no team set one."""

    tenant: int
    channel: str
    owner: str
    now: datetime
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Saved:
    """A watch was made or changed; `cards` official actions it would have told in the last `days` days.

    `digests` is in how many digests, for one that is not told at once; a new one is `created`. `newest` is how many
    changes were counted, where there were too many for all of them; `unlisted` are programmes that no list has;
    `recorded` is when our record began, where it is younger than those days.
    """

    watch: Watch
    days: int
    cards: int
    digests: int | None = None
    created: bool = True
    newest: int = 0
    unlisted: tuple[Unlisted, ...] = ()
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The channel has this watch already; `cadence` and `broadcast` are what was asked for."""

    watch: Watch
    cadence: Cadence
    broadcast: Broadcast

    @property
    def differs(self) -> bool:
        """Whether it is told otherwise than was asked for."""
        return (self.watch.cadence, self.watch.broadcast) != (self.cadence, self.broadcast)


def add_watch(
    db: Database,
    screen: Screen,
    tenant: int,
    channel: str,
    owner: str,
    text: str,
    now: datetime,
    kinds: str = "",
    *,
    given: Given = (),
    timezone: str = "UTC",
    only_described: bool = False,
    no_channel: str = "",
) -> Saved | Duplicate | Unmade:
    """Watch what `text` says for a channel; events recorded before it are never told because of it.

    With `only_described`, a channel that Slack has not described gets none; `no_channel` is why no channel gets one.
    `given` are conditions beside the text. A watch that was paused goes on, and with it all that its channel's state
    had paused.
    """
    conditions = (*given, *((("kind", kinds),) if kinds else ()))
    wanted = _read(db, screen, Place(tenant, channel, owner, now, timezone), text, conditions)
    if not isinstance(wanted, Watch):
        return wanted
    if no_channel and not wanted.is_personal:
        return WatchProblem(no_channel)
    with db.write() as session:
        if only_described and not wanted.is_personal and channels.seen_at(session, tenant, wanted.channel) is None:
            return WatchProblem(UNDESCRIBED)
        route_in(session, now)
        number, is_new = watches.add_watch(
            session,
            tenant,
            wanted.channel,
            owner,
            wanted.target,
            wanted.kinds,
            now,
            wanted.filters,
            wanted.cadence,
            wanted.broadcast,
        )
        watch = watches.watches_by_id(session, tenant, [number])[0]
        if watch.paused:
            watch = _resumed(session, watch, now)
        elif is_new:
            watch = paused_if_lost(session, watch)
        else:
            return Duplicate(watch, wanted.cadence, wanted.broadcast)
        record(session, tenant, "watch", owner, ledger_act("made" if is_new else "resumed", watch), now)
    return _previewed(db, watch, now, timezone, created=is_new)


def _resumed(session: Session, watch: Watch, now: datetime) -> Watch:
    if not watch.paused.startswith(BY_HAND):
        # Whoever asks again from the channel shows that it can be reached again.
        regain_channel(session, watch.tenant, watch.channel, now)
    watches.resume_watch(session, watch.tenant, watch.id)
    return replace(watch, paused="")


def edit_watch(
    db: Database, screen: Screen, audience: Audience, number: int, text: str, place: Place, given: Given = ()
) -> Saved | Duplicate | Unmade | NotYours | None:
    """Give a watch another meaning, as if made now; what is not said of when it is told stays as it was.

    None: this audience sees no such watch.
    """
    with db.read() as session:
        old = find_watch(session, audience, number)
    if old is None or not may_change(old, audience):
        return NotYours(old) if old else None
    wanted = _read(db, screen, replace(place, channel=old.channel, owner=old.owner), text, given, old)
    if not isinstance(wanted, Watch):
        return wanted
    if wanted.channel != old.channel:
        return WatchProblem("for:me makes another watch: this one stays where it is.", "for")
    with db.write() as session:
        route_in(session, place.now)
        changed = watches.change_watch(
            session,
            old.tenant,
            number,
            wanted.target,
            wanted.kinds,
            wanted.filters,
            wanted.cadence,
            wanted.broadcast,
        )
        same = watches.find_watch(session, old.tenant, old.channel, wanted.target, wanted.kinds, wanted.filters)
        found = watches.watches_by_id(session, old.tenant, [number if changed else same or UNSAVED])
        if changed:
            record(session, old.tenant, "watch", audience.user, ledger_act("edited", found[0]), place.now)
    if changed:
        return _previewed(db, found[0], place.now, place.timezone)
    return Duplicate(found[0], wanted.cadence, wanted.broadcast) if found else None


def retell_watch(
    db: Database, audience: Audience, number: int, cadence: Cadence, broadcast: Broadcast, place: Place
) -> Saved | NotYours | None:
    """Change only when a watch is told, and which replies show in the channel."""
    with db.write() as session:
        route_in(session, place.now)
        watch = find_watch(session, audience, number)
        if watch is None or not may_change(watch, audience):
            return NotYours(watch) if watch else None
        watches.set_telling(session, watch.tenant, number, cadence, broadcast)
        record(session, watch.tenant, "watch", audience.user, ledger_act("edited", watch), place.now)
    return _previewed(db, replace(watch, cadence=cadence, broadcast=broadcast), place.now, place.timezone)


def preview_watch(
    db: Database, screen: Screen, place: Place, text: str, given: Given = (), old: Watch | None = None
) -> Saved | Unmade:
    """What a watch would have told in the last days, without saving it."""
    wanted = _read(db, screen, place, text, given, old)
    return _previewed(db, wanted, place.now, place.timezone) if isinstance(wanted, Watch) else wanted


def _previewed(db: Database, watch: Watch, now: datetime, timezone: str, *, created: bool = False) -> Saved:
    """What became of a watch; counted apart from saving it, so that no other writer waits for it."""
    with db.read() as session:
        found = preview(session, watch, now, timezone)
    unlisted = unlisted_in(db, codes_of(watch))
    return Saved(watch, found.days, found.cards, found.digests, created, found.newest, unlisted, found.recorded)


def _read(
    db: Database, screen: Screen, place: Place, text: str, given: Given, old: Watch | None = None
) -> Watch | Unmade:
    """The watch that is asked for, not saved yet."""
    asked = read_watch(text, given)
    if isinstance(asked, Misread):
        return WatchProblem(asked.text, asked.key)
    if asked.for_me and not place.owner:
        return WatchProblem("for:me works in Slack; here, give the person's id as the channel.", "for")
    kept = codes_of(old) if old else frozenset[str]()
    if slip := slip_in(db, asked.programmes - asked.insisted - kept):
        return WatchProblem(slip, "programme")
    target = target_of(db, screen, asked)
    if not isinstance(target, Target):
        return target
    with db.read() as session:
        habits = team_settings(session, place.tenant, place.timezone)
    told = old or habits
    return Watch(
        id=UNSAVED,
        tenant=place.tenant,
        channel=_channel(asked, place),
        owner=place.owner,
        target=target,
        created_at=place.now,
        kinds=asked.kinds,
        filters=asked.filters,
        cadence=asked.cadence or told.cadence,
        broadcast=asked.broadcast or told.broadcast,
    )


def _channel(asked: WatchAsked, place: Place) -> str:
    """Where it is told; a direct message with the desk is the person's own place."""
    is_personal = asked.for_me or place.channel.startswith("D")
    return place.owner if is_personal and place.owner else place.channel
