"""A brief on a period: what changed, by official action, in numbers, by name."""

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
)
from bot.blocks.events import NOTHING_KNOWN, Tally, is_back, tally
from bot.blocks.inert import count, cut, day, dotted
from bot.blocks.kinds import moved_words
from bot.blocks.wording import PENDING_NAMES
from bot.core.alerts import Background
from bot.core.briefs import (
    ChangesFacts,
    counts_of,
    day_of,
)
from bot.core.changes import ActionChanges, ChangesAsked
from bot.core.delta import Op
from bot.core.documents import Block, Document, Footnotes, Grid, Section, Words, paragraph
from bot.core.events import Event
from bot.core.issuers import issuer_label
from bot.core.screening import SourceState

NAMED: Final = 25
OF_EACH: Final = 12
"""Removals and additions named before the rest."""
ACTIONS: Final = 40


def changes_brief(facts: ChangesFacts) -> Document:
    """The document on a period."""
    notes, found = Footnotes(), facts.found
    states = {state.source: state for state in found.sources}
    events = [event for group in found.actions for event in group.events]
    sums = tally(events)
    period = period_words(found.asked.since, found.asked.until)
    drawn = chart(counts_of(events), f"Recorded changes, {period}", BY_LIST, "recorded")
    late = late_record({source: on for source, on in facts.begins.items() if source in states}, found.asked.since)
    sections = (
        Section("Actions", tuple(_actions(found.actions, notes, states))),
        Section("Added and removed", tuple(drawn)) if drawn else None,
        _names(found.actions, notes, states) if events else None,
        team_section(facts.internal, facts.at.date()),
        scope_section(found.sources, notes, facts.not_searched, (ENTRIES, REMOVAL, OWNERSHIP)),
    )
    filters = _filters(found.asked)
    return Document(
        title=f"Changes {period}",
        verdict=(
            _sums(sums, len(found.actions)),
            *([f"Asked for {filters} only."] if filters else []),
            *([late] if late else []),
            "A difference between two lists may be several acts; a removal is not relief.",
        ),
        as_of=as_of(found.sources, facts.at),
        banner=banner(found.sample or any(state.origin == "sample" for state in found.sources)),
        sections=tuple(section for section in sections if section is not None),
        footnotes=notes.all(),
    )


def _sums(sums: Tally, actions: int) -> str:
    if not actions:
        return "No change seen on the lists looked through. This is not a statement on lists or acts not read."
    parts = (
        (sums.added, "added"),
        (sums.back, "back on a list (not new designations)"),
        (sums.removed, "removed"),
        (sums.moved, "moved between lists (no removal)"),
        (sums.replaced, "records replaced (no removal)"),
        (sums.changed, "changed"),
        (sums.pending, "absent (not yet confirmed)"),
    )
    told = dotted(f"{len(events):,} {word}" for events, word in parts if events)
    return f"{count(actions, 'action')} · entries: {told}."


def _actions(groups: Sequence[ActionChanges], notes: Footnotes, states: Mapping[str, SourceState]) -> list[Block]:
    rows = []
    for group in groups[:ACTIONS]:
        action, sums = group.action, tally(group.events)
        mark = cite_list(notes, states, action.source, group.url, cut(action.title, 160))
        rows.append(
            (
                Words(day(action.list_date or action.at.date())),
                Words(f"{_list_name(group)}: {cut(action.title, 200)}", mark),
                Words(f"{len(sums.added):,}"),
                Words(f"{len(sums.removed):,}"),
                Words(f"{len(group.events) - len(sums.added) - len(sums.removed):,}"),
            )
        )
    if not rows:
        return [paragraph("No action is recorded in this time.")]
    left = len(groups) - ACTIONS
    header = ("List of", "Action", "Added", "Removed", "Other changes")
    more = [paragraph(f"{count(left, 'earlier action')} not shown; “export changes” has all.")] if left > 0 else []
    return [Grid("By official action, newest first", header, tuple(rows)), *more]


def _list_name(group: ActionChanges) -> str:
    issuer = issuer_label(group.action.issuer)
    return group.list_label if group.list_label.startswith(issuer) else f"{issuer} {group.list_label}"


def _names(groups: Sequence[ActionChanges], notes: Footnotes, states: Mapping[str, SourceState]) -> Section:
    """The entries by name: additions and removals before changes of detail; a removal not confirmed names nobody."""
    told = [(event, group) for group in groups for event in group.events if event.state != "pending"]
    by_weight = sorted(told, key=lambda pair: (_weight(pair[0]), -day_of(pair[0]).toordinal(), pair[0].caption))
    seen: Counter[int] = Counter()
    ordered = []
    for pair in by_weight:
        seen[_weight(pair[0])] += 1
        ordered.append((seen[_weight(pair[0])] > OF_EACH, pair))
    ordered.sort(key=lambda each: each[0])
    rows = tuple(
        (
            Words(cut(event.caption, 160) or "(no name)"),
            Words(happened(event, group.background.get(event.key, NOTHING_KNOWN))),
            Words("; ".join(event.programmes[:4])),
            Words(
                f"{label_of(event.source)}, {day(day_of(event))}",
                cite_list(notes, states, event.source, group.url, cut(group.action.title, 160)),
            ),
        )
        for _, (event, group) in ordered[:NAMED]
    )
    left = len(ordered) - NAMED
    pending = sum(len(group.events) for group in groups) - len(told)
    more = (
        *([paragraph(f"{left:,} more: “export changes” has all.")] if left > 0 else []),
        *([paragraph(f"{pending:,} absent, not yet confirmed: {PENDING_NAMES}.")] if pending else []),
    )
    header = ("Name", "What happened", "Programme", "List and date")
    return Section("Names", (Grid("The latest of each kind, removals first", header, rows), *more))


def _weight(event: Event) -> int:
    order = (Op.DEL, Op.ADD, Op.MOVE)
    return order.index(event.op) if event.op in order else 3 if event.material else 4


def happened(event: Event, known: Background = NOTHING_KNOWN) -> str:
    """What an event means for its entry, untreated."""
    if is_back(event):
        return f"back on the list{f', first listed {known.first_listed}' if known.first_listed else ''}"
    match event.op:
        case Op.ADD:
            return "added"
        case Op.DEL:
            still = f"; still {', '.join(known.still[:2])}" if known.still else ""
            return (
                "moved to another list of the same issuer, no removal" if event.kind == "moved" else f"removed{still}"
            )
        case Op.MOVE:
            old, new = moved_words(known.former_kind), moved_words(event.list_kind)
            return f"moves{f' from {old}' if old else ''} to {new or 'another list'}, no removal"
        case Op.REPLACE:
            return f"record {event.kind}{f' (was {event.related_ref[:40]})' if event.related_ref else ''}, no removal"
        case Op.MOD:
            return _changed(event)


def _changed(event: Event) -> str:
    """A change field by field, the programmes first."""
    told = [("+ ", s) for s in event.gained] + [("− ", s) for s in event.lost]
    kept = sorted((pair for pair in told if not pair[1].property.startswith("printed")), key=_field)
    parts = [f"{sign}{s.property.replace('_', ' ')} “{cut(s.value, 100)}”" for sign, s in kept[:3]]
    more = f" (+{len(kept) - 3} more)" if len(kept) > 3 else ""
    return f"{'changed' if event.material else 'details'}: {'; '.join(parts)}{more}" if parts else "details changed"


def _field(pair: tuple[str, object]) -> bool:
    return getattr(pair[1], "property", "") != "programme"


def _filters(asked: ChangesAsked) -> str:
    told = (
        ", ".join(label_of(source) for source in sorted(asked.sources)),
        issuer_label(asked.issuer) if asked.issuer else "",
        f"programme {asked.programme}" if asked.programme else "",
        f"country {asked.country}" if asked.country else "",
        asked.kind,
    )
    return ", ".join(part for part in told if part)
