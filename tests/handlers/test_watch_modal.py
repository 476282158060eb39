"""The watch dialogue: opened, previewed, submitted; the same watch as by words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.blocks.validate import validate_payload
from bot.blocks.watch_modal import (
    COUNTRY,
    MORE,
    PROGRAMME,
    TARGET,
    TO,
    WHERE,
    WHICH,
    Form,
    form_of,
    read_form,
    watch_modal,
)
from bot.core.issuers import ISSUERS
from bot.core.signals.items import STAGES
from bot.core.watch_text import WatchAsked, read_watch
from bot.core.watches import BROADCASTS, CADENCES, DIRECTIONS, WATCHABLE_KINDS, Filters, Target
from handlers.seals import LENGTH
from tests.handlers.office import words
from tests.owing import watch


def fill(view: dict, **typed: object) -> dict:
    """What Slack hands back of a view: what stood in it, and what was typed or chosen since (by field)."""
    values: dict = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            name = element["action_id"]
            values[block["block_id"]] = {name: _state(element, typed.pop(name.rpartition(".")[2], None))}
    assert not typed, f"no such field: {sorted(typed)}"
    return {**view, "id": "V1", "hash": "h", "state": {"values": values}}


def unsealed(view: dict) -> dict:
    """A dialogue as the listeners see it."""
    return {**view, "private_metadata": view["private_metadata"][LENGTH:]}


def _state(element: dict, typed: object) -> dict:
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value") if typed is None else typed}
        case "checkboxes":
            chosen = (
                [o for o in element["options"] if o["value"] in typed]
                if typed is not None
                else element.get("initial_options", [])
            )
            return {"selected_options": chosen}
        case "radio_buttons" | "static_select":
            chosen = next((o for o in element["options"] if o["value"] == typed), element["initial_option"])
            return {"selected_option": chosen}
        case "conversations_select":
            return {"selected_conversation": typed}
    raise AssertionError(element["type"])


def submit(office, view: dict, user: str = "U1", **typed: object) -> dict:
    """Submit the dialogue; what Slack is told to do with it."""
    filled = fill(view, **typed)
    response = office.app.dispatch(
        BoltRequest(mode="socket_mode", body={"type": "view_submission", **office._who(user, ""), "view": filled})
    )
    answer = json.loads(response.body) if response.body else {}
    if "view" in answer:
        assert validate_payload("views.update", answer) == []
    return answer


def preview(office, view: dict, **typed: object) -> dict:
    """Press Preview; the dialogue as it then stands."""
    body = {
        "type": "block_actions",
        **office._who("U1", "C1"),
        "view": fill(view, **typed),
        "container": {"type": "view"},
        "actions": [{"type": "button", "action_id": ids.WATCH_PREVIEW, "block_id": "b", "action_ts": "1"}],
    }
    assert office.dispatch(body) == 200
    sent = office.slack.called("views.update")[-1].args
    made = json.loads(sent["view"]) if isinstance(sent["view"], str) else sent["view"]
    assert validate_payload("views.update", {"view": made}) == []
    return made


def opened(office, text: str = "watch", **more: object) -> dict:
    office.command(text, **more)
    return office.opened()


def test_the_dialogue_and_the_words_make_the_same_watch(office):
    answer = submit(
        office,
        opened(office),
        programme="RUSSIA-EO14024",
        issuer={"US", "EU"},
        country="RU, Iran",
        kind={"added"},
        more="direction:tightening",
        every="daily",
        broadcast="never",
    )
    said = words(answer["view"]["blocks"])
    assert "Watching" in said
    assert "It would have posted" in said
    typed = "watch direction:tightening programme:RUSSIA-EO14024 issuer:EU,US country:IR,RU kind:added every:daily broadcast:never"
    assert "already" in office.command(typed)["words"]


def test_the_preview_is_shown_before_anything_is_saved(office):
    view = preview(office, opened(office), issuer={"US"}, country="RU")
    assert "It would have posted 0 cards since our record began" in words(view["blocks"])
    assert read_form(unsealed(fill(view))).countries == "RU"
    assert "watches nothing" in office.command("watches")["words"]
    assert "⚠️" in words(preview(office, view, country="Atlantis")["blocks"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, TARGET),
        ({"target": "Nobody At All Whatsoever"}, TARGET),
        ({"target": 'name:"*"'}, TARGET),
        ({"target": "all", "country": "Atlantis"}, COUNTRY),
        ({"target": "all", "programme": "X" * 99}, PROGRAMME),
        ({"target": "all", "more": "direction:up"}, MORE),
        ({"target": "all", "more": "colour:red"}, MORE),
        ({"target": "all", "more": "Rosneft"}, MORE),
        ({"target": "all", "more": "confidence:7"}, MORE),
    ],
)
def test_a_mistake_is_shown_at_its_field(office, typed, field):
    answer = submit(office, opened(office), **typed)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [ids.field_block(field)]
    assert "watches nothing" in office.command("watches")["words"]


def test_of_several_parties_one_is_chosen_in_the_dialogue(office):
    answer = submit(office, opened(office), target="John Doe")
    assert answer["response_action"] == "update"
    which = next(b for b in answer["view"]["blocks"] if b.get("block_id") == ids.field_block(WHICH))
    second = which["element"]["options"][1]
    said = words(submit(office, answer["view"], which=second["value"])["view"]["blocks"])
    assert second["text"]["text"] == "DOE, John Brian · born 1970-01-01, France"
    assert "Watching *DOE, John Brian*" in said
    other = submit(office, answer["view"], target="Northern Star Shipping", which=second["value"])
    assert "NORTHERN STAR" in words(other["view"]["blocks"])


def test_a_dialogue_submitted_twice_makes_one_watch(office):
    view = opened(office)
    submit(office, view, issuer={"EU"})
    assert submit(office, view, issuer={"EU"}) == {}
    assert office.command("watches")["words"].count("Council") == 1


def test_the_same_watch_again_offers_to_be_told_otherwise(office):
    office.command("watch issuer:EU")
    assert submit(office, opened(office), issuer={"EU"})["response_action"] == "errors"
    answer = submit(office, opened(office), issuer={"EU"}, every="weekly")
    assert answer["view"]["callback_id"] == ids.WATCH_RETELL_MODAL
    submit(office, {**answer["view"], "id": "V2"})
    assert "weekly digest" in office.command("watches")["words"]


def test_a_person_may_be_told_instead_of_the_channel(office):
    submit(office, opened(office), issuer={"EU"}, where="me")
    assert "watches nothing" in office.command("watches")["words"]
    assert "for you" in office.command("watches mine")["words"]
    assert not any(b.get("block_id") == ids.field_block(WHERE) for b in opened(office, channel="D1")["blocks"])


def test_from_the_home_a_channel_is_chosen_that_the_bot_is_in(office):
    office.dispatch(
        {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "trigger_id": "home",
            "container": {"type": "view"},
            "actions": [{"type": "button", "action_id": ids.NEW_WATCH, "block_id": "b", "action_ts": "1"}],
        }
    )
    view = office.opened()
    assert "for you" in words(submit(office, view, issuer={"EU"})["view"]["blocks"])
    office.slack.channels["C5"] = {"id": "C5", "name": "five", "is_member": False}
    answer = submit(
        office, {**view, "private_metadata": view["private_metadata"]}, issuer={"US"}, to="C5", target="all "
    )
    assert list(answer["errors"]) == [ids.field_block(TO)]
    office.slack.channels["C5"]["is_member"] = True
    answer = submit(office, {**view, "title": view["title"]}, issuer={"US"}, to="C5", target="all  ")
    assert "in <#C5>" in words(answer["view"]["blocks"])


def test_a_watch_is_edited_in_the_dialogue(office):
    office.command('watch programme:"A, B" issuer:EU direction:relief kind:eased,removed every:daily')
    view = opened(office, "watch edit 1")
    form = read_form(unsealed(fill(view)))
    assert (form.programmes, form.issuers, form.kinds, form.every) == ('"A, B"', ("EU",), ("removed",), "daily")
    assert form.more == "kind:eased direction:relief"
    said = words(submit(office, view, issuer={"GB"}, every="now")["view"]["blocks"])
    assert "issuer UK" in said
    assert "told at once" in said
    assert office.command("watches")["words"].count("Owner") + 1 == 1


def test_the_watch_of_a_party_is_edited_and_stays_with_it(office):
    office.command("watch Example Bank")
    said = words(submit(office, opened(office, "watch edit 1"), kind={"removed"})["view"]["blocks"])
    assert "EXAMPLE BANK" in said
    assert "only removed" in said


def test_a_dialogue_edits_only_what_its_reader_may_change(office):
    office.command("watch issuer:EU")
    before = len(office.slack.called("views.open"))
    assert "belongs to" in office.command("watch edit 1", channel="C2", user="U2")["words"]
    assert len(office.slack.called("views.open")) == before
    view = opened(office, "watch edit 1")
    office.command("unwatch 1")
    assert "gone" in str(submit(office, view, issuer={"US"})["errors"])


kinds = st.frozensets(st.sampled_from(sorted(WATCHABLE_KINDS)), max_size=4)
sets = {
    "programmes": st.frozensets(st.sampled_from(["SDGT", "A, B", "RUSSIA-EO14024"]), max_size=2),
    "issuers": st.frozensets(st.sampled_from(ISSUERS), max_size=3),
    "countries": st.frozensets(st.sampled_from(["RU", "IR"]), max_size=2),
    "directions": st.frozensets(st.sampled_from(DIRECTIONS), max_size=2),
    "stages": st.frozensets(st.sampled_from(STAGES), max_size=2),
}
targets = st.sampled_from([Target("all"), Target("name", "bank*"), Target("entity", "e-abcdefghijklmnop", "X")])


@given(targets, kinds, st.fixed_dictionaries(sets), st.sampled_from(CADENCES), st.sampled_from(BROADCASTS))
def test_a_watch_put_into_the_dialogue_comes_out_as_it_went_in(target, limited, found, cadence, broadcast):
    filters = Filters(**found)
    made = watch(target, 7, kinds=limited, filters=filters, cadence=cadence, broadcast=broadcast)
    view = watch_modal(form_of(made))
    assert validate_payload("views.open", {"trigger_id": "t", "view": view}) == []
    form = read_form(fill(view))
    assert form == Form(**{name: getattr(form_of(made), name) for name in Form.__slots__ if name != "title"})
    asked = read_watch(form.words(), form.given())
    assert isinstance(asked, WatchAsked), asked
    again = Filters.from_json(filters.as_json())
    assert (asked.kinds, asked.cadence, asked.broadcast) == (limited, cadence, broadcast)
    wanted = read_watch(
        "all",
        [
            (k[:-1] if k != "countries" else "country", ",".join(f'"{v}"' for v in vs))
            for k, vs in again.as_json().items()
        ],
    )
    if target.kind == "all":
        assert (asked.target, asked.filters) == (read_watch("all", form.given()).target, asked.filters)
        assert wanted.filters == asked.filters
    else:
        assert asked.filters == filters


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=300))
def test_whatever_is_typed_the_dialogue_can_be_shown_again(target, more, name):
    form = Form(channel="C1", target=target, more=more, candidates=(("e-abcdefghijklmnop", name),) * 8, asked=target)
    view = watch_modal(form, "preview")
    assert [p for p in validate_payload("views.update", {"view": view}) if p.rule != "duplicate"] == []
