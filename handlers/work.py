"""Cards: buttons and emoji say who takes care, write a note, snooze, share, and show what is behind a card.

A click is answered by the card itself, drawn anew; only who clicked is told more, and only if there is more to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import card_buttons, card_replies, ids, problems, snoozes
from bot.blocks.kit import Message
from bot.blocks.notes import note_modal, notes_refused
from bot.core.alerts import ActionCard, Place
from bot.core.entities import Ref
from bot.core.watches import is_person
from bot.core.work import Act, Refused
from bot.services import work
from bot.services.channels import audience_for
from bot.services.parties import find_party
from bot.services.sharing import ShareProblem, check_target, share_card
from handlers import assigning
from handlers.context import Asker, tell, tell_there, typed
from handlers.late import Answer as DialogueAnswer
from handlers.late import settle
from storage.db import ReadOnly

ACT_OF: Final[dict[str, Act]] = {"eyes": "claim", "white_check_mark": "done", "no_entry_sign": "irrelevant"}
"""Emoji on a card, and what each does; taking one's own off again takes the act back."""
SNOOZE_DAYS: Final = {card_buttons.SNOOZE_DAY: 1, card_buttons.SNOOZE_WEEK: 7}

Answer = Callable[[Asker, Place], Message | None]


def register(app: App) -> None:
    """Listen to the buttons of cards, the dialogues that they open, and emoji on cards."""
    app.action(ids.CARD_CLAIM)(_button(lambda asker, place: _do(asker, place, "claim")))
    app.action(ids.CARD_DONE)(_button(lambda asker, place: _do(asker, place, "done")))
    app.action(ids.CARD_UNDO)(_button(_undo))
    app.action(ids.CARD_NAMES)(_button(_names))
    app.action(ids.CARD_FILE)(_button(_file))
    app.action(ids.CARD_NOTE)(_on_note)
    app.action(ids.CARD_MORE)(_on_more)
    app.view(ids.CARD_PARTY_MODAL)(_on_party)
    app.view(ids.CARD_SHARE_MODAL)(_on_share)
    app.event("reaction_added", matchers=[_is_act])(_on_added)
    app.event("reaction_removed", matchers=[_is_act])(_on_removed)


def _button(answer: Answer) -> Callable[..., None]:
    """The listener of a button: acknowledge, find the card, answer."""

    def on_click(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        asker: Asker = context["asker"]
        _answer(asker, respond, clicked(asker, body), answer)

    return on_click


def _answer(asker: Asker, respond: Respond, found: tuple[str, Place] | None, answer: Answer) -> None:
    if found is None or not work.is_card(asker.desk, found[1]):
        tell(respond, problems.gone())
        return
    try:
        said = answer(asker, found[1])
    except ReadOnly:
        said = problems.read_only()
    if said is not None:
        tell(respond, said)


def clicked(asker: Asker, body: dict[str, Any]) -> tuple[str, Place] | None:
    """The word and the card behind a click; None for a button of a message we do not know.

    Where the card stands is what Slack says of the click, not what the button remembers.
    """
    action = (body.get("actions") or [{}])[0]
    value = (action.get("selected_option") or action).get("value")
    found = card_buttons.read_card_value(str(value or ""), asker.tenant)
    if found is None or not is_person(found[1].channel):
        return (found[0], found[1]._replace(channel=asker.channel)) if found else None
    return found if found[1].channel == asker.user else None


def _do(asker: Asker, place: Place, what: Act) -> Message | None:
    if refused := asker.refusal("work"):
        return problems.plain_problem(refused)
    done = work.do(asker.desk, place, what, asker.user)
    return card_replies.refused(what, done.work) if isinstance(done, Refused) else None


def _undo(asker: Asker, place: Place) -> Message | None:
    if refused := asker.refusal("work"):
        return problems.plain_problem(refused)
    done = work.undo(asker.desk, place, asker.user)
    return card_replies.refused(None, done.work) if isinstance(done, Refused) else None


def _names(asker: Asker, place: Place) -> Message:
    facts = work.card_facts(asker.desk, place)
    return card_replies.my_names(facts) if facts else problems.gone()


def _file(asker: Asker, place: Place) -> Message:
    facts = work.card_facts(asker.desk, place)
    if facts is None or not facts.file_rows:
        return problems.gone()
    ts = work.card_ts(asker.desk, place)
    return card_replies.file_place(facts.file_rows, asker.desk.slack.permalink(place.channel, ts) if ts else "")


def _why(asker: Asker, place: Place) -> Message:
    if refused := asker.refusal():
        return problems.plain_problem(refused)
    return card_replies.why_here(work.brought_by(asker.desk, place))


def _snooze(days: int) -> Answer:
    def snooze(asker: Asker, place: Place) -> Message:
        if refused := asker.refusal():
            return problems.plain_problem(refused)
        facts = work.card_facts(asker.desk, place)
        if facts is None:
            return problems.gone()
        kept = work.snooze_card(asker.desk, place, facts, days, asker.user)
        return snoozes.snoozed(kept)

    return snooze


MENU: Final[dict[str, Answer]] = {
    card_buttons.GIVE_BACK: _undo,
    card_buttons.IRRELEVANT: lambda asker, place: _do(asker, place, "irrelevant"),
    card_buttons.WHY: _why,
    **{word: _snooze(days) for word, days in SNOOZE_DAYS.items()},
}
"""What the words of the menu do, but for *Share* and *Assign*, which open a dialogue."""


def _on_more(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    found = clicked(asker, body)
    word = found[0] if found else ""
    if word == card_buttons.SHARE:
        _open(asker, respond, client, body, found, card_replies.share_modal)
    elif word == card_buttons.ASSIGN and found:
        _open(asker, respond, client, body, found, assigning.drawer(asker, found[1]))
    else:
        _answer(asker, respond, found if word in MENU else None, MENU.get(word, _why))


def _on_note(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    if asker.audience("channel").externally_shared:
        tell(respond, notes_refused())
        return
    _open(asker, respond, client, body, clicked(asker, body), card_replies.party_modal)


def _open(
    asker: Asker,
    respond: Respond,
    client: WebClient,
    body: dict[str, Any],
    found: tuple[str, Place] | None,
    draw: Callable[[ActionCard, str], dict[str, Any]],
) -> None:
    """Open a dialogue about a card; it remembers the card, and the channel in which it was clicked."""
    if refused := asker.refusal():
        tell(respond, problems.plain_problem(refused))
        return
    facts = work.card_facts(asker.desk, found[1]) if found else None
    if found is None or facts is None:
        tell(respond, problems.gone())
        return
    remembered = json.dumps({"v": card_buttons.card_value(found[1]), "c": asker.channel})
    client.views_open(trigger_id=body["trigger_id"], view=asker.sealed(draw(facts, remembered)))


def _on_party(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    """The party of a note was chosen: the dialogue becomes the note's own."""
    asker: Asker = context["asker"]
    option = typed(view, ids.CARD_PARTY_BLOCK, ids.CARD_PARTY).get("selected_option") or {}
    with asker.desk.db.read() as session:
        party = find_party(session, Ref(entity=str(option.get("value") or "")))
    if party is None:
        ack(response_action="errors", errors={ids.CARD_PARTY_BLOCK: "This party is on no list any more."})
        return
    channel = json.loads(view["private_metadata"])["c"]
    about = {"e": party.entity, "s": party.source, "r": party.ref, "c": channel, "n": party.caption[:200]}

    def draw() -> tuple[DialogueAnswer, None]:
        audience = audience_for(asker.desk, asker.tenant, "channel", channel, asker.user)
        modal = asker.sealed(note_modal(party.caption, json.dumps(about), audience.private, first_use=True))
        return {"response_action": "update", "view": modal}, None

    settle(ack, client, view, draw)


def _on_share(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    remembered = json.loads(view["private_metadata"])
    found = card_buttons.read_card_value(remembered["v"], asker.tenant)
    target = str(typed(view, ids.CARD_SHARE_BLOCK, ids.CARD_SHARE_TO).get("selected_conversation") or "")
    if found is None or not target:
        ack(response_action="errors", errors={ids.CARD_SHARE_BLOCK: "Choose a channel."})
        return

    def check() -> tuple[DialogueAnswer, ShareProblem | None]:
        problem = check_target(asker.desk, found[1], target)
        errors = {"response_action": "errors", "errors": {ids.CARD_SHARE_BLOCK: problem.text}} if problem else {}
        return errors, problem

    if settle(ack, client, view, check) is not None:
        return
    shared = share_card(asker.desk, found[1], target, asker.user)
    if isinstance(shared, ShareProblem):
        said = problems.plain_problem(shared.text)
    else:
        said = card_replies.shared(target, asker.desk.slack.permalink(target, shared))
    tell_there(client, asker, remembered["c"], said)


def _is_act(event: dict[str, Any]) -> bool:
    return event.get("reaction") in ACT_OF


def _on_added(client: WebClient, event: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    place = _place_of(asker, event)
    if place is None:
        return
    try:
        said = _do(asker, place, ACT_OF[event["reaction"]])
    except ReadOnly:
        said = problems.read_only()
    if said is not None:
        client.chat_postEphemeral(channel=event["item"]["channel"], user=asker.user, **said.payload())


def _on_removed(client: WebClient, event: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    place = _place_of(asker, event)
    if place is None or asker.refusal("work"):
        return  # in silence: who put it on has been told why it does nothing
    try:
        work.undo_own(asker.desk, place, ACT_OF[event["reaction"]], asker.user)
    except ReadOnly:
        client.chat_postEphemeral(channel=event["item"]["channel"], user=asker.user, **problems.read_only().payload())


def _place_of(asker: Asker, event: dict[str, Any]) -> Place | None:
    """The card under an emoji; None for any other message."""
    item = event.get("item") or {}
    if item.get("type") != "message":
        return None
    return work.place_at(asker.desk, asker.tenant, str(item.get("channel")), str(item.get("ts")), asker.user)
