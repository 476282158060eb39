"""Gallery of digests and snoozes, with quiet data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.blocks import digests, snoozes
from bot.blocks.kit import Message
from bot.core.alerts import Background
from bot.core.assignments import Tally
from bot.core.delta import Op
from bot.core.digests import Digest, Line
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.snoozes import Snooze
from tests.blocks.make import EARLIER, LIST_LABEL, NOW, event, party, state

DAY = timedelta(days=1)
MORNING = EARLIER.replace(hour=7).astimezone(ZoneInfo("Europe/Brussels"))


def line(*told: Event, source: str = "us-ofac-sdn", number: int = 1, notice: str = "", **changes: object) -> Line:
    title = "Russia-related designations" if notice else "differences between the lists"
    action = Action(
        f"a-{number}", ISSUER_OF[source], source, title, EARLIER, date(2025, 11, 24), date(2025, 11, 21), notice
    )
    made = Line(action, told, issuer_label(ISSUER_OF[source]), LIST_LABEL[source])
    return replace(made, **changes)  # type: ignore[arg-type]


def mass() -> Line:
    told = [event(str(n), Op.ADD, programmes=("RUSSIA-EO14024",), caption=f"EXAMPLE {n} LLC") for n in range(397)]
    watched = (told[0], told[1], told[2], told[3])
    return line(*told, watched=watched, url="https://slack.com/archives/C1/p1764054000000100")


def removed() -> Line:
    gone = event("9001", Op.DEL, "removed", caption="NORDWIND BANK")
    kept = {gone.key: Background(still=("US export controls (Entity List)",))}
    return line(gone, watched=(gone,), background=kept, number=2, notice="https://lists.example/notice")


def full() -> Digest:
    pending = event("9002", Op.DEL, "removed", "pending", caption="EXAMPLE SHIPPING LLC")
    amended = event("9003", Op.MOD, "amended", caption="DOE, John", gained=(("alias", "Jon Doe"),), material=False)
    further = event(
        "9004", Op.MOD, "amended", caption="SEXTON LTD", gained=(("programme", "SDGT"),), programmes=("IRAN", "SDGT")
    )
    return Digest(
        "daily",
        MORNING,
        (
            mass(),
            removed(),
            line(further, event("EU.1", Op.MOVE, "escalated", caption="MUSTER HANDELS GMBH"), number=3),
            line(pending, watched=(pending,), number=4, source="gb-uksl"),
            line(amended, number=5),
        ),
        checked=8,
        troubled=(state("eu-fsf", "failed"),),
        since=MORNING - DAY,
        because=("NORDWIND BANK", "programme:RUSSIA-EO14024"),
        for_you=Tally(cards=3, overdue=1, lines=1, reopened=1),
    )


def only(kind: str, *lines: Line, **changes: object) -> Digest:
    made = Digest(kind, MORNING, lines, 9, since=MORNING - DAY, because=("programme:RUSSIA-EO14024",))
    return replace(made, **changes)  # type: ignore[arg-type]


def many(number: int) -> list[Line]:
    return [line(event(str(n), Op.ADD, caption=f"EXAMPLE {n} LLC"), number=n) for n in range(number)]


def snooze(number: int = 7, label: str = "NORDWIND BANK", by: str = "U0ANALYST") -> Snooze:
    return Snooze(number, 1, "C1", "entity", "e-aaaaaaaaaaaaaaaa", label, NOW + 3 * DAY, by, NOW)


MESSAGES: dict[str, Callable[[], Message]] = {
    "digest_daily": lambda: digests.digest_card(full()),
    "digest_one_line": lambda: digests.digest_card(only("daily", removed())),
    "digest_weekly_many": lambda: digests.digest_card(only("weekly", *many(9))),
    "digest_hourly_sample": lambda: digests.digest_card(only("hourly", removed(), sample=True)),
    "digest_beside_a_card": lambda: digests.digest_card(only("daily", removed(), posted=(mass(),))),
    "digest_nothing_but_trouble": lambda: digests.digest_card(only("daily", troubled=(state("eu-fsf", "stale"),))),
    "digest_away": lambda: digests.digest_card(only("away", *many(7), since=None)),
    "digest_snooze_ended": lambda: digests.digest_card(only("snooze", *full().lines[4:], since=None)),
    "snooze_which": lambda: snoozes.choose("John Doe", [party(), party()], "3d"),
    "snoozed": lambda: snoozes.snoozed(snooze()),
    "snooze_ended": lambda: snoozes.ended(snooze()),
    "snooze_unknown": lambda: snoozes.unknown("12"),
    "snooze_choose": lambda: snoozes.choose(
        "Ivanov", (party(caption="IVANOV, Ivan"), party(caption="IVANOV, Petr")), "3d"
    ),
    "snoozes": lambda: snoozes.listing(
        [snooze(), snooze(8, "programme:RUSSIA-EO14024"), snooze(9, "this channel", "")]
    ),
    "snoozes_none": lambda: snoozes.listing([]),
    "snoozes_many": lambda: snoozes.listing([snooze(n) for n in range(40)]),
}
