"""Kit: Slack's limits in one table, and small constructors that keep to them.

Text that we write goes in as it is; text from outside (names, quotes, questions, notes) goes through
`inert` (mrkdwn) or `plain` (plain text) first, so that it can ping nobody, link nowhere and style nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.blocks.inert import cut, plain, size

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """Every number that Slack sets, in UTF-16 units where it counts characters."""

    message_blocks: int = 50
    view_blocks: int = 100
    message_text: int = 40_000
    section_text: int = 3000
    field_text: int = 2000
    fields: int = 10
    header: int = 150
    markdown: int = 12_000
    context_elements: int = 10
    action_elements: int = 25
    button_text: int = 75
    button_value: int = 2000
    accessibility_label: int = 75
    url: int = 3000
    options: int = 100
    overflow_options: int = 5
    choice_options: int = 10
    option_text: int = 75
    option_value: int = 150
    option_description: int = 75
    identifier: int = 255
    modal_title: int = 24
    modal_button: int = 24
    private_metadata: int = 3000
    label: int = 2000
    hint: int = 2000
    placeholder: int = 150
    confirm_title: int = 100
    confirm_text: int = 300
    confirm_button: int = 30
    input_length: int = 3000
    alt_text: int = 2000
    image_title: int = 2000


LIMITS: Final = Limits()

_LINK: Final = re.compile(r"<[^|>]*\|([^>]*)>")

POST_OPTIONS: Final[dict[str, Any]] = {"unfurl_links": False, "unfurl_media": False, "parse": "none"}
"""What the sender adds to every message, so that nothing in it comes alive on the way."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: blocks, and the text for notifications, screen readers and clients without blocks."""

    text: str
    blocks: tuple[Block, ...]

    def payload(self) -> dict[str, Any]:
        """The arguments of a post, without the address."""
        return {"text": self.text, "blocks": [dict(block) for block in self.blocks], **POST_OPTIONS}


def message(text: str, blocks: Sequence[Block | None]) -> Message:
    """A message from its blocks (None stands for a block left out), cut to what Slack takes."""
    kept = [block for block in blocks if block is not None]
    return Message(cut(text, 3000, live=True) or "Sanctions Desk", tuple(kept[: LIMITS.message_blocks]))


def plain_text(text: str, limit: int) -> Block:
    """A plain-text object; what is in it is never parsed by Slack."""
    return {"type": "plain_text", "text": cut(plain(text), limit) or "–", "emoji": False}


def mrkdwn(text: str, limit: int = LIMITS.section_text) -> Block:
    """A mrkdwn object whose addresses and names Slack leaves alone (`verbatim`)."""
    return {"type": "mrkdwn", "text": cut(text, limit, live=True) or "–", "verbatim": True}


def header(text: str) -> Block:
    """The line that answers."""
    return {"type": "header", "text": plain_text(text, LIMITS.header)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, with at most one element beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: str) -> Block:
    """Small print; each text is an element."""
    kept = [text for text in texts if text][: LIMITS.context_elements]
    return {"type": "context", "elements": [mrkdwn(text) for text in kept or ["–"]]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)[: LIMITS.action_elements]}


def button(text: str, action_id: str, value: str = "", style: str = "", label: str = "") -> Block:
    """A button; `label` is what a screen reader says. A value that is too long is a mistake of the caller."""
    within(value, LIMITS.button_value)
    block: Block = {"type": "button", "action_id": action_id, "text": plain_text(text, LIMITS.button_text)}
    if value:
        block["value"] = value
    if style:
        block["style"] = style
    if label:
        block["accessibility_label"] = cut(plain(label), LIMITS.accessibility_label)
    return block


def option(text: str, value: str, description: str = "") -> Block:
    """One choice of a menu."""
    within(value, LIMITS.option_value)
    block: Block = {"text": plain_text(text, LIMITS.option_text), "value": value}
    if description:
        block["description"] = plain_text(description, LIMITS.option_description)
    return block


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """The "More" menu."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)[: LIMITS.overflow_options]}


def radio(action_id: str, options: Sequence[Block], initial: Block) -> Block:
    """A choice of one, all options in view."""
    kept = list(options)[: LIMITS.choice_options]
    return {"type": "radio_buttons", "action_id": action_id, "options": kept, "initial_option": initial}


def text_input(action_id: str, placeholder: str = "", initial: str = "", multiline: bool = False) -> Block:
    """A field to type in."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": LIMITS.input_length,
    }
    if placeholder:
        block["placeholder"] = plain_text(placeholder, LIMITS.placeholder)
    if initial:
        block["initial_value"] = cut(initial, LIMITS.input_length)
    return block


def date_input(action_id: str) -> Block:
    """A day to choose."""
    return {"type": "datepicker", "action_id": action_id}


def field(block_id: str, label: str, element: Block, hint: str = "") -> Block:
    """An input block: a labelled element of a modal."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, LIMITS.label),
        "element": element,
    }
    return {**block, "hint": plain_text(hint, LIMITS.hint)} if hint else block


def modal(
    title: str,
    blocks: Sequence[Block | None],
    callback_id: str = "",
    submit: str = "",
    close: str = "Close",
    private_metadata: str = "",
) -> View:
    """A dialogue; private metadata that is too long is a mistake of the caller."""
    within(private_metadata, LIMITS.private_metadata)
    view: View = {
        "type": "modal",
        "title": plain_text(title, LIMITS.modal_title),
        "close": plain_text(close, LIMITS.modal_button),
        "blocks": [block for block in blocks if block is not None][: LIMITS.view_blocks],
    }
    if submit:
        view["submit"] = plain_text(submit, LIMITS.modal_button)
    if callback_id:
        view["callback_id"] = callback_id
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view


def shown_size(block: Block) -> int:
    """How many characters a reader sees of a block: of a link its label only."""
    texts = [block.get("text"), *block.get("elements", ())]
    found = [item.get("text", "") for item in texts if isinstance(item, dict)]
    return sum(size(_LINK.sub(r"\1", text["text"] if isinstance(text, dict) else text)) for text in found)


def with_block_id(blocks: Sequence[Block | None], block_id: str) -> list[Block]:
    """The blocks with the first one named, so that the message can be found again."""
    kept = [block for block in blocks if block is not None]
    return [{**kept[0], "block_id": within(block_id, LIMITS.identifier)}, *kept[1:]]


def within(value: str, limit: int) -> str:
    """`value`, which must not be cut: machine text that is too long raises."""
    if size(value) > limit:
        raise ValueError(f"machine text of {size(value)} characters, at most {limit} allowed")
    return value
