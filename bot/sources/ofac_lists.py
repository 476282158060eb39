"""OFAC lists: the names of OFAC's own lists, as its rich formats print them with each entity, and what each means.

One entity may stand on several: it is in `us-ofac-sdn` when the SDN list is among them, and in `us-ofac-cons` when
any other is. A table of words, so that no format decides for itself what a list does.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from bot.core.issuers import ListKind
from bot.core.snapshots import Malformed

SDN, CONS = "us-ofac-sdn", "us-ofac-cons"

LIST_KINDS: dict[str, ListKind] = {
    "sdn list": ListKind.SDN,
    "sdn": ListKind.SDN,
    "specially designated nationals and blocked persons list": ListKind.SDN,
    "sectoral sanctions identifications list": ListKind.SSI,
    "ssi list": ListKind.SSI,
    "non-sdn menu-based sanctions list": ListKind.NS_MBS,
    "ns-mbs list": ListKind.NS_MBS,
    "capta list": ListKind.CAPTA,
    "list of foreign financial institutions subject to correspondent account or payable-through account sanctions": (
        ListKind.CAPTA
    ),
    "part 561 list": ListKind.CAPTA,
    "list of foreign financial institutions subject to part 561": ListKind.CAPTA,
    "non-sdn cmic list": ListKind.NS_CMIC,
    "ns-cmic list": ListKind.NS_CMIC,
    "non-sdn chinese military-industrial complex companies list": ListKind.NS_CMIC,
    "non-sdn communist chinese military companies list": ListKind.NS_CMIC,
    "ns-ccmc list": ListKind.NS_CMIC,
    "non-sdn palestinian legislative council list": ListKind.NS_PLC,
    "ns-plc list": ListKind.NS_PLC,
    "fse list": ListKind.FSE,
    "foreign sanctions evaders list": ListKind.FSE,
    "non-sdn iranian sanctions act list": ListKind.NON_SDN,
    "ns-isa list": ListKind.NON_SDN,
    "non-sdn list": ListKind.NON_SDN,
    "consolidated list": ListKind.NON_SDN,
}
"""OFAC's name of a list, in lower case, to what an entry on it is; a name that is not here is a non-SDN list."""

ORDER = (
    ListKind.SDN,
    ListKind.SSI,
    ListKind.NS_MBS,
    ListKind.CAPTA,
    ListKind.NS_CMIC,
    ListKind.NS_PLC,
    ListKind.FSE,
    ListKind.NON_SDN,
)
"""Which kind an entry shows that stands on several lists: a named list before the general one."""

MEASURES: dict[ListKind, tuple[str, ...]] = {
    ListKind.SDN: ("blocking",),
    ListKind.SSI: ("specified dealings",),
    ListKind.NS_MBS: ("specified dealings",),
    ListKind.CAPTA: ("correspondent accounts",),
    ListKind.NS_CMIC: ("securities restrictions",),
    ListKind.NS_PLC: ("rejected transactions",),
    ListKind.FSE: ("transaction ban",),
    ListKind.NON_SDN: (),
}
"""What standing on a list means, in short plain words; only the SDN list blocks."""


def belongs(source: str, lists: Collection[str]) -> bool:
    """Whether an entity on these lists is an entry of `source`."""
    return any((kind is ListKind.SDN) == (source == SDN) for kind in _kinds(lists))


def kind_of_lists(source: str, lists: Collection[str]) -> ListKind:
    """The kind that an entity on these lists has in `source`."""
    if source == SDN:
        return ListKind.SDN
    return min(_kinds(lists) - {ListKind.SDN}, key=ORDER.index, default=ListKind.NON_SDN)


def measures_of(kind: ListKind) -> tuple[str, ...]:
    """What one kind of list means for its entries."""
    return MEASURES.get(kind, ())


def measures_of_lists(source: str, lists: Collection[str]) -> tuple[str, ...]:
    """What all of an entity's lists in `source` mean together."""
    kinds = {ListKind.SDN} if source == SDN else _kinds(lists) - {ListKind.SDN}
    return tuple(sorted({words for kind in kinds for words in measures_of(kind)}))


def unknown_lists(lists: Collection[str]) -> list[str]:
    """The names of lists that are not known here, to be reported."""
    return [name for name in lists if _plain(name) not in LIST_KINDS]


class Standing(NamedTuple):
    """What an entity's lists mean for one source: is it an entry, and on no list of the other; its kind; new names."""

    is_entry: bool
    is_alone: bool
    kind: ListKind
    unknown: tuple[str, ...]


class Membership:
    """Tells the entities of `source` from those of OFAC's other list while a file is read."""

    __slots__ = ("_alone", "_known", "_seen", "source")

    def __init__(self, source: str) -> None:
        self.source, self._seen, self._alone = source, 0, 0
        self._known: dict[tuple[str, ...], Standing] = {}

    def of(self, lists: tuple[str, ...]) -> Standing:
        """What these lists mean, each combination worked out once."""
        found = self._known.get(lists)
        if found is None:
            found = self._known[lists] = self._standing(lists)
        self._seen += 1
        self._alone += found.is_alone
        return found

    def takes(self, lists: Collection[str]) -> bool:
        """Whether an entity on these lists is an entry of the source."""
        return self.of(tuple(lists)).is_entry

    def check(self) -> None:
        """Refuse a file in which nobody stands on the source's lists alone: it is a copy of the other list."""
        if self._seen and not self._alone:
            other = "consolidated non-SDN list" if self.source == SDN else "SDN list"
            raise Malformed(f"this is OFAC's {other}: all of its {self._seen:,} entities stand on it")

    def _standing(self, lists: tuple[str, ...]) -> Standing:
        mine, other = belongs(self.source, lists), belongs(CONS if self.source == SDN else SDN, lists)
        return Standing(mine, mine and not other, kind_of_lists(self.source, lists), tuple(unknown_lists(lists)))


def _kinds(lists: Collection[str]) -> set[ListKind]:
    return {LIST_KINDS.get(_plain(name), ListKind.NON_SDN) for name in lists}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
