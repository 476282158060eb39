"""Verbs of measures, by what they do to what they govern, with their forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.signals.words import listed

VERBS: Final[dict[str, str]] = {
    "undo": (
        "lift remove drop end scrap rescind revoke repeal cancel annul abolish terminate withdraw undo reverse unwind"
        " roll_back rollback strike_down overturn quash dismantle axe void discontinue ditch nullify delist de-list"
        "  take_off come_off drop_off deem_invalid wipe erase delete relieve cease shed dismantle do_away_with"
        " unlist exit"
    ),
    "soften": (
        "ease relax loosen soften lighten dilute water_down scale_back pare_back reduce trim moderate scale_down"
    ),
    "pause": "suspend pause waive defer shelve",
    "lapse": "expire lapse run_out sunset",
    "keep": (
        "extend renew prolong maintain retain keep continue roll_over rollover reauthorize reauthorise uphold"
        " preserve"
        " lengthen keep_in_place stick_with reaffirm leave_in_place"
    ),
    "grant": "grant give award hand offer secure receive obtain win get publish issue provide reissue",
    "allow": (
        "allow let permit authorise authorize exempt unfreeze unblock greenlight free_up clear_the_way reopen release"
    ),
    "impose": (
        "impose slap introduce announce adopt apply enact levy place put unveil reimpose re-impose reinstate restore"
        " snap_back bring_back launch roll_out implement set initiate re-introduce reintroduce pass approve clear"
        " sign_off_on enforce"
        " activate hit_back"
    ),
    "restrict": (
        "blacklist designate target hit punish ban bar prohibit restrict block freeze outlaw cut_off curb penalise"
        "  penalize label crack_down clamp_down squeeze squeeze_out list take_aim debar choke add go_after limit"
        " disconnect"
        " brand declare"
    ),
    "harden": (
        "tighten expand broaden widen strengthen toughen step_up ramp_up increase intensify reinforce escalate"
        " stiffen"
        " double_down beef_up bolster harden raise lower"
    ),
}

HEDGES: Final[dict[str, str]] = {
    "consider": (
        "consider ready weigh mull explore study review discuss eye draw_up prepare ponder examine contemplate"
        " look_at debate"
        " devise evaluate assess float toy_with look_into plot work_on think_about seek_to near hint"
    ),
    "propose": (
        "propose threaten urge demand want request appeal vow warn suggest recommend petition lobby press push"
        " back ask"
        "  support vote circulate table submit advance introduce_bill consult seek challenge invite advocate"
        " promise_bill"
    ),
    "announce": (
        "agree pledge decide promise plan set_to prepare_to intend commit trigger endorse order vow_to instruct"
    ),
    "resist": (
        "oppose block veto reject refuse deny dismiss resist condemn criticise criticize slam denounce decry rule_out"
        " lambast object protest rebuff defy reject_bid fail hold_up stall delay postpone downplay urge_against"
    ),
    "enforce": (
        "fine settle charge indict jail sentence arrest seize board detain prosecute convict extradite raid forfeit"
        " smuggle plead confiscate intercept impound accuse investigate probe penalise_for evade violate breach"
    ),
    "say": (
        "say tell call insist state comment note believe expect hope argue claim declare_that describe stress add_that"
    ),
}

IRREGULAR: Final[dict[str, tuple[str, ...]]] = {
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "undo": ("undoes", "undid", "undone", "undoing"),
    "unwind": ("unwinds", "unwound", "unwound", "unwinding"),
    "take": ("takes", "took", "taken", "taking"),
    "come": ("comes", "came", "come", "coming"),
    "strike": ("strikes", "struck", "struck", "striking"),
    "run": ("runs", "ran", "run", "running"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "give": ("gives", "gave", "given", "giving"),
    "win": ("wins", "won", "won", "winning"),
    "get": ("gets", "got", "gotten", "getting"),
    "let": ("lets", "let", "let", "letting"),
    "put": ("puts", "put", "put", "putting"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "set": ("sets", "set", "set", "setting"),
    "hit": ("hits", "hit", "hit", "hitting"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "unfreeze": ("unfreezes", "unfroze", "unfrozen", "unfreezing"),
    "draw": ("draws", "drew", "drawn", "drawing"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "hold": ("holds", "held", "held", "holding"),
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "go": ("goes", "went", "gone", "going"),
    "do": ("does", "did", "done", "doing"),
    "leave": ("leaves", "left", "left", "leaving"),
    "stick": ("sticks", "stuck", "stuck", "sticking"),
    "shed": ("sheds", "shed", "shed", "shedding"),
    "double": ("doubles", "doubled", "doubled", "doubling"),
}
DOUBLED: Final = listed("drop scrap ban bar axe permit plan slap snap trim scan step curb") - {"axe", "curb"}

NOUNS: Final[dict[str, str]] = {
    "undo": (
        "removal removals rollback revocation repeal annulment termination cancellation withdrawal lifting cessation"
        " delisting delistings rescission scrapping unwinding reversal"
    ),
    "soften": "easing relaxation loosening softening",
    "pause": "suspension suspensions pause",
    "lapse": "expiry expiration lapse",
    "keep": "extension renewal prolongation continuation rollover retention",
    "grant": "issuance grant",
    "impose": "imposition reimposition re-imposition return reinstatement implementation snapback",
    "restrict": "crackdown clampdown addition additions",
    "harden": "tightening expansion strengthening widening escalation",
}


def forms(verb: str) -> Iterator[tuple[str, str]]:
    """Each form of a verb or of a phrase that begins with one, and the form's name."""
    head, _, rest = verb.partition("_")
    tail = " " + rest.replace("_", " ") if rest else ""
    third, past, participle, ing = IRREGULAR.get(head) or _regular(head)
    yield head + tail, "base"
    yield third + tail, "s"
    for form in {past, participle} - {head}:
        yield form + tail, "ed"
    yield ing + tail, "ing"


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb in DOUBLED:
        stem = verb + verb[-1]
        return verb + "s", stem + "ed", stem + "ed", stem + "ing"
    if verb.endswith("e"):
        return verb + "s", verb + "d", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return third, verb + "ed", verb + "ed", verb + "ing"
