"""News: the stories of a period, one section each; what is law and what is only reported stays told apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, slack_date
from bot.blocks.kit import Block, Message, context, header, message, section
from bot.blocks.lines import told_lines
from bot.blocks.notes import topic_notes
from bot.blocks.story_words import STAGE_WORDS, headline, ladder, target_name
from bot.core.issuers import issuer_label
from bot.core.news_asked import NewsAsked, NewsFound, StoryTold, shortened

SHOWN: Final = 6
CAUTION: Final = (
    "Reports change no list. Law is what an authority published: see `check`, `changes`. "
    "Write down with `note story:N` or `line story:N`."
)


def news_card(found: NewsFound) -> Message:
    """The stories found, the latest first; what does not fit is counted."""
    rest = len(found.stories) - SHOWN
    today = (found.asked.since + timedelta(days=found.asked.days)).date()
    blocks: list[Block | None] = [
        header(_title(found)),
        *(section(_told(each, today)) for each in found.stories[:SHOWN]),
        section(f"+{count(rest, 'more story', 'more stories')}: narrow by words, `country:`, `direction:`.")
        if rest > 0
        else None,
        section(_nothing(found)) if not found.stories else None,
        context(dotted((_filters(found.asked), _heartbeat(found))), CAUTION),
    ]
    return message(f"{_title(found)}.", blocks)


def _title(found: NewsFound) -> str:
    period = f"last {count(found.asked.days, 'day')}"
    if not (found.stories or found.feeds):
        return "No feed is read here yet: nothing can be said of news"
    return (
        f"{count(len(found.stories), 'story', 'stories')}, {period}" if found.stories else f"No story found, {period}"
    )


def _told(each: StoryTold, today: date) -> str:
    story, item = each.story, each.official[-1] if each.official else each.lead
    outlet = inert(item.outlet or item.feed, 60)
    when = slack_date(item.published) if item.published else f"found {slack_date(item.first_seen)}"
    carried = f"{count(each.sources, 'original source')}, {count(each.outlets, 'outlet')}"
    confirmed = "official text" if each.official else "no official act found in our sources"
    named = f"Names on the lists: {inert(listed_out(list(each.named), 3), 200)}" if each.named else ""
    where = link(item.url, "text" if each.official else "report")
    return lines(
        f"*{inert(headline(story), 250)}*",
        f"“{inert(shortened(item.title), 300)}” ({outlet}, {when}) {where}",
        ladder(story),
        dotted((f"Story {story.id}", f"source: {each.sourcing}", carried, confirmed, named)),
        *told_lines(each.lines, today),
        *topic_notes(each.notes),
    )


def _nothing(found: NewsFound) -> str:
    if not found.feeds:
        return "A running bot reads official feeds by itself (the demo reads none); `desk feeds` shows and adds them."
    return "Nothing that we read as a step in sanctions fits. This is no statement about what was decided."


def _heartbeat(found: NewsFound) -> str:
    late = f"⚠️ not in order: {inert(listed_out(list(found.late), 3), 200)}" if found.late else ""
    since = f"recorded since {day(found.began.date())}" if found.began else "nothing recorded yet"
    return dotted((f"{count(found.feeds, 'feed')} read", since, late))


def _filters(asked: NewsAsked) -> str:
    told = (
        f"words “{inert(asked.words, 60)}”" if asked.words else "",
        f"issuer {issuer_label(asked.issuer)}" if asked.issuer else "",
        f"target {inert(target_name(asked.target), 60)}" if asked.target else "",
        asked.direction,
        STAGE_WORDS[asked.stage] if asked.stage else "",
    )
    return f"Only: {listed_out([each for each in told if each], 6, between=', ')}" if any(told) else ""
