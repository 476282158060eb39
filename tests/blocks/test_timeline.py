"""Timeline cards: what stands first, what is left out and counted, and nothing from outside that comes alive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import timeline as blocks
from bot.blocks.inert import size
from bot.blocks.kit import LIMITS, shown_size
from bot.blocks.timeline import TimelineValue, alt_text, pack, picture_title, timeline_card, unpack
from bot.core.timeline import Row
from tests.blocks.gallery_timeline import CHOICES, LAW, MESSAGES, TEAM, law, long, of_party, removed, team
from tests.blocks.make import ASKER, CHANNEL
from tests.blocks.test_hostile import LAX, assert_fit, assert_inert, hostile

TODAY = date(2025, 11, 25)


def words(told, audience=ASKER) -> str:
    return str(timeline_card(told, audience).blocks)


def test_the_newest_row_of_a_track_stands_first_and_law_before_the_team():
    said = words(of_party()).partition("*LAW*")[2]
    order = [
        said.index(text)
        for text in ("3 May 2024", "2 Feb 2023", "24 Mar 2022", "1 Mar 2022", "31 Jul 2014", "*TEAM*", "3 Jun 2024")
    ]
    assert order == sorted(order)


def test_a_note_of_tags_alone_stands_after_what_the_team_did():
    told = of_party()
    newest = max(row.at for row in told.rows)
    bare = Row(newest, "note", "team", "note 99", dated="team", quote="#bank", author="U0ANALYST", key="99")
    said = words(replace(told, rows=(*told.rows, bare))).partition("*TEAM*")[2]
    assert said.count("• ") > 1
    assert "#bank" in said.split("• ")[-1]


def test_what_a_card_has_no_room_for_is_counted_with_the_way_to_it():
    card = timeline_card(long(), ASKER)
    rows = [line for block in card.blocks for line in str(block).split("\\n") if line.startswith("• ")]
    left = len(long().rows) - len(rows)
    assert f"+{left} earlier rows: `desk timeline e-aaaaaaaaaaaaaaaa`" in str(card.blocks)


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.startswith("timeline_")])
def test_a_card_is_read_at_a_glance(name):
    card = MESSAGES[name]()
    assert len(card.blocks) <= 12
    assert sum(map(shown_size, card.blocks)) <= 2000


def test_a_party_that_its_list_names_no_more_is_not_said_to_be_on_it():
    said = words(removed())
    assert "On none of our lists now · *US SDN*: no longer (on the list of 3 May 2024)" in said
    assert "Now on" not in said


def test_a_first_copy_is_told_once_and_not_as_an_event():
    told = of_party(law("2021-07-07", "first_seen", "blocked by US; on our first copy"), in_force={"us-ofac-sdn": 1})
    said = words(told)
    assert "Now on *US SDN* (on our first copy, 7 Jul 2021; date not in the file)" in said
    assert "*LAW*" not in said


def test_each_row_says_whose_date_it_has():
    said = words(of_party(*LAW))
    for text in ("*31 Jul 2014* (designated)", "*24 Mar 2022* (list date)", "*1 Mar 2023 to 3 May 2024* (list date)"):
        assert text in said


def test_share_stands_only_where_others_do_not_read_yet():
    assert "timeline.share" in words(of_party())
    assert "timeline.share" not in words(of_party(), CHANNEL)


def test_the_alternative_text_tells_the_rows_and_of_the_team_only_how_many():
    said = alt_text(of_party())
    assert "designated 31 Jul 2014: EU asset freezes: EU asset freeze" in said
    assert "3 rows of the team" in said
    assert "embassy" not in said
    assert picture_title(of_party(sample=True), TODAY) == "Sample data. Timeline of NORDWIND BANK, as of 25 Nov 2025"


@given(st.sampled_from(["entity", "programme"]), st.text(max_size=80), st.none() | st.dates())
def test_a_button_remembers_its_timeline(kind, about, since):
    about = about.encode("utf-8", "ignore").decode()
    value = TimelineValue(kind, about, since)
    assert unpack(pack(value)) == value


@pytest.mark.parametrize("text", ["", "{}", "[]", '["entity"]', '["action", "x", ""]', '["entity", "x", "soon"]'])
def test_a_value_that_is_none_of_ours_is_refused(text):
    with pytest.raises(ValueError):
        unpack(text)


@LAX
@given(hostile, hostile)
def test_nothing_from_outside_comes_alive(text, other):
    rows = (
        *(replace(row, text=f"{row.text} {text}", label=other[:40]) for row in LAW),
        *(replace(row, text=text, quote=other, author=text[:20], channel=other[:20]) for row in TEAM[:2]),
        team("2025-01-01", "card", text, other, author="", channel=text[:20]),
    )
    told = of_party(*rows, caption=text, about=other[:80])
    assert_fit(timeline_card(told, ASKER))
    assert_fit(timeline_card(told, CHANNEL, shared_by="U0ANALYST"))
    assert_fit(timeline_card(replace(told, kind="programme"), ASKER))
    assert_fit(blocks.choose(text, tuple(replace(match, caption=other) for match in CHOICES), None))
    assert_inert([{"type": "plain_text", "text": each} for each in (alt_text(told), picture_title(told, TODAY))])
    assert size(alt_text(told)) <= LIMITS.alt_text
