"""Thread answers: short replies to a question about the thread's own subject.

who it is about ─▶ the line that answers ─▶ what it rests on ─▶ when the lists were checked
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, quoted
from bot.blocks.kinds import KINDS
from bot.blocks.kit import Block, Message, context, message, section
from bot.blocks.law import by_issuer, headline, issuer_text, measures, related_text, travel_ban
from bot.blocks.party import caption
from bot.blocks.recorded import record_begins, span, unseen
from bot.blocks.scope import list_dates, loaded, missing, source_label
from bot.blocks.team import visible_notes
from bot.blocks.thread_rows import (
    SHOWN,
    change_rows,
    changes_since,
    closed_to,
    earlier_rows,
    is_asked,
    note_row,
    older_lists,
    sentence,
    since_of,
    small_print,
)
from bot.blocks.wording import NO_ANNEXES, NOT_A_CLEARANCE, REMOVAL_CAUTION, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.screening import Answer, ListingState, ListingStatus, Match, has_annexes
from bot.core.subjects import Earlier, SubjectQuestion

REASON: Final = 600
"""Letters of a statement of reasons that are quoted."""


@dataclass(frozen=True, slots=True)
class Known:
    """What else an answer rests on: events of the subject, earlier threads, the first day of each list's record."""

    events: Sequence[Event] = ()
    earlier: Sequence[Earlier] = ()
    begins: Mapping[str, date] = field(default_factory=dict)


NOTHING: Final = Known()


def thread_answer(
    answer: Answer, question: SubjectQuestion, text: str, audience: Audience, known: Known = NOTHING
) -> Message:
    """The reply to a question about one party: who it is about, then the line that answers."""
    match = answer.matches[0]
    told = list(_TOLD[question.asks](answer, match, question, audience, known))
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if answer.sample else None,
        section(lines(f"*{caption(match)}*", told[0])),
        *(section(part) for part in told[1:]),
        small_print(answer, text),
    ]
    said = f"{SAMPLE_TEXT if answer.sample else ''}{caption(match)}: {sentence(told[0])}"
    return message(f"{said} {list_dates(answer)}", blocks)


def _status(answer: Answer, match: Match, question: SubjectQuestion, *_: object) -> Iterator[str]:
    """What the issuers asked about say, each with its entries or that none was found."""
    groups = dict(by_issuer(status for status in match.listings if status.listing.source in question.lists))
    wanted = dict.fromkeys(ISSUER_OF[source] for source in sorted(question.lists) if ISSUER_OF[source])
    for issuer in wanted:
        statuses = groups.get(issuer)
        yield issuer_text(statuses, answer) if statuses else _no_entry(answer, issuer)


def _no_entry(answer: Answer, issuer: str) -> str:
    """That an issuer's lists have no entry: which lists, of which day, and what that does not say."""
    states = [state for state in loaded(answer) if ISSUER_OF[state.source] == issuer]
    name = issuer_label(issuer)
    if not states:
        return f"⚠️ *{name}: cannot say.* No list of this issuer is loaded."
    lists = [
        f"{source_label(state.source)}{f' of {day(state.list_date)}' if state.list_date else ''}" for state in states
    ]
    annexes = NO_ANNEXES if issuer == "EU" and not has_annexes(answer) else ""
    unready = [word for word in missing(answer) if word.startswith(name)]
    return lines(
        f"⚪ *{name}: no entry found* ({NOT_A_CLEARANCE})",
        dotted((listed_out(lists, SHOWN), annexes, *(f"not loaded: {word}" for word in unready))),
    )


def _changes(
    answer: Answer, match: Match, question: SubjectQuestion, _audience: Audience, known: Known
) -> Iterator[str]:
    since = since_of(question, answer.asked_at)
    kept = changes_since(known.events, since, question)
    begins = _begins(match, question, known)
    gap = lines(
        record_begins(begins, since), unseen((state for state in loaded(answer) if state.source in begins), since)
    )
    if not kept:
        yield lines(f"*No change seen on the lists that we read since {day(since)}.* {_present(match)}", gap)
        return
    head = f"*{count(len(kept), 'change')} on the lists since {day(since)}.*"
    yield lines(f"{head} {_present(match)}", older_lists(kept, since), gap)
    yield change_rows(kept)


def _present(match: Match) -> str:
    now = list(dict.fromkeys(inert(headline(status), 120) for status in match.listings))
    return f"Now: {listed_out(now, 4, between='; ')}." if now else ""


def _notes(answer: Answer, match: Match, _question: SubjectQuestion, audience: Audience, known: Known) -> Iterator[str]:
    if closed := closed_to(audience):
        yield closed
        return
    notes = visible_notes(answer, match.entity, audience)
    if not notes and not known.earlier:
        yield "*Nothing by the team is visible here:* no note and no earlier thread about this party in this channel."
        return
    yield f"*{count(len(notes), 'note')} visible here, {count(len(known.earlier), 'earlier thread')} in this channel.*"
    if notes:
        rows = [note_row(note.created_at, note.author, note.text) for note in notes[:SHOWN]]
        yield lines(*rows, f"+{len(notes) - SHOWN} earlier" if notes[SHOWN:] else "")
    if known.earlier:
        yield earlier_rows(known.earlier)


def _reason(_answer: Answer, match: Match, question: SubjectQuestion, *_: object) -> Iterator[str]:
    said = 0
    for status in _of(match, question):
        reasons = status.listing.values("reason")
        if reasons and said < SHOWN:
            said += 1
            where = f"*{inert(issuer_label(status.issuer))} ({KINDS[status.listing.list_kind].short}), as stated:*"
            yield lines(f"{where} {quoted(reasons[0], REASON)}", link(status.url, "Entry") if status.url else "")
    if not said:
        yield f"*No reason is stated in our copies of the lists.* {_bases(match, question)}"


def _bases(match: Match, question: SubjectQuestion) -> str:
    bases = [
        f"{inert(issuer_label(status.issuer))}: {inert(value, 120)}"
        for status in _of(match, question)
        for value in (*status.listing.values("legal_basis"), *status.listing.programmes)[:2]
    ]
    return f"Listed under: {listed_out(list(dict.fromkeys(bases)), 6)}." if bases else ""


def _dates(_answer: Answer, match: Match, question: SubjectQuestion, *_: object) -> Iterator[str]:
    rows = []
    for status in _of(match, question):
        begun = f"designated {day(status.listed_on)}" if status.listed_on else "date of designation not in the file"
        ended = _ended(status)
        rows.append(
            f"• *{inert(headline(status), 120)}*: "
            + dotted((begun, ended, f"list of {day(status.list_date)}" if status.list_date else "", _link(status)))
        )
    yield lines(*rows[:SHOWN], f"+{len(rows) - SHOWN} more" if rows[SHOWN:] else "") or _none_of_these(question)


def _ended(status: ListingStatus) -> str:
    if status.state is not ListingState.REMOVED:
        return ""
    return (
        f"no longer listed since {day(status.removed_on)}" if status.removed_on else "no longer listed, date not known"
    )


def _measures(_answer: Answer, match: Match, question: SubjectQuestion, *_: object) -> Iterator[str]:
    rows = []
    for status in _of(match, question):
        words = KINDS[status.listing.list_kind]
        said = inert(measures(status), 240) if status.listing.measures else inert(words.effect, 300)
        rows.append(f"• *{inert(headline(status), 120)}*: {dotted((said, travel_ban(status), _link(status)))}")
    yield lines(*rows[:SHOWN], f"+{len(rows) - SHOWN} more" if rows[SHOWN:] else "") or _none_of_these(question)
    yield "Whether a payment, a journey or a meeting is allowed is a legal question; this bot cannot answer it."


def _removal(
    _answer: Answer, match: Match, question: SubjectQuestion, _audience: Audience, known: Known
) -> Iterator[str]:
    """Whether it was taken off a list: what stands first, then the removals, the doubts, or that none is recorded."""
    statuses = _of(match, question)
    if not statuses:
        yield _none_of_these(question)
        return
    gone = [status for status in statuses if status.state is ListingState.REMOVED]
    absent = [status for status in statuses if status.state is ListingState.PENDING_REMOVAL]
    here = [status for status in statuses if status not in gone and status not in absent]
    if gone:
        yield lines(
            f"*{'Partly' if here or absent else 'Yes'}: {_shortly(gone)}*",
            f"Still: {_shortly(here)}" if here else "",
            f"⏳ Not yet confirmed: {_shortly(absent)}" if absent else "",
        )
        dated = (dotted((inert(headline(s), 120), _ended(s), s.reason and quoted(s.reason, 120))) for s in gone[:SHOWN])
        yield lines(*(f"• {text}" for text in dated), REMOVAL_CAUTION)
        return
    yield lines(
        f"*No: still {_shortly(here)}*" if here else "",
        f"⏳ *Not yet confirmed: {_shortly(absent)}*" if absent else "",
        _no_removal(match, question, known),
    )


def _shortly(statuses: Sequence[ListingStatus]) -> str:
    return listed_out(list(dict.fromkeys(inert(headline(status), 120) for status in statuses)), 4, between="; ")


def _no_removal(match: Match, question: SubjectQuestion, known: Known) -> str:
    begins = _begins(match, question, known).values()
    when = f", which begins {span(begins)}" if begins else ""
    return f"No removal is in our record{when}; lists show only who is still on them."


def _ownership(_answer: Answer, match: Match, *_: object) -> Iterator[str]:
    yield lines(
        "*Ownership is not tested here:* the lists do not say who owns a party.",
        related_text(match) or "No entry of this party names a related party.",
        "A company may be frozen because of its owners without being listed; the tests of US, EU and UK differ.",
    )


def _begins(match: Match, question: SubjectQuestion, known: Known) -> dict[str, date]:
    """The first day of the record of each list that is asked about, else of those that have the party."""
    wanted = question.lists or {status.listing.source for status in match.listings}
    return {source: first for source, first in known.begins.items() if source in wanted}


def _none_of_these(question: SubjectQuestion) -> str:
    names = dict.fromkeys(issuer_label(ISSUER_OF[source]) for source in sorted(question.lists) if ISSUER_OF[source])
    return f"No entry found by {listed_out([inert(name) for name in names], 7)} ({NOT_A_CLEARANCE})."


def _of(match: Match, question: SubjectQuestion) -> list[ListingStatus]:
    found = [status for _, group in by_issuer(match.listings) for status in group]
    return [status for status in found if is_asked(status.listing.source, question)]


def _link(status: ListingStatus) -> str:
    return link(status.url, "entry") if status.url else ""


Tell = Callable[
    [Answer, Match, SubjectQuestion, Audience, Known],
    Iterator[str],
]

_TOLD: Final[Mapping[str, Tell]] = {
    "status": _status,
    "changes": _changes,
    "notes": _notes,
    "reason": _reason,
    "dates": _dates,
    "measures": _measures,
    "removal": _removal,
    "ownership": _ownership,
}
"""How each question is answered."""
