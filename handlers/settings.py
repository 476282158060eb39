"""Settings and feedback: a team's own values by command or dialogue, and what users say about the bot."""

from __future__ import annotations

from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks import settings as blocks
from bot.blocks.home import in_dialogue
from bot.core.audience import Surface
from bot.core.team_settings import KINDS, RESET, SettingProblem, parse_setting
from bot.services.feedback import FeedbackProblem, give_feedback
from bot.services.people import standing
from bot.services.replies import Reply
from bot.services.settings_of import change_setting, change_settings, settings_shown
from handlers.context import Asker, tell
from handlers.verbs import Command
from storage.db import ReadOnly


def _settings(asker: Asker, text: str, surface: Surface) -> Reply:
    if asker.audience(surface).externally_shared:
        return Reply(problems.plain_problem(blocks.SHARED))
    if not text.strip():
        return Reply(blocks.settings_card(settings_shown(asker.desk, asker.tenant, asker.now)))
    asked = parse_setting(text)
    if isinstance(asked, SettingProblem):
        return Reply(problems.plain_problem(asked.text))
    if not asked.value:
        return Reply(problems.plain_problem(f"Write a value: settings {asked.kind.key} {asked.kind.example}"))
    if refused := _refused(asker):
        return Reply(problems.plain_problem(refused))
    done = change_setting(asker.desk, asker.tenant, asked, asker.user, asker.now)
    if isinstance(done, SettingProblem):
        return Reply(problems.plain_problem(done.text))
    return Reply(blocks.changed(done, settings_shown(asker.desk, asker.tenant, asker.now)))


def _refused(asker: Asker) -> str:
    """Why somebody may not change settings ("": they may)."""
    return {"guest": blocks.GUESTS, "unknown": blocks.UNSURE, "member": ""}[standing(asker.desk, asker.user)]


def _feedback(asker: Asker, text: str, _surface: Surface) -> Reply:
    done = give_feedback(asker.desk, asker.tenant, asker.user, text, asker.now)
    if isinstance(done, FeedbackProblem):
        return Reply(problems.plain_problem(done.text))
    return Reply(blocks.feedback_kept(done[1]))


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
        "settings [timezone | digest | digest-day | operators | default | broadcast VALUE]",
        "The team's clock, digests, operators and defaults: shown, or one set.",
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
            "settings timezone reset",
        ),
    ),
)


def register(app: App) -> None:
    """Listen to the button and the dialogue."""
    app.action(ids.SETTINGS_OPEN)(_on_open)
    app.view(ids.SETTINGS_MODAL)(_on_submit)


def _on_open(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    shared = bool(asker.channel) and asker.audience("ephemeral").externally_shared
    refused = blocks.SHARED if shared else _refused(asker)
    if refused and asker.channel:
        tell(respond, problems.plain_problem(refused))
        return
    team = settings_shown(asker.desk, asker.tenant, asker.now)
    view = in_dialogue("Settings", problems.plain_problem(refused)) if refused else blocks.settings_modal(team)
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _on_submit(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    now = {shown.kind.key: shown.value for shown in settings_shown(asker.desk, asker.tenant, asker.now).shown}
    typed = {key: value for key, value in _typed(view).items() if value != (now[key] or RESET)}
    try:
        done = change_settings(asker.desk, asker.tenant, typed, asker.user, asker.now)
    except ReadOnly:
        ack(response_action="errors", errors={ids.setting_block("timezone"): "Not saved: no changes can be made now."})
        return
    if isinstance(done, dict):
        ack()
        return
    ack(response_action="errors", errors={ids.setting_block(key): problem.text for key, problem in done})


def _typed(view: dict[str, Any]) -> dict[str, str]:
    """What stands in each field; an emptied channel takes the setting back, any other empty field leaves it."""
    found = {}
    for kind in KINDS:
        inputs: dict[str, dict[str, Any]] = view["state"]["values"].get(ids.setting_block(kind.key)) or {}
        for element in inputs.values():
            chosen = element.get("selected_option") or {}
            value = element.get("value") or chosen.get("value") or element.get("selected_conversation") or ""
            if value.strip() or "selected_conversation" in element:
                found[kind.key] = value.strip() or RESET
    return found
