"""Gallery of Home, help, settings, welcome and feedback, with quiet data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import admin_page, home, ledger, settings, welcome
from bot.blocks import help as help_blocks
from bot.blocks.kit import Message
from bot.core.admin_page import AdminFacts
from bot.core.assignments import OpenItem
from bot.core.home import Home, IssuerLaw, Waiting, WatchLine
from bot.core.roles import Roles
from bot.core.team_settings import KINDS, Changed, SettingsShown, Shown, TeamSettings, values_of
from bot.core.watches import Target, Watch
from tests.blocks.make import ALL_STATES, EARLIER, NOW, state

DAY = timedelta(days=1)


def watch(number: int, label: str, channel: str = "C0DESK", **changes: object) -> Watch:
    target = Target("entity", f"e-{number}", label, "us-ofac-sdn", str(number))
    made = Watch(number, 1, channel, "U0ANALYST", target, NOW - 40 * DAY, last_at=NOW - 3 * DAY)
    return replace(made, **changes)  # type: ignore[arg-type]


LAW = (
    IssuerLaw("US", added=397, removed=3, pending=1),
    IssuerLaw("EU", added=12, late=True),
    IssuerLaw("GB"),
    IssuerLaw("UN", moved=1),
    IssuerLaw("CH"),
)
WATCHES = (
    WatchLine(watch(1, "NORDWIND BANK")),
    WatchLine(watch(2, "EXAMPLE SHIPPING LLC", cadence="daily"), NOW + DAY),
    WatchLine(replace(watch(3, ""), target=Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024"))),
    WatchLine(watch(4, "DOE, John", channel="U0ANALYST", last_at=None)),
    WatchLine(watch(5, "MUSTER HANDELS GMBH", paused="the channel is archived")),
    WatchLine(watch(6, "SEXTON LTD", cadence="weekly"), NOW + 5 * DAY),
)
OPEN = (
    OpenItem(
        "card", "US: NORDWIND BANK added", EARLIER, "U0ANALYST", "C0DESK", "claimed", NOW.date() - DAY, "U0LEAD", "a-1"
    ),
    OpenItem("card", "EU: 12 added, 3 changed", NOW - 2 * DAY, "U0ANALYST", "C0EU", "claimed", action="a-2"),
    OpenItem(
        "reopened",
        "DOE, John",
        NOW - DAY,
        "U0ANALYST",
        "C0DESK",
        number=12,
        detail="gb-uksl:RUS0001 changed: new date of birth 1961-03-04",
    ),
    OpenItem("expiring", "MUSTER HANDELS GMBH", EARLIER, "U0ANALYST", "C0DESK", due=NOW.date() + 5 * DAY, number=14),
    OpenItem("line", "Nothing has changed in law.", EARLIER, "U0ANALYST", due=NOW.date() - 9 * DAY, detail="IRAN"),
)
LINK = "https://desk.slack.example/archives/C0DESK/p1"
WAITING = Waiting(tuple((item, LINK if item.kind == "card" else "") for item in OPEN), 7, 1)


def full() -> Home:
    return Home(
        NOW, NOW - DAY, ALL_STATES, LAW, "1.0.0", changes=4, waiting=WAITING, watches=WATCHES, reader="U0ANALYST"
    )


def troubled() -> Home:
    late = replace(state("eu-fsf", "stale", entries=5_800), checked_at=NOW - 3 * DAY)
    failed = replace(state("gb-uksl", "failed", entries=4_300), problem="HTML instead of a list, 200 bytes long")
    never = state("au-dfat", "never", entries=0)
    rest = tuple(s for s in ALL_STATES if s.source not in ("eu-fsf", "gb-uksl"))
    return replace(full(), sources=(*rest, late, failed, never), waiting=Waiting(), watches=())


HOMES: dict[str, Callable[[], Home]] = {
    "full": full,
    "problem": troubled,
    "new": lambda: replace(full(), first_day=True, changes=0, waiting=Waiting(), watches=()),
    "nothing_loaded": lambda: replace(full(), sources=(state("us-ofac-sdn", "never", entries=0),), law=(), watches=()),
    "guest": lambda: replace(full(), guest=True, changes=0, waiting=Waiting(), watches=()),
    "unsure": lambda: replace(troubled(), guest=True, unsure=True),
    "many": lambda: replace(
        full(), waiting=Waiting(tuple((replace(OPEN[0], title=f"PARTY {n}"), LINK) for n in range(5)), 8, 8)
    ),
}


def values(team: TeamSettings) -> list[str]:
    """The values as the card has them."""
    return list({**values_of(team), "default-role": team.roles.given}.values())


ROLES = Roles(("U0ANALYST",), ("U0LEAD", "S0LEADS|desk-leads"))
TEAM = SettingsShown(
    tuple(
        Shown(kind, value, "U0ANALYST" if kind.key in ("timezone", "operators") else "", EARLIER if n < 4 else None)
        for n, (kind, value) in enumerate(
            zip(KINDS, values(TeamSettings("Europe/Berlin", operator_channel="C0OPS", roles=ROLES)), strict=True)
        )
    ),
    "Europe/Berlin",
    NOW + DAY,
    NOW + 6 * DAY,
)
BARE = SettingsShown(
    tuple(Shown(kind, value) for kind, value in zip(KINDS, values(TeamSettings()), strict=True)),
    "UTC",
    NOW,
    NOW,
)


ADMIN = AdminFacts(
    "PostgreSQL on db.example",
    "hash",
    365,
    30,
    ("lists.example", "other.example"),
    "slack.example",
    (("Admins", "U0ANALYST"), ("Leads", "U0LEAD S0LEADS|desk-leads")),
    "analyst",
)


def done(key: str, value: str) -> Changed:
    before = next(shown for shown in TEAM.shown if shown.kind.key == key)
    return Changed(before, Shown(before.kind, value, "U0ANALYST", NOW))


CHECK = help_blocks.Verb(
    "check",
    "check NAME [dob: country:]",
    "Is this party listed, by whom?",
    "ask",
    ("check Sberbank", "check imo:9187629"),
)
VERBS = (
    CHECK,
    help_blocks.Verb("watch", "watch NAME | programme:CODE", "Tell this channel when it changes.", "follow"),
    help_blocks.Verb("feedback", "feedback TEXT", "Say what works and what does not.", "team"),
    help_blocks.Verb("settings", "settings [timezone | digest VALUE]", "The team's clock and defaults.", "operators"),
)

MESSAGES: dict[str, Callable[[], Message]] = {
    "help": lambda: help_blocks.help_card(VERBS, "1.0.0"),
    "help_verb": lambda: help_blocks.verb_card(CHECK),
    "settings": lambda: settings.settings_card(TEAM),
    "settings_bare": lambda: settings.settings_card(BARE),
    "settings_timezone": lambda: settings.changed(done("timezone", "Europe/Brussels"), TEAM),
    "settings_day": lambda: settings.changed(done("digest-day", "friday"), TEAM),
    "settings_operators": lambda: settings.changed(done("operators", ""), TEAM),
    "settings_leads": lambda: settings.changed(done("leads", "U0LEAD U0OTHER"), TEAM),
    "settings_admins_none": lambda: settings.changed(done("admins", ""), TEAM),
    "ledger_own": lambda: ledger.own_questions([(NOW, "Example Bank", "listed"), (NOW - DAY, None, "not found")]),
    "ledger_others": lambda: ledger.others_questions(
        [(NOW, "U0LEAD", "Example Bank", "listed"), (NOW - DAY, "command line", None, "not found")]
    ),
    "ledger_others_none": lambda: ledger.others_questions([]),
    "feedback_kept": lambda: settings.feedback_kept("C0OPS"),
    "feedback_kept_only": lambda: settings.feedback_kept(""),
    "feedback_told": lambda: settings.feedback_told("U0ANALYST", "The digest comes too late."),
    "welcome": welcome.welcome,
    "hello": welcome.hello,
    "hello_shared": lambda: welcome.hello(externally_shared=True),
}
VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "settings_modal": lambda: settings.settings_modal(TEAM),
    "settings_modal_bare": lambda: settings.settings_modal(BARE),
    "roles_modal": lambda: settings.roles_modal(TEAM),
    "roles_modal_bare": lambda: settings.roles_modal(BARE),
    "admin_page": lambda: admin_page.admin_page(ADMIN, {"chat:write": "to answer", "commands": "to offer a command"}),
    "check_modal": home.check_modal,
    "home_watches": lambda: home.all_watches(full()),
    "home_watches_none": lambda: home.all_watches(replace(full(), watches=())),
    "home_dialogue": lambda: home.in_dialogue("Settings", settings.settings_card(TEAM)),
}
