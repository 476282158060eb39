"""Team settings as people type them: read back as kept, in any spelling that says the same, and never a surprise."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.team_settings import (
    KINDS,
    WEEKDAYS,
    SettingAsked,
    SettingProblem,
    TeamSettings,
    channel_name,
    find_kind,
    parse_setting,
    read_channel,
    read_hour,
    read_weekday,
    read_zone,
    settings_from,
    values_of,
)
from bot.core.watches import BROADCASTS, CADENCES

PLACES = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "System")))
zones = st.sampled_from([*PLACES, "UTC"])
teams = st.builds(
    TeamSettings,
    timezone=zones,
    digest_hour=st.integers(0, 23),
    digest_weekday=st.integers(0, 6),
    operator_channel=st.from_regex(r"(|[CG][A-Z0-9]{8,10})", fullmatch=True),
    cadence=st.sampled_from(CADENCES),
    broadcast=st.sampled_from(BROADCASTS),
)


@given(teams, teams)
def test_what_is_kept_is_what_holds(team, defaults):
    kept = values_of(team)
    found = settings_from(kept, defaults)
    expected = (
        team
        if team.operator_channel
        else TeamSettings(**{**fields(team), "operator_channel": defaults.operator_channel})
    )
    assert found == expected


def fields(team):
    return {name: getattr(team, name) for name in TeamSettings.__dataclass_fields__}


@given(teams)
def test_without_anything_kept_the_defaults_hold(defaults):
    assert settings_from({}, defaults) == defaults


@given(st.dictionaries(st.sampled_from([kind.key for kind in KINDS]), st.text(max_size=40)), teams)
def test_what_nobody_understands_any_more_does_not_count(kept, defaults):
    found = settings_from(kept, defaults)
    ZoneInfo(found.timezone)
    assert 0 <= found.digest_hour < 24
    assert found.cadence in CADENCES


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_any_text_is_read_once_or_refused_in_words(kind, text):
    found = kind.read(text)
    if isinstance(found, str):
        assert kind.read(found) == found
    else:
        assert len(found.text) < 400


def test_every_place_is_a_zone_in_any_case():
    for zone in PLACES:
        for text in (zone, zone.lower(), zone.upper(), f" {zone.replace('_', ' ')} "):
            assert read_zone(text) == zone


@pytest.mark.parametrize(
    "text", ["EST", "CET", "GMT", "Etc/GMT+5", "GMT+1", "posixrules", "../etc/passwd", "", "Europe"]
)
def test_a_clock_without_a_place_is_refused(text):
    assert isinstance(read_zone(text), SettingProblem)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Europe/Brusels", "Europe/Brussels"),
        ("kiev", "Europe/Kiev"),
        ("EST", "America/New_York"),
    ],
)
def test_a_near_zone_is_suggested(text, meant):
    assert meant in read_zone(text).text


@given(zones)
def test_what_is_suggested_for_a_city_is_a_zone(zone):
    found = read_zone(zone.rpartition("/")[2])
    text = found if isinstance(found, str) else found.text.rpartition("Did you mean ")[2].split(" ")[0].rstrip("?,")
    assert text in {*PLACES, "UTC"}


@given(st.integers(0, 23))
def test_an_hour_is_read_however_it_is_written(hour):
    kept = f"{hour:02}:00"
    for text in (
        kept,
        str(hour),
        f"{hour}:00",
        f"{hour}h",
        f"{hour}.00",
        f"{hour} Uhr",
        f"{(hour - 1) % 12 + 1} {'am' if hour < 12 else 'pm'}",
    ):
        assert read_hour(text) == kept, text


@given(st.integers(0, 23), st.integers(1, 59))
def test_no_digest_comes_between_the_hours(hour, minute):
    assert "full hour" in read_hour(f"{hour}:{minute:02}").text


@pytest.mark.parametrize("text", ["24:00", "8 pm pm", "13 pm", "0 am", "-1", "noon", "8:5", ""])
def test_no_other_hour_is_guessed(text):
    assert isinstance(read_hour(text), SettingProblem)


@pytest.mark.parametrize("day", WEEKDAYS)
def test_a_weekday_is_known_by_its_beginning(day):
    for text in (day, day.upper(), day[:3], f"{day[:2]}."):
        assert read_weekday(text) == day


@pytest.mark.parametrize("text", ["t", "s", "", "holiday"])
def test_half_a_weekday_is_not_guessed(text):
    assert isinstance(read_weekday(text), SettingProblem)


def test_a_channel_is_known_by_its_id_in_any_of_slacks_forms():
    for text in ("C0123456789", "<#C0123456789>", "<#C0123456789|ops>", "#C0123456789|ops", "#C0123456789"):
        assert read_channel(text) == "C0123456789"
        assert channel_name(text) == ""
    assert channel_name("#Sanctions-Ops") == "sanctions-ops"
    assert isinstance(read_channel("U0123456789"), SettingProblem)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_each_setting_is_found_by_all_its_words_and_its_example_is_good(kind):
    for word in (kind.key, *kind.aliases, kind.key.upper(), kind.key.replace("-", "_")):
        assert find_kind(word) == kind
    assert kind.key == "operators" or kind.read(kind.example) == kind.example


@given(st.text(max_size=80))
def test_any_line_is_a_question_about_a_setting_or_refused(text):
    found = parse_setting(text)
    assert isinstance(found, SettingAsked | SettingProblem)


def test_a_line_is_read_with_the_marks_people_put():
    for text in (
        "timezone Europe/Berlin",
        "timezone: Europe/Berlin",
        "timezone=Europe/Berlin",
        ' TIMEZONE  "Europe/Berlin" ',
    ):
        asked = parse_setting(text)
        assert (asked.kind.key, asked.value) == ("timezone", "Europe/Berlin"), text
