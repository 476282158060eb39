"""Rules: what a name score may not overrule, in both directions; one small function a row.

score ─▶ band ─▶ floors (a name that says enough) ─▶ caps (a name that does not say enough)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.core.nameforms.alignment import Pair
from bot.core.nameforms.alikeness import INITIAL, is_patronymic
from bot.core.nameforms.asked import TELLS
from bot.core.nameforms.features import Comparison
from bot.core.nameforms.forms import NameForm, has_legal_form, is_military, legal_forms_differ
from bot.core.nameforms.spelling import eastern, skeleton
from bot.core.nameforms.words import FACTOR, WordClass
from bot.core.names import NameKind
from bot.core.questions import Band

TELLING: Final = 0.3
"""A word that weighs more than this says something about who is meant."""

SAME_WORD: Final = 0.965
"""Alikeness from which two words are one in different romanisations."""

LONE_LEAST: Final = 0.95
"""How alike a single word must be to its partner to say who is meant."""

SPELT_LEAST: Final = 0.82
"""How alike every telling word must be to its partner for a name to be more than possible."""

LIKE_SOUNDS: Final = 0.88
LIKE_ABJAD: Final = 0.82
"""Alikeness that equal consonants must come with."""

ENOUGH_SOUNDS: Final = 3
ENOUGH_OF_ABJAD: Final = 6
"""Consonants that must be the same, and how many where vowels are not written."""

SHORT: Final = 7
"""Letters up to which one letter makes another word, when it is all that was asked."""

LONG: Final = 8
"""Letters from which a lone word with the same consonants is the same."""

HEAD_WORDS: Final = frozenset(("bank", "group", "holding", "holdings"))
"""Words that the head of a group carries without being another body for it."""

WHAT_IT_IS: Final = frozenset(("movement", "party", "organization", "organisation"))
"""Words that people put before the name of a body, and lists do not."""

# fmt: off
CONTEXT: Final = frozenset((
    "account", "accounts", "acct", "address", "alias", "attn", "beneficiary", "bill", "by", "ceo", "chairman",
    "client", "contract", "counterparty", "customer", "director", "email", "employee", "entity", "from", "in",
    "invoice", "letter", "meeting", "minister", "no", "number", "office", "official", "owner", "passport",
    "payment", "payments", "phone", "president", "re", "ref", "regarding", "sanction", "sanctioned", "sanctions",
    "spokesman", "status", "supplier", "tel", "to", "transfer", "vendor", "via", "wire", "with",
))
# fmt: on
"""Words that people write beside a name, and that are no part of one."""

COMMON: Final = 0.5
"""Evidence below which even a full name is shared by many."""


BODY_EVIDENCE: Final = 0.3
"""Evidence from which a body's name of several words is known among others."""

COMMON_WORD: Final = 0.6
"""Rarity below which a word is in the names of dozens."""


@dataclass(frozen=True, slots=True)
class Case:
    """What rules look at: the comparison, the kind of the listed name, and facts beside it."""

    comparison: Comparison
    kind: NameKind
    is_head: Callable[[], bool] = lambda: False
    has_second_fact: bool = False
    is_craft: bool = False


class Rule(NamedTuple):
    """A rule: the band it sets, why (told with the answer), and when; `exact_too` when equal names are bound by it."""

    name: str
    band: Band
    why: str
    holds: Callable[[Case], bool]
    exact_too: bool = False


def _found_all(comparison: Comparison, alike: float = SAME_WORD) -> bool:
    """Whether every telling word asked for met one that is at least so alike."""
    return comparison.left_asked <= TELLS and comparison.worst >= alike


def _heard_all(comparison: Comparison) -> bool:
    """Whether every telling word asked for met one that is the same, or alike with the same consonants."""
    a = comparison.alignment
    telling = [pair for pair in a.pairs if a.asked.weight(pair.asked) > TELLS]
    return comparison.left_asked <= TELLS and all(
        pair.alike >= SAME_WORD or (pair.alike >= LIKE_SOUNDS and _same_consonants(comparison, pair))
        for pair in telling
    )


def _same_consonants(comparison: Comparison, pair: Pair) -> bool:
    asked, found = comparison.alignment.asked.form.words, comparison.alignment.found.form.words
    return _sounds(asked, pair.asked) == _sounds(found, pair.found)


def _sounds(words: tuple[str, ...], indices: tuple[int, ...]) -> str:
    return skeleton("".join(words[i] for i in indices))


def _left_classes(comparison: Comparison) -> set[WordClass]:
    """The classes of the telling words that only the listed name has."""
    found = comparison.alignment.found
    return {found.form.classes[i] for i in comparison.alignment.only_found if found.weights[i] > TELLS}


def _given_and_family(case: Case) -> bool:
    c = case.comparison
    if not c.is_person or c.is_lone or c.lacks_given or not _heard_all(c):
        return False
    if _given_by_one_initial(c):
        return False
    return bool(c.alignment.found.form.family) and not c.lacks_family and c.evidence >= COMMON


def _given_by_one_initial(comparison: Comparison) -> bool:
    """Whether all that speaks for the given name is one letter; a second initial that fits makes it enough."""
    a = comparison.alignment
    initials = [p for p in a.pairs if p.alike == INITIAL and any(len(a.asked.form.words[i]) == 1 for i in p.asked)]
    return len(initials) == 1 and a.found.form.given in initials[0].found


def _lone_name_of_a_person(case: Case) -> bool:
    c = case.comparison
    return c.is_person and c.is_lone and _found_all(c) and not c.lacks_family


def _lone_name_of_a_body(case: Case) -> bool:
    c = case.comparison
    return not c.is_person and _found_all(c) and WordClass.PLAIN not in _left_classes(c)


def _home_of_a_group(case: Case) -> bool:
    """The head of a group under its name and country; a trading house or branch is another body than its namesake."""
    if case.kind is not NameKind.PRIMARY or not _lone_name_of_a_body(case) or not case.is_head():
        return False
    found = case.comparison.alignment.found
    left = [i for i in case.comparison.alignment.only_found if found.weights[i] > TELLS]
    return all(found.form.classes[i] is WordClass.PLACE or found.form.words[i] in HEAD_WORDS for i in left)


def _name_and_country(case: Case) -> bool:
    c = case.comparison
    return not c.is_person and not c.is_lone and _found_all(c, 0.9) and _left_classes(c) <= {WordClass.PLACE}


def _same_sounds(case: Case) -> bool:
    """Bodies of which nothing is left on either side, every word with the consonants of its partner."""
    c = case.comparison
    a = c.alignment
    abjad = a.asked.form.abjad or a.found.form.abjad
    if c.is_person or c.left_asked > TELLS or c.left_found > TELLS:
        return False
    if c.worst < (LIKE_ABJAD if abjad else LIKE_SOUNDS) or any(len(p.asked) + len(p.found) > 2 for p in a.pairs):
        return False
    if c.is_lone and c.worst < SAME_WORD and max(map(len, a.asked.form.words)) < LONG:
        return False
    heard = "".join(_sounds(a.asked.form.words, pair.asked) for pair in a.pairs)
    return len(heard) >= (ENOUGH_OF_ABJAD if abjad else ENOUGH_SOUNDS) and all(_same_consonants(c, p) for p in a.pairs)


def _another_romanisation(case: Case) -> bool:
    """A Chinese or Korean name of which nothing is left on either side, each word read alike by any romanisation."""
    c = case.comparison
    a = c.alignment
    if not c.is_person or c.is_lone or c.left_asked > TELLS or c.left_found > TELLS:
        return False
    asked, found = a.asked.form.words, a.found.form.words
    met = [("".join(asked[i] for i in p.asked), "".join(found[i] for i in p.found)) for p in a.pairs]
    return all(eastern(one) == eastern(other) for one, other in met)


def _initials_and_a_name(case: Case) -> bool:
    """A person's name and initials that all fit."""
    c = case.comparison
    asked = c.alignment.asked.form
    initials = {i for i, kind in enumerate(asked.classes) if kind is WordClass.INITIAL}
    return c.is_person and bool(initials) and not initials & set(c.alignment.only_asked) and _found_all(c)


def _but_for_what_it_is(case: Case) -> bool:
    """A body whose name is all there, asked for with a word for what it is: "Hamas movement"."""
    c = case.comparison
    a = c.alignment
    if c.is_person or c.left_found > TELLS or c.worst < LIKE_ABJAD:
        return False
    left = [i for i in a.only_asked if a.asked.weights[i] > TELLS]
    return bool(left) and all(a.asked.form.words[i] in WHAT_IT_IS for i in left)


def _listed_name_inside(case: Case) -> bool:
    """A question with words beside a whole listed name: "payment to Sberbank", "Viktor Bout, Moscow"."""
    c = case.comparison
    a = c.alignment
    met = [pair for pair in a.pairs if pair.alike >= SAME_WORD and len(pair.asked) == len(pair.found) == 1]
    places = sorted(i for pair in met for i in pair.asked)
    if case.is_craft or case.kind not in (NameKind.PRIMARY, NameKind.ALIAS) or c.left_asked <= TELLS or not met:
        return False
    if places != list(range(places[0], places[-1] + 1)):
        return False
    if c.is_person:
        return c.evidence >= COMMON and _says_who(a.found.form, {i for pair in met for i in pair.found}, c.left_found)
    if c.left_found > TELLS:
        return False
    if len(places) > 1:
        return c.evidence >= BODY_EVIDENCE
    beside = [i for i in a.only_asked if a.asked.weights[i] > TELLS]
    return met[0].alike == 1 and all(_is_context(a.asked.form, i) for i in beside)


def _says_who(form: NameForm, met: set[int], left: float) -> bool:
    """Whether given and family name are among the words met; where the list does not mark them, all are."""
    if form.family:
        rest = [word for i, word in enumerate(form.words) if i not in met and len(word) > 1]
        return set(range(form.family)) <= met and form.given in met and all(map(is_patronymic, rest))
    return left <= TELLS and sum(len(form.words[i]) > 2 for i in met) > 1


def _is_context(form: NameForm, index: int) -> bool:
    """Whether a word is what people write beside a name: a place, a number, "account"."""
    word = form.words[index]
    return form.classes[index] is WordClass.PLACE or word.isdigit() or len(word) == 1 or word in CONTEXT


FLOORS: Final[tuple[Rule, ...]] = (
    Rule("given and family name", Band.STRONG, "given and family name are the same", _given_and_family),
    Rule("head of a group", Band.STRONG, "head of a group, but for form and country", _home_of_a_group),
    Rule("name and country", Band.STRONG, "the same but for the country", _name_and_country),
    Rule("same sounds", Band.STRONG, "the same consonants in every word", _same_sounds),
    Rule("initials", Band.POSSIBLE, "the initials fit", _initials_and_a_name),
    Rule("what it is", Band.POSSIBLE, "the same but for a word for what it is", _but_for_what_it_is),
    Rule("romanisation", Band.POSSIBLE, "the same name in another romanisation", _another_romanisation),
    Rule("one name of a person", Band.POSSIBLE, "a name that the person has", _lone_name_of_a_person),
    Rule("one name of a body", Band.POSSIBLE, "the same but for common words", _lone_name_of_a_body),
    Rule("a listed name inside", Band.POSSIBLE, "the question holds the whole listed name", _listed_name_inside),
)
"""Names that say enough whatever the score."""


def _initial_for_a_given_name(case: Case) -> bool:
    return case.comparison.is_person and _given_by_one_initial(case.comparison)


def _lone_family_name(case: Case) -> bool:
    c = case.comparison
    return c.is_lone and c.is_person and c.left_found > TELLING


def _another_family_name(case: Case) -> bool:
    return case.comparison.lacks_family


def _lone_word_misspelt(case: Case) -> bool:
    c = case.comparison
    return c.is_lone and c.worst < LONE_LEAST and not _same_sounds(case)


def _word_spelt_otherwise(case: Case) -> bool:
    return case.comparison.worst < SPELT_LEAST


def _other_letters(case: Case) -> bool:
    """Where neither side wrote the vowels, letters that differ are another name: Bashar is not Bushra."""
    a = case.comparison.alignment
    if not (a.asked.form.abjad and a.found.form.abjad):
        return False
    return any(pair.alike < 1 and a.asked.weight(pair.asked) > TELLS for pair in a.pairs)


def _joined_otherwise(case: Case) -> bool:
    a = case.comparison.alignment
    return any(
        len(p.asked) + len(p.found) > 2 and p.alike < SAME_WORD and a.asked.weight(p.asked) > TELLS for p in a.pairs
    )


def _another_kind(case: Case) -> bool:
    a = case.comparison.alignment
    return case.is_craft and has_legal_form(a.asked.form.text) and not has_legal_form(a.found.form.text)


def _another_legal_form(case: Case) -> bool:
    a = case.comparison.alignment
    return not case.comparison.is_person and legal_forms_differ(a.asked.form.text, a.found.form.text)


def _short_word_misspelt(case: Case) -> bool:
    asked = case.comparison.alignment.asked
    telling = [word for word, weight in zip(asked.form.words, asked.weights, strict=True) if weight > TELLS]
    return len(telling) == 1 and len(telling[0]) <= SHORT and case.comparison.worst < SAME_WORD


def _part_of_a_longer_name(case: Case) -> bool:
    c = case.comparison
    if c.is_person or _home_of_a_group(case):
        return False
    return bool(_left_classes(c) - {WordClass.PLACE})


def _too_short(case: Case) -> bool:
    return sum(map(len, case.comparison.alignment.asked.form.words)) <= 2


def _asked_for_more(case: Case) -> bool:
    return case.comparison.left_asked > (0.55 if case.comparison.is_person else 0.25)


def _weak_alias_alone(case: Case) -> bool:
    return case.kind is NameKind.WEAK_ALIAS and not case.has_second_fact


def _nothing_telling(case: Case) -> bool:
    found = case.comparison.alignment.found
    pairs = case.comparison.alignment.pairs
    return not any(FACTOR[found.form.classes[i]] == 1.0 for pair in pairs for i in pair.found)


def _another_order(case: Case) -> bool:
    """The words of a person's name in another order, where the list does not say which is the family name."""
    a = case.comparison.alignment
    if not case.comparison.is_person or a.found.form.family or len(a.pairs) < 2:
        return False
    met = sorted((pair.asked, pair.found) for pair in a.pairs if a.asked.weight(pair.asked) > TELLS)
    return [found for _, found in met] != sorted(found for _, found in met)


def _another_trade(case: Case) -> bool:
    """One of the two is called a private military company and the other is not: "Gazprom PMC" is not Gazprom."""
    a = case.comparison.alignment
    return not case.comparison.is_person and is_military(a.asked.form.text) != is_military(a.found.form.text)


CAPS: Final[tuple[Rule, ...]] = (
    Rule("family name alone", Band.POSSIBLE, "one word of a longer personal name", _lone_family_name),
    Rule("initial", Band.POSSIBLE, "all that speaks for the given name is one letter", _initial_for_a_given_name),
    Rule("another family name", Band.POSSIBLE, "the listed family name was not asked for", _another_family_name),
    Rule("one word", Band.POSSIBLE, "a single word, spelt differently", _lone_word_misspelt),
    Rule("spelling", Band.POSSIBLE, "a word is spelt quite differently", _word_spelt_otherwise),
    Rule("letters", Band.POSSIBLE, "other letters in the same script", _other_letters),
    Rule("written together", Band.POSSIBLE, "two words are written as one, and spelt differently", _joined_otherwise),
    Rule(
        "another kind", Band.POSSIBLE, "a company was asked for, not a ship or aircraft", _another_kind, exact_too=True
    ),
    Rule("order", Band.STRONG, "the words stand in another order", _another_order, exact_too=True),
    Rule("legal form", Band.STRONG, "another legal form", _another_legal_form, exact_too=True),
    Rule("trade", Band.STRONG, "only one is called a private military company", _another_trade, exact_too=True),
    Rule("short word", Band.WEAK, "a short word, spelt differently", _short_word_misspelt),
    Rule("part of a name", Band.POSSIBLE, "the listed name has more to it", _part_of_a_longer_name),
    Rule("too short", Band.POSSIBLE, "too short a question to say who is meant", _too_short),
    Rule("more asked for", Band.POSSIBLE, "the question has a word that the listed name lacks", _asked_for_more),
    Rule("weak alias", Band.POSSIBLE, "a weak alias needs a second fact", _weak_alias_alone, exact_too=True),
    Rule("numbers", Band.WEAK, "the numbers differ", lambda case: case.comparison.numbers_differ),
    Rule("common words", Band.WEAK, "only common words are the same", _nothing_telling),
)
"""Names that do not say enough whatever the score."""


def is_common(comparison: Comparison) -> bool:
    """Whether every word that met is one that many names have."""
    a = comparison.alignment
    rarities = [a.found.rarity[i] for pair in a.pairs for i in pair.found]
    return max(rarities, default=0.0) < COMMON_WORD


def found_all(comparison: Comparison) -> bool:
    """Whether every telling word asked for is in the listed name."""
    return _found_all(comparison, 0.9)
