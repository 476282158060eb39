"""Notes: what one is about, its tags, and what somebody looks for among them.

text ─▶ subject (reference, programme, action, name) and the rest ─▶ tags
text ─▶ words, "phrases", begin*, #tag, by:, since:
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from bot.core.entities import Ref, parse_ref
from bot.core.issuers import ISSUER_OF
from bot.core.queries import QUOTES
from bot.core.typed_dates import typed_date

TopicKind = Literal["programme", "action", "story"]

MOST_TAGS: Final = 12
LONGEST_TAG: Final = 30
TAG_RULE: Final = f"A tag has letters, digits and hyphens, at most {LONGEST_TAG} characters: energy, q3-review."
SUBJECT_HOW: Final = (
    "Write what it is about: a reference such as `us-ofac-sdn:17018`, `programme:CODE`, `action:ID`, or a name in "
    'quotation marks: `note "Example Bank" asked the embassy`'
)
SEARCH_HOW: Final = 'Write what to look for: words, `"a phrase"`, `begin*`, `#tag`, `by:me`, `since:2026-03-01`.'
BY_HOW: Final = (
    "Write `by:me`, or `by:` with the member id, which is in the person's profile. Where you mention me in a channel, "
    "`by:` with a mention of them is understood."
)

_TAG_WORD: Final = rf"[^\W_](?:[^\W_]|-){{0,{LONGEST_TAG - 1}}}"
_HASHED: Final = re.compile(rf"(?<![\w#&/.-])#({_TAG_WORD})(?![\w-])")
_TAG: Final = re.compile(rf"#?({_TAG_WORD})")
_SUBJECT: Final = re.compile(r'\s*(?:"(?P<name>[^"]+)"|(?P<word>\S+))\s*(?P<rest>.*)', re.DOTALL)
_PART: Final = re.compile(
    r'(?P<key>by|since|tag):\s*(?P<value>"[^"]*"|\S+)|"(?P<phrase>[^"]*)"|(?P<word>\S+)', re.IGNORECASE
)
_USER: Final = re.compile(r"<?@?([UW][A-Z0-9]{1,20})(?:\|[^>]*)?>?")
_NO_CHARACTER: Final = re.compile("[\x00\ud800-\udfff]")
_AGO: Final = re.compile(r"(\d{1,3})([dw])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a note is about where it is no party: a programme by its code, an official action or a story by its id."""

    kind: TopicKind
    about: str


@dataclass(frozen=True, slots=True)
class Named:
    """A party by a name that has to be looked up."""

    name: str


Subject = Ref | Topic | Named


@dataclass(frozen=True, slots=True)
class Note:
    """A note with all that is known of it; `kind` is entity, programme or action, `about` the latter two's id.

    `is_reply` tells of one kept from a message, which it follows. A deleted one has no text any more.
    """

    id: int
    kind: str
    about: str
    entity: str
    source: str
    ref: str
    text: str
    tags: tuple[str, ...]
    author: str
    channel: str
    visibility: str
    created_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: str = ""
    is_reply: bool = False
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What a note said until then."""

    text: str
    until: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other; of the last only the beginning when `begins`."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class NoteSearch:
    """What is looked for: notes that have all of it. Nothing at all finds every note, newest first."""

    phrases: tuple[Phrase, ...] = ()
    tags: tuple[str, ...] = ()
    by: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Words that cannot be followed: why, with words from outside, and what would work, in ours alone."""

    text: str
    how: str = ""


def storable(text: str) -> str:
    """A text without what no database takes: characters that are none."""
    return _NO_CHARACTER.sub("", text)


def tags_in(text: str) -> tuple[str, ...]:
    """The tags that a text holds, in small letters, each once; a number alone (#12) is none."""
    found = (match[1].casefold() for match in _HASHED.finditer(text))
    return tuple(dict.fromkeys(tag for tag in found if _is_tag(tag)))[:MOST_TAGS]


def is_tags_only(text: str) -> bool:
    """Whether a text says nothing beside its tags."""
    return bool(tags_in(text)) and not _HASHED.sub("", text).strip(" ,;.")


def read_tag(word: str) -> str:
    """A tag as somebody gives one, with or without its #; "" for a word that is none."""
    match = _TAG.fullmatch(word.strip())
    tag = match[1].casefold() if match else ""
    return tag if _is_tag(tag) else ""


def retagged(tags: Iterable[str], before: str, after: str) -> tuple[str, ...]:
    """The tags of a note whose text changed: those given apart from the text stay."""
    given = set(tags) - set(tags_in(before))
    return tuple(dict.fromkeys((*tags_in(after), *(tag for tag in tags if tag in given))))[:MOST_TAGS]


def _is_tag(tag: str) -> bool:
    # Folding may lengthen a letter.
    return len(tag) <= LONGEST_TAG and any(char.isalpha() for char in tag)


def read_subject(word: str) -> Ref | Topic | None:
    """What a reference is about; None for anything that is none."""
    if ref := parse_ref(word, frozenset(ISSUER_OF)):
        return ref
    kind, colon, about = word.strip().partition(":")
    about = about.strip().strip('"').strip()
    if not colon or not about or len(about) > 80:
        return None
    match kind.casefold():
        case "programme" | "program":
            return Topic("programme", about.upper())
        case "action":
            return Topic("action", about)
        case "story" if about.isdecimal() and len(about) <= 9:
            return Topic("story", str(int(about)))
    return None


def split_subject(text: str) -> tuple[Subject, str] | Unreadable:
    """What a note shall be about, and what stands after it; the text itself is left as it was typed."""
    match = _SUBJECT.fullmatch(text)
    opening = text.lstrip()[:1]
    if opening and opening in "“„«":
        match = re.fullmatch(r"\s*[“„«](?P<name>[^“”„«»\"]+)[“”»\"]\s*(?P<rest>.*)(?P<word>)", text, re.DOTALL) or match
    if match is None:
        return Unreadable("That says nothing to keep a note on.", SUBJECT_HOW)
    if match["name"]:
        return Named(" ".join(match["name"].split())[:200]), match["rest"]
    subject = read_subject(match["word"])
    return (subject, match["rest"]) if subject else Unreadable(f"“{match['word'][:60]}” is no reference.", SUBJECT_HOW)


def parse_search(text: str, today: date, asker: str = "") -> NoteSearch | Unreadable:
    """What somebody looks for among the notes."""
    wanted = NoteSearch()
    for part in _PART.finditer(storable(text[:500]).translate(QUOTES)):
        read = _filter(wanted, part["key"].casefold(), part["value"].strip('"'), today, asker) if part["key"] else None
        read = read or _word(wanted, part["phrase"] if part["phrase"] is not None else part["word"])
        if isinstance(read, Unreadable):
            return read
        wanted = read
    return (
        Unreadable("That holds no word to look for.", SEARCH_HOW)
        if storable(text).strip() and wanted == NoteSearch()
        else wanted
    )


def _word(wanted: NoteSearch, word: str) -> NoteSearch | Unreadable:
    if word.startswith("#"):
        return _tagged(wanted, word)
    text, begins = word.rstrip("*"), word.endswith("*")
    if not any(char.isalnum() for char in text):
        return wanted
    return replace(wanted, phrases=(*wanted.phrases, Phrase(text.strip(), begins)))


def _filter(wanted: NoteSearch, key: str, value: str, today: date, asker: str) -> NoteSearch | Unreadable:
    match key:
        case "tag":
            return _tagged(wanted, value)
        case "by":
            return _by(wanted, value, asker)
        case _:
            return _since(wanted, value, today)


def _tagged(wanted: NoteSearch, word: str) -> NoteSearch | Unreadable:
    tag = read_tag(word)
    return replace(wanted, tags=(*wanted.tags, tag)) if tag else Unreadable(f"“{word[:40]}” is no tag.", TAG_RULE)


def _by(wanted: NoteSearch, value: str, asker: str) -> NoteSearch | Unreadable:
    if value.casefold() in ("me", "@me") and asker:
        return replace(wanted, by=asker)
    if match := _USER.fullmatch(value):
        return replace(wanted, by=match[1])
    return Unreadable(f"A name typed here does not tell me who “{value[:40]}” is.", BY_HOW)


def _since(wanted: NoteSearch, value: str, today: date) -> NoteSearch | Unreadable:
    if match := _AGO.fullmatch(value):
        day = today - timedelta(days=int(match[1]) * (7 if match[2].lower() == "w" else 1))
        return replace(wanted, since=datetime.combine(day, time(), UTC))
    read = typed_date(value)
    if isinstance(read, str):
        return Unreadable(read, SEARCH_HOW)
    year, month, day_of = (*(int(part) for part in read.value.split("-")), 1, 1)[:3]
    return replace(wanted, since=datetime(year, month, day_of, tzinfo=UTC))
