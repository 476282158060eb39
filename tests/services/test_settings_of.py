"""Team settings at rest: who set what when, all or nothing, on both databases; operators told where the team says."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build_desk
from bot.core.refreshed import Refreshed
from bot.core.team_settings import SettingAsked, SettingProblem, TeamSettings, find_kind
from bot.services import operators
from bot.services.settings_of import change_setting, change_settings, settings_shown, team_settings
from bot.settings import load
from bot.sources import SOURCES, source_ids
from storage import settings as kept
from storage.checks import Check
from tests.owing import make_tenant

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SDN = SOURCES["us-ofac-sdn"]


@pytest.fixture
def desk(db, fake_slack):
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_URL": fake_slack.url, "DESK_TIMEZONE": "Europe/Brussels"}
    fake_slack.channels["C0OPSOPS"] = {"is_member": True}
    return replace(build_desk(load(env, source_ids()), db), clock=lambda: NOW)


@pytest.fixture
def tenant(db):
    return make_tenant(db)


def settings_for(desk, tenant):
    with desk.db.read() as session:
        return team_settings(session, tenant, desk.settings.timezone)


def asked(key, value):
    return SettingAsked(find_kind(key), value)


def test_the_desks_time_zone_holds_until_the_team_sets_its_own(desk, tenant):
    assert settings_for(desk, tenant) == TeamSettings(timezone="Europe/Brussels")
    change_setting(desk, tenant, asked("timezone", "Asia/Tokyo"), "U1", NOW)
    assert settings_for(desk, tenant).timezone == "Asia/Tokyo"


def test_next_digests_are_told_by_the_teams_clock(desk, tenant):
    change_settings(desk, tenant, {"timezone": "Asia/Tokyo", "digest": "07:00", "digest-day": "friday"}, "U1", NOW)
    shown = settings_shown(desk, tenant, NOW)
    assert shown.daily == datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert shown.weekly == datetime(2026, 3, 5, 22, tzinfo=UTC)


def test_what_is_set_is_signed_and_dated(desk, tenant):
    done = change_setting(desk, tenant, asked("digest", "9"), "U7", NOW)
    assert (done.before.value, done.after.value) == ("08:00", "09:00")
    assert (done.before.at, done.after.by, done.after.at) == (None, "U7", NOW)


def test_setting_the_same_again_keeps_who_set_it(desk, tenant):
    change_setting(desk, tenant, asked("digest", "9"), "U7", NOW)
    done = change_setting(desk, tenant, asked("digest", "09:00"), "U8", NOW + timedelta(hours=1))
    assert (done.after.by, done.after.at) == ("U7", NOW)


def test_several_are_set_together_or_not_at_all(desk, tenant):
    found = change_settings(desk, tenant, {"digest": "09:00", "timezone": "Atlantis", "default": "x"}, "U1", NOW)
    assert [key for key, _ in found] == ["timezone", "default"]
    assert settings_for(desk, tenant) == TeamSettings(timezone="Europe/Brussels")


def test_a_value_that_no_longer_means_anything_does_not_count(desk, tenant):
    with desk.db.write() as session:
        kept.put_setting(session, tenant, "timezone", "Europe/Atlantis", "U1", NOW)
    assert settings_for(desk, tenant).timezone == "Europe/Brussels"


def test_teams_have_their_own(desk, tenant):
    other = make_tenant(desk.db, "T2")
    change_setting(desk, tenant, asked("digest", "9"), "U1", NOW)
    assert settings_for(desk, other).digest_hour == 8


def test_two_at_once_leave_one_whole_value(desk, tenant):
    hours = [f"{hour:02}:00" for hour in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = pool.map(lambda h: change_setting(desk, tenant, asked("digest", h), f"U{h[:2]}", NOW), hours)
        assert not [each for each in done if isinstance(each, SettingProblem)]
    with desk.db.read() as session:
        row = kept.settings_of(session, tenant)["digest"]
    assert row.by == f"U{row.value[:2]}"


@pytest.mark.parametrize("own", [True, False])
def test_operators_are_told_in_the_teams_channel_else_in_the_desks(desk, tenant, fake_slack, own):
    desk = replace(desk, settings=replace(desk.settings, operator_channel="C0DESK"))
    if own:
        change_setting(desk, tenant, asked("operators", "C0OPSOPS"), "U1", NOW)
    operators.report(desk, tenant, SDN, None, Refreshed("us-ofac-sdn", "failed", "no answer"))
    assert len(fake_slack.posts("C0OPSOPS" if own else "C0DESK")) == 1
    assert fake_slack.posts("C0DESK" if own else "C0OPSOPS") == []


@pytest.mark.parametrize("outcome", ["failed", "refreshed"])
def test_operators_are_not_told_where_another_organisation_reads_along(desk, tenant, fake_slack, outcome):
    change_setting(desk, tenant, asked("operators", "C0OPSOPS"), "U1", NOW)
    fake_slack.channels["C0OPSOPS"] = {"name": "ops", "is_member": True, "is_ext_shared": True}
    before = Check("us-ofac-sdn", NOW, "failed" if outcome == "refreshed" else "refreshed")
    operators.report(desk, tenant, SDN, before, Refreshed("us-ofac-sdn", outcome, "no answer"))
    assert fake_slack.posts("C0OPSOPS") == []


def test_without_a_token_a_channel_is_taken_as_it_is(desk, tenant):
    offline = replace(desk, settings=replace(desk.settings, bot_token=""))
    change_setting(offline, tenant, asked("operators", "C0NOBODY0"), "", NOW)
    assert settings_for(desk, tenant).operator_channel == "C0NOBODY0"
