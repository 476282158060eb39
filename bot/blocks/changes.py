"""Changes: what changed in a period, one section an official action, and a heartbeat for every list looked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from bot.blocks import ids
from bot.blocks.counted import counts
from bot.blocks.events import NOTHING_KNOWN, TAGS, Tally, fields, name_of, tags, tally, what_happened
from bot.blocks.inert import count, cut, day, dotted, inert, lines, link, listed_out, size, slack_date
from bot.blocks.issuing import list_name
from bot.blocks.kit import LIMITS, Block, Message, button, context, header, message, section, shown_size, within
from bot.blocks.scope import source_label
from bot.blocks.wording import PENDING_NAMES, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.alerts import ActionCard
from bot.core.changes import ActionChanges, Changes, ChangesAsked
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.issuers import issuer_label
from bot.core.screening import SourceState

ROOM = ((6, 5), (6, 3), (5, 2), (3, 2))
"""Actions told and names in each, from the fullest to the shortest; a card takes the first that fits a phone."""
VISIBLE = 3000
FIELDS = 2
PAGE = 20
"""Entries on a page of one action."""
ROW = 700
CAUTION = "A difference between two lists may be several acts; a removal is not relief."


def changes_card(found: Changes) -> Message:
    """What changed, newest first; what does not fit is counted, with a button that leads to it.

    Asked for one action, its entries page by page.
    """
    if found.asked.action:
        return _page(found)
    drawn = (_blocks(found, actions, names) for actions, names in ROOM)
    blocks = next((made for made in drawn if _fits(made)), None) or _blocks(found, *ROOM[-1])
    return message(f"{SAMPLE_TEXT if found.sample else ''}{_title(found)}.", blocks)


def _blocks(found: Changes, actions: int, names: int) -> list[Block | None]:
    shown, rest = found.actions[:actions], found.actions[actions:]
    return [
        context(SAMPLE_BANNER) if found.sample else None,
        header(_title(found)),
        *(_action(group, names, number) for number, group in enumerate(shown, 1)),
        section(_folded(rest, found.asked)) if rest else None,
        section(_heartbeat(found)),
        context(_filters(found.asked), CAUTION),
    ]


def _fits(blocks: list[Block | None]) -> bool:
    return sum(shown_size(block) for block in blocks if block is not None) <= VISIBLE


def _title(found: Changes) -> str:
    asked = found.asked
    period = f"{day(asked.since)} to {day(asked.until) if asked.until else 'now'}" if asked.since else "all time"
    entries = sum(len(group.events) for group in found.actions)
    if not entries:
        return f"No change seen, {period}"
    actions = count(len(found.actions), "action")
    return f"Changes, {period}: {count(entries, 'entry', 'entries')} in {actions}"


def _action(group: ActionChanges, names: int, number: int) -> Block:
    """One action: whose list, how many, the most telling names, and a button for the rest of them."""
    sums = tally(group.events)
    named = [f"• {_row(group, event)}" for event in telling(sums, names)]
    left = len(group.events) - len(sums.pending) - len(named)
    more = f"+{left:,} more" if left > 0 else ""
    show = button("Show all", ids.changes_of(number), action_value(group.action.id, 1))
    told = lines(_whose(group), counts(_facts(group), sums), _untold(sums), *named, more)
    return section(told, show if left > 0 else None)


def _untold(sums: Tally) -> str:
    """Why an absence that is counted has no name here."""
    return f"_{count(len(sums.pending), 'absent entry', 'absent entries')}: {PENDING_NAMES}._" if sums.pending else ""


def _whose(group: ActionChanges) -> str:
    action = group.action
    title = action.title[:200] if action.notice_url else group.list_label
    lists = f"list of {day(action.list_date)}" if action.list_date else "list date not given"
    before = f" (before: {day(action.previous_list_date)})" if action.previous_list_date else ""
    return dotted((f"*{inert(issuer_label(action.issuer), 20)}*", link(group.url, title), f"{lists}{before}"))


def action_value(action: str, page: int) -> str:
    """What the button of an action remembers."""
    return within(f"{page}|{action}", LIMITS.button_value)


def read_action_value(value: str) -> ChangesAsked | None:
    """The question that `action_value` wrote; None for anything else."""
    page, _, action = value.partition("|")
    return ChangesAsked(action=action, page=int(page)) if action and page.isdecimal() and len(page) < 7 else None


def _page(found: Changes) -> Message:
    """One page of an action's entries, acts before bookkeeping; an absence not yet confirmed is only counted."""
    if not found.actions:
        text = "No official action with this id is recorded here. `/sanctions changes 30d` shows the latest."
        return message(text, [section(text)])
    group, page = found.actions[0], found.asked.page
    sums = tally(group.events)
    order = telling(sums, len(group.events))
    pages = max(1, -(-len(order) // PAGE))
    rows = [cut(f"• {_row(group, event)}", ROW, live=True) for event in order[(page - 1) * PAGE : page * PAGE]]
    title = f"{list_name(issuer_label(group.action.issuer), group.list_label)}: {count(len(order), 'entry', 'entries')}"
    where = f"page {page:,} of {pages:,}"
    following = (
        button("Next page", ids.changes_of(1), action_value(group.action.id, page + 1)) if page < pages else None
    )
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if found.sample else None,
        header(f"{title}, {where}"),
        section(lines(_whose(group), counts(_facts(group), sums), _untold(sums)), following),
        *(section("\n".join(some)) for some in _packed(rows)),
        context(CAUTION),
    ]
    return message(f"{SAMPLE_TEXT if found.sample else ''}{inert(title, 200)}, {where}.", blocks)


def _packed(rows: Sequence[str]) -> list[list[str]]:
    """Rows in sections that Slack takes whole."""
    packed: list[list[str]] = []
    for row in rows:
        if packed and sum(size(each) + 1 for each in packed[-1]) + size(row) < LIMITS.section_text:
            packed[-1].append(row)
        else:
            packed.append([row])
    return packed


def _facts(group: ActionChanges) -> ActionCard:
    return ActionCard(
        alert="",
        action=group.action,
        events=group.events,
        watched=(),
        because=(),
        issuer_label=issuer_label(group.action.issuer),
        list_label=group.list_label,
        checked_at="",
        background=group.background,
    )


def telling(sums: Tally, most: int) -> list[Event]:
    """The events to name: acts before bookkeeping, every kind in turn; a removal not yet confirmed is named to none
    but those who watch the party."""
    material = tuple(event for event in sums.changed if event.material)
    amended = tuple(event for event in sums.changed if not event.material)
    kinds = (sums.moved, sums.removed, sums.back, sums.added, material, sums.replaced)
    turns = chain.from_iterable(zip_longest(*kinds))
    chosen = {event.key for event in [each for each in (*turns, *amended) if each is not None][:most]}
    return [event for kind in (*kinds, amended) for event in kind if event.key in chosen]


def _row(group: ActionChanges, event: Event) -> str:
    known = group.background.get(event.key, NOTHING_KNOWN)
    codes = listed_out([inert(code, 40) for code in event.programmes], 2, between=", ")
    told = f"*{name_of(event)}*: {what_happened(event, known)}"
    if event.op in (Op.ADD, Op.DEL, Op.MOVE):
        return f"{told}{f' · {codes}' if codes and event.op is Op.ADD else ''}"
    return dotted((told, *_differences(event)))


def _differences(event: Event) -> Iterator[str]:
    texts = fields(event, 99, TAGS if tags(event) else ())
    yield from texts[:FIELDS]
    if len(texts) > FIELDS:
        yield f"+{count(len(texts) - FIELDS, 'field')}"


def _folded(rest: Sequence[ActionChanges], asked: ChangesAsked) -> str:
    entries = sum(len(group.events) for group in rest)
    days = [group.action.at.date() for group in rest]
    since = f"since:{(asked.since or min(days)).isoformat()} until:{max(days).isoformat()}"
    earlier = count(len(rest), "earlier action")
    return f"+{earlier} ({count(entries, 'entry', 'entries')}): `/sanctions changes {since}`, or narrow the question."


def _heartbeat(found: Changes) -> str:
    """Every list looked through: when it was checked last and when it last changed."""
    told = {group.action.source for group in found.actions}
    ready = [state for state in found.sources if state.changed_at]
    absent = [state for state in found.sources if not state.changed_at and not state.opt_in]
    narrowed = bool(found.asked.programme or found.asked.country or found.asked.kind or found.asked.until)
    rows = [_beat(state, state.source in told, narrowed) for state in ready]
    silent = f"⚠️ *Not loaded, so nothing is known:* {dotted(source_label(s.source) for s in absent)}" if absent else ""
    return lines("*Lists looked through*", *rows, silent) if rows or silent else "No list is loaded: nothing is known."


def _beat(state: SourceState, told: bool, narrowed: bool) -> str:
    looked = f"looked at {slack_date(state.checked_at)}"
    if told:
        what = f"{looked}, changes above"
    elif narrowed:
        what = f"{looked}, no such change; last change of any kind {_day_of(state)}"
    else:
        what = f"{looked}, nothing changed since {_day_of(state)}"
    late = "⚠️ later changes unseen" if state.state in {"stale", "failed"} else ""
    dated = f"list of {day(state.list_date)}" if state.list_date else ""
    return f"• {source_label(state.source)}: {dotted((what, dated, late))}"


def _day_of(state: SourceState) -> str:
    return day(state.changed_at.date() if state.changed_at else None)


def _filters(asked: ChangesAsked) -> str:
    told = (
        ("issuer", issuer_label(asked.issuer) if asked.issuer else ""),
        ("list", ", ".join(source_label(source) for source in sorted(asked.sources))),
        ("programme", asked.programme),
        ("country", asked.country),
        ("kind", asked.kind),
    )
    said = ", ".join(f"{name} {inert(value, 80)}" for name, value in told if value)
    return f"Asked of: {said}" if said else ""
