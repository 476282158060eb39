from bot.blocks import ids
from tests.handlers.office import shown

NOTE = "Asked the embassy; a licence is pending."


def write(office, channel="C1", visibility="team", user="U1", text=NOTE, view_id="V1"):
    answer = office.command("check Example Bank", channel, user)
    office.click(answer, ids.NOTE, channel, user)
    return office.submit(office.opened(), text, visibility, user, view_id)


def test_a_note_is_kept_and_shown_in_the_next_answer(office):
    assert write(office) == 200
    told = shown(office.slack.called("chat.postEphemeral")[-1].args)
    assert "Note saved" in told["words"]
    assert NOTE in office.command("check Example Bank")["words"]


def test_a_note_corrected_after_an_error_is_kept(office):
    answer = office.command("check Example Bank")
    office.click(answer, ids.NOTE)
    view = office.opened()
    office.submit(view, " ", "team", view_id="V7")
    office.submit(view, "corrected", "team", view_id="V7")
    assert "corrected" in office.command("check Example Bank")["words"]


def test_a_double_submission_is_one_note(office):
    answer = office.command("check Example Bank")
    office.click(answer, ids.NOTE)
    for _ in range(2):
        office.submit(office.opened(), NOTE, "team", view_id="V9")
    assert office.command("check Example Bank")["words"].count(NOTE) == 1


def test_an_empty_note_is_refused_in_the_dialogue(office):
    assert write(office, text="   ") == 200
    assert office.slack.called("chat.postEphemeral") == []


def test_a_note_of_a_private_channel_is_shown_nowhere_else(office):
    office.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    write(office, "G1", "channel")
    assert NOTE in office.command("check Example Bank", "G1")["words"]
    assert NOTE not in office.command("check Example Bank", "C1")["words"]
    assert NOTE not in office.command("check Example Bank", "C1", "U2")["words"]


def test_a_private_note_is_its_authors_alone(office):
    write(office, "C1", "private")
    assert NOTE in office.command("check Example Bank", "C1", "U1")["words"]
    assert NOTE not in office.command("check Example Bank", "C1", "U2")["words"]
    assert NOTE not in office.mention("check Example Bank")["words"]


def test_sharing_leaves_out_what_the_channel_may_not_see(office):
    write(office, "C1", "private")
    answer = office.command("check Example Bank")
    assert NOTE in answer["words"]
    office.click(answer, ids.SHARE)
    assert NOTE not in shown(office.slack.parents("C1")[-1])["words"]


def test_a_channel_shared_with_others_shows_and_takes_no_notes(office):
    write(office)
    office.slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    answer = office.command("check Example Bank", "C9")
    assert NOTE not in answer["words"]
    buttons = str(answer["blocks"])
    if ids.NOTE in buttons:
        before = len(office.slack.called("views.open"))
        office.click(answer, ids.NOTE, "C9")
        assert len(office.slack.called("views.open")) == before


def test_another_team_sees_nothing_of_it(office):
    write(office)
    assert office.command("check Example Bank", team_id="T2") == {}
