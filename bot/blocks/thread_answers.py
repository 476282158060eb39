"""Thread answers: short replies to a question about the thread's own subject.

the line that answers ─▶ what it rests on ─▶ when the lists were checked
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.blocks.events import fields, what_happened
from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, person, quoted
from bot.blocks.kinds import KINDS
from bot.blocks.kit import Block, Message, context, message, section
from bot.blocks.law import by_issuer, headline, issuer_text, measures, travel_ban
from bot.blocks.scope import list_dates, loaded, missing, provenance, source_label, stale_line
from bot.blocks.team import visible_notes
from bot.blocks.wording import NO_ANNEXES, NOT_A_CLEARANCE
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.screening import Answer, ListingState, ListingStatus, Match, has_annexes
from bot.core.subjects import Earlier, SubjectQuestion

SHOWN: Final = 8
REASON: Final = 600
"""Letters of a statement of reasons that are quoted."""


def thread_answer(
    answer: Answer,
    question: SubjectQuestion,
    text: str,
    audience: Audience,
    events: Sequence[Event] = (),
    earlier: Sequence[Earlier] = (),
) -> Message:
    """The reply to a question about one party: its first line answers."""
    match = answer.matches[0]
    told = list(_TOLD[question.asks](answer, match, question, audience, events, earlier))
    name = inert(match.caption, 100) or "(no name)"
    blocks: list[Block | None] = [
        section("⚠️ *Sample data, not real lists.*") if answer.sample else None,
        *(section(part) for part in told),
        context(f"Asked: {quoted(text, 200)}", dotted((provenance(answer), stale_line(answer)))),
    ]
    first = told[0].split("\n")[0].replace("*", "")
    sample = "Sample data: " if answer.sample else ""
    return message(f"{sample}{name}: {first} {list_dates(answer)}", blocks)


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
    answer: Answer,
    match: Match,
    question: SubjectQuestion,
    _audience: Audience,
    events: Sequence[Event],
    _earlier: Sequence[Earlier],
) -> Iterator[str]:
    since = question.since or answer.asked_at.date() - timedelta(days=365)
    kept = sorted(
        (event for event in events if event.state != "cancelled" and _is_of(event.source, question)),
        key=lambda event: event.at,
        reverse=True,
    )
    if not kept:
        yield f"*No change recorded since {day(since)}* on the lists we read. {_present(match)}"
        return
    yield f"*{count(len(kept), 'change')} since {day(since)}.* {_present(match)}"
    yield lines(*(_change(event) for event in kept[:SHOWN]), f"+{len(kept) - SHOWN} earlier" if kept[SHOWN:] else "")


def _change(event: Event) -> str:
    when = day(event.list_date or event.at.date())
    where = f"{inert(issuer_label(ISSUER_OF[event.source]))} {source_label(event.source)}"
    return dotted(
        (
            f"• {when} · {where}: {what_happened(event)}",
            *(fields(event, 2) if event.op == "MOD" else ()),
            link(event.url, "entry") if event.url else "",
        )
    )


def _present(match: Match) -> str:
    now = list(dict.fromkeys(inert(headline(status), 120) for status in match.listings))
    return f"Now: {listed_out(now, 4, between='; ')}." if now else ""


def _notes(
    answer: Answer,
    match: Match,
    _question: SubjectQuestion,
    audience: Audience,
    _events: Sequence[Event],
    earlier: Sequence[Earlier],
) -> Iterator[str]:
    if audience.externally_shared:
        yield "This channel is shared with another organisation, which sees public data only: no notes here."
        return
    if audience.guest:
        yield "Guests see public data only: no notes here."
        return
    notes = visible_notes(answer, match.entity, audience)
    if not notes and not earlier:
        yield "*Nothing by the team is visible here:* no note and no earlier thread about this party in this channel."
        return
    yield f"*{count(len(notes), 'note')} visible here, {count(len(earlier), 'earlier thread')} in this channel.*"
    if notes:
        rows = [f"• 📝 {day(n.created_at.date())}, {person(n.author)}: {quoted(n.text, 280)}" for n in notes[:SHOWN]]
        yield lines(*rows, f"+{len(notes) - SHOWN} earlier" if notes[SHOWN:] else "")
    if earlier:
        yield lines(
            *(
                f"• {day(item.at.date())}: {link(item.url, item.title) if item.url else inert(item.title)}"
                for item in earlier[:SHOWN]
            )
        )


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


def _none_of_these(question: SubjectQuestion) -> str:
    names = dict.fromkeys(issuer_label(ISSUER_OF[source]) for source in sorted(question.lists) if ISSUER_OF[source])
    return f"No entry found by {listed_out([inert(name) for name in names], 7)} ({NOT_A_CLEARANCE})."


def _of(match: Match, question: SubjectQuestion) -> list[ListingStatus]:
    found = [status for _, group in by_issuer(match.listings) for status in group]
    return [status for status in found if _is_of(status.listing.source, question)]


def _is_of(source: str, question: SubjectQuestion) -> bool:
    return not question.lists or source in question.lists


def _link(status: ListingStatus) -> str:
    return link(status.url, "entry") if status.url else ""


Tell = Callable[
    [Answer, Match, SubjectQuestion, Audience, Sequence[Event], Sequence[Earlier]],
    Iterator[str],
]

_TOLD: Final[Mapping[str, Tell]] = {
    "status": _status,
    "changes": _changes,
    "notes": _notes,
    "reason": _reason,
    "dates": _dates,
    "measures": _measures,
}
"""How each question is answered."""
