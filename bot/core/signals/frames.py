"""What is done to what: a verb of the field with the measure, licence or property that it governs.

"extends" and "licence" make relief; "extends" and "sanctions" a renewal. The table says what each pair means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.signals.items import Direction, Stage
from bot.core.signals.words import Tagged, listed

R, T, E, N = Direction.RELIEF, Direction.TIGHTENING, Direction.ENFORCEMENT, Direction.NEUTRAL
FORCE, ENDED = Stage.IN_FORCE, Stage.ENDED

Meaning = tuple[Direction, Stage | None, str]
MEANINGS: Final[dict[tuple[str, str], Meaning]] = {
    ("undo", "measure"): (R, ENDED, "lifting"),
    ("undo", "list"): (R, ENDED, "delisting"),
    ("undo", "permit"): (T, FORCE, "licence ended"),
    ("undo", "privileges"): (E, None, "denial order"),
    ("soften", "measure"): (R, FORCE, "easing"),
    ("pause", "measure"): (R, FORCE, "suspension"),
    ("pause", "permit"): (T, FORCE, "licence suspended"),
    ("pause", "privileges"): (E, None, "denial order"),
    ("lapse", "measure"): (R, ENDED, "expiry"),
    ("lapse", "permit"): (T, ENDED, "licence expired"),
    ("keep", "measure"): (N, FORCE, "renewal"),
    ("keep", "list"): (N, FORCE, "renewal"),
    ("keep", "permit"): (R, FORCE, "licence extended"),
    ("grant", "permit"): (R, FORCE, "licence"),
    ("grant", "reliefnoun"): (R, FORCE, "easing"),
    ("grant", "measure"): (T, FORCE, "new measure"),
    ("allow", "permit"): (R, FORCE, "licence"),
    ("allow", "measure"): (R, FORCE, "easing"),
    ("allow", "asset"): (R, FORCE, "release of property"),
    ("allow", "trade"): (R, FORCE, "licence"),
    ("allow", "country"): (R, FORCE, "licence"),
    ("impose", "measure"): (T, FORCE, "new measure"),
    ("impose", "list"): (T, FORCE, "designation"),
    ("impose", "reliefnoun"): (R, FORCE, "easing"),
    ("impose", "permit"): (R, FORCE, "licence"),
    ("restrict", "measure"): (T, FORCE, "new measure"),
    ("restrict", "list"): (T, FORCE, "designation"),
    ("restrict", "permit"): (T, FORCE, "licence narrowed"),
    ("restrict", "asset"): (T, FORCE, "designation"),
    ("restrict", "trade"): (T, FORCE, "new measure"),
    ("restrict", "country"): (T, FORCE, "designation"),
    ("restrict", "theme"): (T, FORCE, "designation"),
    ("harden", "measure"): (T, FORCE, "new measure"),
    ("harden", "permit"): (R, FORCE, "licence extended"),
    ("resist", "privileges"): (E, None, "denial order"),
}
OBJECTS: Final = ("privileges", "permit", "reliefnoun", "measure", "list", "asset", "trade", "country", "theme")
WEAK_OBJECTS: Final = frozenset({"asset", "trade", "country", "theme"})
ACTS: Final = ("undo", "soften", "pause", "lapse", "keep", "grant", "allow", "impose", "restrict", "harden")

BREAKS: Final = listed(
    "after as while amid following despite because since until when if but where who which ; . ! ? | :"
)
PREPOSITIONS: Final = listed(
    "on against over for at to from in of by with under and or into as will would could may might is are was were has"
    " have had be been being if that after amid before should must can , . ; : ! ? |"
)
COMPLEMENTS: Final = listed(
    "list lists law laws relief regime package waiver waivers bill exemption exemptions war pressure breach breaches"
    "  evasion rules programme program threat threats deadline resolution text action actions talks rollback"
    " risk risks"
    "  impact bite enforcement penalties guidance policy expert experts lifted eased imposed renewed extended"
    " reimposed"
    " loom regulations reinstated panel committee hit hurt work push vote veto deal case appeal plan plans listing"
    " designations officials target likely stay remain still not illegal unlawful violations snapback busting"
)
DETERMINERS: Final = listed("a an the by to for of with from on its their his her other newly previously under")
MODALS: Final = listed("to will would could may might can should must cannot jointly also has have had")


ACTORS: Final = frozenset({"country:CN", "country:UA", "country:TR", "country:KR", "country:PL", "country:LT"})
"""Countries that put measures on others, so that "China sanctions" begins a sentence."""


HELPERS: Final = listed("has have had was were is are be been being having gets got and")


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb and its object: what they mean together, and where they stand."""

    direction: Direction
    stage: Stage | None
    action: str
    verb: int
    thing: int
    form: str
    act: str
    object: str

    @property
    def weak(self) -> bool:
        """True when only the context can tell that it is about sanctions."""
        return self.object in WEAK_OBJECTS


def is_noun(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word that may be verb or noun ("sanctions", "bans", "curbs") is the noun here."""
    word = words[at]
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    if word.text in ("sanctioning", "banning", "curbing"):
        return False
    if word.text == "listing" and before is not None and "hedge" in before.tags:
        return False
    if word.text == "sanctioned":
        told = before is not None and ({"issuer", "member"} & before.tags or before.text in HELPERS)
        return not told and not (after is not None and after.text == "by")
    if after is not None and after.text.endswith("ed") and after.text != "red":
        return True
    if word.form == "ed":
        return before is not None and before.text in DETERMINERS and not (after and after.text == "by")
    if word.form == "base" or word.text in ("sanction", "ban", "curb", "freeze", "order", "list", "penalty"):
        return before is None or not (before.text in MODALS or (after is not None and _starts_object(after)))
    if after is None or after.stops or after.text in PREPOSITIONS or after.text in COMPLEMENTS:
        return True
    if before is None:
        return False
    if "country" in before.tags and not {"issuer", "member"} & before.tags:
        return "issuer" not in after.tags and before.value not in ACTORS
    return not ({"issuer", "member"} & before.tags or before.text in MODALS)


def _starts_object(word: Tagged) -> bool:
    return bool({"country", "theme"} & word.tags) or word.text in ("the", "a", "all", "more", "its", "two", "three")


def is_act(words: Sequence[Tagged], at: int) -> bool:
    """Whether the word here does something."""
    word = words[at]
    if word.text.startswith("sanction") and " " not in word.text:
        return not is_noun(words, at)
    if "verb" not in word.tags:
        return False
    return not ({"measure", "list", "permit"} & word.tags) or not is_noun(words, at)


def _acts_of(word: Tagged) -> tuple[str, ...]:
    if word.text.startswith("sanction"):
        return ("restrict",)
    return tuple(act for act in ACTS if act in word.tags)


def _object_of(words: Sequence[Tagged], at: int) -> str:
    word = words[at]
    if word.text == "sanctioned":
        return ""
    for name in OBJECTS:
        if name in word.tags and not (name in ("measure", "list") and is_act(words, at)):
            is_modifier = name == "measure" and at + 1 < len(words) and {"permit", "reliefnoun"} & words[at + 1].tags
            return "" if is_modifier else name
    return ""


OUTER: Final = frozenset({"impose", "grant", "allow"})
"""Acts that may govern another act: "announces the decision to extend sanctions" is an extension."""


def _is_inner_act(words: Sequence[Tagged], at: int) -> bool:
    word = words[at]
    if "verb" not in word.tags or word.form == "noun" or not is_act(words, at):
        return False
    return not (word.form == "ed" and _is_adjective(words, at))


def _look(words: Sequence[Tagged], places: range, allowed: frozenset[str], act: str) -> tuple[int, str] | None:
    weak: tuple[int, str] | None = None
    for at in places:
        word = words[at]
        if word.text in BREAKS or word.stops:
            break
        if act in OUTER and _is_inner_act(words, at):
            break
        if act in OUTER and word.form == "noun" and "verb" in word.tags and "measure" not in allowed:
            break
        found = _object_of(words, at)
        if found in allowed and found:
            if found not in WEAK_OBJECTS:
                return at, found
            weak = weak or (at, found)
    return weak


_BY_ACT: Final = {act: frozenset(thing for verb, thing in MEANINGS if verb == act) for act in (*ACTS, "resist")}
ALONE: Final = ("blacklist", "designat", "delist", "de-list")
"""Verbs that say enough without an object of the lexicon."""

AHEAD: Final = 11
BEHIND: Final = 6


MOVING: Final = listed("take takes took taken taking come comes came coming strike struck strikes")


def _taken_off(words: Sequence[Tagged], at: int) -> Frame | None:
    """ "takes so-and-so off a list": the verb alone says nothing."""
    is_off = False
    for n in range(at + 1, min(len(words), at + 1 + AHEAD)):
        word = words[n]
        if word.stops:
            break
        is_off = is_off or word.text in ("off", "from")
        if is_off and "list" in word.tags:
            return Frame(R, ENDED, "delisting", at, n, word.form or words[at].form, "undo", "list")
    return None


def frames(words: Sequence[Tagged]) -> list[Frame]:
    """All pairs of a verb and its object, in order."""
    found: list[Frame] = []
    for at, word in enumerate(words):
        if word.text not in MOVING and not is_act(words, at):
            continue
        if word.text in MOVING:
            taken = _taken_off(words, at)
            if taken:
                found.append(taken)
            continue
        for act in _acts_of(word):
            frame = _frame(words, at, act)
            if frame is not None:
                found.append(frame)
                break
    return found


PAINS: Final = listed(
    "hit hits hitting squeeze squeezes squeezing choke chokes curb curbs limit limits freeze freezes punish punishes"
)


def _is_adjective(words: Sequence[Tagged], at: int) -> bool:
    """ "release frozen assets", "billions of frozen funds": a participle between another verb and its object."""
    if at + 1 >= len(words) or not {"asset", "trade", "country", "measure"} & words[at + 1].tags:
        return False
    before = words[at - 1] if at else None
    return before is not None and (
        before.text in ("of", "to") or ("verb" in before.tags and before.text not in HELPERS)
    )


def _by_measures(words: Sequence[Tagged], at: int) -> bool:
    """ "Sanctions will hit living costs": what measures do to the world is no step in their life."""
    near = range(at - 1, max(-1, at - 5), -1)
    seen = next((n for n in near if words[n].text.endswith("sanctions") or words[n].stops), None)
    return (
        seen is not None and not words[seen].stops and not any("issuer" in words[n].tags for n in range(seen + 1, at))
    )


def _frame(words: Sequence[Tagged], at: int, act: str) -> Frame | None:
    word = words[at]
    if act == "restrict" and word.text in PAINS and _by_measures(words, at):
        return None
    if word.form == "ed" and _is_adjective(words, at):
        return None
    if word.form == "ed" and at and words[at - 1].text in DETERMINERS and act in ("restrict", "soften", "harden"):
        return None  # "a limited licence"
    ahead = range(at + 1, min(len(words), at + 1 + AHEAD))
    behind = range(at - 1, max(-1, at - 1 - (9 if act == "lapse" else BEHIND)), -1)
    allowed = _BY_ACT[act]
    if word.text.startswith("sanction"):
        seen: tuple[int, str] | None = _look(words, ahead, allowed, act) or (at, "country")
        if seen and seen[1] in ("measure", "permit", "list"):
            seen = (at, "country")
    elif act == "lapse":
        seen = _look(words, behind, allowed, act) or _look(words, ahead, allowed, act)
    elif word.form in ("ed", "noun"):
        passive = at > 0 and words[at - 1].text in ("be", "been", "was", "were", "are", "is", "being", "get")
        near = _look(words, range(at - 1, max(-1, at - (9 if passive else 5)), -1), allowed - WEAK_OBJECTS, act)
        seen = near if near and (passive or near[0] == at - 1) else _look(words, ahead, allowed, act) or near
    else:
        seen = _look(words, ahead, allowed, act)
    if seen is None and word.text.startswith(ALONE) and word.form != "noun":
        seen = (at, "list")
    if seen is None:
        return None
    thing, kind = seen
    if act == "grant" and kind == "measure" and not word.text.startswith(("issu", "publish", "provid")):
        return None
    if act == "allow" and any("lapse" in words[n].tags for n in range(at + 1, min(len(words), at + 12))):
        return None
    direction, stage, action = MEANINGS[act, kind]
    if act == "restrict" and any("undo" in words[n].tags for n in range(at + 1, min(len(words), at + 4))):
        action, direction, stage = "new measure", T, FORCE
    return Frame(direction, stage, action, at, thing, word.form, act, kind)
