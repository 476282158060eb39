"""Scope: what was searched, how fresh it is, and what that cannot tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.blocks.inert import count, day, dotted, inert, listed_out, slack_date
from bot.blocks.wording import CANNOT_RULE_OUT, NOT_SEARCHED, OPT_IN, SOURCE_LABEL, TYPE_WORDS
from bot.core.issuers import ISSUER_OF
from bot.core.screening import Answer, SourceState, outside

UNREADY = frozenset({"loading", "never"})


def source_label(source: str) -> str:
    """How cards name a list."""
    return SOURCE_LABEL.get(source) or inert(source, 60)


def loaded(answer: Answer) -> list[SourceState]:
    """The lists that were searched."""
    gone = set(answer.missing)
    return [s for s in answer.sources if s.state not in UNREADY and s.source not in gone]


def missing(answer: Answer) -> list[str]:
    """The names of the lists that should have been searched and were not: all that we know of, or those asked for."""
    ready = {state.source for state in loaded(answer)}
    known = answer.query.lists or frozenset(ISSUER_OF) - OPT_IN
    unready = [state.source for state in answer.sources if state.state in UNREADY]
    absent = dict.fromkeys([*(s for s in ISSUER_OF if s in known), *answer.missing, *unready])
    return [
        source_label(source)
        for source in absent
        if source not in ready and (source not in OPT_IN or source in answer.query.lists)
    ]


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    past = max(now - since, timedelta())
    if past < timedelta(hours=1):
        return count(int(past / timedelta(minutes=1)), "minute")
    if past < timedelta(days=2):
        return count(int(past / timedelta(hours=1)), "hour")
    return count(past.days, "day")


def warnings(sources: Iterable[SourceState], now: datetime) -> list[str]:
    """One line for each list whose copy is late or lacks a part, or whose last read failed."""
    told = list(sources)
    late = [_warning(state, now) for state in told if state.state in {"stale", "failed"}]
    return late + [f"⚠️ {source_label(s.source)}: our copy has no {s.lacks}" for s in told if s.lacks]


def _warning(state: SourceState, now: datetime) -> str:
    what = f"⚠️ {source_label(state.source)}: "
    if state.checked_at is None:
        return what + "no good copy yet"
    copy = f"last good copy {age(state.checked_at, now)} old; later changes unseen"
    problem = f" ({inert(state.problem, 120)})" if state.state == "failed" and state.problem else ""
    return what + copy + problem


def searched(answer: Answer) -> str:
    """Each list searched with its size, its own date and the time of our last check."""
    states = loaded(answer)
    total = sum(state.entries for state in states)
    rows = [
        dotted((f"• {source_label(s.source)} {count(s.entries, 'entry', 'entries')}", _list_date(s), checked_words(s)))
        for s in states
    ]
    return "\n".join([f"*Searched* ({count(total, 'entry', 'entries')}; list date, last check)", *rows])


def _list_date(state: SourceState) -> str:
    return f"list of {day(state.list_date)}" if state.list_date else "list date not given"


def checked_words(state: SourceState) -> str:
    """When the list was last looked at; a file given by hand is read, not checked."""
    return f"{'file read' if state.origin == 'file' else 'checked'} {slack_date(state.checked_at)}"


def not_searched(answer: Answer) -> str:
    """What no list of ours holds, and the lists not loaded yet."""
    absent = missing(answer)
    there = f"⚠️ *Not loaded:* {dotted(absent)}\n" if absent else ""
    return f"{there}{narrowed(answer)}*Not searched:* {unsearched(answer)}"


def unsearched(answer: Answer) -> str:
    """What is in no list of ours."""
    return dotted(inert(item, 120) for item in outside(answer, NOT_SEARCHED)) or "nothing that we know of"


def narrowed(answer: Answer) -> str:
    """What the question left out by the lists or the country asked for; a line each."""
    asked = [source_label(source) for source in sorted(answer.query.lists)]
    lists = f"⚠️ *Asked of these lists only:* {dotted(asked)}\n" if asked else ""
    return lists + (f"⚠️ *{left_out(answer.elsewhere)}*\n" if answer.elsewhere else "")


def left_out(names: int) -> str:
    """How many parties of a similar name the country asked for left out ("": none)."""
    return f"{count(names, 'similar name')} left out: other country" if names else ""


def filters(answer: Answer) -> str:
    """What narrowed the question besides the name, and how its text was read."""
    query = answer.query
    kept = (
        f"born {query.born}" if query.born else "",
        f"country {inert(query.country, 40)}" if query.country else "",
        f"type {TYPE_WORDS[query.type][0]}" if query.type else "",
    )
    said = ", ".join(item for item in kept if item)
    return dotted((f"asked with: {said}" if said else "", *(inert(remark, 120) for remark in query.remarks[:3])))


def cannot_rule_out() -> str:
    """What a search without a match leaves open."""
    return f"*This cannot rule out:* {dotted(CANNOT_RULE_OUT)}"


def provenance(answer: Answer) -> str:
    """When this was asked, and the oldest list behind it."""
    states = loaded(answer)
    dated = [(state.list_date, state) for state in states if state.list_date]
    oldest = min(dated, key=lambda pair: pair[0])[1] if dated else None
    old = f"oldest list {source_label(oldest.source)}, {day(oldest.list_date)}" if oldest else ""
    checks = [state.checked_at for state in states if state.checked_at]
    checked = f"lists last checked {slack_date(min(checks))}" if checks else "no list checked yet"
    return dotted((f"Asked {slack_date(answer.asked_at)}", filters(answer), checked, old))


def list_dates(answer: Answer) -> str:
    """The span of list dates, for the fallback text."""
    dates = sorted(state.list_date for state in loaded(answer) if state.list_date)
    if not dates:
        return "List dates not given."
    span = day(dates[0]) if dates[0] == dates[-1] else f"{day(dates[0])} to {day(dates[-1])}"
    return f"Lists of {span}."


def stale_line(answer: Answer) -> str:
    """The warnings of an answer in one line, at most four."""
    return listed_out(warnings(answer.sources, answer.asked_at), 4)
