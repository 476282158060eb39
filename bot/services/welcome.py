"""Welcome: said once to a team and once to a channel, claimed in the database before it is said.

A greeting that Slack certainly did not take is given back, so that the next occasion tries again.
"""

from __future__ import annotations

from datetime import datetime

from bot.blocks import welcome as blocks
from bot.clients.slack import Posted, Sent, Unsure
from bot.core.audience import Audience
from bot.services.desk import Desk
from bot.services.people import standing
from storage import greetings
from storage.db import ReadOnly


def welcome_first(desk: Desk, tenant: int, user: str, now: datetime) -> bool:
    """Welcome the first member of a team who opens the bot; whether this was the one."""
    with desk.db.read() as session:
        if greetings.is_welcomed(session, tenant):
            return False
    if standing(desk, user) == "guest":
        return False
    try:
        with desk.db.write() as session:
            if not greetings.welcome_once(session, tenant, user, now):
                return False
    except ReadOnly:
        return False
    if _certainly_not(desk.slack.post(user, blocks.welcome().payload())):
        with desk.db.write() as session:
            greetings.take_back_welcome(session, tenant)
        return False
    return True


def greet(desk: Desk, audience: Audience) -> bool:
    """Say hello to a channel that the bot was invited to; whether it was said now.

    A channel that Slack does not describe is not greeted: it may be one where outsiders read along.
    """
    try:
        with desk.db.write() as session:
            if not greetings.greet_channel(session, audience.tenant, audience.channel):
                return False
    except ReadOnly:
        return False
    said = desk.slack.post(audience.channel, blocks.hello(audience.externally_shared).payload())
    if _certainly_not(said):
        with desk.db.write() as session:
            greetings.take_back_greeting(session, audience.tenant, audience.channel)
        return False
    return True


def _certainly_not(posted: Posted) -> bool:
    return not isinstance(posted, Sent | Unsure)
