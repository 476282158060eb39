"""Hostile text: whatever a list, a feed, a note or a question says, no card pings, links, styles or breaks."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.blocks import actions, changes, details, notes, notes_found, operators, problems, sources, watches
from bot.blocks.check import render, thread_answer
from bot.blocks.follow_up import follow_up
from bot.blocks.full_list import COLUMNS, FORMULA, full_list
from bot.blocks.inert import cut, inert, link, plain, quoted, size, visible
from bot.blocks.kit import Message, plain_text
from bot.blocks.validate import validate_payload
from bot.blocks.values import ButtonValue, pack, unpack
from bot.blocks.watch_modal import duplicate_modal, form_of, watch_modal
from bot.blocks.why import why_modal
from bot.core.alerts import ActionCard, Background, Watched
from bot.core.changes import ChangesAsked
from bot.core.dates import PartialDate
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind
from bot.core.notes import Unreadable, Version
from bot.core.refreshed import Refreshed
from bot.core.screening import Answer, Band, ListingState, Match, Query, Reason, Status
from bot.core.watches import Target, Watch
from tests.blocks.gallery import changed
from tests.blocks.gallery_notes import NOTE
from tests.blocks.make import ASKER, CHANNEL, KIND, NOW, action_card, answer, event, note, party, standing, state

FRAGMENTS = (
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1|general>",
    "<https://evil.example|click>",
    "javascript:alert(1)",
    "https://evil.example/x?a=1&b=2",
    "evil.example",
    "www.evil.example",
    "mailto:a@evil.example",
    "@channel",
    "#general",
    ":rotating_light:",
    ":+1:",
    "*LIVE*",
    "_LIVE_",
    "~LIVE~",
    "`LIVE`",
    "```LIVE```",
    "\u202eesrever\u202c",
    "\u200b\u200d\ufeff",
    "\u2066iso\u2069",
    "\n\nINJECTED",
    "\r\n> INJECTED",
    "\u2028INJECTED",
    "&amp;lt;!channel&gt;",
    "\ud800",
    "\x00\x1b[31m",
    "\U000e0041",
    "😀" * 30,
    "N" * 5000,
    "&" * 4000,
    "ПЕТРЕНКОВ",
    "شركة",
)
hostile = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), min_size=0, max_size=5).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join),
    st.text(max_size=60),
)
seeds = st.integers(0, 2**32)
LAX = settings(max_examples=60, deadline=None, database=None, derandomize=True, phases=[Phase.generate])

OURS = re.compile(
    r"<(!date\^\d+\^\{date_short\} \{time\}\|[^<>|]+|https://lists\.example/[^<>| ]*\|[^<>|]+|@U0ANALYST)>"
)
LIVE = {
    "an emoji": re.compile(r":[a-z0-9_+'-]+:"),
    "an address": re.compile(r"://|(?i:javascript|mailto):\S"),
    "a bare address": re.compile(r"\w\.[a-z]{2,}"),
    "a ping": re.compile(r"[@#]\w"),
    "a style": re.compile(r"\*LIVE\*|(?<!\w)_LIVE_(?!\w)|~LIVE~|`LIVE`"),
    "a new line": re.compile(r"\n\s*(›|&gt;)?\s*INJECTED"),
}


class Forger:
    """Makes answers and actions full of hostile text, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def text(self) -> str:
        some = self.dice.choices(FRAGMENTS, k=self.dice.randint(0, 5))
        char = chr(self.dice.choice((self.dice.randint(1, 0x2FFF), self.dice.randint(1, 0x10FFFF))))
        return self.dice.choice(("", " ", char)).join(some)

    def few(self) -> tuple[str, ...]:
        return tuple(self.text() for _ in range(self.dice.randint(0, 5)))

    def listing(self) -> Listing:
        name = self.text()
        aliases = self.dice.choice((0, 1, 400))
        keys = ("relation", "secondary_sanctions", "nationality", "country")
        return Listing(
            source=self.dice.choice(sorted(KIND)),
            ref=self.text(),
            type=self.dice.choice(list(EntityType)),
            list_kind=self.dice.choice(list(ListKind)),
            names=(Name(name), *(Name(f"{name} {n}", NameKind.ALIAS, "Cyrl") for n in range(aliases))),
            programmes=self.few(),
            measures=self.few(),
            identifiers=tuple(Identifier(self.text(), value) for value in self.few()),
            births=tuple(PartialDate(str(self.dice.randint(1900, 2000))) for _ in range(self.dice.randint(0, 5))),
            facts=tuple(Fact(key, value) for key in keys for value in self.few()),
        )

    def party(self) -> Match:
        name = self.text()
        found = tuple(
            standing(
                self.listing(),
                state=self.dice.choice(list(ListingState)),
                listed_on=self.dice.choice((None, date(2022, 2, 24))),
                url=self.dice.choice(("", "javascript:alert(1)", "https://lists.example/e?a=1|<b>")),
            )
            for _ in range(self.dice.choice((1, 2, 9, 40)))
        )
        return party(
            *found,
            caption=name,
            what=self.dice.choice(list(EntityType)),
            band=self.dice.choice(list(Band)),
            matched=self.dice.choice((Name(name), Identifier("imo", name))),
            reasons=tuple(Reason(text, self.dice.random(), text, text, text) for text in self.few()),
            evidence=self.few(),
        )

    def answer(self) -> Answer:
        status = self.dice.choice(list(Status))
        most = 0 if status in {Status.NOT_FOUND, Status.NO_DATA} else self.dice.choice((1, 2, 10))
        matches = tuple(self.party() for _ in range(min(most, 2))) * (5 if most == 10 else 1)
        kept = tuple(note(text, self.dice.choice(("U0ANALYST", text))) for text in self.few())
        states = ("fresh", "stale", "failed", "never")
        return answer(
            *matches,
            status=status,
            query=Query(self.text(), as_of=self.dice.choice((None, date(2020, 1, 1)))),
            sources=tuple(state(source, self.dice.choice(states), problem=self.text()) for source in KIND),
            missing=self.few(),
            sample=self.dice.random() < 0.5,
            notes={match.entity: kept for match in matches},
        )

    def event(self) -> Event:
        return event(
            str(self.dice.random()),
            self.dice.choice(list(Op)),
            self.dice.choice(("escalated", "eased", "reinstated", "merged", "redesignated", "moved", self.text())),
            self.dice.choice(("pending", "confirmed", "cancelled")),
            caption=self.text(),
            gained=tuple((self.dice.choice(("programme", "alias")), value) for value in self.few()),
            lost=tuple(("address", value) for value in self.few()),
            what=self.dice.choice((*EntityType, "other")),
            list_kind=self.dice.choice((*ListKind, "other")),
            programmes=self.few(),
            related_ref=self.text(),
        )

    def action(self) -> ActionCard:
        found = tuple(self.event() for _ in range(self.dice.choice((1, 3, 40)))) * self.dice.choice((1, 30))
        return action_card(
            *found,
            watched=tuple(Watched(one, self.few()) for one in found[:7]),
            because=self.few(),
            notice_url=self.dice.choice(("", "https://lists.example/n")),
            title=self.text(),
            programmes=tuple((code, 2) for code in self.few()),
            elsewhere=tuple((code, 2) for code in self.few()),
            background={one.key: Background(self.text(), self.text(), self.few()) for one in found[:9]},
            file_rows=self.dice.choice((0, 397)),
            sample=self.dice.random() < 0.5,
        )


def texts(value: Any, parsed: bool = True) -> Iterator[tuple[str, bool]]:
    """What is shown, and whether Slack parses its style: not the values that only our own buttons carry."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in {"value", "private_metadata", "action_id", "block_id", "callback_id", "type"}:
                yield from texts(item, value.get("type") in {None, "mrkdwn"})
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item, parsed)
    elif isinstance(value, str):
        yield value, parsed


CODE = re.compile(r"(?<![^\W_`])`([^`\n]+)`(?![^\W_`])")
"""A span of code, set off as Slack wants it: within it nothing but a bracket comes alive."""
OF_MRKDWN = ("a bare address", "a ping", "a style")


def assert_inert(payload: Any) -> None:
    for text, parsed in texts(payload):
        rest = OURS.sub("", text)
        assert not re.search("[<>]", rest), rest
        for what in ("an address", "an emoji"):
            assert not LIVE[what].search(rest), (what, rest)
        if parsed:
            rest = CODE.sub(" ", rest)
            assert "`" not in rest, ("code that nobody closed", rest)
        for what, pattern in LIVE.items():
            if parsed or what not in OF_MRKDWN:
                assert not pattern.search(rest), (what, rest)
        hidden = [c for c in text if unicodedata.category(c) in {"Cf", "Cs", "Cc"} and c != "\n"]
        assert not hidden, hidden
    json.dumps(payload, ensure_ascii=False).encode()


def assert_fit(card: Message) -> None:
    args = card.payload()
    assert validate_payload("chat.postMessage", {"channel": "C1", **args}) == []
    assert_inert(args)


@LAX
@given(seeds)
def test_no_answer_breaks_a_card_or_comes_alive_in_it(seed: int) -> None:
    given_answer = Forger(seed).answer()
    assert_fit(render(given_answer, ASKER))
    assert_fit(render(given_answer, CHANNEL, shared_by="U0ANALYST", shared_at=NOW))
    assert_fit(thread_answer(given_answer, CHANNEL, given_answer.query.text))


@LAX
@given(seeds)
def test_no_answer_breaks_the_dialogue_that_explains_it(seed: int) -> None:
    view = why_modal(Forger(seed).answer())
    assert validate_payload("views.open", {"trigger_id": "1", "view": view}) == []
    assert_inert(view)


@LAX
@given(seeds)
def test_no_action_breaks_its_card_or_its_details(seed: int) -> None:
    facts = Forger(seed).action()
    assert_fit(actions.card(facts))
    assert_fit(follow_up(facts))
    assert_fit(changes.changes_card(changed(*[facts] * 9, asked=ChangesAsked(programme=facts.action.title))))
    replies = details.details(facts)
    assert len(replies) <= 3
    for reply in replies:
        assert_fit(reply)


@LAX
@given(seeds)
def test_no_cell_of_the_file_is_run_by_a_spreadsheet(seed: int) -> None:
    facts = Forger(seed).action()
    file = full_list(facts, "0123abcd")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == len(facts.events) + 1
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not [text for row in rows for text in row if text.startswith(FORMULA) or "\n" in text]
    assert re.fullmatch(r"[A-Za-z0-9-]+\.csv", file.name)
    assert "0123abcd" in file.name
    assert_inert({"type": "plain_text", "text": file.title})


@LAX
@given(hostile, hostile, st.booleans())
def test_no_small_card_comes_alive(text: str, other: str, private: bool) -> None:
    watch = Watch(1, 1, "C1", "U0ANALYST", Target("entity", "e-1", text), NOW, frozenset({other}), paused=text)
    cards = (
        notes.note_saved(text, other, "team"),
        watches.saved(watch),
        watches.duplicate(watch),
        watches.removed(watch),
        watches.unknown(text),
        watches.listing([replace(watch, id=number) for number in range(60)]),
        watches.saved(replace(watch, target=Target("name", text), cadence="daily"), 30, 6, 2),
        watches.duplicate(watch, "daily", "never"),
        watches.paused(watch),
        watches.resumed(watch),
        sources.sources_card((state(problem=text),), NOW),
        operators.trouble(text, Refreshed("us-ofac-sdn", "held", text, other, summary=(text, other)), state()),
        operators.recovered(text, Refreshed("us-ofac-sdn", "refreshed")),
        problems.unknown_verb(text, (other,)),
        problems.bad_filter(text, other, text),
        problems.out_of_scope(text),
    )
    for one in cards:
        assert_fit(one)
    form = replace(form_of(replace(watch, kinds=frozenset())), asked="e-1", candidates=(("e-1", other), ("e-2", text)))
    for view in (notes.note_modal(text, "", private), watch_modal(form), duplicate_modal(watch, "daily", "never")):
        assert validate_payload("views.open", {"trigger_id": "1", "view": view}) == []
        assert_inert(view)


@LAX
@given(hostile)
def test_inert_text_keeps_to_one_line_and_to_its_limit(text: str) -> None:
    assert "\n" not in inert(text)
    assert size(plain(text, 40)) <= 40
    assert_inert([inert(text), quoted(text), {"type": "plain_text", "text": plain(text)}])


@LAX
@given(hostile, hostile)
def test_a_button_remembers_its_question(text: str, ref: str) -> None:
    text = text.encode("utf-8", "ignore").decode()[:300]
    value = ButtonValue(Query(text, born=PartialDate("1960", circa=True), as_of=date(2020, 1, 2)), "e-1", "un-sc", "x")
    assert unpack(pack(value)) == value
    assert size(pack(ButtonValue(Query(text * 100), "e-1"))) <= 2000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AT&T <b>", "AT&amp;T &lt;b&gt;"),
        ("> quote", "› quote"),
        ("O'Neil & Sons Ltd.", "O'Neil &amp; Sons Ltd."),
        ("a_b _c_", "a_b `_c_`"),
        ("Jama`at al-Tawhid", "Jama'at al-Tawhid"),
        ("JSC VEB.DV, Moscow", "JSC `VEB.DV`, Moscow"),
        ("“BLENDER.IO”", "“`BLENDER.IO`”"),
        ("JACKROCK#3337 (H4mid@Tm3l)", "`JACKROCK#3337` (`H4mid@Tm3l`)"),
        ("every:daily or kind:added,removed?", "`every:daily` or `kind:added,removed`?"),
        ("S.A.R.L. No. 1.5", "S.A.R.L. No. 1.5"),
        ("Linked To: X", "Linked To: X"),
        ("mail.ru", "`mail.ru`"),
        ("imo:9999993", "imo:9999993"),
        ("programme:RUSSIA-EO14024", "programme:RUSSIA-EO14024"),
        ("x:smile", "`x:smile`"),
        (":smile::Smile:", "∶smile∶∶Smile∶"),
        ("ask @channel", "ask ＠channel"),
        ("Chinese:", "`Chinese:`"),
        ("a\u200bb\nc", "ab c"),
    ],
)
def test_harmless_text_stays_readable(text: str, shown: str) -> None:
    assert inert(text) == shown


@LAX
@given(hostile)
def test_a_name_is_copied_letter_for_letter(text: str) -> None:
    """What a reader copies is what the list prints: no look-alike, but for the marks of addresses, emoji and calls."""
    shown = html.unescape(inert(text, 3000)).replace("`", "").translate(MARKS)
    assert (
        shown.removeprefix("›") == visible(text).replace("`", "'").translate(MARKS)[: len(shown)].removeprefix(">")
        or "…" in shown
    )


MARKS = str.maketrans("∶＠", ":@")


def test_a_plain_text_is_as_the_list_prints_it() -> None:
    for name in ("JSC VEB.DV", "PFLP:n keskuskomento", "Jama`at al-Tawhid", "#66 DIVISION", "H4mid@Tm3l", "SHVEDOV*"):
        assert plain(name) == name
    assert plain("https://evil.example <x>") == "https∶//evil.example ‹x›"
    assert plain_text(":smile:", 40)["emoji"] is False


def test_a_code_span_is_never_cut_open() -> None:
    assert cut("see `a.b c` and more", 12, live=True) == "see…"
    assert cut("see `a.b` and more", 14, live=True) == "see `a.b`…"


def test_only_a_web_address_becomes_a_link() -> None:
    assert link("https://lists.example/a?b=1&c=2", "Entry") == "<https://lists.example/a?b=1&amp;c=2|Entry ↗>"
    assert link("javascript:alert(1)", "Entry") == "Entry"
    assert link("https://user:pw@lists.example/", "Entry") == "Entry"
    assert link("https://lists.example/a|b>c", "E").count("|") == 1


def test_a_cut_never_splits_an_escape_or_a_link() -> None:
    assert cut("abc &amp; def", 7, live=True) == "abc…"
    assert cut("see <https://lists.example/long|this> now", 20, live=True) == "see…"
    assert cut("<b" + "x" * 50, 20).startswith("<bx")


@LAX
@given(hostile, hostile)
def test_no_note_that_is_shown_comes_alive(text: str, other: str) -> None:
    note = replace(NOTE, text=text, author=other, tags=())
    gone = replace(note, text="", deleted_at=NOW, deleted_by=other)
    cards = (
        notes_found.found([(replace(note, id=n), other) for n in range(8)], text, more=True),
        notes_found.found([], text, more=False),
        notes_found.about([(replace(note, id=n), other) for n in range(30)], other, 12),
        notes_found.about([], other, 12),
        notes_found.one(note, other, [Version(text, NOW, other)] * 12),
        notes_found.one(gone, other, []),
        notes_found.changed(note, other),
        notes_found.tagged(note, other),
        notes_found.deleted(gone, other),
        notes_found.unreadable(Unreadable(text)),
        notes_found.choose(text, [Forger(1).party()], other),
    )
    for card in cards:
        assert_fit(card)
