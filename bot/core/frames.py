"""Frames: the sentences in which people ask about a party, with a gap where its name stands.

Every frame is a whole sentence: words are taken away only together, so that "Will Smith" or "Has Holdings" stay names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.core.places import PLACEHOLDER

ISSUER_WORDS: Final[dict[str, str]] = {
    "ofac": "ofac",
    "us treasury": "ofac",
    "treasury": "ofac",
    "sdn": "sdn",
    "us": "us",
    "u.s.": "us",
    "usa": "us",
    "united states": "us",
    "america": "us",
    "american": "us",
    "washington": "us",
    "bis": "bis",
    "eu": "eu",
    "european union": "eu",
    "brussels": "eu",
    "european": "eu",
    "council": "eu",
    "uk": "gb",
    "u.k.": "gb",
    "united kingdom": "gb",
    "britain": "gb",
    "british": "gb",
    "london": "gb",
    "gb": "gb",
    "ofsi": "ofsi",
    "fcdo": "gb",
    "un": "un",
    "united nations": "un",
    "security council": "un",
    "switzerland": "ch",
    "swiss": "ch",
    "seco": "seco",
    "ch": "ch",
    "canada": "ca",
    "canadian": "ca",
    "ca": "ca",
    "australia": "au",
    "australian": "au",
    "dfat": "dfat",
    "au": "au",
    "ес": "eu",
    "евросоюза": "eu",
    "сша": "us",
    "великобритании": "gb",
    "оон": "un",
    "швейцарии": "ch",
    "канады": "ca",
    "австралии": "au",
}
"""Words for an issuer in a question, and what a list filter calls it."""

_WORDS = "|".join(re.escape(word) for word in sorted(ISSUER_WORDS, key=len, reverse=True))
ISSUER: Final = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)

_OURS = rf"(?:the\s+)?(?:{_WORDS})(?:'s|’s)?(?!\w)"
_I = rf"(?:the\s+)?(?:{_WORDS}|{PLACEHOLDER}+)(?:'s|’s)?(?!\w)"
# Every repetition below is possessive: what it took it never gives back, so that no text takes long to be refused.
_IS = rf"{_I}(?:\s*(?:,|/|\band\b|\bor\b|&)\s*{_I})*+"
_OURS_ALL = rf"{_OURS}(?:\s*(?:,|/|\band\b|\bor\b|&)\s*{_OURS})*+"
_S = r"(?P<subject>\S(?:.*?\S)?)"
# What is parted from the rest by marks ends in none of them: there is one place to part it, not one for each mark.
_BEFORE = r"(?P<subject>\S(?:.*?[^\s,:])?)"
_SOFT = r"(?:\s+(?:still|currently|now|already|ever|also|actually|really|presently|recently|not|yet)(?!\w))*+"
_THEN = rf"(?:{_SOFT}(?:\s+(?:first|formally|officially)(?!\w))?)"
_ONE_LIST = (
    rf"(?:(?:{_IS}|a|an|any|the|some|all|its|their|your|our)\s+)*+"
    r"(?:(?:sdn|sanctions?|asset[ -]freezes?|consolidated|entity|black|watch)\s*)*+lists?"
)
_LIST = rf"{_ONE_LIST}(?:\s+(?:and|or)\s+(?:on\s+)?{_ONE_LIST})*+"
_SANCTIONS = rf"(?:(?:any|the|some)\s+)?(?:{_IS}\s+)?(?:sanctions?|embargo|asset freezes?|restrictive measures)"
_DONE = r"(?:sanctioned|listed|designated|blacklisted|black-listed|blocked|delisted|de-listed|embargoed|frozen)"
_PRED = (
    rf"(?:(?:{_IS}-)?{_DONE}|under\s+{_SANCTIONS}|subject\s+to\s+{_SANCTIONS}|(?:on|off)\s+{_LIST}|"
    rf"on\s+(?:the\s+)?sdn|removed\s+from\s+{_LIST}|added\s+to\s+{_LIST}|taken\s+off\s+{_LIST})"
)
_WHERE = (
    rf"(?:[\s,]+(?:(?:by|in|on|under|at|with|from|according\s+to)\s+)?(?:{_IS}(?:\s+sanctions)?(?:\s+(?:law|"
    rf"lists?))?|anywhere|"
    r"anyone|us or eu|now|today|yet|still|anymore|any\s+more|currently|right\s+now|at\s+the\s+moment|at\s+all|"
    r"as\s+of\s+(?:today|now)|(?:since|in)\s+(?:early\s+|late\s+)?(?:[a-z]{3,9}\s+)?(?:19|20)\d\d|this\s+(?:week|month|year)|"
    r"sanctions(?:\s+lists?)?|any\s+lists?|or\s+not|please|pls))*+"
)
_ABOUT = r"(?:on|against|about|for|regarding|concerning|targeting|to)"
_END = r"[\s?!.]*"
_IT = r"(?:it|he|she|they|this|that)"
_RUSSIAN = (
    rf"(?:под\s+(?:[а-яё]+\s+)?санкци(?:ями|ей)|(?:в|на)\s+(?:[а-яё]+\s+)?санкционн(?:ом|ый|ых|ые)\s+списк?[а-яё]+|"
    rf"в\s+(?:санкционный\s+)?список\s+sdn)(?:\s+{_IS})?"
)
_BE, _HAVE = r"(?:is|are|was|were|isn't|aren't|isn’t|aren’t)", r"(?:has|have|had|hasn't|haven't|hasn’t|haven’t)"


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with a gap; made ready when it is first held against a text, for that takes its time."""

    text: str

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The text as this sentence; one word by itself is none."""
        return _ready(self.text).fullmatch(text) if _PARTED.search(text) else None


_PARTED: Final = re.compile(r"[\s,:]")


@cache
def _ready(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _frame(text: str) -> Frame:
    return Frame(rf"{text}{_END}")


_NOUNS = (
    r"(?:info|infos|information|news|details?|hits?|results?|data|listings?|sanctions?|entries|entry|match(?:es)?|"
    r"records?|measures?|restrictions?|designations?|anything|something|asset freezes?)"
)

SENTENCES: Final = tuple(
    _frame(text)
    for text in (
        # about a state: "is X sanctioned by the EU?", "has X been delisted?", "does X appear on any list?"
        rf"{_BE}{_SOFT}\s+{_S}{_THEN}\s+{_PRED}{_WHERE}",
        rf"{_HAVE}{_SOFT}\s+{_S}{_THEN}\s+been{_THEN}\s+{_PRED}{_WHERE}",
        rf"(?:does|do|did)\s+{_S}{_THEN}\s+(?:appear\s+on\s+{_LIST}|face\s+{_SANCTIONS}){_WHERE}",
        rf"(?:when|why|where|how|since\s+when|by\s+whom|by\s+who|"
        rf"for\s+what)\s+{_BE}{_SOFT}\s+{_S}{_THEN}\s+{_PRED}{_WHERE}",
        rf"(?:when|why|where|how|since\s+when|by\s+whom)\s+{_HAVE}\s+{_S}{_THEN}\s+been{_THEN}\s+{_PRED}{_WHERE}",
        rf"(?:which|what)\s+(?:sanctions?\s+)?lists?\s+{_BE}\s+{_S}\s+on",
        # about an issuer: "has the EU delisted X", "does the UK sanction X", "who sanctioned X"
        rf"(?:has|have|did|does|do|is|are|when\s+did|why\s+did|why\s+has)\s+(?P<by>{_IS}){_THEN}\s+"
        r"(?:de-?list(?:ed|ing)?|list(?:ed|ing)?|sanction(?:ed|ing|s)?|designat(?:ed?|ing|es)|block(?:ed|ing|s)?|"
        rf"blacklist(?:ed)?|remov(?:ed?|ing)|drop(?:ped)?|lift(?:ed)?\s+sanctions\s+(?:on|against))\s+{_S}"
        r"(?:\s+(?:on|from)\s+(?:its|their|the)\s+(?:sanctions\s+)?lists?)?",
        rf"(?:who|which\s+(?:issuers?|countries|authorities|authority))\s+(?:has\s+|have\s+)?(?:sanctioned|"
        rf"listed|designated|lists|sanctions)\s+{_S}",
        # about what there is: "are there US sanctions on X", "any info on X", "is there anything on X?"
        rf"{_BE}\s+there(?:\s+(?:any|some|still|now|currently|a|an))*(?:\s+(?P<by>{_IS}))?\s+(?:sanctions\s+)?{_NOUNS}"
        rf"(?:\s+(?:available|imposed|in\s+force|in\s+place))?\s+{_ABOUT}\s+{_S}(?P<where>\s+(?:from|by|in)\s+{_OURS_ALL})?",
        rf"(?:do\s+(?:you|we)\s+have|have\s+(?:you|we)(?:\s+got)?|got)\s+(?:(?:any|some|a|"
        rf"an)\s+)*{_NOUNS}\s+{_ABOUT}\s+{_S}",
        rf"any\s+(?:(?P<by>{_IS})\s+)?{_NOUNS}\s+{_ABOUT}\s+{_S}",
        rf"(?:(?P<by>{_IS})\s+)?sanctions\s+(?:on|against)\s+{_S}",
        # about a party: "who is X", "what about X in the UK?", "status of X"
        rf"(?:who|what)\s+(?:is|are|was|were)\s+{_S}",
        rf"who(?:'|’)s\s+{_S}",
        rf"(?:what|how)\s+about\s+{_S}(?P<where>\s+(?:in|for|by|at|on)\s+{_OURS_ALL})?",
        rf"(?:what(?:'s|’s|\s+is)\s+)?(?:the\s+)?(?:current\s+)?(?:sanctions?\s+)?status\s+of\s+{_S}",
        # German, French
        rf"steht\s+{_S}\s+(?:noch\s+)?auf\s+(?:der|einer|irgendeiner|den)\s+(?:(?P<by>{_IS})-?\s*)?(?:sanktions|"
        rf"sdn-?)\s*-?listen?",
        rf"(?:ist|sind|wurde|wird)\s+{_S}\s+(?:(?:noch|aktuell|derzeit)\s+)?(?:(?:von|durch)\s+(?:der|den|"
        rf"dem)?\s*(?P<by>{_IS})\s+)?"
        r"(?:sanktioniert|gelistet|gesperrt|sanktionen\s+unterworfen)",
        rf"(?:gibt\s+es\s+)?(?:(?P<by>{_IS})-?\s*)?sanktionen\s+gegen\s+{_S}",
        rf"unterliegt\s+{_S}\s+(?:(?:den|irgendwelchen)\s+)?(?:(?P<by>{_IS})-?\s*)?sanktionen",
        rf"(?:wer|was)\s+(?:ist\s+mit|ist|sind)\s+{_S}",
        rf"est-ce\s+que\s+{_S}\s+(?:est|sont)\s+(?:encore\s+|toujours\s+)?(?:sanctionnée?s?|sous\s+sanctions?|"
        rf"listée?s?|sur\s+(?:la|une)\s+liste(?:\s+de\s+sanctions)?)",
        rf"{_S}\s+est-(?:il|elle)\s+(?:encore\s+|toujours\s+)?(?:sanctionnée?|sous\s+sanctions?|listée?|"
        rf"sur\s+(?:la|une)\s+liste(?:\s+de\s+sanctions)?)",
        rf"(?:y\s+a-t-il\s+)?(?:des\s+)?sanctions\s+contre\s+{_S}",
        rf"qui\s+(?:est|sont)\s+{_S}",
        # Russian
        rf"(?:находится|находятся|состоит|числится|значится|есть)\s+ли\s+{_S}\s+{_RUSSIAN}",
        rf"под\s+санкциями\s+ли\s+{_S}",
        rf"(?:введены\s+ли\s+|есть\s+ли\s+)?санкции\s+(?:против|в\s+отношении)\s+{_S}",
        rf"{_S}\s+(?:(?:сейчас|ещ[её]|находится|находятся|состоит|числится|попал[аи]?|внес[её]н[аы]?)\s+)*+{_RUSSIAN}",
        rf"кто\s+так(?:ой|ая|ие)\s+{_S}",
        # the name first, then the question: "Sberbank: is it sanctioned?"
        rf"{_S}\s*[,:;–—-]\s*(?:{_BE}\s+{_IT}|{_HAVE}\s+{_IT}\s+been){_SOFT}\s+{_PRED}{_WHERE}",
    )
)
"""Sentences that frame a name from both sides, or from the front with words that begin no name."""

CLAUSE: Final = _frame(rf"{_S}{_THEN}\s+(?:{_BE}|{_HAVE}\s+been){_SOFT}\s+{_PRED}{_WHERE}")
"""What follows "tell me whether"; also a plain statement put as a question."""

TAILS: Final = tuple(
    Frame(text)
    for text in (
        rf"{_BEFORE}[\s,:]++{_PRED}{_WHERE}[\s!.]*\?[\s?!.]*",
        rf"{_BEFORE}[\s,:]++(?P<by>{_OURS_ALL})\s+(?:sanctions?|sanctions?\s+status|status)[\s!.]*\?[\s?!.]*",
        rf"{_BEFORE}[\s,:]++(?:sanctions?|sanctions?\s+status|status)(?:\s+(?:by|in|from)\s+{_IS})?[\s!.]*\?[\s?!.]*",
        rf"{_BEFORE}[\s,:]++(?:(?:by|in|on|at)\s+)?(?P<by>{_OURS_ALL})(?:\s+(?:list|sanctions))?[\s!.]*\?[\s?!.]*",
        rf"{_BEFORE}[\s,:]++(?:sanctions|sanctioned|sanctions\s+status)",
    )
)
"""Ends of a question that say no more than its beginning; the name may end in the same words."""

OPENING: Final = re.compile(
    r"(?:(?:hi|hello|hey|good\s+(?:morning|afternoon|evening)|dear\s+(?:all|team|colleagues?)|guten\s+tag|bonjour)"
    r"(?:\s+(?:there|all|team|everyone|bot|desk))?[,.!:]\s*|"
    r"(?:please|pls|kindly|bitte)\b[,:]?\s+(?=\S)|"
    r"(?:can|could|would|will)\s+(?:you|u)(?:\s+(?:please|kindly|quickly))*\s+(?=(?:check|tell|look|say|see|find|"
    r"search|confirm|verify|screen|run|give)\b)|"
    r"(?:i|we)(?:'d|’d)?\s+(?:would\s+)?(?:like|want|need|wanted)\s+to\s+(?:know|check|ask|see|"
    r"confirm)\s+(?=(?:if|whether|about|who|what|is|on)\b)|"
    r"(?:do\s+you\s+know|any\s+idea|i\s+wonder|wondering|just\s+checking|quick\s+question)[,:]?\s+(?=(?:if|"
    r"whether|is|are|has|who|what)\b)|"
    r"(?:is|was)\s+it\s+(?:true|correct|right|so)(?:\s+that)?\s+(?=\S)|"
    r"(?:i|we)\s+(?:heard|read|think|believe)\s+(?:that\s+)?(?=\S+\s)|"
    r"(?:do\s+you\s+know\s+anything|can\s+you\s+say\s+anything)\s+about\s+)",
    re.IGNORECASE,
)
"""Politeness before a question."""

ORDER: Final = re.compile(
    r"(?:tell\s+(?:me|us)\s+(?:everything\s+|more\s+)?about|look\s+(?:up|into)|lookup|give\s+(?:me|us)\s+(?:"
    + _NOUNS
    + r"|the\s+status)\s+(?:on|of|about|for)|"
    r"run\s+a\s+(?:check|search)\s+on|do\s+a\s+(?:check|search)\s+on|check\s+(?:on|out|for|up\s+on)|"
    r"search\s+the\s+lists\s+for|(?:an?\s+)?(?:payments?|transfers?|wires?|invoices?)\s+(?:to|from)|"
    r"what\s+do\s+(?:we|you)\s+(?:know|have)\s+(?:about|on))\s+(?P<subject>\S.*?)[\s?!.]*",
    re.IGNORECASE | re.DOTALL,
)
LOWER_ORDER: Final = re.compile(r"(?:check|find|search|search for|verify) (?=[A-ZÀ-ÞА-Я])")
BARE_ORDER: Final = re.compile(
    r"(?:check|screen|find|search|search\s+for|verify)\s+(?P<subject>\S.*?)[\s?!.]*", re.IGNORECASE
)
"""An order that also begins names ("Check Point"): read as one only after politeness, or in small letters before
a capital."""

WHETHER: Final = re.compile(
    r"(?:(?:tell\s+(?:me|us)|check|say|see|confirm|verify|find\s+out|know|ask|look\s+up)\s+)?(?:if|"
    r"whether)\s+(?P<subject>\S.*)",
    re.IGNORECASE,
)

TELL_ME: Final = re.compile(
    r"(?<![\s,]),?\s++(?:and|then|&)\s+(?:please\s+)?(?:tell|let|see|confirm|say|inform|advise|report|check)\s.{0,60}?"
    r"(?:if|whether|what|when)\s.{0,120}$",
    re.IGNORECASE,
)
"""What an order ends with beside the name: "check Sberbank and tell me if it's sanctioned"."""
