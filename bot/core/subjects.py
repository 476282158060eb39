"""Questions in a thread that name nobody: they are about the thread's own subject.

text ─▶ the day since when ─▶ the lists named ─▶ what is asked: status, changes, notes, reason, dates …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from bot.core.queries import lists_named
from bot.core.since import find_since

AskedFor = Literal["status", "changes", "notes", "reason", "dates", "measures", "removal", "ownership", "watch"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


POINTING: Final = _words(
    """
    ce cela celle celui ces cette das dem den der deren dessen die diese dieser dieses elle elles er es he her
    him his ihm ihn ihnen ihr il ils it its l la le les leur lui she sie that their them these they this those
    ça
    """
)
FILLING: Final = _words(
    """
    a about above add added after again all already also an and answer any anyone anything are aren as ask asked
    at ban banned be been before belong belongs blocked by can card change changed changes cheers colleague
    colleagues company control controlled controls current currently d date dates delisted designated
    designation did discuss discussed do does doesn don earlier else enter entity entry ever exactly fine for
    freeze freezes from frozen given gone good got great had happened has have here history how i if in into is
    isn issuer issuers it just k know known latest law legal lifted list listed listing lists ll look many me
    measure measures mention mentioned more much my new news nice no noted now of off office official ok okay on
    one or other our out own owned owner owners ownership owning owns parent party past perfect person please
    previous programme programmes put re reason reasons remarks removal removed restricted s said sanction
    sanctioned sanctions say says shareholder shareholders show since so someone something standing started
    status still subsidiaries subsidiary super sure t taken talk talked team tell than thank thanks the then
    there thing things think thread threads thx to today told travel under understood unlisted until up us ve
    very vessel visa wait was wasn watch watched we were what whats when where whether which who whole whom why
    will with would write written wrote yes yet you
    """
)
ISSUING: Final = _words(
    """
    america american au australia australian bis britain british ca canada canadian ch council dfat eu europe
    european fcdo gb kingdom nations ofac ofsi sdn seco security ssi states swiss switzerland treasury uk un
    union united us
    """
)
FOREIGN: Final = _words(
    """
    a ab actionnaire actionnaires appartient au auf aux avant bei besitzt bitte changé comment d danke dans
    darüber de denn depuis des dit du déjà eigentlich eigentümer eigentümerin encore entfernt est et gehört
    gelistet gelöscht gesagt geschrieben gestrichen geändert grund gründe haben hat ich ihr immer in ist liste
    listen listes listé listée maßnahmen merci mesures neu neues noch note notes notiz notizen nous nouveau oder
    on ont ou pourquoi propriétaire propriétaires qu quand que quel quelle quelles quels qui quoi radié radiée
    raison raisons retiré retirée sanctionné sanctionnée sanktioniert schon seit sich sind sont sous stehen
    steht sur toujours tu und uns vielen von vous wann war warum was welche welcher welches wer wem weshalb wie
    wieso wir zu zum zur à écrit était été über
    """
)
"""Words that point at nobody: a question made of these alone is about the subject at hand."""

_SIGNS: Final[tuple[tuple[AskedFor, str], ...]] = (
    ("watch", r"^\W*(?:please\s+)?watch (?:it|this|that|him|her|them)\b"),
    (
        "notes",
        r"\b(?:wrote|written|write|notes?|discussed|talked about|what do we know|what did we|who (?:said|mentioned)"
        r"|mentioned|geschrieben|notiz(?:en)?|écrit)\b",
    ),
    (
        "ownership",
        r"\b(?:own(?:s|ed|ers?|ership|ing)|who(?:se)? own|control(?:s|led)|belongs?|parent|shareholders?"
        r"|subsidiar(?:y|ies)|gehört|besitzt|eigentümer(?:in)?|propriétaires?|appartient|actionnaires?)\b",
    ),
    ("changes", r"\b(?:changed?|changes|what(?:['’]s| is|s)? new|happened|geändert|neues|changé|nouveau)\b"),
    ("reason", r"\b(?:why|reasons?|what for|warum|wieso|weshalb|gr(?:u|ü)nde?|pourquoi|raisons?)\b"),
    ("dates", r"\b(?:when|how long|what date|wann|wie lange|quand)\b"),
    ("measures", r"\b(?:measures?|travel ban|visa|enter|maßnahmen|mesures|what does (?:it|that) mean)\b"),
    (
        "removal",
        r"\b(?:removed|removal|delisted|unlisted|lifted|taken off|off the|gestrichen|entfernt|gelöscht"
        r"|radiée?|retirée?)\b",
    ),
)
"""What each question asks for, by its words; the first that fits. Anything else asks for the status."""


_THANKS: Final = _words(
    """
    bien cheers cool danke fine good great k merci noted ok okay perfect perfekt prima super thank thanks thx understood
    verstanden wonderful
    """
)
_POLITE: Final = _words(
    """
    a all and beaucoup das dank desk dir for got help helpful is it lot lots many much nice noch now one really schön
    sehr so that the then this to very vielen von will work you your
    """
)
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]+:|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]")


@dataclass(frozen=True, slots=True)
class SubjectQuestion:
    """A question about a thread's subject: what is asked, of which lists (none: all), since which day."""

    asks: AskedFor
    lists: frozenset[str] = frozenset()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier thread of ours in the same channel: when it began, its link ("": not known), what it is."""

    at: datetime
    url: str
    title: str


def parse_subject_question(text: str, today: date) -> SubjectQuestion | None:
    """What a question in a thread asks of its subject; None when it names somebody itself."""
    since = find_since(text, today)
    rest = since.rest if since else text
    if not asks_about_subject(rest):
        return None
    asks: AskedFor = next((kind for kind, sign in _SIGNS if re.search(sign, text, re.IGNORECASE)), "status")
    if asks == "status" and since is not None:
        asks = "changes"
    return SubjectQuestion(asks, _lists(rest), since.day if since else None)


def asks_about_subject(text: str) -> bool:
    """Whether a question in a thread is about the thread's subject: it names nobody itself."""
    known = POINTING | FILLING | ISSUING | FOREIGN
    return all(word in known for word in re.findall(r"[^\W\d_]+", text.casefold()))


def is_courtesy(text: str) -> bool:
    """Whether a text only thanks or agrees, so that it wants no answer."""
    words = re.findall(r"[^\W\d_]+", _EMOJI.sub(" ", text).casefold())
    if not words:
        return bool(_EMOJI.search(text)) and not re.search(r"\w", _EMOJI.sub("", text))
    return not _THANKS.isdisjoint(words) and all(word in _THANKS | _POLITE for word in words) and "?" not in text


def is_watch_this(text: str) -> bool:
    """Whether somebody wants the thread's subject to be watched."""
    return re.search(dict(_SIGNS)["watch"], text, re.IGNORECASE) is not None


def _lists(text: str) -> frozenset[str]:
    """The lists of the issuers named; "us" is the United States only where it is written so, or stands as an issuer."""
    found: set[str] = set()
    for word in re.findall(r"[^\W\d_]+", text):
        if word.casefold() in ("us", "un", "au", "ca", "ch") and not (word.isupper() or _stands_as_issuer(word, text)):
            continue
        if word.casefold() in ISSUING:
            found |= lists_named(_SHORT.get(word.casefold(), word))
    return frozenset(found)


def _stands_as_issuer(word: str, text: str) -> bool:
    return re.search(rf"\bthe {word}\b|\b{word} (?:list|sanctions|treasury)\b|\bby {word}\b", text) is not None


_SHORT: Final = {
    **dict.fromkeys(("europe", "european", "union", "council"), "eu"),
    **dict.fromkeys(("britain", "british", "kingdom", "fcdo", "ofsi"), "uk"),
    **dict.fromkeys(("nations", "security"), "un"),
    **dict.fromkeys(("states", "america", "american", "treasury", "ofac"), "us"),
    **dict.fromkeys(("switzerland", "swiss", "seco"), "ch"),
    **dict.fromkeys(("canada", "canadian"), "ca"),
    **dict.fromkeys(("australia", "australian", "dfat"), "au"),
}
