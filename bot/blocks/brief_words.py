"""Brief words: what briefs of every kind say alike, of lists, dates, charts, the team and what cannot be told.

Words from outside stand as they are; the writers of Markdown and HTML make them inert.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from bot.blocks.inert import count, cut, day, dotted, utc
from bot.blocks.scope import age
from bot.blocks.wording import NOT_SEARCHED, SOURCE_LABEL
from bot.charts.designations import Bar, bars_svg, shown_bars
from bot.core.briefs import Count, Internal, Remark
from bot.core.documents import Block, Footnotes, Grid, Picture, Section, Words, items, paragraph
from bot.core.issuers import ISSUERS, issuer_label
from bot.core.notes import is_tags_only
from bot.core.screening import SourceState
from bot.core.team_views import Assessment, LineView
from bot.core.timeline import Row, Timeline, date_words, plain_day, said

SAMPLE: Final = "SAMPLE DATA, not for compliance: this brief shows how one looks, not what the law is."
REMOVAL: Final = (
    "A removal is not relief: it is the end of an entry on one list. Its reason is not stated unless an official "
    "notice gives it; other lists, other programmes, export controls and companies owned are separate questions."
)
ENTRIES: Final = "Counts are of entries on lists, not of parties: one party may have several entries."
OWNERSHIP: Final = (
    "A company may be frozen because of its owners without being listed. The tests of the US, the EU and the UK "
    "differ; none was applied here."
)
BY_LIST: Final = (
    "Entries added and removed by month of the list that shows the change, as recorded here. Moves between lists, "
    "renumbered records, entries that came back and removals not yet confirmed are not counted."
)
NOT_ADVICE: Final = "This brief tells what lists and acts say. It is no legal advice."
MOST_ROWS: Final = 40
INSIDE: Final = (
    "What colleagues wrote, for readers inside this workspace: not a statement of any authority. Take this part out "
    "before the brief goes elsewhere."
)
VERDICTS: Final = {"same": "same party", "different": "different party"}


def label_of(source: str) -> str:
    """How briefs name a list."""
    return SOURCE_LABEL.get(source, source)


def capital(text: str) -> str:
    """A sentence from words that begin small."""
    return text[:1].upper() + text[1:]


def banner(sample: bool) -> str:
    """The warning above everything, if there is one."""
    return SAMPLE if sample else ""


def as_of(states: Iterable[SourceState], at: datetime) -> str:
    """The moment a brief was written, and the date of each list it rests on."""
    told = ready(states)
    dated = [f"{label_of(state.source)} {day(state.list_date, 'no date given')}" for state in told]
    late = [_late(state, at) for state in told if state.state in ("stale", "failed")]
    warned = f" ⚠ Old copies, later changes unseen: {dotted(late)}." if late else ""
    return f"As of {utc(at)}. Lists: {dotted(dated) or 'none loaded'}.{warned}"


def _late(state: SourceState, at: datetime) -> str:
    """How old the last good copy of a list is."""
    return f"{label_of(state.source)} {age(state.checked_at, at) if state.checked_at else 'no good copy'}"


def ready(states: Iterable[SourceState]) -> list[SourceState]:
    """The lists of which there is a copy."""
    return [state for state in states if state.changed_at is not None]


def dated(state: SourceState) -> str:
    """A list's own date, and when it was looked at."""
    looked = "file read" if state.origin == "file" else "checked"
    at = f"{looked} {utc(state.checked_at)}" if state.checked_at else "not checked yet"
    return f"list of {day(state.list_date)}, {at}" if state.list_date else f"list date not given, {at}"


def cite_list(
    notes: Footnotes, states: Mapping[str, SourceState], source: str, url: str = "", name: str = ""
) -> tuple[int, ...]:
    """The footnote of a page of a list, else of the list itself."""
    state = states.get(source)
    if state is None:
        return notes.cite(url, name or label_of(source))
    if not url or url == state.url:
        return notes.cite(state.url, f"{state.title}, {dated(state)}")
    return notes.cite(url, f"{name or label_of(source)}: {state.title}, {dated(state)}")


def chart(counts: Sequence[Count], title: str, what: str, key: str, up: str = "added") -> list[Block]:
    """A picture of entries over time by issuer, with the same figures as a table; nothing where nothing was counted."""
    if not counts:
        return []
    labels = {code: issuer_label(code) for code in ISSUERS}
    bars = [Bar(each.period, each.issuer, each.added, each.removed) for each in counts]
    alt = f"{title}: {_sums(counts, up)}."
    drawn = shown_bars(bars)
    left = len({each.period for each in counts}) - len({bar.period for bar in drawn})
    cut_off = f" The picture shows the last periods; {left} earlier ones are in the table only." if left > 0 else ""
    is_two_sided = any(each.removed for each in counts)
    header = ("Period", "Issuer", up.capitalize(), "Removed") if is_two_sided else ("Period", "Issuer", up.capitalize())
    rows = tuple(
        tuple(Words(text) for text in (each.period, _issuer(each.issuer), f"{each.added:,}", f"{each.removed:,}"))[
            : len(header)
        ]
        for each in counts
    )
    return [
        Picture(alt, f"{what}{cut_off}", bars_svg(bars, labels, title, alt, key, up)),
        Grid(f"{title}: the figures", header, rows),
    ]


def _issuer(code: str) -> str:
    return issuer_label(code) if code else "no authority"


def _sums(counts: Sequence[Count], up: str) -> str:
    issuers = dict.fromkeys(each.issuer for each in counts)
    told = []
    for code in issuers:
        mine = [each for each in counts if each.issuer == code]
        added, removed = sum(each.added for each in mine), sum(each.removed for each in mine)
        told.append(f"{_issuer(code)} {added:,} {up}" + (f", {removed:,} removed" if removed else ""))
    first, last = counts[0].period, counts[-1].period
    return "; ".join([*told, f"in {first}" if first == last else f"from {first} to {last}"])


def period_words(since: date | None, until: date | None) -> str:
    """A period as a sentence goes on with it."""
    begun = f"since {day(since)}" if since and not until else f"from {day(since)}" if since else ""
    ended = f"to {day(until)}" if until else ""
    return " ".join(part for part in (begun, ended) if part) or "in all our record"


def late_record(begins: Mapping[str, date], since: date | None) -> str:
    """Which lists are on record only from a later day on than was asked for ("": none)."""
    late = sorted((on, source) for source, on in begins.items() if since is not None and on > since)
    told = dotted(f"{label_of(source)} {day(on)}" for on, source in late)
    return f"Our record begins later than that: {told}. Nothing is said of the time before." if late else ""


def timeline_section(
    timeline: Timeline, notes: Footnotes, states: Mapping[str, SourceState], most: int = MOST_ROWS, title: str = ""
) -> Section:
    """What happened in law, newest first, each row with which date it has; and since when there is a record."""
    rows = sorted(timeline.track("law"), key=lambda row: row.at, reverse=True)
    since = f" since {day(timeline.since)}" if timeline.since else ""
    left = len(rows) - most
    more = f" The newest {most} of {len(rows):,} are shown." if left > 0 else ""
    told = [tuple(_row(row, notes, states)) for row in rows[:most]]
    grid = Grid("Newest first", ("Date", "Which date", "What happened"), tuple(told))
    return Section(
        title or f"What happened{since}",
        (
            paragraph(f"{_recorded(timeline)}{more}"),
            grid if told else paragraph("Nothing is recorded in this time. That says nothing about other lists."),
        ),
    )


def _row(row: Row, notes: Footnotes, states: Mapping[str, SourceState]) -> Iterable[Words]:
    on = f"{row.at:%Y-%m}" if row.precision == "month" else plain_day(row.at)
    first = f"{plain_day(row.since)} to {on}" if row.since and row.since != row.at else on
    mark = cite_list(notes, states, row.source, row.url, row.label) if row.source or row.url else ()
    times = f" (×{row.count})" if row.count > 1 and not row.text[:1].isdigit() else ""
    return Words(first), Words(date_words(row)), Words(f"{said(row)}{times}", mark)


def _recorded(timeline: Timeline) -> str:
    if not timeline.begins:
        return "There is no record of earlier copies."
    told = [f"{label_of(source)} list of {plain_day(begun)}" for source, begun in sorted(timeline.begins.items())]
    return (
        f"First copy here: {dotted(told)}. Earlier changes are not in our record; dates of designation are the lists' "
        "own."
    )


def scope_section(
    states: Iterable[SourceState], notes: Footnotes, not_searched: Sequence[str], caveats: Sequence[str]
) -> Section:
    """What was looked through, how fresh it is, and what that cannot tell."""
    told = ready(states)
    by_source = {state.source: state for state in told}
    rows = tuple(
        (
            Words(label_of(state.source), cite_list(notes, by_source, state.source)),
            Words(day(state.list_date, "not given")),
            Words(_looked(state)),
            Words(f"{state.entries:,}"),
        )
        for state in told
    )
    lacking = [f"{label_of(state.source)}: our copy has no {state.lacks}." for state in told if state.lacks]
    outside = tuple(not_searched) or NOT_SEARCHED
    return Section(
        "Scope and limits",
        (
            Grid("Lists that this brief rests on", ("List", "Date of the list", "Last looked at", "Entries"), rows),
            paragraph(f"Not searched: {dotted(outside)}."),
            items([*lacking, *caveats, NOT_ADVICE]),
        ),
    )


def _looked(state: SourceState) -> str:
    if state.checked_at is None:
        return "not checked yet"
    return f"{'file read ' if state.origin == 'file' else ''}{utc(state.checked_at)}"


def team_section(internal: Internal | None, today: date) -> Section | None:
    """What the team wrote, marked as such; None where it was not asked for."""
    if internal is None:
        return None
    if internal.is_empty:
        return Section("Team", (paragraph("Nothing that may be shown to you here."),), internal=True)
    rows = [
        *(_line(line, today) for line in internal.lines),
        *(_assessment(each) for each in internal.assessments[:MOST_ROWS]),
        *(_note(note) for note in sorted(internal.notes, key=lambda note: is_tags_only(note.text))[:MOST_ROWS]),
    ]
    more = [
        f"{count(left, f'earlier {what}')}: export {'decisions' if what == 'assessment' else 'notes'}"
        for what, told in (("assessment", internal.assessments), ("note", internal.notes))
        if (left := len(told) - MOST_ROWS) > 0
    ]
    return Section("Team", (paragraph(INSIDE), items([*rows, *more])), internal=True)


def _line(line: LineView, today: date) -> str:
    of = f" on {line.about}" if line.kind == "programme" else ""
    owner = f", owner {line.owner}" if line.owner else ""
    if line.is_past_review(today):
        past = f"Line to take{of} of {day(line.agreed_on)}, past review"
        return f"{past}: “{line.text}” ({owner.lstrip(', ') or 'no owner'})"
    review = f", review by {day(line.review_by)}" if line.review_by else ""
    return f"Line to take{of}: “{line.text}” (agreed {day(line.agreed_on)}{review}{owner})"


def _assessment(told: Assessment) -> str:
    word = VERDICTS.get(told.verdict, told.verdict)
    ended = f" Ended: {told.ended_why or told.ended}." if told.ended else ""
    about = f", asked about “{cut(told.asked, 120)}”" if told.asked else ""
    by = f"our assessment, {told.author}, {day(told.created_at.date())}"
    return f"{capital(word)} ({by}){about}: “{told.reason}”.{ended}"


def _note(note: Remark) -> str:
    on = f" on {note.on}" if note.on else ""
    return f"{day(note.at.date())}, {note.author}{on}: “{note.text}”"
