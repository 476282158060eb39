"""Notes by command: kept, shown, edited, tagged, deleted, looked for; and the menu and dialogues beside each note."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, notes_found, problems
from bot.blocks.kit import Message
from bot.blocks.notes import note_saved, notes_refused
from bot.blocks.waiting import not_saved_modal
from bot.core.audience import Audience, Surface
from bot.core.notes import Unreadable, parse_search, read_subject, split_subject
from bot.services import notes
from bot.services.channels import audience_for
from bot.services.replies import Reply
from handlers.context import Asker, tell, tell_there
from handlers.late import Answer, settle
from handlers.verbs import Command
from storage.db import ReadOnly

NUMBER: Final = re.compile(r"#?(\d{1,9})")
_CARE: Final = re.compile(r"(edit|delete)\s+#?(\d{1,9})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
MOST: Final = 12
"""Notes on one party that are shown at once."""
NOT_WRITTEN: Final = "Not saved: the database takes no changes now."


def register(app: App) -> None:
    """Listen to the menu beside a note, its dialogues, and the button that leads on."""
    app.action(re.compile(re.escape(ids.NOTE_MENU) + r":\d+"))(_on_menu)
    app.action(ids.NOTES_MORE)(_on_more)
    app.view(ids.NOTE_EDIT_MODAL)(_on_edited)
    app.view(ids.NOTE_DELETE_MODAL)(_on_deleted)


def _note(asker: Asker, text: str, surface: Surface) -> Reply:
    audience = asker.audience(surface)
    if refused := _refused(asker, audience):
        return Reply(refused)
    if number := NUMBER.fullmatch(text):
        return Reply(_shown(asker, audience, int(number[1])))
    if care := _CARE.fullmatch(text):
        return Reply(_cared(asker, audience, care[1].casefold(), int(care[2]), care[3] or ""))
    return Reply(_kept(asker, audience, text))


def _cared(asker: Asker, audience: Audience, word: str, number: int, text: str) -> Message:
    if word == "edit":
        return _told_edit(notes.edit_note(asker.desk.db, audience, number, text, asker.user, asker.now))
    if text:
        return problems.plain_problem(f"To delete a note, write only its number: note delete {number}")
    return _told_deletion(notes.delete_note(asker.desk.db, audience, number, asker.user, asker.now))


def _kept(asker: Asker, audience: Audience, text: str) -> Message:
    read = split_subject(text)
    if isinstance(read, Unreadable):
        return notes_found.unreadable(read)
    named, words = read
    subject = notes.subject_of(asker.desk, named, audience, asker.now)
    if isinstance(subject, notes.NoteProblem):
        return problems.plain_problem(subject.text)
    if isinstance(subject, notes.SeveralParties):
        return notes_found.choose(subject.name, subject.matches, words)
    asked = notes.NoteAsked(subject, words, asker.user, f"command:{uuid.uuid4().hex}")
    kept = notes.keep_note(asker.desk.db, audience, asked, asker.now)
    if isinstance(kept, notes.NoteProblem):
        return problems.plain_problem(kept.text)
    return note_saved(kept.party.caption, words, kept.visibility)


def _notes(asker: Asker, text: str, surface: Surface) -> Reply:
    audience = asker.audience(surface)
    if refused := _refused(asker, audience):
        return Reply(refused)
    subject = read_subject(text)
    if subject is None:
        return Reply(_found(asker, audience, text))
    about = notes.notes_about(asker.desk.db, audience, subject)
    if isinstance(about, notes.NoteProblem):
        return Reply(problems.plain_problem(about.text))
    return Reply(notes_found.about(about[0].notes, about[1].caption, MOST))


def _found(asker: Asker, audience: Audience, text: str, before: int = 0) -> Message:
    wanted = parse_search(text, asker.now.date(), asker.user)
    if isinstance(wanted, Unreadable):
        return notes_found.unreadable(wanted)
    listed = notes.search_notes(asker.desk.db, audience, wanted, before)
    return notes_found.found(listed.notes, text, listed.more)


def _tag(asker: Asker, text: str, surface: Surface) -> Reply:
    audience = asker.audience(surface)
    if refused := _refused(asker, audience):
        return Reply(refused)
    word, _, rest = text.partition(" ")
    if number := NUMBER.fullmatch(word):
        return Reply(_told_tags(notes.tag_note(asker.desk.db, audience, int(number[1]), rest.split(), asker.now)))
    read = split_subject(text)
    if isinstance(read, Unreadable):
        return Reply(notes_found.unreadable(read))
    tags = notes.read_tags(read[1].split())
    if isinstance(tags, notes.NoteProblem):
        return Reply(problems.plain_problem(tags.text))
    # Tags of a party are a note that has nothing else.
    return Reply(_kept(asker, audience, f"{text[: len(text) - len(read[1])]}{' '.join(f'#{tag}' for tag in tags)}"))


def _refused(asker: Asker, audience: Audience) -> Message | None:
    """Why nothing of the team's notes is told or done here, if so."""
    if audience.externally_shared:
        return notes_refused()
    return problems.plain_problem(asker.refusal()) if audience.guest else None


def _shown(asker: Asker, audience: Audience, number: int) -> Message:
    found = notes.find_note(asker.desk.db, audience, number)
    if isinstance(found, notes.NoteProblem):
        return problems.plain_problem(found.text)
    return notes_found.one(found[0].note, found[0].caption, found[1])


def _told_edit(done: notes.Changed | notes.NoteProblem) -> Message:
    if isinstance(done, notes.NoteProblem):
        return problems.plain_problem(done.text)
    return notes_found.changed(done.note, done.caption)


def _told_deletion(done: notes.Changed | notes.NoteProblem) -> Message:
    if isinstance(done, notes.NoteProblem):
        return problems.plain_problem(done.text)
    return notes_found.deleted(done.note, done.caption)


def _told_tags(done: notes.Changed | notes.NoteProblem) -> Message:
    if isinstance(done, notes.NoteProblem):
        return problems.plain_problem(done.text)
    return notes_found.tagged(done.note, done.caption)


def _on_menu(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    option = body["actions"][0].get("selected_option") or {}
    chosen = notes_found.read_menu(str(option.get("value") or ""))
    audience = asker.audience("ephemeral")
    if chosen is None:
        tell(respond, problems.gone())
        return
    word, number = chosen
    if refused := _refused(asker, audience):
        tell(respond, refused)
        return
    found = notes.find_note(asker.desk.db, audience, number)
    if isinstance(found, notes.NoteProblem):
        tell(respond, problems.plain_problem(found.text))
        return
    note, caption = found[0].note, found[0].caption
    if word == notes_found.EARLIER or note.deleted_at:
        tell(respond, notes_found.one(note, caption, found[1]))
    elif problem := notes.refusal_of(note, asker.user, word == notes_found.EDIT, audience):
        tell(respond, problems.plain_problem(problem))
    else:
        draw = notes_found.edit_modal if word == notes_found.EDIT else notes_found.delete_modal
        remembered = json.dumps({"i": number, "c": asker.channel})
        client.views_open(trigger_id=body["trigger_id"], view=asker.sealed(draw(note, caption, remembered)))


def _on_more(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    read = notes_found.read_more(str(body["actions"][0].get("value") or ""))
    if read is None:
        tell(respond, problems.gone())
        return
    audience = asker.audience("ephemeral")
    tell(respond, _refused(asker, audience) or _found(asker, audience, *read))


def _on_edited(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    remembered = json.loads(view["private_metadata"])
    text = (view["state"]["values"][ids.NOTE_TEXT_BLOCK][ids.NOTE_TEXT].get("value") or "").strip()

    def edit() -> tuple[Answer, notes.Changed | notes.NoteProblem]:
        audience = audience_for(asker.desk, asker.tenant, "ephemeral", remembered["c"], asker.user)
        try:
            done = notes.edit_note(asker.desk.db, audience, remembered["i"], text, asker.user, asker.now)
        except ReadOnly:
            done = notes.NoteProblem(NOT_WRITTEN)
        if isinstance(done, notes.NoteProblem):
            return {"response_action": "errors", "errors": {ids.NOTE_TEXT_BLOCK: done.text}}, done
        return {}, done

    done = settle(ack, client, view, edit, lambda problem: not_saved_modal(problem, text))
    if not isinstance(done, notes.NoteProblem):
        tell_there(client, asker, remembered["c"], _told_edit(done))


def _on_deleted(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    remembered = json.loads(view["private_metadata"])
    audience = audience_for(asker.desk, asker.tenant, "ephemeral", remembered["c"], asker.user)
    try:
        done = notes.delete_note(asker.desk.db, audience, remembered["i"], asker.user, asker.now)
    except ReadOnly:
        done = notes.NoteProblem("Not deleted: the database takes no changes now.")
    tell_there(client, asker, remembered["c"], _told_deletion(done))


COMMANDS: tuple[Command, ...] = (
    Command(
        "note",
        "note REF TEXT | note NUMBER | note edit NUMBER TEXT | note delete NUMBER",
        "Keep a note on a party, a programme or an official action; show, edit or delete one.",
        _note,
        group="team",
        examples=(
            "note us-ofac-sdn:17018 asked the embassy #licence",
            'note "Example Bank" their lawyer called',
            "note programme:RUSSIA-EO14024 our line is under review",
            "note 12",
            "note edit 12 asked the embassy twice",
            "note delete 12",
        ),
    ),
    Command(
        "notes",
        "notes [REF | WORDS #tag by:@user since:DATE]",
        "The notes on something, or those that hold these words; only what may be seen here.",
        _notes,
        group="team",
        examples=(
            "notes",
            "notes us-ofac-sdn:17018",
            "notes licence #energy since:2026-01",
            'notes "general licence" by:me',
        ),
    ),
    Command(
        "tag",
        "tag NUMBER | REF WORD …",
        "Tag a note, or a party, a programme or an official action, to find it again by that word.",
        _tag,
        group="team",
        examples=("tag 12 energy urgent", "tag us-ofac-sdn:17018 energy"),
    ),
)
