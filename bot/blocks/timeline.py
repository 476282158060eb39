"""Timeline: where a party stands now, then the tracks law, reports and team, newest first, each row with its date.

The picture goes another way: a message that only one person sees holds no file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.blocks import ids
from bot.blocks.inert import (
    count,
    cut,
    day,
    dotted,
    in_code,
    inert,
    lines,
    link,
    listed_out,
    person,
    plain,
    quoted,
    slack_date,
)
from bot.blocks.kit import LIMITS, Block, Message, actions, button, context, header, message, section, shown_size
from bot.blocks.party import NO_NAME, describe
from bot.blocks.scope import source_label
from bot.blocks.wording import SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.audience import Audience
from bot.core.notes import is_tags_only
from bot.core.screening import Match
from bot.core.timeline import Row, Timeline, Track, date_words, list_place

ROOM: Final = ((9, 5, 5), (7, 4, 4), (5, 3, 3), (3, 2, 2))
"""Rows of law, reports and team, from the fullest to the shortest; a card takes the first that fits a phone."""
VISIBLE: Final = 2000
QUOTED: Final = 120
MOST_LISTS: Final = 6
CHOICES: Final = 8
TITLES: Final[dict[Track, str]] = {"law": "LAW", "report": "REPORTS", "team": "TEAM"}
CAUTION: Final = "A difference between two lists may be several acts; a removal is not relief."
BY_MESSAGE: Final = "🖼️ The picture comes to you by direct message."
TO_ASKER: Final = "🖼️ The picture goes to who asked, by direct message."
BEGINS: Final = ("designated", "added", "reinstated", "first_seen")
CARRIED: Final = ("escalated", "eased", "redesignated", "renumbered")


@dataclass(frozen=True, slots=True)
class TimelineValue:
    """What a button of a timeline remembers."""

    kind: Literal["entity", "programme"]
    about: str
    since: date | None = None


def pack(value: TimelineValue) -> str:
    """The text of a button value."""
    since = value.since.isoformat() if value.since else ""
    return json.dumps([value.kind, value.about, since], ensure_ascii=False).encode("utf-8", "replace").decode()


def unpack(text: str) -> TimelineValue:
    """The value that `pack` wrote; anything else raises ValueError."""
    body = json.loads(text)
    match body:
        case ["entity" | "programme" as kind, str(about), str(since)]:
            return TimelineValue(kind, about, date.fromisoformat(since) if since else None)
        case _:
            raise ValueError("not a timeline's button value")


def timeline_card(told: Timeline, audience: Audience, shared_by: str = "") -> Message:
    """The card of a timeline for these readers."""
    drawn = (_blocks(told, audience, shared_by, room) for room in ROOM)
    blocks = next((made for made in drawn if _fits(made)), None) or _blocks(told, audience, shared_by, ROOM[-1])
    newest = told.rows[-1] if told.rows else None
    last = f" Last: {_when(newest)}, {inert(_words(newest), 160)}." if newest else " Nothing recorded."
    return message(f"{SAMPLE_TEXT if told.sample else ''}Timeline of {_name(told)}.{last}", blocks)


def _blocks(told: Timeline, audience: Audience, shared_by: str, room: tuple[int, int, int]) -> list[Block | None]:
    tracks: tuple[tuple[Track, int], ...] = tuple(zip(("law", "report", "team"), room, strict=True))
    alone = audience.surface == "ephemeral"
    return [
        context(SAMPLE_BANNER) if told.sample else None,
        context(f"Shared by {person(shared_by)}; may be out of date") if shared_by else None,
        header(_title(told)),
        section(_standing(told)),
        *(section(_track(told, rows, track, most)) for track, most in tracks if (rows := _shown(told, track))),
        context(dotted((_record(told), _checked(told), CAUTION))),
        context(BY_MESSAGE if audience.surface != "channel" else TO_ASKER) if told.rows and not shared_by else None,
        actions(
            ids.TIMELINE_ACTIONS,
            [button("Share", ids.TIMELINE_SHARE, _value(told), label="Share this timeline in the channel")],
        )
        if alone
        else None,
    ]


def _fits(blocks: Sequence[Block | None]) -> bool:
    return sum(shown_size(block) for block in blocks if block is not None) <= VISIBLE


def _value(told: Timeline) -> str:
    return pack(TimelineValue(told.kind, told.about, told.since))


def _title(told: Timeline) -> str:
    since = f", since {day(told.since)}" if told.since else ""
    return f"{plain(told.caption, 90) or NO_NAME}: timeline{since}"


def _name(told: Timeline) -> str:
    return inert(told.caption, 120) or NO_NAME


def _standing(told: Timeline) -> str:
    """The line that answers: on which lists a party is and since when; how much moved under a programme."""
    if not told.rows:
        return "Nothing is recorded in this time."
    if told.kind == "programme":
        now = count(sum(told.in_force.values()), "entry", "entries")
        came, left = sum(row.came for row in told.rows), sum(row.left for row in told.rows)
        moved = f"{came:,} came under it, {f'{left:,}' if left else 'none'} left it"
        return f"*{now} under it on our lists now*; in these rows {moved}."
    if told.since is not None:
        return f"{count(len(told.rows), 'row')} since {day(told.since)}."
    on = [_on(told, source) for source in sorted(told.in_force, key=list_place)]
    off = [_off(row) for row in _gone(told)]
    said = listed_out([*on, *off], MOST_LISTS)
    return f"Now on {said}" if on else f"On none of our lists now · {said}" if off else "On none of our lists now."


def _on(told: Timeline, source: str) -> str:
    """A list that a party is on, and since when, as far as anybody says."""
    begun = [row for row in told.track("law") if row.source == source and row.kind in (*BEGINS, *CARRIED)]
    when = f" ({_begun(min(begun, key=_day))})" if begun else ""
    return f"*{source_label(source)}*{when}"


def _gone(told: Timeline) -> list[Row]:
    """The last removal from each list that a party is on no more."""
    last = {row.source: row for row in told.track("law") if row.kind == "removed"}
    return [row for source, row in last.items() if source not in told.in_force]


def _off(row: Row) -> str:
    return f"*{inert(row.label, 40)}*: no longer ({_when(row)})"


def _begun(row: Row) -> str:
    """Since when an entry is on its list, as far as anybody says."""
    if row.kind == "first_seen":
        return f"on our first copy, {day(row.at)}; date not in the file"
    return f"first {_when(row)}" if row.dated == "list" else _when(row)


def _day(row: Row) -> date:
    return row.at


def _shown(told: Timeline, track: Track) -> list[Row]:
    """The rows of a track, newest first, notes of tags alone last; that an entry is on our first copy is told above
    all rows."""
    rows = (row for row in told.track(track)[::-1] if row.kind != "first_seen" or told.since)
    return sorted(rows, key=lambda row: row.kind == "note" and is_tags_only(row.quote))


def _track(told: Timeline, rows: Sequence[Row], track: Track, most: int) -> str:
    rest = len(rows) - most
    about = f"programme:{told.about}" if told.kind == "programme" else told.about
    more = f"+{count(rest, 'earlier row')}: `desk timeline {in_code(about, 90)}`" if rest > 0 else ""
    return lines(f"*{TITLES[track]}*", *(_row(row) for row in rows[:most]), more)


def _row(row: Row) -> str:
    label = f" · *{inert(row.label, 60)}*" if row.label else ""
    by = f" · {person(row.author)}" if row.author else ""
    where = f" in <#{row.channel}>" if row.kind == "card" and row.channel.startswith("C") else ""
    told = f"{inert(_words(row), 260)}{where}"
    said = f": {quoted(row.quote, QUOTED)}" if row.quote else ""
    on = f"{day(row.since)} to {_on_day(row)}" if row.since and row.since != row.at else _on_day(row)
    source = link(row.url, _LINKS[row.track]) if row.url else ""
    return f"• *{on}*{_DATES.get(row.kind) or _DATES[row.dated]}{by}{label}: {told}{said} {source}".rstrip()


_DATES: Final = {
    "act": " (list's own date)",
    "list": " (list date)",
    "record": " (recorded)",
    "team": "",
    "designated": " (designated)",
}
"""Whose date stands before a row, in the fewest words."""


_LINKS: Final[dict[Track, str]] = {"law": "source", "report": "report", "team": "message"}


def _words(row: Row) -> str:
    several = row.count > 1 and row.kind in (*BEGINS, "removed")
    return f"{row.text} ({count(row.count, 'entry', 'entries')})" if several and not row.came else row.text


def _when(row: Row) -> str:
    """The date of a row with what it is the date of."""
    on = _on_day(row)
    between = f"{day(row.since)} to {on}" if row.since and row.since != row.at else on
    return f"{date_words(row)} {between}".strip()


def _on_day(row: Row) -> str:
    return f"{row.at:%b %Y}" if row.precision == "month" else day(row.at)


def _record(told: Timeline) -> str:
    """The date of the first copy of each list; what was before it is not known here."""
    if not told.begins:
        return "No list has anything on this in our record."
    begins = sorted(told.begins.items(), key=lambda item: list_place(item[0]))
    copies = dotted(f"{source_label(source)} list of {day(first)}" for source, first in begins)
    own = "dates of designation are the lists' own"
    return f"First copy: {copies}. Earlier changes are not in our record; {own}."


def _checked(told: Timeline) -> str:
    looked = [state.checked_at for state in told.sources if state.checked_at]
    return f"Lists last looked at {slack_date(min(looked))}" if looked else ""


def alt_text(told: Timeline) -> str:
    """What the picture shows, for those who cannot see it."""
    rows = [f"{_when(row)}: {f'{row.label}: ' if row.label else ''}{row.text}" for row in told.track("law")]
    team = told.track("team")
    more = f"; {count(len(team), 'row')} of the team" if team else ""
    return cut(plain(f"Timeline of {told.caption}. {'; '.join(rows)}{more}.", LIMITS.alt_text), 1000)


def picture_title(told: Timeline, today: date) -> str:
    """What the picture's file is called in Slack."""
    sample = "Sample data. " if told.sample else ""
    return plain(f"{sample}Timeline of {told.caption[:120]}, as of {day(today)}", 250)


def choose(text: str, matches: Sequence[Match], since: date | None) -> Message:
    """Several parties may be meant: each with the button that shows its timeline."""
    rows = [_choice(number, match, since) for number, match in enumerate(matches[:CHOICES], 1)]
    return message(inert(text, 300), [section(f"⚠️ {inert(text, 300)}"), *rows])


def _choice(number: int, match: Match, since: date | None) -> Block:
    name = inert(match.caption, 100) or NO_NAME
    value = pack(TimelineValue("entity", match.entity, since))
    shown = button("Timeline", ids.timeline_of(number), value, label=f"Timeline of {match.caption}")
    return section(lines(f"{number} · *{name}*", describe(match)), shown)


def no_picture() -> Message:
    """The picture could not be drawn or sent."""
    text = "The picture of the timeline could not be sent. Ask again in a moment."
    return message(text, [section(f"⚠️ {text}")])
