"""The ways in: without one of these no item is relevant, however many of its words the model likes.

Politics, war and trade share most words with sanctions; a step in their life names a measure, or does to a
country what only a measure does.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.signals.frames import Frame
from bot.core.signals.judging import Reading
from bot.core.signals.parts import Part
from bot.core.signals.places import CORE, MEMBER_TARGETS, SECOND
from bot.core.signals.whose import BODIES, codes
from bot.core.signals.words import listed

TARGETS: Final = CORE | SECOND
RESTRICTIONS: Final = listed(
    "curb curbs restriction restrictions ban bans penalty penalties measures listings regime designations designation"
    " package packages controls blacklisting rules order tariffs tariff"
)
"""Nouns that mean a restrictive measure when an issuer does something to them about a country."""

COURTS: Final = frozenset({"general court", "eu court", "top eu court", "european court of justice", "ecj"})
BARE: Final = listed("curb curbs restriction restrictions ban bans penalties measures") | {
    "limits on exports",
    "limits on sales",
    "limits on trade",
}
"""Of these, what needs no verb: "curbs on" a country."""

PLAIN_RESTRICTIONS: Final = frozenset(
    {
        "travel ban",
        "travel bans",
        "visa ban",
        "visa bans",
        "export ban",
        "export bans",
        "national emergency",
        "export curbs",
        "price cap",
    }
)
AIMED: Final = (
    "blacklist", "sanction", "designat", "restrict", "bar", "ban", "prohibit", "freez", "froze", "list", "label",
    "crack", "clamp", "unfreez", "authori", "allow", "let", "permit", "exempt", "brand", "releas", "add",
)  # fmt: skip
"""Verbs that are done to a country's parties or trade by way of measures; "hits" and "targets" are done in war, too."""

SHIPPED: Final = listed(
    "export exports exporting exported shipping shipped sent selling sold smuggle smuggling smuggled supplying supplied"
    " supply machine parts components electronics drone technology"
)


def way_in(reading: Reading) -> str:
    """What makes it possible that an item is relevant; "" for nothing."""
    title, summary = reading.title, reading.summary
    if {"immigration", "sport", "agency"} & (title.cues | summary.cues) and not (
        _names_measures(title) or _names_measures(summary)
    ):
        return ""
    if _names_measures(title):
        return "the title names measures"
    issuers, countries = _parties(title)
    if any(_opens(title, frame, issuers, countries) for frame in title.frames):
        return "what an issuer does about a country"
    if _names_measures(summary) and (issuers or countries or any(not f.weak for f in summary.frames)):
        told = any("sanctionword" in summary.words[frame.thing].tags for frame in summary.frames)
        if told or (title.frames and countries):
            return "the summary tells what is done to measures"
    if issuers and countries and _restricts(title):
        return "an issuer's restrictions on a country"
    if countries & CORE and _taxes_trade(title):
        return "tariffs for trade with a country"
    if "crime" in title.cues and (issuers or countries) and SEIZED.search(title.text):
        return "property of listed parties is seized"
    if "crime" in title.cues and countries & TARGETS and any(word.text in BODIES for word in title.words):
        return "an authority's penalty about a country"
    permit = any("permit" in word.tags for word in title.words)
    if issuers and permit and countries & CORE:
        return "a licence for a country"
    if title.frames and any(word.text in COURTS for word in title.words):
        return "a court of the EU rules"
    if issuers and permit and _restricts(title):
        return "a licence beside a restriction"
    if issuers and countries & CORE and any("permit" in word.tags for word in summary.words):
        return "a licence for a country"
    if countries & CORE and (_restricts_country(summary) and (issuers or any(f.act == "allow" for f in title.frames))):
        return "the summary tells of a restriction on a country"
    if countries & CORE and _is_proposed(summary):
        return "a proposal in the summary"
    if "crime" in title.cues and countries & TARGETS and _ships(title):
        return "goods sent to a country"
    return ""


def _names_measures(part: Part) -> bool:
    return any(
        {"sanctionword", "strong", "privileges"} & word.tags or word.text.startswith(("sanction", "blacklist"))
        for word in part.words
    )


def _parties(part: Part) -> tuple[bool, set[str]]:
    issuers = any({"issuer", "member"} & word.tags for word in part.words)
    countries = {code for word in part.words for code in codes(word, "country")}
    themes = {code for word in part.words for code in codes(word, "theme")}
    acting = bool(countries & {"CN", "UA"}) and len(countries) > 1
    return issuers or acting or bool(countries & MEMBER_TARGETS), (countries & (TARGETS | {"UA"})) | themes


def _is_restriction(part: Part, at: int) -> bool:
    word = part.words[at]
    return "measure" in word.tags and (word.text in RESTRICTIONS or word.text in PLAIN_RESTRICTIONS)


def _restricts(part: Part) -> bool:
    for at, word in enumerate(part.words):
        if (word.text in BARE or word.text in PLAIN_RESTRICTIONS) and any(
            " on " in word.text or each.text in ("on", "against") or "country" in each.tags
            for each in part.words[max(0, at - 3) : at + 4]
        ):
            return True
    return False


def _is_proposed(part: Part) -> bool:
    """ "proposes a long list of extra sanctions"."""
    words = part.words
    return any(
        "sanctionword" in word.tags and any({"propose", "calls"} & each.tags for each in words[max(0, at - 6) : at])
        for at, word in enumerate(words)
    )


def _restricts_country(part: Part) -> bool:
    """ "a ban on Russian oil", "curbs on banking"."""
    for at, word in enumerate(part.words):
        if "curb" in word.text or (_is_restriction(part, at) and word.text in ("ban", "embargo", "restrictions")):
            near = part.words[at + 1 : at + 4]
            if "curb" in word.text or any(set(codes(each, "country")) & CORE for each in near):
                return True
    return False


def _opens(part: Part, frame: Frame, issuers: bool, countries: set[str]) -> bool:
    verb = part.words[frame.verb].text
    is_by_issuer = bool(frame.verb) and "issuer" in part.words[frame.verb - 1].tags
    if verb.startswith(("delist", "de-list")) and (is_by_issuer or (issuers and countries)):
        return True
    if not countries:
        return False
    if frame.object in ("permit", "reliefnoun"):
        return True
    if not issuers:
        return frame.object == "measure" and part.words[frame.thing].text in PLAIN_RESTRICTIONS
    if verb.startswith(AIMED):
        return True
    if frame.object in ("measure", "list"):
        return _is_restriction(part, frame.thing) or "list" in part.words[frame.thing].tags
    return False


SEIZED: Final = re.compile(r"\b(super)?yachts?\b|\boligarchs?\b|\b(shadow|dark|ghost) fleet\b", re.IGNORECASE)


def _taxes_trade(part: Part) -> bool:
    """Tariffs on those who buy a country's oil: secondary sanctions by another name."""
    for at, word in enumerate(part.words):
        near = part.words[at + 1 : at + 4]
        if word.text in ("tariff", "tariffs") and any(set(codes(each, "country")) & CORE for each in near):
            return True
    texts = {word.text for word in part.words}
    return bool(
        texts & {"tariff", "tariffs", "duties"} and texts & {"oil", "energy", "crude", "gas", "buyers", "importing"}
    )


def _ships(part: Part) -> bool:
    """ "shipping parts to Russia": a country after "to" after goods or their sending."""
    words = part.words
    for at, word in enumerate(words):
        if SHIPPED.isdisjoint(word.text.split()):
            continue
        way = next((n for n in range(at + 1, min(len(words), at + 8)) if words[n].text == "to"), None)
        if way and any(set(codes(each, "country")) & TARGETS for each in words[way + 1 : way + 4]):
            return True
    return False
