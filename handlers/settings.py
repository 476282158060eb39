"""Settings and feedback: a team's own values by command or dialogue, and what users say about the bot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks import settings as blocks
from bot.blocks.admin_page import admin_page
from bot.blocks.home import in_dialogue
from bot.blocks.kit import View
from bot.core.audience import Surface
from bot.core.roles import Act
from bot.core.team_settings import (
    KINDS,
    PEOPLE,
    RESET,
    ROLE_KEYS,
    SettingProblem,
    SettingsShown,
    named_in,
    parse_setting,
)
from bot.services.admin_page import admin_facts
from bot.services.feedback import FeedbackProblem, give_feedback
from bot.services.people import standing
from bot.services.replies import Reply
from bot.services.settings_of import change_setting, change_settings, settings_shown
from handlers.context import Asker, tell
from handlers.manifest import SCOPES
from handlers.verbs import Command
from storage.db import ReadOnly


def _settings(asker: Asker, text: str, surface: Surface) -> Reply:
    if asker.audience(surface).externally_shared:
        return Reply(problems.plain_problem(blocks.SHARED))
    if refused := _refused(asker, "look"):
        return Reply(problems.plain_problem(refused))
    if not text.strip():
        return Reply(blocks.settings_card(settings_shown(asker.desk, asker.tenant, asker.now)))
    asked = parse_setting(text)
    if isinstance(asked, SettingProblem):
        return Reply(problems.plain_problem(asked.text))
    if not asked.value:
        return Reply(problems.plain_problem(f"Write a value: settings {asked.kind.key} {asked.kind.example}"))
    if refused := asker.refusal("roles" if asked.kind.key in ROLE_KEYS else "setting"):
        return Reply(problems.plain_problem(refused))
    done = change_setting(asker.desk, asker.tenant, asked, asker.user, asker.now)
    if isinstance(done, SettingProblem):
        return Reply(problems.plain_problem(done.text))
    return Reply(blocks.changed(done, settings_shown(asker.desk, asker.tenant, asker.now)))


def _refused(asker: Asker, act: Act) -> str:
    """Why somebody may not see, or not change, settings ("": they may)."""
    outside = {"guest": blocks.GUESTS, "unknown": blocks.UNSURE, "member": ""}[standing(asker.desk, asker.user)]
    return outside or asker.refusal(act)


def _feedback(asker: Asker, text: str, surface: Surface) -> Reply:
    done = give_feedback(asker.desk, asker.tenant, asker.user, text, asker.now)
    if isinstance(done, FeedbackProblem):
        return Reply(problems.plain_problem(done.text))
    # Where the operators read is the team's own: thanks that others read do not say it.
    return Reply(blocks.feedback_kept("" if asker.audience(surface).is_public else done[1]))


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "feedback",
        "feedback TEXT",
        "Say what works and what does not; it stays in your workspace.",
        _feedback,
        group="team",
        examples=("feedback the digest should come before nine",),
    ),
    Command(
        "settings",
        "settings [timezone | digest | digest-day | operators | default | broadcast | admins | leads | viewers | "
        "default-role VALUE]",
        "The team's clock, digests, operators, defaults and roles: shown, or one set.",
        _settings,
        group="operators",
        examples=(
            "settings",
            "settings timezone Europe/Berlin",
            "settings digest 08:00",
            "settings digest-day monday",
            "settings operators #sanctions-ops",
            "settings default daily",
            "settings broadcast never",
            "settings leads @desk-leads",
            "settings timezone reset",
        ),
    ),
)


def register(app: App) -> None:
    """Listen to the buttons and the dialogues."""
    app.action(ids.SETTINGS_OPEN)(_opener("Settings", "setting", blocks.settings_modal))
    app.action(ids.SETTINGS_ROLES)(_opener("Roles", "roles", blocks.roles_modal))
    app.action(ids.ADMIN_PAGE)(_on_admin_page)
    app.view(ids.SETTINGS_MODAL)(_on_submit)
    app.view(ids.ROLES_MODAL)(_on_submit)


def _opener(title: str, act: Act, draw: Callable[[SettingsShown], View]) -> Callable[..., None]:
    """The listener of a button that opens a dialogue, or says why not."""

    def on_open(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        asker: Asker = context["asker"]
        shared = bool(asker.channel) and asker.audience("ephemeral").externally_shared
        refused = blocks.SHARED if shared else _refused(asker, act)
        if refused and asker.channel:
            tell(respond, problems.plain_problem(refused))
            return
        team = settings_shown(asker.desk, asker.tenant, asker.now)
        view = in_dialogue(title, problems.plain_problem(refused)) if refused else draw(team)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    return on_open


def _on_admin_page(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    client.views_open(trigger_id=body["trigger_id"], view=admin_page(admin_facts(asker.desk, asker.tenant), SCOPES))


def _on_submit(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    is_roles = view.get("callback_id") == ids.ROLES_MODAL
    first = ids.setting_block("admins" if is_roles else "timezone")
    if refused := asker.refusal("roles" if is_roles else "setting"):
        ack(response_action="errors", errors={first: refused})
        return
    now = {shown.kind.key: shown.value for shown in settings_shown(asker.desk, asker.tenant, asker.now).shown}
    shown = {key: " ".join(named_in(value)) if key in PEOPLE else value for key, value in now.items()}
    typed = {key: value for key, value in _typed(view).items() if value != (shown[key] or RESET)}
    try:
        done = change_settings(asker.desk, asker.tenant, typed, asker.user, asker.now)
    except ReadOnly:
        ack(response_action="errors", errors={first: "Not saved: no changes can be made now."})
        return
    if isinstance(done, dict):
        ack()
        return
    ack(response_action="errors", errors={ids.setting_block(key): problem.text for key, problem in done})


def _typed(view: dict[str, Any]) -> dict[str, str]:
    """What stands in each field; an emptied channel, or nobody named, takes the setting back, any other empty field
    leaves it.
    """
    found = {}
    for kind in KINDS:
        elements = _elements(view, kind.key)
        if kind.key in PEOPLE:
            users = next((each["selected_users"] for each in elements if "selected_users" in each), None)
            groups = [word for each in _elements(view, blocks.GROUPS[kind.key]) for word in _words(each)]
            if users is not None:
                found[kind.key] = " ".join((*users, *groups)) or RESET
            continue
        for element in elements:
            chosen = element.get("selected_option") or {}
            value = element.get("value") or chosen.get("value") or element.get("selected_conversation") or ""
            if value.strip() or "selected_conversation" in element:
                found[kind.key] = value.strip() or RESET
    return found


def _elements(view: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return list((view["state"]["values"].get(ids.setting_block(key)) or {}).values())


def _words(element: dict[str, Any]) -> list[str]:
    return str(element.get("value") or "").split()
