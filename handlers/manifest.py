"""The Slack app manifest: every scope with the sentence that needs it."""

from __future__ import annotations

from typing import Any, Final

from bot.blocks import ids
from handlers.verbs import SLASH

SCOPES: Final[dict[str, str]] = {
    "app_mentions:read": "to answer when someone mentions the bot, also in threads, where Slack has no slash commands",
    "channels:history": (
        "to read a message that somebody keeps as a note, and learn of its edits and deletion; "
        "to look, once, for its own card after a send that Slack did not confirm"
    ),
    "channels:read": (
        "to know whether a channel is private or shared before showing the team's notes, "
        "and when one is renamed, archived or left"
    ),
    "chat:write": "to answer, and to post cards in the channels it was invited to",
    "commands": f"to offer the command {SLASH}",
    "files:read": (
        "to read a list of names that a member sends it by direct message, or puts before it with a mention: that one "
        "file, once"
    ),
    "files:write": "to put files into threads: an action's names under its card, results of a batch under its summary",
    "groups:history": "the same for kept replies and its own card in private channels it was invited to",
    "groups:read": (
        "the same for private channels it was invited to, when one gets another id, and who is a member of one: its "
        "cards are assigned and listed to nobody else"
    ),
    "im:history": "to read questions sent to it as direct messages",
    "im:read": "to tell a direct message from a channel",
    "reactions:read": "to take 👀, ✅ and 🚫 on its own cards as the buttons do, and 📝 on a reply as *keep as a note*",
    "users:read": "to tell guests from members (guests see public data only, and change nothing), and the workspace's "
    "admins, who are admins of the desk",
    "usergroups:read": "to know who is in a user group that was given a role (viewer, lead, admin)",
    "im:write": "to welcome the first who opens it, tell of assignments and remind of them, send personal alerts and "
    "a batch's results, and tell a watch's "
    "owner that its channel is lost or that another ended it",
}
"""Bot scopes; one without a sentence fails the build."""

SHORTCUTS: Final = (
    ("Check a name", "global", ids.SHORTCUT_CHECK, "Look a party up on the sanctions lists"),
    ("Check entities in this message", "message", ids.SHORTCUT_NAMED, "Which listed parties does it name?"),
    ("Discuss", "message", ids.SHORTCUT_DISCUSS, "Take it to the thread of the party that it names"),
    ("Keep as a note", "message", ids.SHORTCUT_KEEP, "Keep it as a note on the party that it is about"),
)
"""What stands in the shortcuts menus: name, kind, callback, description."""

EVENTS: Final = (
    "app_home_opened",
    "member_joined_channel",
    "app_mention",
    "message.im",
    "message.channels",
    "message.groups",
    "reaction_added",
    "reaction_removed",
    "channel_rename",
    "channel_id_changed",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "channel_left",
    "channel_shared",
    "group_rename",
    "group_archive",
    "group_unarchive",
    "group_deleted",
    "group_left",
    "app_uninstalled",
    "tokens_revoked",
)


def manifest() -> dict[str, Any]:
    """What to paste under "From a manifest" when making the app."""
    return {
        "display_information": {
            "name": "Sanctions Desk",
            "description": "Sanctions status, changes and your team's notes, with the law kept apart from the news",
            "background_color": "#1d3557",
        },
        "features": {
            "bot_user": {"display_name": "Sanctions Desk", "always_online": True},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": about}
                for name, kind, callback, about in SHORTCUTS
            ],
            "slash_commands": [
                {
                    "command": SLASH,
                    "description": "Sanctions status and changes",
                    "usage_hint": "check NAME | changes 7d | batch | watch NAME | watches | sources | help",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
