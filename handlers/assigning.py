"""Assigning: a card given to a colleague, by a word in its thread or in a dialogue; a day by which it is to be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.blocks import assigning as blocks
from bot.blocks import card_buttons, ids, notes_found, problems
from bot.blocks.kit import Message, View
from bot.blocks.waiting import not_saved_modal
from bot.core.alerts import ActionCard, Place
from bot.core.assignments import ASSIGN_HOW, ME, parse_assign, read_due
from bot.core.audience import Surface
from bot.core.notes import Unreadable
from bot.core.work import Refused, Unchanged, Work
from bot.services import work
from bot.services.assignments import AssignProblem, assign, set_due, today_of
from bot.services.replies import Reply
from handlers.context import Asker, tell_there, typed
from handlers.late import Answer, settle
from handlers.verbs import Command
from storage.db import ReadOnly

DUE_USAGE: Final = "In the thread of a card that you have, write `@Sanctions Desk due friday`, or `due none`."
ONLY_THERE: Final = "This works in the thread of a card."
NOT_SAVED: Final = "Not saved: the database takes no changes now."

Done = Work | Refused | Unchanged | AssignProblem


def in_thread(asker: Asker, thread_ts: str, text: str) -> Reply | None:
    """The answer to `assign` or `due` in the thread of a card; None for all else, and anywhere else."""
    word, _, rest = text.partition(" ")
    word = word.casefold().rstrip(":")
    if not thread_ts or word not in ("assign", "due") or not rest.strip():
        return None
    place = work.place_at(asker.desk, asker.tenant, asker.channel, thread_ts, asker.user)
    if place is None or not work.is_card(asker.desk, place):
        return None
    if refused := asker.refusal("work"):
        return Reply(problems.plain_problem(refused))
    try:
        return Reply(_assigned(asker, place, rest) if word == "assign" else _due(asker, place, rest))
    except ReadOnly:
        return Reply(problems.read_only())


def _assigned(asker: Asker, place: Place, text: str) -> Message:
    asked = parse_assign(text, today_of(asker.desk, asker.tenant, asker.now))
    if isinstance(asked, Unreadable):
        return notes_found.unreadable(asked)
    to = asker.user if asked.to == ME else asked.to
    if to != asker.user and (refused := asker.refusal("assign")):
        return problems.plain_problem(refused)
    return _told(assign(asker.desk, place, to, asked.due, asker.user), blocks.assigned)


def _due(asker: Asker, place: Place, text: str) -> Message:
    due: date | Unreadable | None = None
    if text.strip().casefold() not in ("none", "off", "never"):
        due = read_due(text, today_of(asker.desk, asker.tenant, asker.now))
    if isinstance(due, Unreadable):
        return notes_found.unreadable(due)
    return _told(set_due(asker.desk, place, due, asker.user), blocks.due_set)


def _told(done: Done, draw: Callable[[Work], Message]) -> Message:
    match done:
        case Refused(before):
            return blocks.refused(before)
        case AssignProblem(text):
            return problems.plain_problem(text)
        case Unchanged():
            return problems.plain_problem("It stands so already: nothing was changed.")
        case Work():
            return draw(done)


def _assign(_asker: Asker, _text: str, _surface: Surface) -> Reply:
    return Reply(notes_found.unreadable(Unreadable(ONLY_THERE, f"{ASSIGN_HOW} Or choose *More* → *Assign…* under it.")))


def _when_due(_asker: Asker, _text: str, _surface: Surface) -> Reply:
    return Reply(notes_found.unreadable(Unreadable(ONLY_THERE, DUE_USAGE)))


COMMANDS: Final = (
    Command(
        "assign",
        "assign @colleague [due:DATE | 3d | friday]",
        "In the thread of a card, where you mention me: give it to somebody, who is told and reminded.",
        _assign,
        "team",
        ("assign @anna due:friday", "assign me due:3d"),
    ),
    Command(
        "due",
        "due DATE | none",
        "In the thread of a card that you have, where you mention me: the day by which it is to be done.",
        _when_due,
        "team",
        ("due 2026-12-01", "due 3d", "due none"),
    ),
)


def drawer(asker: Asker, place: Place) -> Callable[[ActionCard, str], View]:
    """What draws the dialogue of a card as it stands."""
    with asker.desk.db.read() as session:
        stands = work.find(session, place)

    def draw(facts: ActionCard, remembered: str) -> View:
        return blocks.assign_modal(facts, stands, remembered)

    return draw


def register(app: App) -> None:
    """Listen to the dialogue; the menu of a card opens it."""
    app.view(ids.CARD_ASSIGN_MODAL)(_on_submit)


def _on_submit(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    remembered = json.loads(view["private_metadata"])
    found = card_buttons.read_card_value(remembered["v"], asker.tenant)
    to = str(typed(view, ids.CARD_ASSIGN_BLOCK, ids.CARD_ASSIGN_TO).get("selected_user") or "")
    day = typed(view, ids.CARD_DUE_BLOCK, ids.CARD_DUE).get("selected_date")
    if found is None or not to:
        ack(response_action="errors", errors={ids.CARD_ASSIGN_BLOCK: "Choose a colleague."})
        return

    def keep() -> tuple[Answer, Done]:
        today = today_of(asker.desk, asker.tenant, asker.now)
        due = read_due(day, today) if day else None
        if isinstance(due, Unreadable):
            return _errors(ids.CARD_DUE_BLOCK, due.text), AssignProblem(due.text)
        try:
            done = assign(asker.desk, found[1], to, due, asker.user)
        except ReadOnly:
            done = AssignProblem(NOT_SAVED)
        match done:
            case AssignProblem(text):
                return _errors(ids.CARD_ASSIGN_BLOCK, text), done
            case Refused(before):
                return _errors(ids.CARD_ASSIGN_BLOCK, blocks.refused_text(before, today)), done
        return {}, done

    done = settle(ack, client, view, keep, not_saved_modal)
    if isinstance(done, Work):
        tell_there(client, asker, remembered["c"], blocks.assigned(done))


def _errors(block: str, text: str) -> Answer:
    return {"response_action": "errors", "errors": {block: text.replace("*", "").replace("`", "")}}
