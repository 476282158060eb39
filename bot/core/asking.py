"""Asking: questions in plain words, taken down to whom they are about.

"is Rosneft sanctioned by the EU?" ─▶ subject "Rosneft", lists "eu"
"Bank Rossiya (Russia), born …" ─▶ name, and what narrows it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.frames import (
    BARE_ORDER,
    CLAUSE,
    ISSUER,
    ISSUER_WORDS,
    LOWER_ORDER,
    OPENING,
    ORDER,
    SENTENCES,
    TAILS,
    TELL_ME,
    WHETHER,
    Frame,
)
from bot.core.places import PLACEHOLDER, masked, without_list
from bot.core.typed_dates import typed_date

_MARKS: Final = " \t?!.,;:"
_BORN: Final = re.compile(
    r"(?<![\s,])[\s,]*+\(?\b(?:born|b\.|dob|date of birth|geboren|née?)(?:\s+(?:in|on|am|en|le))?[:\s]+"
    r"(?P<date>(?:\d{1,2}[ ./-])?(?:[A-Za-z]{3,9}\.?[ -])?[\d./-]{4,10})\)?$",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"(?P<name>.*\S)\s*\((?P<place>[^()]{2,60})\)$")
_COMMA: Final = re.compile(r"(?P<name>.*[^\s,]),\s*(?P<place>[^\W\d_][^,()]{2,39})$")
_SHORT: Final = frozenset({"UK", "US", "USA", "UAE", "DPRK", "PRC", "ROK", "RF"})
_GIVEN_NAMES: Final = frozenset(
    [
        "georgia",
        "jordan",
        "chad",
        "israel",
        "kenya",
        "cuba",
        "iran",
        "india",
        "sofia",
        "paris",
        "florence",
        "victoria",
        "austin",
        "sydney",
        "charlotte",
        "adelaide",
        "milan",
        "lima",
        "roma",
        "santiago",
        "washington",
        "valencia",
        "cordoba",
        "alexandria",
        "lourdes",
        "ireland",
        "malta",
        "america",
        "asia",
    ]
)
"""Places that are people's names as well: after a comma they may be the given name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is about and what narrows it.

    `readings` are names that the text may hold when less of it is taken away, the longest first: a party listed by
    such a name is meant before the subject is. `shorter` is the subject without a country at its end, which is meant
    when no party has the whole name. `places` are countries asked about whose lists are not read; `framed` whether a
    sentence of ours fitted.
    """

    subject: str
    issuers: tuple[str, ...] = ()
    country: str = ""
    born: PartialDate | None = None
    readings: tuple[str, ...] = ()
    shorter: str = ""
    places: tuple[str, ...] = ()
    framed: bool = False


def strip_question(text: str) -> Asked:
    """The subject of a question; a text that asks nothing is its own subject."""
    text = text.strip()
    opened, polite = _without_openings(text)
    asked = _framed(opened, polite) or Asked(_unmarked(opened) if polite else _unmarked_name(opened))
    if is_quoted(asked.subject):
        return replace(asked, subject=asked.subject[1:-1].strip(), readings=())
    return _shortened(_narrowed(asked, text.endswith("?")), text.endswith("?"))


def is_quoted(text: str) -> bool:
    """Whether a text is one quotation, to be taken as it is."""
    return len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]


def _without_openings(text: str) -> tuple[str, bool]:
    polite = False
    for _ in range(3):
        match = OPENING.match(text)
        if match is None or not text[match.end() :].strip(_MARKS):
            return text, polite
        text, polite = text[match.end() :], True
    return text, polite


def _framed(text: str, polite: bool) -> Asked | None:
    """The subject that a frame of a question holds."""
    if (match := WHETHER.fullmatch(text)) and (inner := _first(text, (CLAUSE,), match["subject"])):
        return inner
    if found := _first(text, SENTENCES):
        # "IS Bank sanctioned?" may be about IS Bank.
        other = _first(text.rstrip("?!. ") + "?", TAILS[:-1])
        return replace(found, readings=(*found.readings, other.subject)) if other else found
    for pattern in (ORDER, BARE_ORDER) if polite or LOWER_ORDER.match(text) else (ORDER,):
        if match := pattern.fullmatch(text):
            rest = match["subject"]
            inner = _clause(rest)
            name = _unmarked(TELL_ME.sub("", rest)) or _unmarked(rest)
            readings = tuple(dict.fromkeys((_unmarked_name(text), _unmarked(rest))))
            return inner or Asked(name, readings=tuple(item for item in readings if item != name), framed=True)
    if text.rstrip().endswith("?") and (found := _first(text, (CLAUSE,))):
        return found
    found = _first(text, TAILS[:-1])
    # Without a question mark only small letters are a question's: "NORD STREAM SANCTIONS" may be a name.
    return found or (_first(text, TAILS[-1:]) if re.search(r"\bsanction\w*(?: status)?$", text) else None)


def _clause(text: str) -> Asked | None:
    match = WHETHER.fullmatch(text)
    return _first(text, (CLAUSE,), match["subject"]) if match else None


def _first(text: str, frames: Iterable[Frame], part: str = "") -> Asked | None:
    part = part or text
    shadow = masked(part)
    for frame in frames:
        match = frame.fullmatch(shadow)
        start, end = match.span("subject") if match else (0, 0)
        subject = _unmarked(part[start:end])
        if match and any(char.isalnum() for char in subject):
            groups = match.groupdict()
            by = (groups.get("by") or "").split()
            if by and PLACEHOLDER not in by[-1] and not _is_issuer(by[-1]):
                continue
            longer = part[start : match.end("by")] if by and match.start("by") > end else ""
            readings = (_unmarked_name(text), *([longer] if longer else ()))
            around = f"{part[:start]} · {part[end:]}"
            return Asked(subject, _issuers(around), readings=readings, places=without_list(around), framed=True)
    return None


def _is_issuer(word: str) -> bool:
    """Whether a word is written as an issuer is: "Un" and "Uk" are names, "us" is a pronoun."""
    word = re.sub(r"['’]s$", "", word)
    return len(word) > 4 or word.isupper() or (word.islower() and word not in ("us", "ca", "ch", "au", "gb", "bis"))


def _issuers(text: str) -> tuple[str, ...]:
    found = (match[0] for match in ISSUER.finditer(text) if _is_issuer(match[0]))
    return tuple(dict.fromkeys(ISSUER_WORDS[word.casefold()] for word in found))


def _unmarked(text: str) -> str:
    """Without the marks of a sentence; a dot stays, it may end an abbreviation."""
    return text.strip().rstrip("?! ").strip(",;: ").removesuffix(" -").removesuffix(" –").rstrip()


def _unmarked_name(text: str) -> str:
    """A name as it stands, without question marks around it unless it is written with others inside."""
    text = text.strip()
    stripped = text.rstrip("?! ")
    return text if "?" in stripped or not stripped else stripped


def _narrowed(asked: Asked, is_question: bool) -> Asked:
    """With date of birth and place taken out of the name."""
    name, born, country = asked.subject, None, ""
    if (match := _BORN.search(name)) and match.start() and isinstance(found := typed_date(match["date"]), PartialDate):
        name, born = name[: match.start()].rstrip(" ,("), found
    if (match := _BRACKET.fullmatch(name)) and (code := place_code(match["place"])):
        name, country = match["name"], code
    elif is_question and (match := _COMMA.fullmatch(name)) and match["place"].casefold() not in _GIVEN_NAMES:
        code = place_code(match["place"])
        name, country = (match["name"], code) if code else (name, "")
    readings = tuple(dict.fromkeys(text for text in (*asked.readings, asked.subject) if text != name))
    return replace(asked, subject=name, country=country, born=born, readings=readings)


_PLACE_LAST: Final = re.compile(rf"(?P<name>.*?[^\s,])\s+(?:(?:in|at|by|for|from)\s+)?{PLACEHOLDER}[\s{PLACEHOLDER}]*")
_JOINED: Final = re.compile(r"(?:^|\s)(?:of|de|del|di|du|and|or|et|und|the|to|for|in|with|&|[–—-])$", re.IGNORECASE)


def _shortened(asked: Asked, is_question: bool) -> Asked:
    """With what is left of the subject when a country at its end is none of it: "Putin Ukraine?"."""
    if not is_question and not asked.framed:
        return asked
    match = _PLACE_LAST.fullmatch(masked(asked.subject))
    name = asked.subject[: match.end("name")] if match else ""
    if not name or _JOINED.search(name) or not any(char.isalnum() for char in name):
        return asked
    return replace(asked, shorter=name)


# fmt: off
_BEGINNINGS: Final = frozenset((
    "any", "are", "can", "check", "could", "did", "do", "does", "find", "give", "had", "has", "have", "how", "i", "is",
    "list", "look", "may", "please", "search", "shall", "should", "show", "tell", "was", "we", "were", "what", "what's",
    "when", "where", "whether", "which", "who", "who's", "whom", "whose", "why", "will", "would",
    "darf", "gibt", "hat", "ist", "sind", "wann", "warum", "was", "welche", "wer", "wie", "wurde",
    "est-ce", "peut-on", "pourquoi", "quand", "quel", "quelle", "quelles", "quels", "qui", "y",
    "где", "есть", "как", "какие", "когда", "кто", "ли", "почему", "что",
))
_WITHIN_NAMES: Final = frozenset((
    "a", "al", "and", "bin", "by", "d", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "e",
    "el", "en", "et", "for", "i", "ibn", "in", "la", "las", "le", "les", "los", "of", "on", "the", "ul", "und", "van",
    "von", "y", "zu", "и",
))
_OF_SENTENCES: Final = frozenset((
    "about", "all", "am", "any", "are", "can", "do", "does", "everyone", "going", "happening", "has", "have", "here",
    "how", "if", "is", "it", "me", "new", "not", "our", "people", "should", "somebody", "someone", "that", "them",
    "there", "they", "this", "these", "those", "us", "was", "we", "were", "what", "when", "which", "who", "whom", "why",
    "will", "with", "you", "your",
))
# fmt: on
"""Words that begin a question; small words inside names; small words that are in sentences only."""
_ABOUT_SANCTIONS: Final = re.compile(r"sanction|sanktion|санкц", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_][\w’'-]*")


def seems_asked(asked: Asked, text: str) -> bool:
    """Whether a text, when no party is found for it, is a question that was not understood rather than a name."""
    words = _LETTERS.findall(asked.subject)
    if asked.framed:
        return any(word in _OF_SENTENCES for word in words) and len(words) > 2
    if _ABOUT_SANCTIONS.search(text):
        return True
    begins = bool(words) and words[0].casefold() in _BEGINNINGS
    if not begins and not text.rstrip().endswith("?"):
        return False
    small = [word for word in words[begins:] if word.islower() and word not in _WITHIN_NAMES]
    if all(word.islower() for word in words):
        return len(words) > 4 or any(word in _OF_SENTENCES for word in words)
    return bool(small) or len(words) > 8


def place_code(text: str) -> str:
    """The country of a place written beside a name; abbreviations are mostly the name's own."""
    text = text.strip()
    text = text if text in _SHORT or len(text) > 3 else ""
    return {"RF": "RU", "PRC": "CN", "DPRK": "KP", "ROK": "KR"}.get(text) or country_code(text)


_SAYS_NOTHING: Final = re.compile(
    r"(?:hi|hello|hey|thanks?|thank you|ok(?:ay)?|yes|no|test|"
    r"help(?: me)?|please|ping|good (?:morning|afternoon|evening)|"
    r"(?:what|how) (?:can|do) (?:you|i) (?:do|ask|use (?:this|it))|who are you|how does (?:this|it) work|"
    r"(?:is|are|was) (?:it |he |she |they |this )?(?:sanctioned|listed|blocked|designated)|"
    r"(?:what|who|why|how|when|where|which)(?: (?:is|are|about))?|it|he|she|they|this|that|him|her|them)",
    re.IGNORECASE,
)


def names_nobody(text: str) -> bool:
    """Whether a text names nobody: a greeting, or a question without its object; the WHO and the Who are names."""
    return bool(_SAYS_NOTHING.fullmatch(text.strip(" ?!.,"))) and not text.isupper() and text.strip(" ?!.") != "Who"
