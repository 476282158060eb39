"""Inert text: whatever comes from outside is shown, and does nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

# Letters by category, yet nothing to see: they would hide in a name as well as any control character.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN = frozenset({"Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Cc", "Zl", "Zp", "Zs"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NO_NAME = (
    re.compile(r"(?i)(javascript|data|mailto|tel|sms|slack|file|vbscript|ftp|ssh):(?=\S|$)"),
    re.compile(r":(?=//)"),
    re.compile(r"(?i):[a-z0-9_+'-]+:"),
    re.compile(r"(?i)@(?=(channel|here|everyone)\b)"),
)
"""What no name holds, and a client might bring to life even in plain text or code: addresses, emoji, calls to all."""

_LIVE = (
    *_NO_NAME,
    # Any colon that could open an emoji or an address, also with what we write after the text;
    # a number of four digits or a capital (`imo:9999993`, `programme:RUSSIA`) makes no emoji.
    re.compile(r":(?=\S|$)(?!\d{4,}(?!\S))(?![^\s:/]*[^\Wa-z\d_][^\s:]*(?!\S))"),
    re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})"),
    re.compile(r"[@#](?=\S)"),
    re.compile(r"[*~]|(?<![^\W_])_|_(?![^\W_])"),
)
"""What Slack would bring to life in mrkdwn."""

_LOOK_ALIKE = str.maketrans(":.@#*~_", "∶․＠＃∗∼＿")
_LOOK_ALIKE_MARKS = str.maketrans(":@", "∶＠")
_OPENING, _CLOSING = "([{“„‘«\"'", ")]}”’»\"'.,;!?…"
_BROKEN_TAIL = re.compile(r"(&[a-z]{0,4}|<[^<>]*)$")
_UNUSUAL = re.compile(r"[^\x20-\x7e]")
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")


def size(text: str) -> int:
    """Length as Slack may count it: UTF-16 units, the larger of the two ways."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def visible(text: str) -> str:
    """One line without control, direction, zero-width or unassigned characters."""
    return " ".join(_UNUSUAL.sub(_shown, text).split())


def _shown(found: re.Match[str]) -> str:
    char = found.group()
    category = unicodedata.category(char)
    if category in _SPACES:
        return " "
    return "" if category in _HIDDEN or char in _BLANKS else char


def inert(text: str, limit: int = 300) -> str:
    """Text from outside for mrkdwn: escaped, one line, at most `limit` characters, nothing in it comes alive.

    A word that Slack would bring to life stands as code, letter for letter, so that whoever copies it has it right;
    only an address, an emoji and a call to all have other letters.
    """
    text = _closed(_shortened(text, limit).replace("`", "'"))
    # Slack reads an escaped ">" at the start of a line as a quotation too.
    text = "›" + text[1:] if text.startswith(">") else text
    *words, last = text.split(" ")
    return " ".join([*(_word(word, word + " ") for word in words), _word(last, last)])


def _word(word: str, written: str) -> str:
    """A word, as code where it is live as `written`; quotation marks and stops around it stay outside."""
    if not any(pattern.search(written) for pattern in _LIVE):
        return escaped(word)
    core = word.lstrip(_OPENING)
    head, core = word[: len(word) - len(core)], core.rstrip(_CLOSING) or core
    tail = word[len(head) + len(core) :]
    return f"{escaped(head)}`{escaped(core)}`{escaped(tail)}" if core else escaped(word)


def escaped(text: str) -> str:
    """The three characters that Slack wants escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_code(text: str, limit: int = 300) -> str:
    """Text from outside within a code span of ours, where nothing comes alive: letter for letter but the back-tick."""
    return escaped(_closed(_shortened(text, limit).replace("`", "'")))


def code_text(text: str, limit: int = 100) -> str:
    """Text to be typed or copied, as a code span of its own."""
    return f"`{in_code(text, limit) or ' '}`"


def _label(text: str) -> str:
    """Text from outside as the label of a link, which takes no code: look-alikes for what would come alive there."""
    text = _shortened(text, 300).replace("`", "'")
    for pattern in _LIVE:
        text = pattern.sub(lambda found: found.group().translate(_LOOK_ALIKE), text)
    return escaped(text).replace("|", "¦")


def plain(text: str, limit: int = 3000) -> str:
    """Text for plain-text elements, which parse nothing: one line; addresses are harmless even where a client would."""
    return _closed(_shortened(text, limit)).replace("<", "‹").replace(">", "›")


def _closed(text: str) -> str:
    """Text in which what no name holds has look-alikes for its marks."""
    for pattern in _NO_NAME:
        text = pattern.sub(lambda found: found.group().translate(_LOOK_ALIKE_MARKS), text)
    return text


def _shortened(text: str, limit: int) -> str:
    """One visible line; of a monster only the beginning is looked at."""
    return cut(visible(text[: 4 * limit + 100]), limit)


def quoted(text: str, limit: int = 300) -> str:
    """Text from outside as a quotation, for mrkdwn."""
    return f"“{inert(text, limit)}”"


def whole(text: str, limit: int = 300) -> str:
    """Text from outside as a quotation, or all of it as one code span where Slack would bring part of it to life."""
    said = inert(text, limit)
    return code_text(text, limit) if "`" in said else f"“{said}”"


def bold(text: str) -> str:
    """mrkdwn of ours in bold; with code in it as it is, for Slack shows no code span within bold."""
    return text if "`" in text else f"*{text}*"


def cut(text: str, limit: int, live: bool = False) -> str:
    """`text` within `limit`, ended with "…" at a word; in mrkdwn (`live`) never inside an escape, link or code span."""
    if size(text) <= limit:
        return text
    short, room = [], limit - 1
    for char in text:
        room -= size(char)
        if room < 0:
            break
        short.append(char)
    kept = _BROKEN_TAIL.sub("", "".join(short)) if live else "".join(short)
    stop = max(kept.rfind(" "), kept.rfind("\n"))
    kept = kept[:stop] if stop > len(kept) * 0.6 else kept
    if live and kept.count("`") % 2:
        kept = kept[: kept.rindex("`")]
    return kept.rstrip() + "…"


def link(url: str, label: str) -> str:
    """A link to an official address of ours; anything but a plain https address stays text."""
    parts = urlsplit(visible(url))
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or size(url) > 1000:
        return inert(label)
    address = quote(visible(url), safe=":/?#@!$&()+,;=%~.-_").replace("&", "&amp;")
    return f"<{address}|{_label(label)} ↗>"


def person(user: str) -> str:
    """A workspace member as Slack shows one; any other author is plain text."""
    return f"<@{user}>" if _USER.fullmatch(user) else inert(user, 80)


def day(value: date | None, missing: str = "no date") -> str:
    """A calendar day as the house writes it: 24 Mar 2022."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else missing


def utc(instant: datetime) -> str:
    """An instant for plain text, where Slack cannot turn it into the reader's time."""
    moment = instant.astimezone(UTC)
    return f"{day(moment.date())} {moment:%H:%M} UTC"


def slack_date(instant: datetime | None, fallback: str = "") -> str:
    """An instant in the reader's own timezone; `fallback` is for clients that cannot."""
    if instant is None:
        return "never"
    return f"<!date^{int(instant.timestamp())}^{{date_short}} {{time}}|{fallback or utc(instant)}>"


def listed_out(items: Sequence[str], most: int, more: str = "+{n} more", between: str = " · ") -> str:
    """The first `most` items, and how many were left out."""
    rest = [more.format(n=len(items) - most)] if len(items) > most else []
    return between.join([*items[:most], *rest])


def lines(*items: str | None) -> str:
    """The lines that are there, one below the other."""
    return "\n".join(item for item in items if item)


def dotted(items: Iterable[str | None]) -> str:
    """The parts that are there, set apart by middle dots."""
    return " · ".join(item for item in items if item)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 entry, 397 entries, 15,000 people."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
