"""Places: countries and other bodies as questions name them: "by Germany", "Iranian banks".

Issuers whose lists are read are no such places: `frames` knows them by their own words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rigour.territories import get_territories

PLACEHOLDER: Final = "\ue000"
"""Stands for each letter of a place in the text that frames are held against; no keyboard types it."""

_PEOPLE: Final[dict[str, str]] = {
    "AE": "uae|emirati|u.a.e.|emirates",
    "AF": "afghan",
    "AM": "armenian",
    "AR": "argentine|argentinian",
    "AT": "austrian|österreich",
    "AU": "australian",
    "AZ": "azerbaijani",
    "BA": "bosnian|bosnia",
    "BE": "belgian",
    "BG": "bulgarian",
    "BR": "brazilian",
    "BY": "belarusian|byelorussian",
    "CA": "canadian",
    "CD": "congolese|congo|drc",
    "CH": "swiss",
    "CN": "chinese|prc",
    "CO": "colombian",
    "CU": "cuban",
    "CZ": "czech|czech republic",
    "DE": "german|deutschland|allemagne",
    "DK": "danish",
    "EE": "estonian",
    "EG": "egyptian",
    "ES": "spanish",
    "FI": "finnish",
    "FR": "french|frankreich",
    "GE": "georgian",
    "GR": "greek",
    "HK": "hong kong",
    "HR": "croatian",
    "HU": "hungarian",
    "ID": "indonesian",
    "IE": "irish",
    "IL": "israeli",
    "IN": "indian",
    "IQ": "iraqi",
    "IR": "iranian",
    "IS": "icelandic",
    "IT": "italian|italien",
    "JP": "japanese",
    "KG": "kyrgyz",
    "KP": "north korean|dprk",
    "KR": "south korean|korea|korean",
    "KZ": "kazakh|kazakhstani",
    "LB": "lebanese",
    "LT": "lithuanian",
    "LV": "latvian",
    "LY": "libyan",
    "MD": "moldovan",
    "MM": "burma|burmese",
    "MX": "mexican",
    "NG": "nigerian",
    "NI": "nicaraguan",
    "NL": "dutch|the netherlands|holland",
    "NO": "norwegian",
    "NZ": "kiwi",
    "PK": "pakistani",
    "PL": "polish|polen",
    "PT": "portuguese",
    "RO": "romanian",
    "RS": "serbian",
    "RU": "russian|russian federation|russland|russie|россия|россии",
    "SA": "saudi",
    "SD": "sudanese",
    "SE": "swedish",
    "SG": "singaporean",
    "SI": "slovenian",
    "SK": "slovak",
    "SO": "somali",
    "SY": "syrian",
    "TH": "thai",
    "TR": "turkey|turkish",
    "TW": "taiwanese",
    "UA": "ukrainian|украина|украины|украиной",
    "UZ": "uzbek",
    "VE": "venezuelan",
    "VN": "vietnamese",
    "YE": "yemeni",
    "ZA": "south african",
    "ZW": "zimbabwean",
}
"""What else countries and their people are called."""

_BODIES: Final = {"world bank": "the World Bank", "interpol": "Interpol", "nato": "NATO"}
"""Bodies that are asked about as if they kept sanctions lists."""

_NO_COUNTRY: Final = frozenset({"Global", "Cyberspace", "United Nations", "European Union", "Sark", "Palau", "Niue"})
_READ: Final = frozenset({"US", "GB", "CH", "CA", "AU"})
"""Countries whose lists are read."""


class Place(NamedTuple):
    """A country or body: its ISO code ("" for a body) and its name."""

    code: str
    name: str


@cache
def _places() -> dict[str, Place]:
    own = {t.code.upper(): t.name for t in get_territories() if len(t.code) == 2 and t.name not in _NO_COUNTRY}
    found = {name.casefold(): Place(code, name) for code, name in own.items()}
    for code, words in _PEOPLE.items():
        found.update(dict.fromkeys(words.split("|"), Place(code, own[code])))
    return found | {word: Place("", name) for word, name in _BODIES.items()}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_places(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def places_in(text: str) -> tuple[Place, ...]:
    """The countries and bodies named in a text, each once."""
    found = (_places().get(match[0].casefold()) for match in _pattern().finditer(text))
    return tuple(dict.fromkeys(place for place in found if place))


def country_in(text: str) -> Place | None:
    """The country that a whole text names, by its own name or its people's."""
    text = re.sub(r"^the\s+", "", text.strip(" ?!.,").casefold())
    found = _places().get(text)
    return found if found and found.code else None


def without_list(text: str) -> tuple[str, ...]:
    """The names of the places in a text whose lists are not read."""
    return tuple(place.name for place in places_in(text) if place.code not in _READ)


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """The text, letter for letter, with placeholders for the places whose lists are not read."""

    def mask(match: re.Match[str]) -> str:
        place = _places().get(match[0].casefold())
        return PLACEHOLDER * len(match[0]) if place and place.code not in _READ else match[0]

    return _pattern().sub(mask, text)


def not_read(places: tuple[str, ...]) -> str:
    """What is told of places whose lists were asked for."""
    return f"No list of {', '.join(places[:3])} is read; this is what the lists loaded say."


_TOWARDS: Final = re.compile(
    rf"(?:.*\s)?[a-zà-ÿа-яё][\w-]*\s+(?:to|from|in|on|for|with|against|into|via|about)\s+(?:the\s+)?{PLACEHOLDER}+"
)
_OF_A_KIND: Final = re.compile(rf"{PLACEHOLDER}[{PLACEHOLDER}\s]*[a-z-]+s")

_BEGINNINGS: Final = re.compile(
    r"(?:all|any|are|can|could|do|does|find|give|how|is|list|news|sanctioned|show|tell|what|which|who|whose|why)",
    re.IGNORECASE,
)


def country_asked(subject: str, is_question: bool) -> str:
    """The code of the country that a text is about when it names no party ("" when it is about none).

    "Russia" · "list all Iranian banks" · "drones to Iran"
    """
    if whole := country_in(subject):
        return whole.code
    countries = [place.code for place in places_in(subject) if place.code]
    shadow = masked(subject.strip(" ?!."))
    words = re.findall(r"[^\W\d_]+", shadow)
    begins = is_question and bool(words) and _BEGINNINGS.fullmatch(words[0]) is not None
    if not countries or any(word[:1].isupper() for word in words[begins:]):
        return ""  # a capital begins a name
    return countries[0] if is_question or _TOWARDS.fullmatch(shadow) or _OF_A_KIND.fullmatch(shadow) else ""
