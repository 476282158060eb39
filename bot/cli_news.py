"""The command line's news: stories that were recorded, and items of a file put into stories."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from bot import app as root
from bot.blocks.story_words import STAGE_WORDS, headline
from bot.core.audience import Audience
from bot.core.contract import instant
from bot.core.news_asked import StoryTold, parse_news
from bot.core.queries import QueryProblem
from bot.core.signals.classify import classify
from bot.core.signals.items import Item, ItemProblem, read_item
from bot.core.stories.grouping import group
from bot.core.stories.likeness import WINDOW, Told
from bot.feeds import NotAFeed, rss
from bot.feeds.text import address_key, instant_of
from bot.printing import as_json, visible
from bot.services.news_asked import find_news
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST: Final = 256 * 1024 * 1024


class BadNews(ValueError):
    """What was asked cannot be told; the text says why."""


EXPECTED: Final = (BadNews,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the command line."""

    @cli.command("news")
    def on_news(
        words: Annotated[list[str] | None, typer.Argument(help="As in Slack: words, 7d, issuer:, country: …")] = None,
        json: Json = False,
    ) -> None:
        """The stories that were recorded, the latest first; exit status 1 when none fits."""
        asked = parse_news(" ".join(words or ()), root.now())
        if isinstance(asked, QueryProblem):
            raise BadNews(asked.text)
        found = settings()
        desk = replace(root.build_desk(found, root.open_database(found)), clock=root.now)
        news = find_news(desk, asked, Audience(0, "cli"))
        for each in news.stories:
            typer.echo(as_json(story_json(each)) if json else story_text(each))
        if not news.stories:
            typer.echo("no story found; this is no statement about what was decided", err=True)
            raise typer.Exit(1)

    @cli.command("stories")
    def on_stories(
        path: Annotated[Path, typer.Argument(metavar="INPUT", help="JSON Lines of items, a feed file, or -.")],
        json: Json = False,
    ) -> None:
        """Which items of a file tell of one happening: items of one story share `story`."""
        items = items_of(path)
        stories = group([told_of(item, number) for number, item in enumerate(items)])
        for number, item in enumerate(items):
            story = stories[str(number)]
            first = items[int(story.items[0].id)]
            follows = items[int(story.follows.removeprefix("s-"))].id if story.follows else None
            line = {"id": item.id, "story": f"s-{first.id}", "follows": f"s-{follows}" if follows else None}
            typer.echo(as_json(line) if json else f"{line['story']}\t{item.id}\t{visible(item.title)}")


def items_of(path: Path) -> list[Item]:
    """The items of a file: JSON Lines, or an RSS or Atom feed."""
    try:
        data = sys.stdin.buffer.read(LARGEST) if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BadNews(f"cannot read {path}: {error.strerror}") from None
    if data.lstrip()[:1] == b"<":
        return _of_feed(data, path.name)
    return [_of_line(line, number) for number, line in enumerate(data.splitlines(), 1) if line.strip()]


def _of_feed(data: bytes, name: str) -> list[Item]:
    try:
        entries = rss.parse(data, "").entries
    except NotAFeed as error:
        raise BadNews(f"{name}: {error}") from None
    return [
        Item(
            each.key,
            each.title,
            each.summary,
            each.url,
            each.published.isoformat() if each.published else "",
            each.outlet,
        )
        for each in entries
    ]


def _of_line(line: bytes, number: int) -> Item:
    try:
        found = read_item(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise BadNews(f"line {number} is not JSON: {error}") from None
    if isinstance(found, ItemProblem):
        raise BadNews(f"line {number}: {found.text}")
    return found


def told_of(item: Item, number: int) -> Told:
    """An item as it is compared; of one without a time nobody can say that it is of the same days as another."""
    signal = classify(item)
    return Told(
        id=str(number),
        title=item.title,
        text=item.summary,
        at=instant_of(item.published) or NEVER + number * 2 * WINDOW,
        issuers=frozenset(signal.jurisdictions),
        targets=frozenset(signal.targets),
        direction=str(signal.direction or ""),
        stage=str(signal.stage or ""),
        action=signal.action,
        address=address_key(item.url) if item.url else "",
        document=document_of(item),
    )


OFFICIAL_HOSTS: Final = ("ofac.treasury.gov", "federalregister.gov", "legislation.gov.uk")


def document_of(item: Item) -> tuple[str, str] | None:
    """The official document that an item is, by its address: two of one publisher are never one happening."""
    host = item.host
    official = next((each for each in OFFICIAL_HOSTS if host == each or host.endswith(f".{each}")), "")
    return (official, address_key(item.url)) if official and item.url else None


def story_json(each: StoryTold) -> dict[str, Any]:
    """One line of `desk news --json`."""
    story = each.story
    return {
        "story": story.id,
        "headline": headline(story),
        "direction": story.direction,
        "stage": story.shown_stage or None,
        "claimed_stage": story.stage or None,
        "verified": bool(story.verified_stage),
        "jurisdictions": list(story.issuers),
        "targets": list(story.targets),
        "programmes": list(story.programmes),
        "entities": [{"entity": entity, "mention": words} for entity, words in story.entities],
        "sourcing": each.sourcing,
        "sources": each.sources,
        "outlets": each.outlets,
        "opened_at": instant(story.opened_at),
        "updated_at": instant(story.updated_at),
        "url": each.lead.url or None,
        "official": [item.url for item in each.official],
        "follows": story.follows,
    }


def story_text(each: StoryTold) -> str:
    """A story in two lines."""
    stage = STAGE_WORDS[each.story.shown_stage]
    official = "official text" if each.official else "no official act found"
    told = f"{stage}; source: {each.sourcing}; {each.outlets} outlets; {official}"
    return f"{visible(headline(each.story))}\n    {told}; {each.lead.url}"
