"""The title or the summary of an item: its words, what the lexicon says of them, and the frames in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.signals.cues import CONTEXTS, CUES
from bot.core.signals.frames import Frame, frames
from bot.core.signals.lexicon import lexicon
from bot.core.signals.words import Tagged, listed, tag

NOTED: Final = frozenset(
    {name for names in (*CONTEXTS, *CUES) for name in names.split()}
    | {
        "sanctionword",
        "privileges",
        "reliefnoun",
        "consider",
        "propose",
        "announce",
        "resist",
        "enforce",
        "list",
        "say",
    }
)
"""Tags that count as cues."""

CLAUSE: Final = listed("; . ! ? |")


@dataclass(frozen=True, slots=True)
class Part:
    """The title or the summary, tagged, with the frames in it."""

    name: str
    text: str
    words: Sequence[Tagged]
    frames: Sequence[Frame]
    cues: frozenset[str]


def read_part(name: str, text: str) -> Part:
    """Tag one part and find its frames."""
    words = tag(text, lexicon())
    found = [frame for frame in frames(words) if name == "title" or not _only_describes(frame)]
    cues = frozenset(tag for word in words for tag in word.tags if tag in NOTED)
    return Part(name, text, words, found, cues)


def _only_describes(frame: Frame) -> bool:
    """ "the sanctions imposed on Russia in 2022 bite": in a sentence this names measures, and tells no step."""
    return frame.form == "ed" and frame.thing == frame.verb - 1


def before(part: Part, frame: Frame, size: int) -> Sequence[Tagged]:
    """Up to `size` words before a frame, within its sentence."""
    start = min(frame.verb, frame.thing)
    first = max(0, start - size)
    for at in range(start - 1, first - 1, -1):
        if part.words[at].text in CLAUSE:
            return part.words[at + 1 : start]
    return part.words[first:start]
