"""Roles at the door: every verb, button and dialogue is an act, and who lacks its role gets no further.

One table for each; a test walks all listeners and fails where a row is missing. Emoji are refused where they act, since
most are nobody's business here, and so is what depends on whose watch or note it is. Guests and people of whom Slack
does not say are refused there as well: this asks only for the roles of members.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Final

from slack_bolt import App, BoltContext, BoltResponse

from bot.blocks import card_buttons, decisions, ids, notes_found, problems
from bot.blocks.home import in_dialogue
from bot.core.roles import ACTS, MEMBER, Act
from bot.core.team_settings import ROLE_KEYS, SettingProblem, find_kind
from bot.services.roles import roles_in
from handlers import late
from handlers.context import Asker, tell

Body = Mapping[str, Any]
ByWords = Callable[[Asker, str], Act]
"""What a verb is, by the words after it."""
ByBody = Callable[[Asker, Body], Act]
"""What a click is, by what was chosen."""
NOT_TOLD: Final = "Slack did not say in time who you are. Nothing is lost: send it once more."
STRICT: Final[Act] = "setting"
"""What a verb or a button is taken for that has no row."""


def _snooze(asker: Asker, _words: str = "") -> Act:
    return "snooze.own" if asker.channel.startswith("D") else "snooze.channel"


def _note(_asker: Asker, words: str) -> Act:
    return "look" if re.fullmatch(r"#?\d{1,9}", words.strip()) else "note"


def _line(_asker: Asker, words: str) -> Act:
    """A quoted name, a reference or a code alone asks for the line; more sets or ends it."""
    alone = re.fullmatch(r"\s*([\"“”„'‘’][^\"“”„'‘’]*[\"“”„'‘’]|\S+)\s*", words)
    return "look" if alone or not words.strip() else "line"


def _settings(_asker: Asker, words: str) -> Act:
    word, _, value = " ".join(words.replace("=", " ", 1).split()).partition(" ")
    kind = find_kind(word.rstrip(":"))
    if not value or isinstance(kind, SettingProblem):
        return "look"
    return "roles" if kind.key in ROLE_KEYS else "setting"


VERBS: Final[Mapping[str, Act | ByWords]] = {
    "check": "ask",
    "changes": "ask",
    "timeline": "ask",
    "batch": "batch",
    "brief": "take out",
    "export": "take out",
    "sources": "look",
    "help": "look",
    "demo-refresh": "look",
    "watch": "watch.own",  # of a channel, or another's: settled where the watch is known
    "watches": "look",
    "unwatch": "watch.own",
    "snooze": _snooze,
    "snoozes": "look",
    "unsnooze": _snooze,
    "note": _note,
    "notes": "look",
    "tag": "note",
    "decide": "decide",
    "decisions": "look",
    "assign": "work",
    "due": "work",
    "items": "look",
    "line": _line,
    "ledger": lambda _asker, words: "ledger.others" if words.strip() else "look",
    "feedback": "feedback",
    "settings": _settings,
    "health": "look",
    "news": "ask",
}


def _chosen(body: Body) -> str:
    action = (body.get("actions") or [{}])[0]
    return str((action.get("selected_option") or action).get("value") or "")


def _card_menu(_asker: Asker, body: Body) -> Act:
    word, _, place = _chosen(body).partition("|")
    if word in (card_buttons.SNOOZE_DAY, card_buttons.SNOOZE_WEEK):
        return "snooze.own" if place.startswith(("U", "W")) else "snooze.channel"
    return CARD_WORDS.get(word, "work")


CARD_WORDS: Final[Mapping[str, Act]] = {
    card_buttons.SHARE: "share",
    card_buttons.WHY: "look",
    card_buttons.ASSIGN: "assign",
}
"""What the words of a card's menu are that are no work on it."""


def _answer_menu(_asker: Asker, body: Body) -> Act:
    return "decide" if _chosen(body).partition("|")[0] in decisions.MENU else "look"


def _note_menu(_asker: Asker, body: Body) -> Act:
    return "look" if _chosen(body).partition(" ")[0] == notes_found.EARLIER else "note"


ACTIONS: Final[Mapping[str, Act | ByBody]] = {
    ids.SHARE: "share",
    ids.WHY: "why",
    ids.NOTE: "note",
    ids.WATCH: "watch.own",
    ids.NONE_OF_THESE: "look",
    ids.PICK: "ask",
    ids.MORE: _answer_menu,
    ids.ASSESS: "decide",
    ids.HIDDEN: "look",
    ids.NOTE_MENU: _note_menu,
    ids.NOTES_MORE: "look",
    ids.KEEP_ON: "note",
    ids.KEPT_REMOVE: "note",
    ids.BATCH_OPEN: "batch",
    ids.CARD_CLAIM: "work",
    ids.CARD_DONE: "work",
    ids.CARD_UNDO: "work",
    ids.CARD_NAMES: "look",
    ids.CARD_FILE: "look",
    ids.CARD_NOTE: "note",
    ids.CARD_MORE: _card_menu,
    ids.HOME_CHECK: "ask",
    ids.HOME_CHANGES: "ask",
    ids.HOME_LAW: "ask",
    ids.HOME_WATCHES: "look",
    ids.HOME_SOURCES: "look",
    ids.HOME_OPEN: "look",
    ids.ITEM_OPEN: "look",
    ids.SETTINGS_OPEN: "setting",
    ids.SETTINGS_ROLES: "roles",
    ids.ADMIN_PAGE: "roles",
    ids.NEW_WATCH: "watch.own",
    ids.WATCH_MENU: "watch.own",
    ids.WATCH_PREVIEW: "watch.own",
    ids.WATCH_RETELL: "watch.own",
    ids.SNOOZE_END: lambda asker, _body: _snooze(asker),
    ids.SNOOZE_PICK: lambda asker, _body: _snooze(asker),
    ids.HEALTH_RETRY: "resend",
    ids.WATCH_PICK: "watch.own",
    ids.CHANGES_OF: "ask",
    ids.TIMELINE_SHARE: "share",
    ids.TIMELINE_OF: "ask",
}
"""By action id, or by what stands before its colon."""

CALLBACKS: Final[Mapping[str, Act]] = {
    ids.NOTE_MODAL: "note",
    ids.NOTE_EDIT_MODAL: "note",
    ids.NOTE_DELETE_MODAL: "note",
    ids.KEEP_MODAL: "note",
    ids.BATCH_MODAL: "batch",
    ids.SETTINGS_MODAL: "setting",
    ids.ROLES_MODAL: "roles",
    ids.CHECK_MODAL: "ask",
    ids.CARD_SHARE_MODAL: "share",
    ids.CARD_PARTY_MODAL: "note",
    ids.CARD_ASSIGN_MODAL: "assign",
    ids.DISCUSS_MODAL: "share",
    ids.DECIDE_MODAL: "decide",
    ids.WATCH_MODAL: "watch.own",
    ids.WATCH_RETELL_MODAL: "watch.own",
    ids.SHORTCUT_CHECK: "ask",
    ids.SHORTCUT_NAMED: "ask",
    ids.SHORTCUT_DISCUSS: "share",
    ids.SHORTCUT_KEEP: "note",
}
"""By the callback of a dialogue or of a shortcut."""


def register(app: App) -> None:
    """Stand before all listeners."""

    @app.middleware
    def guard(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002
        asker: Asker = context["asker"]
        act = act_of(asker, body)
        if act is None or is_everybodys(asker, act):
            return next()
        refused = _soon(asker, act) if body.get("type") == "view_submission" else refusal(asker, act)
        if refused is None:
            context["forget"]()  # sent once more, it is no repetition
            return _ask_again(body)
        return _refuse(context, body, refused) if refused else next()


def is_everybodys(asker: Asker, act: Act) -> bool:
    """Whether every member may do it here, so that Slack need not be asked who this is; guests are refused later."""
    if ACTS[act].least == "viewer":
        return True
    with asker.desk.db.read() as session:
        return not roles_in(session, asker.tenant).is_set and act in MEMBER


def _soon(asker: Asker, act: Act) -> str | None:
    """The refusal of a dialogue, for which Slack waits three seconds; None when it cannot be told in time."""
    pool = ThreadPoolExecutor(1, "role")
    future = pool.submit(refusal, asker, act)
    pool.shutdown(wait=False)
    return future.result() if wait((future,), late.PATIENCE).done else None


def _ask_again(body: Body) -> BoltResponse:
    """Keep the dialogue open as it is filled in; what Slack says meanwhile is remembered."""
    blocks = (body.get("view") or {}).get("blocks") or []
    field = next((str(block.get("block_id")) for block in blocks if block.get("type") == "input"), "")
    if not field:
        view = in_dialogue("Not done", problems.plain_problem(NOT_TOLD))
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    return BoltResponse(status=200, body={"response_action": "errors", "errors": {field: NOT_TOLD}})


def act_of(asker: Asker, body: Body) -> Act | None:
    """What a click, a dialogue or a shortcut is; None for everything else."""
    match body.get("type"):
        case "block_actions":
            action_id = str(((body.get("actions") or [{}])[0]).get("action_id") or "")
            row = ACTIONS.get(action_id) or ACTIONS.get(action_id.partition(":")[0])
            if row is None:
                return STRICT if action_id in ids.ACTIONS else None
            return row if isinstance(row, str) else row(asker, body)
        case "view_submission":
            return CALLBACKS.get(str((body.get("view") or {}).get("callback_id") or ""))
        case "shortcut" | "message_action":
            return CALLBACKS.get(str(body.get("callback_id") or ""))
    return None


def refused_verb(asker: Asker, verb: str, words: str) -> str:
    """Why somebody may not say this ("": they may)."""
    row = VERBS.get(verb, STRICT)
    return refusal(asker, row if isinstance(row, str) else row(asker, words))


def refusal(asker: Asker, act: Act) -> str:
    """Why somebody may not do it; what a viewer may do is settled where it is done."""
    return "" if ACTS[act].least == "viewer" else asker.refusal(act)


def _refuse(context: BoltContext, body: Body, refused: str) -> BoltResponse:
    said = problems.plain_problem(refused)
    view = in_dialogue("Not done", said)
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    if body.get("response_url") and context.respond is not None:
        tell(context.respond, said)
    elif body.get("trigger_id"):
        context.client.views_open(trigger_id=body["trigger_id"], view=view)
    return BoltResponse(status=200, body="")
