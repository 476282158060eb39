"""The command line's feeds: which are read and how they are, adding, removing and looking at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot import app as root
from bot.core.contract import instant
from bot.core.feeds import GOOD, Look
from bot.feeds.opml import BadOpml, subscriptions
from bot.printing import as_json, visible
from bot.services import feeds
from bot.services.feeds import BadFeed, FeedShown, Reader
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class BadFeeds(ValueError):
    """What was asked cannot be done; the text says why."""


EXPECTED: Final = (BadFeeds,)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("feeds")
    def on_feeds(
        verb: Annotated[str, typer.Argument(help="list, look, add, remove or import.")] = "list",
        what: Annotated[list[str] | None, typer.Argument(help="Ids, an address, or an OPML file.")] = None,
        title: Annotated[str, typer.Option(help="What cards call an added feed; its host when left out.")] = "",
        json: Json = False,
    ) -> None:
        """Feeds of official notices and news: which are read and how they are; look now, add, remove, import."""
        if verb not in VERBS:
            raise BadFeeds(f"{verb!r} is none of {', '.join(VERBS)}")
        found = settings()
        VERBS[verb](Reader(root.open_database(found), found, root.now), what or [], title, json)


def _list(reader: Reader, what: list[str], _title: str, json: bool) -> None:
    for shown in feeds.feeds_shown(reader.db, reader.settings, reader.clock()):
        if not what or shown.feed.id in what:
            typer.echo(as_json(feed_json(shown)) if json else feed_text(shown))


def _look(reader: Reader, what: list[str], _title: str, json: bool) -> None:
    known = feeds.feeds_read(reader.db, reader.settings)
    if unknown := [each for each in what if each not in known]:
        raise BadFeeds(f"there is no feed {unknown[0]!r}; there are {', '.join(known)}")
    asked = [(known[each], feeds.look_at(reader, known[each])) for each in what]
    looks = asked if what else feeds.look_at_due(reader, longest=600.0)
    for feed, look in looks:
        typer.echo(as_json(look_json(feed.id, look)) if json else look_text(feed.id, look))
    if any(look.outcome not in GOOD for _, look in looks):
        raise typer.Exit(1)


def _add(reader: Reader, what: list[str], title: str, json: bool) -> None:
    if len(what) != 1:
        raise BadFeeds("give the address of one feed: desk feeds add https://…")
    added = feeds.add_feed(reader.db, reader.settings, what[0], title, reader.clock())
    if isinstance(added, BadFeed):
        raise BadFeeds(added.text)
    _list(reader, [added.id], "", json)


def _remove(reader: Reader, what: list[str], _title: str, _json: bool) -> None:
    for ident in what:
        if problem := feeds.remove_feed(reader.db, ident):
            raise BadFeeds(problem.text)
        typer.echo(f"{ident} is read no more; what it brought stays", err=True)


def _import(reader: Reader, what: list[str], _title: str, json: bool) -> None:
    """Add the feeds of subscription lists; those that are read already are left as they are."""
    for path in map(Path, what):
        try:
            named = subscriptions(path.read_bytes())
        except (OSError, BadOpml) as error:
            raise BadFeeds(f"{path.name}: {error}") from None
        done = [feeds.add_feed(reader.db, reader.settings, e.url, e.title, reader.clock()) for e in named]
        for problem in done:
            if isinstance(problem, BadFeed):
                typer.echo(visible(problem.text), err=True)
        if added := [each.id for each in done if not isinstance(each, BadFeed)]:
            _list(reader, added, "", json)
        typer.echo(f"{path.name}: {len(added)} of {len(done)} feeds added", err=True)


VERBS: Final = {"list": _list, "look": _look, "add": _add, "remove": _remove, "import": _import}


def feed_json(shown: FeedShown) -> dict[str, Any]:
    """One line of `desk feeds --json`."""
    feed, state = shown.feed, shown.state
    return {
        "feed": feed.id,
        "title": feed.title,
        "official": feed.official,
        "jurisdiction": feed.jurisdiction or None,
        "health": shown.health,
        "reason": (state.reason if state else "") or None,
        "items": state.items if state else 0,
        "looked_at": instant(state.looked_at) if state else None,
        "newest_at": instant(state.newest_at) if state else None,
        "next_at": instant(state.next_at) if state else None,
        "added": shown.added,
        "licence": feed.licence,
        "terms": feed.terms or None,
        "url": feed.url,
    }


def feed_text(shown: FeedShown) -> str:
    """A feed in one line."""
    why = f": {shown.state.reason}" if shown.state and shown.state.reason else ""
    items = f"{shown.state.items} items" if shown.state else "not looked at yet"
    return f"{shown.feed.id:18} {shown.health:8} {items}, {visible(shown.feed.title)}{visible(why)}"


def look_json(feed: str, look: Look) -> dict[str, Any]:
    """One line of `desk feeds look --json`."""
    return {
        "feed": feed,
        "outcome": look.outcome,
        "reason": look.reason or None,
        "new": look.new,
        "edited": look.edited,
        "at": instant(look.at),
    }


def look_text(feed: str, look: Look) -> str:
    """A look in one line."""
    return f"{feed:18} {look.outcome}: {look.new} new, {look.edited} edited{f' ({look.reason})' if look.reason else ''}"
