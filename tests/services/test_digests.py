"""Digests through the real database and a recording Slack: due by the team's clock, once, with everything in it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build_desk
from bot.core.delta import Op
from bot.core.listings import Statement
from bot.core.watches import Target
from bot.schedule import sender
from bot.services import routing
from bot.services.delivery import deliver_due
from bot.services.digests import fold_backlog, make_due
from bot.settings import load
from bot.sources import source_ids
from storage import checks, claims, digests, outbox, posts, settings, snoozes, watches
from tests.owing import SDN, by_name, event, make_tenant, record
from tests.owing import decide as decide_removal

ALL = Target("all", "", "all")
PROGRAMME = Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Office:
    """A desk whose clock the test moves."""

    def __init__(self, db, slack, timezone="UTC"):
        env = {"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_API_URL": slack.url, "DESK_TIMEZONE": timezone}
        self.db, self.slack, self.now = db, slack, MONDAY
        self.desk = replace(build_desk(load(env, source_ids()), db), clock=lambda: self.now)
        self.tenant = make_tenant(db)

    def watch(self, target, cadence, channel="C1"):
        with self.db.write() as session:
            return watches.add_watch(session, self.tenant, channel, "U1", target, frozenset(), MONDAY, cadence=cadence)[
                0
            ]

    def record(self, *told, at=None):
        record(self.db, *told)
        self.run(at or self.now)

    def run(self, at):
        """What the jobs do at an instant; how many digests were made."""
        self.now = at
        routing.route_new(self.db, at)
        made = make_due(self.desk)
        deliver_due(sender(self.desk, self.tenant))
        return made

    def posts(self, channel="C1"):
        return self.slack.posts(channel)

    def words(self, channel="C1"):
        return [json.dumps(post, ensure_ascii=False) for post in self.posts(channel)]


@pytest.fixture
def office(db, fake_slack):
    return Office(db, fake_slack)


def test_a_daily_watch_gets_one_digest_with_two_actions_and_none_on_an_empty_day(office):
    office.watch(ALL, "daily")
    office.record(event("1"), event("2", Op.DEL, state="confirmed", action="a-2"))
    assert office.posts() == []
    tuesday = MONDAY.replace(hour=8) + DAY
    assert office.run(tuesday - timedelta(minutes=1)) == 0
    assert office.run(tuesday) == 1
    (digest,) = office.posts()
    assert digest["text"].startswith("Sanctions digest · Tue 3 Mar 2026 · 08:00 UTC: 2 legal changes.")
    assert "*Party 1* added (RUSSIA-EO14024)" in office.words()[0]
    assert "*Party 2* no longer on the list" in office.words()[0]
    assert [office.run(tuesday + more) for more in (timedelta(minutes=1), HOUR, DAY, 2 * DAY)] == [0, 0, 0, 0]
    assert len(office.posts()) == 1


def test_what_comes_after_the_digest_waits_for_the_next(office):
    office.watch(ALL, "daily")
    office.record(event("1"))
    tuesday = MONDAY.replace(hour=8) + DAY
    office.run(tuesday)
    office.record(event("2", action="a-2"), at=tuesday + timedelta(minutes=5))
    assert len(office.posts()) == 1
    office.run(tuesday + DAY)
    assert "Party 2" in office.words()[1]
    assert "Party 1" not in office.words()[1]


def test_the_digest_comes_at_the_teams_hour_also_after_the_clocks_have_moved(db, fake_slack):
    office = Office(db, fake_slack)
    with db.write() as session:
        settings.put_setting(session, office.tenant, "timezone", "Europe/Brussels", "U1", MONDAY)
        settings.put_setting(session, office.tenant, "digest", "08:00", "U1", MONDAY)
    office.watch(ALL, "daily")
    # Saturday 28 March is CET, Sunday the 29th CEST.
    office.record(event("1"), at=datetime(2026, 3, 27, 12, tzinfo=UTC))
    assert office.run(datetime(2026, 3, 28, 6, 59, tzinfo=UTC)) == 0
    assert office.run(datetime(2026, 3, 28, 7, 0, tzinfo=UTC)) == 1
    office.record(event("2", action="a-2"), at=datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert office.run(datetime(2026, 3, 29, 5, 59, tzinfo=UTC)) == 0
    assert office.run(datetime(2026, 3, 29, 6, 0, tzinfo=UTC)) == 1
    assert [post["text"].split(":00 ")[1].split(":")[0] for post in office.posts()] == ["CET", "CEST"]


def test_a_mass_action_is_one_line_of_the_digest(office):
    office.watch(ALL, "daily")
    office.record(*(event(str(n)) for n in range(397)))
    office.run(MONDAY + DAY)
    (digest,) = office.words()
    assert "397 added (RUSSIA-EO14024 397)" in digest
    assert digest.count("• ") == 1


def test_an_hourly_and_a_weekly_digest_come_at_their_times(office):
    office.watch(ALL, "hourly", "C1")
    office.watch(ALL, "weekly", "C2")
    office.record(event("1"), at=MONDAY + timedelta(minutes=20))
    office.run(MONDAY + timedelta(minutes=59))
    assert office.posts("C1") == []
    office.run(MONDAY + HOUR)
    assert len(office.posts("C1")) == 1
    for days in range(7):
        office.run(MONDAY + days * DAY)
        assert office.posts("C2") == []
    office.run(MONDAY.replace(hour=8) + 7 * DAY)
    assert office.posts("C2")[0]["text"].startswith("Sanctions digest · week to Mon 9 Mar 2026")


def test_the_law_on_a_party_watched_by_name_comes_at_once_and_not_again(office):
    office.watch(by_name("1"), "daily")
    office.watch(ALL, "daily")
    office.record(event("1"), event("2", action="a-2"))
    assert len(office.posts()) == 1
    office.run(MONDAY + DAY)
    assert len(office.posts()) == 2
    assert "Party 2" in office.words()[1]
    assert "Party 1*" not in office.words()[1]


def test_what_a_card_here_told_is_not_told_again_by_a_digest(office):
    office.watch(by_name("1"), "now")
    office.watch(ALL, "daily")
    office.record(event("1"), event("2"))
    assert office.run(MONDAY + DAY) == 0
    assert len(office.posts()) == 1


def test_beside_other_news_it_is_one_line_that_leads_to_the_thread(office):
    office.watch(by_name("1"), "now")
    office.watch(ALL, "daily")
    office.record(*(event(str(n)) for n in range(1, 9)), event("20", action="a-2"))
    card = office.posts()[0]
    assert office.run(MONDAY + DAY) == 1
    digest = office.words()[-1]
    assert "1 legal change." in digest
    assert "Already posted here, so not told again: US SDN list: 7 added" in digest
    assert f"archives/C1/p{card['ts'].replace('.', '')}|thread" in digest
    assert "Party 20" in digest
    assert "Party 2*" not in digest


def test_what_a_card_has_nothing_but_a_number_of_is_told_with_its_thread(office):
    changed = event("2", Op.MOD, gained=(Statement("programme", "SDGT"),), programmes=("RUSSIA-EO14024", "SDGT"))
    office.watch(by_name("1"), "now")
    office.watch(ALL, "daily")
    office.watch(Target("name", "party 3", "name:party 3"), "daily")
    office.record(event("1"), changed, event("3"))
    card = office.posts()[0]
    assert office.run(MONDAY + DAY) == 1
    digest = office.words()[-1]
    assert "*Party 2* further designated under SDGT" in digest
    assert "*Party 3* added" in digest
    assert f"archives/C1/p{card['ts'].replace('.', '')}|thread" in digest


def test_what_came_after_the_card_was_drawn_is_told(office):
    office.watch(by_name("1"), "now")
    office.watch(ALL, "daily")
    office.record(event("1"))
    office.record(event("2"), at=MONDAY + timedelta(minutes=5))
    assert office.run(MONDAY + DAY) == 1
    assert "*Party 2* added" in office.words()[-1]


def test_a_card_that_was_deleted_told_nothing(office):
    office.watch(by_name("1"), "now")
    office.watch(ALL, "daily")
    office.record(event("1"), event("2"))
    card = office.posts()[0]
    with office.db.write() as session:
        posts.mark_gone(session, office.tenant, "C1", card["ts"])
    assert office.run(MONDAY + DAY) == 1
    assert "*Party 2* added" in office.words()[-1]


def test_a_record_that_was_only_touched_is_worth_no_digest(office):
    watch_amendments(office, "daily")
    touched = event("1", Op.MOD, material=False, gained=(Statement("list_updated_on", "2026-03-01"),))
    office.record(touched)
    office.run(MONDAY + DAY)
    assert office.posts() == []
    renamed = (Statement("alias", "NEW"), Statement("list_updated_on", "2026-03-02"))
    office.record(replace(touched, key="k2", gained=renamed, action="a-2"), at=MONDAY + DAY + HOUR)
    office.run(MONDAY + 2 * DAY)
    assert "alias: gained “NEW”" in office.words()[-1]
    assert "last update" not in office.words()[-1]


def test_a_removal_told_in_a_digest_is_taken_back_in_the_next_when_it_was_none(office):
    office.watch(by_name("1"), "daily")
    office.record(event("1", Op.DEL))
    office.run(MONDAY + DAY)
    assert "absent, not yet confirmed" in office.words()[0]
    decide_removal(office.db, "1", "cancelled")
    office.run(MONDAY + DAY + HOUR)
    assert len(office.posts()) == 1
    office.run(MONDAY + 2 * DAY)
    assert "still listed" in office.words()[1]


def test_a_removal_that_came_to_nothing_before_the_digest_is_never_told(office):
    office.watch(by_name("1"), "daily")
    office.record(event("1", Op.DEL))
    decide_removal(office.db, "1", "cancelled")
    assert [office.run(MONDAY + n * DAY) for n in range(1, 4)] == [0, 0, 0]
    assert office.posts() == []


def test_a_removal_confirmed_after_the_digest_comes_at_once_as_a_card(office):
    office.watch(by_name("1"), "daily")
    office.record(event("1", Op.DEL))
    office.run(MONDAY + DAY)
    decide_removal(office.db, "1", "confirmed")
    office.run(MONDAY + DAY + HOUR)
    assert "Party 1: removed from the US SDN list" in office.words()[1]
    assert office.run(MONDAY + 2 * DAY) == 0


def test_what_nobody_watches_any_more_is_not_told(office):
    number = office.watch(ALL, "daily")
    office.record(event("1"))
    with office.db.write() as session:
        row = session.get(__import__("storage.team_rows", fromlist=["WatchRow"]).WatchRow, number)
        session.delete(row)
    assert office.run(MONDAY + DAY) == 0
    assert office.posts() == []


def test_what_waits_for_a_paused_channel_comes_when_it_goes_on(office):
    office.watch(ALL, "daily")
    office.record(event("1"))
    with office.db.write() as session:
        watches.pause_channel(session, office.tenant, "C1", "archived")
    assert [office.run(MONDAY + n * DAY) for n in (1, 2)] == [0, 0]
    with office.db.write() as session:
        watches.resume_channel(session, office.tenant, "C1")
    assert office.run(MONDAY + 2 * DAY + HOUR) == 1


def test_two_processes_and_a_repetition_make_one_digest(office):
    office.watch(ALL, "daily")
    office.record(event("1"), event("2", action="a-2"))
    office.now = MONDAY + DAY
    assert [make_due(office.desk) for _ in range(3)] == [1, 0, 0]
    with office.db.read() as session:
        assert outbox.count_open(session, office.tenant) == 1


def test_several_makers_at_once_make_one_digest_and_lose_nothing(office):
    from concurrent.futures import ThreadPoolExecutor

    office.watch(ALL, "daily")
    office.record(*(event(str(n), action=f"a-{n}") for n in range(20)))
    office.now = MONDAY + DAY
    with ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(lambda _: make_due(office.desk), range(4)))
    assert made == 1
    deliver_due(sender(office.desk, office.tenant))
    assert "20 legal changes" in office.posts()[0]["text"]


def fail_source(office, at, source=SDN):
    with office.db.write() as session:
        checks.record_check(session, checks.Check(source, at, "failed", "no answer"))


def load_source(office, at):
    from tests.owing import listing, load

    load(office.db, listing("1"))
    with office.db.write() as session:
        checks.record_check(session, checks.Check(SDN, at, "refreshed"))


def test_a_list_that_could_not_be_read_is_told_although_nothing_else_is(office):
    load_source(office, MONDAY - 2 * DAY)
    fail_source(office, MONDAY)
    office.watch(by_name("1"), "daily")
    office.watch(Target("issuer", "EU", "issuer:EU"), "daily", "C2")
    office.watch(by_name("1"), "now", "C3")
    tuesday = MONDAY.replace(hour=8) + DAY
    assert office.run(tuesday) == 1
    assert office.run(tuesday + timedelta(minutes=1)) == 0
    (told,) = office.posts("C1")
    assert "no change seen on your watches" in told["text"]
    assert "US SDN could not be read" in told["text"]
    assert (office.posts("C2"), office.posts("C3")) == ([], [])


def test_an_hourly_digest_tells_of_a_list_in_trouble_once_a_day(office):
    load_source(office, MONDAY - 3 * DAY)
    fail_source(office, MONDAY)
    office.watch(ALL, "hourly")
    assert sum(office.run(MONDAY + n * HOUR) for n in range(1, 49)) == 2


def test_one_failed_read_is_not_worth_a_digest(office):
    load_source(office, MONDAY + 20 * HOUR)
    fail_source(office, MONDAY + 22 * HOUR)
    office.watch(ALL, "daily")
    assert office.run(MONDAY.replace(hour=8) + DAY) == 0


def test_after_an_outage_old_cards_come_as_one_digest_not_as_a_flood(office):
    office.watch(ALL, "now")
    record(office.db, *(event(str(n), action=f"a-{n}") for n in range(8)))
    routing.route_new(office.db, MONDAY)
    later = MONDAY + 7 * HOUR
    with office.db.write() as session:
        assert fold_backlog(session, office.tenant, later) == 16
        assert fold_backlog(session, office.tenant, later) == 0
    office.record(event("new", action="a-new"), at=later)
    digest, card, *replies = office.posts()
    assert digest["text"].startswith("While I was away · Mon 2 Mar 2026 · 16:00 UTC: 8 legal changes.")
    assert "+3 more: `/sanctions changes`" in office.words()[0]
    assert "Party new: added to the US SDN list" in card["text"]
    assert all(reply["thread_ts"] == card["ts"] for reply in replies)


def test_a_young_backlog_and_a_tried_row_are_left_alone(office):
    office.watch(ALL, "now")
    record(office.db, *(event(str(n), action=f"a-{n}") for n in range(8)))
    routing.route_new(office.db, MONDAY)
    with office.db.write() as session:
        assert fold_backlog(session, office.tenant, MONDAY + 5 * HOUR) == 0
        claimed = claims.claim(session, office.tenant, "p", MONDAY, timedelta(minutes=5))
    with office.db.write() as session:
        claims.defer(session, claimed, MONDAY, "time-out", look_first=True, counted=True)
        assert fold_backlog(session, office.tenant, MONDAY + 7 * HOUR) == 14


def test_a_removal_folded_as_pending_is_taken_back_when_it_was_none(office):
    office.watch(by_name("1"), "now")
    office.watch(ALL, "now")
    record(office.db, event("1", Op.DEL, action="a-p"), *(event(f"x{n}", action=f"a-{n}") for n in range(8)))
    routing.route_new(office.db, MONDAY)
    with office.db.write() as session:
        fold_backlog(session, office.tenant, MONDAY + 7 * HOUR)
    office.run(MONDAY + 7 * HOUR)
    decide_removal(office.db, "1", "cancelled")
    office.run(MONDAY + 7 * HOUR + timedelta(minutes=10))
    office.run(MONDAY + 8 * HOUR)
    assert "still listed" in office.words()[-1]


def snooze(office, scope="channel", value="", until=MONDAY + DAY):
    with office.db.write() as session:
        return snoozes.put(session, office.tenant, "C1", scope, value, "here", until, "U1", office.now)


def amended(ref, action="a-1"):
    return event(ref, Op.MOD, material=False, action=action)


def watch_amendments(office, cadence="now"):
    with office.db.write() as session:
        watches.add_watch(
            session, office.tenant, "C1", "U1", ALL, frozenset({"amended", "added"}), MONDAY, cadence=cadence
        )


def test_what_a_snooze_held_back_is_told_when_it_ends_and_the_law_passes(office):
    watch_amendments(office)
    snooze(office)
    office.record(amended("1"), amended("2", "a-2"), event("3", action="a-3"))
    assert [post["text"].count("Party 3: added") for post in office.posts() if "thread_ts" not in post] == [1]
    before = len(office.posts())
    assert office.run(MONDAY + DAY - timedelta(minutes=1)) == 0
    assert office.run(MONDAY + DAY) == 1
    told = office.words()[before]
    assert "2 alerts were held back" in told
    assert "A snooze ended" in told
    assert (office.run(MONDAY + 2 * DAY), len(office.posts())) == (0, before + 1)


def test_a_snooze_that_held_nothing_ends_in_silence(office):
    office.watch(ALL, "now")
    snooze(office)
    assert office.run(MONDAY + DAY) == 0
    with office.db.read() as session:
        assert snoozes.ended(session, office.tenant, MONDAY + 9 * DAY) == []
    assert office.posts() == []


def test_a_snooze_that_is_prolonged_goes_on_holding(office):
    watch_amendments(office)
    first = snooze(office)
    office.record(amended("1"))
    again = snooze(office, until=MONDAY + 3 * DAY)
    assert again.id == first.id
    assert office.run(MONDAY + DAY) == 0
    assert office.run(MONDAY + 3 * DAY) == 1


def test_a_digest_watch_is_snoozed_as_well(office):
    watch_amendments(office, "daily")
    snooze(office, until=MONDAY + 2 * DAY)
    office.record(amended("1"))
    assert office.run(MONDAY + DAY) == 0
    assert office.run(MONDAY + 2 * DAY) == 1


def test_the_same_event_waits_once_however_often_it_is_routed(office):
    office.watch(ALL, "daily")
    office.record(event("1"))
    with office.db.write() as session:
        (waiting,) = digests.waiting(session, office.tenant, "C1", "daily")
        from bot.core.alerts import Place, Waiting

        digests.wait(session, [Waiting(Place(office.tenant, "C1", "a-1"), "daily", (waiting.event,), (1,))], office.now)
        assert len(digests.waiting(session, office.tenant, "C1", "daily")) == 1


def test_open_items_are_told_in_the_teams_own_channels_only(office):
    from bot.core.alerts import Place
    from bot.core.work import Work
    from storage import channels, work

    for channel in ("C1", "C2"):
        office.watch(ALL, "daily", channel)
        with office.db.write() as session:
            place = Place(office.tenant, channel, "a-0")
            claimed = Work("claimed", "U1", MONDAY, "U1", MONDAY)
            assert work.change_work(session, place, Work(), claimed, MONDAY + 9 * DAY)
    with office.db.write() as session:
        shared = channels.Channel(office.tenant, "C2", "partners", private=False, externally_shared=True)
        channels.upsert_channel(session, shared, MONDAY)
    office.record(event("1"))
    office.run(MONDAY + DAY)
    assert "1 open item" in office.words("C1")[0]
    assert "open item" not in office.words("C2")[0]


def test_the_sender_itself_folds_what_an_outage_left(office):
    office.watch(ALL, "now")
    record(office.db, *(event(str(n), action=f"a-{n}") for n in range(8)))
    routing.route_new(office.db, MONDAY)
    office.run(MONDAY + 7 * HOUR)
    assert [post["text"].split(" · ")[0] for post in office.posts()] == ["While I was away"]
