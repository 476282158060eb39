"""From an item to a signal: the form of an official title where there is one, else rules, and a model that weighs them.

A text never says more than what it claims: `verified` is not this package's to give.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.core.signals.features import features, findings, word_values, words_of
from bot.core.signals.frames import Frame
from bot.core.signals.gate import way_in
from bot.core.signals.items import Clause, Direction, Evidence, Item, Signal, Stage
from bot.core.signals.judging import NOTHING, Reading, read
from bot.core.signals.languages import language
from bot.core.signals.licences import licences
from bot.core.signals.model import Model, best, shipped
from bot.core.signals.official import PREFIX, Structure, structure
from bot.core.signals.parts import Part, read_part
from bot.core.signals.programmes import programmes
from bot.core.signals.whose import country_codes, jurisdictions, targets, theme_codes

STRUCTURE_CHANCE: Final = 0.98
"""How sure an official form is: forms are fixed, yet another authority may use one."""

UNSURE: Final = frozenset({NOTHING})
"""Rules that only say that they found nothing."""

LEAD: Final = 700
"""Characters read of a title or a summary: what an item reports stands at its beginning."""

NOTED_MOST: Final = 12
"""Pieces of evidence kept of one item."""


@dataclass(frozen=True, slots=True)
class Read:
    """An item after the rules, before the model."""

    item: Item
    reading: Reading
    structure: Structure | None
    language: str


def prepare(item: Item) -> Read:
    """Apply the rules."""
    summary = item.summary[:LEAD]
    title = item.title[:LEAD].strip() or summary.strip()
    form = structure(title, summary, item.host)
    return Read(item, read(PREFIX.sub("", title), summary), form, language(f"{title} {summary}"))


def classify(item: Item, model: Model | None = None) -> Signal:
    """What an item claims."""
    return conclude(prepare(item), model or shipped())


def conclude(done: Read, model: Model) -> Signal:
    """The signal of an item that the rules have read."""
    item = done.item
    if done.language != "en":
        return _silent(item, done.language, 0.0)
    form = done.structure
    if form is not None:
        chance = STRUCTURE_CHANCE if form.relevant else 1 - STRUCTURE_CHANCE
        direction, stage, action = form.direction, form.stage, form.action
    else:
        values = features(done.reading, None)
        logits = model.logits(values, word_values(words_of(done.reading), model.idf))
        entry = way_in(done.reading)
        chance = model.chance(logits) if entry else 0.0
        direction, stage = decide(done.reading, best(logits, "direction"), best(logits, "stage"))
        action = done.reading.verdict.action
    if chance < model.alert:
        silent = _silent(item, "en", chance)
        return replace(silent, triage=chance >= model.triage, evidence=_evidence(done))
    return _signal(done, direction, stage, action, chance)


def decide(reading: Reading, direction: str, stage: str) -> tuple[Direction, Stage | None]:
    """Direction and stage: the rules', or the model's where no rule that knows what is done has spoken."""
    verdict = reading.verdict
    if verdict.rule not in UNSURE:
        return verdict.direction, verdict.stage
    way = Direction(direction)
    if way is Direction.ENFORCEMENT:
        return way, None
    reached = None if stage == "None" else Stage(stage)
    if reached is None and way is not Direction.NEUTRAL:
        reached = reading.verdict.stage if reading.verdict.direction is way else Stage.IN_FORCE
    if way is Direction.NEUTRAL and reached is not Stage.IN_FORCE:
        reached = None
    return way, reached


def _silent(item: Item, spoken: str, chance: float) -> Signal:
    return Signal(item.id, False, None, None, (), (), (), 1 - chance if spoken == "en" else 0.0, spoken)


def _signal(done: Read, direction: Direction, stage: Stage | None, action: str, chance: float) -> Signal:
    item, form = done.item, done.structure
    text = f"{item.title[:LEAD]} {item.summary[:LEAD]}"
    issuers = jurisdictions(done.reading, form.jurisdiction if form else "")
    clauses = tuple(_with_targets(clause) for clause in form.clauses) if form else ()
    aimed = _clause_targets(clauses) if clauses else targets(done.reading, issuers)
    ways = {clause.direction for clause in clauses} - {Direction.NEUTRAL}
    return Signal(
        id=item.id,
        relevant=True,
        direction=direction,
        stage=stage,
        jurisdictions=issuers,
        targets=aimed,
        programmes=programmes(text),
        confidence=chance,
        language="en",
        action=action,
        mixed=len(ways) > 1,
        licences=licences(text),
        clauses=clauses,
        evidence=_evidence(done),
    )


def _with_targets(clause: Clause) -> Clause:
    words = read_part("title", clause.text).words
    places = [(word.start, code) for word in words for code in (*country_codes([word]), *theme_codes([word]))]
    return replace(clause, targets=tuple(dict.fromkeys(code for _, code in sorted(places))))


def _clause_targets(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """Targets of the acts that change something; of all acts when none does."""
    telling = [clause for clause in clauses if clause.direction is not Direction.NEUTRAL] or clauses
    return tuple(dict.fromkeys(code for clause in telling for code in clause.targets))


def _evidence(done: Read) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    shift = len(done.item.title) - len(done.reading.title.text) if done.item.title.strip() else 0
    if done.structure is not None:
        title = done.item.title
        found.append(Evidence(done.structure.rule, "title", 0, len(title), title))
    for part in (done.reading.title, done.reading.summary):
        moved = shift if part.name == "title" else 0
        found += [_of_frame(part, frame, moved) for frame in part.frames]
        for word in part.words:
            cues = sorted(word.tags & part.cues)
            if cues:
                span = (word.start + moved, word.end + moved)
                found.append(Evidence("/".join(cues), part.name, *span, part.text[word.start : word.end]))
    return tuple(found[:NOTED_MOST])


def _of_frame(part: Part, frame: Frame, moved: int) -> Evidence:
    ends = (part.words[frame.verb], part.words[frame.thing])
    start, end = min(word.start for word in ends), max(word.end for word in ends)
    return Evidence(
        f"{frame.act} + {frame.object}: {frame.direction}", part.name, start + moved, end + moved, part.text[start:end]
    )


__all__ = ["Read", "classify", "decide", "findings", "prepare"]
