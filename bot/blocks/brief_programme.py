"""A brief on a programme: what is in force under it, what was added and removed, when, and what the team wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bot.blocks.brief_words import (
    BY_LIST,
    ENTRIES,
    OWNERSHIP,
    REMOVAL,
    as_of,
    banner,
    chart,
    cite_list,
    label_of,
    late_record,
    period_words,
    scope_section,
    team_section,
    timeline_section,
)
from bot.blocks.events import tally
from bot.blocks.inert import count, cut, day
from bot.blocks.kinds import KINDS
from bot.blocks.wording import TYPE_WORDS
from bot.core.briefs import Entry, ProgrammeFacts, counts_of, day_of, designated_by_year, is_addition, start_of
from bot.core.documents import Block, Document, Footnotes, Grid, Section, Words, paragraph
from bot.core.listings import EntityType
from bot.core.screening import SourceState

NAMED: Final = 25
TOLD: Final = 20
BY_YEAR: Final = (
    "Entries in force now, by the year of designation that their list prints. Whoever was removed since is not in this "
    "picture, nor are lists that print no date."
)


def programme_brief(facts: ProgrammeFacts) -> Document:
    """The document on a programme."""
    notes, asked = Footnotes(), facts.asked
    states = {state.source: state for state in facts.sources}
    sums = tally(facts.events)
    undated = sum(entry.listed_on is None for entry in facts.entries)
    start = start_of(asked, facts.begins)
    period = period_words(start, asked.until)
    begun = ", when our record began" if start and (asked.since is None or start > asked.since) else ""
    recorded = chart(counts_of(facts.events), f"Recorded changes under {asked.what}, {period}", BY_LIST, "recorded")
    by_year = designated_by_year(facts.entries)
    years = chart(by_year, f"Designations under {asked.what} by year", BY_YEAR, "years", "entries")
    sections = (
        Section("Law", tuple(_in_force(facts, notes, states))),
        Section("Added and removed", tuple(recorded) or (paragraph(f"No addition or removal is recorded, {period}."),)),
        Section("Designations over time", tuple(years)) if years else None,
        timeline_section(facts.timeline, notes, states, TOLD, f"What we recorded {period}"),
        team_section(facts.internal, facts.at.date()),
        scope_section(facts.sources, notes, facts.not_searched, (ENTRIES, REMOVAL, OWNERSHIP)),
    )
    dated = f" The lists print no date of designation for {undated:,} of the entries in force." if undated else ""
    return Document(
        title=f"Programme {asked.what}",
        verdict=(
            f"{count(len(facts.entries), 'entry', 'entries')} in force under {asked.what}"
            f"{f': {_types(facts.entries)}' if facts.entries else ''}.",
            f"Recorded {period}{begun}: {len(sums.added):,} added, {len(sums.removed):,} removed.{dated}",
            *([late] if (late := late_record(facts.begins, start)) else []),
        ),
        as_of=as_of(facts.sources, facts.at),
        banner=banner(facts.sample),
        sections=tuple(section for section in sections if section is not None),
        footnotes=notes.all(),
    )


def _types(entries: Sequence[Entry]) -> str:
    found = Counter(entry.type for entry in entries)
    return ", ".join(count(number, *TYPE_WORDS[EntityType(kind)]) for kind, number in found.most_common())


def _in_force(facts: ProgrammeFacts, notes: Footnotes, states: Mapping[str, SourceState]) -> list[Block]:
    by_list = Counter((entry.source, entry.list_kind) for entry in facts.entries)
    rows = tuple(
        (
            Words(
                label_of(source),
                cite_list(notes, states, source),
            ),
            Words(KINDS[kind].short),
            Words(f"{number:,}"),
            Words(KINDS[kind].effect),
        )
        for (source, kind), number in sorted(by_list.items())
    )
    made: list[Block] = []
    if rows:
        made.append(Grid("Entries in force, by list", ("List", "Kind", "Entries", "What it means"), rows))
    made += _named(facts)
    return made or [paragraph("No entry of the lists loaded is in force under this programme.")]


def _named(facts: ProgrammeFacts) -> list[Block]:
    """Some entries by name: those designated last, else those that we saw added last, else the first by name."""
    dated = sorted((e for e in facts.entries if e.listed_on), key=lambda e: (e.listed_on, e.caption), reverse=True)
    seen = {(e.source, e.ref): day_of(e) for e in facts.events if is_addition(e)}
    added = sorted((e for e in facts.entries if (e.source, e.ref) in seen), key=lambda e: e.caption)
    added.sort(key=lambda e: seen[e.source, e.ref], reverse=True)
    column, chosen = "Designated", dated[:NAMED]
    if not chosen:
        column, chosen = "Added", added[:NAMED]
    if not chosen:
        column, chosen = "Date", sorted(facts.entries, key=lambda e: e.caption)[:NAMED]
    if not chosen:
        return []
    left = len(facts.entries) - len(chosen)
    titles = {"Designated": "Entries designated last", "Added": "Entries added last, by the date of the list"}
    rows = tuple(
        (
            Words(cut(entry.caption, 160)),
            Words(TYPE_WORDS[EntityType(entry.type)][0]),
            Words(day(entry.listed_on or seen.get((entry.source, entry.ref)), "date not in the file")),
            Words(f"{entry.source}:{entry.ref[:60]}"),
        )
        for entry in chosen
    )
    header = ("Name", "Type", column, "Reference")
    more = [paragraph(f"{left:,} more: “export listings programme:{facts.asked.what}” has all.")] if left > 0 else []
    return [Grid(titles.get(column, "Entries by name"), header, rows), *more]
