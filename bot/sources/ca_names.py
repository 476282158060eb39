"""Canadian names: what one cell prints, taken apart into single names.

The list has no rows for aliases: they stand in one cell, divided by `;`, `,`, `/`, "or", "and" and labels (`Russian:`),
and some names hold a comma or an "and" of their own.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.core.names import Name, NameKind
from bot.sources.draft import folded
from bot.sources.un_sc import script_of

LANGUAGES = (
    "Russian|Belarus+ian|Ukrainian|Arabic|Hebrew|Persian|Farsi|Chinese|Burmese|Korean|Spanish|French|English|Armenian|"
    "Georgian|Serbian|Moldovan|Romanian|Creole"
)
LEGAL_FORMS = (
    "Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|JSC|PJSC|OJSC|CJSC|JSCB|FSUE|SC|Co|Corp|Company|GmbH|AG|SA|AO|OAO|ZAO|OOO|"
    "PAO|TOV|FZE|FZCO|АО|ОАО|ЗАО|ООО|ПАО|НАО|САО|ФГУП|ГУП|ФГБУ|ФКП|МК|АК|ТОВ|ЗАТ"
)

_LABEL = re.compile(rf"\b(?:{LANGUAGES}|alias(?:es)?|a\.?k\.?a\.?|also known as)\s*:", re.IGNORECASE)
_LEGAL = re.compile(rf"(?:{LEGAL_FORMS})(?: (?:{LEGAL_FORMS}))?", re.IGNORECASE)
_LEGAL_START = re.compile(
    rf"(?:{LEGAL_FORMS}|Joint[- ]Stock|Public Joint|Open Joint|Limited Liability)\b", re.IGNORECASE
)
_ALSO_KNOWN = re.compile(r"\(also\s+known\s+as\s+(.+?)\)?\s*$", re.IGNORECASE)
_FRENCH_OR = re.compile(r"\s+ou\s+(?=[“\"«])")
_LEADING = re.compile(r"^(?:and|or|also|also known as|a\.?k\.?a\.?)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"\s+(?:a\.?k\.?a\.?)$", re.IGNORECASE)
_FORMER = re.compile(r"^(?:f\.?k\.?a\.?|formerly(?: known as)?)[:\s]+", re.IGNORECASE)
_BROKEN_HYPHEN = re.compile(r"(?<=\w)-\s+(?=\w)")
_PATRONYMIC = re.compile(r"(?:вич|вна|чна)$", re.IGNORECASE)
_SCRIPTS_MEET = re.compile(r"(?<=[\u0590-\u06ff])[\s،]+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[\u0590-\u06ff])")
_MIXED = re.compile(r"\w*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])\w*")
_STRAY_QUOTE = re.compile(r"^[\"”»]\s+|\s+[\"“«]$")
_UNSPACED = frozenset({"Hani", "Hang", "Hira", "Kana", "Thai", "Mymr"})

LOOKALIKES = dict(zip("AaBCcEeHIiKkMOoPpTXxyё", "АаВСсЕеНІіКкМОоРрТХхуё", strict=True))
"""Latin letters with their Cyrillic twins, which the list mixes up within a word ("Viкtorovich")."""

TO_CYRILLIC = str.maketrans(LOOKALIKES)
TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in LOOKALIKES.items() if latin != cyrillic})


def mended(text: str | None) -> str:
    """A name on one line: words that a line end broke are put together, each word is of one alphabet."""
    return _MIXED.sub(_of_one_alphabet, _BROKEN_HYPHEN.sub("-", folded(text))).strip(" ;,")


def _of_one_alphabet(match: re.Match[str]) -> str:
    word = match[0]
    latin = sum(char.isascii() and char.isalpha() for char in word)
    made = word.translate(TO_LATIN if latin * 2 >= len(word) else TO_CYRILLIC)
    return word if _MIXED.search(made) else made


def entity_names(text: str) -> list[Name]:
    """The names in the cell of an entity: the leading one, its French form and those it is "also known as"."""
    printed = mended(text)
    inner = _ALSO_KNOWN.search(printed)
    leading = printed[: inner.start()].strip() if inner else printed
    first, *others = [part for half in _FRENCH_OR.split(leading) for part in _outside(half, "/")]
    if inner:
        others += _split_entity(inner[1], first)
    return [Name(first, NameKind.PRIMARY, script_of(first)), *(Name(n, NameKind.ALIAS, script_of(n)) for n in others)]


def person_name(given: str, last: str) -> str:
    """The name as people write it: given names first; a last name that the given names repeat is not doubled."""
    given, last = mended(given), mended(last)
    if last and given.casefold().endswith(f" {last.casefold()}"):
        return given
    return f"{given} {last}".strip()


def aliases(text: str, leading: str, last: str = "") -> list[Name]:
    """The names in an alias cell; `last` is the last name of a person and empty for an entity.

    A lone word is a part of a person's name, so it is a weak alias.
    """
    cell = _SCRIPTS_MEET.sub(" ; ", _LABEL.sub(" ; ", mended(text)))
    found: list[Name] = []
    for piece in _outside(cell, ";"):
        parts = _split_person(piece, last) if last else _split_entity(piece, leading)
        found += [name for part in parts if (name := _alias(part, bool(last)))]
    return list(dict.fromkeys(found))


def _alias(part: str, person: bool) -> Name | None:
    text = _TRAILING.sub("", _LEADING.sub("", part.strip(" ,;/")))
    text = _STRAY_QUOTE.sub("", _unbracketed(text).strip(" ,;/"))
    bare = _FORMER.sub("", text)
    if not re.search(r"\w", bare):
        return None
    script = script_of(bare)
    weak = person and len(bare.split()) == 1 and script not in _UNSPACED
    kind = NameKind.FORMER if bare != text else NameKind.WEAK_ALIAS if weak else NameKind.ALIAS
    return Name(bare, kind, script)


def _split_person(piece: str, last: str) -> list[str]:
    found: list[str] = []
    parts = _outside(piece, ",")
    if len(parts) == 2 and _is_surname_first(parts, last):
        return [f"{_TRAILING.sub('', parts[1])} {parts[0]}"]
    for part in parts:
        if "/" in part and " or " in part:
            found.append(part)
            continue
        for half in _outside(part, "/"):
            for name in half.split(" and "):
                found += _alternatives(name)
    return found


def _is_surname_first(parts: list[str], last: str) -> bool:
    """Whether "X, Y" is one name written with its last name first."""
    surname, rest = parts
    if len(surname.split()) != 1:
        return False
    if _PATRONYMIC.search(rest):
        return True
    near = SequenceMatcher(None, surname.casefold(), last.casefold()).ratio()
    return near >= 0.7 and last.casefold() not in rest.casefold()


def _alternatives(name: str) -> list[str]:
    """The names that "A B or C" and "A B or A C" mean; one that varies in its middle is kept as printed."""
    first, *others = [part for part in re.split(r",? or ", name) if part]
    found = [first]
    for other in others:
        words = other.split()
        if len(words) == 1 and len(first.split()) > 1:
            found.append(" ".join([*first.split()[:-1], other]))
        elif len(first.split()) == 1 or other[0].casefold() == first[0].casefold() or len(words) > 2:
            found.append(other)
        else:
            return [name]
    return found


def _split_entity(piece: str, leading: str) -> list[str]:
    found: list[str] = []
    for half in _outside(piece, "/"):
        for either in half.split(" or "):
            for part in _joined_forms(_outside(either, ",")):
                found += _at_and(part, [leading, *found])
    return found


def _joined_forms(parts: list[str]) -> list[str]:
    """Comma parts, with legal forms ("Ltd.", "АО") and parts that go on in small letters put back to their name."""
    joined: list[str] = []
    for part in parts:
        goes_on = part[:1].islower() and script_of(part[:1]) != "Latn"
        if joined and (goes_on or _LEGAL.fullmatch(part.replace(".", "")) or _LEGAL.fullmatch(joined[-1])):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _at_and(part: str, known: list[str]) -> list[str]:
    """Two names that "and" joins: only where the second begins as a name does here, for many names hold an "and"."""
    left, word, right = part.partition(" and ")
    if not word:
        return [part]
    starts = {_start(name) for name in (*known, left)}
    foreign = script_of(re.sub(r"\W", "", left)[-1:]) != "Latn" or script_of(re.sub(r"\W", "", right)[:1]) != "Latn"
    if foreign or _LEGAL_START.match(right) or _start(right) in starts:
        return [left, *_at_and(right, known)]
    tail = _at_and(right, [*known, left])
    return [f"{left} and {tail[0]}", *tail[1:]]


def _start(name: str) -> str:
    word = re.search(r"\w+", name)
    return word[0][:4].casefold() if word else ""


def _outside(text: str, mark: str) -> list[str]:
    """The parts between marks that stand outside brackets."""
    parts, depth, bracketed = [""], 0, _is_bracketed(text)
    for char in text:
        depth += bracketed * ((char == "(") - (char == ")"))
        if char == mark and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def _is_bracketed(text: str) -> bool:
    """Whether every bracket has its partner."""
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return not depth


def _unbracketed(text: str) -> str:
    """The text without the brackets that have no partner."""
    lone: list[int] = []
    for at, char in enumerate(text):
        if char == ")" and lone and text[lone[-1]] == "(":
            lone.pop()
        elif char in "()":
            lone.append(at)
    return "".join(char for at, char in enumerate(text) if at not in lone)
