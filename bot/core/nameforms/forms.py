"""Forms: a printed name as words with their classes, made once and kept.

printed ─▶ legal forms marked ─▶ Latin letters ─▶ words with classes ─▶ keys
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rigour.names import extract_org_types, remove_org_types

from bot.core.nameforms.latin import ABJAD, latin, romanised, undotted
from bot.core.nameforms.spelling import fold, settled
from bot.core.nameforms.words import FACTOR, WordClass, body_class, person_class

MAX_WORDS: Final = 24
"""Words of a name that are compared; more than this is prose."""

MAX_WORD: Final = 40
TOGETHER_LEAST: Final = 5
"""Letters from which two neighbours are also a word written together."""

LEAST_LEFT: Final = 2
"""Letters of a name without its legal form; "AT&T" and "T.E.G." hold what looks like one."""

_MILITARY: Final = r"private military company|pmc|чвк|частная военная компания"
_DESCRIPTIONS: Final = re.compile(rf"\b(?:{_MILITARY}|s\.? ?r\.? ?[ol]\b\.?|sp\. z o\.? ?o\b\.?)")
"""What a body is, printed as part of its name, and legal forms printed with spaces."""

_MILITARY_WORDS: Final = re.compile(rf"\b(?:{_MILITARY})\b", re.IGNORECASE)

_GLUED: Final = re.compile(
    r"\b(?:joint|stock|limited|liability|company|corporation|obshchestvo|aktsionernoye|aktsionernoe)+"
    r"(?=\w{3})(?!ies|led|ing|ers|pile)|(?<=\w{3})(?:company|limited|corporation)\b"
)
"""Legal forms written together with what stands beside them."""

_FORMS: Final = {
    **dict.fromkeys(("corp", "corporation", "inc", "incorporated"), "corp"),
    **dict.fromkeys(("fze", "fzc", "fzco", "fzllc", "dmcc"), "zone"),
}
"""Legal forms that the register of forms leaves out, by the kind of body."""

_INSTITUTIONAL: Final = ("public joint stock", "open joint stock", "pjsc", "ojsc", "pao", "oao", "joint stock company")
"""Forms under which parents of groups are listed."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name made comparable: `words` with their `classes`; `key` is equal for names equal but for order and form.

    `family` is the number of leading words that are known to be the family name ("LAST, First"), `given` the place
    of the first given name.
    """

    text: str
    words: tuple[str, ...]
    classes: tuple[WordClass, ...]
    key: str
    abjad: bool
    is_person: bool
    family: int = 0
    given: int = 0

    @property
    def reading(self) -> str:
        """As `key`, but equal too for usual romanisations of one spelling."""
        return " ".join(sorted(map(fold, self.core)))

    @property
    def core(self) -> tuple[str, ...]:
        """The words that tell who is meant."""
        kept = tuple(w for w, c in zip(self.words, self.classes, strict=True) if FACTOR[c] > 0.1)
        return kept or self.words


@lru_cache(maxsize=20_000)
def name_form(text: str, is_person: bool) -> NameForm:
    """The comparable form of a printed name, remembered for a while."""
    return make_form(text, is_person)


def make_form(text: str, is_person: bool) -> NameForm:
    """The comparable form of a printed name; half characters, which no encoding can write, are left out."""
    text = text.encode(errors="ignore").decode()
    # Look-alike letters are told by their capitals, so they are settled before anything makes them small.
    plain = settled(text)
    kept = romanised(plain if is_person else _without_legal(plain))
    if not is_person:
        kept = _GLUED.sub(" ", kept)
    words = tuple(word[:MAX_WORD] for word in _compared(kept.split(), is_person)) or _last_resort(text)
    classes = tuple(person_class(word) if is_person else body_class(word) for word in words)
    if all(FACTOR[c] <= 0.1 for c in classes):
        classes = (WordClass.PLAIN,) * len(words)
    family = _family_words(plain) if is_person else 0
    core = [w for w, c in zip(words, classes, strict=True) if FACTOR[c] > 0.1]
    return NameForm(
        text=text,
        words=words,
        classes=classes,
        key=" ".join(sorted(core)),
        abjad=bool(ABJAD.search(text)),
        is_person=is_person,
        family=family,
        given=_given(classes, family),
    )


def _compared(words: list[str], is_person: bool) -> list[str]:
    """The words of a name that are compared; of a long one those that may tell, so that padding hides nothing."""
    if len(words) <= MAX_WORDS:
        return words
    met = Counter[str]()
    kept = []
    for word in words:
        met[word] += 1
        if met[word] <= 2 and FACTOR[person_class(word) if is_person else body_class(word)] > 0.1:
            kept.append(word)
    return (kept or words)[:MAX_WORDS]


def _family_words(text: str) -> int:
    """How many words stand before the comma of a name printed "LAST, First"."""
    last, comma, first = text.partition(",")
    words = len(romanised(last).split()) if comma and first.strip() else 0
    return words if words <= 4 else 0


def _given(classes: tuple[WordClass, ...], family: int) -> int:
    """The place of the first given name: after the family name where that is known, else the first that tells."""
    plain = (i for i in range(family, len(classes)) if classes[i] is WordClass.PLAIN)
    return next(plain, 0)


def _last_resort(text: str) -> tuple[str, ...]:
    """A name of nothing but legal forms or marks: its letters as they are."""
    return tuple(latin(text).split()[:MAX_WORDS]) or tuple(text.casefold().split()[:MAX_WORDS])


def _without_legal(text: str) -> str:
    """The name without its legal forms, unless too little would be left to tell anybody by."""
    lowered = undotted(" ".join(text.casefold().replace(",", " ").split()))
    left = str(remove_org_types(_DESCRIPTIONS.sub(" ", lowered)))
    return left if sum(map(str.isalnum, left)) >= LEAST_LEFT or left.strip() == lowered else text


def institutional_rank(text: str) -> int:
    """How full the institutional form of a name is: parents of groups are listed under the fuller one."""
    lowered = latin(text)
    if any(form in lowered for form in _INSTITUTIONAL[:6]):
        return 2
    return 1 if _INSTITUTIONAL[6] in lowered or extract_org_types(text.casefold()) else 0


@lru_cache(maxsize=4096)
def legal_forms(text: str) -> frozenset[str]:
    """The legal forms in a name, each by the kind of body it stands for."""
    found = {str(generic) for _, generic in extract_org_types(text.casefold(), generic=True)}
    return frozenset(found | {_FORMS[word] for word in latin(text).split() if word in _FORMS})


def has_legal_form(text: str) -> bool:
    """Whether a name has a legal form."""
    return bool(legal_forms(text))


def legal_forms_differ(one: str, other: str) -> bool:
    """Whether both names have legal forms, and of different kinds: Griffon Corporation is not Griffon FZC."""
    first, second = legal_forms(one), legal_forms(other)
    return bool(first and second) and first.isdisjoint(second)


def is_military(text: str) -> bool:
    """Whether a name says that it is a private military company's."""
    return bool(_MILITARY_WORDS.search(text))
