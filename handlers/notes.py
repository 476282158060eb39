"""Notes: the button opens the dialogue, its submission keeps the note, its author is told who sees it."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks.notes import note_modal, note_saved, notes_refused
from bot.blocks.waiting import not_saved_modal
from bot.core.entities import Ref
from bot.services import notes
from bot.services.channels import audience_for
from handlers.buttons import read_value
from handlers.context import Asker, tell, tell_there
from handlers.late import Answer, settle
from storage.db import ReadOnly


def register(app: App) -> None:
    """Listen to the note button and the note dialogue."""
    app.action(ids.NOTE)(_on_button)
    app.view(ids.NOTE_MODAL)(_on_submit)


def _on_button(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    value = read_value(body)
    audience = asker.audience("channel")
    if audience.externally_shared:
        tell(respond, notes_refused())
        return
    if audience.guest:
        tell(respond, problems.plain_problem(asker.refusal()))
        return
    if value is None or not value.entity:
        tell(respond, problems.gone())
        return
    caption = asker.desk.dataset.current().caption(value.entity) or value.query.text
    remembered = {"e": value.entity, "s": value.source, "r": value.ref, "c": asker.channel, "n": caption[:200]}
    view = note_modal(caption, json.dumps(remembered), audience.private, first_use=True)
    client.views_open(trigger_id=body["trigger_id"], view=asker.sealed(view))


def _on_submit(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    values = view["state"]["values"]
    text = (values[ids.NOTE_TEXT_BLOCK][ids.NOTE_TEXT].get("value") or "").strip()
    if not text:
        ack(response_action="errors", errors={ids.NOTE_TEXT_BLOCK: "The note is empty."})
        return
    asker: Asker = context["asker"]
    about = json.loads(view["private_metadata"])
    visibility = values[ids.NOTE_VISIBILITY_BLOCK][ids.NOTE_VISIBILITY]["selected_option"]["value"]
    subject = Ref(source=about["s"], ref=about["r"]) if about["s"] else Ref(entity=about["e"])
    asked = notes.NoteAsked(subject, text, asker.user, view["id"], visibility)

    def keep() -> tuple[Answer, notes.Kept | notes.NoteProblem]:
        audience = audience_for(asker.desk, asker.tenant, "channel", about["c"], asker.user)
        try:
            kept = notes.keep_note(asker.desk.db, audience, asked, asker.now)
        except ReadOnly:
            kept = notes.NoteProblem("Not saved: the database takes no changes now.")
        if isinstance(kept, notes.NoteProblem):
            return {"response_action": "errors", "errors": {ids.NOTE_TEXT_BLOCK: kept.text}}, kept
        return {}, kept

    kept = settle(ack, client, view, keep, lambda problem: not_saved_modal(problem, text))
    if not isinstance(kept, notes.NoteProblem):
        tell_there(client, asker, about["c"], note_saved(kept.party.caption, text, kept.visibility))
