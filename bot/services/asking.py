"""Ask in plain words: text ─▶ what is asked ─▶ one or several answers of the lists."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from bot.blocks import asked as asked_blocks
from bot.core.audience import Audience
from bot.core.entities import ListingKey, entity_id
from bot.core.ibans import bank_of
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.queries import NOBODY, QueryProblem
from bot.core.questions import Query
from bot.core.reading import OfAccount, OfGroupId, OfRelated, One, Outside, Several, as_name, read
from bot.core.related import RelatedIndex, Said, fold
from bot.core.screening import Answer, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Plain, Quote, RelatedTold, Told, Unread
from bot.services.dataset import Loaded
from bot.services.desk import Desk
from bot.services.replies import Reply
from bot.services.screening import check, check_entities
from bot.services.threads import subjects_in
from storage.db import Database

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
        case One(query, readings):
            return Plain(_one(desk, query, readings, audience, now))
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
    message = asked_blocks.render(told, audience, desk.settings.legal_contact)
    return Reply(message, subjects_in(told.answer) if isinstance(told, Plain) else ())


def _one(desk: Desk, query: Query, readings: Iterable[str], audience: Audience, now: datetime) -> Answer:
    """The answer about the subject, or about a party listed by a longer name that the text holds."""
    for name in readings:
        if found := _by_that_name(desk, as_name(query, name), audience, now):
            return found
    return check(desk, query, audience, now)


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
    settled = answer.status in (Status.LISTED, Status.REMOVED)
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
