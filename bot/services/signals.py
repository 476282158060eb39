"""What items of a file claim, and which listed parties the relevant ones name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.core.mentions.scanner import Mention
from bot.core.signals.classify import classify
from bot.core.signals.items import Item, Signal, signal_json

Find = Callable[[str], tuple[Mention, ...]]
Caption = Callable[[str], str]


def signals(items: Iterable[Item], find: Find, caption: Caption) -> Iterator[tuple[Signal, list[dict[str, str]]]]:
    """The signal of each item, in order, and the listed parties that it names; none of one that is not relevant."""
    for item in items:
        signal = classify(item)
        found = find(f"{item.title}. {item.summary}") if signal.relevant else ()
        named = {(mention.entities[0], mention.text): _entity_json(mention, caption) for mention in found}
        yield signal, list(named.values())


def _entity_json(mention: Mention, caption: Caption) -> dict[str, str]:
    entity = mention.entities[0]
    return {"entity": entity, "caption": caption(entity) or mention.text, "mention": mention.text}


def line_json(signal: Signal, entities: list[dict[str, str]]) -> dict[str, Any]:
    """One line of `desk signals --json`."""
    return {**signal_json(signal), "entities": entities}
