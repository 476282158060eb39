"""What a user types for a watch, and a watch written as one would type it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import Ref
from bot.core.issuers import ISSUERS, issuer_label
from bot.core.patterns import fold_pattern, pattern_problem
from bot.core.queries import QueryProblem
from bot.core.signals.items import STAGES
from bot.core.watch_text import NameAsked, WatchAsked, read_filters, read_watch, text_of
from bot.core.watch_words import Misread
from bot.core.watches import (
    BROADCASTS,
    CADENCES,
    DIRECTIONS,
    NEWS_KINDS,
    WATCHABLE_KINDS,
    Filters,
    Target,
    interest_of,
)
from tests.owing import watch


def target_of(text: str):
    return read_watch(text).target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("programme:RUSSIA-EO14024", Target("programme", "RUSSIA-EO14024", "programme:RUSSIA-EO14024")),
        ("program:sdgt", Target("programme", "SDGT", "programme:SDGT")),
        ("Programme: UKRAINE-EO13662", Target("programme", "UKRAINE-EO13662", "programme:UKRAINE-EO13662")),
        ("issuer:US", Target("issuer", "US", "issuer:US")),
        ("issuer:uk", Target("issuer", "GB", "issuer:UK")),
        ("country:ru", Target("country", "RU", "country:RU")),
        ("country:UK", Target("country", "GB", "country:GB")),
        ("country:Russia", Target("country", "RU", "country:RU")),
        ("ALL", Target("all", "", "all")),
        ("all issuer:EU", Target("issuer", "EU", "issuer:EU")),
        ('name:"Bank*"', Target("name", "bank*", 'name:"bank*"')),
        ("name:Crédit*", Target("name", "credit*", 'name:"credit*"')),
        ('programme:"THE RUSSIA (SANCTIONS), 2019"', Target("programme", "THE RUSSIA (SANCTIONS), 2019", 'programme:"THE RUSSIA (SANCTIONS), 2019"')),
        ("us-ofac-sdn:17018", Ref(source="us-ofac-sdn", ref="17018")),
        ("ref:us-ofac-sdn:17018", Ref(source="us-ofac-sdn", ref="17018")),
        ("us-ofac-sdn:17018 kind:removed", Ref(source="us-ofac-sdn", ref="17018")),
        ("e-abcdefghijklmnop", Ref(entity="e-abcdefghijklmnop")),
        ("Sberbank", NameAsked("Sberbank")),
        ('"Bank: Rossiya"', NameAsked("Bank: Rossiya")),
        ("“Bank: Rossiya”", NameAsked("Bank: Rossiya")),
        ("Al-Qaida: in the Maghreb", NameAsked("Al-Qaida: in the Maghreb")),
        ('"all"', NameAsked("all")),
        ("17018", NameAsked("17018")),
        ("imo:9187629", NameAsked("imo:9187629")),
        ("Timchenko dob:1952", NameAsked("Timchenko", (("dob", "1952"),))),
        ("John Doe country:FI", NameAsked("John Doe", (("country", "FI"),))),
    ],
)  # fmt: skip
def test_what_is_watched_is_read_as_written(text, target):
    assert target_of(text) == target


def test_conditions_stand_beside_what_is_watched():
    asked = read_watch("Rosneft issuer:EU,uk kind:removed direction:relief stage:'x'".replace("'x'", '"in force"'))
    assert asked.target == NameAsked("Rosneft")
    assert asked.filters == Filters(
        issuers=frozenset({"EU", "GB"}), directions=frozenset({"relief"}), stages=frozenset({"in_force"})
    )
    assert asked.kinds == {"removed"}
    assert (asked.cadence, asked.broadcast, asked.for_me) == (None, None, False)


def test_how_it_is_told_stands_beside_it_too():
    asked = read_watch("all every:weekly broadcast:never for:me")
    assert (asked.cadence, asked.broadcast, asked.for_me) == ("weekly", "never", True)


def test_several_values_of_one_condition_are_alternatives_of_all():
    assert read_watch("country:RU, Iran issuer:US,EU") == WatchAsked(
        Target("all", "", "issuer:EU,US country:IR,RU"),
        filters=Filters(issuers=frozenset({"US", "EU"}), countries=frozenset({"RU", "IR"})),
    )


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("", "", "name"),
        ('""', "", "name"),
        ("every:daily", "", "what to watch"),
        ("programme:", "programme", "RUSSIA-EO14024"),
        ("programme:" + "X" * 99, "programme", "80"),
        ("issuer:Atlantis", "issuer", "UK"),
        ("issuer:US,Atlantis", "issuer", "Atlantis"),
        ("country:Atlantis", "country", "Atlantis"),
        ("all kind:deleted", "kind", "removed"),
        ("all kind:adde", "kind", "kind:added"),
        ("all every:dayly", "every", "every:daily"),
        ("all every:daily,weekly", "every", "one value"),
        ("all confidence:7", "confidence", "0 to 1"),
        ("all confidence:high", "confidence", "0.8"),
        ("all broadcast:loud", "broadcast", "material"),
        ("all for:you", "for", "me"),
        ("contry:RU", "", "“country:”"),
        ("list:sdn", "", "“issuer:”"),
        ("all foo:bar", "", "foo"),
        ("name:*", "name", "letters"),
        ("name:" + "a*" * 9, "name", "stars"),
        ('name:"Bank*" Rosneft', "name", "either"),
        ("dob:1952", "dob", "name"),
        ("x" * 1001, "", "1000"),
        ("country:" + ",".join(["RU"] * 21), "country", "20"),
    ],
)
def test_every_mistake_is_named_with_what_would_work(text, key, said):
    found = read_watch(text)
    assert isinstance(found, Misread)
    assert found.key == key
    assert said in found.text


def test_conditions_given_apart_are_read_like_typed_ones():
    typed = read_watch('issuer:EU programme:"A, B" kind:added,removed every:daily')
    apart = read_watch("", [("kind", "added,removed"), ("programme", '"A, B"'), ("every", "daily"), ("issuer", "EU")])
    assert typed == apart
    assert isinstance(read_watch("all", [("issuer", "Atlantis")]), Misread)


def test_a_text_of_conditions_alone_may_hold_nothing_else():
    assert read_filters("direction:relief stage:announced") == [("direction", "relief"), ("stage", "announced")]
    assert read_filters("") == []
    assert isinstance(read_filters("direction:relief Rosneft"), Misread)
    assert isinstance(read_filters("colour:red"), Misread)


def test_a_name_is_taken_as_it_is_and_never_as_a_question():
    assert NameAsked("is Bank").query().text == "is Bank"
    assert NameAsked('Bank "Rossiya" OJSC').query().text.replace(" ", "") == "BankRossiyaOJSC"
    found = NameAsked("Doe", (("dob", "1952"), ("country", "FI"))).query()
    assert (str(found.born), found.country) == ("1952", "FI")
    assert isinstance(NameAsked("Doe", (("dob", "soon"),)).query(), QueryProblem)
    assert NameAsked("imo:9187629").query().scheme == "imo"


codes = st.text(string.ascii_uppercase + string.digits + "-() ,", min_size=1, max_size=12).map(str.strip).filter(bool)
some = {
    "programme": st.frozensets(codes, max_size=3),
    "issuer": st.frozensets(st.sampled_from(ISSUERS).map(issuer_label), max_size=3),
    "country": st.frozensets(st.sampled_from(["RU", "IR", "BY", "KP"]), max_size=3),
    "kind": st.frozensets(st.sampled_from(sorted({*WATCHABLE_KINDS, *NEWS_KINDS})), max_size=3),
    "direction": st.frozensets(st.sampled_from(DIRECTIONS), max_size=2),
    "stage": st.frozensets(st.sampled_from(STAGES), max_size=2),
}
patterns = st.from_regex(r"[a-z]{2,6}\*?( \*)?( [a-z]{1,5})?", fullmatch=True)
targets = st.one_of(st.just("all"), st.just("e-abcdefghijklmnop"), patterns.map(lambda text: f'name:"{text}"'))


def typed(key: str, values) -> str:
    return f"{key}:" + ",".join(f'"{value}"' for value in values)


@st.composite
def texts(draw):
    """The parts of a watch's text: what is watched, and conditions, each once or in two pieces."""
    parts = []
    for key, values in some.items():
        chosen = sorted(draw(values))
        cut = draw(st.integers(0, len(chosen)))
        parts += [typed(key, piece) for piece in (chosen[:cut], chosen[cut:]) if piece]
    return [draw(targets), *parts]


def meaning(text: str) -> str:
    asked = read_watch(text)
    assert isinstance(asked, WatchAsked), (text, asked)
    target = asked.target
    if isinstance(target, Ref):
        target = Target("entity", target.entity)
    return interest_of(target, asked.kinds, asked.filters)


@given(texts(), st.randoms())
def test_the_order_of_conditions_does_not_matter(parts, random):
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert meaning(" ".join(shuffled)) == meaning(" ".join(parts))


@given(texts(), st.sampled_from(CADENCES), st.sampled_from(BROADCASTS), st.sampled_from(["C1", "U1"]))
def test_a_watch_written_out_is_read_as_the_same(parts, cadence, broadcast, channel):
    asked = read_watch(" ".join(parts))
    target = Target("entity", asked.target.entity) if isinstance(asked.target, Ref) else asked.target
    made = watch(
        target, channel=channel, kinds=asked.kinds, filters=asked.filters, cadence=cadence, broadcast=broadcast
    )
    again = read_watch(text_of(made))
    assert isinstance(again, WatchAsked), text_of(made)
    assert meaning(text_of(made)) == made.interest
    assert (again.cadence, again.broadcast, again.for_me) == (cadence, broadcast, channel == "U1")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    found = read_watch(text)
    assert isinstance(found, WatchAsked) or found.text


@given(st.text(max_size=40))
def test_a_folded_pattern_stays_as_it_is(text):
    folded = fold_pattern(text)
    assert fold_pattern(folded) == folded
    if not pattern_problem(folded):
        assert read_watch(f'name:"{folded}"').target.value == folded
