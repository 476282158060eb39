"""Settings and feedback in Slack: shown with who set them, set by command or dialogue, refused to outsiders."""

import json
from dataclasses import replace

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.services.settings_of import operator_channel, team_settings
from storage import feedback, tenants
from tests.fakeslack import Refusal
from tests.handlers.office import make_office, words

OWN = {"name": "sanctions-ops", "is_member": True}


def tenant(office):
    with office.desk.db.read() as session:
        return tenants.only_tenant(session).id


def holds(office):
    with office.desk.db.read() as session:
        return team_settings(session, tenant(office), "UTC")


def submitted(office, view, **values):
    fields = {ids.setting_block(key): {ids.setting_field(key): element} for key, element in values.items()}
    body = {**view, "id": f"V{next(office._numbers)}", "hash": "h", "state": {"values": fields}}
    request = BoltRequest(mode="socket_mode", body={"type": "view_submission", **office._who("U1", ""), "view": body})
    answer = office.app.dispatch(request).body
    return json.loads(answer) if answer else {}


def test_nothing_is_set_at_first_and_the_card_says_so(office):
    said = office.command("settings")
    assert "UTC · default" in said["words"]
    assert "nobody, the log only · not set" in said["words"]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("settings timezone Europe/Berlin", "timezone", "Europe/Berlin"),
        ("settings timezone europe/berlin", "timezone", "Europe/Berlin"),
        ("settings tz: America/New York", "timezone", "America/New_York"),
        ("settings digest 07:00", "digest_hour", 7),
        ("settings digest 7 pm", "digest_hour", 19),
        ("settings digest-day fri", "digest_weekday", 4),
        ("settings default weekly", "cadence", "weekly"),
        ("settings broadcast=never", "broadcast", "never"),
    ],
)
def test_a_setting_is_set_for_the_team_and_signed(office, text, name, value):
    said = office.command(text, user="U0ANN")
    assert getattr(holds(office), name) == value, said
    assert "set by <@U0ANN>" in office.command("settings")["words"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("settings timezone Berlin", "Did you mean Europe/Berlin?"),
        ("settings timezone Europe/Berln", "Did you mean Europe/Berlin?"),
        ("settings timezone CET", "Did you mean Europe/Brussels or Europe/Berlin?"),
        ("settings timezone somewhere", "Write a place, such as Europe/Berlin."),
        ("settings digest noon", "Write it as 08:00."),
        ("settings digest 08:30", "write 08:00 or 09:00"),
        ("settings digest 25:00", "from 00:00 to 23:00"),
        ("settings digest-day mnday", "Did you mean monday?"),
        ("settings default dayly", "Did you mean daily?"),
        ("settings broadcast loud", "never, material, all"),
        ("settings timezne UTC", "Did you mean timezone?"),
        ("settings colour red", "There are timezone, digest"),
        ("settings timezone", "settings timezone Europe/Berlin"),
        ("settings operators nobody", "is no channel that I know"),
    ],
)
def test_a_bad_value_is_named_with_what_would_work_and_nothing_is_set(office, text, hint):
    before = office.command("settings")["words"]
    said = office.command(text)["words"].replace("`", "")
    assert hint.replace(".", "․") in said.replace(".", "․"), said
    assert office.command("settings")["words"] == before


def test_a_setting_is_taken_back(office):
    office.command("settings timezone Europe/Berlin")
    office.command("settings timezone reset")
    assert holds(office).timezone == "UTC"
    assert "UTC · default" in office.command("settings")["words"]


@pytest.mark.parametrize("text", ["<#C00000OPS|sanctions-ops>", "C00000OPS", "#C00000OPS"])
def test_operators_are_told_where_the_team_says(office, text):
    office.slack.channels["C00000OPS"] = OWN
    office.command(f"settings operators {text}")
    assert operator_channel(office.desk, tenant(office)) == "C00000OPS"


def test_a_channel_is_known_by_the_name_it_was_seen_under(office):
    office.slack.channels["C00000OPS"] = OWN
    office.command("check Example", channel="C00000OPS")
    office.command("settings operators #sanctions-ops")
    assert operator_channel(office.desk, tenant(office)) == "C00000OPS"


@pytest.mark.parametrize(
    "channel", [{**OWN, "is_member": False}, {**OWN, "is_archived": True}, {**OWN, "is_ext_shared": True}]
)
def test_a_channel_that_cannot_serve_is_refused(office, channel):
    office.slack.channels["C00000OPS"] = channel
    said = office.command("settings operators C00000OPS")["words"]
    assert "C00000OPS" in said
    assert operator_channel(office.desk, tenant(office)) == ""


def test_guests_neither_see_nor_change_settings(office):
    office.slack.people["U8"] = {"is_restricted": True}
    assert "guests neither see nor change" in office.command("settings", user="U8")["words"]
    for text in ("settings digest 09:00", "settings admins U8"):
        assert "Only members" in office.command(text, user="U8")["words"]
    assert holds(office).digest_hour == 8


def test_where_slack_does_not_say_who_asks_nothing_is_changed(office):
    office.slack.fail("users.info", *[Refusal("missing_scope")] * 2)
    assert "users:read" in office.command("settings digest 09:00")["words"].replace("`", "")
    assert holds(office).digest_hour == 8


def test_a_channel_shared_with_outsiders_neither_shows_nor_sets(office):
    office.slack.channels["C5"] = {"is_ext_shared": True}
    office.command("settings operators reset")
    assert "shared with another organisation" in office.command("settings", channel="C5")["words"]
    office.command("settings digest 09:00", channel="C5")
    assert holds(office).digest_hour == 8


def test_the_dialogue_sets_what_was_changed_and_leaves_the_rest(office):
    card = office.command("settings")
    office.click(card, ids.SETTINGS_OPEN)
    answer = submitted(
        office,
        office.opened(),
        timezone={"value": "Europe/Vienna"},
        digest={"selected_option": {"value": "08:00"}},
        operators={"selected_conversation": None},
    )
    assert answer == {}
    assert holds(office).timezone == "Europe/Vienna"
    shown = office.command("settings")["words"]
    assert shown.count("set by") == 1


def test_a_field_left_empty_leaves_its_setting_and_an_emptied_channel_takes_it_back(office):
    office.slack.channels["C00000OPS"] = OWN
    office.command("settings operators C00000OPS")
    office.command("settings digest 09:00")
    office.click(office.command("settings"), ids.SETTINGS_OPEN)
    view = office.opened()
    submitted(office, view, digest={"selected_option": None}, timezone={"value": None})
    assert (holds(office).digest_hour, holds(office).operator_channel) == (9, "C00000OPS")
    submitted(office, view, operators={"selected_conversation": None})
    assert (holds(office).digest_hour, holds(office).operator_channel) == (9, "")


def test_the_dialogue_names_the_bad_field_and_sets_nothing(office):
    office.click(office.command("settings"), ids.SETTINGS_OPEN)
    answer = submitted(
        office, office.opened(), timezone={"value": "Atlantis"}, digest={"selected_option": {"value": "09:00"}}
    )
    assert list(answer["errors"]) == [ids.setting_block("timezone")]
    assert holds(office).digest_hour == 8


def test_feedback_is_kept_and_told_to_the_operators_only(office):
    office.slack.channels["C00000OPS"] = OWN
    office.command("settings operators C00000OPS")
    said = office.command("feedback the digest <!channel> comes late", user="U0ANN")["words"]
    assert "<#C00000OPS>" in said
    told = words(office.slack.posts("C00000OPS")[-1]["blocks"])
    assert "<@U0ANN> says" in told
    assert "<!channel>" not in told
    with office.desk.db.read() as session:
        kept = feedback.list_feedback(session, tenant(office))
    assert [(each.user, each.text) for each in kept] == [("U0ANN", "the digest <!channel> comes late")]


def test_empty_feedback_asks_for_words(office):
    assert "feedback TEXT" in office.command("feedback")["words"]


def test_the_desks_own_settings_hold_until_a_team_sets_its_own(sqlite, fake_slack):
    made = make_office(sqlite, fake_slack)
    made.desk = replace(made.desk, settings=replace(made.desk.settings, timezone="Asia/Tokyo", operator_channel="C9"))
    made.__post_init__()
    assert "Asia/Tokyo · default" in made.command("settings")["words"]
    assert operator_channel(made.desk, tenant(made)) == "C9"
