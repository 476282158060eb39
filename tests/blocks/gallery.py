"""Gallery: every card and dialogue once, with quiet data; golden files, limits and words are checked over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.blocks import (
    actions,
    asked,
    changes,
    details,
    notes,
    operators,
    problems,
    sources,
    watches,
)
from bot.blocks.check import render, thread_answer
from bot.blocks.health import health_card
from bot.blocks.kit import Message
from bot.blocks.why import why_modal
from bot.core.alerts import Background, Watched
from bot.core.beyond import Beyond, Topic
from bot.core.changes import ActionChanges, Changes, ChangesAsked
from bot.core.dates import PartialDate
from bot.core.delta import Op
from bot.core.feeds import FeedWord
from bot.core.health import Health, Outbox, Undelivered
from bot.core.ibans import bank_of
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType
from bot.core.names import Name, NameKind
from bot.core.refreshed import Refreshed
from bot.core.relations import parse_related
from bot.core.screening import Answer, Band, ListingState, Match, Query, Reason, SourceState, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Quote, RelatedTold, Told, Unread
from bot.core.watches import Target, Watch
from tests.blocks import (
    gallery_batch,
    gallery_briefs,
    gallery_cards,
    gallery_decisions,
    gallery_digests,
    gallery_home,
    gallery_items,
    gallery_notes,
    gallery_threads,
    gallery_timeline,
    gallery_watches,
)
from tests.blocks.make import (
    ALL_STATES,
    ASKER,
    CHANNEL,
    EARLIER,
    NOW,
    action_card,
    answer,
    event,
    listing,
    namesakes,
    note,
    party,
    standing,
    state,
)

EVERY_STATE = (*ALL_STATES, state("us-csl"), state("ca-sema"), state("au-dfat"))


def complex_person() -> Match:
    born = ("1961-02-03",)
    person = EntityType.PERSON
    name = "PETRENKOV, Oleg Ilyich"
    return party(
        standing(
            listing(
                name=name,
                original="ПЕТРЕНКОВ, Олег Ильич",
                what=person,
                births=born,
                programmes=("RUSSIA-EO14024", "UKRAINE-EO13662"),
                identifiers=(Identifier("inn", "770000000001", "RU"),),
                facts=(
                    ("nationality", "Russia"),
                    ("secondary_sanctions", "Secondary sanctions risk: See Section 11 of Executive Order 14024."),
                    ("relation", "Linked To: NORDWIND BANK"),
                ),
            )
        ),
        standing(
            listing("eu-fsf", "EU.9001.01", name, what=person, births=born, programmes=("269/2014",)),
            listed_on=date(2022, 2, 28),
        ),
        standing(
            listing(
                "gb-uksl",
                "RUS9001",
                name,
                what=person,
                births=born,
                programmes=("Russia",),
                measures=("Asset freeze", "Travel Ban"),
            ),
            listed_on=date(2022, 3, 15),
        ),
        standing(
            listing("ch-seco", "9001", name, what=person, programmes=("Ukraine",)),
            state=ListingState.REMOVED,
            removed_on=date(2025, 6, 3),
        ),
        caption="Oleg Ilyich PETRENKOV",
        what=person,
        score=1.0,
        matched=Name("Oleg Petrenkov", NameKind.ALIAS),
        reasons=(
            Reason("name", 1.0, "Oleg Petrenkov", "Oleg Petrenkov", "same words"),
            Reason("date of birth", 1.0, "1961-02-03", "1961-02-03", "same date of birth"),
        ),
        evidence=("INN 770000000001", "name and date of birth (probable)"),
    )


def restricted(kind: ListKind = ListKind.SSI, source: str = "us-ofac-cons") -> Match:
    return party(standing(listing(source, "90002", kind=kind)), caption="NORDWIND ENERGY")


def with_notes(match: Match | None = None, sources: tuple[SourceState, ...] = ALL_STATES) -> Answer:
    match = match or complex_person()
    kept = (note(), note("Second note, seen here.", number=2), note("Third, older.", number=3))
    asked = Query("Oleg Petrenkov", born=PartialDate("1961-02-03"))
    return answer(match, query=asked, notes={match.entity: kept}, sources=sources)


def possible() -> Answer:
    match = party(
        caption="NORDWIND BANK",
        band=Band.POSSIBLE,
        score=0.71,
        matched=Name("NORDWIND TRADE BANK", NameKind.ALIAS),
        reasons=(
            Reason("name", 0.71, "Nordwand Bank Leasing", "NORDWIND TRADE BANK", "2 of 3 words met"),
            Reason("spelling", 0.85, "nordwand", "nordwind"),
            Reason("not in the question", 0.4, "", "trade", "“trade” was not asked for"),
            Reason("not on the list", 0.0, "leasing", "", "“leasing” is not in the listed name"),
            Reason("more asked for", 0.5, "", "", "the question has a word that the listed name lacks"),
            Reason("country", 0.2, "IR", "", "other countries"),
        ),
    )
    return answer(match, status=Status.POSSIBLE, query=Query("Nordwand Bank Leasing", country="IR"))


def relatives(*names: str) -> RelatedTold:
    """Who the lists name as the daughters of one who is listed."""
    asked_for = parse_related("Oleg Petrenkov's daughters")
    assert asked_for is not None
    person = EntityType.PERSON
    named = tuple(
        Named(
            party(
                standing(listing(ref=f"91{n}", name=name, what=person, births=(str(1985 + n),))),
                standing(listing("gb-uksl", f"RUS91{n}", name, what=person, measures=("Asset freeze", "Travel Ban"))),
                caption=name,
                entity=f"e-aaaaaaaaaaaaaa{chr(97 + n)}b",
                what=person,
            ),
            (Quote("daughter of Oleg Ilyich PETRENKOV", "US"), Quote("Daughter of Oleg Ilyich Petrenkov", "UK")),
        )
        for n, name in enumerate(names)
    )
    subject = answer(complex_person(), query=Query("Oleg Petrenkov"))
    return RelatedTold(asked_for, subject, named, len(named))


def pasted() -> Combined:
    """The answers about the names of a signature, one of each kind."""
    gone = party(standing(state=ListingState.REMOVED, removed_on=date(2025, 3, 4)), caption="NORDWIND TRADING")
    return Combined(
        (
            answer(complex_person(), query=Query("Oleg Petrenkov")),
            answer(gone, status=Status.REMOVED, query=Query("Nordwind Trading")),
            answer(*namesakes(4), status=Status.AMBIGUOUS, query=Query("Ivanovsky")),
            possible(),
            answer(status=Status.NOT_FOUND, query=Query("Jane Roe")),
        )
    )


def asked_card(told: Told) -> Message:
    return asked.render(told, ASKER, "legal@ministry")


def not_found(**more: Any) -> Answer:
    late = state("gb-uksl", "stale", 4_300)
    known = (state("us-ofac-sdn"), late, state("eu-fsf", entries=5_800))
    return answer(status=Status.NOT_FOUND, query=Query("Jane Roe", **more), sources=known, missing=("un-sc", "ch-seco"))


def vessel() -> Answer:
    imo = Identifier("imo", "9999993")
    match = party(
        standing(listing(name="EXAMPLE STAR", what=EntityType.VESSEL, identifiers=(imo,))),
        caption="EXAMPLE STAR",
        what=EntityType.VESSEL,
        matched=imo,
    )
    return answer(match, query=Query("9999993", scheme="imo"))


def mass_action(number: int = 397) -> Any:
    added = tuple(event(f"a{n}", caption=f"EXAMPLE PARTY {n}") for n in range(number))
    changed = tuple(
        event(
            f"m{n}",
            Op.MOD,
            "amended",
            caption=f"CHANGED PARTY {n}",
            gained=(("programme", "SDGT"), ("alias", "NEW ALIAS")),
            lost=(("address", "Old Street 1"), ("printed:xml", "ff")),
        )
        for n in range(7)
    )
    return action_card(
        *added,
        *changed,
        watched=tuple(Watched(e, ("EU asset freeze", "UK asset freeze")[: 2 - n]) for n, e in enumerate(added[:2])),
        entry_types=(("person", 328), ("organization", 69)),
        programmes=(("RUSSIA-EO14024", 390), ("UKRAINE-EO13662", 12), ("BELARUS", 3), ("SDGT", 1)),
        elsewhere=(("EU", 120), ("UK", 300)),
        first_found=80,
    )


def mixed_action() -> Any:
    added = tuple(event(f"a{n}", caption=f"NEW PARTY {n}") for n in range(5))
    gone = tuple(event(f"d{n}", Op.DEL, "removed", caption=f"FORMER PARTY {n}") for n in range(112))
    return action_card(*added, *gone, watched=(Watched(gone[0], ("EU asset freeze (269/2014)",)),))


def pending_action(event_state: str = "pending") -> Any:
    gone = event("d1", Op.DEL, "removed", event_state, caption="FORMER PARTY")
    return action_card(gone, watched=(Watched(gone),), because=("FORMER PARTY",))


def listed_everywhere() -> Match:
    """A person whom all issuers name, by nine lists."""
    born, person = ("1961-02-03",), EntityType.PERSON
    name = "PETRENKOV, Oleg Ilyich"
    tags = ("RUSSIA-EO14024", "UKRAINE-EO13661", "UKRAINE-EO13662", "CYBER4", "MAGNIT")
    note = "Secondary sanctions risk: this person is designated pursuant to Executive Order 14024, as amended; " * 2
    measures = {"gb-uksl": ("Asset freeze", "Travel Ban", "Director disqualification"), "un-sc": ("Asset freeze",)}
    more = {"ch-seco": ("asset freeze", "travel ban"), "ca-sema": ("dealings ban",), "au-dfat": ("asset freeze",)}
    codes = {"eu-fsf": ("269/2014",), "gb-uksl": ("The Russia (Sanctions) (EU Exit) Regulations 2019",)}
    us = standing(
        listing(name=name, what=person, births=born, programmes=tags, facts=(("secondary_sanctions", note.strip()),))
    )
    others = (
        standing(
            listing(source, f"{source}-1", name, what=person, programmes=codes.get(source, ("Russia",)), measures=said),
            listed_on=date(2022, 2, 28),
        )
        for source, said in (("eu-fsf", ()), *measures.items(), *more.items())
    )
    limits = (
        standing(listing("us-ofac-cons", "8", name, what=person)),
        standing(listing("us-csl", "9", name, programmes=("Entity List",))),
    )
    return party(us, *limits, *others, caption="Oleg Ilyich PETRENKOV", what=person, evidence=("INN 770000000001",))


def ahead_of_the_file() -> Match:
    act = (("legal_basis", "Implementing Regulation (EU) 2025/2396"), ("in_force_from", "2025-11-25"))
    entry = listing(
        "eu-oj", "oj-1", kind=ListKind.EU_ASSET_FREEZE, programmes=("269/2014 Annex I",), measures=("asset freeze",),
        facts=act,
    )  # fmt: skip
    return party(
        standing(entry, ListingState.LISTED_BY_ACT), standing(listing("gb-uksl", "R1", measures=("Asset freeze",)))
    )


def reinstated(new: int = 0) -> Any:
    back = tuple(
        event(f"b{n}", kind="reinstated", caption=f"RETURNED PARTY {n}", programmes=("1737",)) for n in range(121)
    )
    added = tuple(event(f"a{n}", caption=f"NEW PARTY {n}", programmes=("1737",)) for n in range(new))
    years = {one.key: Background(first_listed=str(2006 + n % 7)) for n, one in enumerate(back)}
    return action_card(
        *back,
        *added,
        background=years,
        entry_types=(("organization", 78), ("person", 43 + new)),
        programmes=(("1737", 121 + new),),
        file_rows=121 + new,
        label="Security Council list",
        issuer="UN",
    )


def moved(kind: str = "escalated") -> Any:
    up = kind == "escalated"
    one = event(
        "m1", Op.MOVE, kind, caption="EXAMPLE ENERGY", list_kind="sdn" if up else "ssi", related_ref="us-ofac-cons:1"
    )
    known = {"m1": Background(former_kind="ssi" if up else "sdn")}
    return action_card(one, background=known, watched=(Watched(one, ("EU sectoral: 833/2014 Annex III",)),))


def tag(gained: str = "", lost: str = "", kept: str = "RUSSIA-EO14024") -> Any:
    note = (("secondary_sanctions", "Secondary sanctions risk: see section 11."),) if gained else ()
    return few(
        Op.MOD,
        "amended",
        programmes=tuple(code for code in (kept, gained) if code),
        gained=(*((("programme", gained),) if gained else ()), *note),
        lost=(("programme", lost),) if lost else (),
    )


def removed_but_blocked() -> Any:
    gone = event("d1", Op.DEL, "removed", caption="EXAMPLE BANK", list_kind="ssi")
    return action_card(
        gone,
        label="OFAC non-SDN list",
        watched=(Watched(gone, ("EU asset freeze",)),),
        background={"d1": Background(still=("blocked by US (SDN list)",))},
    )


def changed(*cards: Any, asked: ChangesAsked | None = None, sources: tuple[SourceState, ...] = ALL_STATES) -> Changes:
    groups = tuple(
        ActionChanges(card.action, card.events, card.list_label, "https://lists.example/home", card.background)
        for card in cards
    )
    return Changes(asked or ChangesAsked(since=date(2025, 11, 18)), groups, sources)


TEN_LISTS = (
    state("us-ofac-sdn", entries=18_700),
    state("us-ofac-cons", entries=442),
    state("us-csl", entries=4_900),
    state("eu-fsf", "stale", 5_800),
    state("gb-uksl", "failed", 4_300, "0 bytes"),
    state("un-sc", entries=1_000),
    state("ch-seco", "loading"),
    state("ca-sema", "never"),
    state("au-dfat", "never"),
    state("opensanctions", "never", opt_in=True, licence="CC BY-NC 4.0: not for commercial use"),
    state("eu-oj", entries=900, opt_in=True, licence="CC BY-NC 4.0: not for commercial use"),
)
HELD = Refreshed(
    "gb-uksl",
    "held",
    "changed in bulk: 2,310 of 4,300 common entries amended (54%, at most 20%)",
    "s-77",
    summary=("0 added, 0 removed, 2,310 amended", "address: 2,310 entries, e.g. RUS0251 “Moscow” → “Moscow, Russia”"),
)


def few(op: Op, kind: str, **more: Any) -> Any:
    return action_card(event("x1", op, kind, caption="EXAMPLE PARTY", **more))


WATCH = Watch(7, 1, "C1", "U0ANALYST", Target("entity", "e-aaaaaaaaaaaaaaaa", "NORDWIND BANK"), EARLIER)
WATCHES = (
    WATCH,
    Watch(
        8,
        1,
        "C1",
        "U0ANALYST",
        Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024"),
        EARLIER,
        frozenset({"added", "removed"}),
    ),
    Watch(9, 1, "C1", "U0ANALYST", Target("issuer", "US"), EARLIER, paused="channel archived"),
    Watch(10, 1, "C1", "U0ANALYST", Target("country", "RU"), EARLIER),
    Watch(11, 1, "C1", "U0ANALYST", Target("all"), EARLIER),
)


def health_of_two() -> Health:
    """Two messages that were not delivered, one of them perhaps."""
    lost = Undelivered(17, "C012", "OFAC, list of 24 Mar 2022", "card", "dead", "message not accepted", EARLIER)
    unsure = Undelivered(18, "C012", "OFAC, list of 25 Mar 2022", "reply", "unsure", "history cannot be read", EARLIER)
    return Health(Outbox(3, EARLIER, (lost, unsure), (("due", 3), ("dead", 1), ("unsure", 1))))


def health_of_feeds() -> Health:
    """Feeds of which one is not in order, and one was not looked at yet."""
    found = (
        FeedWord("OFAC Recent Actions", "refused", "a page without rows of actions: its layout changed"),
        FeedWord("Official Journal of the EU, L series", "ok"),
        FeedWord("White House", "never"),
    )
    return Health(Outbox(), feeds=found)


MESSAGES: dict[str, Callable[[], Message]] = {
    "health": lambda: health_card(health_of_two(), "C012", EARLIER),
    "health_feeds": lambda: health_card(health_of_feeds(), "C012", EARLIER),
    "health_in_order": lambda: health_card(Health(Outbox()), "C012", EARLIER),
    "status_person": lambda: render(answer(complex_person()), ASKER),
    "status_with_notes": lambda: render(with_notes(), ASKER),
    "status_shared": lambda: render(with_notes(), CHANNEL, shared_by="U0ANALYST", shared_at=EARLIER),
    "status_restricted": lambda: render(answer(restricted()), ASKER),
    "status_export_control": lambda: render(answer(restricted(ListKind.EXPORT_CONTROL, "us-csl")), ASKER),
    "status_vessel": lambda: render(vessel(), ASKER),
    "status_pending_removal": lambda: render(
        answer(party(standing(state=ListingState.PENDING_REMOVAL), affiliates=3), sample=True), ASKER
    ),
    "status_as_of": lambda: render(
        answer(party(standing(listed_on=date(2020, 1, 2))), query=Query("Nordwind", as_of=date(2021, 5, 6))), ASKER
    ),
    "removed": lambda: render(
        answer(party(standing(state=ListingState.REMOVED, removed_on=date(2025, 3, 4))), status=Status.REMOVED), ASKER
    ),
    "ambiguous": lambda: render(answer(*namesakes(11), status=Status.AMBIGUOUS, query=Query("Ivanovsky")), ASKER),
    "possible": lambda: render(possible(), ASKER),
    "not_found": lambda: render(not_found(), ASKER),
    "no_data": lambda: render(
        answer(status=Status.NO_DATA, sources=(state(state="never"),), missing=("eu-fsf",)), ASKER
    ),
    "unknown": lambda: render(
        answer(party(), status=Status.UNKNOWN, query=Query("Nordwind", as_of=date(2001, 1, 1))), ASKER
    ),
    "thread_answer": lambda: thread_answer(with_notes(), CHANNEL, "is Oleg Petrenkov on a list?"),
    "action_mass": lambda: actions.card(mass_action()),
    "action_with_notice": lambda: actions.card(
        action_card(event(), notice_url="https://lists.example/notice", title="Russia-related Designations")
    ),
    "action_mixed": lambda: actions.card(mixed_action()),
    "action_pending": lambda: actions.card(pending_action()),
    "action_confirmed": lambda: actions.card(pending_action("confirmed")),
    "action_cancelled": lambda: actions.card(pending_action("cancelled")),
    "action_changed": lambda: actions.card(few(Op.MOD, "amended", gained=(("programme", "SDGT"),))),
    "action_replaced": lambda: actions.card(few(Op.REPLACE, "renumbered", related_ref="90009")),
    "action_moved": lambda: actions.card(moved()),
    "action_eased": lambda: actions.card(moved("eased")),
    "action_reinstated": lambda: actions.card(reinstated()),
    "action_reinstated_and_added": lambda: actions.card(reinstated(5)),
    "action_further_designated": lambda: actions.card(tag("SDGT")),
    "action_partial_relief": lambda: actions.card(tag(lost="UKRAINE-EO13662")),
    "action_removed_but_blocked": lambda: actions.card(removed_but_blocked()),
    "action_redesignated": lambda: actions.card(
        few(Op.REPLACE, "redesignated", related_ref="38499", programmes=("DPRK4",))
    ),
    "changes": lambda: changes.changes_card(changed(mass_action(), mixed_action(), moved(), reinstated())),
    "changes_folded": lambda: changes.changes_card(changed(*[mass_action(9)] * 9)),
    "changes_none": lambda: changes.changes_card(
        changed(asked=ChangesAsked(since=date(2025, 11, 18), issuer="US", programme="SDGT"), sources=TEN_LISTS)
    ),
    "status_everywhere": lambda: render(with_notes(listed_everywhere(), EVERY_STATE), ASKER),
    "status_by_act": lambda: render(answer(ahead_of_the_file(), sources=(*ALL_STATES, state("eu-oj"))), ASKER),
    "status_compilation": lambda: render(
        answer(party(standing(listing("opensanctions", "NK-1", programmes=("Example list",))))), ASKER
    ),
    "details_reinstated": lambda: details.details(reinstated())[0],
    "operators_held": lambda: operators.trouble("UK Sanctions List", HELD, state("gb-uksl", entries=4_300)),
    "operators_refused": lambda: operators.trouble("SDN list", Refreshed("us-ofac-sdn", "refused", "0 bytes"), state()),
    "operators_recovered": lambda: operators.recovered(
        "SDN list", Refreshed("us-ofac-sdn", "refreshed", entries=18_700)
    ),
    "sources_of_ten": lambda: sources.sources_card(TEN_LISTS, NOW),
    "details_first": lambda: details.details(mass_action(30))[0],
    "details_mixed": lambda: details.details(mixed_action())[-1],
    "details_changed": lambda: details.details(mass_action(0))[0],
    "note_saved": lambda: notes.note_saved("NORDWIND BANK", "Met their counsel.", "team"),
    "notes_refused": notes.notes_refused,
    "watch_saved": lambda: watches.saved(WATCH, 30, 6),
    "watch_duplicate": lambda: watches.duplicate(WATCH),
    "watch_removed": lambda: watches.removed(WATCH),
    "watch_unknown": lambda: watches.unknown("99"),
    "watches": lambda: watches.listing(WATCHES),
    "watches_none": lambda: watches.listing(()),
    "sources": lambda: sources.sources_card(
        (
            state(),
            state("eu-fsf", "stale", 5_800),
            state("gb-uksl", "failed", 4_300, "0 bytes"),
            state("un-sc", "never"),
        ),
        NOW,
    ),
    "related": lambda: asked_card(relatives("PETRENKOVA, Anna Olegovna", "SMIRNOVA, Maria Olegovna")),
    "related_nothing": lambda: asked_card(relatives()),
    "several": lambda: asked_card(pasted()),
    "outside_advice": lambda: asked_card(OutsideTold(Beyond(Topic.ADVICE, "Nordwind Bank"), answer(party()))),
    "outside_law": lambda: asked_card(OutsideTold(Beyond(Topic.LAW), None)),
    "account": lambda: asked_card(
        AccountTold("GB29NWBK60161331926819", bank_of("GB29NWBK60161331926819"), answer(status=Status.NOT_FOUND))
    ),
    "no_name": lambda: asked_card(Unread("hello", True)),
    **gallery_batch.MESSAGES,
    "problem_unknown_verb": lambda: problems.unknown_verb("chek", ("check", "changes")),
    "problem_bad_filter": lambda: problems.bad_filter("dob", "yesterday", "YYYY, YYYY-MM or YYYY-MM-DD"),
    "problem_missing_object": lambda: problems.missing_object("check NAME"),
    "problem_nothing_loaded": problems.nothing_loaded,
    "problem_read_only": problems.read_only,
    "problem_out_of_scope": lambda: problems.out_of_scope("legal@ministry"),
    "problem_gone": problems.gone,
    "problem_unexpected": lambda: problems.unexpected("r-123"),
    **gallery_home.MESSAGES,
    **gallery_watches.MESSAGES,
    **gallery_digests.MESSAGES,
    **gallery_cards.MESSAGES,
    **gallery_threads.MESSAGES,
    **gallery_timeline.MESSAGES,
    **gallery_notes.MESSAGES,
    **gallery_decisions.MESSAGES,
    **gallery_items.MESSAGES,
    **gallery_briefs.MESSAGES,
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    **gallery_batch.VIEWS,
    "why": lambda: why_modal(with_notes()),
    "why_possible": lambda: why_modal(possible()),
    "why_identifier": lambda: why_modal(vessel()),
    "why_nothing": lambda: why_modal(not_found()),
    "note_modal": lambda: notes.note_modal("NORDWIND BANK", '{"e":"e-1"}', channel_private=False, first_use=True),
    "note_modal_private": lambda: notes.note_modal("NORDWIND BANK", "", channel_private=True),
    **gallery_home.VIEWS,
    **gallery_watches.VIEWS,
    **gallery_cards.VIEWS,
    **gallery_threads.VIEWS,
    **gallery_notes.VIEWS,
    **gallery_decisions.VIEWS,
    **gallery_items.VIEWS,
}
