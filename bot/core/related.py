"""Related parties: what the lists themselves say of relatives, companies and owners, quoted and not concluded from.

lists ─▶ statements that name somebody with a relation, by the words of the name ─▶ entries for (subject, relation)
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.core.listings import EntityType, Listing
from bot.core.nearness import is_own, is_standing, names_at
from bot.core.relations import FURTHER_KIN, Relation


class Said(NamedTuple):
    """A statement of an entry that names somebody with a relation; `who` is the words that name them."""

    source: str
    ref: str
    type: EntityType
    relation: str
    inverse: bool
    who: frozenset[str]
    quote: str


_KIN_WORD = (
    r"(?:step|half-|ex-|great-|grand|foster )?(?:daughter|son|child|wife|husband|spouse|widow|brother|sister|"
    r"father|mother|"
    r"cousin|nephew|niece|uncle|aunt|relative)(?:-in-law)?"
)
_SOCIAL = r"(?:close |business |long-time |long-standing )*(?:associates?|business partner)"
_NAMED = r"(?:[^\W\d_a-z][\w’'.-]*\s+(?:al-|bin |ibn |de |von )?){0,4}[^\W\d_a-z][\w’.-]*"
_OF: Final = re.compile(
    rf"\b(?P<rel>{_KIN_WORD}|{_SOCIAL})s?(?:\s+and\s+[\w ]{{1,30}}?)?\s+(?:of|to)\s+(?P<who>[^;:(]+)", re.I
)
_S_OWN: Final = re.compile(rf"(?P<who>{_NAMED})['’]s\s+(?:\w+\s+){{0,2}}?(?P<rel>{_KIN_WORD})\b")
_HIS: Final = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|[Tt]heir)\s+(?:\w+\s+)?(?P<rel>{_KIN_WORD}),?\s+(?P<who>[^\W\d_a-z][^;:(]+)"
)
_NAME_IS: Final = re.compile(rf"\b(?P<rel>{_KIN_WORD})['’]s\s+name(?:\s+is)?:?\s+(?P<who>[^;:(]+)", re.I)
_MARRIED: Final = re.compile(r"\bmarried\s+to\s+(?P<who>[^;:(]+)", re.I)
_LINK: Final = re.compile(
    r"\b(?:linked\s+to:?|(?:owned|controlled|operated|managed|run|led|headed|founded)(?:,?\s+(?:and|or)\s+\w+)?\s+by|"
    r"(?:subsidiary|subsidiaries|affiliate|branch|part|division|unit|arm)\s+of|parent\s+company:?|"
    r"owner:?)\s+"
    r"(?P<who>(?:an?\s+(?:individual|person|company|entity|businessman|businesswoman)\s+\()?[^;:(]+)",
    re.I,
)
_OWNER_OF: Final = re.compile(
    r"\b(?:co-)?(?:owner\s+of|owners?\s+and\s+\w+\s+of|shareholder\s+(?:of|in)|founder\s+of)\s+(?P<who>[^;:(]+)",
    re.I,
)
_OWNS: Final = re.compile(
    r"(?<![-‑])\b(?:co-)?(?:owns|owned(?!\s+(?:\w+\s+\w+\s+)?by)|controls)\s+(?P<who>[^;:(]+)", re.I
)
_KIN_CUES: Final = [
    "daughter",
    "son of",
    "son and",
    "son,",
    "'s",
    "’s",
    "child",
    "wife",
    "husband",
    "spouse",
    "widow",
    "brother",
    "sister",
    "father",
    "mother",
    "cousin",
    "nephew",
    "niece",
    "uncle",
    "aunt",
    "relative",
    "-in-law",
    "stepson",
    "grandson",
    "associate",
    "business partner",
    "married",
]
_LINK_CUES: Final = [
    "linked",
    "owned",
    "owner",
    "owns",
    "controls",
    "controlled",
    "operated",
    "managed",
    "run by",
    "led by",
    "headed",
    "founde",
    "subsidiar",
    "affiliate",
    "branch",
    "part of",
    "division",
    "unit of",
    "arm of",
    "parent",
    "shareholder",
]
"""What a sentence must hold to be looked at closely: a plain search is many times quicker than the patterns."""

MOST_READ: Final = 6000
"""Characters of one statement that are read."""

_READ: Final = ("relation", "reason", "remark", "position", "title", "vessel_owner")
_SENTENCE: Final = re.compile(r"(?<=[\w’”)\]]{3}[.;])\s+(?=[^\W\d_a-z])")
_NEXT: Final = re.compile(rf"\b(?:{_KIN_WORD}|who|which|whose)\b", re.IGNORECASE)
_TITLED: Final = ("the ", "The ", "former ", "a ", "an ", "President ", "late ")
_WINDOW: Final = 9
_QUOTED: Final = 260


def _base(rel: str) -> str:
    """The relation of a kinship word: "half-brother" is brother, "daughter-in-law" is in-law."""
    rel = rel.casefold().strip()
    if rel.endswith("-in-law"):
        return "in-law"
    if "associate" in rel or "partner" in rel:
        return "associate"
    if rel.startswith(("grand", "great-")):
        return rel if rel in FURTHER_KIN else "relative"
    return re.sub(r"^(?:step|half-|ex-|foster )", "", rel)


def fold(text: str) -> list[str]:
    """The words of a name, without accents and case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W_]+", plain.casefold()) if len(word) > 1]


def _window(who: str) -> frozenset[str]:
    """The words that name a party, up to the next relation."""
    cut = _NEXT.split(who, maxsplit=1)[0]
    first, comma, _ = cut.partition(", ")
    # "Ramzan Kadyrov, President Vladimir Putin's key ally" names one; "the President, Vladimir Putin" names him after
    # the comma; "ROTENBERG, Igor" is one name.
    if comma and len(first.split()) > 1 and not first.startswith(_TITLED):
        cut = first
    return frozenset(fold(" ".join(names_at(cut).split()[:_WINDOW])))


class _Read(NamedTuple):
    """A relation that a text states: the word, whether inverse, whom it names, the sentence."""

    relation: str
    inverse: bool
    who: str
    quote: str


def _read(text: str, own: frozenset[str]) -> Iterator[_Read]:
    """The relations that a text states of the entry itself, which has these words in its names."""
    lowered = text.casefold()
    if not any(cue in lowered for cue in (*_KIN_CUES, *_LINK_CUES)):
        return
    for sentence in _SENTENCE.split(text):
        lowered = sentence.casefold()
        if any(cue in lowered for cue in _KIN_CUES):
            yield from _kin(sentence, own)
        if any(cue in lowered for cue in _LINK_CUES):
            yield from _links(sentence, own)


def _kin(sentence: str, own: frozenset[str]) -> Iterator[_Read]:
    for pattern in (_OF, _S_OWN):
        for match in pattern.finditer(sentence):
            if _is_own(sentence, match, own) and (pattern is _OF or is_standing(sentence[match.end() :])):
                yield _Read(_base(match["rel"]), False, match["who"], _excerpt(sentence, match))
    for pattern in (_HIS, _NAME_IS):
        for match in pattern.finditer(sentence):
            yield _Read(_base(match["rel"]), True, match["who"], _excerpt(sentence, match))
    for match in _MARRIED.finditer(sentence):
        if _is_own(sentence, match, own):
            yield _Read("spouse", False, match["who"], _excerpt(sentence, match))


def _links(sentence: str, own: frozenset[str]) -> Iterator[_Read]:
    for pattern, relation in ((_LINK, "linked"), (_OWNER_OF, "owner"), (_OWNS, "owner")):
        for match in pattern.finditer(sentence):
            # "Linked To: X" and "Owner: X" are fields of the list, whatever stands before them.
            is_field = match[0][: match.start("who") - match.start()].rstrip().endswith(":")
            if is_field or _is_own(sentence, match, own, verb=pattern is _OWNS):
                yield _Read(relation, False, match["who"], _excerpt(sentence, match))


def _is_own(sentence: str, match: re.Match[str], own: frozenset[str], verb: bool = False) -> bool:
    """Whether a relation is the entry's own: a capital begins a statement even where the list left out the stop."""
    return (match.re is not _S_OWN and match[0][:1].isupper()) or is_own(sentence[: match.start()], own, verb=verb)


def _excerpt(sentence: str, match: re.Match[str]) -> str:
    """The sentence, or of a long one the part that states the relation."""
    if len(sentence) <= _QUOTED:
        return sentence
    start = max(0, match.start() - 80)
    start = sentence.find(" ", start) + 1 if start else 0
    return ("… " if start else "") + sentence[start : start + _QUOTED - 2].rsplit(" ", 1)[0] + " …"


def said_in(listing: Listing) -> Iterator[Said]:
    """What an entry states of others, each statement once."""
    seen: set[tuple[str, bool, frozenset[str]]] = set()
    own = frozenset(word for name in listing.names for word in fold(name.text))
    for fact in listing.facts:
        if fact.property not in _READ:
            continue
        text = f"Owner: {fact.value}" if fact.property == "vessel_owner" else fact.value
        for relation, inverse, who, sentence in _read(text[:MOST_READ], own):
            named = _window(who)
            if named and (relation, inverse, named) not in seen:
                seen.add((relation, inverse, named))
                yield Said(listing.source, listing.ref, listing.type, relation, inverse, named, sentence)


@dataclass(frozen=True, slots=True, repr=False)
class RelatedIndex:
    """All such statements by the words they name others with; the UK's old numbers; banks by the start of their BIC."""

    said: tuple[Said, ...]
    _by_word: Mapping[str, tuple[int, ...]]
    _by_group_id: Mapping[str, tuple[str, str]]
    _by_bank: Mapping[str, tuple[tuple[str, str], ...]]

    @staticmethod
    def build(listings: Iterable[Listing]) -> RelatedIndex:
        """The index over these listings."""
        said: list[Said] = []
        by_word: dict[str, list[int]] = defaultdict(list)
        groups: dict[str, tuple[str, str]] = {}
        banks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for listing in listings:
            for item in said_in(listing):
                for word in item.who:
                    by_word[word].append(len(said))
                said.append(item)
            for value in listing.values("remark"):
                if match := re.fullmatch(r"OFSI Group ID:\s*(\d{4,6})", value):
                    groups.setdefault(match[1], (listing.source, listing.ref))
            for bic in {item.value[:6].upper() for item in listing.identifiers if item.scheme == "bic"}:
                banks[bic].append((listing.source, listing.ref))
        words = {word: tuple(numbers) for word, numbers in by_word.items()}
        return RelatedIndex(tuple(said), words, groups, {bic: tuple(keys) for bic, keys in banks.items()})

    def listing_of_group(self, number: str) -> tuple[str, str] | None:
        """The listing that carries an OFSI group id."""
        return self._by_group_id.get(number)

    def listings_of_bank(self, start: str) -> tuple[tuple[str, str], ...]:
        """The listings whose BIC begins with these six characters: the bank, and the country of its office."""
        return self._by_bank.get(start, ())

    def find(self, asked: str, names: Sequence[str], relation: Relation) -> list[Said]:
        """The statements that name the subject with this relation, one an entry, in the order of the lists.

        `asked` is the subject as typed; `names` are the names of the party it was found to be.
        """
        wanted = [set(fold(asked)), *(_needed(name) for name in names)]
        numbers = {n for words in wanted if words for n in self._having(words)}
        found: dict[tuple[str, str], Said] = {}
        for number in sorted(numbers):
            item = self.said[number]
            if item.type in relation.types and item.relation in (relation.inverse if item.inverse else relation.direct):
                found.setdefault((item.source, item.ref), item)
        return list(found.values())

    def _having(self, words: set[str]) -> set[int]:
        sets = [set(self._by_word.get(word, ())) for word in words]
        return set.intersection(*sets) if sets else set()


def _needed(name: str) -> set[str]:
    """The words of a listed name that a statement must hold: given name and surname; one word alone is too little."""
    last, comma, first = name.partition(",")
    words = [*fold(first)[:1], *fold(last)] if comma else fold(name)
    return set(words) if len(words) > 1 else set()
