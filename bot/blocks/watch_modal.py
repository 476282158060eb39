"""The dialogue for a watch: the same conditions as the command takes, a preview before it is saved.

form ─▶ fields ─▶ what was typed ─▶ form ─▶ text and conditions, read as those of the command
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.blocks import ids
from bot.blocks.inert import inert, plain
from bot.blocks.kit import (
    LIMITS,
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    plain_text,
    radio,
    section,
    text_input,
)
from bot.blocks.watch_words import target_text
from bot.blocks.watches import STORED, duplicate, retold
from bot.core.issuers import ISSUERS, issuer_label
from bot.core.watch_text import read_filters
from bot.core.watch_words import Misread
from bot.core.watches import Broadcast, Cadence, Watch

WHERE, TO, TARGET, WHICH, PROGRAMME, ISSUER, COUNTRY, KIND, MORE, EVERY, BROADCAST = ids.WATCH_FIELDS

KINDS: Final[dict[str, str]] = {
    "added": "Added",
    "removed": "Removed",
    "amended": "Amended (names, addresses and documents too)",
    "replaced": "Record replaced",
    "moved": "Moved between lists of one issuer",
    "signal": "Reports (not sent yet)",
    "deadline": "Deadlines (not sent yet)",
}
EVERY_WORDS: Final[dict[Cadence, str]] = {
    "now": "At once",
    "hourly": "In an hourly digest",
    "daily": "In a daily digest",
    "weekly": "In a weekly digest",
}
BROADCAST_WORDS: Final[dict[Broadcast, str]] = {
    "material": "Legal changes show in the channel too",
    "never": "All replies stay in the thread",
    "all": "Every reply shows in the channel too",
}
FIELD_OF: Final[dict[str, str]] = {
    "programme": PROGRAMME,
    "issuer": ISSUER,
    "country": COUNTRY,
    "kind": KIND,
    "direction": MORE,
    "stage": MORE,
    "confidence": MORE,
    "every": EVERY,
    "broadcast": BROADCAST,
}
"""The field that shows what is wrong with a condition; all else is shown at what is watched."""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the dialogue.

    `channel` is where it was opened ("" in the Home), `number` the watch that is edited (0: a new one), `to` the
    channel chosen in the Home, `candidates` (entity id, name) are offered for the name `asked`.
    """

    channel: str = ""
    number: int = 0
    personal: bool = False
    to: str = ""
    target: str = ""
    asked: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    which: str = ""
    programmes: str = ""
    issuers: tuple[str, ...] = ()
    countries: str = ""
    kinds: tuple[str, ...] = ()
    more: str = ""
    every: Cadence = "now"
    broadcast: Broadcast = "material"
    title: str = ""

    def words(self) -> str:
        """What is watched, as the command would take it."""
        return self.which if self.which and self.asked == plain(self.target, 500) else self.target

    def given(self) -> list[tuple[str, str]] | Misread:
        """The conditions beside it."""
        more = read_filters(self.more)
        if isinstance(more, Misread):
            return Misread(more.text, "direction")
        typed = (
            ("programme", self.programmes),
            ("issuer", ",".join(self.issuers)),
            ("country", self.countries),
            ("kind", ",".join(self.kinds)),
            ("every", self.every),
            ("broadcast", self.broadcast),
            ("for", "me" if self.is_for_me else ""),
        )
        return [*((key, value) for key, value in typed if value.strip()), *more]

    @property
    def is_for_me(self) -> bool:
        """Whether a new watch is the person's own."""
        return not self.number and (self.personal or not (self.channel or self.to))


def form_of(watch: Watch) -> Form:
    """The dialogue with a watch in it."""
    target, filters = watch.target, watch.filters
    general = {"programme": filters.programmes, "issuer": filters.issuers, "country": filters.countries}
    words = {"all": "all", "entity": target.value, "name": f'name:"{target.value}"'}.get(target.kind, "")
    if target.kind in general:
        general[target.kind] |= {target.value}
    exact = sorted(watch.kinds - set(KINDS))
    more = [
        f"kind:{','.join(exact)}" if exact else "",
        f"direction:{','.join(sorted(filters.directions))}" if filters.directions else "",
        f"stage:{','.join(sorted(filters.stages))}" if filters.stages else "",
        f"confidence:{filters.confidence:g}" if filters.confidence else "",
    ]
    return Form(
        channel=watch.channel,
        number=watch.id,
        target=words,
        programmes=", ".join(_quoted(code) for code in sorted(general["programme"])),
        issuers=tuple(code for code in ISSUERS if code in general["issuer"]),
        countries=", ".join(sorted(general["country"])),
        kinds=tuple(kind for kind in KINDS if kind in watch.kinds),
        more=" ".join(part for part in more if part),
        every=watch.cadence,
        broadcast=watch.broadcast,
        title=target_text(target),
    )


def _quoted(code: str) -> str:
    return f'"{code}"' if "," in code or " " in code else code


def watch_modal(form: Form, preview: str = "") -> View:
    """The dialogue; `preview` is what it would have posted, or what is wrong."""
    metadata = {"c": form.channel, "w": form.number, "a": plain(form.asked, 500), "o": _metadata(form.candidates)}
    metadata |= {"e": form.every, "b": form.broadcast}
    return modal(
        f"Watch {form.number}" if form.number else "New watch",
        [
            section(f"Now: *{form.title}*") if form.title else None,
            _where(form),
            _optional(TARGET, "What to watch", text_input(TARGET, _TARGET_HINT, form.target), hint=_TARGET_LONG),
            _which(form),
            _optional(PROGRAMME, "Programmes", text_input(PROGRAMME, "RUSSIA-EO14024, SDGT", form.programmes)),
            _optional(ISSUER, "Issuers", _boxes(ISSUER, {c: issuer_label(c) for c in ISSUERS}, form.issuers)),
            _optional(COUNTRY, "Countries", text_input(COUNTRY, "RU, Iran", form.countries)),
            _optional(KIND, "Only these kinds of change", _boxes(KIND, KINDS, form.kinds), hint=_KIND_HINT),
            _optional(MORE, "More conditions", text_input(MORE, "direction:relief stage:announced", form.more), _MORE),
            field(ids.field_block(EVERY), "When", _choice(EVERY, EVERY_WORDS, form.every)),
            field(ids.field_block(BROADCAST), "Later events", _choice(BROADCAST, BROADCAST_WORDS, form.broadcast)),
            section(preview) if preview else None,
            actions(ids.WATCH_ACTIONS, [button("Preview", ids.WATCH_PREVIEW)]),
            context(STORED),
        ],
        callback_id=ids.WATCH_MODAL,
        submit="Save",
        close="Cancel",
        private_metadata=json.dumps(metadata, ensure_ascii=False),
    )


_TARGET_HINT: Final = 'A name, a reference, name:"Bank*", or all'
_TARGET_LONG: Final = "Leave it empty to watch everything that meets the conditions below."
_KIND_HINT: Final = "None ticked: all but amendments of names, addresses and documents."
_MORE: Final = "direction: tightening, relief, unclassified … · stage: reported, announced, in_force … · confidence:0.8"


def _metadata(candidates: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[entity, plain(name, LIMITS.option_text)] for entity, name in candidates]


def _where(form: Form) -> Block | None:
    """Where it is told: in a channel one may also choose oneself; in the Home, a channel or nobody else."""
    if form.number or form.channel.startswith(("D", "U", "W")):
        return None
    if form.channel:
        options = [option("This channel", "channel"), option("Me, by direct message", "me")]
        return field(ids.field_block(WHERE), "Tell", radio(WHERE, options, options[form.personal]))
    select: Block = {
        "type": "conversations_select",
        "action_id": TO,
        "placeholder": plain_text("A channel that I am in", LIMITS.placeholder),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        **({"initial_conversation": form.to} if form.to else {}),
    }
    return _optional(TO, "Tell a channel", select, "Empty: I tell you alone, by direct message.")


def _which(form: Form) -> Block | None:
    if not form.candidates:
        return None
    options = [option(name or "(no name)", entity) for entity, name in form.candidates[: LIMITS.choice_options]]
    chosen = next((each for each in options if each["value"] == form.which), options[0])
    return field(ids.field_block(WHICH), "Several parties may be meant: which one?", radio(WHICH, options, chosen))


def _optional(name: str, label: str, element: Block, hint: str = "") -> Block:
    return {**field(ids.field_block(name), label, element, hint), "optional": True}


def _boxes(action_id: str, known: Mapping[str, str], ticked: Iterable[str]) -> Block:
    options = {value: option(text, value) for value, text in known.items()}
    initial = [options[value] for value in ticked if value in options]
    block: Block = {"type": "checkboxes", "action_id": action_id, "options": list(options.values())}
    return {**block, "initial_options": initial} if initial else block


def _choice(action_id: str, known: Mapping[Any, str], chosen: str) -> Block:
    options = {value: option(text, value) for value, text in known.items()}
    select: Block = {"type": "static_select", "action_id": action_id, "options": list(options.values())}
    return {**select, "initial_option": options[chosen]}


def read_form(view: Mapping[str, Any]) -> Form:
    """What stands in a dialogue that Slack hands back."""
    kept = json.loads(view.get("private_metadata") or "{}")
    values: Mapping[str, Mapping[str, Any]] = (view.get("state") or {}).get("values") or {}

    def at(name: str) -> Mapping[str, Any]:
        return (values.get(ids.field_block(name)) or {}).get(name) or {}

    def chosen(name: str, default: str) -> str:
        return str((at(name).get("selected_option") or {}).get("value") or default)

    def ticked(name: str) -> tuple[str, ...]:
        return tuple(str(each["value"]) for each in at(name).get("selected_options") or ())

    every, broadcast = chosen(EVERY, kept.get("e", "")), chosen(BROADCAST, kept.get("b", ""))
    return Form(
        channel=str(kept.get("c", "")),
        number=int(kept.get("w", 0)),
        personal=chosen(WHERE, "channel") == "me",
        to=str(at(TO).get("selected_conversation") or ""),
        target=str(at(TARGET).get("value") or "").strip(),
        asked=str(kept.get("a", "")),
        candidates=tuple((str(entity), str(name)) for entity, name in kept.get("o", ())),
        which=chosen(WHICH, ""),
        programmes=str(at(PROGRAMME).get("value") or "").strip(),
        issuers=ticked(ISSUER),
        countries=str(at(COUNTRY).get("value") or "").strip(),
        kinds=ticked(KIND),
        more=str(at(MORE).get("value") or "").strip(),
        every=next((cadence for cadence in EVERY_WORDS if cadence == every), "now"),
        broadcast=next((each for each in BROADCAST_WORDS if each == broadcast), "material"),
    )


def with_candidates(form: Form, candidates: Sequence[tuple[str, str]]) -> Form:
    """The form with the parties of whom one must be chosen."""
    return replace(form, asked=form.target, candidates=tuple(candidates[:8]), which="")


def error_block(problem_key: str, form: Form) -> str:
    """The block at which a problem is shown: only fields that the dialogue has."""
    if problem_key == "for" and not form.channel and not form.number:
        return ids.field_block(TO)
    return ids.field_block(FIELD_OF.get(problem_key, TARGET))


def done_modal(said: Message) -> View:
    """The dialogue after it was saved: what became of it."""
    return modal("Watch saved", said.blocks, close="Close")


def duplicate_modal(watch: Watch, cadence: Cadence, broadcast: Broadcast) -> View:
    """It is watched already, but told otherwise: offer to change that."""
    said = duplicate(watch, cadence, broadcast)
    kept = [block for block in said.blocks if block["type"] != "actions"]
    asked = inert(retold(watch, cadence, broadcast), 200)
    return modal(
        "Watched already",
        [*kept, section(f"Change it to {asked}?")],
        callback_id=ids.WATCH_RETELL_MODAL,
        submit="Change it",
        close="Leave it",
        private_metadata=json.dumps({"w": watch.id, "e": cadence, "b": broadcast, "c": watch.channel}),
    )
