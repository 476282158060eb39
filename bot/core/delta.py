"""Delta: what changed between two vetted snapshots of one source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.listings import PROPERTIES, Listing, Materiality, Statement, comparable, statements
from bot.core.replacements import merges, replacements
from bot.core.roll import Roll

Statements = tuple[Statement, ...]


class Op(StrEnum):
    """What happened to a listing."""

    ADD = "ADD"
    MOD = "MOD"
    DEL = "DEL"
    REPLACE = "REPLACE"
    MOVE = "MOVE"


class ReplaceKind(StrEnum):
    """The four meanings of a replaced record (`policy`: a replacement is told by what it means)."""

    RENUMBERED = "renumbered"
    MERGED = "merged"
    REDESIGNATED = "redesignated"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before`/`after` are the listings on either side (None where there is none).

    For a replacement `before` is the vanished record and `after` the one that carries on.
    `kind` is `added | removed | amended` or a `ReplaceKind`.
    """

    op: Op
    kind: str
    before: Listing | None
    after: Listing | None
    gained: tuple[Statement, ...] = ()
    lost: tuple[Statement, ...] = ()
    material: bool = True


@dataclass(frozen=True, slots=True)
class Delta:
    """All changes with the counts of the command line's contract.

    `added`, `removed`, `amended` are plain differences of key sets and records;
    `replaced` and `merged` explain parts of them; `changes` has one row per thing to tell.
    """

    changes: tuple[Change, ...]
    added: int
    removed: int
    amended: int
    replaced: int
    merged: int


def diff(old: Mapping[str, Listing], new: Mapping[str, Listing], observed_both: Collection[str]) -> Delta:
    """What changed from `old` to `new` in what both sides could state; the order of values means nothing."""
    observed = frozenset(observed_both)
    removed = {ref: listing for ref, listing in old.items() if ref not in new}
    added = {ref: listing for ref, listing in new.items() if ref not in old}
    common = (ref for ref in old if ref in new and not _is_same(old, new, ref))
    amended = {ref: change for ref in common if (change := _amendment(old[ref], new[ref], observed))}
    replaced = replacements(removed.values(), added.values())
    unexplained = [listing for ref, listing in removed.items() if ref not in replaced]
    merged = merges(unexplained, {ref: (old[ref], new[ref]) for ref in amended})
    explained = {*replaced, *replaced.values(), *merged, *merged.values()}
    changes = [_replacement(removed[ref], added[into], observed) for ref, into in replaced.items()]
    changes += [_merger(removed[ref], old[into], new[into], observed) for ref, into in merged.items()]
    changes += [change for ref, change in amended.items() if ref not in explained]
    changes += [Change(Op.ADD, "added", None, listing) for ref, listing in added.items() if ref not in explained]
    changes += [Change(Op.DEL, "removed", listing, None) for ref, listing in removed.items() if ref not in explained]
    return Delta(
        changes=tuple(sorted(changes, key=_order)),
        added=len(added),
        removed=len(removed),
        amended=len(amended),
        replaced=len(replaced),
        merged=len(merged),
    )


def _is_same(old: Mapping[str, Listing], new: Mapping[str, Listing], ref: str) -> bool:
    """Whether two stored forms show without decoding that nothing changed."""
    return isinstance(old, Roll) and isinstance(new, Roll) and old.body(ref) == new.body(ref)


def apply(old: Mapping[str, Listing], delta: Delta) -> dict[str, Listing]:
    """The newer side of a delta, made from the older one."""
    result = dict(old)
    for change in delta.changes:
        if change.before is not None and (change.after is None or change.after.ref != change.before.ref):
            result.pop(change.before.ref)
    result.update({change.after.ref: change.after for change in delta.changes if change.after is not None})
    return result


def _amendment(before: Listing, after: Listing, observed: frozenset[str]) -> Change | None:
    if before is after or before == after:
        return None
    gained, lost = difference([before], after, comparable(before, after, observed))
    if not gained and not lost:
        return None
    return Change(Op.MOD, "amended", before, after, gained, lost, _is_material(gained, lost))


def _replacement(before: Listing, after: Listing, observed: frozenset[str]) -> Change:
    """A record under a new reference: a new act when its programmes differ, else no more than a new number."""
    gained, lost = difference([before], after, comparable(before, after, observed))
    same_act = set(before.programmes) == set(after.programmes)
    kind = ReplaceKind.RENUMBERED if same_act else ReplaceKind.REDESIGNATED
    return _told_without_print(Op.REPLACE, kind, before, after, gained, lost)


def _merger(gone: Listing, before: Listing, after: Listing, observed: frozenset[str]) -> Change:
    """Two records of one party made one: news is only what neither of the two said before."""
    gained, lost = difference([gone, before], after, comparable(before, after, observed))
    return _told_without_print(Op.REPLACE, ReplaceKind.MERGED, gone, after, gained, lost)


def _told_without_print(
    op: Op, kind: ReplaceKind, before: Listing, after: Listing, gained: Statements, lost: Statements
) -> Change:
    typed = tuple(tuple(s for s in side if not s.property.startswith("printed:")) for side in (gained, lost))
    return Change(op, kind, before, after, typed[0], typed[1], _is_material(typed[0], typed[1]))


def difference(before: Sequence[Listing], after: Listing, observed: frozenset[str]) -> tuple[Statements, Statements]:
    """Statements gained and lost; how the record is printed counts only where nothing typed changed."""
    old = {s for listing in before for s in statements(listing) if s.property in observed}
    new = {s for s in statements(after) if s.property in observed}
    gained, lost = new - old, old - new
    typed = [{s for s in side if not s.property.startswith("printed:")} for side in (gained, lost)]
    if any(typed):
        gained, lost = typed
    return tuple(sorted(gained)), tuple(sorted(lost))


def _is_material(gained: Statements, lost: Statements) -> bool:
    return any(PROPERTIES.get(s.property, Materiality.COSMETIC) is Materiality.MATERIAL for s in (*gained, *lost))


def _order(change: Change) -> tuple[int, int, str]:
    """Replacements first, then amendments, additions, removals; numbers before letters, by size."""
    listing = change.after or change.before
    ref = listing.ref if listing else ""
    return _ORDER[change.op], int(ref) if ref.isdigit() else 0, ref


_ORDER = {Op.REPLACE: 0, Op.MOVE: 1, Op.MOD: 2, Op.ADD: 3, Op.DEL: 4}
