"""Beyond: questions that lists of parties do not answer, and the one honest line for each.

"may we pay Rosneft?" ─▶ legal advice, about "Rosneft" · "19th package" ─▶ an act · "CN 8471" ─▶ goods
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """What a question outside the lists is about."""

    ADVICE = "advice"
    GOODS = "goods"
    ASSETS = "assets"
    LAW = "law"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Beyond:
    """A question that no list answers, and the party it names ("" when it names none)."""

    topic: Topic
    subject: str = ""


_WE: Final = r"(?:we|i|they|one|you|someone|our\s+\w+|my\s+\w+|an?\s+(?:eu|uk|us)\s+\w+|banks?|companies)"
_DEAL: Final = (
    r"(?:pay|paying|make\s+a\s+payment|send\s+(?:money|funds|a\s+payment)|transfer\s+(?:money|funds)|"
    r"deal(?:ing)?|trade|trading|do\s+business|"
    r"doing\s+business|work|sell|selling|buy|buying|ship|shipping|export|import|contract|"
    r"sign(?:\s+a\s+contract)?|invest|lend|"
    r"meet|meeting|invite|hire|employ|insure|charter|bank|transact|accept\s+(?:money|funds|payments?|"
    r"a\s+payment)|receive\s+(?:money|funds|payments?|a\s+payment)|"
    r"host|onboard|continue|engage|cooperate|partner|supply|provide\s+\w+)"
)
_PREPOSITION: Final = (
    r"(?:\s+(?:to|with|from|for|in|at|against|into|goods\s+(?:to|from)|services\s+to|anything\s+(?:to|from)))*"
)
_WHOM: Final = r"\s+(?P<subject>\S.*?)"
_END: Final = r"(?:\s+(?:under|without|if|despite|now|today|anyway|legally)\b.*)?[\s?!.]*"
_ADVICE: Final = tuple(
    re.compile(text + _END, re.IGNORECASE)
    for text in (
        rf"(?:may|can|could|should|shall|must|would)\s+{_WE}\s+(?:still\s+|legally\s+|"
        rf"be\s+able\s+to\s+)*{_DEAL}{_PREPOSITION}{_WHOM}",
        rf"(?:are|is|am|were|will)\s+{_WE}\s+(?:still\s+|be\s+)*(?:allowed|permitted|able|free|authori[sz]ed|"
        rf"obliged|required)\s+to\s+{_DEAL}{_PREPOSITION}{_WHOM}",
        r"(?:is|would)\s+it\s+(?:still\s+|be\s+)*(?:legal|illegal|lawful|unlawful|ok|okay|fine|allowed|permitted|"
        r"possible|prohibited|a\s+breach|a\s+violation|safe|risky)"
        rf"(?:\s+for\s+{_WE})?\s+(?:to|if\s+{_WE})\s+{_DEAL}{_PREPOSITION}{_WHOM}",
        rf"do\s+{_WE}\s+need\s+(?:a\s+)?(?:licen[cs]e|authori[sz]ation|derogation|permission)\s+(?:to|"
        rf"for)\s+{_DEAL}{_PREPOSITION}{_WHOM}",
        r"darf\s+(?:ich|man)\s+(?:an\s+|mit\s+|von\s+)?(?P<subject>\S.*?)\s+(?:zahlen|bezahlen|handeln|liefern|"
        r"verkaufen|kaufen)",
    )
)
_ADVICE_AT_LARGE: Final = re.compile(
    r"\b(?:legal\s+(?:advice|opinion)|is\s+(?:it|this|that)\s+(?:legal|lawful|allowed|permitted|prohibited|a\s+breach)|"
    r"what\s+(?:are|is)\s+the\s+(?:penalt(?:y|ies)|fines?)|do\s+we\s+need\s+a\s+licen[cs]e|are\s+we\s+allowed)\b",
    re.IGNORECASE,
)
_GOODS: Final = re.compile(
    r"\b(?:cn|hs|taric|eccn|tariff|customs|commodity|combined\s+nomenclature)\s*-?(?:codes?|headings?|numbers?|"
    r"no\.?)?\s*:?\s*\d[\d. ]{2,12}\b|"
    r"^\W*(?:cn|hs|taric|eccn|combined\s+nomenclature)\s+codes?\b|"
    r"\b(?:which|what|are|is)\b.{0,40}\b(?:goods|items|products|dual[- ]use|technology|"
    r"export)\b.{0,60}\b(?:banned|prohibited|restricted|allowed|controlled|covered|sanctioned)\b|"
    r"^\W*(?:dual[- ]use|luxury)\s+(?:goods|items)\W*$|\b(?:dual[- ]use|luxury)\s+(?:goods|items)\b.*\?",
    re.IGNORECASE,
)
_ASSETS: Final = re.compile(
    r"\b(?:how\s+much|how\s+many\s+(?:billions?|millions?|euros?|dollars?)|value|amount|total|"
    r"sum)\b.{0,60}\b(?:frozen|immobili[sz]ed|blocked|seized|freeze)\b|"
    r"\b(?:frozen|immobili[sz]ed|seized)\s+(?:assets?|funds|reserves|money)\b(?:\s+(?:of|held\s+by|"
    r"belonging\s+to)\s+(?P<subject>\S.*?))?(?=[\s?!.]*$)",
    re.IGNORECASE,
)
_MUCH_OF: Final = re.compile(
    r"\b(?:of|from|belonging\s+to|"
    r"owned\s+by)\s+(?P<subject>[A-ZÀ-ÞА-Я]\S*?(?:\s+\S+){0,4}?)(?:['’]s)?(?:\s+(?:is|are|was|were|has|have|"
    r"assets?|money|funds)\b.*)?[\s?!.]*$"
)
_LAW: Final = re.compile(
    r"(?:the\s+)?(?:(?:eu(?:'s)?\s+)?(?:\d{1,2}(?:st|nd|rd|th)|latest|new(?:est)?|next|first|second|third|"
    r"tenth)\s+(?:sanctions\s+)?package|"
    r"(?:sanctions\s+)?package\s+(?:no\.?\s*)?\d{1,2}|annex\s+(?:no\.?\s*)?[ivxlc]+[a-z]?|annex\s+\d{1,2}[a-z]?|"
    r"(?:ssi\s+|caatsa\s+|ofac\s+|eo\s*\d{5}\s+)?directive\s+(?:no\.?\s*)?[1-4]a?|(?:oil\s+|g7\s+)*price\s+cap|"
    r"snap-?back|"
    r"(?:general\s+licen[cs]e|gl)\s*(?:no\.?\s*)?\d{1,3}[a-z]?|int/\d{4}/\d+|"
    r"(?:e\.?\s?o\.?|executive\s+order)\s*-?\d{5}|(?:regulation|decision|reg\.?)?\s*(?:\((?:eu|ec|cfsp|"
    r"eg)\)\s*)?(?:no\.?\s*)?\d{1,4}/\d{4}(?:/cfsp)?|"
    r"(?:regulation\s+|eu\s+|reg\.?\s+)?(?:267|269|833|765|692|208|1267|2580|1988|1718|2231)|"
    r"(?:un\s*sc?r?|resolution)\s*\d{4}|caatsa|ieepa|oil\s+ban|shadow\s+fleet|no[- ]russia\s+clause|best\s+efforts)"
    r"(?:\s+(?:of|in|under|to)\s+(?:the\s+)?(?:regulation\s+)?(?:\(eu\)\s*)?(?:no\.?\s*)?[\d/]+)?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"(?:[A-Z]{2,}(?:-[A-Z0-9]+)*-)EO ?1\d{4}")
_LAW_LEAD: Final = re.compile(
    r"^(?:(?:please|what(?:'s|’s|\s+is|\s+was)(?:\s+in)?|what\s+about|tell\s+me\s+about|show(?:\s+me)?|explain|"
    r"who\s+is\s+(?:in|on|under)|"
    r"does|info(?:rmation)?\s+on|status\s+of)\s+)+",
    re.IGNORECASE,
)


def beyond(text: str) -> Beyond | None:
    """The topic of a question that no list answers; None for questions about parties."""
    text = text.strip()
    if text[:1] == '"':
        return None
    for pattern in _ADVICE:
        if match := pattern.fullmatch(text):
            return Beyond(Topic.ADVICE, _party(match["subject"]))
    if _CODE.fullmatch(text):
        return Beyond(Topic.CODE, text)
    if _LAW.fullmatch(_LAW_LEAD.sub("", text).rstrip("?!. ")):
        return Beyond(Topic.LAW)
    if _GOODS.search(text):
        return Beyond(Topic.GOODS)
    if match := _ASSETS.search(text):
        named = match["subject"] or ((found := _MUCH_OF.search(text)) and found["subject"]) or ""
        return Beyond(Topic.ASSETS, _party(named))
    return Beyond(Topic.ADVICE) if _ADVICE_AT_LARGE.search(text) else None


_NOBODY: Final = frozenset(
    [
        "him",
        "her",
        "them",
        "it",
        "this",
        "that",
        "someone",
        "anyone",
        "somebody",
        "russia",
        "iran",
        "syria",
        "belarus",
        "there",
    ]
)


def _party(text: str) -> str:
    """The party named, if it is one: pronouns and whole countries are none."""
    text = text.strip().rstrip("?!., ").strip('"')
    text = re.sub(r"^the\s+(?=[a-z])", "", text)
    return "" if text.casefold() in _NOBODY else text
