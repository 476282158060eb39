"""Care of the ledger: read by those who may, verified, its head exported daily, old contents erased.

Reading it is recorded in it: in the same transaction, so that nobody reads it where that cannot be written.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.blocks.ledger import head_told
from bot.core.audience import Audience
from bot.core.ledger import COMMAND_LINE, DESK, Content, Head, Link, Verdict
from bot.core.ledger import verify as verify_rows
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.operators import place_to_tell
from bot.services.questions import QUESTION
from storage import ledger, pseudonyms, seen, tenants
from storage.channels import openness
from storage.db import Database
from storage.forgetting import FORMER
from storage.session import Session
from storage.tenants import Tenant

log = logging.getLogger(__name__)

READING: Final = "reading"
RETENTION: Final = "retention"
"""The reason that the ledger gives for what is erased because it is old."""
FOLDER: Final = "ledger"
"""Where heads are exported to, below the folder for data."""
OWN: Final = 10
"""How many of their last questions people are shown."""
OTHERS: Final = 20
"""How many of others' questions a lead is shown."""
LOOKED_AT: Final = 500
"""So many links are looked at for them: those of private channels are passed over."""
_ACTORS: Final = {DESK: "the desk", COMMAND_LINE: "command line", "": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """A link as a reader is told it; `who` is a user id, or in words who else; erased ones have no content."""

    number: int
    kind: str
    at: datetime
    who: str
    content: dict[str, Any] | None
    erased: str = ""


def read_ledger(
    desk: Desk, tenant: int, reader: str, now: datetime, kind: str = "", since: datetime | None = None, most: int = 100
) -> list[Entry]:
    """The newest links with their contents, newest first; that they were read is the next link."""
    with desk.db.write() as session:
        found = _entries(session, tenant, ledger.newest(session, tenant, kind=kind, since=since, most=most))
        asked = {"kind": kind, "since": since.isoformat() if since else "", "links": len(found)}
        record(session, tenant, READING, reader, asked, now)
    return found


def own_questions(desk: Desk, tenant: int, user: str, now: datetime, most: int = OWN) -> list[Entry]:
    """A person's own last questions, newest first; nobody else's."""
    with desk.db.write() as session:
        name = pseudonyms.find_pseudonym(session, tenant, user)
        links = ledger.newest(session, tenant, kind=QUESTION, actor=name, most=most) if name else []
        found = _entries(session, tenant, links)
        record(session, tenant, READING, user, {"of": "own questions", "links": len(found)}, now)
    return found


def others_questions(desk: Desk, audience: Audience, now: datetime, user: str = "", most: int = OTHERS) -> list[Entry]:
    """The team's last questions, or one person's, newest first; that they were read, and by whom, is the next link.

    What was asked in a private channel is there for those who read in that channel only.
    """
    tenant, reader = audience.tenant, audience.user
    with desk.db.write() as session:
        name = pseudonyms.find_pseudonym(session, tenant, user) if user else None
        links = [] if name == "" else ledger.newest(session, tenant, kind=QUESTION, actor=name, most=LOOKED_AT)
        is_open = openness(session, audience)
        shown = [entry for entry in _entries(session, tenant, links) if _may_read(entry, audience, is_open)][:most]
        asked = {"of": "others' questions", "whose": user, "links": len(shown)}
        record(session, tenant, READING, reader, asked, now)
    return shown


def _may_read(entry: Entry, audience: Audience, is_open: Callable[[str], bool]) -> bool:
    channel = str((entry.content or {}).get("channel") or "")
    return entry.content is not None and (not channel or channel == audience.channel or is_open(channel))


def verify(db: Database, tenant: int, heads: Sequence[Head]) -> Iterator[Verdict]:
    """What each number of a team's chain turns out to be, held against heads exported before and people's names."""
    with ledger.steady(db) as session:
        erasures, misgiven = ledger.erasures(session, tenant), pseudonyms.misgiven(session, tenant)
        yield from verify_rows(tenant, ledger.rows(session, tenant), erasures, heads, misgiven)


def head_file(desk: Desk, team: Tenant) -> Path:
    """Where a team's heads are exported to."""
    return desk.settings.home / FOLDER / f"{team_key(team)}.heads"


def team_key(team: Tenant) -> str:
    """How an exported head names its team."""
    return team.team_id or team.enterprise_id


def keep(desk: Desk, tenant: int) -> None:
    """The daily care of a team's ledger, done once a day however often it is called."""
    retain(desk, tenant)
    export_head(desk, tenant)


def retain(desk: Desk, tenant: int) -> int:
    """Erase contents older than the settings keep them; how many."""
    now = desk.clock()
    limit = now - timedelta(days=desk.settings.ledger_days)
    with desk.db.read() as session:
        if not ledger.numbers_before(session, tenant, limit):
            return 0
    with desk.db.write() as session:
        ledger.lock(session, tenant)
        return ledger.erase(session, tenant, ledger.numbers_before(session, tenant, limit), RETENTION, now)


def export_head(desk: Desk, tenant: int) -> Head | None:
    """Write the chain's head to a file and tell the operators; None when that was done today, or nothing was added."""
    now = desk.clock()
    with desk.db.read() as session:
        team, last = tenants.find_by_id(session, tenant), ledger.head(session, tenant)
    if team is None or last is None:
        return None
    head = Head(f"{now:%Y-%m-%dT%H:%M:%SZ}", team_key(team), last.number, last.hash.hex())
    with desk.db.write() as session:
        # Both: one line a day, and none for a day on which nothing was added.
        is_today = seen.first_time(session, tenant, f"ledger-head:{now:%Y-%m-%d}", now)
    if not is_today or _is_written(head_file(desk, team), head):
        return None
    _write(head_file(desk, team), head)
    if channel := place_to_tell(desk, tenant):
        desk.slack.post(channel, head_told(head).payload())
    return head


def _is_written(path: Path, head: Head) -> bool:
    try:
        return path.read_text(encoding="utf-8").rstrip().endswith(f" {head.number} {head.hash}")
    except OSError:
        return False


def _write(path: Path, head: Head) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{head}\n")
    except OSError as error:
        log.warning("the ledger's head cannot be written to %s: %s", path, error.strerror)


def _entries(session: Session, tenant: int, links: Sequence[tuple[Link, Content]]) -> list[Entry]:
    told = [(link, content, json.loads(content.text) if content.text else None) for link, content in links]
    named = {content.actor for _, content, _ in told} | {name for _, _, said in told for name in _names(said)}
    people = pseudonyms.people(session, tenant, named)
    return [
        Entry(
            link.number,
            link.kind,
            link.at,
            _ACTORS.get(content.actor) or people.get(content.actor) or ("" if content.erased else FORMER),
            _unveiled(said, people),
            content.erased.partition(":")[2],
        )
        for link, content, said in told
    ]


def _names(said: Any) -> Iterator[str]:
    match said:
        case dict():
            for each in said.values():
                yield from _names(each)
        case list():
            for each in said:
                yield from _names(each)
        case str() if pseudonyms.NAME.fullmatch(said):
            yield said


def _unveiled(said: Any, people: dict[str, str]) -> Any:
    """The same content with people's ids in place of their pseudonyms, where it is still known whose they are."""
    match said:
        case dict():
            return {key: each if key == "asked" else _unveiled(each, people) for key, each in said.items()}
        case list():
            return [_unveiled(each, people) for each in said]
        case str() if pseudonyms.NAME.fullmatch(said):
            return people.get(said, FORMER)
    return said
