"""Greetings: said once to a channel and once to a team, also when two processes hear of it at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, update

from storage.settings import drop_setting, put_once
from storage.team_rows import ChannelRow, SettingRow

WELCOMED = "welcomed"
"""The key under which a team keeps who was welcomed; no user sets it."""


def greet_channel(session: Session, tenant: int, channel: str) -> bool:
    """Whether a known channel was not greeted yet; of several at once exactly one is told so."""
    return _set_greeted(session, tenant, channel, True)


def take_back_greeting(session: Session, tenant: int, channel: str) -> None:
    """A greeting was certainly not said."""
    _set_greeted(session, tenant, channel, False)


def _set_greeted(session: Session, tenant: int, channel: str, greeted: bool) -> bool:
    result = session.execute(
        update(ChannelRow)
        .where(
            col(ChannelRow.tenant) == tenant, col(ChannelRow.id) == channel, col(ChannelRow.greeted).is_(not greeted)
        )
        .values(greeted=greeted)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) > 0


def is_welcomed(session: Session, tenant: int) -> bool:
    """Whether somebody of a team was welcomed."""
    return session.get(SettingRow, (tenant, WELCOMED)) is not None


def welcome_once(session: Session, tenant: int, user: str, now: datetime) -> bool:
    """Whether nobody of a team was welcomed yet; of several at once exactly one is told so."""
    return put_once(session, tenant, WELCOMED, user, user, now)


def take_back_welcome(session: Session, tenant: int) -> None:
    """A welcome was certainly not said."""
    drop_setting(session, tenant, WELCOMED)
