"""Grouping: each item is put once, into the story it most likely belongs to, or opens one; it is never moved again.

item ─▶ stories still open ─▶ the likeliest ─▶ likely enough? ─▶ joins it;  else opens one, perhaps in another's wake
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from rapidfuzz import fuzz

from bot.core.signals.items import stage_rank
from bot.core.stories.likeness import WINDOW, Told, likelihood
from bot.core.stories.numbers import conflict

LIKELY: Final = 0.5
WAKE: Final = timedelta(days=14)
"""How long after a story another may count as what became of it."""
COPY: Final = 92.0
"""From this likeness of texts on, two items are copies of one report."""
LASTING: Final = frozenset({"licence", "uk-licence", "bill", "package", "un", "eu", "docket"})
"""Kinds of numbers that tie what follows to what was before at any time."""
_AGENCY = re.compile(r"\b(Reuters|Associated Press|AFP|AP|Bloomberg|Interfax|TASS|Xinhua)\b")


@dataclass(frozen=True, slots=True)
class Story:
    """A happening: its items in the order in which they came, and the story that it follows."""

    id: str
    items: tuple[Told, ...]
    follows: str = ""

    @property
    def numbers(self) -> frozenset[tuple[str, str]]:
        """The numbers of acts that its items name."""
        return frozenset(number for item in self.items for number in item.numbers)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item belongs: a story, or a new one that may follow another; with how likely that is."""

    story: str = ""
    follows: str = ""
    likelihood: float = 0.0


def place(item: Told, stories: Iterable[Story]) -> Placed:
    """Where an item belongs among the stories so far."""
    known = list(stories)
    best, story = max(((_belongs(item, each), each) for each in known), key=lambda pair: pair[0], default=(0.0, None))
    if story is not None and best >= LIKELY:
        return Placed(story.id, likelihood=best)
    return Placed(follows=_followed(item, known))


def group(items: Sequence[Told]) -> dict[str, Story]:
    """The story of each item by its id, taken in the order of their times."""
    open_: list[Story] = []
    done: dict[str, Story] = {}
    for item in sorted(items, key=lambda each: (each.at, each.id)):
        placed = place(item, open_)
        if placed.story:
            at = next(n for n, story in enumerate(open_) if story.id == placed.story)
            open_[at] = Story(placed.story, (*open_[at].items, item), open_[at].follows)
        else:
            open_.append(Story(f"s-{item.id}", (item,), placed.follows))
    for story in open_:
        done |= {item.id: story for item in story.items}
    return done


def sources_of(items: Sequence[Told], outlets: Sequence[str]) -> int:
    """How many independent sources stand behind items: copies of one report, and those of one agency, count once."""
    groups: list[list[tuple[Told, str]]] = []
    for item, outlet in zip(items, outlets, strict=True):
        agency = _agency(f"{item.title} {item.text} {outlet}")
        for known in groups:
            if any(_is_copy(item, other) or (agency and agency == other_agency) for other, other_agency in known):
                known.append((item, agency))
                break
        else:
            groups.append([(item, agency)])
    return len(groups)


def _belongs(item: Told, story: Story) -> float:
    """How likely an item belongs to a story; nothing that a number tells apart from any of its items ever does."""
    near = [other for other in story.items if abs(other.at - item.at) <= WINDOW or other.address == item.address]
    if not near or conflict(item.numbers, story.numbers):
        return 0.0
    return max(likelihood(item, other) for other in near)


def _followed(item: Told, stories: Sequence[Story]) -> str:
    """The latest story that an item carries on: the same act by its number, or the same way one stage further."""
    for story in sorted(stories, key=lambda each: each.items[-1].at, reverse=True):
        last = story.items[-1]
        if last.at > item.at:
            continue
        lasting = {number for number in item.numbers & story.numbers if number[0] in LASTING}
        whom = (item.issuers & last.issuers) and (item.targets & last.targets)
        if (lasting and (whom or not item.issuers or not last.issuers)) or (whom and _moves(item, story)):
            return story.id
    return ""


def _moves(item: Told, story: Story) -> bool:
    last = story.items[-1]
    if item.at - last.at > WAKE or item.direction != last.direction or conflict(item.numbers, story.numbers):
        return False
    reached = max(stage_rank(each.stage) for each in story.items)
    return reached >= 0 and stage_rank(item.stage) > reached


def _is_copy(one: Told, other: Told) -> bool:
    return fuzz.token_set_ratio(f"{one.title} {one.text}", f"{other.title} {other.text}") >= COPY


def _agency(text: str) -> str:
    found = _AGENCY.search(text)
    return found[1].lower() if found else ""
