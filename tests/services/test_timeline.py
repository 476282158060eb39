"""Timelines gathered from the store: moves, splits, what a team kept, and real lists replayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import build_desk
from bot.charts.timeline import timeline_picture
from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.core.feeds import Entry
from bot.core.listings import Fact
from bot.core.news import StoryFacts
from bot.core.notes import Topic
from bot.core.timeline import Timeline, said
from bot.services.changes import changes
from bot.services.desk import Desk
from bot.services.refresh import Delivery, refresh
from bot.services.timeline import TimelineProblem, subject_of, timeline_of
from bot.settings import load
from bot.sources import SOURCES, source_ids
from storage import entities, news, notes, stories, timeline
from storage.db import Database
from tests.owing import describe, make_tenant
from tests.plain import deliver, listing_file, plain_source
from tests.sdn import companies, sdn_csv, sdn_row
from tests.services.test_moves import BLOCKED, CONS, DAY, LATER, LIMITED, NEXT, SDN, load_both, sdn

NOBODY = Audience(0, "cli")
NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)


def desk_on(db: Database) -> Desk:
    return replace(build_desk(load({"DESK_REFRESH": "off"}, source_ids()), db), clock=lambda: NOW)


def of(db: Database, ref: str, audience: Audience = NOBODY, since: date | None = None) -> Timeline:
    source, _, number = ref.partition(":")
    subject = Topic("programme", number) if source == "programme" else Ref(source=source, ref=number)
    told = timeline_of(desk_on(db), subject, audience, NOW, since)
    assert isinstance(told, Timeline), told
    return told


def kinds(told: Timeline) -> list[str]:
    return [row.kind for row in told.rows]


def load_sdn(db: Database, rows: list[str], day: date) -> None:
    clock = datetime.combine(day, time(), tzinfo=UTC)
    source = SOURCES["us-ofac-sdn"]
    assert refresh(db, source, Delivery({"sdn.csv": sdn_csv(rows)}, "file", day), clock).outcome == "refreshed"


def test_a_life_on_a_list_is_told_row_by_row_with_the_lists_dates(db: Database) -> None:
    others = companies(9)
    load_sdn(db, others, DAY)
    load_sdn(db, [*others, sdn_row(77, "ACME", programmes="CUBA")], NEXT)
    load_sdn(db, [*others, sdn_row(77, "ACME", programmes="CUBA] [SDGT")], LATER)
    load_sdn(db, others, LATER + timedelta(days=1))
    told = of(db, "us-ofac-sdn:77")
    assert kinds(told) == ["added", "programme_gained", "pending_removal"]
    load_sdn(db, [*others, *companies(1, 3000)], LATER + timedelta(days=2))
    told = of(db, "us-ofac-sdn:77")
    assert kinds(told) == ["added", "programme_gained", "removed"]
    assert [row.at for row in told.rows] == [NEXT, LATER, LATER + timedelta(days=1)]
    assert (told.begins, dict(told.in_force)) == ({"us-ofac-sdn": DAY}, {})
    assert told.rows[0].url.startswith("https://")
    assert kinds(of(db, "us-ofac-sdn:77", since=LATER)) == ["programme_gained", "removed"]


def test_a_move_between_lists_is_one_row_on_one_timeline(db: Database) -> None:
    load_both(db)
    deliver(db, SDN, listing_file([*BLOCKED, sdn("17018", "EXAMPLE BANK")]), NEXT)
    deliver(db, CONS, listing_file(LIMITED), NEXT)
    told = of(db, "us-ofac-sdn:17018")
    assert kinds(told) == ["first_seen", "escalated"]
    assert "one event, no removal" in told.rows[1].text
    assert told.rows[1].ended == "us-ofac-cons:17018"
    assert set(told.in_force) == {"us-ofac-sdn"}


def test_the_lists_own_dates_stand_apart_from_ours(db: Database) -> None:
    old = replace(
        sdn("1", "ACME HOLDING"), facts=(Fact("listed_on", "2014-07-16"), Fact("list_updated_on", "2020-02-03"))
    )
    deliver(db, plain_source("us-ofac-sdn"), listing_file([*BLOCKED, old]), DAY)
    told = of(db, "us-ofac-sdn:1")
    assert [(row.kind, row.dated, row.at.isoformat()) for row in told.rows] == [
        ("designated", "act", "2014-07-16"),
        ("updated", "act", "2020-02-03"),
    ]
    (month,) = of(db, "programme:RUSSIA-EO14024").rows
    assert (month.precision, month.at, month.came) == ("month", date(2014, 7, 1), 1)


def test_a_party_that_is_split_off_takes_its_events_along(sqlite: Database) -> None:
    others = companies(9)
    load_sdn(sqlite, others, DAY)
    load_sdn(sqlite, [*others, sdn_row(77, "ACME"), sdn_row(78, "OTHER")], NEXT)
    one, other = entity_id("us-ofac-sdn", "77"), entity_id("us-ofac-sdn", "78")
    with sqlite.write() as session:
        entities.relink(session, {("us-ofac-sdn", "78"): (one, "name")}, [(other, one, "merged")], NOW)
    (both,) = of(sqlite, "us-ofac-sdn:77").rows
    assert (both.count, len(both.events)) == (2, 2)
    with sqlite.write() as session:
        entities.relink(session, {("us-ofac-sdn", "78"): (other, "")}, [(one, other, "split")], NOW)
        assert {each.ref for each in timeline.events_of(session, other)} == {"78"}
        assert {each.ref for each in timeline.events_of(session, one)} == {"77"}


def test_every_event_in_the_store_is_on_exactly_one_timeline(db: Database) -> None:
    load_both(db)
    deliver(db, SDN, listing_file([*BLOCKED[2:], sdn("17018", "EXAMPLE BANK")]), NEXT)
    deliver(db, CONS, listing_file(LIMITED[3:]), NEXT)
    deliver(db, SDN, listing_file([*BLOCKED[4:], sdn("17018", "EXAMPLE BANK II"), sdn("5", "NEW")]), LATER)
    recorded = changes(db)
    with db.read() as session:
        known = set(entities.entity_of(session).values())
    told = [timeline_of(desk_on(db), Ref(entity=each), NOBODY, NOW) for each in sorted(known)]
    found = [key for each in told if isinstance(each, Timeline) for row in each.rows for key in row.events]
    assert sorted(found) == sorted(event.key for event in recorded)
    assert len(recorded) > 8
    under = of(db, "programme:RUSSIA-EO14024")
    mine = [e.key for e in recorded if "RUSSIA-EO14024" in e.programmes]
    assert sorted(key for row in under.rows for key in row.events) == sorted(mine)


def test_what_the_team_kept_is_for_those_who_may_see_it(db: Database) -> None:
    load_sdn(db, [*companies(9), sdn_row(77, "ACME")], DAY)
    tenant, stranger = make_tenant(db), make_tenant(db, "T2")
    describe(db, tenant)
    describe(db, tenant, "G1", private=True)
    with db.write() as session:
        for channel, text in (("C1", "open word"), ("G1", "closed word")):
            new = notes.NewNote(
                tenant, entity_id("us-ofac-sdn", "77"), "us-ofac-sdn", "77", text, "U1", channel, "channel", text
            )
            notes.add_note(session, new, NOW)

    def words(audience: Audience) -> list[str]:
        return [row.quote for row in of(db, "us-ofac-sdn:77", audience).track("team")]

    assert words(Audience(tenant, "channel", "C1")) == ["open word"]
    assert words(Audience(tenant, "channel", "G1", private=True)) == ["closed word"]
    assert words(Audience(tenant, "dm", user="U1")) == []
    assert words(Audience(tenant, "channel", "C1", externally_shared=True)) == []
    assert words(Audience(tenant, "ephemeral", "C1", user="U1", guest=True)) == []
    assert words(Audience(stranger, "channel", "C1")) == []


def test_what_has_no_timeline_is_said_why(sqlite: Database) -> None:
    load_sdn(sqlite, [*companies(9), sdn_row(77, "ACME")], DAY)
    desk = desk_on(sqlite)
    for text, words in (("Nobody Of That Name", "Nobody on the lists"), ("", "")):
        problem = subject_of(desk, text, NOBODY, NOW)
        assert isinstance(problem, TimelineProblem)
        assert words in problem.text
    for subject, words in (
        (Ref(source="us-ofac-sdn", ref="1"), "No such entry"),
        (Topic("programme", "MOON"), "No entry"),
        (Topic("action", "a-1"), "a party or a programme"),
    ):
        problem = timeline_of(desk, subject, NOBODY, NOW)
        assert isinstance(problem, TimelineProblem)
        assert words in problem.text
    assert subject_of(desk, "programme: cuba", NOBODY, NOW) == Topic("programme", "CUBA")
    assert subject_of(desk, "ACME", NOBODY, NOW) == Ref(entity=entity_id("us-ofac-sdn", "77"))


@pytest.mark.usefixtures("shared")
def test_a_real_pair_of_lists_gives_the_rows_that_it_should(sqlite: Database, shared: Path) -> None:
    """21 to 24 March 2022: 397 added, 7 changed, nobody removed."""
    for day in ("2022-03-21", "2022-03-24"):
        path = shared / "data" / "us_ofac_sdn" / day / "sdn.csv.gz"
        on = date.fromisoformat(day)
        clock = datetime.combine(on, time(), tzinfo=UTC)
        refresh(sqlite, SOURCES["us-ofac-sdn"], Delivery({"sdn.csv.gz": path}, "file", on), clock)
    told = of(sqlite, "programme:RUSSIA-EO14024")
    (action,) = told.rows
    assert action.text == "397 added · 7 further designated under it, compared with the list of 21 Mar 2022"
    assert (action.came, action.left, action.count) == (404, 0, 404)
    added = next(e for e in changes(sqlite) if e.op == "ADD" and e.programmes == ("RUSSIA-EO14024",))
    party = of(sqlite, f"us-ofac-sdn:{added.ref}")
    assert [said(row) for row in party.rows] == ["US SDN: added: blocked by US under RUSSIA-EO14024"]
    amended = next(event for event in changes(sqlite) if event.op == "MOD")
    assert kinds(of(sqlite, f"us-ofac-sdn:{amended.ref}")) == ["first_seen", "programme_gained"]
    assert timeline_picture(told, NOW.date()) != timeline_picture(party, NOW.date())


def test_reports_stand_on_a_track_of_their_own_and_are_no_law(db: Database) -> None:
    load_sdn(db, [*companies(9), sdn_row(77, "ACME", programmes="RUSSIA-EO14024")], DAY)
    at = datetime(2026, 3, 20, 8, tzinfo=UTC)
    party = entity_id("us-ofac-sdn", "77")
    entry = Entry("k", "https://paper.example/1", "US weighs easing sanctions on Acme of Russia", published=at)
    with db.write() as session:
        (item,) = news.take_entries(session, "paper", [(entry, entry.url)], at, seeded=False).new
        facts = StoryFacts(
            0, at, at, ("US",), ("RU",), entities=((party, "Acme"),), direction="relief", stage="reported"
        )
        story = stories.open_story(session, facts)
        stories.keep_reading(session, item, {"jurisdictions": ["US"]}, story.id, at)
    for told in (of(db, "us-ofac-sdn:77"), of(db, "programme:RUSSIA-EO14024")):
        (row,) = told.track("report")
        assert row.text == "US weighs easing Russia sanctions: reported, no decision announced"
        assert (row.url, row.at) == ("https://paper.example/1", date(2026, 3, 20))
    assert of(db, "us-ofac-sdn:77", since=date(2026, 3, 21)).track("report") == ()
    other = of(db, "us-ofac-sdn:1000")
    assert other.track("report") == ()
