"""Asking: questions in plain words, taken down to whom they are about.

"is Rosneft sanctioned by the EU?" ─▶ subject "Rosneft", issuer "EU"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.core.issuers import issuer_code

_LEAD: Final = re.compile(
    r"^(?:hi|hello|hey|please|pls|can you|could you|do you know if|tell me (?:if|whether|about)|check|look up|lookup|"
    r"what about|how about|what is the status of|status of|who is|whois|what is|is there (?:a listing|anything) on|"
    r"are there sanctions (?:on|against)|is|are|was|were|has|have|does|did)\b[\s,:]*",
    re.IGNORECASE,
)
_ISSUER: Final = r"(?:the )?(?P<issuer>OFAC|EU|UK|US|USA|UN|GB|CH|CA|AU|SECO|OFSI|United Kingdom)(?:'s|’s)?"
_TAIL: Final = re.compile(
    r"(?:[\s,]+(?:(?:been|being|currently|still|now|already|ever) )*"
    r"(?:sanctioned|listed|designated|blocked|delisted|under sanctions?|subject to sanctions?|"
    r"on (?:a|any|the)(?: sanctions?)? lists?|on sanctions?)(?:[\s,]+(?:now|today|yet|still|anywhere))*)?"
    rf"(?:[\s,]+(?:(?:by|in|on|under|at) )?{_ISSUER}(?: sanctions)?(?: list)?)?[\s?!.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is about, and the issuer it names ("" when it names none)."""

    subject: str
    issuer: str = ""


def strip_question(text: str) -> Asked:
    """The subject of a question; a text that asks nothing is its own subject."""
    text = text.strip()
    lead = _without_lead(text)
    if lead == text and not text.endswith("?"):
        return Asked(text)
    rest = lead.rstrip("?!. ") if lead != text else text.rstrip("?! ")
    match = _TAIL.search(rest)
    if match is None or match.start() == 0 or not match[0].strip():
        return Asked(rest or text)
    issuer = match["issuer"] or ""
    return Asked(rest[: match.start()].strip() or text, issuer if issuer_code(issuer) else issuer.casefold())


def _without_lead(text: str) -> str:
    """The text without question words at its start; only where it goes on, or ends as a question."""
    shorter = _LEAD.sub("", text, count=1)
    while shorter != text and shorter:
        # "Is" is also a name: words are taken away only from what reads as a question.
        if not (text.rstrip().endswith("?") or _TAIL_WORD.search(text) or _POLITE.match(text)):
            return text
        text, shorter = shorter, _LEAD.sub("", shorter, count=1)
    return text


_TAIL_WORD: Final = re.compile(r"\b(?:sanctioned|listed|designated|blocked|under sanctions?)\b", re.IGNORECASE)
_POLITE: Final = re.compile(
    r"^(?:please|pls|tell me|check|look up|lookup|what about|who is|status of)\b", re.IGNORECASE
)
