"""Watches: made by words or in a dialogue, listed, paused, changed and ended.

words or fields ─▶ one service ─▶ what became of it, with a preview of its noise
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks import watches as blocks
from bot.blocks.kit import Message
from bot.blocks.watch_modal import Form, form_of, watch_modal
from bot.core.audience import Audience, Surface
from bot.core.watches import Watch, is_person
from bot.services import watch_care, watches
from bot.services.channels import audience_for
from bot.services.replies import Reply
from bot.services.screening import check
from bot.services.watch_care import NotYours
from handlers.context import Asker, is_aloud, tell
from handlers.verbs import SLASH, Command
from storage.db import ReadOnly

_OPENS: Final = re.compile(r"watch(\s+new|\s+edit\s+#?\d+)?\s*$", re.IGNORECASE)
_CARE: Final = re.compile(r"(pause|resume|edit|remove)\s+#?(\d{1,9})\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_PICK: Final = re.compile(re.escape(ids.WATCH_PICK) + r":\d+")
_MENU: Final = re.compile(re.escape(ids.WATCH_MENU) + r":\d+")
SCOPES: Final = {"": "here", "here": "here", "mine": "mine", "my": "mine", "me": "mine", "all": "all"}


def register(app: App) -> None:
    """Listen to the command that opens the dialogue, to buttons and menus; before the general command."""
    app.command(SLASH, matchers=[_opens_dialogue])(_on_command)
    app.action(ids.NEW_WATCH)(_on_new)
    app.action(ids.WATCH_RETELL)(_on_retell)
    app.action(_PICK)(_on_picked)
    app.action(_MENU)(_on_menu)


def place_of(asker: Asker, channel: str = "") -> watches.Place:
    """Where a watch asked for here tells, and by whom it is asked for."""
    return watches.Place(asker.tenant, channel or asker.channel, asker.user, asker.now, asker.desk.settings.timezone)


def screen_for(asker: Asker, audience: Audience) -> watches.Screen:
    """What finds the party behind a name."""
    return lambda query: check(asker.desk, query, audience, asker.now)


def watch(asker: Asker, text: str, surface: Surface) -> Reply:
    """Make a watch of this channel or this person, or take care of one, and say so."""
    if not text.strip() or text.strip().casefold() == "new":
        return Reply(blocks.invitation())
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    if care := _CARE.fullmatch(text.strip()):
        return _take_care(asker, care[1].casefold(), int(care[2]), care[3], asker.audience(surface))
    made = watches.add_watch(
        asker.desk.db,
        screen_for(asker, asker.audience(surface)),
        asker.tenant,
        asker.channel,
        asker.user,
        text,
        asker.now,
        timezone=asker.desk.settings.timezone,
        only_described=True,
        no_channel=asker.refusal("watch.channel"),
    )
    return Reply(told(made, asker))


def told(made: watches.Saved | watches.Duplicate | watches.Unmade, asker: Asker) -> Message:
    """What became of a watch asked for."""
    match made:
        case watches.Saved(watch, days, cards, digests, created, newest, unlisted, recorded):
            return blocks.saved(
                watch,
                days,
                cards,
                digests,
                here=asker.channel,
                created=created,
                newest=newest,
                unlisted=unlisted,
                recorded=recorded,
            )
        case watches.Duplicate(watch, cadence, broadcast):
            return blocks.duplicate(watch, cadence, broadcast)
        case watches.Ambiguous(name, matches, conditions):
            return blocks.choose(name, matches, conditions)
        case watches.WatchProblem(problem):
            return problems.plain_problem(problem)


def _take_care(asker: Asker, verb: str, number: int, rest: str, audience: Audience) -> Reply:
    if is_aloud(audience):
        return Reply(problems.plain_problem(problems.READ_ALONG))
    if verb == "edit" and not rest.strip():
        return Reply(
            problems.plain_problem(f"Write what watch {number} shall be: watch edit {number} issuer:EU every:daily")
        )
    if verb == "edit":
        place, screen = place_of(asker), screen_for(asker, audience)
        made = watches.edit_watch(asker.desk.db, screen, audience, number, rest, place)
        if made is None or isinstance(made, NotYours):
            return Reply(_refused(made, number))
        return Reply(told(made, asker))
    if rest.strip():
        return Reply(problems.plain_problem(f"Write only the number: watch {verb} {number}"))
    return Reply(_carried_out(asker, verb, number, audience))


def _carried_out(asker: Asker, verb: str, number: int, audience: Audience) -> Message:
    """Pause, let go on or end a watch; the owner is told of what another ended."""
    if refused := asker.refusal() or (problems.READ_ALONG if is_aloud(audience) else ""):
        return problems.plain_problem(refused)
    db = asker.desk.db
    acts: dict[str, Callable[[], Watch | NotYours | None]] = {
        "pause": lambda: watch_care.pause_watch(db, audience, number, asker.user, asker.now),
        "resume": lambda: watch_care.resume_watch(db, audience, number, asker.now),
        "remove": lambda: watch_care.remove_watch(db, audience, number, asker.now),
    }
    done = acts[verb]()
    if done is None or isinstance(done, NotYours):
        return blocks.not_yours(done.watch) if done else _nothing_ended(asker, str(number), audience)
    if verb == "remove":
        tell_owner(asker, done)
        return blocks.removed(done, asker.channel)
    return blocks.paused(done) if verb == "pause" else blocks.resumed(done)


def tell_owner(asker: Asker, gone: Watch) -> None:
    """Tell a watch's owner, once, that another ended it."""
    if gone.owner and gone.owner != asker.user and is_person(gone.owner):
        asker.desk.slack.tell(gone.owner, blocks.removed_by_other(gone, asker.user))


def _watches(asker: Asker, text: str, surface: Surface) -> Reply:
    scope = SCOPES.get(text.strip().casefold())
    if scope is None:
        return Reply(problems.plain_problem(f"“{text.strip()[:40]}”? Write watches, watches mine, or watches all."))
    audience = asker.audience(surface)
    if refused := asker.refusal() or (problems.READ_ALONG if is_aloud(audience) else ""):
        return Reply(problems.plain_problem(refused))
    return Reply(_listing(asker, scope, audience))


def _listing(asker: Asker, scope: str, audience: Audience, first: str = "") -> Message:
    shown = [each for each in watch_care.list_watches(asker.desk.db, audience) if _is_in(each, scope, asker)]
    due = watch_care.next_digests(asker.desk.db, asker.tenant, asker.now, asker.desk.settings.timezone)
    scope = "mine" if scope == "here" and asker.channel.startswith("D") else scope
    return blocks.listing(shown, scope, asker.channel, due, first)


def _is_in(found: Watch, scope: str, asker: Asker) -> bool:
    is_mine = asker.user in (found.owner, found.channel)
    if scope == "here":
        return found.channel == asker.channel or (asker.channel.startswith("D") and is_mine)
    return scope == "all" or is_mine


def _unwatch(asker: Asker, text: str, surface: Surface) -> Reply:
    number = text.strip().lstrip("#")
    if not number.isdecimal() or len(number) > 9:
        return Reply(_nothing_ended(asker, text, asker.audience(surface)))
    return Reply(_carried_out(asker, "remove", int(number), asker.audience(surface)))


def _refused(found: NotYours | None, number: int) -> Message:
    return blocks.not_yours(found.watch) if found else blocks.unknown(str(number))


def _nothing_ended(asker: Asker, text: str, audience: Audience) -> Message:
    if refused := asker.refusal() or (problems.READ_ALONG if is_aloud(audience) else ""):
        return problems.plain_problem(refused)
    seen = watch_care.list_watches(asker.desk.db, audience)
    here = [each for each in seen if _is_in(each, "here", asker) and watch_care.may_change(each, audience)]
    return blocks.unknown(text.strip(), here)


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "watch",
        'watch NAME | name:"Bank*" | programme: issuer: country: | all [kind: direction: every: broadcast: for:me]',
        "Tell this channel, or you, when it changes; without words, a dialogue.",
        watch,
        "follow",
        (
            "watch Rosneft",
            "watch issuer:EU country:RU kind:added,removed every:daily",
            'watch name:"Bank*" for:me',
            "watch pause 7",
            "watch edit 7",
        ),
    ),
    Command(
        "watches",
        "watches [mine | all]",
        "What this channel, you, or all channels watch.",
        _watches,
        "follow",
        ("watches", "watches mine"),
    ),
    Command("unwatch", "unwatch NUMBER", "Stop watching.", _unwatch, "follow", ("unwatch 7",)),
)


def _opens_dialogue(command: dict[str, str]) -> bool:
    return bool(_OPENS.match(command.get("text", "").strip()))


def _on_command(ack: Ack, respond: Respond, client: WebClient, command: dict[str, str], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    number = re.search(r"\d+", command.get("text", ""))
    if number is None:
        client.views_open(trigger_id=command["trigger_id"], view=new_watch(asker))
    else:
        _open_edit(client, respond, command["trigger_id"], asker, int(number[0]))


def new_watch(asker: Asker) -> dict[str, Any]:
    """The empty dialogue, with the team's habits; in the Home it asks for a channel."""
    habits = watch_care.habits_of(asker.desk.db, asker.tenant, asker.desk.settings.timezone)
    return asker.sealed(watch_modal(Form(channel=asker.channel, every=habits.cadence, broadcast=habits.broadcast)))


def _on_new(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=new_watch(context["asker"]))


def _open_edit(client: WebClient, respond: Respond, trigger: str, asker: Asker, number: int) -> None:
    audience = asker.audience("ephemeral")
    if refused := asker.refusal():
        tell(respond, problems.plain_problem(refused))
        return
    found = next((each for each in watch_care.list_watches(asker.desk.db, audience) if each.id == number), None)
    if found is None or not watch_care.may_change(found, audience):
        tell(respond, _refused(NotYours(found) if found else None, number))
        return
    client.views_open(trigger_id=trigger, view=asker.sealed(watch_modal(form_of(found))))


def _on_picked(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    """One of several parties was chosen: the same as typing its line."""
    ack()
    try:
        tell(respond, watch(context["asker"], str(body["actions"][0].get("value", "")), "ephemeral").message)
    except ReadOnly:
        tell(respond, problems.read_only())


def _on_menu(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    action = body["actions"][0]
    verb, _, scope = str((action.get("selected_option") or {}).get("value", "")).partition(":")
    number = int(action["action_id"].rpartition(":")[2])
    if verb == "edit":
        _open_edit(client, respond, body["trigger_id"], asker, number)
    elif verb in ("pause", "resume", "remove"):
        _act_in_list(respond, body, asker, verb, number, scope)
    else:
        tell(respond, problems.gone())


def _act_in_list(respond: Respond, body: dict[str, Any], asker: Asker, verb: str, number: int, scope: str) -> None:
    audience = asker.audience("ephemeral")
    try:
        said = _carried_out(asker, verb, number, audience)
    except ReadOnly:
        tell(respond, problems.read_only())
        return
    is_seen_by_one = (body.get("container") or {}).get("is_ephemeral")
    if not is_seen_by_one or scope not in blocks.SCOPES:
        tell(respond, said)
        return
    tell(respond, _listing(asker, scope, audience, said.blocks[0]["text"]["text"]), replace=True)


def _on_retell(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    try:
        tell(respond, retell(asker, json.loads(body["actions"][0]["value"]), asker.audience("ephemeral")))
    except ReadOnly:
        tell(respond, problems.read_only())
    except (ValueError, KeyError, TypeError):
        tell(respond, problems.gone())


def retell(asker: Asker, wanted: dict[str, Any], audience: Audience) -> Message:
    """Change when a watch is told, as a button or dialogue remembers it."""
    if refused := asker.refusal():
        return problems.plain_problem(refused)
    number = int(wanted["w"])
    made = watches.retell_watch(asker.desk.db, audience, number, wanted["e"], wanted["b"], place_of(asker))
    if made is None or isinstance(made, NotYours):
        return _refused(made, number)
    return told(made, asker)


def audience_at(asker: Asker, channel: str) -> Audience:
    """The asker as a reader in the channel where a dialogue was opened."""
    where = "" if is_person(channel) else channel
    return audience_for(asker.desk, asker.tenant, "ephemeral", where, asker.user)
