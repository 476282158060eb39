"""The acts that entries print: each once, newest first, with what is surely its own."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.acts import acts_printed
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing

PAGE = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"


def entry(ref, *acts, pages=(), days=()):
    facts = (
        *(Fact("legal_basis", act) for act in acts),
        *(Fact("notice", page) for page in pages),
        *(Fact("in_force_from", day) for day in days),
    )
    return Listing("eu-fsf", ref, EntityType.PERSON, ListKind.EU_ASSET_FREEZE, (), facts=facts)


def test_an_act_of_many_entries_is_told_once():
    page = f"{PAGE}32026R1843"
    made = [entry(str(n), "2026/1843 (OJ L1843)", pages=(page,), days=("2026-07-24",)) for n in range(216)]
    (act,) = acts_printed(made)
    assert (act.number, act.entries, act.url, act.in_force) == ("2026/1843 (OJ L1843)", 216, page, "2026-07-24")


def test_the_newest_comes_first_whichever_way_it_is_cited():
    numbers = ("833/2014", "2580/2001", "2026/1843", "2014/145/CFSP", "2010/573", "2026/1848")
    found = [act.number for act in acts_printed([entry("1", *numbers)])]
    assert found == ["2026/1848", "2026/1843", "833/2014", "2014/145/CFSP", "2010/573", "2580/2001"]


def test_of_several_acts_each_gets_the_page_with_its_number_or_none():
    pages = (f"{PAGE}32014R0833", "https://eur-lex.europa.eu/eli/reg_impl/2026/1843/oj")
    found = {
        act.number: act.url for act in acts_printed([entry("1", "833/2014", "2026/1843", "2026/184", pages=pages)])
    }
    assert found == {"833/2014": pages[0], "2026/1843": pages[1], "2026/184": ""}


def test_days_that_differ_or_belong_to_nobody_are_left_out():
    one, other = entry("1", "2026/1", days=("2026-01-01",)), entry("2", "2026/1", days=("2026-01-02",))
    both = entry("3", "2026/2", "2026/3", days=("2026-01-01",))
    assert [act.in_force for act in acts_printed([one, other, both])] == ["", "", ""]


def test_of_changed_entries_only_the_acts_that_came_count():
    found = acts_printed([entry("1", "833/2014", "2026/1843")], {"1": frozenset({"2026/1843"})})
    assert [act.number for act in found] == ["2026/1843"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=12))
def test_every_act_that_any_entry_prints_is_there_once(printed):
    made = [entry(str(n), *acts) for n, acts in enumerate(printed)]
    found = acts_printed(made)
    assert sorted(act.number for act in found) == sorted({act for acts in printed for act in acts})
    assert sum(act.entries for act in found) == sum(len(set(acts)) for acts in printed)
