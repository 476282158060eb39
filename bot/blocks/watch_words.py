"""Watches in words, for cards: what is watched, under which conditions, how and how often it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.blocks.inert import code_text, count, dotted, inert, lines, person, slack_date, whole
from bot.blocks.issuing import issuer_name
from bot.core.issuers import issuer_label
from bot.core.programme_codes import Unlisted
from bot.core.watches import BY_HAND, Broadcast, Cadence, Target, Watch, is_of_reports_only

TELLING: Final[dict[Cadence, str]] = {
    "now": "told at once",
    "hourly": "told in an hourly digest",
    "daily": "told in a daily digest",
    "weekly": "told in a weekly digest",
}
REPLIES: Final[dict[Broadcast, str]] = {
    "never": "replies stay in the thread",
    "material": "legal changes in a thread show in the channel too",
    "all": "every reply shows in the channel too",
}


def target_text(target: Target) -> str:
    """What is watched, in words."""
    label = inert(target.label or target.value, 100) or "(no name)"
    match target.kind:
        case "entity":
            return label
        case "name":
            return f"names like {whole(target.value, 80)}"
        case "programme":
            return f"programme {inert(target.value, 100)}"
        case "issuer":
            return f"all changes by {issuer_name(target.value)}"
        case "country":
            return f"country {inert(target.value, 100)}"
        case "all":
            return "all changes on all lists"


def conditions_text(watch: Watch) -> str:
    """What must hold beside the target, in words."""
    found = watch.filters
    return dotted(
        (
            _any_of("programme", found.programmes),
            _any_of("issuer", map(issuer_label, found.issuers)),
            _any_of("country", found.countries),
            _any_of("only", watch.kinds) or "all changes but amendments of names and addresses",
            _any_of("direction", found.directions),
            _any_of("stage", (stage.replace("_", " ") for stage in found.stages)),
            f"reports from {found.confidence:.0%} confidence" if found.confidence else "",
        )
    )


def _any_of(word: str, values: Iterable[str]) -> str:
    told = [inert(value, 80) for value in sorted(values)]
    if not told:
        return ""
    return f"{word} {' or '.join((', '.join(told[:-1]), told[-1])) if len(told) > 1 else told[0]}"


def telling_text(watch: Watch) -> str:
    """When it is told, and which replies show in the channel; the usual way of these goes without saying."""
    return dotted((TELLING[watch.cadence], REPLIES[watch.broadcast] if watch.broadcast != "material" else ""))


def preview_text(
    watch: Watch, days: int, cards: int, digests: int | None, newest: int = 0, recorded: datetime | None = None
) -> str:
    """How much a watch would have posted; where only the `newest` changes were counted, or our record is younger than
    the period, that is said."""
    if not days and not newest:
        return ""
    period = preview_period(days, newest, slack_date(recorded) if recorded else "")
    if digests is None:
        return f"It would have posted {count(cards, 'card')} {period}."
    told = f"{count(digests, f'{watch.cadence} digest')} with {count(cards, 'official action')}"
    at_once = " Legal changes of a party watched by name come at once." if watch.target.kind == "entity" else ""
    return f"It would have posted {told} {period}.{at_once}"


def preview_period(days: int, newest: int, recorded: str = "") -> str:
    """Over which time a preview counts; `recorded` is when our record began, where that is later."""
    if not newest and recorded:
        return f"since our record began, {recorded} (of earlier changes nothing is known here)"
    if not newest:
        return f"in the last {count(days, 'day')}"
    covered = f"of the last {count(days, 'day')}" if days else "of less than a day"
    return f"over the newest {newest:,} changes alone ({covered}; there were too many to count further back)"


def cautions(watch: Watch, unlisted: Sequence[Unlisted] = ()) -> str:
    """What its conditions leave out, where a reader might not expect it; programmes that no list loaded has."""
    return lines(_left_out(watch), *(_unlisted(each) for each in unlisted))


def _unlisted(found: Unlisted) -> str:
    near = f" Nearest: {', '.join(code_text(code) for code in found.nearest)}." if found.nearest else ""
    return (
        f"⚠️ No list loaded has the programme {code_text(found.code)}.{near} Nothing is told of it until a list has it."
    )


def _left_out(watch: Watch) -> str:
    if is_of_reports_only(watch.kinds, watch.filters):
        return "⚠️ No change of a list meets these conditions, and reports and deadlines are not sent yet."
    pointed = watch.filters.directions
    if pointed and "unclassified" not in pointed:
        return (
            "⚠️ A removal has no direction until an official notice gives its reason, so it is not told here: "
            "add `unclassified` to the directions to hear of removals too."
        )
    return ""


def where_text(watch: Watch, here: str) -> str:
    """Where it is told, seen from `here`."""
    if watch.is_personal:
        return "for you"
    return "in this channel" if watch.channel == here else f"in <#{inert(watch.channel, 30)}>"


def paused_text(watch: Watch) -> str:
    """That it is paused, and by whom or why."""
    if not watch.paused:
        return ""
    by_hand = watch.paused.startswith(BY_HAND)
    why = f"by {person(watch.paused.removeprefix(BY_HAND))}" if by_hand else inert(watch.paused, 60)
    return f"⏸ paused{'' if by_hand else ':'} {why}"
