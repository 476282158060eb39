"""Every card against its golden file, Slack's limits, and the words that no card may use."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.blocks
from bot.blocks import ids
from bot.blocks.admin_page import admin_section
from bot.blocks.home import home_view
from bot.blocks.kit import shown_size
from bot.blocks.validate import validate_payload
from bot.blocks.wording import BANNED
from tests.blocks.gallery import MESSAGES, VIEWS
from tests.blocks.gallery_home import HOMES

GOLDEN = Path(__file__).parent.parent / "golden" / "blocks"
BANNED_PATTERN = re.compile(r"\b(" + "|".join(BANNED) + r")\b", re.IGNORECASE)
MESSAGE_CASES = sorted(MESSAGES)
ALL_CASES = [*MESSAGE_CASES, *sorted(VIEWS)]


def payload(name: str) -> dict[str, Any]:
    return MESSAGES[name]().payload() if name in MESSAGES else VIEWS[name]()


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", ALL_CASES)
def test_a_card_is_as_its_golden_file_says(name: str) -> None:
    """Rewrite all with `UPDATE_GOLDEN=1 pytest tests/blocks`, and review the diff."""
    path = GOLDEN / f"{name}.json"
    made = json.dumps(payload(name), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(ALL_CASES)


@pytest.mark.parametrize("name", MESSAGE_CASES)
def test_slack_would_take_every_message(name: str) -> None:
    args = payload(name)
    assert validate_payload("chat.postMessage", {"channel": "C1", **args}) == []
    assert validate_payload("respond", args) == []


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_slack_would_take_every_view(name: str) -> None:
    assert validate_payload("views.open", {"trigger_id": "1.2.a", "view": payload(name)}) == []


@pytest.mark.parametrize("name", ALL_CASES)
def test_no_card_uses_a_banned_word(name: str) -> None:
    assert [text for text in strings(payload(name)) if BANNED_PATTERN.search(text)] == []


def test_no_banned_word_stands_in_the_source_of_any_template() -> None:
    folder = Path(bot.blocks.__file__).parent
    found = []
    for path in sorted(folder.glob("*.py")):
        texts = [n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)]
        spoken = [text for text in texts if isinstance(text, str) and text not in BANNED]
        found += [(path.name, text) for text in spoken if BANNED_PATTERN.search(text)]
    assert found == []


@pytest.mark.parametrize("name", [name for name in MESSAGE_CASES if not name.startswith("details")])
def test_a_card_fits_a_phone(name: str) -> None:
    blocks = payload(name)["blocks"]
    mrkdwn = "".join(text for text in strings(blocks) if not text.startswith("{"))
    seen = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", mrkdwn)
    assert len(blocks) <= 15
    assert len(seen) <= 3500


@pytest.mark.parametrize("name", [name for name in MESSAGE_CASES if name.startswith(("status", "removed", "action"))])
def test_an_answer_or_alert_is_read_at_a_glance(name: str) -> None:
    """Policy: about 12 blocks and 2,000 visible characters, however many issuers list a party."""
    card = MESSAGES[name]()
    assert len(card.blocks) <= 12
    assert sum(map(shown_size, card.blocks)) <= 2000


def test_every_button_has_an_id_from_the_table() -> None:
    shown = [*map(payload, ALL_CASES), *(home_view(home()) for home in HOMES.values()), admin_section()]
    made = set(re.findall(r'"action_id": "([^"]+)"', json.dumps(shown)))
    known = {*ids.ACTIONS, *ids.INPUTS, *(ids.pick(number) for number in range(1, 9))}
    known |= {ids.home_open(number) for number in range(1, 6)}
    known |= {ids.changes_of(number) for number in range(1, 7)}
    known |= {ids.item_open(number) for number in range(1, 11)}
    known |= {ids.watch_menu(number) for number in range(7, 16)}
    known |= {*map(ids.watch_pick, (1, 2)), *map(ids.snooze_pick, (1, 2))}
    known |= {ids.note_menu(number) for number in range(7, 22)}
    known |= {ids.snooze_end(number) for number in range(10)}
    known |= {ids.timeline_of(number) for number in (1, 2)}
    assert made == known


def test_every_callback_is_in_the_table() -> None:
    assert {VIEWS[name]().get("callback_id", "") for name in VIEWS} - {""} == set(ids.CALLBACKS)


@pytest.mark.parametrize("name", MESSAGE_CASES)
def test_at_most_five_buttons_stand_in_a_row(name: str) -> None:
    rows = [block["elements"] for block in payload(name)["blocks"] if block["type"] == "actions"]
    assert all(1 <= len(row) <= 5 for row in rows)
