"""Decisions: made in a dialogue or by command, ended by command; hidden hits shown to who asks.

menu or button ─▶ dialogue ─▶ one service ─▶ its author is told what stands
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import date
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import check as check_blocks
from bot.blocks import decision_lists as list_blocks
from bot.blocks import decisions as blocks
from bot.blocks import ids, notes_found, problems
from bot.blocks.inert import count, person, quoted
from bot.blocks.kit import Message
from bot.blocks.values import ButtonValue, pack, unpack
from bot.blocks.waiting import not_saved_modal
from bot.core.audience import Surface
from bot.core.decision_lists import DecisionsAsked, parse_decisions
from bot.core.decisions import DecisionAsked, latest_end, parse_decision
from bot.core.entities import Ref
from bot.core.escaped import unescape
from bot.core.notes import Unreadable
from bot.core.queries import QueryProblem
from bot.services import decisions
from bot.services.channels import audience_for
from bot.services.decision_lists import list_decisions
from bot.services.replies import Reply
from bot.services.screening import check, check_entities
from handlers import timeline
from handlers.context import Asker, tell, tell_there, typed
from handlers.late import Answer, settle
from handlers.verbs import Command
from storage.db import ReadOnly

_ENDS: Final = re.compile(r"#?(\d{1,9})\s+(?:end|withdraw)", re.IGNORECASE)


def _decide(asker: Asker, text: str, surface: Surface) -> Reply:
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    audience = asker.audience(surface)
    if match := _ENDS.fullmatch(text.strip()):
        over = decisions.end_decision(asker.desk.db, audience, int(match[1]), asker.user, asker.now)
        said = blocks.ended(over) if over else problems.plain_problem(f"No assessment {match[1]} stands here.")
        return Reply(said)
    words = decisions.by_reference(asker.desk, unescape(text), audience, asker.now)
    if isinstance(words, decisions.DecisionProblem):
        return Reply(problems.plain_problem(words.text))
    asked = parse_decision(words, asker.now.date())
    if isinstance(asked, QueryProblem):
        return Reply(problems.plain_problem(asked.text))
    submission = f"command:{uuid.uuid4().hex}"
    return Reply(_told(decisions.decide(asker.desk, audience, asked, asker.user, submission, asker.now)))


def _decisions(asker: Asker, text: str, surface: Surface) -> Reply:
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    asked = parse_decisions(unescape(text), asker.user)
    if isinstance(asked, Unreadable):
        return Reply(notes_found.unreadable(asked))
    found = list_decisions(asker.desk, asker.audience(surface), asked, asker.now, list_blocks.SHOWN)
    if isinstance(found, decisions.DecisionProblem):
        return Reply(problems.plain_problem(found.text))
    return Reply(list_blocks.decisions_card(found.decisions, _what(asked), found.more))


def _what(asked: DecisionsAsked) -> str:
    on = f"on {quoted(asked.name, 80)}" if asked.name else ""
    by = f"by {person(asked.by)}" if asked.by else ""
    ending = f"ending within {count(asked.within.days, 'day')}" if asked.within is not None else ""
    return ", ".join(part for part in (on, by, ending) if part)


def _told(done: decisions.Kept | decisions.Stands | decisions.DecisionProblem) -> Message:
    match done:
        case decisions.Kept(told, caption):
            return blocks.kept(told, caption)
        case decisions.Stands(told, caption):
            return blocks.stands(told, caption)
        case decisions.DecisionProblem(text):
            return problems.plain_problem(text)


COMMANDS: Final = (
    Command(
        "decide",
        'decide REF | "NAME" VERDICT reason… about:"whom you asked about" [until:DATE] [replaces:NUMBER] | '
        "decide NUMBER end",
        "Assess a hit: same, different, escalated, watching or irrelevant, with the reason.",
        _decide,
        "team",
        (
            'decide us-ofac-sdn:17018 different "no such branch" about:"Example Bank Lagos"',
            "decide us-ofac-sdn:17018 watching ownership unclear until:2027-01-31",
            "decide 12 end",
        ),
    ),
    Command(
        "decisions",
        "decisions [NAME | REF] [by:@user] [expiring:30d]",
        "What the team assessed, as far as it may be seen here, with how to withdraw it.",
        _decisions,
        "team",
        ("decisions", 'decisions "Example Bank"', "decisions by:me", "decisions expiring:30d"),
    ),
)


def register(app: App) -> None:
    """Listen to the menu and button of answers, to the dialogue, and to the button that shows what is hidden."""
    app.action(ids.MORE)(_on_more)
    app.action(ids.ASSESS)(_on_assess)
    app.action(ids.HIDDEN)(_on_hidden)
    app.view(ids.DECIDE_MODAL)(_on_submit)


def _on_more(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    try:
        verdict, value = blocks.read_menu(body["actions"][0]["selected_option"]["value"])
    except (KeyError, IndexError, TypeError, ValueError):
        tell(respond, problems.gone())
        return
    if verdict == blocks.TIMELINE:
        tell(respond, timeline.of_party(context["asker"], value.entity, "ephemeral").message)
        return
    _open(respond, client, body, context["asker"], value, verdict)


def _on_assess(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    value = _value(body)
    if value is None:
        tell(respond, problems.gone())
        return
    _open(respond, client, body, context["asker"], value, "")


def _value(body: dict[str, Any]) -> ButtonValue | None:
    try:
        return unpack(body["actions"][0]["value"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def _open(
    respond: Respond, client: WebClient, body: dict[str, Any], asker: Asker, value: ButtonValue, verdict: str
) -> None:
    """Open the dialogue on the party clicked, or on all candidates of the answer."""
    audience = asker.audience("channel")
    if audience.externally_shared:
        tell(respond, blocks.refused())
        return
    if refused := asker.refusal():
        tell(respond, problems.plain_problem(refused))
        return
    parties = _parties(asker, value)
    if not parties:
        tell(respond, problems.gone())
        return
    known = {
        entity: decisions.standing(asker.desk.db, audience, entity, value.query, asker.now) for entity, _ in parties
    }
    remembered = {
        "c": asker.channel,
        "v": pack(ButtonValue(value.query, parties[0][0])),
        "s": {entity: found.id for entity, found in known.items() if found},
    }
    standing = known[parties[0][0]] if len(parties) == 1 else None
    latest = latest_end(asker.now.date())
    view = blocks.decide_modal(
        value.query, parties, verdict, standing, json.dumps(remembered), audience.private, latest
    )
    client.views_open(trigger_id=body["trigger_id"], view=asker.sealed(view))


def _parties(asker: Asker, value: ButtonValue) -> list[tuple[str, str]]:
    if value.entity:
        caption = asker.desk.dataset.current().caption(value.entity)
        return [(value.entity, caption)] if caption else []
    answer = check(asker.desk, value.query, asker.audience("ephemeral"), asker.now)
    return [(match.entity, match.caption) for match in answer.matches[: blocks.CANDIDATES]]


def _on_submit(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    remembered = json.loads(view["private_metadata"])
    reason = str(typed(view, ids.DECIDE_REASON_BLOCK, ids.DECIDE_REASON).get("value") or "").strip()
    if not reason:
        ack(response_action="errors", errors={ids.DECIDE_REASON_BLOCK: "A decision needs its reason."})
        return
    asked = _asked(view, remembered, reason)
    visibility = str(_chosen(view, ids.DECIDE_VISIBILITY_BLOCK, ids.DECIDE_VISIBILITY))

    def keep() -> tuple[Answer, decisions.Kept | decisions.Stands | decisions.DecisionProblem]:
        audience = audience_for(asker.desk, asker.tenant, "channel", remembered["c"], asker.user)
        done: decisions.Kept | decisions.Stands | decisions.DecisionProblem
        try:
            done = decisions.decide(asker.desk, audience, asked, asker.user, view["id"], asker.now, visibility)
        except ReadOnly:
            done = decisions.DecisionProblem("Not saved: the database takes no changes now.")
        if isinstance(done, decisions.Kept):
            return {}, done
        text = done.text if isinstance(done, decisions.DecisionProblem) else blocks.stands_text(done.assessment)
        block = ids.DECIDE_UNTIL_BLOCK if "until:" in text else ids.DECIDE_REASON_BLOCK
        return {"response_action": "errors", "errors": {block: text}}, done

    done = settle(ack, client, view, keep, lambda problem: not_saved_modal(problem, reason))
    if isinstance(done, decisions.Kept):
        tell_there(client, asker, remembered["c"], blocks.kept(done.assessment, done.caption))


def _asked(view: dict[str, Any], remembered: dict[str, Any], reason: str) -> DecisionAsked:
    value = unpack(remembered["v"])
    entity = str(_chosen(view, ids.DECIDE_PARTY_BLOCK, ids.DECIDE_PARTY) or value.entity)
    verdict: Any = _chosen(view, ids.DECIDE_VERDICT_BLOCK, ids.DECIDE_VERDICT)
    until = typed(view, ids.DECIDE_UNTIL_BLOCK, ids.DECIDE_UNTIL).get("selected_date")
    return DecisionAsked(
        Ref(entity=entity),
        verdict,
        reason,
        value.query,
        date.fromisoformat(until) if until else None,
        int(remembered["s"].get(entity, 0)),
    )


def _chosen(view: dict[str, Any], block: str, action: str) -> str | None:
    return (typed(view, block, action).get("selected_option") or {}).get("value")


def _on_hidden(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    """Show the hidden hits to who asks; what is hidden is looked up anew for these readers."""
    ack()
    asker, value = context["asker"], _value(body)
    if value is None:
        tell(respond, problems.gone())
        return
    audience = asker.audience("ephemeral")
    dismissed = check(asker.desk, value.query, audience, asker.now).dismissed
    hidden = [each.entity for each in dismissed]
    if not hidden:
        tell(respond, problems.plain_problem("Nothing is hidden from you here now. Ask again to see the answer."))
        return
    answer = check_entities(asker.desk, hidden, value.query.text, audience, asker.now, value.query)
    tell(respond, blocks.revealed(check_blocks.render(answer, audience), value.query, dismissed))
