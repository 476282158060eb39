"""Home: one page of what a reader must do, what changed in law, and how fresh the lists are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.blocks import ids
from bot.blocks.inert import bold, count, dotted, inert, lines, listed_out, slack_date
from bot.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    divider,
    field,
    header,
    modal,
    section,
    text_input,
)
from bot.blocks.open_items import item_text
from bot.blocks.recorded import recorded_since
from bot.blocks.scope import age, source_label
from bot.blocks.watch_words import target_text
from bot.blocks.wording import CLASSIFIED_HINT, OPT_IN, SAMPLE_BANNER, SOURCE_STATE
from bot.core.assignments import OpenItem
from bot.core.home import TROUBLED, UNREADY, Home, IssuerLaw, WatchLine
from bot.core.issuers import issuer_label
from bot.core.screening import SourceState
from bot.core.watches import is_person

SHOWN = 5
LAW_DAYS = timedelta(days=7)
SHOWN_IN_ALL = 40
PER_SECTION = 10
NO_ADVICE = "Lists, not legal advice. “No match” is not a clearance."
UNSURE = "Slack did not say whether you belong to this team or are a guest: only public data is shown."
GUEST = "You are a guest here: you see public data only."
WHAT_IT_DOES = (
    "I say who is listed, by whom and since when, and tell you when that changes. Type these in any channel or in "
    "*Messages* above; only you see an answer until you share it."
)


def home_view(home: Home) -> View:
    """The page; a reader who has nothing of their own yet sees three examples and nothing else."""
    if home.is_new:
        blocks = [header("Sanctions Desk"), section(_first_day(home)), *_examples(), _small_print(home)]
    elif home.guest:
        blocks = [header("Sanctions Desk"), section(_state(home)), divider(), _law(home), _sources(home)]
        blocks.append(context(UNSURE if home.unsure else GUEST, NO_ADVICE, _as_of(home)))
    else:
        blocks = [header("Sanctions Desk"), section(_state(home)), _buttons(), divider(), *_waiting(home), _law(home)]
        blocks += [_watches(home), _sources(home), _small_print(home)]
    return {"type": "home", "blocks": blocks}


def _state(home: Home) -> str:
    """The first line, with a warning for each list that cannot be relied on now."""
    on, _ = _turned_on(home.sources)
    fresh = [state for state in on if state.state == "fresh"]
    parts = [f"{len(fresh)} of {count(len(on), 'list')} up to date"]
    if not home.guest:
        watched = count(len(home.watches), "watch", "watches")
        least = "at least " if home.more_changes else ""
        since = recorded_since(_record_begins(on), home.since)
        parts.append(f"{least}{count(home.changes, 'change')} on your {watched} since {since}")
    sample = SAMPLE_BANNER if any(state.origin == "sample" for state in home.sources) else ""
    return lines(f"*{dotted(parts)}*", sample, *_warnings(home, on))


def _record_begins(on: Sequence[SourceState]) -> datetime | None:
    """When our record began: with the first copy of the first list."""
    return min((state.recorded_since for state in on if state.recorded_since), default=None)


def _warnings(home: Home, on: Sequence[SourceState]) -> Iterator[str]:
    late = [state for state in on if state.state in TROUBLED and state.checked_at]
    for state in late[:SHOWN]:
        last = f"last read {age(state.checked_at, home.now)} ago" if state.checked_at else ""
        yield f"⚠️ {source_label(state.source)}: {last}; answers on it may be out of date"
    if len(late) > SHOWN:
        yield f"⚠️ +{len(late) - SHOWN} more lists are late"
    if not any(state.entries for state in on):
        yield "⚠️ No list is loaded yet: nobody can be looked up."


def _buttons() -> Block:
    return actions(
        ids.HOME_ACTIONS,
        [
            button("Check a name", ids.HOME_CHECK, style="primary"),
            button("Batch", ids.BATCH_OPEN),
            button("What changed", ids.HOME_CHANGES),
            button("New watch", ids.NEW_WATCH),
            button("Settings", ids.SETTINGS_OPEN),
        ],
    )


def _first_day(home: Home) -> str:
    on, _ = _turned_on(home.sources)
    return lines(WHAT_IT_DOES, *_warnings(home, on))


def _examples() -> list[Block]:
    return [
        section("`/sanctions check Sberbank`\nIs it listed, by whom?", button("Check a name", ids.HOME_CHECK)),
        section(
            "`/sanctions watch programme:RUSSIA-EO14024`\nTell this channel when the list changes.",
            button("New watch", ids.NEW_WATCH),
        ),
        section("`/sanctions changes 7d`\nWhat changed this week?", button("What changed", ids.HOME_CHANGES)),
    ]


def _waiting(home: Home) -> list[Block]:
    waiting = home.waiting
    if not waiting.total:
        return [section("*WAITING FOR YOU* (0)\nNothing is open for you.")]
    overdue = f" · ⏰ {waiting.overdue} overdue" if waiting.overdue else ""
    shown = waiting.items[:SHOWN]
    rows = [_item(item, url, home, number) for number, (item, url) in enumerate(shown, 1)]
    more = waiting.total - len(shown)
    rest = [context(f"+{more} more: `/sanctions items`")] if more else []
    return [section(f"*WAITING FOR YOU* ({waiting.total}){overdue}"), *rows, *rest]


def _item(item: OpenItem, url: str, home: Home, number: int) -> Block:
    opened = {**button("Open", ids.home_open(number), label=f"Open {item.title}"), "url": url}
    text = item_text(item, home.today or home.now.date(), home.reader)
    return section(text, opened if url.startswith("https://") else None)


def _law(home: Home) -> Block:
    told = " · ".join(_issuer(law) for law in home.law) or "No list is loaded: nothing is known."
    note = "Entries, not parties. A removal is not relief." if any(law.removed for law in home.law) else ""
    return section(lines("*LAW CHANGED, 7 DAYS*", told, _law_recorded(home), note), button("Details", ids.HOME_LAW))


def _law_recorded(home: Home) -> str:
    """Which lists are recorded for less than the days told; of what changed before that nothing is known."""
    loaded = [state for state in home.sources if state.entries and state.recorded_since]
    young = [state for state in loaded if state.recorded_since and state.recorded_since > home.now - LAW_DAYS]
    if not young:
        return ""
    first = slack_date(min(state.recorded_since for state in young if state.recorded_since))
    if len(young) == len(loaded):
        return f"Recorded since {first} only: of earlier changes nothing is known here."
    names = listed_out([source_label(state.source) for state in young], 3, between=", ")
    return f"{names}: recorded since {first} only."


def _issuer(law: IssuerLaw) -> str:
    name = f"*{inert(issuer_label(law.issuer), 20)}*"
    sums = [f"+{law.added:,} −{law.removed:,}"] if law.added or law.removed else []
    sums += [f"{law.pending:,} missing, not confirmed"] if law.pending else []
    sums += [f"{law.moved:,} moved or replaced"] if law.moved else []
    late = " (⚠️ late)" if law.late else ""
    return f"{name} {', '.join(sums) or 'no change seen'}{late}"


def _watches(home: Home) -> Block:
    own = home.watches
    title = f"*MY WATCHES* ({len(own)})"
    if not own:
        return section(f"{title}\nNone yet: press *New watch*, or type `/sanctions watch NAME` in a channel.")
    paused = sum(bool(line.watch.paused) for line in own)
    more = f"+{len(own) - SHOWN} more" if len(own) > SHOWN else ""
    rest = dotted((more, f"⏸ Paused: {paused}" if paused else ""))
    return section(lines(title, *map(_line, own[:SHOWN]), rest), button("All", ids.HOME_WATCHES))


def _line(line: WatchLine) -> str:
    watch = line.watch
    last = f"last message {slack_date(watch.last_at)}" if watch.last_at else "no message yet"
    due = f"next digest {slack_date(line.next_at)}" if line.next_at else "told at once"
    due = "⏸ paused" if watch.paused else due
    what = f"Watch {watch.id}" if line.hidden else target_text(watch.target)
    return f"• {dotted((bold(what), _place(watch.channel), last, due))}"


def _place(channel: str) -> str:
    """Where something is told; Slack shows a channel's name to those only who may see it."""
    if is_person(channel) or channel.startswith("D"):
        return "direct message"
    return f"<#{channel}>" if channel.isalnum() else inert(channel, 40)


def _sources(home: Home) -> Block:
    on, off = _turned_on(home.sources)
    told = []
    for word, (icon, said) in SOURCE_STATE.items():
        there = [state for state in on if state.state == word]
        if there:
            named = "" if word == "fresh" else f" ({listed_out([_why(s, home) for s in there], 4, between='; ')})"
            told.append(f"{icon} {said}: {len(there)}{named}")
    opt_in = f"➖ not turned on: {len(off)}" if off else ""
    return section(lines("*SOURCES*", dotted((*told, opt_in))), button("Details", ids.HOME_SOURCES))


def _why(state: SourceState, home: Home) -> str:
    old = age(state.checked_at, home.now) if state.checked_at else ""
    problem = " ".join(state.problem.split()[:5])
    said = ", ".join(part for part in (old, inert(problem, 60)) if part)
    return f"{source_label(state.source)}{f', {said}' if said else ''}"


def _turned_on(states: Sequence[SourceState]) -> tuple[list[SourceState], list[SourceState]]:
    """The lists that are read here, and those that somebody would have to turn on."""
    off = [s for s in states if (s.opt_in or s.source in OPT_IN) and s.state in UNREADY]
    return [s for s in states if s not in off], off


def _small_print(home: Home) -> Block:
    return context(NO_ADVICE, CLASSIFIED_HINT, f"v{inert(home.version, 30)} · {_as_of(home)}")


def _as_of(home: Home) -> str:
    return f"As of {slack_date(home.now)}"


def all_watches(home: Home) -> View:
    """Every watch of the reader's, in a dialogue."""
    rows = [_line(line) for line in home.watches[:SHOWN_IN_ALL]]
    groups = ["\n".join(rows[start : start + PER_SECTION]) for start in range(0, len(rows), PER_SECTION)]
    rest = len(home.watches) - SHOWN_IN_ALL
    hint = "Edit, pause or end one with `/sanctions watches mine`."
    more = f"+{rest:,} more" if rest > 0 else ""
    return modal("My watches", [*(section(group) for group in groups or ["None."]), context(more, hint)])


def check_modal() -> View:
    """A field to ask for one party in."""
    hint = "As you would ask in a channel: a name, a number such as IMO 9187629, or a question."
    asked = field(ids.CHECK_BLOCK, "Name, number or question", text_input(ids.CHECK_NAME, "Sberbank"), hint)
    return modal("Check a name", [asked, context(CLASSIFIED_HINT)], ids.CHECK_MODAL, submit="Check", close="Cancel")


def in_dialogue(title: str, said: Message) -> View:
    """A card in a dialogue, for one who reads it on their Home; its buttons stay away, they belong to a message."""
    return modal(title, [block for block in said.blocks if block["type"] != "actions"])
