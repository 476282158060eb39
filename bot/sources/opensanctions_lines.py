"""OpenSanctions lines: a file of one entity a line, read line by line as often as is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.raw import CHUNK, Raw

LONGEST = 16_000_000
"""Bytes that one line may have: the largest entities, with thousands of names and addresses, stay far below."""

OPS = frozenset({"ADD", "MOD", "DEL"})

_ID = re.compile(rb'"id"\s*:\s*"((?:[^"\\]|\\.)+)"')


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of the FollowTheMoney model, or in a delta file what became of it (`op`; "" in a whole export)."""

    id: str
    schema: str
    caption: str
    is_target: bool
    last_seen: str
    properties: dict[str, Any]
    lists: dict[str, Any]
    op: str = ""

    def values(self, *names: str) -> list[str]:
        """All values of some properties, each once, in an order of their own: the file's has no meaning."""
        return _texts(value for name in names for value in _listed(self.properties.get(name)))

    def first(self, *names: str) -> str:
        """The first value of some properties, "" when there is none."""
        return next(iter(self.values(*names)), "")

    def stated(self, name: str) -> list[str]:
        """The members of a list beside the properties: `datasets`, `referents`."""
        return _texts(_listed(self.lists.get(name)))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(values: Any) -> list[str]:
    return sorted({text for value in values if (text := folded(str(value)))})


class Lines:
    """The lines of one file; nothing of it is held."""

    __slots__ = ("_has_ops", "_raw")

    def __init__(self, raw: Raw, *, has_ops: bool) -> None:
        self._raw, self._has_ops = raw, has_ops

    def entities(self, having: re.Pattern[bytes] | None = None) -> Iterator[Entity]:
        """The entities, or those in whose line a pattern occurs; Malformed with the number of a line that is none."""
        for number, line in self._lines():
            if having is None or having.search(line):
                yield self._entity(number, line)

    def of_ids(self, ids: frozenset[str]) -> Iterator[Entity]:
        """The entities with these ids."""
        wanted = {orjson.dumps(item)[1:-1] for item in ids}
        for number, line in self._lines():
            if (match := _ID.search(line)) and match[1] in wanted:
                yield self._entity(number, line)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        number, rest = 0, b""
        with self._raw.open() as stream:
            while part := stream.read(CHUNK):
                *whole, rest = (rest + part).split(b"\n")
                for line in whole:
                    number += 1
                    if line.strip():
                        yield number, line
                if len(rest) > LONGEST:
                    raise Malformed(f"line {number + 1:,} has more than {LONGEST:,} bytes")
        if rest.strip():
            yield number + 1, rest

    def _entity(self, number: int, line: bytes) -> Entity:
        try:
            body = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise Malformed(f"line {number:,} cannot be read, cut off or bent: {error}") from error
        op = ""
        if self._has_ops:
            op, body = (str(body.get("op")), body.get("entity")) if isinstance(body, dict) else ("", None)
            if op not in OPS:
                raise Malformed(f"line {number:,} has the unknown operation {op[:40]!r}")
        if not _is_entity(body, op):
            raise Malformed(f"line {number:,} is no entity")
        return Entity(
            id=body["id"],
            schema=body.get("schema", ""),
            caption=folded(str(body.get("caption") or "")),
            is_target=body.get("target") is True,
            last_seen=str(body.get("last_seen") or ""),
            properties=body.get("properties", {}),
            lists={name: body.get(name) for name in ("datasets", "referents")},
            op=op,
        )


def _is_entity(body: Any, op: str) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("id"), str) or not body["id"]:
        return False
    has_content = isinstance(body.get("schema"), str) and isinstance(body.get("properties"), dict)
    return has_content or op == "DEL"
