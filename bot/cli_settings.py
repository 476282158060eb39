"""The command line's team settings and feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from bot import app as root
from bot.core.contract import instant
from bot.core.team_settings import KINDS, SettingAsked, SettingProblem, Shown, find_kind
from bot.printing import as_json, visible
from bot.services import feedback, terminal
from bot.services.desk import Desk
from bot.services.settings_of import change_setting, settings_shown
from bot.settings import Settings
from storage.feedback import Feedback

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]
OPERATOR = ""
"""Who set or said something, where nobody of the workspace did."""


class NotSet(ValueError):
    """Nothing was set or kept; the text says why and what would work."""


EXPECTED = (NotSet,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    @cli.command("settings")
    def on_settings(
        key: Annotated[
            str, typer.Argument(help=f"{', '.join(kind.key for kind in KINDS[:-1])} or {KINDS[-1].key}.")
        ] = "",
        value: Annotated[str, typer.Argument(help="The new value; reset takes it back.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """A team's time zone, digests, operators, defaults and roles: shown, or one set."""
        here = desk()
        for shown in _shown(here, key, value, _tenant(here, team)):
            typer.echo(as_json(setting_json(shown)) if json else setting_text(shown))

    @cli.command("feedback")
    def on_feedback(
        text: Annotated[str, typer.Argument(help="What to say; without it, what was said is listed.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """What users said about the bot, oldest first."""
        here = desk()
        for each in _feedback(here, text, _tenant(here, team)):
            typer.echo(as_json(feedback_json(each)) if json else feedback_text(each))


def _tenant(desk: Desk, team: str) -> int:
    if desk.settings.bot_token and not team and not terminal.has_team(desk):
        root.register_tenant(desk)
    return terminal.team(desk, team).id


def _shown(desk: Desk, key: str, value: str, tenant: int) -> Iterable[Shown]:
    """All settings, or the one asked for, set first when a value is given."""
    if not key:
        return settings_shown(desk, tenant, desk.clock()).shown
    kind = find_kind(key)
    if isinstance(kind, SettingProblem):
        raise NotSet(kind.text)
    if value.strip():
        done = change_setting(desk, tenant, SettingAsked(kind, value.strip()), OPERATOR, desk.clock())
        if isinstance(done, SettingProblem):
            raise NotSet(done.text)
    return [shown for shown in settings_shown(desk, tenant, desk.clock()).shown if shown.kind == kind]


def _feedback(desk: Desk, text: str, tenant: int) -> Iterable[Feedback]:
    if not text:
        return feedback.list_feedback(desk.db, tenant)
    done = feedback.give_feedback(desk, tenant, OPERATOR, text, desk.clock())
    if isinstance(done, feedback.FeedbackProblem):
        raise NotSet(done.text)
    return [done[0]]


def setting_json(shown: Shown) -> dict[str, Any]:
    """One line of `desk settings --json`."""
    return {
        "key": shown.kind.key,
        "value": shown.value,
        "title": shown.kind.title,
        "set": shown.at is not None,
        "by": shown.by or None,
        "at": instant(shown.at),
    }


def setting_text(shown: Shown) -> str:
    """A setting in a line."""
    who = f"by {visible(shown.by)}" if shown.by else "on the command line"
    origin = f"set {who}, {shown.at:%Y-%m-%d %H:%M}Z" if shown.at else "as started"
    return f"{shown.kind.key}: {visible(shown.value) or 'not set'} ({origin})"


def feedback_json(said: Feedback) -> dict[str, Any]:
    """One line of `desk feedback --json`."""
    return {"id": said.id, "user": said.user or None, "text": said.text, "at": instant(said.at)}


def feedback_text(said: Feedback) -> str:
    """Feedback in a line."""
    return f"{said.id} {said.at:%Y-%m-%d %H:%M}Z {visible(said.user) or 'command line'}: {visible(said.text)}"
