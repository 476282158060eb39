"""Whose programme a code is, and against which country or theme it is directed, as far as the code itself says.

The names of countries in codes and titles (`RUSSIA-EO14024`, `The Russia (Sanctions) …`), the three-letter codes of the
EU's file (`RUS`), and the programmes whose name is another's (`UKRAINE-EO13662` is directed at Russia).
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.issuers import issuer_code
from bot.core.news import StoryFacts

NAMED_OTHERWISE: Final = {
    "UKRAINE-EO13660": "RU",
    "UKRAINE-EO13661": "RU",
    "UKRAINE-EO13662": "RU",
    "UKRAINE-EO13685": "RU",
    "UKR": "RU",
    "MAGNIT": "RU",
    "PEESA": "RU",
    "PEESA-EO14039": "RU",
    "SDGT": "terrorism",
    "FTO": "terrorism",
    "SDNTK": "narcotics",
    "NPWMD": "proliferation",
    "GLOMAG": "human_rights",
    "TCO": "organised_crime",
    "IFSR": "IR",
    "IRGC": "IR",
    "DARFUR": "SD",
    "NS-CMIC": "CN",
    "NS-CMIC-EO13959": "CN",
    "SSI": "RU",
}
_WORDS: Final = (
    ("RU", r"russia\w*|rus"),
    ("BY", r"belarus\w*|blr"),
    ("IR", r"iran\w*|irn"),
    ("KP", r"dprk\w*|north korea|prk|democratic people's republic of korea"),
    ("SY", r"syria\w*|syr"),
    ("VE", r"venezuela\w*|ven"),
    ("CU", r"cuba\w*"),
    ("MM", r"burma\w*|myanmar|mmr"),
    ("HK", r"hk|hong kong"),
    ("CN", r"china|chn|cmic"),
    ("SS", r"south sudan|ssd"),
    ("SD", r"(?<!south )sudan|sdn"),
    ("CD", r"drcongo|democratic republic of the congo|cod"),
    ("CF", r"car|central african republic|caf"),
    ("LY", r"libya\w*|lby"),
    ("ML", r"mali|mli"),
    ("SO", r"somalia|som"),
    ("YE", r"yemen|yem"),
    ("ZW", r"zimbabwe|zwe"),
    ("NI", r"nicaragua|nic"),
    ("LB", r"lebanon|lbn"),
    ("IQ", r"iraq\d*|irq"),
    ("HT", r"haiti|hti"),
    ("AF", r"afghanistan|afg"),
    ("BA", r"bosnia\w*|bih"),
    ("ET", r"ethiopia|eth"),
    ("MD", r"moldova|mda"),
    ("GN", r"guinea|gin"),
    ("GW", r"guinea-bissau|gnb"),
    ("BI", r"burundi|bdi"),
    ("TR", r"turkey|türkiye|tur"),
    ("TN", r"tunisia|tun"),
    ("cyber", r"cyber\w*|cyb"),
    ("terrorism", r"(?:counter[- ])?terroris\w*|terr|tak|taqa|eutam"),
    ("human_rights", r"human rights|hr|magnitsky"),
    ("narcotics", r"illicit-drugs\w*|narcotic\w*"),
    ("icc", r"icc\w*"),
    ("proliferation", r"nonproliferation|chem|chemical weapons"),
)
_TARGETS: Final = tuple((code, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)) for code, words in _WORDS)
_US = re.compile(r"-EO\d{5}$|^CAATSA|\[", re.IGNORECASE)
_UK = re.compile(r"\(EU Exit\)|\(Sanctions\)", re.IGNORECASE)


def about(code: str) -> tuple[str, str]:
    """The issuer and the target of a programme's code or title; "" for what it does not say."""
    text = code.strip()
    issuer = "US" if _US.search(text) else "GB" if _UK.search(text) else ""
    if text.upper() in NAMED_OTHERWISE:
        return issuer, NAMED_OTHERWISE[text.upper()]
    return issuer, next((target for target, pattern in _TARGETS if pattern.search(text)), "")


def issuers_of(story: StoryFacts) -> frozenset[str]:
    """Whose measure a story is about, by the codes that lists and watches have."""
    return frozenset(filter(None, (issuer_code(issuer) for issuer in story.issuers)))


def is_of_programme(story: StoryFacts, code: str) -> bool:
    """Whether a story names a programme, or is about what it targets and its issuer's measure."""
    if code.upper() in {each.upper() for each in story.programmes}:
        return True
    issuer, target = about(code)
    return bool(target) and target in story.targets and (not issuer or issuer in issuers_of(story))
