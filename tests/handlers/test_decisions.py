import json
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.blocks import ids
from bot.blocks.decisions import read_menu
from bot.core.batch_rows import row_of_name
from bot.schedule import sender
from bot.services import batch_message
from bot.services.delivery import deliver_due
from bot.services.routing import route_new
from storage.memory_rows import DecisionRow
from tests.handlers.office import DAY, ROWS, elements, load_rows, shown

ASK = "check John Brian Doe"
REF = "us-ofac-sdn:9001002"
CHANGED = tuple(row.replace("01 Jan 1970", "02 Feb 1970") for row in ROWS)
AMENDED = tuple(row.replace("nationality France", "nationality Spain") for row in ROWS)
FILLER = tuple(f'70{n:03},"FILLER {n} LLC",-0- ,"IRAN",' + "-0- ," * 7 + "-0- " for n in range(20))


def more(office, answer, word, channel="C1", user="U1"):
    """Choose from the menu of an answer; the dialogue opened then."""
    menu = next(e for e in elements(answer["blocks"]) if e.get("action_id") == ids.MORE)
    option = next(each for each in menu["options"] if each["value"].startswith(f"{word}|"))
    action = {"type": "overflow", "action_id": ids.MORE, "selected_option": option, "action_ts": f"{option}"}
    body = {
        "type": "block_actions",
        **office._who(user, channel),
        "container": {"type": "message", "is_ephemeral": True, "channel_id": channel},
        "actions": [action],
    }
    assert office.dispatch(body) == 200
    return office.opened()


def submit(office, view, verdict="different", reason="another date of birth", user="U1", view_id="V1", **more):
    """Submit the dialogue; the acknowledgement's status."""
    values = {
        ids.DECIDE_VERDICT_BLOCK: {ids.DECIDE_VERDICT: {"selected_option": {"value": verdict}}},
        ids.DECIDE_REASON_BLOCK: {ids.DECIDE_REASON: {"value": reason}},
        ids.DECIDE_UNTIL_BLOCK: {ids.DECIDE_UNTIL: {"selected_date": more.get("until")}},
        ids.DECIDE_VISIBILITY_BLOCK: {
            ids.DECIDE_VISIBILITY: {"selected_option": {"value": more.get("visibility", "team")}}
        },
    }
    if "party" in more:
        values[ids.DECIDE_PARTY_BLOCK] = {ids.DECIDE_PARTY: {"selected_option": {"value": more["party"]}}}
    body = {**view, "id": view_id, "hash": "h", "state": {"values": values}}
    return office.dispatch({"type": "view_submission", **office._who(user, ""), "view": body})


def decide(office, verdict="different", channel="C1", user="U1", **given):
    view = more(office, office.command(ASK, channel, user), "different", channel, user)
    return submit(office, view, verdict, user=user, **given)


def test_a_hit_is_hidden_by_the_menu_and_shown_by_its_button(office):
    view = more(office, office.command(ASK), "different")
    assert "John Brian Doe" in json.dumps(view)
    assert submit(office, view) == 200
    told = shown(office.slack.called("chat.postEphemeral")[-1].args)
    assert "different party" in told["words"]
    answer = office.command(ASK, user="U2")
    assert "1 hit hidden: assessed as a different party by U1" in answer["words"]
    assert "DOE, John Brian" not in answer["words"]
    office.click(answer, ids.HIDDEN, user="U2")
    revealed = shown(office.slack.called("respond")[-1].args)
    assert "DOE, John Brian" in revealed["words"]
    first = revealed["blocks"][0]["text"]["text"]
    assert first.startswith("Hidden for “John Brian Doe”: *different party* (our assessment, U1, ")
    assert "DOE, John Brian" in office.command(f"check {REF}")["words"]


def test_the_menu_carries_the_question_with_its_filters(office):
    answer = office.command("check John Doe dob:1970")
    menu = next(e for e in elements(answer["blocks"]) if e.get("action_id") == ids.MORE)
    _, value = read_menu(menu["options"][0]["value"])
    assert (value.query.text, str(value.query.born)) == ("John Doe", "1970")
    submit(office, more(office, answer, "same"), "same")
    assert "*same party*" in office.command("check John Doe dob:1970")["words"]
    assert "*same party*" not in office.command("check John Doe dob:1952")["words"]


def test_a_candidate_of_a_choice_is_assessed_and_the_rest_is_answered(office):
    answer = office.command("check John Doe")
    office.click(answer, ids.ASSESS)
    view = office.opened()
    block = next(b for b in view["blocks"] if b.get("block_id") == ids.DECIDE_PARTY_BLOCK)
    option = next(o for o in block["element"]["options"] if "Adam" in o["text"]["text"])
    submit(office, view, party=option["value"])
    words = office.command("check John Doe")["words"]
    assert "1 hit hidden" in words
    assert "DOE, John Brian" in words
    assert "DOE, John Adam" not in words


def test_a_decision_on_a_picked_candidate_is_about_the_question_asked(office):
    office.click(office.command("check John Doe"), ids.pick(1))
    picked = shown(office.slack.called("respond")[-1].args)
    submit(office, more(office, picked, "different"))
    assert "1 hit hidden" in office.command("check John Doe")["words"]


def test_a_reason_is_required_and_a_long_end_refused(office):
    view = more(office, office.command(ASK), "different")
    submit(office, view, reason="  ")
    submit(office, view, until="2031-01-01", view_id="V2")
    assert office.slack.called("chat.postEphemeral") == []
    assert "hidden" not in office.command(ASK)["words"]


def test_the_second_of_two_dialogues_is_told(office):
    first = more(office, office.command(ASK), "different")
    second = more(office, office.command(ASK, user="U2"), "same", user="U2")
    submit(office, first)
    submit(office, second, "same", user="U2", view_id="V2")
    assert len(office.slack.called("chat.postEphemeral")) == 1
    assert "1 hit hidden" in office.command(ASK)["words"]


def test_what_is_decided_in_a_private_channel_is_shown_nowhere_else(office):
    office.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    decide(office, channel="G1", visibility="channel")
    assert "hidden" in office.command(ASK, "G1")["words"]
    for where in ({}, {"user": "U2"}):
        words = office.command(ASK, **where)["words"]
        assert "hidden" not in words
        assert "assessment" not in words.casefold()
    assert "hidden" not in office.mention(ASK)["words"]


def test_a_channel_shared_with_others_sees_and_makes_no_decisions(office):
    decide(office)
    office.slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    answer = office.command(ASK, "C9")
    assert "DOE, John Brian" in answer["words"]
    assert "hidden" not in answer["words"]
    assert ids.MORE not in json.dumps(answer["blocks"])
    said = office.command(f'decide {REF} different x about:"John Brian Doe"', "C9")
    assert "shared with another organisation" in said["words"]


def test_guests_see_and_make_no_decisions(office):
    decide(office)
    office.slack.people["U8"] = {"is_restricted": True}
    assert "hidden" not in office.command(ASK, user="U8")["words"]
    assert "members of this team" in office.command(f"decide {REF} watching x", user="U8")["words"]
    assert "members of this team" in office.command("line SDGT", user="U8")["words"]


def test_decisions_are_made_replaced_and_ended_by_command(office):
    made = office.command(f'decide {REF} different "no" about:"John Brian Doe" until:2027-01-31')
    assert "expires 31 Jan 2027" in made["words"]
    assert "1 hit hidden" in office.command(ASK)["words"]
    refused = office.command(f'decide {REF} same surely about:"John Brian Doe"', user="U2")
    assert "replaces" in refused["words"]
    made = office.command(f'decide {REF} same surely about:"John Brian Doe" replaces:1', user="U2")
    number = re.search(r"Number (\d+)", made["words"])[1]
    assert "*same party* (our assessment, U2" in office.command(ASK)["words"]
    assert "withdrawn" in office.command(f"decide {number} end")["words"]
    assert "assessment" not in office.command(ASK)["words"].casefold()
    assert f"No assessment {number} stands" in office.command(f"decide {number} end")["words"]


def test_a_party_is_named_by_a_quoted_name_that_surely_means_it(office):
    made = office.command('decide "Northern Star Shipping Limited" watching ownership unclear')
    assert "NORTHERN STAR SHIPPING" in made["words"]
    assert "*watching*" in office.command("check Northern Star Shipping Limited")["words"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('decide "John Doe" watching x', "may mean one of several"),
        ('decide "Nobody Of That Name" watching x', "Nobody on the lists"),
        ('decide "" watching x', "no reference"),
        ('decide "Northern Star Shipping Limited" different x', "whom you asked about"),
    ],
)
def test_a_quoted_name_that_cannot_be_decided_on_is_said(office, text, said):
    assert said in office.command(text)["words"]
    assert "No assessment" in office.command("decide 1 end")["words"]


def test_how_a_decision_is_written_comes_through_whole(office):
    words = office.command("decide Northern watching x")["words"]
    assert 'Write: decide REF VERDICT REASON about:"WHOM YOU ASKED ABOUT".' in words
    assert "`about:" not in words
    assert "'decide" not in words


def test_a_channel_that_turned_private_keeps_its_decisions_to_itself(office):
    office.command(f'decide {REF} different "SECRETREASON" about:"John Brian Doe"', "C1")
    office.slack.channels["C1"] = {"is_private": True}
    office.event({"type": "message", "subtype": "channel_convert_to_private", "channel": "C1", "channel_type": "group"})
    for more_words in ("", " replaces:1"):
        said = office.command(f'decide {REF} same "mine" about:"John Brian Doe"{more_words}', "C2", user="U2")["words"]
        assert "SECRETREASON" not in said
        assert "same party" in said
    assert "SECRETREASON" in office.command("decisions", "C1")["words"]


def test_a_command_leaves_its_authors_id_in_no_other_column(office):
    office.command(f'decide {REF} different "x" about:"John Brian Doe"', "C1", user="U0SOMEBODY")
    with office.desk.db.read() as session:
        (row,) = session.exec(select(DecisionRow)).all()
    assert row.author == "U0SOMEBODY"
    assert "U0SOMEBODY" not in row.submission


def test_a_sentence_and_several_names_tell_of_what_is_hidden(office):
    decide(office)
    assert "1 hit hidden" in office.command("is John Brian Doe on the SDN list?")["words"]
    assert "1 hit hidden" in office.command("check John Brian Doe; Northern Star Shipping")["words"]


@pytest.mark.parametrize("visibility", ["team", "channel"])
def test_a_batch_respects_what_its_reader_may_see(office, visibility):
    office.slack.channels["G1"] = {"is_private": True, "name": "cabinet"}
    decide(office, channel="C1" if visibility == "team" else "G1", visibility=visibility)
    from bot.services.channels import audience_for

    desk = office.desk
    tenant = 1
    readers = audience_for(desk, tenant, "dm", "D1", "U1")
    rows = [row_of_name(1, "John Brian Doe"), row_of_name(2, "Northern Star Shipping")]
    batch_message.post_batch(desk, "D1", rows, desk.clock(), audience=readers)
    words = json.dumps([call.args for call in office.slack.calls if call.method == "chat.update"], ensure_ascii=False)
    assert ("*1* hit hidden" in words) == (visibility == "team")
    assert ("2 with a match" in words) == (visibility != "team")


def test_the_author_of_a_reopened_decision_is_told_once_by_direct_message(office):
    load_rows(office.desk.db, (*ROWS, *FILLER), DAY)
    decide(office, user="U0AUTHOR")
    for number, rows in enumerate((AMENDED, CHANGED), 1):
        load_rows(office.desk.db, (*rows, *FILLER), DAY + timedelta(minutes=number))
        route_new(office.desk.db, office.desk.clock())
        deliver_due(sender(office.desk, 1))
        assert len(office.slack.posts("DU0AUTHOR")) == number - 1
    deliver_due(sender(office.desk, 1))
    (told,) = office.slack.posts("DU0AUTHOR")
    words = shown(told)["words"]
    assert "Your assessment is open again" in words
    assert "new date of birth 1970-02-02" in words
    again = office.command(ASK)["words"]
    assert "Assessment open again" in again
    assert "hidden" not in again


def test_a_line_stands_first_under_team_and_never_outside(office):
    assert "No line to take" in office.command("line SDGT-1")["words"]
    office.command("line SDGT-1 nothing to do with it.")
    office.command('line "John Brian Doe" Ask the ministry. review:2026-04-01 owner:<@U0LEAD|lead>')
    words = office.command(ASK)["words"]
    assert "*TEAM* *Line*: “Ask the ministry.”" in " ".join(words.split())
    assert "<@U0LEAD>" in words
    assert "nothing to do" not in words
    assert "Ask the ministry." in office.mention(ASK)["words"]
    office.slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    assert "ministry" not in office.command(ASK, "C9")["words"]
    assert "shared" in office.command('line "John Brian Doe"', "C9")["words"]
    assert "is ended" in office.command('line "John Brian Doe" end')["words"]
    assert "ministry" not in office.command(ASK)["words"]


def test_a_programmes_line_is_shown_with_its_parties(office):
    office.command("line SDGT Nothing new. agreed:2026-01-02 review:2026-01-31")
    words = office.command(ASK)["words"]
    assert "SDGT · ⚠️ *Line of 2 Jan 2026, past review*: “Nothing new.”" in words
    assert "Nothing new" not in office.command("check Example Bank")["words"]


def test_a_line_stands_on_cards_of_its_programme_and_not_where_others_read_along(office):
    office.slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    office.command("line IRAN-1 unrelated.")
    office.command("line SDGT Ask the ministry.")
    for channel in ("C1", "C9"):
        office.command("watch programme:SDGT", channel)
    new = '9001009,"ROE, Jane","individual","SDGT",' + "-0- ," * 7 + '"DOB 01 Jan 1980."'
    load_rows(office.desk.db, (*ROWS, new), DAY + timedelta(minutes=1))
    route_new(office.desk.db, office.desk.clock())
    deliver_due(sender(office.desk, 1))
    inside, outside = (shown(office.slack.posts(channel)[0])["words"] for channel in ("C1", "C9"))
    assert "*TEAM*" in inside
    assert "SDGT · *Line*: “Ask the ministry.”" in inside
    assert "unrelated" not in inside
    assert "ROE, Jane" in outside or "1 added" in outside
    assert "ministry" not in outside
