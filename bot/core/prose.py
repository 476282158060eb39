"""Prose: the names that a message in running text may hold, each with the readings to try, the likeliest first.

text ─▶ quotations · identifiers · runs of words written as names are ─▶ whole run | without its first word | its parts
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.asking import is_quoted, strip_question
from bot.core.countries import country_code
from bot.core.identifiers import recognise
from bot.core.pasted import is_pasted, subjects
from bot.core.subjects import asks_about_subject

Reading = tuple[str, ...]
"""Names that are looked up together."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MOST_RUNS: Final = 20
READ: Final = 4000
"""Letters of a message that are read."""
_LONGEST_RUN: Final = 8
_SHORT: Final = 12
_SHORT_LETTERS: Final = 300
"""Words and letters up to which a message may be a question or one name."""

_NOISE: Final = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w):[a-z0-9_+'-]+:(?!\w)|[@#][A-Z][A-Z0-9]{5,}\b"
)
_QUOTED: Final = re.compile(r"[\"“„«]([^\"“”„«»\n]{2,120})[\"”“»]")
_LABELLED: Final = re.compile(
    r"\b(?:imo|inn|ogrn|lei|bic|swift|passport|mmsi|iban)\b[\s:.#№-]{0,4}[A-Z0-9][\w-]{4,34}", re.I
)
_NUMBER: Final = re.compile(r"\b(?=\w*\d)[A-Za-z0-9]{8,64}\b")
_WORD: Final = re.compile(r"[^\W_](?:[\w’'&.-]*\w)?|&")
_LINKING: Final = _words(
    """
    & a al and aus bin bint da de del den der des di do dos du e el en et for i ibn in la le ltd mbh of ou ould
    s the und v van von y zu и
    """
)
_BETWEEN_NAMES: Final = re.compile(r"\s+(?:and|or|und|oder|et|ou|y|&|и)\s+")
_OPENERS: Final = _words(
    """
    according again also although anyone as at because but by colleagues could currently dear did do does every fwd
    fyi good great hello hey hi however i if in interesting is just last let look maybe meanwhile monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december my no not now ok okay on one our please question re reading reminder so some someone sorry
    still thanks that the there they this today tomorrow two update was we well what when where which while who why
    yes yesterday you
    """
)
"""Words that open a sentence, and are no names by themselves."""


def readings_in(text: str) -> list[tuple[Reading, ...]]:
    """What may name parties in a message: for each place in it, the readings in the order to try them."""
    text = text[:READ]
    found: dict[tuple[Reading, ...], None] = {}
    for readings in (*_whole(text), *_marked(text), *_runs(_NOISE.sub(" . ", text))):
        kept = tuple(reading for reading in readings if all(_may_name(name) for name in reading))
        if kept:
            found.setdefault(kept)
    return list(found)[:MOST_RUNS]


def _whole(text: str) -> Iterator[tuple[Reading, ...]]:
    """The message as a question or a name, or as pasted lines."""
    if is_pasted(text):
        yield from (((name,),) for name in subjects(text))
    elif text.strip() and len(text) <= _SHORT_LETTERS and len(text.split()) <= _SHORT:
        subject = strip_question(text).subject
        yield ((subject.strip(),),) if not is_quoted(subject) else ((subject.strip('"'),),)


def _marked(text: str) -> Iterator[tuple[Reading, ...]]:
    """What stands in quotation marks, and numbers that speak for themselves."""
    for match in _QUOTED.finditer(text):
        yield ((match[1].strip(),),)
    for pattern in (_LABELLED, _NUMBER):
        for match in pattern.finditer(text):
            if recognise(match[0]):
                yield ((match[0],),)


def _runs(text: str) -> Iterator[tuple[Reading, ...]]:
    """Words one after another that are written as names are, with the small words between them."""
    for part in re.split(r"[\n!?;:()\[\]|]+|,\s|\.\s|\s[–—-]\s", text):
        run: list[str] = []
        begins = True
        for word in (*_WORD.findall(part), ""):
            if _is_name_word(word) or (run and word.casefold() in _LINKING):
                run.append(word)
                continue
            yield from _readings(run, begins)
            run, begins = [], False


def _readings(run: list[str], begins: bool) -> Iterator[tuple[Reading, ...]]:
    """The run as one name; without the word that opens the sentence, without a possessive, and as several names."""
    run = _trimmed(run)
    if not run or len(run) > 2 * _LONGEST_RUN:
        return
    runs = [run]
    if begins and len(run) > 1 and run[0][1:].islower():
        runs.append(_trimmed(run[1:]))
    names = [name for each in runs if each for name in _without_possessive(" ".join(each))]
    tried: list[Reading] = [(name,) for name in names]
    for each in names:
        parts = tuple(part for part in _BETWEEN_NAMES.split(each) if part)
        tried += [parts] if len(parts) > 1 else []
    if len(run) > 1 and not any(char.isupper() or char.islower() for char in "".join(run)):
        tried.append(tuple(run))
    yield tuple(tried)


def _without_possessive(name: str) -> tuple[str, ...]:
    return (name, name[:-2]) if name[-2:] in ("'s", "’s") else (name,)


def _trimmed(run: list[str]) -> list[str]:
    """Without small words at either end."""
    while run and run[-1].casefold() in _LINKING and not run[-1][0].isupper():
        run = run[:-1]
    while run and run[0].casefold() in _LINKING and not run[0][0].isupper():
        run = run[1:]
    return run


def _is_name_word(word: str) -> bool:
    """Capitals, figures beside them ("OCEAN 2018"), and scripts that have no capitals."""
    return bool(word) and (word[0].isupper() or word[0].isdigit() or not (word[0].islower() or word[0] == "&"))


def _may_name(name: str) -> bool:
    words = re.findall(r"[^\W_]+", name)
    if not words or len(words) > 2 * _LONGEST_RUN:
        return False
    if not any(char.isalpha() for char in name):
        return bool(recognise(name))
    if len(words) == 1 and (words[0].casefold() in _OPENERS or (len(words[0]) < 3 and words[0].isascii())):
        return False
    return not asks_about_subject(name) and not country_code(name)
