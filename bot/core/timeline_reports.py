"""Timeline of what is reported: a row a story, which is no law until an official document bears it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.news import LEGAL, StoryFacts
from bot.core.timeline import Row


def report_rows(stories: Iterable[tuple[StoryFacts, str, str]]) -> Iterator[Row]:
    """A row a story, with its own name and the address of the item that leads it."""
    for story, name, url in stories:
        official = " (official document)" if story.verified_stage in LEGAL else ""
        yield Row(
            at=story.opened_at.date(),
            kind="report",
            track="report",
            text=f"{name}{official}",
            url=url,
            dated="record",
            material=False,
            key=str(story.id),
        )
