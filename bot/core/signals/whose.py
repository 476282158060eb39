"""Whose measure an item is about, and against which country or theme."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot.core.signals.judging import Reading
from bot.core.signals.parts import Part
from bot.core.signals.places import CORE, COUNTRIES, LEADERS, MEMBER_TARGETS, SECOND
from bot.core.signals.words import Tagged, listed

TO: Final = listed("on against over for to with towards toward upon about targeting targets")
RIVALS: Final = frozenset({"US", "JP", "CA", "UK"})
NAMES: Final = frozenset(phrases.split()[0].replace("_", " ") for phrases in COUNTRIES.values())
"""Countries' names, not adjectives: "to sanction Turkey over Syria" is about Turkey, "Turkish firm" is not."""

OTHERS: Final = frozenset({"resist", "propose", "announce"})
BODIES: Final = listed(
    "ofac ofsi bis fincen fcdo treasury commerce congress senate hmrc seco dfat sdn entity fto ofsi nca"
)
JOINED: Final = frozenset({"and", "&", ","})
TERRORISTS: Final = re.compile(r"\b(global|foreign) terrorist", re.IGNORECASE)


LEGISLATORS: Final = re.compile(r"\b(meps?|parliament|(?<!white )house|senate|congress)\b")
UNNAMED: Final = (
    (re.compile(r"\b\d{1,2}(st|nd|rd|th) (\w+ )?package\b"), "EU"),
    (re.compile(r"\b(entity list|sdn list|unverified list|export privileges|executive order|e\.o\. \d)"), "US"),
    (re.compile(r"\bsanctions regulations\b|\bgeneral license|\bemergency with respect\b|\bblocking property\b"), "US"),
    (re.compile(r"\bconsolidated list\b|\bgeneral licence\b"), "UK"),
    (re.compile(r"\barms embargo\b"), "UN"),
    (re.compile(r"£"), "UK"),
    (re.compile(r"\bcuba embargo\b|(?<![a-z])\$[\d.]+ ?(million|billion|m\b|bn\b)"), "US"),
)
"""Whose measure it is when no issuer is named: lists and instruments that only one of them has."""

IMPLIED: Final = (
    (re.compile(r"\bsouth korea\b.*\bon (the )?north\b"), "KP"),
    (re.compile(r"\b\d{1,2}(st|nd|rd|th) (\w+ )?package\b|\bshadow fleet\b|\bannex xlii\b"), "RU"),
    (re.compile(r"\b(crude|oil) price (cap|ceiling)\b|\bukrain|\bzelensk|\bkyiv\b|\boligarch|\bsuperyacht"), "RU"),
)
"""The programme's country when none is named."""


def codes(word: Tagged, kind: str) -> list[str]:
    """The codes of a kind (issuer, country, theme) that a word stands for."""
    return [value.partition(":")[2] for value in word.value.split() if value.startswith(f"{kind}:")]


def jurisdictions(reading: Reading, official: str) -> tuple[str, ...]:
    """Whose measure it is: those who act, or whose name stands before the measure; empty when nobody is named."""
    if official:
        return (official,)
    scores: dict[str, float] = defaultdict(float)
    for part, weight in ((reading.title, 1.0), (reading.summary, 0.45)):
        _score_issuers(part, weight, scores)
    text = f"{reading.title.text} {reading.summary.text}".lower()
    if "resolution" in reading.title.text.lower() and not LEGISLATORS.search(text):
        scores["UN"] += 3.2
    best = max(scores.values(), default=0.0)
    if best <= 0.3:
        return tuple(code for pattern, code in UNNAMED if pattern.search(text))[:1]
    first = max(scores, key=lambda code: scores[code])
    joint = _joined(reading.title, first) | _joined(reading.summary, first)
    found = [code for code in scores if code == first or (code in joint and scores[code] >= 0.45 * best)]
    return tuple(sorted(found, key=lambda code: -scores[code]))


def _score_issuers(part: Part, weight: float, scores: dict[str, float]) -> None:
    words = part.words
    frame = next((each for each in part.frames if not each.weak), part.frames[0] if part.frames else None)
    seen: set[str] = set()
    for at, word in enumerate(words):
        for code in _issuer_codes(words, at):
            score = 0.0 if code in seen else 1.0
            if code == "UN" or word.text.split()[0] in BODIES:
                score += 0.6
            if _modifies_measure(words, at):
                is_copied = frame and at > frame.verb and scores and code != "UN" and max(scores.values()) >= 2
                score += 0.8 if is_copied else 3.0
            if frame and at < min(frame.verb, frame.thing) and frame.verb - at <= 12:
                score += 2.0 if not any(w.stops for w in words[at : frame.verb]) else 0.6
            if at and words[at - 1].text in TO:
                score -= 1.5
            if "member" in word.tags:
                score *= 0.55
            if at and words[at - 1].text in ("by", "from"):
                score += 0.5
            seen.add(code)
            scores[code] += weight * score


def _issuer_codes(words: Sequence[Tagged], at: int) -> list[str]:
    word = words[at]
    found = codes(word, "issuer")
    if "member" in word.tags and not found:
        found = ["EU"]
    for code in codes(word, "country"):
        if code in MEMBER_TARGETS:
            found.append("EU")
        if code in ("CN", "UA") and _is_actor(words, at):
            found.append(code)
    return found


def _is_actor(words: Sequence[Tagged], at: int) -> bool:
    """Whether China or Ukraine does something here of its own, and is not the other side."""
    following = words[at + 1 : at + 5]
    verbs = {"restrict", "impose"}
    acts = any(verbs & w.tags or w.text.startswith(("sanction", "counter")) for w in following)
    return at <= 1 and acts and not any("calls" in w.tags or "say" in w.tags for w in following)


def _modifies_measure(words: Sequence[Tagged], at: int) -> bool:
    for n in range(at + 1, min(len(words), at + 4)):
        word = words[n]
        if word.stops or word.text in TO or "issuer" in word.tags:
            return False
        if {"measure", "permit", "list"} & word.tags and "restrict" not in word.tags:
            return True
    return False


def _joined(part: Part, code: str) -> set[str]:
    """Issuers named beside another with no more than "and" between them."""
    found: set[str] = set()
    places = [(at, c) for at, w in enumerate(part.words) for c in codes(w, "issuer")]
    for (at, one), (then, other) in pairwise(places):
        between = {w.text for w in part.words[at + 1 : then]}
        near = between <= JOINED or (then - at <= 12 and ";" in between and "similar" in part.text)
        if near and one != other:
            found |= {one, other}
    return found if code in found or (found and "similar" in part.text) else set()


def targets(reading: Reading, issuers: Iterable[str]) -> tuple[str, ...]:
    """The countries whose programme it is, else the theme; third parties that are merely named are none."""
    issuers = set(issuers)
    known = (CORE | SECOND) - issuers
    scores: dict[str, float] = defaultdict(float)
    for part, weight in ((reading.title, 1.0), (reading.summary, 0.4)):
        _score_countries(part, weight, scores, issuers)
    found = _chosen(scores)
    themes = theme_codes(reading.title.words)
    named = set(country_codes(reading.title.words))
    strong = CORE if {"narcotics", "cyber", "organised_crime"} & set(themes) else known
    if themes and (TERRORISTS.search(reading.title.text) or not (strong - issuers) & named):
        return tuple(themes[:1])
    text = f"{reading.title.text} {reading.summary.text}".lower()
    return found or tuple(theme_codes(reading.summary.words)[:1]) or tuple(c for p, c in IMPLIED if p.search(text))[:1]


def theme_codes(words: Sequence[Tagged]) -> list[str]:
    """Themes in order, each once."""
    return list(dict.fromkeys(code for word in words for code in codes(word, "theme")))


def country_codes(words: Sequence[Tagged]) -> list[str]:
    """Countries in order, each once."""
    return list(dict.fromkeys(code for word in words for code in codes(word, "country")))


def _score_countries(part: Part, weight: float, scores: dict[str, float], issuers: set[str]) -> None:
    words = part.words
    frame = next((each for each in part.frames), None)
    seen: set[str] = set()
    for at, word in enumerate(words):
        for code in _target_codes(word, issuers):
            base = 1.0 if code in CORE or code in RIVALS else 0.35 if code in SECOND else 0.1
            score = 0.0 if code in seen else base
            score += max(base, 0.6) * _pattern(words, at)
            if frame and at > frame.verb:
                score += 0.4 * base
            if word.text in LEADERS or (at + 1 < len(words) and "say" in words[at + 1].tags):
                score *= 0.6
            if at + 1 < len(words) and OTHERS & words[at + 1].tags:
                score *= 0.3
            if code == "UA":
                score = 0.0
            seen.add(code)
            scores[code] += weight * score


def _target_codes(word: Tagged, issuers: set[str]) -> list[str]:
    found = codes(word, "country")
    if "CN" in issuers or "UA" in issuers:
        found = [code for code in found if code not in issuers]
        found += [code for code in codes(word, "issuer") if code in ("US", "JP", "CA", "UK") and code not in issuers]
    return found


def _pattern(words: Sequence[Tagged], at: int) -> float:
    """How surely a country here is the programme's: "on Iran", "Iran sanctions", "Iran-related"."""
    after = [words[n] for n in range(at + 1, min(len(words), at + 4))]
    if after and after[0].text == "related":
        return 3.0
    score = 0.0
    if at and words[at - 1].text.startswith(("sanction", "blacklist")) and words[at].text in NAMES:
        score = 2.5
    for n, word in enumerate(after):
        if word.stops:
            break
        if {"measure", "list"} & word.tags and n <= 2:
            score += 1.4
            break
        if word.text in TO or "issuer" in word.tags:
            break
    for n in range(at - 1, max(-1, at - 10), -1):
        if words[n].stops:
            break
        if words[n].text in TO:
            gap = at - n
            score += 1.2 if gap <= 3 else 0.7
            break
    return score


def _chosen(scores: Mapping[str, float]) -> tuple[str, ...]:
    best = max(scores.values(), default=0.0)
    if best < 0.12:
        return ()
    return tuple(
        sorted((code for code, score in scores.items() if score >= max(0.12, 0.62 * best)), key=lambda c: -scores[c])
    )
