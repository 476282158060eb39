import json
import re
from datetime import timedelta

import pytest

from bot.blocks import ids
from storage import events
from tests.handlers.office import DAY, ROWS, elements, load_rows, make_office, shown

FEW = tuple(f'90020{n:02},"EXAMPLE COMPANY {n}",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' for n in range(9))
MANY = tuple(
    f'90030{n:02},"NEW COMPANY {n}",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' for n in range(10, 53)
)
MORE = (
    *ROWS,
    '9001004,"SOUTHERN STAR SHIPPING LIMITED",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
)
TAGGED = tuple(row.replace('"RUSSIA-EO14024"', '"RUSSIA-EO14024] [SDGT"') for row in ROWS)


@pytest.fixture
def office(sqlite, fake_slack):
    return make_office(sqlite, fake_slack, (*ROWS, *FEW))


def load_later(office, rows):
    load_rows(office.desk.db, (*rows, *FEW), DAY + timedelta(minutes=2))


def test_nothing_changed_is_a_heartbeat_and_not_silence(office):
    words = office.command("changes")["words"]
    assert "No change seen, 22 Feb 2026 to now" in words
    assert "nothing changed since" in words


def test_changes_are_grouped_by_official_action_with_counts_names_and_link(office):
    load_later(office, MORE)
    words = office.command("changes 7d")["words"]
    assert "1 entry in 1 action" in words
    assert "*1 added*" in words
    assert "SOUTHERN STAR SHIPPING" in words
    assert "https://" in words


def test_a_further_designation_is_told_as_one(office):
    load_later(office, TAGGED)
    assert "further designated under SDGT" in office.command("changes")["words"]


def test_an_absence_not_yet_confirmed_is_counted_and_named_to_nobody(office):
    load_later(office, ROWS[:-1])
    words = office.command("changes")["words"]
    assert "1 absent, not yet confirmed" in words
    assert "NORTHERN STAR" not in words


@pytest.mark.parametrize("asked", ["changes", "changes issuer:US", "changes kind:removed"])
def test_a_card_says_who_is_told_the_name_of_an_absence_not_yet_confirmed(office, asked):
    load_later(office, ROWS[:-1])
    told = "1 absent entry: names are told to those who watch the party, until it is confirmed"
    assert told in office.command(asked)["words"]


def test_a_card_without_an_absence_says_nothing_of_absences(office):
    load_later(office, MORE)
    assert "those who watch the party" not in office.command("changes")["words"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("changes programme:IRAN", True),
        ("changes programme:SDGT", False),
        ("changes issuer:US kind:added", True),
        ("changes issuer:EU", False),
        ("changes kind:removed", False),
        ("changes list:sdn since:2026-02-01 until:2026-03-01", True),
        ("changes list:un", False),
        ("changes since:2026-02-01 until:2026-02-20", False),
        ("changes 2 weeks", True),
        ("changes country:RU", False),
    ],
)
def test_changes_are_filtered(office, question, found):
    load_later(office, MORE)
    assert ("SOUTHERN STAR" in office.command(question)["words"]) == found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("changes yesterday", "is no period"),
        ("changes 0d", "is no period"),
        ("changes since:soon", "is not a date"),
        ("changes since:2026", "needs a whole day"),
        ("changes since:2026-03-01 until:2026-02-01", "is before"),
        ("changes since:2031-01-01", "in the future"),
        ("changes 7d since:2026-02-01", "not both"),
        ("changes colour:red", "I do not know the filter"),
        ("changes kind:deleted", "known are added"),
        ("changes issuer:Mars", "known are US"),
        ("changes country:Atlantis", "does not know"),
        ("changes list:nothing", "does not know"),
        ("changes programme:", "programme"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(office, question, said):
    assert said in office.command(question)["words"]


def test_a_mention_asks_the_same(office):
    load_later(office, MORE)
    assert "SOUTHERN STAR" in office.mention("changes 7d")["words"]


def test_help_tells_of_changes(office):
    assert "`changes`" in office.command("help")["words"]
    assert "changes [7d" in office.command("help changes")["words"]


def named_in(text):
    return set(re.findall(r"NEW COMPANY \d+", text))


def clicked(office, message, action_id):
    """Click a button of an answer; what only who clicked then sees."""
    before = len(office.slack.called("respond"))
    assert office.click(message, action_id) == 200
    return shown(office.slack.called("respond")[before:][-1].args)


def test_a_button_shows_all_entries_of_an_action_page_by_page_and_nobody_else_sees_it(office):
    load_later(office, (*ROWS, *MANY))
    answer = office.command("changes")
    assert "+38 more" in answer["words"]
    assert "desk changes" not in answer["words"]
    posts = len(office.slack.posts("C1"))
    first = clicked(office, answer, ids.changes_of(1))
    second = clicked(office, first, ids.changes_of(1))
    last = clicked(office, second, ids.changes_of(1))
    pages = [named_in(page["words"]) for page in (first, second, last)]
    assert [len(page) for page in pages] == [20, 20, 3]
    assert len(set.union(*pages)) == len(MANY)
    assert "page 3 of 3" in last["words"]
    assert "Next page" not in json.dumps(last["blocks"])
    assert len(office.slack.posts("C1")) == posts


def test_the_same_page_comes_by_text(office):
    load_later(office, (*ROWS, *MANY))
    with office.desk.db.read() as session:
        action = events.find_events(session, events.EventFilter())[-1].action
    assert len(named_in(office.command(f"changes action:{action}")["words"])) == 20
    assert len(named_in(office.command(f"changes action:{action} page:3")["words"])) == 3
    assert "No official action with this id" in office.command("changes action:a-none")["words"]
    assert "page: goes with one action" in office.command("changes page:2")["words"]
    assert "needs a number" in office.command(f"changes action:{action} page:0")["words"]


def test_a_button_that_was_tampered_with_is_answered_and_shows_nothing(office):
    load_later(office, (*ROWS, *MANY))
    answer = office.command("changes")
    for value in ("", "x|a", "1|", "99999999|a"):
        button = {"type": "button", "action_id": ids.changes_of(1), "value": value}
        said = clicked(office, {**answer, "blocks": [{"type": "actions", "elements": [button]}]}, ids.changes_of(1))
        assert not named_in(said["words"])


def test_in_a_dialogue_the_page_takes_the_place_of_what_was_there(office):
    load_later(office, (*ROWS, *MANY))
    answer = office.command("changes")
    element = next(e for e in elements(answer["blocks"]) if e.get("action_id") == ids.changes_of(1))
    body = {**office._who("U1", ""), "type": "block_actions", "view": {"id": "V1", "type": "modal"}}
    del body["channel"], body["response_url"]
    assert office.dispatch({**body, "container": {"type": "view"}, "actions": [element]}) == 200
    (call,) = office.slack.called("views.update")
    assert call.args["view_id"] == "V1"
    assert len(named_in(str(call.args["view"]))) == 20
