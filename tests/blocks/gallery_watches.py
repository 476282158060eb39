"""Gallery of watches: their cards, their list, their dialogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import watches
from bot.blocks.kit import Message
from bot.blocks.watch_modal import Form, done_modal, duplicate_modal, form_of, watch_modal, with_candidates
from bot.core.listings import EntityType
from bot.core.programme_codes import Unlisted
from bot.core.watches import Filters, Target, Watch
from tests.blocks.make import EARLIER, NOW, listing, party, standing

WATCH = Watch(7, 1, "C1", "U0ANALYST", Target("programme", "RUSSIA-EO14024"), EARLIER)
DAILY = Watch(
    12,
    1,
    "C1",
    "U0ANALYST",
    Target("issuer", "EU", "issuer:EU country:RU"),
    EARLIER,
    frozenset({"added", "removed"}),
    filters=Filters(countries=frozenset({"RU", "BY"}), directions=frozenset({"tightening"})),
    cadence="daily",
    broadcast="never",
    last_at=EARLIER,
)
OTHERS = (
    DAILY,
    Watch(13, 1, "C1", "U0LEAD", Target("name", "bank*", 'name:"bank*"'), EARLIER, paused="by:U0LEAD"),
    Watch(14, 1, "U0ANALYST", "U0ANALYST", Target("entity", "e-abcdefghijklmnop", "NORDWIND BANK"), EARLIER),
    Watch(15, 1, "C2", "U0LEAD", Target("country", "RU"), EARLIER, paused="the channel is archived"),
)
NAMESAKE = party(
    standing(listing(name="DOE, John Adam", what=EntityType.PERSON, births=("1952-11-09",))),
    caption="DOE, John Adam",
    what=EntityType.PERSON,
)
DUE = {"hourly": NOW, "daily": NOW + timedelta(hours=19), "weekly": NOW + timedelta(days=6)}
TWO = (("e-abcdefghijklmnop", "DOE, John Adam"), ("e-abcdefghijklmnoq", "DOE, John Brian"))

MESSAGES: dict[str, Callable[[], Message]] = {
    "watch_saved_daily": lambda: watches.saved(DAILY, 30, 6, 4),
    "watch_saved_cut": lambda: watches.saved(DAILY, 3, 400, 3, newest=20_000),
    "watch_saved_reports": lambda: watches.saved(replace(WATCH, kinds=frozenset({"signal"})), 30, 0),
    "watch_saved_person": lambda: watches.saved(OTHERS[2], 30, 1, here="C1"),
    "watch_duplicate_otherwise": lambda: watches.duplicate(WATCH, "daily", "never"),
    "watch_saved_unlisted": lambda: watches.saved(
        WATCH, 30, 0, unlisted=(Unlisted("RUSSIA-EO14066", ("RUSSIA-EO14024",)),)
    ),
    "watch_saved_young_record": lambda: watches.saved(DAILY, 30, 0, 0, recorded=EARLIER),
    "watch_which": lambda: watches.choose("John Doe", [NAMESAKE, NAMESAKE], "kind:removed every:daily"),
    "watch_end_which": lambda: watches.unknown("", OTHERS),
    "watch_paused": lambda: watches.paused(DAILY),
    "watch_resumed": lambda: watches.resumed(DAILY),
    "watch_not_yours": lambda: watches.not_yours(OTHERS[3]),
    "watch_invitation": watches.invitation,
    "watches_all": lambda: watches.listing(OTHERS, "all", "C1", DUE),
    "watches_acted": lambda: watches.listing((), "mine", "C1", DUE, "No longer watching *country RU*."),
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "watch_modal": lambda: watch_modal(Form(channel="C1")),
    "watch_modal_home": lambda: watch_modal(Form(to="C2")),
    "watch_modal_preview": lambda: watch_modal(form_of(DAILY), "🔎 It would have posted 6 cards in the last 30 days."),
    "watch_modal_several": lambda: watch_modal(
        with_candidates(Form(channel="C1", target="John Doe"), TWO), "⚠️ Choose."
    ),
    "watch_modal_done": lambda: done_modal(watches.saved(DAILY, 30, 6, 4)),
    "watch_modal_duplicate": lambda: duplicate_modal(WATCH, "daily", "material"),
}
