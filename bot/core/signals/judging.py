"""What the rules make of an item: its main frame, its cues, the direction and stage they give, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.core.signals.frames import Frame, is_act
from bot.core.signals.items import Direction, Evidence, Stage
from bot.core.signals.parts import Part, before, read_part
from bot.core.signals.stages import stage_of
from bot.core.signals.words import listed

R, T, E, N = Direction.RELIEF, Direction.TIGHTENING, Direction.ENFORCEMENT, Direction.NEUTRAL

NOTHING: Final = "nothing is done"
FRESH: Final = listed("strong new more fresh further additional tougher stronger tighter harsher tough extra another")


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


COURTS: Final = ("court", "judges", "tribunal", "court of appeal")


def _court(title: Part, _: Part) -> Verdict | None:
    """Vetoes, and rulings: what a court lifts is ended, what it keeps is no step at all."""
    if "veto" in title.cues:
        return Verdict(N, None, "refusal", "a veto, a delay or a failed challenge")
    frame = main_frame(title)
    if frame is None or "calls" in title.cues:
        return None
    if not any(word.text.endswith(COURTS) for word in title.words[: frame.verb]):
        return None
    if _is_refused(title, frame):
        return Verdict(N, None, "court ruling", "a court keeps a measure", frame)
    if frame.direction is R:
        return Verdict(R, Stage.ENDED, "court annulment", "a court lifts a measure", frame)
    return Verdict(N, None, "court ruling", "a court keeps a measure", frame) if frame.act == "keep" else None


def _guidance(title: Part, _: Part) -> Verdict | None:
    frame = main_frame(title)
    if frame is not None and any("guidance" in word.tags for word in title.words[frame.verb : frame.thing]):
        return Verdict(N, Stage.IN_FORCE, "guidance", "guidance is published")
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
        stage = frame.stage and stage_of(part, frame, title, summary)
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


def _is_refused(part: Part, frame: Frame) -> bool:
    left = [*before(part, frame, 5), *part.words[min(frame.verb, frame.thing) : max(frame.verb, frame.thing)]]
    against = [word for word in left if REFUSALS & word.tags]
    return len(against) == 1


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
        early = (word.tags for word in part.words if {"consider", "propose", "calls"} & word.tags)
        first: frozenset[str] = next(early, frozenset())
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
