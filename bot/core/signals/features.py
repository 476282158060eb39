"""What the model sees of an item: the rules' findings by name, a score by the table below, and its words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from bot.core.signals.cues import CONTEXTS
from bot.core.signals.judging import Reading
from bot.core.signals.official import Structure
from bot.core.signals.parts import Part
from bot.core.signals.places import CORE, SECOND
from bot.core.signals.whose import codes
from bot.core.signals.words import listed

SCORES: Final[dict[str, float]] = {
    "frame sanction": 3.0,
    "frame measure": 1.6,
    "frame permit": 1.2,
    "frame weak": 0.9,
    "title sanction": 1.6,
    "summary sanction": 0.6,
    "title strong": 1.5,
    "summary strong": 0.9,
    "issuer": 0.5,
    "core country": 0.6,
    "other country": 0.2,
    "theme": 0.4,
    "sport": -4.5,
    "court": -2.2,
    "welfare": -3.0,
    "approve": -2.5,
    "energy": -3.0,
    "market": -1.6,
    "remedy": -2.5,
    "immigration": -3.5,
    "agency": -3.0,
    "decoy": -2.5,
    "background": -2.5,
    "feature": -0.9,
    "war": -0.8,
    "crime without sanction or trade": -2.5,
    "trade with a country": 0.9,
    "preface": -3.0,
    "markets move": -4.0,
    "crime about sanctions": 2.2,
    "tariffs of trade": -4.0,
    "only aside": -2.4,
    "frame without parties": -1.8,
    "nothing of sanctions": -2.5,
    "no country, issuer or theme": -1.5,
}
"""How far each finding speaks for or against relevance; the model learns how much to trust the sum."""

NEGATIVES: Final = tuple(name for name in CONTEXTS if name != "strong")
BASE: Final = -1.6
WORD_SHARE: Final = 1.0


def findings(reading: Reading) -> dict[str, float]:
    """The findings of `SCORES` in an item."""
    title, summary = reading.title, reading.summary
    found = [*_frame_findings(title, summary)]
    for part in (title, summary):
        found += [f"{part.name} {name}" for name in _sanction_findings(part)]
    tags = {tag for part in (title, summary) for word in part.words for tag in word.tags}
    countries = {code for part in (title, summary) for word in part.words for code in codes(word, "country")}
    found += ["issuer"] if "issuer" in tags else []
    found += ["core country"] if countries & CORE else ["other country"] if countries else []
    found += ["theme"] if "theme" in tags else []
    found += [
        name for name in NEGATIVES if name in title.cues or (name not in ("feature", "war") and name in summary.cues)
    ]
    sanction = "sanctionword" in tags or "strong" in tags
    if not sanction and not (found and found[0].startswith("frame")):
        found.append("nothing of sanctions")
    if "crime" in title.cues and not sanction and not ("trade" in tags and countries):
        found.append("crime without sanction or trade")
    if "trade" in tags and countries & (CORE | SECOND) and found and found[0] in LOOSE:
        found.append("trade with a country")
    if "crime" in title.cues and sanction:
        found.append("crime about sanctions")
    if _is_of_trade(title):
        found.append("tariffs of trade")
    if _is_of_markets(title):
        found.append("markets move")
    if _has_preface(title):
        found.append("preface")
    if found and found[0] in LOOSE and not ({"issuer", "member"} & tags and (countries or "theme" in tags)):
        found.append("frame without parties")
    if sanction and _is_aside(title) and _is_aside(summary):
        found.append("only aside")
    if not {"issuer", "country", "theme", "member"} & tags:
        found.append("no country, issuer or theme")
    return {name: SCORES[name] for name in found}


LOOSE: Final = frozenset({"frame measure", "frame permit", "frame weak"})
ASIDES: Final = listed("as amid despite under by since of after from facing circumvent evade defy")


TARIFFS: Final = frozenset({"tariff", "tariffs", "duties"})


def _is_of_trade(title: Part) -> bool:
    """ "lifts tariffs on steel": no programme's country, and nothing of sanctions."""
    if not any(word.text in TARIFFS for word in title.words) or "sanctionword" in title.cues:
        return False
    return not any(set(codes(word, "country")) & CORE for word in title.words)


AFTER: Final = listed("after as amid following on despite with")


def _is_of_markets(title: Part) -> bool:
    """ "Shares rise after US lifts sanctions": the news is the market's."""
    market = next((at for at, word in enumerate(title.words) if "market" in word.tags), None)
    if market is None or market > 3:
        return False
    later = next((at for at in range(market, len(title.words)) if title.words[at].text in AFTER), len(title.words))
    return all(frame.verb > later for frame in title.frames)


def _has_preface(title: Part) -> bool:
    """ "Sanctions lifted, minister heads to Europe": the step is told as known."""
    for frame in title.frames:
        after = max(frame.verb, frame.thing) + 1
        is_first = min(frame.verb, frame.thing) <= 1 and frame.form == "ed" and frame.thing < frame.verb
        if is_first and after < len(title.words) - 1 and title.words[after].text == ",":
            return True
    return False


def _is_aside(part: Part) -> bool:
    """Whether the measures named are only the ground of something else: "as sanctions bite", "under sanctions"."""
    for frame in part.frames:
        if not frame.weak:
            return False
    for at, word in enumerate(part.words):
        if "sanctionword" in word.tags or word.text.startswith("sanction"):
            before = {each.text for each in part.words[max(0, at - 4) : at]}
            if not (ASIDES & before or "background" in word.tags):
                return False
    return True


def _frame_findings(title: Part, summary: Part) -> Iterable[str]:
    for part in (title, summary):
        frame = next((each for each in part.frames if not each.weak), None) or next(iter(part.frames), None)
        if frame is None:
            continue
        verb = part.words[frame.verb].text
        if verb.startswith("sanction") or "sanctionword" in part.words[frame.thing].tags:
            yield "frame sanction"
        elif frame.weak:
            yield "frame weak"
        else:
            yield "frame permit" if frame.object in ("permit", "asset") else "frame measure"
        return


def _sanction_findings(part: Part) -> Iterable[str]:
    if any("sanctionword" in word.tags or word.text.startswith("sanction") for word in part.words):
        yield "sanction"
    if "strong" in part.cues:
        yield "strong"


def features(reading: Reading, structure: Structure | None) -> dict[str, float]:
    """Named values, all about 1 in size; words come apart, by `word_values`."""
    title, summary, verdict = reading.title, reading.summary, reading.verdict
    found = findings(reading)
    score = BASE + sum(found.values())
    values: dict[str, float] = {"score": math.tanh(score / 3) * 2}
    values.update((f"f:{name}", 1.0) for name in found)
    values[f"direction:{verdict.direction}"] = 1.0
    values[f"stage:{verdict.stage}"] = 1.0
    values[f"both:{verdict.direction}:{verdict.stage}"] = 1.0
    values[f"rule:{verdict.rule}"] = 1.0
    for part, weight in ((title, 1.0), (summary, 0.5)):
        values.update((f"{part.name}:{cue}", weight) for cue in part.cues)
        if part.frames:
            frame = part.frames[0]
            values[f"{part.name} frame:{frame.direction}"] = weight
            values[f"{part.name} form:{frame.act}:{frame.form}"] = weight
    if structure is not None:
        values["structure"] = 1.0
    return values


def words_of(reading: Reading) -> set[str]:
    """Words and pairs of words, of the title and the summary alike."""
    found: set[str] = set()
    for part in (reading.title, reading.summary):
        previous = ""
        for word in part.words:
            text = word.text
            if word.stops or not text[:1].isalnum():
                previous = ""
                continue
            text = "#" if text[:1].isdigit() else text
            found.add(text)
            if previous:
                found.add(f"{previous} {text}")
            previous = text
    return found


def word_values(words: Iterable[str], idf: Mapping[str, float]) -> dict[str, float]:
    """The words' weights by rarity, scaled to length 1."""
    known = {word: idf[word] for word in words if word in idf}
    length = math.sqrt(sum(value * value for value in known.values())) or 1.0
    return {word: WORD_SHARE * value / length for word, value in known.items()}
