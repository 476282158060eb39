"""Each rule of Slack's that the validator knows, broken once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.blocks.kit import LIMITS, button, field, header, modal, overflow, section, text_input
from bot.blocks.validate import validate_payload

TEXT = {"type": "mrkdwn", "text": "x"}
PLAIN = {"type": "plain_text", "text": "x"}
OPTION = {"text": PLAIN, "value": "v"}


def long(kind: str, length: int) -> dict[str, str]:
    return {"type": kind, "text": "x" * length}


def rules(blocks: Any, text: Any = "fallback") -> list[str]:
    problems = validate_payload("chat.postMessage", {"channel": "C1", "text": text, "blocks": blocks})
    return [problem.rule for problem in problems]


def buttons(number: int) -> list[dict[str, Any]]:
    return [button("b", f"a{n}") for n in range(number)]


def view(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": PLAIN, "blocks": [section("x")], **more}


def test_a_good_message_has_no_problem() -> None:
    assert rules([header("x"), section("y", button("b", "a"))]) == []


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ({"type": "sektion"}, "unknown_type"),
        ({"type": "section"}, "required"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": ""}}, "empty"),
        ({"type": "section", "text": {"type": "markdown", "text": "x"}}, "unknown_type"),
        ({"type": "section", "text": long("mrkdwn", 3001)}, "too_long"),
        ({"type": "section", "text": long("mrkdwn", 1) | {"text": "😀" * 1501}}, "too_long"),
        ({"type": "section", "fields": [TEXT] * 11}, "too_many"),
        ({"type": "section", "fields": [long("mrkdwn", 2001)]}, "too_long"),
        ({"type": "section", "text": TEXT, "accessory": {"type": "knob", "action_id": "a"}}, "unknown_type"),
        ({"type": "section", "text": TEXT, "accessory": text_input("a")}, "wrong_place"),
        ({"type": "header", "text": TEXT}, "plain_text_only"),
        ({"type": "header", "text": long("plain_text", 151)}, "too_long"),
        ({"type": "header"}, "required"),
        ({"type": "context", "elements": [TEXT] * 11}, "too_many"),
        ({"type": "context", "elements": []}, "empty"),
        ({"type": "context", "elements": [button("b", "a")]}, "wrong_place"),
        ({"type": "actions", "elements": buttons(26)}, "too_many"),
        ({"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": TEXT}]}, "plain_text_only"),
        ({"type": "actions", "elements": [{"type": "button", "text": PLAIN}]}, "required"),
        ({"type": "actions", "elements": [{**button("b", "a"), "text": long("plain_text", 76)}]}, "too_long"),
        ({"type": "actions", "elements": [{**button("b", "a"), "value": "v" * 2001}]}, "too_long"),
        ({"type": "actions", "elements": [{**button("b", "a"), "url": "https://" + "u" * 3000}]}, "too_long"),
        ({"type": "actions", "elements": [{**button("b", "a"), "url": "javascript:x"}]}, "not_a_url"),
        ({"type": "actions", "elements": [button("b", "a" * 256)]}, "too_long"),
        ({"type": "actions", "elements": [button("b", "a"), button("c", "a")]}, "duplicate"),
        ({"type": "actions", "elements": [{"type": "overflow", "action_id": "a", "options": []}]}, "empty"),
        (
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "overflow",
                        "action_id": "a",
                        "options": [{**OPTION, "value": str(n)} for n in range(6)],
                    }
                ],
            },
            "too_many",
        ),
        ({"type": "actions", "elements": [overflow("a", [OPTION, OPTION])]}, "duplicate"),
        ({"type": "actions", "elements": [overflow("a", [{**OPTION, "value": "v" * 151}])]}, "too_long"),
        ({"type": "actions", "elements": [overflow("a", [{**OPTION, "text": long("plain_text", 76)}])]}, "too_long"),
        (
            {"type": "actions", "elements": [overflow("a", [{**OPTION, "description": long("plain_text", 76)}])]},
            "too_long",
        ),
        (
            {"type": "actions", "elements": [{**button("b", "a"), "confirm": {"title": PLAIN}}]},
            "required",
        ),
        ({"type": "divider", "block_id": "b" * 256}, "too_long"),
        ({"type": "image", "image_url": "https://x.example/i.png"}, "required"),
        ({"type": "markdown", "text": "x" * 12_001}, "too_long"),
    ],
)
def test_a_broken_block_is_found(block: dict[str, Any], rule: str) -> None:
    assert rule in rules([block])


def test_more_than_fifty_blocks_are_too_many_for_a_message_but_not_for_a_view() -> None:
    many = [section("x")] * 51
    assert rules(many) == ["too_many"]
    assert validate_payload("views.open", {"trigger_id": "t", "view": view(blocks=many)}) == []
    assert validate_payload("views.open", {"trigger_id": "t", "view": view(blocks=many * 2)}) != []


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_message_with_blocks_needs_text(text: str | None) -> None:
    assert rules([section("x")], text) == ["no_text"]


def test_text_beyond_forty_thousand_characters_is_too_long() -> None:
    assert rules([], "x" * (LIMITS.message_text + 1)) == ["too_long"]


def test_the_same_block_id_twice_is_found() -> None:
    assert rules([{"type": "divider", "block_id": "b"}] * 2) == ["duplicate"]


def test_the_same_action_id_in_two_blocks_is_found() -> None:
    assert rules([section("x", button("b", "a")), section("y", button("c", "a"))]) == ["duplicate"]


def test_blocks_may_come_as_json_text_but_not_as_anything_else() -> None:
    assert rules(json.dumps([section("x")])) == []
    assert rules("{") == []
    assert rules("{}") == ["not_a_list"]
    assert rules([section("x"), "y"]) == ["not_a_list"]


@pytest.mark.parametrize(
    ("method", "args", "key"),
    [
        ("chat.postMessage", {"text": "x"}, "channel"),
        ("chat.postEphemeral", {"text": "x", "channel": "C1"}, "user"),
        ("chat.update", {"text": "x", "channel": "C1"}, "ts"),
        ("views.open", {"view": view()}, "trigger_id"),
        ("views.publish", {"view": {"type": "home", "blocks": []}}, "user_id"),
        ("views.update", {"view_id": "V1"}, "view"),
    ],
)
def test_a_call_without_what_it_needs_is_found(method: str, args: dict[str, Any], key: str) -> None:
    assert [(p.path, p.rule) for p in validate_payload(method, args)] == [(key, "required")]


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"title": long("plain_text", 25)}, "too_long"),
        ({"title": TEXT}, "plain_text_only"),
        ({"title": None}, "required"),
        ({"submit": long("plain_text", 25)}, "too_long"),
        ({"close": long("plain_text", 25)}, "too_long"),
        ({"private_metadata": "x" * 3001}, "too_long"),
        ({"callback_id": "x" * 256}, "too_long"),
        ({"type": "home"}, "unknown_type"),
        ({"blocks": [field("b", "l", text_input("a"))]}, "required"),
        (
            {"blocks": [{"type": "input", "label": TEXT, "element": text_input("a")}], "submit": PLAIN},
            "plain_text_only",
        ),
        ({"blocks": [field("b", "l", button("b", "a"))], "submit": PLAIN}, "wrong_place"),
    ],
)
def test_a_broken_view_is_found(broken: dict[str, Any], rule: str) -> None:
    problems = validate_payload("views.push", {"trigger_id": "t", "view": view(**broken)})
    assert rule in [problem.rule for problem in problems]


def test_a_home_tab_needs_no_title() -> None:
    args = {"user_id": "U1", "view": {"type": "home", "blocks": [section("x")]}}
    assert validate_payload("views.publish", args) == []


def test_a_response_may_delete_without_text() -> None:
    assert validate_payload("respond", {"delete_original": True}) == []


def test_calls_without_blocks_are_not_judged() -> None:
    assert validate_payload("auth.test", {}) == []


def test_a_value_that_would_be_cut_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at most 2000"):
        button("b", "a", "v" * 2001)
    with pytest.raises(ValueError, match="at most 3000"):
        modal("t", [section("x")], private_metadata="x" * 3001)
