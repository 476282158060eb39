"""The Slack app manifest: every scope with the sentence that needs it."""

from __future__ import annotations

from typing import Any, Final

from handlers.commands import SLASH

SCOPES: Final[dict[str, str]] = {
    "app_mentions:read": "to answer when someone mentions the bot, also in threads, where Slack has no slash commands",
    "channels:history": "to look, once, for its own card after a send that Slack did not confirm",
    "channels:read": "to know whether a channel is private or shared before showing the team's notes",
    "chat:write": "to answer, and to post cards in the channels it was invited to",
    "commands": f"to offer the command {SLASH}",
    "files:write": "to put files into threads: an action's names under its card, results of a batch under its summary",
    "groups:history": "the same look for its own card in private channels it was invited to",
    "groups:read": "the same check for private channels it was invited to",
    "im:history": "to read questions sent to it as direct messages",
    "im:read": "to tell a direct message from a channel",
    "im:write": "to send the results of a batch, and to tell a watch's owner, once, that a channel cannot be reached",
}
"""Bot scopes; one without a sentence fails the build."""

EVENTS: Final = ("app_mention", "message.im")


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
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
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
