"""The command line's notes: kept, shown, edited, tagged, deleted and found; the same words as in Slack."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, TypeVar

import typer

from bot import app as root
from bot.core.audience import Audience
from bot.core.contract import instant
from bot.core.notes import Note, NoteSearch, Unreadable, Version, parse_search, read_subject, split_subject
from bot.printing import as_json, visible
from bot.services import notes, terminal
from bot.services.desk import Desk
from bot.settings import Settings
from storage import channels

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Team = Annotated[str, typer.Option(help="Team id, where there are several.")]
As = Annotated[str, typer.Option("--as", help="Who acts, by member id (U…).")]
Channel = Annotated[str, typer.Option(help="Channel id (C…): only there is what was written in a private one seen.")]
PAGE: Final = 200
"""Notes read at once where all are printed."""
T = TypeVar("T")
_NUMBER: Final = re.compile(r"#?(\d{1,9})")


class NoNote(ValueError):
    """No note was kept, changed or found; the text says why and what would work."""


EXPECTED = (NoNote,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    def desk() -> Desk:
        config = settings()
        return root.build_desk(config, root.open_database(config))

    _add_note(cli, desk)
    _add_notes(cli, desk)
    _add_tag(cli, desk)


def _audience(here: Desk, tenant: int, channel: str, user: str) -> Audience:
    """Readers at the terminal, in the name of a channel: one that Slack never described is private by its id only."""
    with here.db.read() as session:
        known = channels.find_channel(session, tenant, channel) if channel else None
        if known is None or channels.seen_at(session, tenant, channel) is None:
            private = bool(channel) and not channels.openness(session, Audience(tenant, "cli"))(channel)
            return Audience(tenant, "cli", channel, private, user=user)
    return Audience(tenant, "cli", channel, known.private, known.externally_shared, user)


def _add_note(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("note")
    def on_note(
        what: Annotated[
            list[str], typer.Argument(help="REF TEXT, NUMBER to show one, edit NUMBER TEXT, or delete NUMBER.")
        ],
        user: As = "",
        channel: Channel = "",
        visibility: Annotated[str, typer.Option(help="team, channel or private.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Keep a note on a party, a programme or an official action; show, edit or delete one."""
        here = desk()
        audience = _audience(here, terminal.team(here, team).id, channel, user)
        told, versions = _note(here, audience, what, user, visibility)
        typer.echo(as_json(note_json(told, versions)) if json else _text(told, versions))


def _note(
    here: Desk, audience: Audience, what: list[str], user: str, visibility: str
) -> tuple[notes.Changed, tuple[Version, ...]]:
    word, rest = what[0].casefold(), what[1:]
    if not rest and (number := _NUMBER.fullmatch(word)):
        return _taken(notes.find_note(here.db, audience, int(number[1])))
    if word in ("edit", "delete") and rest and (number := _NUMBER.fullmatch(rest[0])):
        if word == "delete" and len(rest) == 1:
            by_operator = user == notes.OPERATOR
            gone = notes.delete_note(here.db, audience, int(number[1]), user, here.clock(), is_lead=by_operator)
            return _taken(gone), ()
        if word == "edit":
            text = " ".join(rest[1:])
            _taken(notes.edit_note(here.db, audience, int(number[1]), text, user, here.clock()))
            return _taken(notes.find_note(here.db, audience, int(number[1])))
    return _taken(notes.find_note(here.db, audience, _kept(here, audience, what, user, visibility)))


def _kept(here: Desk, audience: Audience, what: list[str], user: str, visibility: str) -> int:
    """Keep a note; its number."""
    subject, text = _subject(here, audience, what)
    asked = notes.NoteAsked(subject, text, user, f"cli:{uuid.uuid4().hex}", visibility)
    return _taken(notes.keep_note(here.db, audience, asked, here.clock())).id


def _subject(here: Desk, audience: Audience, what: list[str]) -> tuple[Any, str]:
    """What a note is about: the first argument, which the shell has taken out of its quotation marks."""
    read = split_subject(f'"{what[0]}"') if read_subject(what[0]) is None else split_subject(what[0])
    if isinstance(read, Unreadable):
        raise NoNote(_spoken(read))
    subject = _taken(notes.subject_of(here, read[0], audience, here.clock()))
    if isinstance(subject, notes.SeveralParties):
        options = "; ".join(f"{match.caption} = {match.entity}" for match in subject.matches[:8])
        raise NoNote(f"several parties may be meant by {subject.name!r}; name one by its id: {options}")
    return subject, " ".join(what[1:])


def _add_notes(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("notes")
    def on_notes(
        ref: Annotated[str, typer.Argument(help="Only those on this: a reference, programme:CODE or action:ID.")] = "",
        search: Annotated[str, typer.Option(help='Words, "phrases", begin*, #tag, by:U…, since:DATE.')] = "",
        channel: Channel = "",
        user: As = "",
        team: Team = "",
        limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 1000,
        json: Json = False,
    ) -> None:
        """The notes on something, or those that hold some words; what is of other private channels is left out."""
        here = desk()
        audience = _audience(here, terminal.team(here, team).id, channel, user)
        if ref and search:
            raise NoNote("give a reference or --search, not both")
        for note, caption in _listed(here, audience, ref, search, limit):
            told = notes.Changed(note, caption)
            typer.echo(as_json(note_json(told)) if json else _text(told))


def _listed(here: Desk, audience: Audience, ref: str, search: str, limit: int) -> Iterator[tuple[Note, str]]:
    if not ref:
        wanted = parse_search(search, here.clock().date(), audience.user)
        if isinstance(wanted, Unreadable):
            raise NoNote(_spoken(wanted))
        yield from _found(here, audience, wanted, limit)
        return
    subject = read_subject(ref)
    if subject is None:
        raise NoNote(f"{ref!r} is no reference; to look for words, use --search")
    yield from _taken(notes.notes_about(here.db, audience, subject))[0].notes[:limit]


def _found(here: Desk, audience: Audience, wanted: NoteSearch, limit: int) -> Iterator[tuple[Note, str]]:
    before = 0
    while limit > 0:
        page = notes.search_notes(here.db, audience, wanted, before, min(PAGE, limit))
        yield from page.notes
        if not page.more:
            return
        limit -= len(page.notes)
        before = page.notes[-1][0].id


def _add_tag(cli: typer.Typer, desk: Callable[[], Desk]) -> None:
    @cli.command("tag")
    def on_tag(
        what: Annotated[str, typer.Argument(help="A note's number; or a reference, programme:CODE, action:ID.")],
        tags: Annotated[list[str], typer.Argument(help="Words: letters, digits and hyphens.")],
        user: As = "",
        channel: Channel = "",
        visibility: Annotated[str, typer.Option(help="team, channel or private; of a new note only.")] = "",
        team: Team = "",
        json: Json = False,
    ) -> None:
        """Tag a note; or a party, a programme or an official action, by a note that holds the tags only."""
        here = desk()
        audience = _audience(here, terminal.team(here, team).id, channel, user)
        read = _taken(notes.read_tags(tags))
        if number := _NUMBER.fullmatch(what):
            told = _taken(notes.tag_note(here.db, audience, int(number[1]), read, here.clock()))
        else:
            kept = _kept(here, audience, [what, *(f"#{tag}" for tag in read)], user, visibility)
            told = _taken(notes.find_note(here.db, audience, kept))[0]
        typer.echo(as_json(note_json(told)) if json else _text(told))


def _spoken(problem: Unreadable) -> str:
    return f"{problem.text} {problem.how}".replace("`", "").strip()


def _taken(done: T | notes.NoteProblem) -> T:
    """What was done, or the problem as bad input."""
    if isinstance(done, notes.NoteProblem):
        raise NoNote(done.text)
    return done


def note_json(told: notes.Changed, versions: tuple[Version, ...] = ()) -> dict[str, Any]:
    """`desk note --json` and `desk tag --json`, and one line of `desk notes --json`."""
    note = told.note
    earlier = [{"text": each.text, "until": instant(each.until), "by": each.by or None} for each in versions]
    return {
        "id": note.id,
        "kind": note.kind,
        "entity": note.entity or None,
        "ref": f"{note.source}:{note.ref}" if note.source else None,
        "about": note.about or None,
        "caption": told.caption or None,
        "text": None if note.deleted_at else note.text,
        "tags": list(note.tags),
        "author": note.author or None,
        "channel": note.channel,
        "visibility": note.visibility,
        "created_at": instant(note.created_at),
        "edited_at": instant(note.edited_at),
        "deleted_at": instant(note.deleted_at),
        "deleted_by": note.deleted_by or None,
        "earlier": earlier,
    }


def _text(told: notes.Changed, versions: tuple[Version, ...] = ()) -> str:
    note = told.note
    head = f"note {note.id} on {visible(told.caption)}, {note.author}, {instant(note.created_at)} ({note.visibility})"
    if note.deleted_at:
        return f"{head}: deleted by {note.deleted_by or 'its author'}, {instant(note.deleted_at)}"
    tags = "".join(f" #{tag}" for tag in note.tags)
    before = [f"  until {instant(each.until)}: {visible(each.text)}" for each in versions]
    return "\n".join([f"{head}: {visible(note.text)}{f' [{tags[1:]}]' if tags else ''}", *before])
