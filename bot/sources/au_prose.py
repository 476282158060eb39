"""Australian prose: what can be read without doubt from the sheet's cells of free text."""

from __future__ import annotations

import re

from bot.core.countries import country_code
from bot.core.identifiers import Identifier, check_identifier, compact
from bot.core.listings import Fact
from bot.sources.au_dates import first_day
from bot.sources.draft import folded

NOTHING = frozenset({"", "na", "n/a", "nil", "none", "-"})
"""What a cell prints that says nothing."""

_OWN_REFERENCE = re.compile(
    r"(?:^|(?<!under )\b(?:UN|permanent) reference(?: number| no\.?)?\s*:?\s*)"
    r"(?P<ref>(?:QD|TA|KP|IQ|IR|CD|CF|LY|SO|SD|SS|YE|ML|GB|HT)[ie]\.\d{3})\b",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"(?:Autonomous Sanctions|Charter of the United Nations)\s*\(.+?\)\s*(?:Amendment\s*)?(?:\(No\.? ?\d+\)\s*)?"
    r"(?:Instrument|List|Declaration)?\s*\d{4}(?:\s*\(No\.? ?\d+\))?"
    r"|Autonomous Sanctions Regulations \d{4}|Charter of the United Nations Act 1945"
)
_LISTED_ON = re.compile(
    r"^(?:(?:Resolution \d+ \(\d+\)\s*)?(?:first )?listed(?: by (?:the )?UN[^.;]*?)?\s*(?:on\b)?\s*:?\s*"
    r"|The Minister for Foreign Affairs listed this \w+ on\s+"
    r"|Designated under [^.]*? on\s+)?(?<!\d)(?P<day>\d{1,2}\W.*)",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:(?P<nation>[A-Z][\w-]+(?: [A-Z][\w-]+)?) )?\bpassport\s*(?:(?:number|no)\b\.?)?\s*:?\s*"
    r"(?P<value>[A-Z]{0,3}[ -]?\d[\dA-Z-]{4,})\b",
    re.IGNORECASE,
)
_PASSPORT_LIST = re.compile(
    r"\bpassport (?:no|number)s?\b\.?\s*:?\s*(?:na\s+)?(?P<items>\(?a\) .{5,600}?)"
    r"(?=\b(?:National identi|Title|Designation|Address|Other information|Review|Physical)|$)",
    re.IGNORECASE,
)
_LISTED_NUMBER = re.compile(
    r"(?:(?P<nation>[A-Z][\w-]+(?: [A-Z][\w-]+)?) )?(?:passport )?(?:number |no\.? )?"
    r"(?P<value>[A-Z]{0,3}[ -]?\d[\dA-Z-]{4,})\b",
    re.IGNORECASE,
)
_NATIONAL = re.compile(
    r"(?:(?P<nation>[A-Z][\w-]+) )?\bnational identi(?:fication|ty)(?: card)?(?: \(tazkira\))?\s*"
    r"(?:number|no)\b\.?\s*:?\s*(?P<value>[A-Z]{0,3}-?\d[\d-]{4,})\b",
    re.IGNORECASE,
)
_LEI = re.compile(r"\bLEI\)?\s*:?\s*(?P<value>[A-Z0-9]{18}\d\d)\b")
_IMO = re.compile(
    r"\bIMO\)?\s*(?:(?:identification|ship|company) ?)?(?:(?:number|no)\b\.?)?\s*:?\s*(?P<value>\d{7})\b", re.IGNORECASE
)
_BIC = re.compile(r"\bSWIFT(?:/BIC)?\s*:?\s*(?P<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_TAX = re.compile(r"\bTax ID No\.?\s*:?\s*(?P<value>\d{9,15})(?:\s*\((?P<nation>[\w ]+)\))?", re.IGNORECASE)
_REGISTRATION = re.compile(
    r"\b(?:Registration ID|Government Gazette Number"
    r"|(?:Company|State) (?:identification|registration) (?:number|No\.?))"
    r"\s*[.:]*\s*(?P<value>\d{8,15})(?:\s*\((?P<nation>[\w ]+)\))?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEBSITE = re.compile(r"\bwebsites?:?\s*((?:(?:https?:/+|www\.)[^\s;,)]+[\s;,]*)+)", re.IGNORECASE)
_GENDER = re.compile(r"\bGender\s*:?\s*\[?(male|female)\b", re.IGNORECASE)
_MARKER = re.compile(r"(?:^|(?<=[\s,;.]))\(?([a-z]{1,2})\)\s*", re.IGNORECASE)


def values(text: str) -> list[str]:
    """The values of a cell: "a) X b) Y" and "X; Y" are two each."""
    text = re.sub(r"^(?:POB|DOB|Address)\s*:\s*", "", folded(text))
    pieces = _marked(text) or text.split(";")
    return [value for piece in pieces if (value := piece.strip(" ,;.")).casefold() not in NOTHING]


def _marked(text: str) -> list[str]:
    """The items after the marks a), b), c) …; none when the text is no such list."""
    starts: list[tuple[int, int]] = []
    for match in _MARKER.finditer(text):
        if match[1].lower() == chr(ord("a") + len(starts)) and (starts or not match.start()):
            starts.append(match.span())
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return [text[after:end] for (_, after), end in zip(starts, ends, strict=False)]


def citizenships(text: str) -> list[str]:
    """The citizenships in a cell; "Russian and Ukrainian" is two, "Bosnia and Herzegovina" one."""
    found: list[str] = []
    for value in values(text):
        halves = re.split(r" and |/|, ", value)
        two = len(halves) > 1 and not country_code(value) and all(country_code(half) for half in halves)
        found += [half.strip() for half in halves] if two else [value]
    return found


def country_in(address: str) -> str:
    """The country at the end of an address, as printed; "" when there is none."""
    bare = re.sub(r"\s*\([^)]*\)", "", address).strip(" .")
    last = bare.rpartition(",")[2].strip()
    return last if country_code(last) else ""


def instruments(text: str) -> list[str]:
    """The legal instruments that a text names by their titles."""
    return [folded(match[0]) for match in _INSTRUMENT.finditer(folded(text))]


def listed_on(text: str, day: str = "") -> str:
    """The day of listing where the text plainly says one; `day` is that of a cell that holds only a day's number."""
    text = folded(text)
    if day or "formerly listed" in text.casefold():
        return day
    match = _LISTED_ON.match(text)
    return first_day(match["day"]) if match else ""


def own_reference(text: str) -> str:
    """The party's own UN reference; the many others in the prose are those of parties it is linked to."""
    match = _OWN_REFERENCE.search(folded(text))
    return match["ref"][:2].upper() + match["ref"][2:].lower() if match else ""


def identifiers(text: str) -> list[Identifier]:
    """The identifiers that the prose prints with their label; it keeps many more in words only."""
    text = folded(text)
    found = [
        Identifier(scheme, compact(scheme, match["value"]), _nation(match), label)
        for scheme, label, pattern in (
            ("passport", "passport", _PASSPORT),
            ("national_id", "national identification number", _NATIONAL),
            ("imo", "IMO number", _IMO),
            ("lei", "LEI", _LEI),
            ("bic", "SWIFT/BIC", _BIC),
        )
        for match in pattern.finditer(text)
    ]
    for listed in _PASSPORT_LIST.finditer(text):
        matches = (_LISTED_NUMBER.match(item.strip()) for item in _marked(listed["items"]))
        found += [Identifier("passport", compact("passport", m["value"]), _nation(m), "passport") for m in matches if m]
    found += [_tax(match) for match in _TAX.finditer(text)]
    return found + [_registration(match) for match in _REGISTRATION.finditer(text)]


def _tax(match: re.Match[str]) -> Identifier:
    scheme = "inn" if _nation(match) == "RU" and len(match["value"]) in (10, 12) else "tax"
    return Identifier(scheme, match["value"], _nation(match), "Tax ID No.")


def _registration(match: re.Match[str]) -> Identifier:
    """The Russian state register's number, told by its check digit, or any other."""
    label = match[0].partition(match["value"])[0].strip(" .:")
    if isinstance(check_identifier("ogrn", match["value"]), Identifier):
        return Identifier("ogrn", match["value"], "RU", label)
    return Identifier("registration", match["value"], _nation(match), label)


def contacts(text: str) -> list[Fact]:
    """The e-mail addresses, websites and the gender that the prose prints."""
    text = folded(text)
    found = [Fact("email", match[0].rstrip(".")) for match in _EMAIL.finditer(text)]
    for match in _WEBSITE.finditer(text):
        found += [Fact("website", site.rstrip(".")) for site in re.split(r"[\s;,]+", match[1]) if site.strip(".")]
    found += [Fact("gender", match[1].lower()) for match in _GENDER.finditer(text)]
    return found


def _nation(match: re.Match[str]) -> str:
    words = folded(match.groupdict().get("nation") or "")
    return country_code(words) or next((code for word in reversed(words.split()) if (code := country_code(word))), "")
