"""Settings: a team's own values in words, with who set them; the dialogue that sets them; feedback."""

from __future__ import annotations

from typing import Final

from bot.blocks import ids
from bot.blocks.inert import inert, lines, person, quoted, slack_date
from bot.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    header,
    message,
    modal,
    option,
    section,
    text_input,
)
from bot.core.roles import is_group
from bot.core.team_settings import (
    KINDS,
    MEMBER_ROLES,
    NOBODY,
    PEOPLE,
    ROLE_KEYS,
    WEEKDAYS,
    Changed,
    SettingsShown,
    Shown,
    named_in,
)
from bot.core.watches import BROADCASTS, CADENCES

WORDS: Final[dict[str, dict[str, str]]] = {
    "default": {
        "now": "at once",
        "hourly": "in an hourly digest",
        "daily": "in a daily digest",
        "weekly": "in a weekly digest",
    },
    "broadcast": {
        "never": "none",
        "material": "material changes of law only",
        "all": "all",
    },
    "digest-day": {day: day.capitalize() for day in WEEKDAYS},
    "default-role": {role: role for role in MEMBER_ROLES},
}
"""Values in words, by setting."""

HOW: Final = (
    "Change one: `/sanctions settings timezone Europe/Berlin`; take it back: `/sanctions settings timezone reset`"
)
WORDS_TO_TYPE: Final = f"What can be set: {', '.join(f'`{kind.key}`' for kind in KINDS)}"
SHARED: Final = (
    "This channel is shared with another organisation: settings are not shown or changed here. Ask in a channel of "
    "your own, or by direct message."
)
GUESTS: Final = "Settings are for members of the team: guests neither see nor change them."
ROLES: Final = (
    "Viewers ask and watch for themselves; analysts also write notes, assess hits and claim cards; leads also set "
    "lines to take and assign; admins also change settings. Admins of the Slack workspace are admins here."
)
NO_ROLES: Final = (
    "No role is given yet: members act as leads, change settings too, and only admins of the Slack workspace give "
    "roles. Once one is given, only admins change settings."
)
GROUPS: Final = {"admins": "admins.groups", "leads": "leads.groups", "viewers": "viewers.groups"}
"""The field for user groups beside that for people, by setting."""
UNSURE: Final = (
    "Slack did not say whether you are a guest, so nothing was changed. Try again; if it stays, the app lacks the "
    "scope `users:read`, and `desk settings` works on the command line."
)
KEPT: Final = "Kept in this workspace's own database; nothing leaves it."


def settings_card(team: SettingsShown) -> Message:
    """All settings, each with who set it and when."""
    zone = inert(team.timezone, 60)
    due = f"Next daily digest {slack_date(team.daily)}, weekly {slack_date(team.weekly)} (shown in your own time)."
    return message(
        f"Settings of this team: time zone {zone}, digests at {_value_of(team, 'digest')}.",
        [
            header("Settings of this team"),
            section("\n".join(_row(shown) for shown in team.shown if shown.kind.key not in ROLE_KEYS)),
            section(due),
            section("\n".join(["*Who may do what*", *(_row(s) for s in team.shown if s.kind.key in ROLE_KEYS)])),
            context(roles_text(team)),
            actions(ids.SETTINGS_ACTIONS, [button("Change", ids.SETTINGS_OPEN), button("Roles", ids.SETTINGS_ROLES)]),
            context(HOW, WORDS_TO_TYPE),
        ],
    )


def roles_text(team: SettingsShown) -> str:
    """Who may do what, as it holds now."""
    return ROLES if team.gives_roles else NO_ROLES


def _value_of(team: SettingsShown, key: str) -> str:
    return next((value_text(shown) for shown in team.shown if shown.kind.key == key), "")


def _row(shown: Shown) -> str:
    value = value_text(shown)
    return f"• *{shown.kind.title}:* {f'{value} · ' if value else ''}{_by(shown)}"


def _by(shown: Shown) -> str:
    if shown.at is None:
        return "default" if shown.value else "nobody named" if shown.kind.key in PEOPLE else "not set"
    who = f"by {person(shown.by)}" if shown.by else "on the command line"
    return f"set {who}, {slack_date(shown.at)}"


def value_text(shown: Shown) -> str:
    """A value as people say it."""
    if shown.kind.key == "operators":
        return channel_text(shown.value)
    if shown.kind.key in PEOPLE:
        return people_text(shown.value)
    if shown.kind.key == "digest":
        return shown.value  # an hour, as we write it: its colon opens no emoji
    return WORDS.get(shown.kind.key, {}).get(shown.value) or inert(shown.value, 60)


SHOWN_PEOPLE: Final = 10


def people_text(named: str) -> str:
    """People and user groups; a group by its handle, so that nobody in it is notified."""
    if named == NOBODY:
        return "a former member"
    all_named = named.split()
    told = [_group(each) if is_group(each) else person(each) for each in all_named[:SHOWN_PEOPLE]]
    return ", ".join(told) + (f", +{len(all_named) - SHOWN_PEOPLE}" if len(all_named) > SHOWN_PEOPLE else "")


def _group(named: str) -> str:
    group, _, handle = named.partition("|")
    return f"user group {inert(handle or group, 80)}"


def channel_text(channel: str) -> str:
    """A channel by its id, as Slack shows one."""
    if not channel:
        return "nobody, the log only"
    return f"<#{channel}>" if channel.isalnum() else inert(channel, 40)


def changed(done: Changed, team: SettingsShown) -> Message:
    """A setting was set: what holds now, what held before, and what that does to the next digest."""
    now, before = value_text(done.after), value_text(done.before)
    title = done.after.kind.title
    now, before = now or "nobody named", before or "nobody named"
    was = f" (before: {before})" if before != now else ""
    due = ""
    if done.after.kind.key in ("timezone", "digest"):
        due = f"Next daily digest: {slack_date(team.daily)} in your own time."
    if done.after.kind.key == "digest-day":
        due = f"Next weekly digest: {slack_date(team.weekly)} in your own time."
    if done.after.kind.key in ROLE_KEYS:
        due = roles_text(team)
    text = f"*{title}:* {now}{was}. {due}".rstrip()
    return message(f"{title}: {now}.", [section(text), context("For the whole team. `/sanctions settings` shows all.")])


def settings_modal(team: SettingsShown) -> View:
    """The dialogue with all settings."""
    now = {shown.kind.key: shown.value for shown in team.shown}
    hours = [f"{hour:02}:00" for hour in range(24)]
    return modal(
        "Settings",
        [
            _input(
                "timezone", "Time zone", text_input(ids.setting_field("timezone"), "Europe/Berlin", now["timezone"])
            ),
            _input("digest", "Digests come at", _select("digest", hours, now["digest"])),
            _input("digest-day", "Weekly digests come on", _select("digest-day", WEEKDAYS, now["digest-day"])),
            _input("operators", "Told of lists in trouble, and of feedback", _channel(now["operators"]), optional=True),
            _input("default", "New watches are told", _select("default", CADENCES, now["default"])),
            _input(
                "broadcast", "Replies that also show in the channel", _select("broadcast", BROADCASTS, now["broadcast"])
            ),
            context("For the whole team. An existing watch keeps its own cadence and broadcast."),
        ],
        ids.SETTINGS_MODAL,
        submit="Save",
        close="Cancel",
    )


def roles_modal(team: SettingsShown) -> View:
    """The dialogue that says who may do what."""
    now = {shown.kind.key: shown.value for shown in team.shown}
    blocks: list[Block | None] = [section(lines(roles_text(team), "" if team.gives_roles else ROLES))]
    for key, title in (("admins", "Admins"), ("leads", "Leads"), ("viewers", "Viewers")):
        people = [each for each in named_in(now[key]) if not is_group(each)]
        groups = " ".join(each for each in named_in(now[key]) if is_group(each))
        users: Block = {"type": "multi_users_select", "action_id": ids.setting_field(key)}
        blocks.append(_input(key, title, {**users, "initial_users": people} if people else users, optional=True))
        handles = text_input(ids.setting_field(GROUPS[key]), "@desk-leads", groups)
        blocks.append(_input(GROUPS[key], f"{title}: user groups", handles, optional=True))
    blocks.append(
        _input("default-role", "Everybody else is", _select("default-role", MEMBER_ROLES, now["default-role"]))
    )
    return modal("Roles", blocks, ids.ROLES_MODAL, submit="Save", close="Cancel")


def _input(key: str, label: str, element: Block, optional: bool = False) -> Block:
    block = field(ids.setting_block(key), label, element)
    return {**block, "optional": True} if optional else block


def _select(key: str, values: tuple[str, ...] | list[str], now: str) -> Block:
    words = WORDS.get(key, {})
    options = [option(words.get(value, value), value) for value in values]
    initial = next((each for each in options if each["value"] == now), options[0])
    element: Block = {"type": "static_select", "action_id": ids.setting_field(key), "options": options}
    return {**element, "initial_option": initial}


def _channel(now: str) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": ids.setting_field("operators"),
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    return {**element, "initial_conversation": now} if now else element


def feedback_kept(channel: str) -> Message:
    """Thanks, and who sees it."""
    where = f" The operators see it in {channel_text(channel)}." if channel else ""
    text = f"Thank you, your feedback is kept.{where}"
    return message("Thank you, your feedback is kept.", [section(text), context(KEPT)])


def feedback_told(user: str, text: str) -> Message:
    """What the operators are told of feedback."""
    who = person(user) if user else "Somebody on the command line"
    return message(
        "Feedback on the bot", [section(lines(f"{who} says of the bot:", quoted(text, 2500))), context(KEPT)]
    )
