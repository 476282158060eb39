"""Ask in plain words: text ─▶ what is asked ─▶ one or several answers of the lists."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from bot.blocks import asked as asked_blocks
from bot.core.audience import Audience
from bot.core.entities import ListingKey, entity_id
from bot.core.ibans import bank_of
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.listings import EntityType
from bot.core.pasted import MOST_PARTS, and_parts, list_parts
from bot.core.queries import NOBODY, QueryProblem, parse_query
from bot.core.questions import Band, Query
from bot.core.reading import OfAccount, OfGroupId, OfRelated, One, Outside, Several, as_name, read
from bot.core.related import RelatedIndex, Said, fold
from bot.core.screening import SETTLED, Answer, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Plain, Quote, RelatedTold, Told, Unread
from bot.services.dataset import Loaded
from bot.services.desk import Desk
from bot.services.questions import remember
from bot.services.replies import Reply
from bot.services.screening import check, check_entities
from bot.services.threads import subjects_in
from storage.db import Database

NOT_UNDERSTOOD: Final = (
    "I could not read this as a question about a party, and no listed name fits it as a whole. Ask by name or number, "
    "for example: is Rosneft on the EU list? · Gennady Timchenko born 1952 · IMO 9187629. "
    "A name in quotation marks is always looked up."
)
ABOUT_A_COUNTRY: Final = (
    "I look up parties. For a country's changes: “changes country:{code}”; to follow it: “watch country:{code}”. "
    "A name in quotation marks is always looked up."
)
SHOWN: Final = 8
"""Related parties that an answer shows."""


def answer_text(
    desk: Desk, text: str, audience: Audience, now: datetime, filters: Mapping[str, str] | None = None, limit: int = 5
) -> Told:
    """What the lists say to a text, for these readers."""
    asked = read(text, filters, limit)
    match asked:
        case QueryProblem(problem):
            return Unread(problem, problem == NOBODY)
        case One():
            return _one(desk, asked, audience, now)
        case Several(queries):
            return Combined(tuple(check(desk, query, audience, now) for query in queries))
        case OfRelated():
            return _related(desk, asked, audience, now)
        case Outside(beyond, about):
            return OutsideTold(beyond, check(desk, about, audience, now) if about else None)
        case OfAccount(iban):
            return _account(desk, iban, audience, now)
        case OfGroupId(number):
            loaded = desk.dataset.current()
            key = related_index(loaded).listing_of_group(number)
            entities = _entities(loaded, [key]) if key else []
            return Plain(check_entities(desk, entities, f"OFSI Group ID {number}", audience, now))


def reply_to(desk: Desk, text: str, audience: Audience, now: datetime) -> Reply:
    """The message that answers a text, and whom it is about."""
    told = answer_text(desk, text, audience, now)
    remember(desk, audience, text, told, now)
    message = asked_blocks.render(told, audience, desk.settings.legal_contact)
    return Reply(message, subjects_in(told.answer) if isinstance(told, Plain) else ())


def _one(desk: Desk, asked: One, audience: Audience, now: datetime) -> Told:
    """The answer about the subject, or about a party listed by a longer name that the text holds.

    When neither is found: about the name without a country after it, about the names that the text lists, or what
    cannot be read.
    """
    for name in asked.readings:
        if found := _by_that_name(desk, as_name(asked.query, name), audience, now):
            return Plain(found)
    answer = check(desk, asked.query, audience, now)
    if answer.dismissed or answer.status in (Status.LISTED, Status.REMOVED, Status.NO_DATA):
        return Plain(answer)
    if several := _several(desk, asked.query, answer, audience, now):
        return several
    if asked.shorter and not _is_settled(answer):
        shorter = check(desk, asked.shorter, audience, now)
        if _is_settled(shorter) or (shorter.matches and not answer.matches):
            return Plain(shorter)
    if answer.status is Status.NOT_FOUND and asked.country:
        return Unread(ABOUT_A_COUNTRY.format(code=asked.country), False)
    if answer.status is Status.NOT_FOUND and asked.is_sentence:
        return Unread(NOT_UNDERSTOOD, False)
    return Plain(answer)


def _is_settled(answer: Answer) -> bool:
    """Whether it is told who is meant, or among whom to choose."""
    return answer.band in (Band.EXACT, Band.STRONG) and answer.status in (
        Status.LISTED,
        Status.REMOVED,
        Status.AMBIGUOUS,
    )


def _several(desk: Desk, query: Query, whole: Answer, audience: Audience, now: datetime) -> Combined | None:
    """The answers about the names that a question lists, when the whole of it is no listed name.

    Between semicolons always; else when enough of them are found that "no match" for the whole would hide.
    """
    parts = list_parts(query.text) if not query.scheme else ()
    named = [name.casefold() for part in parts for name in and_parts(part)]
    if len(named) not in range(2, MOST_PARTS + 1) or len(set(named)) < len(named):
        return None  # "Example & Example" is one name
    answers: list[Answer] = []
    for part in parts:
        answer = check(desk, _part(query, part), audience, now) if len(parts) > 1 else whole
        names = and_parts(part) if answer.status not in SETTLED else ()
        each = [check(desk, _part(query, name), audience, now) for name in names] if len(names) > 1 else []
        answers += each if _are_several(each, answer.status) else [answer]
    is_answered = ";" in query.text or _are_several(answers, whole.status, least=3 if "," in query.text else 2)
    return Combined(tuple(answers)) if is_answered and len(answers) > 1 else None


def _are_several(answers: Sequence[Answer], whole: Status, least: int = 2) -> bool:
    """Whether a text is several names, by the answers to each and to the whole.

    Two of them are surely found; or the whole is not, and one of them surely or each of them possibly is ("Example,
    John" is one name though both its words may be found, so that a comma needs more).
    """
    sure = sum(map(_tells_who, answers))
    if whole is not Status.NOT_FOUND:
        return sure > 1
    return sure > 0 or (len(answers) >= least and all(answer.matches for answer in answers))


def _tells_who(answer: Answer) -> bool:
    """Whether a party is surely found, and by more than one word of a person's name."""
    lone = len(answer.query.text.split()) == 1 and any(m.type is EntityType.PERSON for m in answer.matches[:1])
    return _is_settled(answer) and not lone


def _part(query: Query, text: str) -> Query:
    """The same question about one of the names it lists."""
    part = parse_query(text)
    if isinstance(part, QueryProblem):
        return replace(query, text=text)
    remarks = tuple(dict.fromkeys((*query.remarks, *part.remarks)))
    return replace(
        part,
        lists=query.lists or part.lists,
        type=query.type,
        as_of=query.as_of,
        limit=query.limit,
        remarks=remarks,
    )


def _by_that_name(desk: Desk, query: Query, audience: Audience, now: datetime) -> Answer | None:
    """The answer to a longer name, if a party is listed by that very name."""
    answer = check(desk, query, audience, now)
    wanted = sorted(fold(query.text))
    names = (name for match in answer.matches for item in match.listings for name in item.listing.names)
    return answer if any(sorted(fold(name.text)) == wanted for name in names) else None


def _related(desk: Desk, asked: OfRelated, audience: Audience, now: datetime) -> Told:
    if whole := _by_that_name(desk, Query(asked.asked.whole), audience, now):
        return Plain(whole)
    answer = check(desk, asked.query, audience, now)
    loaded = desk.dataset.current()
    settled = answer.status in SETTLED
    names = [name.text for item in answer.matches[0].listings for name in item.listing.names] if settled else []
    own = {answer.matches[0].entity} if settled else set()
    quotes: dict[str, list[Said]] = defaultdict(list)
    statements = related_index(loaded).find(asked.query.text, names, asked.asked.relation)
    loaded = loaded.holding((said.source, said.ref) for said in statements)
    for said in statements:
        for entity in _entities(loaded, [(said.source, said.ref)]):
            if entity not in own and not _is_former(loaded, said):
                quotes[entity].append(said)
    shown = check_entities(desk, list(quotes)[:SHOWN], asked.asked.whole, audience, now).matches
    named = tuple(
        Named(match, tuple(Quote(s.quote, issuer_label(ISSUER_OF[s.source])) for s in quotes[match.entity][:2]))
        for match in shown
    )
    return RelatedTold(asked.asked, answer, named, len(quotes))


def _account(desk: Desk, iban: str, audience: Audience, now: datetime) -> AccountTold:
    """The listed bank whose code an IBAN holds: by the first letters of its BIC, or by a Russian BIK."""
    bank = bank_of(iban)
    if bank.bik:
        found = check(desk, Query(bank.bik, scheme="bik"), audience, now)
        return AccountTold(iban, bank, replace(found, query=replace(found.query, text=f"BIK {bank.bik}")))
    loaded = desk.dataset.current()
    keys = related_index(loaded).listings_of_bank(bank.bic) if bank.bic else ()
    asked = f"IBAN of bank {bank.bic or bank.national}, {bank.country}"
    return AccountTold(iban, bank, check_entities(desk, _entities(loaded, keys), asked, audience, now))


def _entities(loaded: Loaded, keys: Iterable[ListingKey]) -> list[str]:
    """The parties of these listings, each once, where the data still has them."""
    wanted = list(keys)
    stored = loaded.holding(wanted).stored
    return list(dict.fromkeys(stored[key].entity or entity_id(*key) for key in wanted if key in stored))


def _is_former(loaded: Loaded, said: Said) -> bool:
    """Whether the entry is off its list: what it said stands no more."""
    item = loaded.stored.get((said.source, said.ref))
    return item is None or item.state == "removed"


_INDEXES: WeakKeyDictionary[Database, tuple[Mapping[str, int], RelatedIndex]] = WeakKeyDictionary()
_BUILDING: Final = threading.Lock()


def related_index(loaded: Loaded) -> RelatedIndex:
    """The statements on related parties in this data: read when first asked for, once for each state of the lists."""
    listings = (item.listing for item in loaded.stored.values())
    if loaded.db is None:
        return RelatedIndex.build(listings)
    with _BUILDING:
        known = _INDEXES.get(loaded.db)
        if known is None or known[0] != loaded.generations:
            known = _INDEXES[loaded.db] = (loaded.generations, RelatedIndex.build(listings))
        return known[1]
