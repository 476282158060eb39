"""What a question in a thread asks of the thread's subject."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.issuers import ISSUER_OF
from bot.core.subjects import asks_about_subject, is_courtesy, parse_subject_question

TODAY = date(2026, 11, 24)

ASKED = {
    "is it still on the EU list?": ("status", {"EU"}, None),
    "still listed?": ("status", set(), None),
    "what about the US?": ("status", {"US"}, None),
    "tell us if he is listed": ("status", set(), None),
    "and by us?": ("status", {"US"}, None),
    "what changed since March?": ("changes", set(), date(2026, 3, 1)),
    "what's new on the UK list since last week": ("changes", {"GB"}, date(2026, 11, 16)),
    "anything since 2025?": ("changes", set(), date(2025, 1, 1)),
    "who wrote about this before?": ("notes", set(), None),
    "notes?": ("notes", set(), None),
    "what did we write about them?": ("notes", set(), None),
    "why was he listed?": ("reason", set(), None),
    "when was it listed by the EU?": ("dates", {"EU"}, None),
    "can he enter?": ("measures", set(), None),
    "was it removed?": ("removal", set(), None),
    "has he been delisted by the US?": ("removal", {"US"}, None),
    "when was it removed?": ("dates", set(), None),
    "who owns it?": ("ownership", set(), None),
    "who is the owner?": ("ownership", set(), None),
    "wem gehört es?": ("ownership", set(), None),
    "is it still listed?": ("status", set(), None),
    "thanks, and is it still on the EU list?": ("status", {"EU"}, None),
    "watch this": ("watch", set(), None),
    "ist er noch auf der EU-Liste?": ("status", {"EU"}, None),
    "was hat sich seit März geändert?": ("changes", set(), date(2026, 3, 1)),
    "warum gelistet?": ("reason", set(), None),
    "est-il toujours sur la liste ?": ("status", set(), None),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked(text: str) -> None:
    asks, issuers, since = ASKED[text]
    found = parse_subject_question(text, TODAY)
    assert found is not None
    assert (found.asks, {ISSUER_OF[item] for item in found.lists} - {""}, found.since) == (asks, issuers, since)


@pytest.mark.parametrize("text", ["and Rosneft?", "is Timchenko listed?", "what about his wife Elena", "Gazprombank"])
def test_a_question_that_names_somebody_is_about_them(text: str) -> None:
    assert parse_subject_question(text, TODAY) is None
    assert not asks_about_subject(text)


@pytest.mark.parametrize(
    "text", ["thanks", "OK", "ok, thank you very much!", "Got it, thanks", "👍", ":+1:", "danke schön", "merci"]
)
def test_thanks_want_no_answer(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["", "is it ok?", "thanks, is it listed?", "Great Wall", "Thank Rosneft", "?", "watch this"]
)
def test_what_asks_for_something_is_no_thanks(text: str) -> None:
    assert not is_courtesy(text)
