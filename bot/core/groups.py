"""Groups: who the lists themselves tie to whom, and who is the head.

“Linked To: X” ─▶ the entry that has the name X ─▶ heads and affiliates
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.core.nameforms.forms import institutional_rank, name_form

if TYPE_CHECKING:
    from bot.core.index import IndexEntry, NameRow

_RELATION: Final = re.compile(
    r"^(?:linked to|subsidiary of|owned by|controlled by|owned or controlled by|owned or operated by|parent company)"
    r"\s*:?\s*(?P<name>.+?)(?: \([\w.-]+\))?(?:;.*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Groups:
    """For each entry the entries it is linked to, and those linked to it (by number)."""

    linked_to: Mapping[int, frozenset[int]]
    linked_from: Mapping[int, frozenset[int]]

    def are_related(self, one: int, other: int) -> bool:
        """Whether the lists link one to the other, or both to a third."""
        first, second = self.linked_to.get(one, frozenset()), self.linked_to.get(other, frozenset())
        return other in first or one in second or bool(first & second)


def group_entries(entries: Sequence[IndexEntry], rows: Sequence[NameRow]) -> Groups:
    """The links that the relations on the lists make between entries."""
    wanted = [
        (number, match["name"])
        for number, entry in enumerate(entries)
        for listing in entry.listings
        for text in listing.values("relation")
        if (match := _RELATION.match(text))
    ]
    named: dict[str, set[int]] = defaultdict(set)
    if wanted:
        for row in rows:
            named[row.form.key].add(row.entry)
    to: dict[int, set[int]] = defaultdict(set)
    for number, name in wanted:
        keys = {name_form(name, is_person).key for is_person in (True, False)}
        to[number] |= {other for key in keys for other in named.get(key, ()) if other != number}
    back: dict[int, set[int]] = defaultdict(set)
    for number, others in to.items():
        for other in others:
            back[other].add(number)
    return Groups(_frozen(to), _frozen(back))


def _frozen(links: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    return {number: frozenset(others) for number, others in links.items() if others}


def head_order(groups: Groups, entries: Sequence[IndexEntry], number: int) -> tuple[int, ...]:
    """Sorts heads of groups first: linked to fewer, linked from more, fuller form, more identifiers and programmes."""
    entry = entries[number]
    says_subsidiary = any(
        word in listing.caption.casefold() for listing in entry.listings for word in ("subsidiary", "branch")
    )
    return (
        int(says_subsidiary),
        -len(groups.linked_from.get(number, ())),
        min(1, len(groups.linked_to.get(number, ()))),
        -max(institutional_rank(listing.caption) for listing in entry.listings),
        -len({item for listing in entry.listings for item in listing.identifiers}),
        -len({code for listing in entry.listings for code in listing.programmes}),
    )
