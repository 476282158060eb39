"""Cards where another organisation reads along: how the work stands, never who does it or until when."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.blocks import actions
from bot.core.card_state import CardState, Snoozed
from bot.core.work import Work
from tests.blocks.gallery_cards import ASIDE, CLAIMED, DONE, HERE, of_one
from tests.blocks.make import NOW

GIVEN = replace(CLAIMED, assigned_by="U0LEAD", due=NOW.date())


@pytest.mark.parametrize("work", [CLAIMED, DONE, ASIDE, GIVEN], ids=["claimed", "done", "irrelevant", "assigned"])
@pytest.mark.parametrize("snoozed", [None, Snoozed(NOW, "U0ANALYST")], ids=["awake", "snoozed"])
def test_no_colleague_is_named_to_another_organisation(work: Work, snoozed: Snoozed | None) -> None:
    here = CardState(HERE, work, snoozed=snoozed)
    told, shared = (
        json.dumps(actions.card(of_one(), replace(here, takes_notes=ours)).payload()) for ours in (True, False)
    )
    assert "<@U0" in told
    assert "<@" not in shared
    assert "due" not in shared
