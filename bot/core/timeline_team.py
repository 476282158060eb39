"""Timeline of what the team did: its notes, decisions, lines to take and cards, as far as the readers may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.notes import Note
from bot.core.team_views import Assessment, PastLine
from bot.core.timeline import Row, plain_day
from bot.core.work import Work

VERDICTS: Final = {
    "same": "same party",
    "different": "different party",
    "escalated": "escalated",
    "watching": "watching",
    "irrelevant": "irrelevant",
}
ENDINGS: Final = {
    "replaced": "replaced by another",
    "withdrawn": "withdrawn",
    "expired": "its time is over",
    "reopened": "open again",
}


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A card of ours that told of this, and where it stands with those who take care of it."""

    channel: str
    ts: str
    action: str
    title: str
    sent_at: datetime
    work: Work


def note_rows(notes: Iterable[Note]) -> Iterator[Row]:
    """A row a note."""
    for note in notes:
        yield Row(
            at=note.created_at.date(),
            kind="note",
            track="team",
            text=f"note {note.id}{', edited since' if note.edited_at else ''}",
            dated="team",
            quote=note.text,
            author=note.author,
            channel=note.channel,
            key=str(note.id),
        )


def decision_rows(decisions: Iterable[Assessment], now: datetime) -> Iterator[Row]:
    """A row a decision, and one for its end."""
    for each in decisions:
        about = f", on “{each.asked}”" if each.subject else ""
        verdict = f"{VERDICTS[each.verdict]} (our assessment){about}"
        yield Row(
            at=each.created_at.date(),
            kind="decision",
            track="team",
            text=verdict,
            dated="team",
            quote=each.reason,
            author=each.author,
            key=str(each.id),
        )
        ended_at = each.ended_at or (each.expires_at if each.expires_at and each.expires_at <= now else None)
        if ended_at is not None:
            why = ENDINGS.get(each.ended or "expired", each.ended)
            because = f": {each.ended_why}" if each.ended_why else ""
            yield Row(
                at=ended_at.date(),
                kind="decision_ended",
                track="team",
                text=f"assessment “{VERDICTS[each.verdict]}” no longer stands, {why}{because}",
                dated="team",
                key=str(each.id),
            )


def line_rows(lines: Iterable[PastLine]) -> Iterator[Row]:
    """A row a line to take, by the day it was agreed on, and one for its end."""
    for each in lines:
        line = each.line
        review = f", review by {plain_day(line.review_by)}" if line.review_by else ""
        yield Row(
            at=line.agreed_on,
            kind="line",
            track="team",
            text=f"line to take agreed{review}",
            dated="team",
            quote=line.text,
            author=line.owner,
            key=str(line.id),
        )
        if each.ended_at is not None:
            yield Row(
                at=each.ended_at.date(),
                kind="line_ended",
                track="team",
                text="line to take ended",
                dated="team",
                author=each.ended_by,
                key=str(line.id),
            )


def card_rows(cards: Iterable[PostedCard]) -> Iterator[Row]:
    """A row a card, and one for what was last done with it."""
    for card in cards:
        yield _card_row(card, "card", f"card posted: {card.title}", card.sent_at, "")
        match card.work.status:
            case "claimed" if card.work.claimed_at is not None:
                yield _card_row(card, "claim", "card claimed", card.work.claimed_at, card.work.owner)
            case "done":
                yield _card_row(card, "reviewed", "card reviewed", card.work.at, card.work.by)
            case "irrelevant":
                yield _card_row(card, "irrelevant", "card put aside as not relevant", card.work.at, card.work.by)
            case _:
                pass


def _card_row(card: PostedCard, kind: str, text: str, at: datetime, by: str) -> Row:
    return Row(
        at=at.date(),
        kind=kind,
        track="team",
        text=text,
        dated="team",
        author=by,
        channel=card.channel,
        ts=card.ts,
        key=f"{card.channel}:{card.action}",
    )
