"""Decisions: a person's judgement of a hit, for one question's subject, and the facts that it rests on.

text ─▶ what is decided of whom · question ─▶ subject · listings ─▶ facts · event × facts ─▶ why it is open again
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal, cast, get_args

from bot.core.delta import Op
from bot.core.entities import ListingKey, Ref, parse_ref
from bot.core.escaped import unescape
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.listings import EntityType, Listing, Statement, content_hash, statements, to_json
from bot.core.nameforms.forms import MAX_WORDS, legal_forms, name_form
from bot.core.queries import QUOTES, QueryProblem, parse_query
from bot.core.questions import Query
from bot.core.team_views import Assessment, Verdict
from bot.core.watches import NAME_FIELDS, related_key

Ended = Literal["replaced", "withdrawn", "expired", "reopened"]

VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
NEEDS_SUBJECT: Final = frozenset({"same", "different"})
"""Verdicts on who is meant: they say nothing without whom the question was about."""
LONGEST_REASON: Final = 3000
LONGEST_SUBJECT: Final = 200
MOST_YEARS: Final = 2
"""How long "different" may keep a hit out of answers: nobody looks again at what nobody sees."""
IDENTITY: Final = NAME_FIELDS | {"birth_date", "identifier"}
"""The statements that tell who somebody is; what else an entry says has no part in a decision."""
OPENS_AGAIN: Final = ("reopened", "expired")
PREFIX: Final = "decision:"
HOW: Final = (
    'Write: decide REF VERDICT REASON about:"WHOM YOU ASKED ABOUT". Verdicts are same, different, escalated, '
    "watching, irrelevant."
)

_PAIR: Final = re.compile(r'(?:^|(?<=\s))(about|until|replaces):\s*("[^"]*"|\S+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What is to be decided of a party; `about` is the question it was a hit of (None: the party itself).

    `replaces` is the decision that the author has seen and puts this one in place of.
    """

    party: Ref
    verdict: Verdict
    reason: str
    about: Query | None = None
    until: date | None = None
    replaces: int = 0


def subject_of(query: Query) -> str:
    """Whom a question is about, equal for questions that differ in spelling only.

    Legal forms count: "Example Trading LLC" is not "Example Trading GmbH". So do a date of birth and a country asked
    for; lists, dates and types narrow what is searched, not who is meant.
    """
    if query.scheme:
        told = f"{query.scheme}:{query.text.casefold().strip()}"
    else:
        text = unescape(query.text)
        form = name_form(text, False)
        told = f"{form.key}/{','.join(sorted(legal_forms(text)))}"
        if len(form.words) >= MAX_WORDS:
            told = f"{told}/{_digest(text.casefold())}"  # what is beyond those words was not looked at
    parts = (told, str(query.born) if query.born else "", query.country)
    subject = "|".join(parts).rstrip("|")
    return subject if len(subject) <= LONGEST_SUBJECT else f"sha256:{_digest(subject)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def asked_words(query: Query) -> str:
    """A question in the words it can be asked in again."""
    name = f"{query.scheme}:{query.text}" if query.scheme and query.scheme != "ref" else query.text
    filters = (f"dob:{query.born}" if query.born else "", f"country:{query.country}" if query.country else "")
    return " ".join(part for part in (name, *filters) if part)


def parse_decision(text: str, today: date) -> DecisionAsked | QueryProblem:
    """What follows the word *decide*: the party by reference, the verdict, the reason, and what belongs to it."""
    text = text.translate(QUOTES)
    pairs = {match[1].casefold(): match[2].strip('"').strip() for match in _PAIR.finditer(text)}
    ref_text, verdict, reason = (*" ".join(_PAIR.sub(" ", text).split()).split(maxsplit=2), "", "", "")[:3]
    ref = parse_ref(ref_text, frozenset(ISSUER_OF))
    if ref is None:
        instead = "such as us-ofac-sdn:17018; in Slack a name in quotation marks will do"
        return QueryProblem(f"“{ref_text[:60]}” is no reference of a party, {instead}. {HOW}")
    replaces = pairs.get("replaces", "").lstrip("#")
    if replaces and not (replaces.isdecimal() and len(replaces) < 10):
        return QueryProblem(f"replaces: “{replaces[:20]}” is no number of a decision.")
    about = parse_query(pairs["about"]) if pairs.get("about") else None
    if isinstance(about, QueryProblem):
        return QueryProblem(f"about: {about.text}")
    until = read_end(pairs.get("until", ""))
    if isinstance(until, QueryProblem):
        return until
    asked = DecisionAsked(ref, cast(Verdict, verdict.casefold()), reason, about, until, int(replaces or 0))
    return problem_of(asked, today) or asked


def read_end(text: str) -> date | QueryProblem | None:
    """The day that ends a decision (None: no end was given)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return QueryProblem(f"until: “{text[:40]}” is no day. Write it as until:2027-01-31.")


def problem_of(asked: DecisionAsked, today: date) -> QueryProblem | None:
    """Why this cannot be decided, whoever asks (None: it can)."""
    if asked.verdict not in VERDICTS:
        return QueryProblem(f"“{str(asked.verdict)[:40]}” is no verdict. {HOW}")
    if not asked.reason.strip():
        return QueryProblem("A decision needs its reason: what did you compare, and what did you find?")
    if len(asked.reason) > LONGEST_REASON:
        return QueryProblem(f"A reason has at most {LONGEST_REASON} characters.")
    if asked.verdict in NEEDS_SUBJECT and asked.about is None:
        return QueryProblem(f'Say whom you asked about, such as about:"John Doe". {HOW}')
    if asked.about is not None and asked.about.scheme == "ref" and asked.verdict in NEEDS_SUBJECT:
        return QueryProblem("You asked for this entry by its reference: say about whom, by name or number.")
    if asked.until is not None and asked.until <= today:
        return QueryProblem(f"until:{asked.until} is not in the future.")
    if asked.verdict == "different" and asked.until is not None and asked.until > latest_end(today):
        return QueryProblem(f"A hit stays hidden for at most {MOST_YEARS} years: until:{latest_end(today)}.")
    return None


def latest_end(today: date) -> date:
    """The last day to which a hit may stay hidden."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + MOST_YEARS, today.month, day)


def end_of(asked: DecisionAsked, today: date) -> datetime | None:
    """When a decision ends by itself; a hidden hit comes back after two years at the latest."""
    until = asked.until or (latest_end(today) if asked.verdict == "different" else None)
    return datetime.combine(until, time(), UTC) if until else None


def facts_of(query: Query | None, matched: str, listings: Iterable[tuple[Listing, str]]) -> dict[str, Any]:
    """The facts that a decision rests on: what was asked and met, and what each entry says of who that is."""
    return {
        "asked": asked_words(query) if query else "",
        "matched": matched,
        "listings": [
            {
                "source": listing.source,
                "ref": listing.ref,
                "state": state,
                "hash": content_hash(to_json(listing)),
                "type": listing.type.value,
                "says": [list(each) for each in statements(listing) if each.property in IDENTITY],
            }
            for listing, state in listings
        ],
    }


def keys_in(facts: Mapping[str, Any]) -> dict[ListingKey, Mapping[str, Any]]:
    """The entries that a decision rests on."""
    return {(each["source"], each["ref"]): each for each in facts["listings"]}


def standing_assessments(found: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Those that stand, newest first."""
    return tuple(sorted((each for each in found if not each.ended), key=lambda e: (e.created_at, e.id), reverse=True))


def dismissal(found: Sequence[Assessment]) -> Assessment | None:
    """The assessment that takes a hit out of an answer: the newest word on who is meant says that it is another."""
    about_who = [each for each in standing_assessments(found) if each.verdict in NEEDS_SUBJECT and each.subject]
    return about_who[0] if about_who and about_who[0].verdict == "different" else None


def why_changed(facts: Mapping[str, Any], event: Event) -> str:
    """What an event changes of the facts that a decision rests on ("": nothing)."""
    listings = keys_in(facts)
    known = listings.get((event.source, event.ref)) or listings.get(related_key(event))
    if known is None or event.state == "cancelled":
        return ""
    where = f"{event.source}:{event.ref}"
    if event.op is Op.DEL:
        is_news = event.state == "confirmed" and known["state"] != "removed"
        return f"{where} is no longer on its list" if is_news else ""
    if known["state"] == "removed" and (event.op is Op.ADD or event.kind == "reinstated"):
        return f"{where} is on its list again"
    return _difference(where, facts, known, event)


def _difference(where: str, facts: Mapping[str, Any], known: Mapping[str, Any], event: Event) -> str:
    gained, lost = _comparable(event.gained, known["type"]), _comparable(event.lost, known["type"])
    said = {key for each in facts["listings"] for key in _says(each)}
    news = [text for key, text in gained.items() if key not in lost and key not in said]
    own = _says(known)
    gone = [text for key, text in lost.items() if key not in gained and key in own]
    told = [*(f"new {text}" for text in news), *(f"no longer {text}" for text in gone)]
    return f"{where} changed: {'; '.join(told[:4])}{'; …' if len(told) > 4 else ''}" if told else ""


def why_joined(facts: Mapping[str, Any], listing: Listing) -> str:
    """What an entry that was found to be the same party adds to the facts ("": nothing new)."""
    said = {key for each in facts["listings"] for key in _says(each)}
    own = _comparable([each for each in statements(listing) if each.property in IDENTITY], listing.type)
    news = [text for key, text in own.items() if key not in said]
    told = "; ".join(news[:4])
    return f"{listing.source}:{listing.ref} names the same party, with new {told}" if news else ""


def _says(known: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return _comparable([Statement(*each) for each in known["says"]], known["type"])


def _comparable(found: Iterable[Statement], kind: str) -> dict[tuple[str, str], str]:
    """Statements of identity by what they come to: order, case, script and kind of name do not matter."""
    made: dict[tuple[str, str], str] = {}
    for each in found:
        if each.property in NAME_FIELDS:
            words = name_form(each.value, kind == EntityType.PERSON).words
            made[("name", " ".join(sorted(words)))] = f"name “{each.value}”"
        elif each.property in IDENTITY:
            word = "date of birth" if each.property == "birth_date" else "identifier"
            made[(each.property, " ".join(each.value.casefold().split()))] = f"{word} {each.value}"
    return made


def notice_action(decision: int) -> str:
    """The name that the outbox row goes by which tells an author that a decision ended."""
    return f"{PREFIX}{decision}"


def is_notice(action: str) -> bool:
    """Whether an outbox row tells of a decision that ended."""
    return action.startswith(PREFIX)
