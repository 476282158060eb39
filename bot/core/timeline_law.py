"""Timeline of a party in law: when each list designated it, by the list's own date, and every event since our record.

listings ─▶ designations · list events ─▶ rows, an addition told with the designation it is
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core.delta import Op
from bot.core.entities import ListingKey
from bot.core.events import Event
from bot.core.listings import PROPERTIES, Materiality, Statement
from bot.core.timeline import Row, folded, plain_day

VALUES: Final = 2
FIELDS: Final = 3
SAME_ACT: Final = timedelta(days=60)
"""An addition to a list is the designation that the list dates, if it is not much later."""

REASON_NOT_STATED: Final = "reason not stated in the list"


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing as a timeline tells it: `says` is what it means, in the words of its kind of list.

    `first` is the first day that our record has it in force (None: never); `listed_on`, `updated_on`, `removed_on` are
    the list's own dates; `state` as stored.
    """

    source: str
    ref: str
    label: str
    says: str
    state: str
    first: date | None
    begins: date
    url: str = ""
    programmes: tuple[str, ...] = ()
    act: str = ""
    listed_on: date | None = None
    updated_on: date | None = None
    removed_on: date | None = None


def law_rows(
    listings: Sequence[Listed], events: Iterable[Event], labels: Mapping[str, str], since: date | None = None
) -> list[Row]:
    """The law track of a party: designations by the lists' own dates, and every event in exactly one row."""
    ordered = sorted(events, key=lambda event: (event.at, event.key))
    known = {(item.source, item.ref): item for item in listings}
    added = _first_additions(ordered, known)
    taken = {event.key for event in added.values()}
    told = {(event.source, event.ref) for event in ordered} | {_given_up(event) for event in ordered}
    rows = [row for item in listings if (row := _designation(item, added.get((item.source, item.ref)), listings))]
    rows += [row for item in listings if (row := _ended(item, told))]
    rows += [row for item in listings if (row := _updated(item))]
    rows += [
        _event_row(event, known.get((event.source, event.ref)), labels) for event in ordered if event.key not in taken
    ]
    return folded(row for row in rows if since is None or row.at >= since)


def _first_additions(events: Sequence[Event], known: Mapping[ListingKey, Listed]) -> dict[ListingKey, Event]:
    """The addition that began a listing's life here, where the list gives the day of designation too: one row."""
    first: dict[ListingKey, Event] = {}
    for event in events:
        first.setdefault((event.source, event.ref), event)
    return {
        key: event
        for key, event in first.items()
        if event.op is Op.ADD and event.kind == "added" and _is_of(event, known.get(key))
    }


def _is_of(event: Event, item: Listed | None) -> bool:
    """Whether an addition to a list is the designation that the list dates."""
    day = event.list_date or event.at.date()
    return item is not None and item.listed_on is not None and day - item.listed_on <= SAME_ACT


def _given_up(event: Event) -> ListingKey:
    """The record that an event ended or carried on under another reference."""
    source, colon, ref = event.related_ref.partition(":")
    return (source, ref) if colon and event.op is Op.MOVE else (event.source, event.related_ref)


def _designation(item: Listed, added: Event | None, listings: Sequence[Listed]) -> Row | None:
    """When a listing began, by its own date; without one, since when our copies have it."""
    if item.listed_on is None:
        return _first_seen(item, item.first) if item.first and item.first <= item.begins else None
    if item.state == "replaced" and any(_is_same_designation(item, other) for other in listings):
        return None
    act = f" by {item.act}" if item.act else ""
    on = f"; on the list of {plain_day(added.list_date)}" if added and added.list_date else ""
    return Row(
        at=item.listed_on,
        kind="designated",
        track="law",
        text=f"{item.says}{_under(added.programmes) if added else _under_now(item)}{act}{on}",
        url=item.url,
        source=item.source,
        ref=item.ref,
        label=item.label,
        dated="act",
        events=(added.key,) if added else (),
        key=item.ref,
    )


def _is_same_designation(item: Listed, other: Listed) -> bool:
    """Whether another record of the list carries a given-up one on, with its date."""
    return other.state != "replaced" and (other.source, other.listed_on) == (item.source, item.listed_on)


def _first_seen(item: Listed, first: date) -> Row:
    return Row(
        at=first,
        kind="first_seen",
        track="law",
        text=f"{item.says}; on our first copy of the list, which gives no date of designation",
        url=item.url,
        source=item.source,
        ref=item.ref,
        label=item.label,
        key=item.ref,
    )


def _ended(item: Listed, told: set[ListingKey]) -> Row | None:
    """An entry that its list itself prints as de-listed, of which no event tells."""
    if item.state != "removed" or item.removed_on is None or (item.source, item.ref) in told:
        return None
    return Row(
        at=item.removed_on,
        kind="removed",
        track="law",
        text=f"no longer on the list; {REASON_NOT_STATED}",
        url=item.url,
        source=item.source,
        ref=item.ref,
        label=item.label,
        dated="act",
        key=item.ref,
    )


def _updated(item: Listed) -> Row | None:
    """What a list says of its last change, where that was before our record began."""
    if item.updated_on is None or item.updated_on >= item.begins or item.updated_on == item.listed_on:
        return None
    return Row(
        at=item.updated_on,
        kind="updated",
        track="law",
        text="entry last changed before our record; what changed is not known here",
        url=item.url,
        source=item.source,
        ref=item.ref,
        label=item.label,
        dated="act",
        material=False,
        key=item.ref,
    )


def _event_row(event: Event, item: Listed | None, labels: Mapping[str, str]) -> Row:
    kind, text = _told(event, item)
    return Row(
        at=event.list_date or event.at.date(),
        kind=kind,
        track="law",
        text=text,
        url=event.url,
        source=event.source,
        ref=event.ref,
        label=labels.get(event.source, event.source),
        dated="list" if event.list_date else "record",
        material=event.material or event.op is not Op.MOD,
        events=(event.key,),
        ended=":".join(_given_up(event)) if event.op in (Op.REPLACE, Op.MOVE) else "",
        key=event.key,
    )


def _told(event: Event, item: Listed | None) -> tuple[str, str]:
    """What an event is called, and what it means."""
    match event.op:
        case Op.ADD if event.kind == "reinstated":
            return "reinstated", f"back on the list{_first_year(item)}; no new designation"
        case Op.ADD:
            return "added", f"added{f': {item.says}' if item else ' to the list'}{_under(event.programmes)}"
        case Op.DEL:
            return _removal(event, item)
        case Op.MOD:
            return _amendment(event)
        case Op.REPLACE:
            return event.kind, _replaced(event, item)
        case Op.MOVE:
            towards = f": {item.says}" if item else ""
            still = ", still restricted" if event.kind == "eased" else ""
            return event.kind, f"moved from {event.related_ref}{towards}{still}; one event, no removal"


def _under(programmes: Sequence[str]) -> str:
    return f" under {', '.join(programmes[:3])}" if programmes else ""


def _under_now(item: Listed) -> str:
    """The programmes of an entry whose beginning we did not see: those of then may have been others."""
    return f",{' last' if item.state == 'removed' else ' today'}{_under(item.programmes)}" if item.programmes else ""


def _first_year(item: Listed | None) -> str:
    return f", first listed {item.listed_on.year}" if item and item.listed_on else ""


def _removal(event: Event, item: Listed | None) -> tuple[str, str]:
    if event.kind == "moved":
        return "moved", "moved to another list of the same issuer, no removal"
    match event.state:
        case "confirmed":
            day = item.removed_on if item and item.state == "removed" else None
            own = f" since {plain_day(day)}" if day and day != event.list_date else ""
            return "removed", f"no longer on the list{own}; {REASON_NOT_STATED}"
        case "pending":
            return "pending_removal", "absent from the list, removal not yet confirmed"
        case "cancelled":
            return "removal_cancelled", "was absent from one list and is back: no removal"


def _replaced(event: Event, item: Listed | None) -> str:
    match event.kind:
        case "merged":
            return f"record {event.related_ref} merged into this one, no removal"
        case "redesignated":
            return f"re-designated{_under(event.programmes)} (earlier record {event.related_ref}), no removal"
        case "reinstated":
            return f"back on the list{_first_year(item)}"
        case _:
            return f"record renumbered (was {event.related_ref}), no removal"


def _amendment(event: Event) -> tuple[str, str]:
    """What a change of an entry means: a programme that came or went is a legal act of its own."""
    gained, lost = _values(event.gained, "programme"), _values(event.lost, "programme")
    kept = [code for code in event.programmes if code not in gained]
    others = _fields(event, besides=("programme",) if gained or lost else ())
    if gained and lost:
        kind, text = "programme_changed", f"now under {', '.join(gained)} instead of {', '.join(lost)}"
    elif gained:
        kind, text = "programme_gained", f"{'further ' if kept else ''}designated under {', '.join(gained)}"
    elif lost:
        kind, text = "programme_lost", f"no longer under {', '.join(lost)}"
        text += f", still listed under {', '.join(kept)}" if kept else ""
    else:
        return "amended", "; ".join(others) or "only how the file prints the record changed"
    return kind, "; ".join((text, *others))


def _fields(event: Event, besides: Sequence[str] = ()) -> list[str]:
    """What was gained and lost, a part a field, legal fields first."""
    names = dict.fromkeys(s.property for s in (*event.gained, *event.lost) if not s.property.startswith("printed"))
    ordered = sorted(
        (name for name in names if name not in besides),
        key=lambda name: PROPERTIES.get(name) is not Materiality.MATERIAL,
    )
    told = [_field(name, event) for name in ordered[:FIELDS]]
    more = len(ordered) - FIELDS
    return [*told, f"{more} more field{'s' if more > 1 else ''}"] if more > 0 else told


def _field(name: str, event: Event) -> str:
    sides = (
        f"{verb} {', '.join(f'“{value[:80]}”' for value in found[:VALUES])}{' and more' if len(found) > VALUES else ''}"
        for verb, side in (("gained", event.gained), ("lost", event.lost))
        if (found := _values(side, name))
    )
    return f"{name.replace('_', ' ')} {' · '.join(sides)}"


def _values(found: Iterable[Statement], name: str) -> list[str]:
    return [statement.value for statement in found if statement.property == name]
