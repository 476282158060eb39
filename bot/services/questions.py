"""Questions in the ledger: what was asked, as far as the settings let it be kept, and what was answered.

Best effort: a question is answered whether or not the ledger takes it; why it did not is logged without a word of it.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.core.audience import Audience
from bot.core.ledger import keyed
from bot.core.screening import Answer, Status
from bot.core.told import AccountTold, Combined, OutsideTold, Plain, RelatedTold, Told, Unread
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.settings import Settings
from storage import ledger

log = logging.getLogger(__name__)

QUESTION: Final = "question"
BATCH: Final = "batch"
SHARE: Final = "share"
WHY: Final = "why"
KEY_FILE: Final = "ledger.key"


def remember(desk: Desk, audience: Audience, asked: str, told: Told | Answer, now: datetime, of_all: str = "") -> None:
    """Record a question and its answer, if the ledger takes it; `of_all` is what was told of all its parties."""
    answers = (told,) if isinstance(told, Answer) else answers_of(told)
    all_told = {"of_all": of_all} if of_all else {}
    _record(
        desk, audience, QUESTION, lambda: {**_asked(desk.settings, asked), **_answered(desk, answers), **all_told}, now
    )


def remember_named(desk: Desk, audience: Audience, answers: Sequence[Answer], now: datetime) -> None:
    """Record that the parties of a message were looked up; what a colleague wrote there is not kept."""
    _record(desk, audience, QUESTION, lambda: {"of": "a message", **_answered(desk, answers)}, now)


def remember_batch(
    desk: Desk, audience: Audience, counts: Mapping[Status, int], now: datetime, lists: Mapping[str, int] | None = None
) -> None:
    """Record that many names were looked up: how many, and with what result; never which."""
    found = {str(status): number for status, number in counts.items()}
    names = sum(counts.values())
    stood_on = _lists(desk) if lists is None else dict(lists)
    _record(desk, audience, BATCH, lambda: {"names": names, "found": found, "lists": stood_on}, now)


def shared(desk: Desk, audience: Audience, answer: Answer, now: datetime) -> None:
    """Record that an answer was posted where others read it."""
    _record(desk, audience, SHARE, lambda: _answered(desk, (answer,)), now)


def remember_timeline(desk: Desk, audience: Audience, asked: str, about: tuple[str, str], now: datetime) -> None:
    """Record that a timeline was asked for: of a party or a programme, by (kind, id or code)."""
    told = {"timeline": about[0], "about": about[1], "lists": _lists(desk)}
    _record(desk, audience, QUESTION, lambda: {**_asked(desk.settings, asked), **told}, now)


def shared_timeline(desk: Desk, audience: Audience, about: tuple[str, str], now: datetime) -> None:
    """Record that a timeline was posted where others read it."""
    told = {"timeline": about[0], "about": about[1], "lists": _lists(desk)}
    _record(desk, audience, SHARE, lambda: told, now)


def asked_why(desk: Desk, audience: Audience, answer: Answer, now: datetime) -> None:
    """Record that somebody looked at why an answer is as it is."""
    _record(desk, audience, WHY, lambda: _answered(desk, (answer,)), now)


def answers_of(told: Told) -> tuple[Answer, ...]:
    """The answers about parties that something said holds."""
    match told:
        case Plain(answer) | RelatedTold(answer=answer) | AccountTold(answer=answer):
            return (answer,)
        case Combined(answers):
            return answers
        case OutsideTold(_, answer):
            return (answer,) if answer else ()
        case Unread():
            return ()


def question_hash(settings: Settings, asked: str) -> str:
    """What stands for a question in the ledger where its text is not kept."""
    return keyed(_key(settings), asked)


def _record(desk: Desk, audience: Audience, kind: str, content: Any, now: datetime) -> None:
    if not audience.tenant:
        return  # no team has asked anything yet: nobody's ledger
    try:
        said = {**content(), "surface": audience.surface}
    except OSError as error:
        log.warning("the ledger took no %s: no key for its hash (%s)", kind, type(error).__name__)
        return
    if audience.channel and audience.surface not in ("dm", "home") and not audience.channel.startswith("D"):
        said["channel"] = audience.channel
    actor, tenant = audience.user, audience.tenant
    problem = ledger.if_possible(desk.db, lambda session: record(session, tenant, kind, actor, said, now))
    if problem:
        log.warning("the ledger took no %s: %s", kind, problem)


def _asked(settings: Settings, asked: str) -> dict[str, str]:
    match settings.ledger_text:
        case "full":
            return {"asked": asked}
        case "hash":
            return {"asked_hash": question_hash(settings, asked)}
        case _:
            return {}


def _answered(desk: Desk, answers: Sequence[Answer]) -> dict[str, Any]:
    """Which parties were shown how surely, and on which generation of each list."""
    told = [
        {
            "status": str(answer.status),
            "band": str(answer.band) if answer.band else None,
            "parties": [[match.entity, str(match.band)] for match in answer.matches],
            **({"hidden": len(answer.dismissed)} if answer.dismissed else {}),
        }
        for answer in answers
    ]
    return {"answers": told, "lists": _lists(desk)}


def _lists(desk: Desk) -> dict[str, int]:
    return dict(desk.dataset.current().generations)


def _key(settings: Settings) -> bytes:
    """The key of the hashes, kept apart from the database; made when first needed, by one process only."""
    if settings.ledger_key:
        return str(settings.ledger_key).encode()
    path = settings.home / KEY_FILE
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        draft = settings.home / f"{KEY_FILE}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        try:
            draft.write_text(secrets.token_hex(32), encoding="ascii")
            os.link(draft, path)  # whole or not at all, and never over one that another process made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip().encode()
