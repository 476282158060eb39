"""Batch: the dialogue for a list of names, its progress, the summary of what was found, and the file of results."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bot.blocks import ids, law
from bot.blocks.decisions import VERDICT_WORDS, assessed_by
from bot.blocks.full_list import File, cell
from bot.blocks.inert import count, day, inert, lines, listed_out, person, plain, quoted
from bot.blocks.kit import (
    LIMITS,
    Message,
    View,
    actions,
    button,
    context,
    field,
    header,
    message,
    modal,
    section,
    text_input,
)
from bot.blocks.party import caption
from bot.blocks.scope import cannot_rule_out, left_out, list_dates, not_searched, provenance, searched, warnings
from bot.blocks.wording import CLASSIFIED_HINT, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.batch import Result
from bot.core.batch_rows import BadRow
from bot.core.decisions import standing_assessments
from bot.core.identifiers import Identifier
from bot.core.screening import SETTLED, Answer, Match, Status
from bot.core.team_views import Assessment, Dismissed

MOST_NAMES: Final = 500
FIELDS: Final = 6
"""Fields of the dialogue: Slack lets one take 3,000 characters."""
MOST_HITS: Final = 20
MOST_AUTHORS: Final = 3
RESULTS_COME: Final = "A summary and a file of all results come to you by direct message."
NOT_KEPT: Final = "The names are not stored."

COUNTED: Final[dict[Status, str]] = {
    Status.LISTED: "on a list now, for the measure named with each",
    Status.REMOVED: "no longer on any list that named them",
    Status.AMBIGUOUS: "several parties may be meant, no status claimed",
    Status.POSSIBLE: "possible match, not confirmed",
    Status.NOT_FOUND: "no match on the lists searched (not a clearance)",
}
"""What the counts of a summary are called, in their order."""
HEADS: Final[dict[Status, str]] = {
    Status.LISTED: "*On a list now*",
    Status.REMOVED: "*No longer listed*",
    Status.AMBIGUOUS: "*Several parties may be meant*",
    Status.POSSIBLE: "*Possible, not confirmed*",
}
"""What the hits of a summary stand under, gravest first."""

COLUMNS: Final = (
    "line",
    "id",
    "name",
    "result",
    "band",
    "matched party",
    "type",
    "matched name",
    "what the list says",
    "programmes",
    "list",
    "list date",
    "reference",
    "official link",
    "internal assessment",
    "lists searched",
)


def verdict(result: Result) -> str:
    """What is said of a row, untreated: who lists the party for what, or that no status is claimed; and hidden hits."""
    elsewhere = (left_out(result.elsewhere),) if result.elsewhere else ()
    return "; ".join((_verdict(result), *map(_hidden, result.dismissed), *elsewhere))


def _hidden(hit: Dismissed) -> str:
    return f"1 hit hidden: {hit.caption}, {assessed(hit.assessment)}"


def assessed(told: Assessment) -> str:
    """A verdict for files, untreated: same party (internal assessment, U1, 3 Mar 2026)."""
    word = VERDICT_WORDS[told.verdict][0]
    said = f"{word} (internal assessment, {told.author}, {day(told.created_at.date())})"
    return f"assessment open again, was: {said}" if told.ended else said


def _verdict(result: Result) -> str:
    match result.status:
        case Status.LISTED | Status.REMOVED if result.matches:
            match = result.matches[0]
            return "; ".join(part for part in (*law.verdict(match), law.beside(match, result.matches)) if part)
        case Status.LISTED | Status.REMOVED:
            return "a match, below the band asked for"
        case status:
            return COUNTED.get(status, status.value)


def csv_text(results: Sequence[Result | BadRow], dates: Mapping[str, str | None]) -> str:
    """Results as CSV: a line for each listing of each match, or one that says there is none."""
    out = io.StringIO()
    scope = cell("; ".join(f"{source} {dated or 'date not given'}" for source, dated in dates.items()))
    rows = csv.writer(out, lineterminator="\r\n")
    for result in results:
        if isinstance(result, BadRow):
            said = (str(result.line), "", "", f"not screened: {result.problem}")
            rows.writerow([*map(cell, said), *[""] * (len(COLUMNS) - 5), scope])
            continue
        row = result.row
        said = (str(row.line), "" if row.id is None else str(row.id), row.name, verdict(result))
        for rest in _listings(result) or [("",) * (len(COLUMNS) - 5)]:
            rows.writerow([*map(cell, (*said, *rest)), scope])
    return out.getvalue()


def csv_header() -> str:
    """The first line of a file of results."""
    return ",".join(COLUMNS) + "\r\n"


def _listings(result: Result) -> list[tuple[str, ...]]:
    return [
        (
            match.band.value,
            match.caption,
            match.type.value,
            matched_text(match),
            law.headline(item),
            "; ".join(item.listing.programmes),
            item.listing.source,
            item.list_date.isoformat() if item.list_date else "",
            item.listing.ref,
            item.url,
            "; ".join(map(assessed, result.assessments.get(match.entity, ()))),
        )
        for match in result.matches
        for item in match.listings
    ]


def matched_text(match: Match) -> str:
    """The listed name or number that met the row, untreated."""
    found = match.matched
    return f"{found.scheme}:{found.value}" if isinstance(found, Identifier) else found.text


def results_file(results: Sequence[Result], scope: Answer, dates: Mapping[str, str | None]) -> File:
    """All results as a file, in UTF-8 with the mark that spreadsheet programs look for."""
    text = csv_header() + csv_text(results, dates)
    asked_on = scope.asked_at.date()
    sample = f" {SAMPLE_TEXT}" if scope.sample else " "
    title = f"Batch of {count(len(results), 'name')}, {day(asked_on)}.{sample}{list_dates(scope)}"
    return File(f"batch-{asked_on.isoformat()}.csv", plain(title, 200), text.encode("utf-8-sig", "replace"))


def batch_modal(initial: str = "") -> View:
    """The dialogue that takes the names."""
    more = [_field(number) for number in range(2, FIELDS + 1)]
    return modal(
        "Screen names",
        [
            context(f"{RESULTS_COME}\n⚠️ {CLASSIFIED_HINT} {NOT_KEPT}"),
            {**_field(1, initial), "optional": False},
            *({**block, "optional": True} for block in more),
        ],
        callback_id=ids.BATCH_MODAL,
        submit="Screen",
        close="Cancel",
    )


def _field(number: int, initial: str = "") -> View:
    first = number == 1
    hint = (
        f"A number such as IMO 9187629 is taken too. Up to {MOST_NAMES} lines in all; "
        f"where a field is full ({LIMITS.input_length:,} characters), go on in the next."
    )
    element = text_input(f"{ids.BATCH_NAMES}:{number}", "One name a line" if first else "", initial, multiline=True)
    label = "Names, one a line" if first else f"More names ({number} of {FIELDS})"
    return field(ids.batch_block(number), label, element, hint if first else "")


def invitation() -> Message:
    """The button that opens the dialogue, where a command cannot."""
    text = f"Paste up to {MOST_NAMES} names, one a line: I screen them and send you the results by direct message."
    file = "For more, send me a file (.csv, .txt, .jsonl) by direct message, or put one before me with a mention."
    return message(
        text,
        [
            section(text),
            context(f"{file}\n⚠️ {CLASSIFIED_HINT} {NOT_KEPT}"),
            actions(ids.BATCH_ACTIONS, [button("Paste names", ids.BATCH_OPEN)]),
        ],
    )


def progress(done: int, total: int) -> Message:
    """How far a batch is."""
    text = f"Screening {count(total, 'name')}: {done:,} done."
    hint = f"Should the desk be restarted meanwhile, this message will say so. {NOT_KEPT}"
    return message(text, [section(f"⏳ {text}"), context(hint)])


def summary(results: Sequence[Result], scope: Answer, unused: Sequence[str] = ()) -> Message:
    """Counts by result, the first hits with list and measure, and what was searched."""
    counts = Counter(result.status for result in results)
    table = [f"*{counts[s]:,}* {words}" for s, words in COUNTED.items() if counts[s]]
    hits = [result for result in results if result.status in HEADS]
    total = count(len(results), "name")
    found = f"{len(hits):,} with a match to look at" if hits else "no match on the lists searched"
    named = listed_out([quoted(column, 40) for column in unused], 5)
    return message(
        f"{SAMPLE_TEXT if scope.sample else ''}{total} screened: {found}. A row without a match is not a clearance. "
        f"{list_dates(scope)}",
        [
            context(SAMPLE_BANNER) if scope.sample else None,
            header(f"{total} screened: {found}"),
            section(
                lines(*table, _left_out(results), _elsewhere(results), "All results are in the file in this thread.")
            ),
            *_hit_sections(hits),
            section(searched(scope)),
            section(lines(*warnings(scope.sources, scope.asked_at), not_searched(scope))),
            section(cannot_rule_out()),
            context(f"Columns not used: {named}. Known are name, id, dob, country, type.") if unused else None,
            context(f"{provenance(scope)} · {NOT_KEPT}"),
        ],
    )


def _left_out(results: Sequence[Result]) -> str:
    """How many hits the team's own assessments keep out, whose they are, and since when ("": none)."""
    hidden = [hit.assessment for result in results for hit in result.dismissed]
    if not hidden:
        return ""
    by = [f"{person(told.author)}, {day(told.created_at.date())}" for told in hidden]
    who = listed_out([*dict.fromkeys(by)], MOST_AUTHORS, between="; ")
    return f"*{len(hidden):,}* {'hit' if len(hidden) == 1 else 'hits'} hidden: different party (our assessment, {who})"


def _elsewhere(results: Sequence[Result]) -> str:
    """How many parties the column of countries keeps out ("": none)."""
    return left_out(sum(result.elsewhere for result in results))


def _hit_sections(hits: Sequence[Result]) -> list[View]:
    """The first hits under what they amount to, some to a section so that Slack takes them."""
    shown = sorted(hits, key=_by_weight)[:MOST_HITS]
    made = []
    for status, head in HEADS.items():
        rows = [_hit(result) for result in shown if result.status is status]
        made += [[head, *rows[:7]], *(rows[start : start + 7] for start in range(7, len(rows), 7))] if rows else []
    if len(hits) > MOST_HITS:
        made[-1].append(f"+{len(hits) - MOST_HITS:,} more in the file")
    return [section(lines(*rows)) for rows in made]


def _by_weight(result: Result) -> tuple[int, int]:
    return list(COUNTED).index(result.status), result.row.line


def _hit(result: Result) -> str:
    """The line and the name asked for, then who was found."""
    asked = f"line {result.row.line} · {quoted(result.row.name, 60)} →"
    if result.status in SETTLED and result.matches:
        said = listed_out([inert(part, 80) for part in law.verdict(result.matches[0])], 3, between="; ")
        return f"{asked} *{caption(result.matches[0], 60)}*: {said}{_judged(result, result.matches[0])}"
    names = listed_out([f"{caption(match, 60)}{_judged(result, match)}" for match in result.matches], 2, between="; ")
    return f"{asked} {names or inert(verdict(result), 110)}"


def _judged(result: Result, match: Match) -> str:
    """What the team assessed of a hit, newest word first ("": nothing that stands)."""
    standing = standing_assessments(result.assessments.get(match.entity, ()))
    return f" · {assessed_by(standing[0])}" if standing else ""
