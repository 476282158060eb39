"""The watch dialogue: previewed, submitted, a party chosen among several; errors are shown at their field.

fields ─▶ form ─▶ the same service as the command ─▶ error · choice · what became of it
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks.inert import count, cut, inert, lines
from bot.blocks.party import told_apart
from bot.blocks.watch_modal import (
    Form,
    done_modal,
    duplicate_modal,
    error_block,
    read_form,
    watch_modal,
    with_candidates,
)
from bot.blocks.watch_words import cautions, preview_text
from bot.clients.slack import ChannelInfo
from bot.core.screening import Match
from bot.core.watch_words import Misread
from bot.services import watches
from bot.services.watch_care import NotYours
from handlers.context import Asker, tell
from handlers.late import Answer, settle
from handlers.watches import audience_at, place_of, retell, screen_for, told
from storage.db import ReadOnly

Made = watches.Saved | watches.Duplicate | watches.Unmade

NOT_IN_CHANNEL = "I am not in that channel, or it is archived. Invite me there first: /invite @Sanctions Desk"
NO_CHANGES = "Not saved: the database takes no changes now."
GONE = "This watch is gone, or no longer yours to change."


def register(app: App) -> None:
    """Listen to the dialogue and its preview."""
    app.action(ids.WATCH_PREVIEW)(_on_preview)
    app.view(ids.WATCH_MODAL)(_on_submit)
    app.view(ids.WATCH_RETELL_MODAL)(_on_retell)


def _on_preview(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker, view = context["asker"], body.get("view")
    if view is None:
        tell(respond, problems.gone())
        return
    form = read_form(view)
    form, said = _previewed(asker, form)
    # Without `hash`: what was typed since the click stays, and a second click simply counts again.
    client.views_update(view_id=view["id"], view=asker.sealed(watch_modal(form, said)))


def _previewed(asker: Asker, form: Form) -> tuple[Form, str]:
    given = form.given()
    if isinstance(given, Misread):
        return form, f"⚠️ {inert(given.text)}"
    audience = audience_at(asker, form.channel or form.to)
    place = _place(asker, form)
    made = watches.preview_watch(asker.desk.db, screen_for(asker, audience), place, form.words(), given)
    match made:
        case watches.Saved(watch, days, cards, digests, newest=newest, unlisted=unlisted, recorded=recorded):
            noise = preview_text(watch, days, cards, digests, newest, recorded)
            return form, lines(f"🔎 {noise}", cautions(watch, unlisted))
        case watches.Ambiguous(_, matches):
            return _with_choice(
                form, made
            ), f"⚠️ {count(len(matches), 'party', 'parties')} may be meant: choose one above."
        case watches.WatchProblem(text):
            return form, f"⚠️ {inert(text)}"


def _with_choice(form: Form, made: watches.Ambiguous) -> Form:
    return with_candidates(form, [(match.entity, _told(match)) for match in made.matches])


def _told(match: Match) -> str:
    """A party as an option: its name, and what tells it from the others."""
    facts = told_apart(match)
    return f"{cut(match.caption, 40)} · {facts}" if facts else match.caption


def _place(asker: Asker, form: Form) -> watches.Place:
    return place_of(asker, form.channel or form.to or asker.user)


def _on_submit(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker, form = context["asker"], read_form(view)

    def save() -> tuple[Answer, None]:
        try:
            made = _save(asker, form)
        except ReadOnly:
            made = watches.WatchProblem(NO_CHANGES)
        return _became(asker, form, made), None

    settle(ack, client, view, save, lambda text: asker.sealed(watch_modal(form, f"⚠️ {inert(text)}")))


def _became(asker: Asker, form: Form, made: Made) -> Answer:
    match made:
        case watches.WatchProblem(text, key):
            return {"response_action": "errors", "errors": {error_block(key, form): text}}
        case watches.Ambiguous():
            meant = count(len(made.matches), "party", "parties")
            text = f"⚠️ Nothing is saved yet: {meant} may be meant. Choose one, then save again."
            return {"response_action": "update", "view": asker.sealed(watch_modal(_with_choice(form, made), text))}
        case watches.Duplicate(watch, cadence, broadcast) if made.differs:
            return {"response_action": "update", "view": asker.sealed(duplicate_modal(watch, cadence, broadcast))}
        case watches.Duplicate(watch):
            text = f"This is watched already: watch {watch.id}, told in the same way."
            return {"response_action": "errors", "errors": {error_block("", form): text}}
        case watches.Saved():
            said = told(made, replace(asker, channel=form.channel))
            return {"response_action": "update", "view": done_modal(said)}


def _save(asker: Asker, form: Form) -> Made:
    given = form.given()
    if isinstance(given, Misread):
        return watches.WatchProblem(given.text, given.key)
    if refused := asker.refusal():
        return watches.WatchProblem(refused)
    audience = audience_at(asker, form.channel or form.to)
    screen, place = screen_for(asker, audience), _place(asker, form)
    if form.number:
        made = watches.edit_watch(asker.desk.db, screen, audience, form.number, form.words(), place, given)
        return watches.WatchProblem(GONE) if made is None or isinstance(made, NotYours) else made
    if form.to and not _is_in(asker, form.to):
        return watches.WatchProblem(NOT_IN_CHANNEL, "for")
    return watches.add_watch(
        asker.desk.db,
        screen,
        asker.tenant,
        place.channel,
        asker.user,
        form.words(),
        asker.now,
        given=given,
        timezone=place.timezone,
        only_described=True,
        no_channel=asker.refusal("watch.channel"),
    )


def _is_in(asker: Asker, channel: str) -> bool:
    info = asker.desk.slack.channel(channel)
    return isinstance(info, ChannelInfo) and info.member and not info.archived


def _on_retell(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    wanted = json.loads(view["private_metadata"])

    def change() -> tuple[Answer, None]:
        try:
            said = retell(asker, wanted, audience_at(asker, wanted["c"]))
        except ReadOnly:
            said = problems.read_only()
        return {"response_action": "update", "view": done_modal(said)}, None

    settle(ack, client, view, change)
