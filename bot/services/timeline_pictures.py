"""Timeline pictures: drawn aside, for who asked by direct message, or for a channel in the thread of the shared card.

card said ─▶ (aside) gathered anew for those who will see the picture ─▶ drawn ─▶ uploaded with its words
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime

from bot.blocks import timeline as blocks
from bot.charts.timeline import timeline_picture
from bot.clients.slack import Posted, Sent, Undeliverable
from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.notes import Topic
from bot.core.timeline import Timeline
from bot.services.channels import audience_for
from bot.services.desk import Desk
from bot.services.questions import shared_timeline
from bot.services.replies import Reply
from bot.services.threads import post_reply
from bot.services.timeline import Subject, TimelineProblem, timeline_of, with_links
from storage.posts import Subject as About

log = logging.getLogger(__name__)


def subject(value: blocks.TimelineValue) -> Subject:
    """What a button's timeline is of."""
    return Ref(entity=value.about) if value.kind == "entity" else Topic("programme", value.about)


def about(told: Timeline) -> tuple[About, ...]:
    """The party that a thread under a timeline is about."""
    if told.kind != "entity":
        return ()
    row = next((row for row in reversed(told.rows) if row.source and row.ref), None)
    return (About(told.about, row.source if row else "", row.ref if row else ""),)


def send_picture(desk: Desk, asked: Audience, value: blocks.TimelineValue, now: datetime) -> None:
    """The picture by direct message; drawn for its reader there, where nothing of a private channel shows.

    Asked for where another organisation reads along, it shows public data only.
    """
    alone = audience_for(desk, asked.tenant, "dm", "", asked.user)
    readers = replace(alone, externally_shared=alone.externally_shared or asked.externally_shared)
    _attach(desk, readers, asked.user, "", value, now)


def share(desk: Desk, audience: Audience, value: blocks.TimelineValue, by: str, now: datetime) -> Posted:
    """Post a timeline in a channel, drawn anew for those who read there, with its picture in the thread."""
    told = timeline_of(desk, subject(value), audience, now, value.since)
    if isinstance(told, TimelineProblem):
        return Undeliverable(told.text, permanent=True)
    card = blocks.timeline_card(with_links(desk, told), audience, shared_by=by)
    sent = post_reply(desk, audience.tenant, audience.channel, "", Reply(card, about(told)), now)
    if isinstance(sent, Sent):
        shared_timeline(desk, audience, (told.kind, told.about), now)
        _attach(desk, audience, audience.channel, sent.ts, value, now)
    return sent


def _attach(
    desk: Desk, audience: Audience, place: str, thread_ts: str, value: blocks.TimelineValue, now: datetime
) -> None:
    """Upload the picture; nobody waits for it, so what goes wrong is owned up to there."""
    try:
        sent = _upload(desk, audience, place, thread_ts, value, now)
    except Exception as error:
        log.error("no picture, reference %s, %s", secrets.token_hex(4), type(error).__name__, exc_info=error)
        sent = None
    if not isinstance(sent, Sent):
        desk.slack.post(place, blocks.no_picture().payload(), thread_ts)


def _upload(
    desk: Desk, audience: Audience, place: str, thread_ts: str, value: blocks.TimelineValue, now: datetime
) -> Posted:
    told = timeline_of(desk, subject(value), audience, now, value.since)
    if isinstance(told, TimelineProblem):
        return Undeliverable(told.text, permanent=True)
    picture = timeline_picture(told, now.date())
    title = blocks.picture_title(told, now.date())
    return desk.slack.upload(place, thread_ts, "timeline.png", title, picture, blocks.alt_text(told))
