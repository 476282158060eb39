"""Items of one happening share a story; others do not, and what follows is tied to what it follows."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.stories.grouping import Placed, Story, group, place, sources_of
from bot.core.stories.likeness import WINDOW, Told, likelihood, may_be_one

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOURS = timedelta(hours=1)


def told(ident, title, text="", after=0, **more):
    whose = {"issuers": frozenset({"US"}), "targets": frozenset({"RU"}), "direction": "relief", "stage": "reported"}
    return Told(ident, title, text, START + after * HOURS, **{**whose, **more})


def stories(*items):
    return {ident: story.id for ident, story in group(items).items()}


def test_reports_of_one_happening_share_a_story():
    found = stories(
        told(
            "a",
            "US is drawing up a plan to relieve sanctions on Russia",
            "The White House asked for a list of sanctions.",
        ),
        told(
            "b", "Trump explores Russia sanctions relief, sources say", "The White House asked State and Treasury.", 5
        ),
        told("c", "Washington weighs sanctions rollback on Russia", "A list of sanctions is drawn up by State.", 9),
    )
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("a", "OFAC issues General License 8K"), told("b", "OFAC issues General License 8L")),
        (told("a", "UN renews resolution 2633"), told("b", "UN renews resolution 2634")),
        (told("a", "EU adopts 18th package"), told("b", "EU adopts 19th package")),
        (told("a", "Sanctions eased"), told("b", "Sanctions eased", targets=frozenset({"SY"}))),
        (told("a", "Sanctions eased"), told("b", "Sanctions eased", issuers=frozenset({"EU"}))),
        (told("a", "Sanctions eased"), told("b", "Sanctions eased", after=73)),
        (
            told("a", "Notice of OFAC Sanctions Action", document=("fr", "2026-20215")),
            told("b", "Notice of OFAC Sanctions Action", document=("fr", "2026-20032")),
        ),
    ],
)
def test_what_number_issuer_target_or_time_tell_apart_is_never_one(one, other):
    assert not may_be_one(one, other)
    assert likelihood(one, other) == 0.0
    assert len(set(stories(one, other).values())) == 2


def test_a_bridge_does_not_bring_together_what_a_number_tells_apart():
    found = stories(
        told("a", "OFAC issues Russia General License 8K on energy"),
        told("b", "OFAC issues Russia general license on energy", after=1),
        told("c", "OFAC issues Russia General License 8L on energy", after=2),
    )
    assert found["a"] == found["b"] != found["c"]


def test_the_same_page_edited_days_later_is_the_same_story():
    found = stories(
        told("a", "Guidance on a licence", address="https://gov.example/x"),
        told("b", "Guidance on a licence", after=100, address="https://gov.example/x"),
    )
    assert len(set(found.values())) == 1


def test_a_further_stage_follows_and_the_same_stage_does_not():
    first = Story("s", (told("a", "US weighs easing of Russia oil rules"),))
    later = told("b", "Treasury publishes licence for Moscow banks", after=200, stage="in_force")
    assert place(later, [first]) == Placed(follows="s")
    assert place(told("b", "Other unrelated words here", after=200), [first]) == Placed()
    assert place(told("b", "Treasury publishes licence", after=24 * 15, stage="in_force"), [first]) == Placed()


def test_the_same_act_is_followed_at_any_time():
    first = Story("s", (told("a", "EU proposes 19th package", issuers=frozenset({"EU"}), direction="tightening"),))
    later = told(
        "b",
        "EU adopts 19th package",
        after=24 * 34,
        issuers=frozenset({"EU"}),
        direction="tightening",
        stage="in_force",
    )
    assert place(later, [first]).follows == "s"


def test_copies_of_one_report_are_one_source_with_several_outlets():
    items = [
        told("a", "US weighs easing Russia sanctions, sources say", "LONDON (Reuters) - The White House has asked."),
        told("b", "US weighs easing Russia sanctions, sources say", "LONDON (Reuters) - The White House has asked."),
        told("c", "White House explores relief", "The plan was seen by Reuters."),
        told("d", "Treasury told to list what could be lifted", "Officials told this newspaper."),
    ]
    assert sources_of(items, ["one.example", "two.example", "three.example", "four.example"]) == 2


@given(st.permutations([("a", 0), ("b", 3), ("c", 30), ("d", 90)]))
def test_the_order_in_which_items_are_given_does_not_matter(order):
    items = [told(ident, "US weighs easing Russia oil sanctions", after=after) for ident, after in order]
    assert stories(*items) == stories(*sorted(items, key=lambda each: each.at))


WORDS = [
    "oil",
    "bank",
    "licence",
    "relief",
    "plan",
    "list",
    "energy",
    "shipping",
    "gas",
    "talks",
    "envoy",
    "pressure",
    "tanker",
    "deal",
]


@given(st.lists(st.tuples(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), st.integers(0, 200)), max_size=8))
def test_no_story_holds_what_must_not_be_one(rows):
    items = [told(f"i{n:02}", " ".join(words), after=after) for n, (words, after) in enumerate(rows)]
    for story in {each.id: each for each in group(items).values()}.values():
        for one in story.items:
            if len(story.items) > 1:
                assert any(other is not one and abs(one.at - other.at) <= WINDOW for other in story.items)


def test_likelihood_is_the_same_both_ways():
    items = [
        told(f"i{n}", title, after=n) for n, title in enumerate(("US eases oil", "US eases gas", "Relief for banks"))
    ]
    for one, other in combinations(items, 2):
        assert likelihood(one, other) == likelihood(other, one)
    assert len({frozenset(stories(*order).items()) for order in permutations(items)}) == 1
