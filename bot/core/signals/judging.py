"""What the rules make of an item: its main frame, its cues, the direction and stage they give, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.signals.frames import Frame, frames, is_act
from bot.core.signals.items import Direction, Evidence, Stage
from bot.core.signals.lexicon import CONTEXTS, CUES, lexicon
from bot.core.signals.words import Tagged, listed, tag

R, T, E, N = Direction.RELIEF, Direction.TIGHTENING, Direction.ENFORCEMENT, Direction.NEUTRAL

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

NOTHING: Final = "nothing is done"
FRESH: Final = listed("strong new more fresh further additional tougher stronger tighter harsher tough extra another")
CLAUSE: Final = listed("; . ! ? |")


@dataclass(frozen=True, slots=True)
class Part:
    """The title or the summary, tagged, with the frames in it."""

    name: str
    text: str
    words: Sequence[Tagged]
    frames: Sequence[Frame]
    cues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Direction and stage by the rules alone."""

    direction: Direction
    stage: Stage | None
    action: str
    rule: str
    frame: Frame | None = None
    part: str = "title"


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as the rules read it."""

    title: Part
    summary: Part
    verdict: Verdict
    evidence: tuple[Evidence, ...] = field(default=())

    def has(self, cue: str) -> bool:
        """Whether a cue is in the title or the summary."""
        return cue in self.title.cues or cue in self.summary.cues


def read_part(name: str, text: str) -> Part:
    """Tag one part and find its frames."""
    words = tag(text, lexicon())
    found = [frame for frame in frames(words) if name == "title" or not _only_describes(frame)]
    cues = frozenset(tag for word in words for tag in word.tags if tag in NOTED)
    return Part(name, text, words, found, cues)


def _only_describes(frame: Frame) -> bool:
    """ "the sanctions imposed on Russia in 2022 bite": in a sentence this names measures, and tells no step."""
    return frame.form == "ed" and frame.thing == frame.verb - 1


def read(title: str, summary: str) -> Reading:
    """Read an item by the rules."""
    first, second = read_part("title", title), read_part("summary", summary)
    return Reading(first, second, _verdict(first, second))


def _verdict(title: Part, summary: Part) -> Verdict:
    for rule in (_enforcement, _court, _guidance, _by_frame, _without_frame):
        found = rule(title, summary)
        if found is not None:
            return found
    return Verdict(N, None, "statement", NOTHING)


def main_frame(part: Part) -> Frame | None:
    """The first frame that does not need its context, else the first."""
    strong = next((frame for frame in part.frames if not frame.weak), None)
    first = part.frames[0] if part.frames else None
    if strong and first and first.act == "restrict" and first.verb < strong.verb:
        return first
    return strong or first


def _enforcement(title: Part, summary: Part) -> Verdict | None:
    for part in (title, summary):
        denial = next((frame for frame in part.frames if frame.object == "privileges"), None)
        if denial:
            return Verdict(E, None, "denial order", "privileges are denied", denial, part.name)
    if "privileges" in title.cues:
        return Verdict(E, None, "denial order", "privileges are denied")
    if "guidance" in title.cues or ("law" in title.cues and "monetary" not in title.text.lower()):
        return None
    crimes = [n for n, word in enumerate(title.words) if "crime" in word.tags]
    if not crimes:
        return None
    frame = main_frame(title)
    if frame is None or frame.verb > crimes[0] or (len(crimes) > 1 and frame.act != "restrict"):
        return Verdict(E, None, "enforcement", "a penalty or a prosecution")
    return None


COURTS: Final = ("court", "judges", "tribunal")


def _court(title: Part, _: Part) -> Verdict | None:
    """Vetoes, and rulings: what a court lifts is ended, what it keeps is no step at all."""
    if "veto" in title.cues:
        return Verdict(N, None, "refusal", "a veto, a delay or a failed challenge")
    frame = main_frame(title)
    if frame is None or "calls" in title.cues:
        return None
    if not any(word.text.endswith(COURTS) for word in title.words[: frame.verb]):
        return None
    if frame.direction is R:
        return Verdict(R, Stage.ENDED, "court annulment", "a court lifts a measure", frame)
    return Verdict(N, None, "court ruling", "a court keeps a measure", frame) if frame.act == "keep" else None


def _guidance(title: Part, _: Part) -> Verdict | None:
    frame = main_frame(title)
    if frame is not None and frame.act not in ("impose", "grant", "keep"):
        return None
    if "guidance" in title.cues and "permit" not in {t for w in title.words for t in w.tags}:
        return Verdict(N, Stage.IN_FORCE, "guidance", "guidance is published")
    if "amends" in title.cues and frame is None:
        return Verdict(N, Stage.IN_FORCE, "amendment", "entries are amended")
    return None


def _by_frame(title: Part, summary: Part) -> Verdict | None:
    if main_frame(title) is None and _is_unstopped(title):
        return Verdict(T, Stage.ANNOUNCED, "new measure", "an attempt to stop a measure fails")
    for part in (title, summary):
        frame = main_frame(part)
        if frame is None:
            continue
        if part is title and frame.form == "noun" and "answer" in part.cues:
            return Verdict(N, None, "statement", "an answer to measures", frame)
        if _is_refused(part, frame):
            return Verdict(N, None, "refusal", "what is not done", frame, part.name)
        stage = frame.stage and _stage(part, frame, title, summary)
        return Verdict(frame.direction, stage, frame.action, f"{frame.act} + {frame.object}", frame, part.name)
    return None


STOPS: Final = listed("stop halt avert prevent delay block avoid stopping delaying")


def _is_unstopped(part: Part) -> bool:
    """ "fails to stop snapback sanctions"."""
    stops = next((n for n, word in enumerate(part.words) if word.text in STOPS), None)
    if stops is None or "sanctionword" not in part.cues:
        return False
    return any(REFUSALS & word.tags for word in part.words[:stops])


REFUSALS: Final = frozenset({"negation", "resist"})


def _before(part: Part, frame: Frame, size: int) -> Sequence[Tagged]:
    start = min(frame.verb, frame.thing)
    first = max(0, start - size)
    for at in range(start - 1, first - 1, -1):
        if part.words[at].text in CLAUSE:
            return part.words[at + 1 : start]
    return part.words[first:start]


def _is_refused(part: Part, frame: Frame) -> bool:
    left = [*_before(part, frame, 5), *part.words[min(frame.verb, frame.thing) : max(frame.verb, frame.thing)]]
    against = [word for word in left if REFUSALS & word.tags]
    return len(against) == 1


def _stage(part: Part, frame: Frame, title: Part, summary: Part) -> Stage:
    left = _before(part, frame, 9)
    tags = {tag for word in left for tag in word.tags}
    base = frame.stage or Stage.IN_FORCE
    previous = part.words[frame.verb - 1].text if frame.verb else ""
    is_done = _is_done(frame, previous) or "signing" in tags
    if part.name == "title" and TRAILING.search(part.text) and not LATER.search(part.text):
        return Stage.REPORTED
    if frame.act == "keep" and is_decided(left):
        return base
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
    if is_done and "law" in title.cues and frame.act in ("harden", "restrict", "impose"):
        return Stage.PROPOSED
    if "announce" in tags or "future" in tags or (frame.form == "base" and previous == "to" and not is_done):
        return Stage.ANNOUNCED
    if frame.form == "ing" and not is_done and frame.direction is not N and previous not in ("is", "are", "by"):
        return Stage.ANNOUNCED
    if LATER.search(part.text):
        return Stage.ANNOUNCED
    if part is title and frame.act == "undo" and frame.direction is R:
        return _softer_end(summary)
    return base


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
    r"|next)\b|\bfrom next (week|month|year)\b|\bwill (take effect|come into force)\b|\bstart(s|ing)? (in|next) \w+",
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
        if frame.act in ("undo", "pause", "soften") and frame.direction is R:
            tags = {tag for word in _before(summary, frame, 6) for tag in word.tags}
            if {"announce", "future"} & tags:
                return Stage.ANNOUNCED
    if any("permit" in word.tags for word in summary.words) or any(f.act == "pause" for f in summary.frames):
        return Stage.IN_FORCE
    return Stage.ENDED


def _without_frame(title: Part, summary: Part) -> Verdict | None:
    if "reliefnoun" in title.cues:
        return Verdict(R, _loose_stage(title, summary) or Stage.ANNOUNCED, "easing", "relief is spoken of")
    if "answer" in title.cues:
        return Verdict(N, None, "statement", "an answer to measures")
    return _spoken_of(title, title, summary) or _spoken_of(summary, title, summary)


def _spoken_of(part: Part, title: Part, summary: Part) -> Verdict | None:
    """A measure or a licence that no verb governs."""
    words = part.words
    for at, word in enumerate(words):
        is_measure = "measure" in word.tags and not is_act(words, at)
        if not (is_measure or "permit" in word.tags):
            continue
        stage = _loose_stage(title, summary)
        if any(REFUSALS & each.tags for each in words[:at]):
            return Verdict(N, None, "refusal", "what is not done", None, part.name)
        if "permit" in word.tags:
            return Verdict(R, stage or Stage.IN_FORCE, "licence", "a licence is spoken of", None, part.name)
        if FRESH & {each.text for each in words[max(0, at - 4) : at]}:
            stage = stage or (Stage.PROPOSED if "say" in part.cues else Stage.ANNOUNCED)
            return Verdict(T, stage, "new measure", "a new measure is spoken of", None, part.name)
        if stage is not None:
            return Verdict(T, stage, "measure", "a measure is spoken of", None, part.name)
    return None


def _loose_stage(title: Part, summary: Part) -> Stage | None:
    for part in (title, summary):
        first = next((word.tags for word in part.words if {"consider", "propose", "calls"} & word.tags), frozenset())
        if {"propose", "calls"} & first:
            return Stage.PROPOSED
        if "consider" in part.cues or "unsure" in part.cues:
            return Stage.REPORTED
        if {"propose", "law", "calls"} & part.cues:
            return Stage.PROPOSED
        if {"announce", "future"} & part.cues:
            return Stage.ANNOUNCED
        if "effect" in part.cues:
            return Stage.IN_FORCE
    return None
