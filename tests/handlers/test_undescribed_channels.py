"""Channels of which Slack does not say what they are: nothing of them is shown elsewhere, nothing private in them."""

import json
from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.core.alerts import Place
from bot.core.watches import Target
from bot.schedule import sender
from bot.services.delivery import deliver_due
from bot.services.feedback import give_feedback
from bot.services.routing import route_new
from bot.services.sharing import share_card
from storage import channels, events
from storage import settings as kept_settings
from storage.channels import Channel
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, ROWS, elements, load_rows, make_office, shown
from tests.handlers.test_home import opened
from tests.owing import add_watch, make_tenant

PLAN = Target("name", "operation thunder", "operation thunder")
RUSSIA = Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")
NEW = '9002001,"EASTERN EXAMPLE HOLDING",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '
BANK = "us-ofac-sdn:17018"


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    made.tenant = make_tenant(db)
    yield made
    assert made.problems() == []


def alert(office):
    """A designation, told to all who watch for it; the id of the official action."""
    load_rows(office.desk.db, (*ROWS, NEW), DAY + timedelta(minutes=1))
    route_new(office.desk.db, office.desk.clock())
    deliver_due(sender(office.desk, office.tenant))
    with office.desk.db.read() as session:
        found = events.find_events(session, events.EventFilter())
    return next(event.action for event in found if event.ref == "9002001")


def after(office, hours):
    """The same office some hours later."""
    made = make_office(office.desk.db, office.slack, rows=(), now=DAY + timedelta(hours=hours))
    made._numbers = office._numbers
    return made


def takes_notes(said):
    return any(each.get("action_id") == ids.NOTE for each in elements(said["blocks"]))


def test_no_watch_is_made_in_a_channel_that_slack_does_not_show(office):
    office.slack.refuses["CPRIV"] = "channel_not_found"
    assert "Invite me" in office.command('watch name:"Operation Thunder*"', channel="CPRIV")["words"]
    assert "hunder" not in office.command("watches all")["words"]
    assert "Watching" in office.command('watch name:"Operation Thunder*" for:me', channel="CPRIV")["words"]
    del office.slack.refuses["CPRIV"]
    office.slack.channels["CPRIV"] = {"is_private": True}
    assert "Watching" in office.command('watch name:"Operation Thunder*"', channel="CPRIV")["words"]
    assert "hunder" not in office.command("watches all", user="U2")["words"]


def test_a_watch_of_the_command_line_is_shown_nowhere_else_before_its_channel_is_known(office):
    add_watch(office.desk.db, office.tenant, PLAN, "CPRIV")
    assert "hunder" not in office.command("watches all")["words"]
    office.command("watches", channel="CPRIV")
    assert "hunder" in office.command("watches all")["words"]


def test_before_its_first_card_slack_is_asked_who_reads_along(office):
    office.slack.channels["CX"] = {"is_ext_shared": True, "is_member": True}
    for channel in ("CX", "C1"):
        add_watch(office.desk.db, office.tenant, RUSSIA, channel)
    alert(office)
    assert '"Note"' not in json.dumps(office.slack.posts("CX"))
    assert "Why here: watch" not in json.dumps(office.slack.posts("CX"))
    assert "Note" in json.dumps(office.slack.posts("C1"))
    assert [call.args["channel"] for call in office.slack.called("conversations.info")].count("CX") == 1


def test_a_card_does_not_wait_for_slack_to_say_who_reads_along(office):
    office.slack.fail("conversations.info", Refusal("fatal_error"))
    add_watch(office.desk.db, office.tenant, RUSSIA, "C1")
    alert(office)
    assert len(office.slack.parents("C1")) == 1
    assert "Why here: watch" not in json.dumps(office.slack.posts("C1"))


def test_a_card_shared_from_a_channel_that_slack_does_not_show_does_not_name_it(office):
    office.slack.channels["CSEC"] = {"is_private": True, "is_member": True}
    add_watch(office.desk.db, office.tenant, RUSSIA, "CSEC")
    action = alert(office)
    with office.desk.db.write() as session:
        channels.forget_description(session, office.tenant, "CSEC")
    share_card(office.desk, Place(office.tenant, "CSEC", action), "C1", "U1")
    (told,) = office.slack.posts("C1")
    assert "from a private channel" in shown(told)["words"]
    assert "CSEC" not in json.dumps(told)


def test_what_is_written_in_a_channel_that_turned_private_without_us_stays_there(office):
    office.command(f"check {BANK}", channel="C4")
    late = after(office, 3)
    said = late.command(f"check {BANK}", channel="C4")
    assert late.click(said, ids.NOTE, "C4") == 200
    view = late.opened()
    later = after(office, 6)
    later.slack.refuses["C4"] = "channel_not_found"
    later.submit(view, "SECRET-OF-C4", "team")
    assert "SECRET-OF-C4" not in json.dumps(later.command(f"check {BANK}", channel="C1", user="U2"))
    assert not takes_notes(later.command(f"check {BANK}", channel="C4"))
    later.slack.refuses.clear()
    later.slack.channels["C4"] = {"is_private": True}
    later.submit(view, "KEPT-IN-C4", "channel", view_id="V2")
    assert "KEPT-IN-C4" in json.dumps(later.command(f"check {BANK}", channel="C4", user="U2"))
    assert "KEPT-IN-C4" not in json.dumps(later.command(f"check {BANK}", channel="C1", user="U2"))


def test_a_time_out_does_not_make_a_channel_unknown(office):
    office.command(f"check {BANK}", channel="C4")
    late = after(office, 3)
    late.slack.fail("conversations.info", Refusal("internal_error"))
    said = late.command(f"check {BANK}", channel="C4")
    assert takes_notes(said)


def with_operators(office):
    with office.desk.db.write() as session:
        channels.upsert_channel(session, Channel(office.tenant, "C0OPSCHANNEL", "ops", False, False), DAY)
        kept_settings.put_setting(session, office.tenant, "operators", "C0OPSCHANNEL", "U1", DAY)


def test_operators_are_told_of_feedback_as_long_as_nobody_else_reads_along(office):
    with_operators(office)
    office.command("feedback the digest comes late")
    assert "digest comes late" in json.dumps(office.slack.posts("C0OPSCHANNEL"))
    office.event({"type": "channel_shared", "channel": "C0OPSCHANNEL", "connected_team_id": "T9"})
    said, where = give_feedback(office.desk, office.tenant, "U1", "not for Ruritania", office.desk.clock())
    assert (said.text, where) == ("not for Ruritania", "")
    assert "Ruritania" not in json.dumps(office.slack.posts("C0OPSCHANNEL"))


def test_home_tells_of_a_watch_in_a_private_channel_no_more_than_its_number(office):
    office.slack.channels["CSEC"] = {"is_private": True}
    office.command("watch programme:RUSSIA-EO14024", channel="CSEC", user="U0ANN")
    office.command('watch edit 1 name:"Operation Thunder*"', channel="CSEC", user="U7")
    said = opened(office, "U0ANN")["words"]
    assert "hunder" not in said
    assert "Watch 1" in said
