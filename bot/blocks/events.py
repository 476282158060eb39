"""Events: what happened to a party, by what it means, in few words and field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.blocks.inert import dotted, inert, listed_out, quoted
from bot.blocks.kinds import moved_words
from bot.blocks.wording import PROPERTY_LABEL
from bot.core.alerts import Background
from bot.core.delta import Op
from bot.core.events import NOISE, Event
from bot.core.issuers import ListKind
from bot.core.listings import PROPERTIES, Materiality, Statement

VALUES_PER_FIELD = 3
FIELDS = 12
NOTHING_KNOWN = Background()
REMOVAL = {"confirmed": "no longer on the list", "pending": "absent, not yet confirmed", "cancelled": "still listed"}


@dataclass(frozen=True, slots=True)
class Tally:
    """The events of an action by what they mean."""

    added: tuple[Event, ...]
    back: tuple[Event, ...]
    removed: tuple[Event, ...]
    pending: tuple[Event, ...]
    cancelled: tuple[Event, ...]
    changed: tuple[Event, ...]
    replaced: tuple[Event, ...]
    moved: tuple[Event, ...]


def tally(events: Iterable[Event]) -> Tally:
    """Sort events; a removal counts as one only when confirmed, a party back on its list is no new designation."""
    known = tuple(events)

    def of(op: Op, state: str = "") -> tuple[Event, ...]:
        return tuple(e for e in known if e.op == op and not is_back(e) and (not state or e.state == state))

    return Tally(
        added=of(Op.ADD),
        back=tuple(event for event in known if is_back(event)),
        removed=of(Op.DEL, "confirmed"),
        pending=of(Op.DEL, "pending"),
        cancelled=of(Op.DEL, "cancelled"),
        changed=of(Op.MOD),
        replaced=of(Op.REPLACE),
        moved=of(Op.MOVE),
    )


def is_back(event: Event) -> bool:
    """Whether a party that was listed before is on the list again."""
    return event.kind == "reinstated"


def name_of(event: Event, limit: int = 80) -> str:
    """The party's name for mrkdwn; never empty."""
    return inert(event.caption, limit) or "(no name)"


def names_of(events: Sequence[Event], most: int) -> str:
    """The first names, and how many were left out."""
    return listed_out([name_of(event) for event in events], most)


def what_happened(event: Event, known: Background = NOTHING_KNOWN) -> str:
    """What an event means for its party, in a few words."""
    if is_back(event):
        first = first_listed(known)
        return f"back on the list{f', {first}' if first else ''}"
    match event.op:
        case Op.ADD:
            return "added"
        case Op.DEL:
            return _removal(event, known)
        case Op.MOD:
            return "; ".join(tags(event)) or ("changed" if event.material else "amended")
        case Op.REPLACE:
            return "; ".join([_replaced(event), *tags(event)])
        case Op.MOVE:
            return moved_text(event, known)


def first_listed(known: Background) -> str:
    """The year of a party's first listing, where its list gives it."""
    return f"first listed {known.first_listed}" if known.first_listed.isdecimal() else ""


def _removal(event: Event, known: Background) -> str:
    if event.kind == "moved":
        return "moved to another list of the same issuer, no removal"
    still = listed_out([inert(text, 80) for text in known.still], 2, between=", ")
    return f"{REMOVAL[event.state]}{f'; still {still}' if still and event.state == 'confirmed' else ''}"


def _replaced(event: Event) -> str:
    old = f" {inert(event.related_ref, 40)}" if event.related_ref else ""
    match event.kind:
        case "merged":
            return f"record{old} merged into this one, no removal"
        case "redesignated":
            return f"re-designated under {_codes(event.programmes) or 'another act'} (earlier record{old}), no removal"
        case _:
            return f"record renumbered{f' (was{old})' if old else ''}, no removal"


def moved_text(event: Event, known: Background = NOTHING_KNOWN) -> str:
    """A move between two lists of one issuer: from which measure to which."""
    old, new = moved_words(known.former_kind), moved_words(event.list_kind)
    where = f"moves{f' from {old}' if old else ''} to {new or 'another list'}"
    return f"{where}, still restricted" if event.kind == "eased" else where


def tags(event: Event) -> list[str]:
    """What it means that programmes came or went while others stay; and a note on secondary sanctions."""
    gained, lost = _values_of(event.gained, "programme"), _values_of(event.lost, "programme")
    kept = [code for code in event.programmes if code not in gained]
    stands = "blocked" if event.list_kind == ListKind.SDN else "listed"
    relief = "" if gained else "partial relief: "
    notes = _values_of(event.gained, "secondary_sanctions")
    return [
        *([f"further designated under {_codes(gained)}"] if gained and kept else []),
        *([f"now under {_codes(gained)} instead of {_codes(lost)}"] if gained and lost and not kept else []),
        *([f"{relief}no longer under {_codes(lost)}, still {stands} under {_codes(kept)}"] if lost and kept else []),
        *([f"secondary-sanctions note added: {quoted(notes[0], 120)}"] if notes else []),
    ]


TAGS = frozenset({"programme", "secondary_sanctions"})
"""The fields whose changes `tags` tells."""


def is_further(event: Event) -> bool:
    """Whether a party already listed came under one more programme."""
    gained = _values_of(event.gained, "programme")
    return event.op is Op.MOD and bool(gained) and any(code not in gained for code in event.programmes)


def is_partial(event: Event) -> bool:
    """Whether a party came out of one programme and stays under another: partial relief."""
    lost, gained = _values_of(event.lost, "programme"), _values_of(event.gained, "programme")
    return event.op is Op.MOD and bool(lost) and not gained and bool(event.programmes)


def counted(told: Iterable[Event]) -> list[str]:
    """How many of each, in words, from law to bookkeeping."""
    sums = tally(told)
    further, partial = sum(map(is_further, sums.changed)), sum(map(is_partial, sums.changed))
    numbers = (
        (len(sums.added), "added"),
        (len(sums.back), "back on the list"),
        (len(sums.removed), "removed"),
        (len(sums.moved), "moved between lists of the issuer"),
        (further, "further designated"),
        (partial, "partial relief"),
        (len(sums.changed) - further - partial, "changed" if any(e.material for e in sums.changed) else "amended"),
        (len(sums.replaced), "records replaced"),
        (len(sums.pending), "absent, not yet confirmed"),
        (len(sums.cancelled), "still listed"),
    )
    return [f"{number:,} {word}" for number, word in numbers if number > 0]


def _values_of(found: Iterable[Statement], name: str) -> list[str]:
    return [statement.value for statement in found if statement.property == name]


def _codes(codes: Sequence[str]) -> str:
    return listed_out([inert(code, 50) for code in codes], 3, between=", ")


def fields(event: Event, most: int = FIELDS, besides: Collection[str] = ()) -> list[str]:
    """What changed, a line a field: material fields first, then bookkeeping; prints of the file are left out, and what
    was told already (`besides`)."""
    names = dict.fromkeys(s.property for s in (*event.gained, *event.lost) if not s.property.startswith("printed"))
    telling = [name for name in names if name not in NOISE]
    if besides and set(telling) <= set(besides):
        return []
    ordered = sorted(telling, key=lambda name: PROPERTIES.get(name) is not Materiality.MATERIAL)
    texts = [_field(name, event.gained, event.lost) for name in ordered if name not in besides]
    return texts[:most] or ["only its date of last update" if names else "only how the file prints the record"]


def _field(name: str, gained: Iterable[Statement], lost: Iterable[Statement]) -> str:
    label = inert(PROPERTY_LABEL.get(name, name), 40)
    return f"{label}: {dotted((_values('gained', name, gained), _values('lost', name, lost)))}"


def _values(verb: str, name: str, found: Iterable[Statement]) -> str:
    values = [quoted(value, 100) for value in _values_of(found, name)]
    return f"{verb} {listed_out(values, VALUES_PER_FIELD, between=', ')}" if values else ""


def first_years(events: Iterable[Event], background: Mapping[str, Background]) -> str:
    """The span of years in which parties that are back were first listed ("" when no list says)."""
    known = [background[event.key] for event in events if event.key in background]
    years = sorted({each.first_listed for each in known if first_listed(each)})
    return "" if not years else years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
