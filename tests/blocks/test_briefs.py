"""Cards of briefs and exports with hostile text in them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from bot.blocks import briefs
from bot.blocks.brief_words import period_words
from bot.core.exports import ExportAsked
from tests.blocks.gallery_briefs import document
from tests.blocks.make import party
from tests.blocks.test_hostile import LAX, assert_fit, hostile


@LAX
@given(hostile, hostile)
def test_no_card_of_a_brief_comes_alive(text: str, other: str) -> None:
    made = replace(document(internal=True, sample=True), title=text or "x", verdict=(text, f"Also: {other}"))
    match = party()
    first = match.listings[0]
    odd = replace(first, listing=replace(first.listing, ref=other, programmes=(text,)))
    several = [replace(match, caption=text, listings=(odd,)), replace(match, caption=other, listings=())]
    for card in (
        briefs.cover(made),
        briefs.brief_sent(made, asked_notes=True, public=False),
        briefs.which(text, several),
        briefs.unreadable(text),
        briefs.unreadable(other, of_export=True),
    ):
        assert_fit(card)


def test_nothing_of_the_teams_is_counted_aloud() -> None:
    said = briefs.export_sent(ExportAsked("notes"), 17, aloud=True).payload()
    assert "17" not in str(said)
    assert "17 rows" in str(briefs.export_sent(ExportAsked("changes"), 17, aloud=True).payload())


def test_periods_are_told_in_words() -> None:
    assert period_words(None, None) == "in all our record"
