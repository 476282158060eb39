"""How far a measure has come: from the words before the verb that governs it, and from whose word a headline is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.signals.frames import Frame
from bot.core.signals.items import Direction, Stage
from bot.core.signals.parts import Part, before
from bot.core.signals.words import Tagged


def stage_of(part: Part, frame: Frame, title: Part, summary: Part) -> Stage:
    """The stage of what a frame tells."""
    left = before(part, frame, 9)
    tags = {tag for word in left for tag in word.tags}
    base = frame.stage or Stage.IN_FORCE
    previous = part.words[frame.verb - 1].text if frame.verb else ""
    is_done = _is_done(frame, previous) or "signing" in tags
    if part.name == "title" and TRAILING.search(part.text) and not LATER.search(part.text):
        return Stage.REPORTED
    if frame.act == "keep" and is_decided(left):
        return base
    if is_done and any(word.text in ENVOYS for word in left):
        return Stage.ANNOUNCED
    if is_decided(left) and "consider" not in tags and not {"unsure", "propose"} & tags:
        return Stage.ANNOUNCED if "signing" not in tags else base
    if "propose" in tags | ({"propose"} if "or face" in part.text.lower() else set()) and not is_done:
        return Stage.PROPOSED
    if "consider" in tags or ("unsure" in tags and not is_done):
        return Stage.REPORTED
    if is_done and "attributed" in part.cues and part.name == "title" and frame.form == "s":
        return Stage.REPORTED
    if not is_done and ("calls" in tags or "law" in tags):
        return Stage.PROPOSED
    if not is_done and "unsure" in title.cues | summary.cues:
        return Stage.REPORTED
    if is_done and "law" in tags and frame.act in ("harden", "restrict", "impose"):
        return Stage.PROPOSED
    if "announce" in tags or "future" in tags or (frame.form == "base" and previous == "to" and not is_done):
        return Stage.ANNOUNCED
    if (
        frame.form == "ing"
        and not is_done
        and frame.direction is not Direction.NEUTRAL
        and previous not in ("is", "are", "by")
    ):
        return Stage.ANNOUNCED
    if LATER.search(part.text):
        return Stage.ANNOUNCED
    if part is title and frame.act == "undo" and frame.direction is Direction.RELIEF:
        return _softer_end(summary)
    return base


ENVOYS: Final = frozenset({"envoys", "ambassadors", "eu envoys", "coreper"})
"""Those who clear a text that ministers have yet to adopt."""
TRAILING: Final = re.compile(
    r"[:,-] ?(sources?|reports?|media|ap|afp|reuters|bloomberg|wsj|ft|nyt|interfax|ifax|tass|kyodo|yonhap|axios"
    r"|politico"
    r"|(news)?paper|(sources?|diplomats?|officials?|envoys?) tell \w+"
    r"|(sources?|reports?|insiders|people familiar) (say|said|says)|(\w+ ){0,2}reports?)\.?$",
    re.IGNORECASE,
)
"""A headline that ends with whose word it is."""
LATER: Final = re.compile(
    r"\beffective (from |on )?(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|next)\b|\bformal (adoption|approval|decision)\b"
    r"|\bfrom next (week|month|year)\b|\bwill (take effect|come into force)\b|\bstart(s|ing)? (in|next) \w+",
    re.IGNORECASE,
)
"""Words that put the effect at a later day."""


def is_decided(left: Sequence[Tagged]) -> bool:
    """Whether what follows is decided or agreed: "agreed to", "decides to", "announced the decision to"."""
    return any(("announce" in word.tags and word.form in ("s", "ed")) or word.text == "announced" for word in left)


def _is_done(frame: Frame, previous: str) -> bool:
    return frame.form in ("s", "ed") and previous not in ("be", "to", "could", "may", "might", "would")


def _softer_end(summary: Part) -> Stage:
    """What "lifts" in a headline is by its summary: agreed only, or a licence or suspension."""
    for frame in summary.frames:
        if frame.act in ("undo", "pause", "soften") and frame.direction is Direction.RELIEF:
            tags = {tag for word in before(summary, frame, 6) for tag in word.tags}
            if {"announce", "future"} & tags:
                return Stage.ANNOUNCED
    if any("permit" in word.tags for word in summary.words) or any(f.act == "pause" for f in summary.frames):
        return Stage.IN_FORCE
    return Stage.ENDED
