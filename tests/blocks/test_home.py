"""Home against its golden files, Slack's limits, the words it may not use, and what each reader may see."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import ids
from bot.blocks.home import all_watches, home_view
from bot.blocks.settings import feedback_told, roles_modal, settings_card
from bot.blocks.validate import validate_payload
from bot.core.assignments import OpenItem
from bot.core.home import Waiting, WatchLine
from bot.core.team_settings import SettingsShown
from bot.core.watches import Target
from tests.blocks.gallery_home import BARE, HOMES, TEAM, full, watch
from tests.blocks.make import NOW
from tests.blocks.test_gallery import BANNED_PATTERN, strings
from tests.blocks.test_hostile import LAX, assert_inert, hostile

GOLDEN = Path(__file__).parent.parent / "golden" / "home"


def titles(view: dict[str, Any]) -> set[str]:
    words = "\n".join(strings(view))
    known = ("WAITING FOR YOU", "LAW CHANGED", "MY WATCHES", "SOURCES")
    return {title for title in known if title in words}


@pytest.mark.parametrize("name", sorted(HOMES))
def test_home_is_as_its_golden_file_says(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    made = json.dumps(home_view(HOMES[name]()), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_no_golden_home_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(HOMES)


@pytest.mark.parametrize("name", sorted(HOMES))
def test_slack_would_take_every_home(name: str) -> None:
    view = home_view(HOMES[name]())
    assert validate_payload("views.publish", {"user_id": "U1", "view": view}) == []
    assert [text for text in strings(view) if BANNED_PATTERN.search(text)] == []


def test_a_member_sees_the_whole_page() -> None:
    assert titles(home_view(full())) == {"WAITING FOR YOU", "LAW CHANGED", "MY WATCHES", "SOURCES"}


def test_a_pattern_is_shown_letter_for_letter_and_not_in_bold() -> None:
    pattern = replace(watch(1, ""), target=Target("name", "dummy*"))
    words = "\n".join(strings(home_view(replace(full(), watches=(WatchLine(pattern),)))))
    assert "• names like `dummy*` · " in words
    assert "*names" not in words


@pytest.mark.parametrize("team", [TEAM, BARE])
def test_the_settings_say_who_may_change_them_now(team: SettingsShown) -> None:
    given = team is TEAM
    for made in (settings_card(team).payload(), roles_modal(team)):
        words = "\n".join(strings(made))
        assert ("members act as leads, change settings too" in words) is not given
    assert ("admins also change settings" in "\n".join(strings(settings_card(team).payload()))) is given


@pytest.mark.parametrize("name", ["guest", "unsure"])
def test_a_guest_sees_law_and_sources_only(name: str) -> None:
    view = home_view(replace(full(), guest=True, unsure=name == "unsure"))
    assert titles(view) == {"LAW CHANGED", "SOURCES"}
    words = "\n".join(strings(view))
    assert "watch" not in words.casefold()
    assert "NORDWIND" not in words
    assert {e["action_id"] for b in view["blocks"] if "accessory" in b for e in [b["accessory"]]} == {
        ids.HOME_LAW,
        ids.HOME_SOURCES,
    }


def test_a_new_user_sees_three_examples_and_nothing_else() -> None:
    view = home_view(HOMES["new"]())
    assert titles(view) == set()
    examples = [b for b in view["blocks"] if b["type"] == "section" and b["text"]["text"].startswith("`/sanctions ")]
    assert len(examples) == 3
    assert len(view["blocks"]) == 6


def test_an_old_hand_without_watches_sees_law_and_sources() -> None:
    view = home_view(HOMES["problem"]())
    assert titles(view) == {"WAITING FOR YOU", "LAW CHANGED", "MY WATCHES", "SOURCES"}


@LAX
@given(st.lists(hostile, min_size=1, max_size=60), st.integers(0, 2000))
def test_whatever_parties_are_called_home_is_valid_and_quiet(names: list[str], many: int) -> None:
    watches = tuple(WatchLine(watch(n, name, "U0ANALYST"), NOW) for n, name in enumerate(names, 1))
    waiting = Waiting(tuple((OpenItem("card", name, NOW, "U1", "D1", "claimed"), "") for name in names), len(names))
    sources = tuple(replace(each, problem=names[0], state="failed") for each in full().sources)
    page = replace(full(), watches=watches, waiting=waiting, sources=sources, changes=many)
    for method, args in (
        ("views.publish", {"user_id": "U1", "view": home_view(page)}),
        ("views.open", {"trigger_id": "1", "view": all_watches(page)}),
        ("chat.postMessage", {"channel": "C1", **feedback_told("U0ANALYST", names[0]).payload()}),
    ):
        assert validate_payload(method, args) == []
        assert_inert(args.get("view") or args)
