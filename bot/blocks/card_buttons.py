"""Buttons under a card, and the lines that say what people made of it."""

from __future__ import annotations

from typing import Final

from bot.blocks import ids
from bot.blocks.inert import day, dotted, listed_out, person, slack_date, whole
from bot.blocks.kit import LIMITS, Block, actions, button, context, option, overflow, within
from bot.blocks.values import ButtonValue, pack
from bot.core.alerts import ActionCard, Place
from bot.core.card_state import CardState, WhyHere
from bot.core.screening import Query
from bot.core.work import Work, settled_before

NAMES_ON_CARD: Final = 5
"""So many watched names stand on a card; the rest are one click away."""
REASONS: Final = 3

GIVE_BACK: Final = "back"
ASSIGN: Final = "assign"
SNOOZE_DAY: Final = "snooze1"
SNOOZE_WEEK: Final = "snooze7"
IRRELEVANT: Final = "irrelevant"
SHARE: Final = "share"
WHY: Final = "why"
MORE: Final[dict[str, str]] = {
    GIVE_BACK: "Give back",
    ASSIGN: "Assign…",
    SNOOZE_DAY: "Snooze 1 day",
    SNOOZE_WEEK: "Snooze 1 week",
    IRRELEVANT: "Not relevant",
    SHARE: "Share",
    WHY: "Why here?",
}
"""What the menu offers, by the word that its values begin with."""
ASSIGNABLE: Final[dict[str, tuple[str, ...]]] = {
    "new": (ASSIGN, SNOOZE_WEEK, IRRELEVANT, SHARE, WHY),
    "claimed": (GIVE_BACK, ASSIGN, SNOOZE_WEEK, IRRELEVANT, SHARE),
}
"""The menu where a card may be given to a colleague; the card itself says why it is here."""
BARE_WORDS: Final = {"new": "", "claimed": "👀 Claimed", "done": "✅ Done", "irrelevant": "🚫 Not relevant here"}
"""Where the work stands, for readers who may not know of the team's people."""
MENU: Final[dict[str, tuple[str, ...]]] = {
    "new": (SNOOZE_DAY, SNOOZE_WEEK, IRRELEVANT, SHARE, WHY),
    "claimed": (GIVE_BACK, SNOOZE_WEEK, IRRELEVANT, SHARE, WHY),
    "done": (SNOOZE_DAY, SNOOZE_WEEK, SHARE, WHY),
}


def card_value(place: Place, word: str = "") -> str:
    """What a button of a card remembers: where it stands, and the chosen word of a menu."""
    return within(f"{word}|{place.channel}|{place.action}", LIMITS.option_value)


def read_card_value(value: str, tenant: int) -> tuple[str, Place] | None:
    """The word and the place that `card_value` wrote; None for anything else."""
    word, *rest = value.split("|", 2)
    return (word, Place(tenant, *rest)) if len(rest) == 2 and all(rest) else None


def card_buttons(facts: ActionCard, state: CardState) -> Block | None:
    """The row under a card: who takes care, what there is to see, what to write down, and the menu."""
    place = state.place
    if place is None:
        return None
    value = card_value(place)
    if state.work.status == "irrelevant":
        return actions(ids.CARD_ACTIONS, [_undo("Undo", value, "Undo: this card is relevant")])
    row = [
        None if state.is_personal else _care(state.work, value),
        button("My names", ids.CARD_NAMES, value) if len(facts.watched) > NAMES_ON_CARD else None,
        button("File", ids.CARD_FILE, value, label="Where the file with all names is") if facts.file_rows else None,
        _note(facts, value) if state.takes_notes else None,
        overflow(ids.CARD_MORE, [option(MORE[word], card_value(place, word)) for word in _menu(state)]),
    ]
    return actions(ids.CARD_ACTIONS, [element for element in row if element])


def _menu(state: CardState) -> tuple[str, ...]:
    here = ASSIGNABLE if state.takes_notes and not state.is_personal else MENU
    return here.get(state.work.status, MENU[state.work.status])


def _care(work: Work, value: str) -> Block:
    match work.status:
        case "claimed":
            return button("Done", ids.CARD_DONE, value, label="This is done")
        case "done":
            return _undo("Reopen", value, "Reopen: this is not done")
        case _:
            return button("Claim", ids.CARD_CLAIM, value, style="primary", label="I take care of this")


def _undo(text: str, value: str, label: str) -> Block:
    return button(text, ids.CARD_UNDO, value, label=label)


def _note(facts: ActionCard, value: str) -> Block:
    """A card on one party asks for the note at once; one on several asks first on whom."""
    if len({event.entity for event in facts.events}) > 1:
        return button("Note", ids.CARD_NOTE, value, label="Write a note on one of these parties")
    one = facts.events[0]
    about = pack(ButtonValue(Query(one.caption[:200]), one.entity, one.source, one.ref))
    return button("Note", ids.NOTE, about, label="Write a note on this party")


def state_lines(state: CardState) -> Block | None:
    """Who takes care of a card, and whether it sleeps."""
    told = [text for text in (care_line(state), _snooze_line(state)) if text]
    return context(*told) if told else None


def care_line(state: CardState) -> str:
    """Where the work on a card stands; where another organisation reads along, without who and until when."""
    return work_line(state.work) if state.takes_notes else BARE_WORDS[state.work.status]


def _snooze_line(state: CardState) -> str:
    if state.snoozed is None:
        return ""
    by = f" by {person(state.snoozed.by)}" if state.takes_notes else ""
    return f"💤 Snoozed until {slack_date(state.snoozed.until)}{by}; changes of law still come"


def work_line(work: Work) -> str:
    """Where the work on a card stands, with who and when."""
    match work.status:
        case "claimed":
            given = f"assigned by {person(work.assigned_by)}" if work.assigned_by else ""
            who = f"👀 Claimed by {person(work.owner)}, {slack_date(work.claimed_at)}"
            due = f"due {day(work.due)}" if work.due else ""
            return dotted((who, given, due, "⏰ *overdue*" if work.is_overdue else "", _reopened(work)))
        case "done":
            claimed = f"claimed by {person(work.owner)}" if work.owner not in ("", work.by) else ""
            return dotted((f"✅ Done by {person(work.by)}, {slack_date(work.at)}", claimed))
        case "irrelevant":
            return f"🚫 Not relevant here (by {person(work.by)}, {slack_date(work.at)})"
        case "new":
            return _reopened(work)


def _reopened(work: Work) -> str:
    """That the law changed after somebody had settled the card."""
    settled = settled_before(work)
    return f"🔔 *New legal change* since {person(settled)} settled this card: open again" if settled else ""


def why_line(why: tuple[WhyHere, ...], *, is_personal: bool = False) -> str:
    """Which watches brought a card here, and whose they are; a person's own card names no owner."""
    if is_personal:
        return f"Why here: your watch {listed_out([whole(each.label, 80) for each in why], REASONS)}" if why else ""
    owners = {each.owner for each in why}
    told = [f"{whole(each.label, 80)}{_owner(each) if len(owners) > 1 else ''}" for each in why]
    one = _owner(why[0]) if len(owners) == 1 else ""
    return f"Why here: watch {listed_out(told, REASONS)}{one}" if why else ""


def _owner(each: WhyHere) -> str:
    return f" (owner {person(each.owner)})" if each.owner else ""


def shared_line(state: CardState) -> str:
    """Who showed this card here, and that it may be out of date."""
    if state.shared is None:
        return ""
    origin = f"<#{state.shared.channel}>" if state.shared.channel else "a private channel"
    return f"Shared by {person(state.shared.by)} from {origin}, {slack_date(state.shared.at)}; may be out of date"
