"""Decisions: what the team assessed, hits that are hidden for it, and the dialogue that asks for a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import count, day, dotted, inert, lines, listed_out, person, quoted, size
from bot.blocks.kit import (
    LIMITS,
    Block,
    Message,
    View,
    button,
    context,
    date_input,
    field,
    message,
    modal,
    option,
    overflow,
    radio,
    section,
    text_input,
)
from bot.blocks.notes import VISIBILITY, choices
from bot.blocks.party import NO_NAME
from bot.blocks.values import ButtonValue, pack, unpack
from bot.blocks.wording import CLASSIFIED_HINT
from bot.core.audience import Audience
from bot.core.decisions import MOST_YEARS, asked_words
from bot.core.screening import Answer, Match, Query
from bot.core.team_views import Assessment, Dismissed

VERDICT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "different": ("different party", "Keeps this hit out of later answers about whom you asked"),
    "same": ("same party", "Whom you asked about is this listed party"),
    "escalated": ("escalated", "Handed on to whoever decides"),
    "watching": ("watching", "Not settled; somebody keeps an eye on it"),
    "irrelevant": ("irrelevant", "The same party perhaps, but of no concern here"),
}
"""What each verdict is called, and what it means."""
MENU: Final = ("different", "same", "other")
TIMELINE: Final = "timeline"
"""The word of the menu that leads to the party's timeline."""
MENU_WORDS: Final = {
    TIMELINE: "Timeline",
    "different": "Different party",
    "same": "Same party",
    "other": "Other assessment",
}
NAMED: Final = 3
CANDIDATES: Final = 8
"""Parties of a choice that a dialogue offers."""


def assessed_by(told: Assessment, ends: str = "") -> str:
    """A verdict as the house words it: different party (our assessment, @U1, 3 Mar 2026)."""
    who = f"our assessment, {person(told.author)}, {day(told.created_at.date())}"
    return f"*{VERDICT_WORDS[told.verdict][0]}* ({who}{ends})"


def assessment_line(told: Assessment) -> str:
    """What the team assessed of a hit, or that this counts no more."""
    about = f", on {quoted(told.asked, 60)}" if told.subject else ""
    if told.ended:
        on = f", {day(told.ended_at.date())}" if told.ended_at else ""
        why = inert(told.ended_why, 200) if told.ended == "reopened" else "its time is over"
        return f"↩️ Assessment open again{on}: {why}. Was: {assessed_by(told)}{about}"
    ends = f", expires {day(told.expires_at.date())}" if told.expires_at else ""
    return f"Assessment: {assessed_by(told, ends)}{about}: {quoted(told.reason, 120)}"


def assessment_lines(answer: Answer, entity: str, audience: Audience) -> tuple[str, ...]:
    """The assessments of a party that these readers may see."""
    if audience.is_public:
        return ()
    told = answer.assessments.get(entity, ())
    alone = audience.surface in ("ephemeral", "dm", "home")
    return tuple(assessment_line(each) for each in told if alone or each.visibility != "private")[:NAMED]


def hidden_line(answer: Answer, audience: Audience) -> str:
    """How many hits are hidden, by whom and since when ("": none)."""
    hidden = () if audience.is_public else answer.dismissed
    if not hidden:
        return ""
    told = [f"{person(d.assessment.author)}, {day(d.assessment.created_at.date())}" for d in hidden]
    by = "; ".join([*dict.fromkeys(told)][:NAMED])
    return f"{count(len(hidden), 'hit')} hidden: assessed as {_different(len(hidden))} by {by}"


def hidden_count(answer: Answer) -> str:
    """How many hits are hidden, where a line must do ("": none)."""
    number = len(answer.dismissed)
    return f"{count(number, 'hit')} hidden: assessed as {_different(number)}" if number else ""


def _different(number: int) -> str:
    return "a different party" if number == 1 else "different parties"


def hidden_section(answer: Answer, audience: Audience) -> Block | None:
    """The line on hidden hits, with the button that shows them."""
    text = hidden_line(answer, audience)
    if not text:
        return None
    value = pack(ButtonValue(answer.query))
    return section(text, button("Show", ids.HIDDEN, value, label="Show what is hidden"))


def revealed(card: Message, query: Query, hidden: Sequence[Dismissed]) -> Message:
    """The card of what was hidden, told first for which question, and that it is about another party."""
    told = dict.fromkeys(assessed_by(each.assessment) for each in hidden)
    first = f"Hidden for {quoted(query.text, 120)}: {listed_out(list(told), NAMED, between='; ')}"
    return message(f"{first.replace('*', '')}. {card.text}", [section(first), *card.blocks])


def more_button(answer: Answer, match: Match, audience: Audience) -> list[Block]:
    """The menu of a party: timeline and verdicts; a plain button where the question is too long for a menu to keep."""
    if audience.is_public:
        return []
    query = Query(answer.query.text, scheme=answer.query.scheme, born=answer.query.born, country=answer.query.country)
    value = pack(ButtonValue(query, match.entity))
    words = (TIMELINE, *MENU)
    values = [f"{word}|{value}" for word in words]
    if max(map(size, values)) > LIMITS.option_value:
        return [button("Assess", ids.ASSESS, value, label="Assess whether this is the same party")]
    return [overflow(ids.MORE, [option(MENU_WORDS[word], v) for word, v in zip(words, values, strict=True)])]


def assess_button(answer: Answer, audience: Audience) -> list[Block]:
    """The button of a choice: which candidate is assessed is asked in the dialogue."""
    if audience.is_public or not answer.matches:
        return []
    return [button("Assess", ids.ASSESS, pack(ButtonValue(answer.query)), label="Assess one of these parties")]


def read_menu(text: str) -> tuple[str, ButtonValue]:
    """The verdict (or `TIMELINE`) and the value that `more_button` wrote; anything else raises ValueError."""
    word, bar, value = text.partition("|")
    if not bar or word not in (TIMELINE, *MENU):
        raise ValueError("not a menu value")
    return word, unpack(value)


def decide_modal(
    asked: Query,
    parties: Sequence[tuple[str, str]],
    verdict: str,
    standing: Assessment | None,
    private_metadata: str,
    channel_private: bool,
    latest: date,
) -> View:
    """The dialogue that asks for a verdict; `parties` are (entity, caption), of several one is chosen."""
    verdicts = [option(VERDICT_WORDS[v][0].capitalize(), v, VERDICT_WORDS[v][1]) for v in VERDICT_WORDS]
    first = next((each for each in verdicts if each["value"] == verdict), verdicts[0])
    seen = [option(VISIBILITY[key][0], key, VISIBILITY[key][1]) for key in choices(channel_private)]
    several = [option(caption[: LIMITS.option_text] or NO_NAME, entity) for entity, caption in parties]
    party = f" · on the list: *{inert(parties[0][1], 120) or NO_NAME}*" if len(parties) == 1 else ""
    return modal(
        "Assess a hit",
        [
            section(f"Asked: {quoted(asked_words(asked), 200)}{party}"),
            section(f"Stands now: {assessment_line(standing)}") if standing else None,
            field(ids.DECIDE_PARTY_BLOCK, "Which party?", radio(ids.DECIDE_PARTY, several, several[0]))
            if len(several) > 1
            else None,
            field(
                ids.DECIDE_VERDICT_BLOCK,
                "Assessment",
                radio(ids.DECIDE_VERDICT, verdicts, first),
                hint="It counts for whom you asked about only, and opens again by itself when the facts change.",
            ),
            field(
                ids.DECIDE_REASON_BLOCK,
                "Reason",
                text_input(ids.DECIDE_REASON, "What did you compare, and what did you find?", multiline=True),
                hint=CLASSIFIED_HINT,
            ),
            {
                **field(
                    ids.DECIDE_UNTIL_BLOCK,
                    "Ends on",
                    date_input(ids.DECIDE_UNTIL),
                    hint=f"A hit stays hidden for at most {MOST_YEARS} years (to {day(latest)}).",
                ),
                "optional": True,
            },
            field(ids.DECIDE_VISIBILITY_BLOCK, "For whom it counts", radio(ids.DECIDE_VISIBILITY, seen, seen[0])),
        ],
        callback_id=ids.DECIDE_MODAL,
        submit="Save",
        close="Cancel",
        private_metadata=private_metadata,
    )


def kept(told: Assessment, caption: str) -> Message:
    """The word to its author that a decision stands."""
    name = inert(caption, 120) or NO_NAME
    hides = told.verdict == "different"
    effect = f"Later answers about {quoted(told.asked, 60)} leave this hit out, and say so." if hides else ""
    ends = f"Ends {day(told.expires_at.date())}." if told.expires_at else ""
    note = dotted((effect, f"Counts for: {VISIBILITY[told.visibility][1]}.", ends, f"Number {told.id}."))
    return message(f"Assessment of {name} saved.", [section(f"*{name}*: {assessment_line(told)}"), context(note)])


def stands(told: Assessment, caption: str) -> Message:
    """Nothing was saved, because another decision stands."""
    name = inert(caption, 120) or NO_NAME
    text = f"Nothing was saved: a colleague has assessed *{name}* already."
    advice = f"To put yours in its place, say so: `decide … replaces:{told.id}`."
    return message(f"Nothing was saved on {name}.", [section(lines(text, assessment_line(told))), context(advice)])


def stands_text(told: Assessment) -> str:
    """The same within a dialogue, in plain words."""
    verdict, on = VERDICT_WORDS[told.verdict][0], day(told.created_at.date())
    return f"Not saved: a colleague assessed this meanwhile ({verdict}, {on}). Close this and open it again to see it."


def ended(told: Assessment) -> Message:
    """The word that a decision was withdrawn."""
    text = f"Assessment {told.id} is withdrawn: {assessed_by(told)}, on {quoted(told.asked, 60)}."
    return message(f"Assessment {told.id} is withdrawn.", [section(text)])


def over_card(told: Assessment, caption: str, key: str) -> Message:
    """The direct message to an author that a decision ended by itself."""
    name = inert(caption, 120) or NO_NAME
    why = "its time is over" if told.ended == "expired" else inert(told.ended_why, 400)
    about = f" (asked: {quoted(told.asked, 80)})" if told.subject else ""
    shows = " The hit shows in answers again." if told.verdict == "different" else ""
    return message(
        f"Your assessment of {name} is open again: {why}.",
        [
            section(f"↩️ *Your assessment is open again:* *{name}*{about}"),
            section(lines(f"Was: {assessed_by(told)}", f"Why: {why}.{shows}")),
            context(f"{inert(key, 80)} · only you are told · to assess it anew, ask again and choose *More*"),
        ],
    )


def refused() -> Message:
    """Decisions are the team's own: none are made or shown in a channel shared with another organisation."""
    text = "No decisions here: this channel is shared with another organisation, which sees public data only."
    return message(text, [section(text)])
