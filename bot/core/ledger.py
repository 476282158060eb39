"""The ledger: a chain of commitments whose contents can be erased, and how it is verified.

content ─▶ commitment (salted) ─▶ link (over the link before) ─▶ head (exported, so that a rewritten tail shows)

Erasing takes a content and its salt away and leaves its commitment: the chain still verifies. A later link names the
numbers erased and the reason; only that makes it lawful, and such a link is never erased itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

State = Literal["intact", "erased", "tampered"]

ERASURE: Final = "erasure"
"""The kind of link by which contents are erased."""
DESK: Final = "desk"
"""The actor of what the bot does by itself."""
COMMAND_LINE: Final = "cli"
"""The actor of what is done at the command line."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a team's chain, as it is stored."""

    number: int
    kind: str
    at: datetime
    commitment: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a link is about, as it is stored; without salt and text once it is erased, and `erased` says by what."""

    number: int
    actor: str
    salt: bytes | None
    text: str | None
    erased: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a team's chain at an instant, as it was exported."""

    at: str
    team: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.at} {self.team} {self.number} {self.hash}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification says of one number; `kind` is "" for a link that is not there."""

    number: int
    kind: str
    at: datetime | None
    state: State
    why: str = ""


def told(content: Mapping[str, Any]) -> str:
    """A content as the text that is committed to and stored: the same content is always the same text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def commit(salt: bytes, actor: str, text: str) -> bytes:
    """The commitment to who did something and what; without the salt nothing can be guessed from it."""
    return _digest(b"content", salt, actor.encode(), text.encode())


def chain(tenant: int, before: bytes, number: int, kind: str, at: datetime, commitment: bytes) -> bytes:
    """The hash of a link over the one before it (b"" for the first)."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    told_of = (str(tenant).encode(), before, str(number).encode(), kind.encode(), stamp.encode(), commitment)
    return _digest(b"link", *told_of)


def keyed(key: bytes, question: str) -> str:
    """What stands for a question whose text is not kept: the same for the same words, whatever their case."""
    return hmac.new(key, " ".join(question.split()).casefold().encode(), hashlib.sha256).hexdigest()


def name_of(secret: str, tenant: int, user: str) -> str:
    """What a team's ledger calls a person: with the secret it can be made anew, without it is nobody's."""
    made = hmac.new(secret.encode(errors="replace"), f"{tenant}|{user}".encode(errors="replace"), hashlib.sha256)
    return f"p-{made.hexdigest()[:24]}"


def _digest(*parts: bytes) -> bytes:
    """A hash of several parts, each with its length: no two sequences of parts are the same bytes."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()


def erasure(numbers: Sequence[int], reason: str) -> dict[str, Any]:
    """The content of the link that erases these numbers."""
    return {"numbers": ranges(numbers), "reason": reason}


def mark(link: int, reason: str) -> str:
    """What an erased content says in place of itself: the link that erased it, and the reason."""
    return f"{link}:{reason}"


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as first and last of each run, in order."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


_HEAD: Final = re.compile(r"(\S+)\s+(\S+)\s+(\d{1,18})\s+([0-9a-f]{64})\b")


def read_heads(text: str) -> list[Head]:
    """The heads that a text holds, as exported to a file or copied from the operators' channel."""
    return [Head(m[1].lstrip("`"), m[2], int(m[3]), m[4]) for m in _HEAD.finditer(text)]


class Erasures:
    """Which numbers were erased by which link."""

    def __init__(self) -> None:
        self._runs: list[tuple[int, int, str]] = []
        self._starts: list[int] = []

    def add(self, link: Link, content: Content) -> None:
        """Take in the content of an erasing link, which must be earlier numbers than its own."""
        said = json.loads(content.text or "{}")
        why = mark(link.number, str(said.get("reason")))
        self._runs += [(first, last, why) for first, last in said.get("numbers", ()) if last < link.number]
        self._runs.sort()
        self._starts = [run[0] for run in self._runs]

    def of(self, number: int) -> str:
        """The mark that an erased content of this number must have ("": it was not erased)."""
        at = bisect_right(self._starts, number) - 1
        return self._runs[at][2] if at >= 0 and number <= self._runs[at][1] else ""


def verify(
    tenant: int,
    rows: Iterable[tuple[Link | None, Content | None]],
    erasures: Erasures,
    heads: Iterable[Head] = (),
    misgiven: Collection[str] = (),
) -> Iterator[Verdict]:
    """What each number of a chain turns out to be, in order; `rows` pair links and contents of one number.

    `misgiven` are the names that are said to be of somebody whom they were not made of.
    """
    exported = {(head.number, head.hash): head for head in heads}
    known = {number: at.at for (number, _), at in exported.items()}
    wanted = {number: {h for n, h in exported if n == number} for number in known}
    before: bytes | None = b""
    following = 1
    for link, content in rows:
        number = (link or content).number  # type: ignore[union-attr]
        for missing in range(following, min(number, following + _MOST_MISSING)):
            yield Verdict(missing, "", None, "tampered", "the link is missing")
            before = None
        following = max(following, number + 1) if number > 0 else following
        if link is None:
            yield Verdict(number, "", None, "tampered", "a content without its link")
            before = None
            continue
        why = _fault(tenant, before, link, content, erasures)
        if not why and content and _names(content, misgiven):
            why = "it names somebody by a pseudonym that was made for another person"
        if not why and wanted.get(number, {link.hash.hex()}) != {link.hash.hex()}:
            why = f"not the head that was exported at {known[number]}"
        state: State = "tampered" if why else "erased" if content and content.erased else "intact"
        reason = content.erased if content and state == "erased" else ""
        yield Verdict(number, link.kind, link.at, state, why or reason)
        before = link.hash
    for number in sorted(known):
        if number >= following or number < 1:
            yield Verdict(number, "", None, "tampered", f"missing: it was the head exported at {known[number]}")


def _names(content: Content, names: Collection[str]) -> bool:
    return content.actor in names or any(name and name in (content.text or "") for name in names)


_MOST_MISSING: Final = 1000
"""Of a longer gap only so many numbers are told one by one: a forged number must not make it endless."""


def is_whole(tenant: int, before: bytes | None, link: Link, content: Content | None) -> bool:
    """Whether a link stands in its chain and its content is there as committed to."""
    return not _broken(tenant, before, link) and content is not None and not _altered(link, content)


def _fault(tenant: int, before: bytes | None, link: Link, content: Content | None, erasures: Erasures) -> str:
    """What is wrong with a link or its content ("": nothing)."""
    if why := _broken(tenant, before, link):
        return why
    if content is None:
        return "its content is missing"
    due = erasures.of(link.number)
    if content.erased or due:
        if content.erased != due or content.salt is not None or content.text is not None or content.actor:
            return "erased by no link of the chain" if not due else "not as the link that erased it says"
        return "" if link.kind != ERASURE else "a link that erases cannot be erased"
    return _altered(link, content)


def _broken(tenant: int, before: bytes | None, link: Link) -> str:
    if link.number < 1:
        return "numbers begin at 1"
    if before is None:
        return "the link before it is missing"
    made = chain(tenant, before, link.number, link.kind, link.at, link.commitment)
    return "" if made == link.hash else "it does not follow from the link before"


def _altered(link: Link, content: Content) -> str:
    if content.salt is None or content.text is None:
        return "its content was taken away without a link that says so"
    made = commit(content.salt, content.actor, content.text)
    return "" if made == link.commitment else "its content is not what was committed to"
