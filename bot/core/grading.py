"""Grading: from a name score to a band, with the rules that may lower or raise it and the reasons for it.

comparison ─▶ score ─▶ band ─▶ floors and caps ─▶ facts asked for ─▶ grade
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from bot.core.entries import Entry
from bot.core.facts import Agreement, births_agree, countries_agree
from bot.core.listings import EntityType
from bot.core.nameforms.asked import TELLS
from bot.core.nameforms.features import Comparison
from bot.core.nameforms.forms import NameForm
from bot.core.names import Name
from bot.core.questions import Band, Query, Reason
from bot.core.rules import CAPS, FLOORS, TELLING, Case, found_all, is_common

BAND_AT: Final = ((0.8, Band.STRONG), (0.5, Band.POSSIBLE), (0.001, Band.WEAK))
"""The least score of each band; below the last a name is nobody's business."""

NEARLY: Final = 0.99
SAME_WORDS: Final = 0.999
"""The most that another name scores, and what the very words score in another order or with another legal form."""

OTHER_COUNTRIES: Final = 0.2
"""The score of a country that is not the one asked for."""

BANDS: Final = (Band.WEAK, Band.POSSIBLE, Band.STRONG, Band.EXACT)
LEVEL: Final = {band: level for level, band in enumerate(BANDS)}


@dataclass(frozen=True, slots=True)
class Grade:
    """A name of an entry judged against a question; `found_all` when every word asked for is in it,
    `common` when all of them are words that many names have; `told` are the rules and facts that moved the band.
    """

    score: float
    band: Band | None
    told: tuple[Reason, ...] = ()
    found_all: bool = False
    common: bool = False
    comparison: Comparison | None = None
    name: str = ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, from the very comparison that made the score: the name, its words, then rules and facts."""
        if self.comparison is None:
            return self.told
        return (_name_reason(self.comparison, self.name, self.score), *_word_reasons(self.comparison), *self.told)


def grade(
    comparison: Comparison, score: float, name: Name, entry: Entry, query: Query, is_head: Callable[[], bool]
) -> Grade:
    """How well this name of the entry, of this score, answers the question."""
    is_exact = is_same_name(comparison.alignment.asked.form, comparison.alignment.found.form)
    is_craft = entry.type in (EntityType.VESSEL, EntityType.AIRCRAFT)
    case = Case(comparison, name.kind, is_head, _has_second_fact(entry, query), is_craft)
    score = 1.0 if is_exact else min(NEARLY, score)
    band = Band.EXACT if is_exact else next((b for least, b in BAND_AT if score >= least), None)
    told: list[Reason] = []
    if not is_exact:
        score, band = _floored(case, score, band)
    for cap in CAPS:
        if band and (cap.exact_too or not is_exact) and _above(band, cap.band) and cap.holds(case):
            band = cap.band
            told.append(Reason(cap.name, 0.5, "", "", cap.why))
    if is_exact and band is not Band.EXACT:
        score = SAME_WORDS
    found = Grade(score, band, tuple(told), found_all(comparison), is_common(comparison), comparison, name.text)
    return _with_facts(found, entry, query)


def is_same_name(asked: NameForm, found: NameForm) -> bool:
    """Whether two names are equal but for order and form; titles do not make "Sultan" of "Sultan Sheikh"."""
    if asked.key != found.key or len(asked.key) < 2:
        return asked.words == found.words
    spelt_out = " " in found.key or not found.key.isascii() or set(asked.words) == set(found.words)
    return not found.is_person or spelt_out


def _floored(case: Case, score: float, band: Band | None) -> tuple[float, Band | None]:
    """Score and band raised to the first floor that holds; the score keeps its order within the band."""
    for floor in FLOORS:
        if (band is None or _above(floor.band, band)) and floor.holds(case):
            least, above = next((least, 0.1) for least, b in BAND_AT if b is floor.band)
            return max(score, least + above * score), floor.band
    return score, band


def _above(band: Band, limit: Band) -> bool:
    return LEVEL[band] > LEVEL[limit]


def _has_second_fact(entry: Entry, query: Query) -> bool:
    agreed = (Agreement.SAME, Agreement.COMPATIBLE)
    return bool(
        (query.born and births_agree(query.born, entry.births) in agreed)
        or (query.country and countries_agree(query.country, entry.countries) is Agreement.SAME)
    )


def _with_facts(found: Grade, entry: Entry, query: Query) -> Grade:
    """The grade after the facts asked for: each contradiction lowers the band, a birth date that agrees raises it."""
    if query.born and entry.type is EntityType.PERSON:
        births = entry.births
        found = _judged(found, births_agree(query.born, births), str(query.born), ", ".join(map(str, births)))
    if query.country:
        agreement = countries_agree(query.country, entry.countries)
        detail = {Agreement.SAME: "same country", Agreement.NEAR: "other countries"}.get(agreement, "not on the list")
        moved = _moved(found.band, -1) if agreement is Agreement.NEAR else found.band
        value = {Agreement.SAME: 1.0, Agreement.NEAR: OTHER_COUNTRIES}.get(agreement, 0.5)
        found = replace(found, band=moved, told=(*found.told, Reason("country", value, query.country, "", detail)))
    return found


def is_elsewhere(found: Grade) -> bool:
    """Whether another country than the one asked for lowered the band."""
    return any(reason.rule == "country" and reason.score == OTHER_COUNTRIES for reason in found.told)


class Effect(NamedTuple):
    """What an agreement of birth dates does: the reason's score and words, steps of the band, change of the score."""

    score: float
    detail: str
    steps: int
    raised: float


BIRTH_EFFECTS: Final[dict[Agreement, Effect]] = {
    Agreement.SAME: Effect(1.0, "same date of birth", 1, 0.5),
    Agreement.COMPATIBLE: Effect(0.9, "compatible date of birth", 1, 0.25),
    Agreement.NEAR: Effect(0.4, "date of birth is close, not the same", 0, 0.0),
    Agreement.CONTRADICTED: Effect(0.0, "another date of birth", -1, -0.3),
    Agreement.UNKNOWN: Effect(0.5, "no date of birth on the list", 0, 0.0),
}


def _judged(found: Grade, agreement: Agreement, asked: str, listed: str) -> Grade:
    effect = BIRTH_EFFECTS[agreement]
    # A year alone fits one in sixty strangers: it lifts only a name of which every word was found.
    lifts = effect.steps > 0 and (found.found_all or agreement is Agreement.SAME) and found.band is not Band.STRONG
    steps = effect.steps if lifts or effect.steps < 0 else 0
    raised = effect.raised
    score = found.score + (1 - found.score) * raised if raised > 0 else found.score * (1 + raised)
    reason = Reason("date of birth", effect.score, asked, listed, effect.detail)
    return replace(found, score=score, band=_moved(found.band, steps), told=(*found.told, reason))


def _moved(band: Band | None, steps: int) -> Band | None:
    if band is None or not steps:
        return band
    place = BANDS.index(band) + steps
    return BANDS[min(place, len(BANDS) - 1)] if place >= 0 else None


def _name_reason(comparison: Comparison, name: str, score: float) -> Reason:
    alignment = comparison.alignment
    is_exact = is_same_name(alignment.asked.form, alignment.found.form)
    told = "same words" if is_exact else f"{len(alignment.pairs)} of {len(alignment.asked.form.words)} words met"
    return Reason("name", score, alignment.asked.form.text[:120], name, told)


def _word_reasons(comparison: Comparison) -> tuple[Reason, ...]:
    """Words that differ in spelling, and telling words that one side lacks."""
    alignment = comparison.alignment
    asked, found = alignment.asked, alignment.found
    spelt = [
        Reason("spelling", pair.alike, _words(asked.form.words, pair.asked), _words(found.form.words, pair.found))
        for pair in alignment.pairs
        if pair.alike < 1.0 and asked.weight(pair.asked) > TELLS
    ]
    lacking = [
        Reason("not in the question", 0.4, "", found.form.words[i], f"“{found.form.words[i]}” was not asked for")
        for i in alignment.only_found
        if found.weights[i] > TELLING
    ]
    unmet = [
        Reason("not on the list", 0.0, asked.form.words[i], "", f"“{asked.form.words[i]}” is not in the listed name")
        for i in alignment.only_asked
        if asked.weights[i] > TELLS
    ]
    return (*spelt[:4], *lacking[:3], *unmet[:3])


def _words(words: tuple[str, ...], indices: tuple[int, ...]) -> str:
    return " ".join(words[i] for i in indices)
