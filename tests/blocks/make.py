"""Builders of answers and actions: every part has a default, so a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.core.alerts import ActionCard, Background, Watched
from bot.core.audience import Audience
from bot.core.dates import PartialDate
from bot.core.delta import Op
from bot.core.events import Action, Event
from bot.core.identifiers import Identifier
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.listings import EntityType, Fact, Listing, Statement
from bot.core.names import Name, NameKind
from bot.core.screening import (
    Answer,
    Band,
    ListingState,
    ListingStatus,
    Match,
    NoteView,
    Query,
    Reason,
    SourceState,
    Status,
)

NOW = datetime(2025, 11, 25, 13, 5, tzinfo=UTC)
EARLIER = datetime(2025, 11, 25, 6, 0, tzinfo=UTC)
ASKER = Audience(tenant=1, surface="ephemeral", channel="C1", user="U0ANALYST")
CHANNEL = Audience(tenant=1, surface="channel", channel="C1")
OUTSIDERS = Audience(tenant=1, surface="channel", channel="C1", externally_shared=True)

LIST_LABEL = {
    "us-ofac-sdn": "SDN list",
    "us-ofac-cons": "OFAC non-SDN list",
    "us-csl": "US export control lists",
    "eu-fsf": "EU asset-freeze list",
    "gb-uksl": "UK Sanctions List",
    "un-sc": "UN list",
    "ch-seco": "SECO list",
    "ca-sema": "Canadian autonomous sanctions list",
    "au-dfat": "Australian consolidated list",
    "eu-oj": "EU annexes",
    "opensanctions": "OpenSanctions compilation",
}
KIND = {
    "us-ofac-sdn": ListKind.SDN,
    "us-ofac-cons": ListKind.SSI,
    "us-csl": ListKind.EXPORT_CONTROL,
    "eu-fsf": ListKind.EU_ASSET_FREEZE,
    "gb-uksl": ListKind.UK,
    "un-sc": ListKind.UN,
    "ch-seco": ListKind.NATIONAL,
    "ca-sema": ListKind.NATIONAL,
    "au-dfat": ListKind.NATIONAL,
    "eu-oj": ListKind.EU_SECTORAL,
    "opensanctions": ListKind.COMPILATION,
}


def listing(
    source: str = "us-ofac-sdn",
    ref: str = "90001",
    name: str = "NORDWIND BANK",
    aliases: tuple[str, ...] = (),
    original: str = "",
    kind: ListKind | None = None,
    what: EntityType = EntityType.ORGANIZATION,
    programmes: tuple[str, ...] = ("RUSSIA-EO14024",),
    measures: tuple[str, ...] = (),
    identifiers: tuple[Identifier, ...] = (),
    births: tuple[str, ...] = (),
    facts: tuple[tuple[str, str], ...] = (),
) -> Listing:
    names = [Name(name), *(Name(alias, NameKind.ALIAS) for alias in aliases)]
    if original:
        names.append(Name(original, NameKind.ALIAS, "Cyrl"))
    return Listing(
        source=source,
        ref=ref,
        type=what,
        list_kind=kind or KIND[source],
        names=tuple(names),
        programmes=programmes,
        measures=measures,
        identifiers=identifiers,
        births=tuple(PartialDate(birth) for birth in births),
        facts=tuple(Fact(*fact) for fact in facts),
    )


def standing(
    of: Listing | None = None,
    state: ListingState = ListingState.LISTED,
    listed_on: date | None = None,
    removed_on: date | None = None,
    url: str = "https://lists.example/entry?id=90001&x=1",
    reason: str = "",
) -> ListingStatus:
    of = of or listing()
    return ListingStatus(
        listing=of,
        issuer=ISSUER_OF[of.source],
        state=state,
        first_seen=EARLIER,
        listed_on=listed_on,
        removed_on=removed_on,
        url=url,
        list_date=date(2025, 11, 24),
        list_label=LIST_LABEL[of.source],
        reason=reason,
    )


def party(
    *standings: ListingStatus,
    caption: str = "NORDWIND BANK",
    entity: str = "e-aaaaaaaaaaaaaaaa",
    what: EntityType = EntityType.ORGANIZATION,
    band: Band = Band.EXACT,
    score: float = 0.98,
    matched: Name | Identifier | None = None,
    reasons: tuple[Reason, ...] = (Reason("name", 0.98, "Nordwind Bank", "NORDWIND BANK"),),
    evidence: tuple[str, ...] = (),
    affiliates: int = 0,
) -> Match:
    return Match(
        entity=entity,
        caption=caption,
        type=what,
        score=score,
        band=band,
        matched=matched or Name(caption),
        reasons=reasons,
        listings=standings or (standing(),),
        evidence=evidence,
        affiliates=affiliates,
    )


def namesakes(number: int) -> tuple[Match, ...]:
    return tuple(
        party(
            standing(listing(ref=f"9{n:04}", what=EntityType.PERSON, births=(str(1950 + n),))),
            caption=f"IVANOVSKY, Example {n}",
            entity=f"e-aaaaaaaaaaaaaa{chr(97 + n)}a",
            what=EntityType.PERSON,
        )
        for n in range(number)
    )


def state(
    source: str = "us-ofac-sdn",
    state: str = "fresh",
    entries: int = 15_000,
    problem: str = "",
    opt_in: bool = False,
    licence: str = "public domain",
) -> SourceState:
    ready = state not in {"never", "loading"}
    return SourceState(
        source=source,
        issuer=ISSUER_OF[source],
        title=f"Title of {source}",
        state=state,
        entries=entries if ready else 0,
        list_date=date(2025, 11, 24) if ready else None,
        checked_at=EARLIER if ready else None,
        changed_at=EARLIER if ready else None,
        origin="official",
        licence=licence,
        url="https://lists.example/home",
        problem=problem,
        opt_in=opt_in,
    )


ALL_STATES = (
    state("us-ofac-sdn"),
    state("us-ofac-cons", entries=440),
    state("eu-fsf", entries=5_800),
    state("gb-uksl", entries=4_300),
    state("un-sc", entries=1_000),
    state("ch-seco", entries=8_000),
)


def answer(
    *matches: Match,
    status: Status = Status.LISTED,
    query: Query | None = None,
    sources: tuple[SourceState, ...] = ALL_STATES,
    missing: tuple[str, ...] = (),
    sample: bool = False,
    notes: dict[str, tuple[NoteView, ...]] | None = None,
) -> Answer:
    return Answer(
        query=query or Query("Nordwind Bank"),
        status=status,
        band=matches[0].band if matches else None,
        matches=matches,
        sources=sources,
        missing=missing,
        sample=sample,
        asked_at=NOW,
        notes=notes or {},
        considered=max(len(matches), 12),
    )


def note(
    text: str = "Met their counsel.", author: str = "U0ANALYST", visibility: str = "team", number: int = 1
) -> NoteView:
    return NoteView(id=number, text=text, author=author, created_at=EARLIER, visibility=visibility)


def event(
    key: str = "k1",
    op: Op = Op.ADD,
    kind: str = "added",
    event_state: str = "confirmed",
    caption: str = "NORDWIND BANK",
    gained: tuple[tuple[str, str], ...] = (),
    lost: tuple[tuple[str, str], ...] = (),
    material: bool = True,
    list_kind: str = "sdn",
    what: str = "organization",
    programmes: tuple[str, ...] = ("RUSSIA-EO14024",),
    related_ref: str = "",
) -> Event:
    return Event(
        key=key,
        source="us-ofac-sdn",
        ref=key,
        op=op,
        kind=kind,
        action="a1",
        state=event_state,  # type: ignore[arg-type]
        at=NOW,
        list_date=date(2022, 3, 24),
        entity="e-aaaaaaaaaaaaaaaa",
        caption=caption,
        type=what,
        list_kind=list_kind,
        programmes=programmes,
        countries=("RU",),
        material=material,
        gained=tuple(Statement(*s) for s in gained),
        lost=tuple(Statement(*s) for s in lost),
        url="https://lists.example/entry?id=1",
        related_ref=related_ref,
    )


def action_card(
    *events: Event,
    watched: tuple[Watched, ...] = (),
    because: tuple[str, ...] = ("programme:RUSSIA-EO14024",),
    notice_url: str = "",
    title: str = "Differences between two lists",
    entry_types: tuple[tuple[str, int], ...] = (),
    programmes: tuple[tuple[str, int], ...] = (),
    elsewhere: tuple[tuple[str, int], ...] = (),
    first_found: int = 0,
    sample: bool = False,
    alert: str = "al-42",
    background: dict[str, Background] | None = None,
    file_rows: int = 0,
    label: str = "SDN list",
    issuer: str = "US",
) -> ActionCard:
    return ActionCard(
        alert=alert,
        action=Action(
            id="a1",
            issuer=issuer,
            source="us-ofac-sdn",
            title=title,
            at=NOW,
            list_date=date(2022, 3, 24),
            previous_list_date=date(2022, 3, 21),
            notice_url=notice_url,
        ),
        events=events or (event(),),
        watched=watched,
        because=because,
        issuer_label=issuer,
        list_label=label,
        checked_at="2022-03-24T18:00:00+00:00",
        entry_types=entry_types,
        programmes=programmes,
        elsewhere=elsewhere,
        first_found=first_found,
        parties=len(events or (1,)),
        sample=sample,
        background=background or {},
        file_rows=file_rows,
        lists_loaded=2,
    )
