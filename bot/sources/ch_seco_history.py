"""SECO history: the modifications of a target, of which the latest tells whether it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.xml import Element, all_of

LISTED, AMENDED, DELISTED = "listed", "amended", "de-listed"
KINDS = {LISTED: LISTED, AMENDED: AMENDED, DELISTED: DELISTED, "delisted": DELISTED}


@dataclass(frozen=True, slots=True)
class Modification:
    """One act on a target; dates are ISO or "", `position` is its place in the file, where the newest stands first."""

    kind: str
    effective: str
    published: str
    enacted: str
    position: int

    @property
    def day(self) -> str:
        """The day it took effect, as far as the file says."""
        return self.effective or self.published or self.enacted


@dataclass(frozen=True, slots=True)
class History:
    """All modifications, oldest first: by date, and of one day by their place in the file."""

    modifications: Sequence[Modification] = ()

    @property
    def is_delisted(self) -> bool:
        """Whether the latest modification took the target off the list."""
        return bool(self.modifications) and self.modifications[-1].kind == DELISTED

    @property
    def delisted_on(self) -> date | None:
        """The day of the de-listing."""
        day = self.modifications[-1].day if self.is_delisted else ""
        return date.fromisoformat(day) if day else None

    @property
    def listed_on(self) -> str:
        """The day of the first listing."""
        return next((item.day for item in self.modifications if item.kind == LISTED and item.day), "")

    @property
    def updated_on(self) -> str:
        """The day of the latest modification."""
        return self.modifications[-1].day if self.modifications else ""

    @property
    def earlier_removals(self) -> list[tuple[str, bool]]:
        """Days of de-listings that did not last, each with whether a new listing followed."""
        found = list(self.modifications)
        return [
            (item.day, any(later.kind == LISTED for later in found[number + 1 :]))
            for number, item in enumerate(found[:-1])
            if item.kind == DELISTED
        ]


def read_history(ref: str, target: Element) -> History:
    """The modifications that stand directly in a target."""
    found = [_modification(ref, item, n) for n, item in enumerate(all_of(target, "modification"))]
    return History(sorted(found, key=lambda item: (item.day, item.published, item.enacted, -item.position)))


def _modification(ref: str, item: Element, position: int) -> Modification:
    printed = folded(item.get("modification-type")).casefold()
    if printed not in KINDS:
        raise Malformed(f"target {ref} has a modification of the unknown type {printed[:40]!r}")
    effective, published, enacted = (
        _iso(ref, item.get(f"{name}-date")) for name in ("effective", "publication", "enactment")
    )
    return Modification(KINDS[printed], effective, published, enacted, position)


def _iso(ref: str, printed: str | None) -> str:
    """The day of an XML date, which may carry a time zone."""
    text = folded(printed)[:10]
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise Malformed(f"target {ref} has the date {text!r}, which is none") from error
