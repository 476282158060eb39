"""Validate: would Slack take this payload? Pure, over plain dicts, for every call that carries blocks.

Slack's own models check only what is built with them, and a lenient test server checks nothing: so every
outgoing payload of the tests goes through `validate_payload`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.blocks.inert import size
from bot.blocks.kit import LIMITS


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why Slack would refuse a payload: where, which rule, in words."""

    path: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One key of a block, element or composition object.

    `kind` names the check (`CHECKS`), `limit` is characters or items, `of` the types allowed inside.
    """

    key: str
    kind: str
    limit: int = 0
    required: bool = False
    of: frozenset[str] = frozenset()


_PLACEHOLDER = Rule("placeholder", "plain", LIMITS.placeholder)
_CONFIRM = Rule("confirm", "confirm")
_BUTTONS = frozenset({"button", "overflow", "datepicker", "static_select", "users_select", "conversations_select"})
_CHOICES = frozenset({"channels_select", "external_select", "radio_buttons", "checkboxes", "timepicker"})
_MULTI = frozenset({"multi_static_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"})
_INPUTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input"})
_ACTIONS = _BUTTONS | _CHOICES
_ID = Rule("block_id", "id", LIMITS.identifier)
_ACTION_ID = Rule("action_id", "id", LIMITS.identifier, required=True)
_OPTIONS = Rule("options", "options", LIMITS.options, required=True)
_SELECT = (_ACTION_ID, _PLACEHOLDER, _CONFIRM)
_TYPED = (_ACTION_ID, _PLACEHOLDER, Rule("initial_value", "string", LIMITS.input_length))
_PICTURE = (
    Rule("image_url", "url", LIMITS.url),
    Rule("alt_text", "string", LIMITS.alt_text, required=True),
)

BLOCKS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "header": (_ID, Rule("text", "plain", LIMITS.header, required=True)),
    "section": (
        _ID,
        Rule("text", "text", LIMITS.section_text),
        Rule("fields", "texts", LIMITS.fields),
        Rule("accessory", "element", of=_ACTIONS | _MULTI | {"image"}),
    ),
    "context": (
        _ID,
        Rule("elements", "elements", LIMITS.context_elements, required=True, of=frozenset({"image", "text"})),
    ),
    "actions": (_ID, Rule("elements", "elements", LIMITS.action_elements, required=True, of=_ACTIONS)),
    "divider": (_ID,),
    "image": (_ID, *_PICTURE, Rule("title", "plain", LIMITS.image_title)),
    "input": (
        _ID,
        Rule("label", "plain", LIMITS.label, required=True),
        Rule("hint", "plain", LIMITS.hint),
        Rule("element", "element", required=True, of=(_ACTIONS - {"button", "overflow"}) | _MULTI | _INPUTS),
    ),
    "markdown": (_ID, Rule("text", "string", LIMITS.markdown, required=True)),
}

ELEMENTS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "button": (
        _ACTION_ID,
        Rule("text", "plain", LIMITS.button_text, required=True),
        Rule("value", "string", LIMITS.button_value),
        Rule("url", "url", LIMITS.url),
        Rule("accessibility_label", "string", LIMITS.accessibility_label),
        _CONFIRM,
    ),
    "overflow": (_ACTION_ID, Rule("options", "options", LIMITS.overflow_options, required=True), _CONFIRM),
    "radio_buttons": (_ACTION_ID, Rule("options", "options", LIMITS.choice_options, required=True), _CONFIRM),
    "checkboxes": (_ACTION_ID, Rule("options", "options", LIMITS.choice_options, required=True), _CONFIRM),
    "static_select": (*_SELECT, Rule("options", "options", LIMITS.options)),
    "multi_static_select": (*_SELECT, Rule("options", "options", LIMITS.options)),
    "image": _PICTURE,
    "number_input": _SELECT,
    "file_input": (_ACTION_ID,),
    **dict.fromkeys(("external_select", "users_select", "conversations_select", "channels_select"), _SELECT),
    **dict.fromkeys(sorted(_MULTI - {"multi_static_select"}), _SELECT),
    **dict.fromkeys(("datepicker", "timepicker"), _SELECT),
    **dict.fromkeys(("plain_text_input", "email_text_input", "url_text_input"), _TYPED),
}

OPTION: Final = (
    Rule("text", "text", LIMITS.option_text, required=True),
    Rule("value", "string", LIMITS.option_value, required=True),
    Rule("description", "text", LIMITS.option_description),
    Rule("url", "url", LIMITS.url),
)
CONFIRM: Final = (
    Rule("title", "plain", LIMITS.confirm_title, required=True),
    Rule("text", "text", LIMITS.confirm_text, required=True),
    Rule("confirm", "plain", LIMITS.confirm_button),
    Rule("deny", "plain", LIMITS.confirm_button),
)
MODAL: Final = (
    Rule("title", "plain", LIMITS.modal_title, required=True),
    Rule("submit", "plain", LIMITS.modal_button),
    Rule("close", "plain", LIMITS.modal_button),
)
VIEW: Final = (
    Rule("private_metadata", "string", LIMITS.private_metadata),
    Rule("callback_id", "id", LIMITS.identifier),
)
CALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "chat.postMessage": ("channel",),
    "chat.postEphemeral": ("channel", "user"),
    "chat.update": ("channel", "ts"),
    "respond": (),
    "views.open": ("trigger_id",),
    "views.push": ("trigger_id",),
    "views.update": (),
    "views.publish": ("user_id",),
}
"""The calls checked, with the arguments that each cannot do without."""

Found = Iterator[Problem]


def validate_payload(method: str, args: Mapping[str, Any]) -> list[Problem]:
    """All reasons why Slack would refuse this call; none for calls that carry no blocks."""
    if method not in CALLS:
        return []
    absent = [Problem(key, "required", f"{method} needs {key}") for key in CALLS[method] if not args.get(key)]
    if method.startswith("views."):
        return [*absent, *_view(method, _parsed(args.get("view")))]
    return [*absent, *_message(method, args)]


def _parsed(value: Any) -> Any:
    """SDKs send blocks and views as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _message(method: str, args: Mapping[str, Any]) -> Found:
    text, blocks = args.get("text"), _parsed(args.get("blocks"))
    deletes = method == "respond" and args.get("delete_original")
    if not deletes and (not isinstance(text, str) or not text.strip()):
        yield Problem("text", "no_text", "a message needs text, with blocks too")
    elif isinstance(text, str) and size(text) > LIMITS.message_text:
        yield Problem("text", "too_long", f"{size(text)} characters, at most {LIMITS.message_text}")
    if blocks is not None:
        yield from _blocks(blocks, LIMITS.message_blocks)


def _view(method: str, view: Any) -> Found:
    if not isinstance(view, dict):
        yield Problem("view", "required", "no view")
        return
    wanted = "home" if method == "views.publish" else "modal"
    if view.get("type") != wanted:
        yield Problem("view.type", "unknown_type", f"{method} takes a {wanted}, not {view.get('type')!r}")
    yield from _object(view, (*MODAL, *VIEW) if wanted == "modal" else VIEW, "view")
    blocks = view.get("blocks")
    yield from _blocks(blocks, LIMITS.view_blocks, "view.blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if wanted == "modal" and has_input and not view.get("submit"):
        yield Problem("view.submit", "required", "a modal with inputs needs a submit button")


def _blocks(blocks: Any, limit: int, path: str = "blocks") -> Found:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield Problem(path, "not_a_list", "blocks must be a list of objects")
        return
    if len(blocks) > limit:
        yield Problem(path, "too_many", f"{len(blocks)} blocks, at most {limit}")
    for index, block in enumerate(blocks):
        yield from _typed(block, BLOCKS, f"{path}[{index}]", "block")
        if block.get("type") == "section" and not block.get("text") and not block.get("fields"):
            yield Problem(f"{path}[{index}]", "required", "a section needs text or fields")
    yield from _duplicates(blocks, "block_id", path)
    yield from _duplicates(list(_elements(blocks)), "action_id", path)


def _elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        inner = [block.get("accessory"), block.get("element"), *_items(block.get("elements"))]
        yield from (element for element in inner if isinstance(element, dict))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _duplicates(objects: list[dict[str, Any]], key: str, path: str) -> Found:
    seen: set[str] = set()
    for value in (str(item[key]) for item in objects if item.get(key)):
        if value in seen:
            yield Problem(path, "duplicate", f"{key} {value!r} stands twice")
        seen.add(value)


def _typed(item: Any, table: Mapping[str, tuple[Rule, ...]], path: str, what: str) -> Found:
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(kind, str) or kind not in table:
        yield Problem(path, "unknown_type", f"unknown {what} type {kind!r}")
        return
    yield from _object(item, table[kind], path)


def _object(item: Any, rules: tuple[Rule, ...], path: str) -> Found:
    if not isinstance(item, dict):
        yield Problem(path, "not_an_object", "not an object")
        return
    for rule in rules:
        where = f"{path}.{rule.key}"
        if item.get(rule.key) is not None:
            yield from CHECKS[rule.kind](item[rule.key], rule, where)
        elif rule.required:
            yield Problem(where, "required", f"{rule.key} is missing")


def _string(value: Any, rule: Rule, path: str) -> Found:
    if not isinstance(value, str) or not value.strip():
        yield Problem(path, "empty", "empty or not text")
    elif size(value) > rule.limit:
        yield Problem(path, "too_long", f"{size(value)} characters, at most {rule.limit}")


def _url(value: Any, rule: Rule, path: str) -> Found:
    yield from _string(value, rule, path)
    if isinstance(value, str) and not value.startswith(("https://", "http://")):
        yield Problem(path, "not_a_url", "not a web address")


def _text(value: Any, rule: Rule, path: str) -> Found:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in {"plain_text", "mrkdwn"}:
        yield Problem(path, "unknown_type", f"unknown text type {kind!r}")
        return
    yield from _string(value.get("text"), rule, f"{path}.text")


def _plain(value: Any, rule: Rule, path: str) -> Found:
    if isinstance(value, dict) and value.get("type") == "mrkdwn":
        yield Problem(path, "plain_text_only", "only plain_text stands here")
    yield from _text(value, rule, path)


def _many(value: Any, rule: Rule, path: str) -> Found:
    if not isinstance(value, list) or not value:
        yield Problem(path, "empty", "an empty list, or none")
    elif len(value) > rule.limit:
        yield Problem(path, "too_many", f"{len(value)} items, at most {rule.limit}")


def _texts(value: Any, rule: Rule, path: str) -> Found:
    yield from _many(value, rule, path)
    for index, item in enumerate(_items(value)):
        yield from _text(item, Rule("text", "text", LIMITS.field_text), f"{path}[{index}]")


def _options(value: Any, rule: Rule, path: str) -> Found:
    yield from _many(value, rule, path)
    for index, item in enumerate(_items(value)):
        yield from _object(item, OPTION, f"{path}[{index}]")
    values = [{"value": item.get("value")} for item in _items(value) if isinstance(item, dict)]
    yield from _duplicates(values, "value", path)


def _element(value: Any, rule: Rule, path: str) -> Found:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in {"plain_text", "mrkdwn"} and "text" in rule.of:
        yield from _text(value, Rule("text", "text", LIMITS.section_text), path)
        return
    yield from _typed(value, ELEMENTS, path, "element")
    if isinstance(kind, str) and kind in ELEMENTS and kind not in rule.of:
        yield Problem(path, "wrong_place", f"a {kind} cannot stand here")


def _element_list(value: Any, rule: Rule, path: str) -> Found:
    yield from _many(value, rule, path)
    for index, item in enumerate(_items(value)):
        yield from _element(item, rule, f"{path}[{index}]")


def _confirm(value: Any, _rule: Rule, path: str) -> Found:
    yield from _object(value, CONFIRM, path)


CHECKS: Final[Mapping[str, Callable[[Any, Rule, str], Found]]] = {
    "id": _string,
    "string": _string,
    "url": _url,
    "text": _text,
    "plain": _plain,
    "texts": _texts,
    "options": _options,
    "element": _element,
    "elements": _element_list,
    "confirm": _confirm,
}
