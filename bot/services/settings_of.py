"""Team settings: what a team set for itself, over what the desk was started with.

text ─▶ key and value ─▶ kept with who and when ─▶ read wherever the team's clock or defaults count
"""

from __future__ import annotations

from datetime import datetime

from bot.clients.slack import ChannelInfo
from bot.core.digests import next_digest
from bot.core.roles import Roles, group_id, is_group
from bot.core.team_settings import (
    KINDS,
    PEOPLE,
    RESET,
    ROLE_KEYS,
    Changed,
    SettingAsked,
    SettingProblem,
    SettingsShown,
    Shown,
    TeamSettings,
    channel_name,
    find_kind,
    group_handles,
    settings_from,
    values_of,
)
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.people import members, person
from bot.services.roles import lockout, role_in, roles_in
from storage import ledger
from storage import settings as kept
from storage.session import Session

__all__ = ["TeamSettings", "team_settings"]


def team_settings(session: Session, tenant: int, default_timezone: str = "UTC") -> TeamSettings:
    """The settings that hold for a team."""
    told = {key: setting.value for key, setting in kept.settings_of(session, tenant).items()}
    return settings_from(told, TeamSettings(timezone=default_timezone))


def settings_shown(desk: Desk, tenant: int, now: datetime) -> SettingsShown:
    """All settings of a team with who set each."""
    with desk.db.read() as session:
        shown = _shown(session, desk, tenant)
        own = team_settings(session, tenant, desk.settings.timezone)
    clock = (own.timezone, own.digest_hour, own.digest_weekday)
    return SettingsShown(shown, own.timezone, next_digest("daily", now, *clock), next_digest("weekly", now, *clock))


def operator_channel(desk: Desk, tenant: int) -> str:
    """Where a team's operators are told of trouble: the team's own channel, else that of the desk ("": nowhere)."""
    with desk.db.read() as session:
        own = team_settings(session, tenant)
    return own.operator_channel or desk.settings.operator_channel


def change_setting(desk: Desk, tenant: int, asked: SettingAsked, by: str, now: datetime) -> Changed | SettingProblem:
    """Set one value, or take it back to the default."""
    changed = change_settings(desk, tenant, {asked.kind.key: asked.value}, by, now)
    return changed[asked.kind.key] if isinstance(changed, dict) else changed[0][1]


def change_settings(
    desk: Desk, tenant: int, values: dict[str, str], by: str, now: datetime
) -> dict[str, Changed] | list[tuple[str, SettingProblem]]:
    """Set several values together: all of them, or none and what is wrong with which."""
    read = {key: _read(desk, tenant, key, value) for key, value in values.items()}
    problems = [(key, found) for key, found in read.items() if isinstance(found, SettingProblem)]
    if problems:
        return problems
    with desk.db.write() as session:
        ledger.lock(session, tenant)  # two admins who take each other's role away at once: the second is none any more
        roles = roles_in(session, tenant)
        before = {shown.kind.key: shown for shown in _shown(session, desk, tenant)}
        for key, value in read.items():
            assert isinstance(value, str)
            if value == RESET:
                kept.drop_setting(session, tenant, key)
            elif value != before[key].value or before[key].at is None:
                kept.put_setting(session, tenant, key, value, by, now)
        if ROLE_KEYS & read.keys() and (refused := _refused(desk, roles, roles_in(session, tenant), by)):
            session.rollback()
            return [(key, SettingProblem(refused)) for key in read]
        after = {shown.kind.key: shown for shown in _shown(session, desk, tenant)}
        for key in sorted(read):
            was, told = before[key], after[key]
            if (was.value, was.at) != (told.value, told.at):
                record(session, tenant, "setting", by, {"setting": key, **_change(key, was.value, told.value)}, now)
    return {key: Changed(before[key], after[key]) for key in read}


def _refused(desk: Desk, before: Roles, after: Roles, by: str) -> str:
    """Why a person may not change roles so, as things stand when it is written; the command line may."""
    if by and role_in(desk, before, by) != "admin":
        return "Roles are given by admins, and you are none any more."
    return lockout(desk, before, after, by)


def _change(key: str, before: str, now: str) -> dict[str, str | list[str]]:
    """What the ledger is told of a change; of people each by itself, so that it knows them by their pseudonyms."""
    return {"before": before.split(), "now": now.split()} if key in PEOPLE else {"before": before, "now": now}


def _shown(session: Session, desk: Desk, tenant: int) -> tuple[Shown, ...]:
    own = team_settings(session, tenant, desk.settings.timezone)
    values = values_of(own)
    values["operators"] = values["operators"] or desk.settings.operator_channel
    values["default-role"] = own.roles.given
    told = kept.settings_of(session, tenant)
    return tuple(
        Shown(kind, values[kind.key], told[kind.key].by, told[kind.key].at)
        if kind.key in told
        else Shown(kind, values[kind.key])
        for kind in KINDS
    )


def _read(desk: Desk, tenant: int, key: str, value: str) -> str | SettingProblem:
    kind = find_kind(key)
    if isinstance(kind, SettingProblem):
        return kind
    if value.casefold() == RESET:
        return RESET
    if kind.key in PEOPLE:
        found = kind.read(_with_groups(desk, value))
        return found if isinstance(found, SettingProblem) else _known(desk, found)
    if kind.key != "operators":
        return kind.read(value)
    found = kind.read(_channel_id(desk, tenant, value))
    return found if isinstance(found, SettingProblem) else _reachable(desk, found, value)


def _with_groups(desk: Desk, text: str) -> str:
    """The text with the ids of user groups in place of their handles, where Slack knows them."""
    handles = group_handles(text)
    known = desk.slack.groups() if handles and desk.settings.bot_token else {}
    if isinstance(known, dict):
        for handle in handles:
            if group := known.get(handle[1:]):
                text = text.replace(handle, f"{group}|{handle[1:]}")
    return text


def _known(desk: Desk, named: str) -> str | SettingProblem:
    """People and groups that Slack knows as the team's own; without a token nobody can be asked."""
    if not desk.settings.bot_token:
        return named
    for each in named.split():
        if is_group(each):
            if members(desk, group_id(each)) is None:
                return SettingProblem(
                    f"Slack does not say who is in the user group {each}: it does not exist, or the app lacks the "
                    "scope usergroups:read."
                )
        elif (who := person(desk, each)) is None or who.guest:
            return SettingProblem(f"{each} is no member of this team that Slack knows: guests have no role.")
    return named


def _channel_id(desk: Desk, tenant: int, text: str) -> str:
    """The id of a channel given as `#name`, when we know one of that name; else the text as it is."""
    name = channel_name(text)
    if not name:
        return text
    with desk.db.read() as session:
        return kept.channel_named(session, tenant, name) or text


def _reachable(desk: Desk, channel: str, text: str) -> str | SettingProblem:
    """A channel that the bot can post to and outsiders do not read; without a token nobody can be asked."""
    if not desk.settings.bot_token:
        return channel
    info = desk.slack.channel(channel)
    if not isinstance(info, ChannelInfo) or info.archived or not info.member:
        return SettingProblem(f"I cannot post in {_named(text)}: it is archived, or I am not in it. Invite me first.")
    if info.externally_shared:
        return SettingProblem(f"{_named(text)} is shared with another organisation; choose one that is yours alone.")
    return channel


def _named(text: str) -> str:
    return f"“{text.strip()[:40]}”"
