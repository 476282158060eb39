"""Groups: who the lists themselves tie to whom, and who is the head.

“Linked To: X” ─▶ the entry that has the name X ─▶ heads and affiliates
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.listings import Listing
from bot.core.nameforms.forms import institutional_rank, make_form

_RELATION: Final = re.compile(
    r"^(?:linked to|subsidiary of|owned by|controlled by|owned or controlled by|owned or operated by|parent company)"
    r"\s*:?\s*(?P<name>.+?)(?: \([\w.-]+\))?(?:;.*)?$",
    re.IGNORECASE,
)


class Standing(NamedTuple):
    """An entry's own part in a group.

    `order` sorts heads first: says it is no subsidiary, fuller legal form, more identifiers, more programmes.
    `linked` are the keys of the names that the lists tie it to.
    """

    order: tuple[int, ...] = (0, 0, 0, 0)
    linked: tuple[str, ...] = ()


def standing(listings: Sequence[Listing]) -> Standing:
    """What the listings of an entry say of its part in a group."""
    says_subsidiary = any(word in item.caption.casefold() for item in listings for word in ("subsidiary", "branch"))
    named = [match["name"] for item in listings for text in item.values("relation") if (match := _RELATION.match(text))]
    keys = (make_form(name, is_person).key for name in named for is_person in (True, False))
    order = (
        int(says_subsidiary),
        -max(institutional_rank(item.caption) for item in listings),
        -len({found for item in listings for found in item.identifiers}),
        -len({code for item in listings for code in item.programmes}),
    )
    return Standing(order, tuple(dict.fromkeys(key for key in keys if key)))
