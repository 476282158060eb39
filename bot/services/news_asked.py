"""News asked for: the stories of a period that fit, with who tells them."""

from __future__ import annotations

from bot.core.audience import Audience
from bot.core.news import StoryFacts
from bot.core.news_asked import NewsAsked, NewsFound, StoryTold, fits, sourcing
from bot.core.stories.grouping import sources_of
from bot.services.dataset import Loaded
from bot.services.desk import Desk
from bot.services.feeds import feeds_shown
from bot.services.news import borne_out, compared
from storage import lines, notes, stories
from storage.session import Session


def find_news(desk: Desk, asked: NewsAsked, audience: Audience) -> NewsFound:
    """The stories that are asked for, with what these readers may see of the team's."""
    now = desk.clock()
    loaded = desk.dataset.current()
    shown = feeds_shown(desk.db, desk.settings, now)
    with desk.db.read() as session:
        found = _found(session, asked, loaded, audience)
        began = stories.first_seen(session)
    read = [each for each in shown if each.state is not None]
    late = tuple(each.feed.title for each in read if each.health not in ("ok", "late"))
    return NewsFound(asked, found, len(read), late, began)


def _found(session: Session, asked: NewsAsked, loaded: Loaded, audience: Audience) -> tuple[StoryTold, ...]:
    recent = stories.recent_stories(session, asked.since)
    items = stories.items_of(session, [story.id for story in recent])
    told = []
    for story in recent:
        captions = _captions(story, loaded)
        titles = [item.title for item in items[story.id]]
        if not items[story.id] or not fits(asked, story, titles, (*captions, *(words for _, words in story.entities))):
            continue
        official = tuple(item for item in items[story.id] if borne_out(item))
        outlets = [item.outlet or item.feed for item in items[story.id]]
        told.append(
            StoryTold(
                story=story,
                lead=items[story.id][0],
                official=official,
                sources=sources_of([compared(item) for item in items[story.id]], outlets),
                outlets=len(set(outlets)),
                sourcing=sourcing(items[story.id], official),
                named=captions,
                lines=lines.lines_for(session, audience, story.programmes, (), [story.id]),
                notes=notes.notes_on_topics(session, audience, [("story", str(story.id))]),
            )
        )
    return tuple(told)


def _captions(story: StoryFacts, loaded: Loaded) -> tuple[str, ...]:
    return tuple(filter(None, (loaded.caption(entity) for entity, _ in story.entities)))
