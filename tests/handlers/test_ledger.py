"""`/sanctions ledger`: one's own questions, to oneself alone."""

import json

from storage import ledger


def test_people_see_their_own_questions_and_no_others(office):
    office.command("check Example Bank", user="U1")
    office.command("check Northern Star Shipping", user="U2")
    said = office.command("ledger", user="U1")
    assert said["response_type"] == "ephemeral"
    assert "Example Bank" in said["words"]
    assert "listed" in said["words"]
    assert "Northern" not in said["words"]
    assert "no question of yours" in office.command("ledger", user="U3")["words"]


def test_in_a_channel_nothing_is_shown(office):
    office.command("check Example Bank")
    said = office.mention("ledger")
    assert "Example Bank" not in said["words"]
    assert "alone" in said["words"]


def test_a_hostile_question_is_shown_inert(office):
    office.command("check <!channel> *Example* `Bank` <https://example.com|x>")
    assert "<!channel>" not in office.command("ledger")["words"]


def test_a_mention_and_a_picked_candidate_are_questions_too(office):
    office.mention("Example Bank")
    office.command("check John Doe")
    words = office.command("ledger")["words"]
    assert "Example Bank" in words
    assert "John Doe" in words


def test_others_questions_are_for_leads_once_roles_are_set_and_for_admins_before(office):
    office.slack.people["U0BOSS"] = {"is_admin": True}
    office.command("check Example Bank", user="U1")
    assert "by admins" in office.command("ledger all", user="U2")["words"]
    assert "Example Bank" in office.command("ledger all", user="U0BOSS")["words"]
    office.command("settings leads U2", user="U0BOSS")
    assert "Example Bank" in office.command("ledger U1", user="U2")["words"]
    assert "by leads" in office.command("ledger all", user="U3")["words"]
    with office.desk.db.read() as session:
        read = [json.loads(content.text) for _, content in ledger.newest(session, 1, kind="reading")]
    assert [each["links"] for each in read] == [1, 1]


def test_questions_of_a_private_channel_are_shown_to_leads_there_only(office):
    office.slack.people["U0BOSS"] = {"is_admin": True}
    office.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    office.command("check Example Bank", "G1", "U1")
    office.command("check Northern Star Shipping", "C1", "U1")
    elsewhere = office.command("ledger all", "C1", "U0BOSS")["words"]
    assert "Northern" in elsewhere
    assert "Example Bank" not in elsewhere
    assert "last 1 question" in elsewhere
    assert "Example Bank" in office.command("ledger all", "G1", "U0BOSS")["words"]


def test_whose_questions_are_asked_for_must_be_a_person(office):
    office.slack.people["U0BOSS"] = {"is_admin": True}
    assert "ledger all" in office.command("ledger nonsense words", user="U0BOSS")["words"]
    assert "no question that is shown" in office.command("ledger U0NOBODY", user="U0BOSS")["words"]


def test_a_hidden_hit_and_a_programmes_timeline_are_told_as_such(office):
    office.command('decide us-ofac-sdn:9001002 different "another man" about:"John Brian Doe"')
    office.command("check John Brian Doe")
    office.command("timeline programme:SDGT")
    words = office.command("ledger")["words"]
    assert "(1 hit hidden)" in words
    assert "timeline of a programme" in words
    assert "not looked up" not in words
