"""Words for stories: what a label is called on a card; no header is ever an outlet's headline."""

from __future__ import annotations

from functools import cache
from typing import Final

from rigour.territories import get_territory

from bot.blocks.inert import listed_out
from bot.core.issuers import issuer_code, issuer_label
from bot.core.news import LEGAL, StoryFacts

LADDER: Final = (
    ("reported", "reported"),
    ("proposed", "proposed"),
    ("announced", "announced"),
    ("in_force", "legally effective"),
)
STAGE_WORDS: Final = {**dict(LADDER), "ended": "ended", "in_force": "in force", "": "no stage stated"}
THEMES: Final = {
    "terrorism": "counter-terrorism",
    "cyber": "cyber",
    "narcotics": "narcotics",
    "human_rights": "human rights",
    "proliferation": "proliferation",
    "organised_crime": "organised crime",
    "icc": "International Criminal Court",
}
_DOING: Final = {
    ("relief", "reported"): "weighs easing {whom} sanctions: reported, no decision announced",
    ("relief", "proposed"): "easing of {whom} sanctions proposed: not decided",
    ("relief", "announced"): "says it will ease {whom} sanctions: announced, not yet law",
    ("tightening", "reported"): "weighs further {whom} sanctions: reported, no decision announced",
    ("tightening", "proposed"): "further {whom} sanctions proposed: not decided",
    ("tightening", "announced"): "says it will tighten {whom} sanctions: announced, not yet law",
    ("neutral", "reported"): "{whom} sanctions: reported, no change of direction",
    ("neutral", "proposed"): "{whom} sanctions: proposal, no change of direction",
    ("neutral", "announced"): "{whom} sanctions: announced, no change of direction",
}
_CLAIMED: Final = {
    "relief": "{whom} sanctions reported as eased: no official document found yet",
    "tightening": "further {whom} sanctions reported as in force: no official document found yet",
    "neutral": "{whom} sanctions: reported as decided, no official document found yet",
}
_EFFECTIVE: Final = {
    "designation": "new designations ({whom}): designation in force",
    "entity_list": "additions to the Entity List ({whom}): export controls in force",
    "delisting": "removals from a list ({whom}) by official notice",
    "general_license": "licence issued ({whom}): listings unchanged",
    "license_revocation": "licence revoked ({whom}): listings unchanged",
    "license_expiry": "licence expired ({whom}): listings unchanged",
    "suspension": "measures suspended ({whom}): suspended, not lifted",
    "renewal": "{whom} measures renewed: no new names by the renewal itself",
    "amendment": "entries amended ({whom}): still listed",
    "guidance": "guidance ({whom}): no list changed",
    "regulation": "regulations changed ({whom})",
    "executive_order": "executive order ({whom}) in force",
    "programme_removal": "programme ended ({whom})",
    "programme_expiry": "programme ended ({whom})",
    "settlement": "settlement ({whom}): no list changed",
    "penalty": "penalty ({whom}): no list changed",
    "denial_order": "export privileges denied ({whom})",
    "annulment": "court annulled a listing ({whom}): see whether it is still on the list",
}


@cache
def target_name(code: str) -> str:
    """What a target is called: a country's short name, or a theme."""
    if code in THEMES:
        return THEMES[code]
    territory = get_territory(code) if len(code) == 2 else None
    return territory.name if territory else code


def whom(story: StoryFacts) -> str:
    """Against whom the measure is, in few words."""
    return listed_out([target_name(code) for code in story.targets], 2, between=" and ") or "unnamed"


def who(story: StoryFacts) -> str:
    """Whose measure it is; a country is not the authority that acts for it."""
    return listed_out([issuer_name(code) for code in story.issuers], 3, between=" and ") or "Issuer not stated"


def issuer_name(code: str) -> str:
    """An issuer's short name; one that we read no list of goes by its code."""
    known = issuer_code(code)
    return issuer_label(known) if known else target_name(code)


def headline(story: StoryFacts) -> str:
    """What a story is called: issuer, what it does, against whom, how far; from labels alone."""
    subject, about = who(story), whom(story)
    if story.withdrawn_at is not None:
        return f"WITHDRAWN: {subject}, {about}: the report was taken back"
    if story.verified_stage in LEGAL:
        licences = [number for kind, number in story.numbers if kind in ("licence", "uk-licence")]
        if licences and story.action == "general_license":
            names = listed_out(licences, 3, between=", ")
            return f"{subject}: General Licence {names} issued ({about}): listings unchanged"
        told = _EFFECTIVE.get(story.action, "{whom} measures: in force by official document")
        return f"{subject}: {told.format(whom=about)}"
    if story.direction == "enforcement":
        return f"{subject}: enforcement reported ({about}): no list changed"
    if story.stage in LEGAL:
        return f"{subject}: {_CLAIMED.get(story.direction, _CLAIMED['neutral']).format(whom=about)}"
    doing = _DOING.get((story.direction, story.stage or "reported"), _DOING["neutral", "reported"])
    return f"{subject} {doing.format(whom=about)}" if _is_verb(doing) else f"{subject}: {doing.format(whom=about)}"


def _is_verb(doing: str) -> bool:
    return doing.startswith(("weighs", "says"))


def ladder(story: StoryFacts) -> str:
    """The stages as a line, with where the story stands."""
    if story.shown_stage == "ended":
        return "Stage: reported › proposed › announced › legally effective › *▶ ended, by official document*"
    at = story.shown_stage or "reported"
    told = [f"*▶ {words}*" if stage == at else words for stage, words in LADDER]
    claimed = " · claimed in reports, borne out by no document yet" if story.stage in LEGAL and at not in LEGAL else ""
    return f"Stage: {' › '.join(told)}{claimed}"
