"""Party: who is meant, in the lists' own words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.blocks.inert import count, dotted, inert, lines, listed_out, quoted
from bot.blocks.wording import BAND_WORDS, NAME_KIND_WORDS, TYPE_WORDS
from bot.core.identifiers import Identifier
from bot.core.issuers import issuer_label
from bot.core.names import Name
from bot.core.screening import IN_FORCE, Match

NO_NAME = "(no name)"


def caption(match: Match, limit: int = 120) -> str:
    """The party's name for mrkdwn; never empty."""
    return inert(match.caption, limit) or NO_NAME


def _unique(values: Iterable[str], most: int, limit: int = 60) -> str:
    shown = [inert(value, limit) for value in dict.fromkeys(values)]
    return listed_out(list(dict.fromkeys(value for value in shown if value)), most, between=", ")


def born(match: Match) -> str:
    """Births as printed, over all listings."""
    dates = _unique((str(b) for s in match.listings for b in s.listing.births), 3)
    return f"born {dates}" if dates else ""


def countries(match: Match) -> str:
    """Nationality, else country, as printed."""
    for name in ("nationality", "citizenship", "country"):
        found = _unique((value for s in match.listings for value in s.listing.values(name)), 3)
        if found:
            return f"{name} {found}" if name != "country" else found
    return ""


def told_apart(match: Match) -> str:
    """What tells a party from others of its name, untreated: births and a country."""
    births = list(dict.fromkeys(str(birth) for s in match.listings for birth in s.listing.births))[:2]
    keys = ("nationality", "citizenship", "country")
    places = list(dict.fromkeys(value for key in keys for s in match.listings for value in s.listing.values(key)))[:1]
    return ", ".join([*([f"born {' or '.join(births)}"] if births else []), *places])


def identifiers(match: Match) -> str:
    """The first identifiers, as `INN 7707083893`."""
    found = (item for status in match.listings for item in status.listing.identifiers)
    return _unique((identifier_text(item) for item in found), 3)


def identifier_text(item: Identifier) -> str:
    """An identifier in words, untreated."""
    scheme = item.scheme.upper() if len(item.scheme) <= 4 else item.scheme
    return f"{scheme} {item.value}"


def original_name(match: Match) -> str:
    """The name in a script other than Latin, where a list prints one."""
    names = (name.text for s in match.listings for name in s.listing.names if name.script != "Latn")
    return inert(next(names, ""), 80)


def describe(match: Match) -> str:
    """Type, birth, country, identifiers and original name in one line."""
    kind = TYPE_WORDS[match.type][0].capitalize()
    return dotted((kind, born(match), countries(match), identifiers(match), original_name(match)))


def matched_text(match: Match) -> str:
    """What of the list met the question ("" for a party that was chosen: nothing was compared)."""
    if isinstance(match.matched, Identifier) and match.matched.scheme == "ref":
        return ""
    how = BAND_WORDS[match.band]
    if isinstance(match.matched, Name):
        kind = NAME_KIND_WORDS.get(match.matched.kind, "name")
        return f"Matched *{how}*: {kind} {quoted(match.matched.text, 120)}"
    return f"Matched *{how}*: {inert(identifier_text(match.matched), 120)}"


def identity_text(match: Match) -> str:
    """Who this is, what matched, and what links the listings to one party."""
    linked = [inert(item, 80) for item in match.evidence]
    return lines(
        describe(match),
        matched_text(match),
        f"One party across lists: {listed_out(linked, 4)}" if linked and len(match.listings) > 1 else "",
        f"Also {count(match.affiliates, 'affiliate')} listed" if match.affiliates else "",
    )


def on_lists(match: Match) -> str:
    """Whose lists name the party, in force and formerly."""
    now = dict.fromkeys(issuer_label(s.issuer) for s in match.listings if s.state in IN_FORCE)
    past = dict.fromkeys(issuer_label(s.issuer) for s in match.listings)
    former = [label for label in past if label not in now]
    return dotted(
        (
            f"lists: {inert(', '.join(now))}" if now else "",
            f"formerly: {inert(', '.join(former))}" if former else "",
        )
    )


def candidate_text(number: int, match: Match) -> str:
    """One candidate of a choice: what tells it apart, no status."""
    status = match.listings[0] if match.listings else None
    codes = [inert(code, 60) for code in status.listing.programmes] if status else []
    apart = dotted((born(match), countries(match), identifiers(match), listed_out(codes, 2, between=", ")))
    return lines(
        f"{number} · *{caption(match)}* · {TYPE_WORDS[match.type][0]}",
        apart or "nothing on the lists tells this party apart",
        on_lists(match),
    )
