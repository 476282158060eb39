"""What items claim: measured on labelled items, and the traps one by one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.signals import MEASURES, ours, own_items
from bench.train_signals import development, fit
from bot.core.signals.classify import classify
from bot.core.signals.items import Direction, Item, ItemProblem, Stage, read_item, signal_json
from bot.core.signals.model import shipped
from bot.core.signals.official import ofac_clauses

HERE = Path(__file__).parent
OWN = [each for name in ("own", "fresh", "last") for each in own_items(HERE / f"{name}_items.txt")]
FLOORS = {"relevance F1": 0.95, "direction": 0.93, "stage": 0.92, "jurisdictions F1": 0.95, "targets F1": 0.9}


def signal(title, summary="", source=""):
    return classify(Item("i", title, summary, source=source))


def claim(title, summary="", source=""):
    found = signal(title, summary, source)
    return (found.direction, found.stage) if found.relevant else None


@pytest.mark.parametrize("measure", MEASURES)
def test_items_written_for_the_tests(measure):
    claims = ours(shipped())
    assert MEASURES[measure]([(each, claims(each)) for each in OWN]) >= FLOORS[measure]


@pytest.mark.parametrize("measure", MEASURES)
def test_development_items(shared, measure):
    claims = ours(shipped())
    found = [(each, claims(each)) for each in development(shared / "news" / "signals.dev.jsonl")]
    assert MEASURES[measure](found) >= FLOORS[measure]


def test_the_coefficients_are_those_that_training_makes(shared):
    made = fit(development(shared / "news" / "signals.dev.jsonl"))
    kept = shipped()
    for name, row in kept.rows.items():
        assert kept.weights[row] == pytest.approx(made.weights[made.rows[name]], abs=0.002), name


def test_clauses_of_compound_titles(shared):
    wrong = []
    for line in (shared / "news" / "ofac_compound_titles.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        found = signal(raw["title"], source="ofac.treasury.gov").clauses
        told = [(each.text, each.action, each.direction, sorted(each.targets)) for each in found]
        wanted = [(e["text"], e["action"], e["direction"], sorted(e["targets"])) for e in raw["clauses"]]
        wrong += [raw["title"]] if told != wanted else []
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "actions"),
    [
        ("Yemen-related Designations; Issuance of Yemen-related General License", ["designation", "general_license"]),
        (
            "Balkans-related Designation Removal; Settlement Agreement between OFAC and a Bank",
            ["delisting", "settlement"],
        ),
        ("Revocation of Venezuela-related General License", ["license_revocation"]),
        (
            "Burma-related Designation Update; Publication of Updated Frequently Asked Questions",
            ["amendment", "guidance"],
        ),
        ("Termination of Emergency With Respect to the Situation in Lebanon", ["programme_expiry"]),
    ],
)
def test_clauses_of_other_titles(title, actions):
    assert [each.action for each in ofac_clauses(title)] == actions


R, T, E, N = Direction.RELIEF, Direction.TIGHTENING, Direction.ENFORCEMENT, Direction.NEUTRAL


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("White House explores potential Russia sanctions relief amid diplomatic push", (R, Stage.REPORTED)),
        ("EU extends sanctions on Russia by six months", (N, Stage.IN_FORCE)),
        ("US extends licence for Lukoil petrol stations abroad", (R, Stage.IN_FORCE)),
        ("US revokes licence for oil sales from Venezuela", (T, Stage.IN_FORCE)),
        ("US bars exports of chip tools to China", (T, Stage.IN_FORCE)),
        ("US suspends export privileges of Russian airline", (E, None)),
        ("EU suspends sanctions on Syrian banks", (R, Stage.IN_FORCE)),
        ("EU court annuls sanctions on Russian tycoon", (R, Stage.ENDED)),
        ("EU court rejects Russian tycoon's bid to lift sanctions", (N, None)),
        ("US rules out lifting sanctions on Russia", (N, None)),
        ("House passes bill to bar president from lifting Iran sanctions", (T, Stage.PROPOSED)),
        ("US lets waiver for Iranian electricity expire", (T, Stage.ENDED)),
        ("EU lets sanctions on Belarus lapse", (R, Stage.ENDED)),
        ("US to lift sanctions on Belarus airline as Lukashenko frees prisoners", (R, Stage.ANNOUNCED)),
        ("US sanctions Russian banks; Treasury issues wind-down licence", (T, Stage.IN_FORCE)),
        ("Belarus frees 120 prisoners", None),
        ("Shares of Russian banks rally after US lifts sanctions", None),
        ("Oil prices fall as US eases sanctions on Venezuela", None),
        ("Judge sanctions lawyers over fake citations", None),
        ("FIFA sanctions Russian football club", None),
        ("Regulator lowers energy price cap", None),
        ("Bank sanctions Rs 200 crore loan", None),
    ],
)
def test_traps(title, wanted):
    assert claim(title) == wanted


def test_the_same_direction_in_both_texts_of_the_seed():
    found = signal(
        "White House explores potential Russia sanctions relief amid diplomatic push",
        "Plan reportedly includes easing restrictions on select Russian entities and oligarchs",
    )
    assert (found.jurisdictions, found.targets, found.programmes) == (("US",), ("RU",), ())
    assert not signal_json(found)["verified"]


def test_a_licence_beside_a_designation_is_part_of_the_tightening():
    found = signal("Iran-related Designations; Issuance of Iran-related General License", source="ofac.treasury.gov")
    assert (found.direction, found.mixed, found.targets) == (T, True, ("IR",))


@pytest.mark.parametrize(
    ("title", "host"),
    [
        ("Determination To Defer Sanctions; California; Air District", "federalregister.gov"),
        ("Information Collection: General Licensee Registration", "federalregister.gov"),
        ("Financial sanctions webinars and events", "gov.uk"),
    ],
)
def test_business_of_other_authorities(title, host):
    assert claim(title, "The Environmental Protection Agency is making a determination.", host) is None


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        (
            "Council Implementing Regulation (EU) 2026/1 implementing Regulation (EU) No 269/2014 concerning restrictive measures",
            T,
        ),
        ("Council Decision (CFSP) 2026/2 repealing Decision 2011/72/CFSP concerning restrictive measures", R),
        ("Council Decision (CFSP) 2026/3 amending Decision 2014/512/CFSP concerning restrictive measures", N),
        ("Corrigendum to Council Decision (CFSP) 2026/3 concerning restrictive measures", N),
    ],
)
def test_titles_of_the_official_journal(title, direction):
    found = signal(title, source="eur-lex.europa.eu")
    assert (found.direction, found.jurisdictions) == (direction, ("EU",))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Los Estados Unidos levantan las sanciones contra el banco de Rusia", "es"),
        ("Die EU verlängert die Sanktionen gegen Russland um sechs Monate", "de"),
        ("L'Union européenne lève les sanctions contre la Syrie", "fr"),
        ("США отменили санкции против белорусской авиакомпании", "ru"),
        ("米国、イランへの制裁を解除", "ja"),
    ],
)
def test_other_languages_are_told_and_not_guessed_at(title, language):
    found = signal(title)
    assert (found.language, found.supported, found.relevant, found.direction, found.confidence) == (
        language,
        False,
        False,
        None,
        0.0,
    )


@pytest.mark.parametrize("each", OWN, ids=lambda each: each.item.title[:40])
def test_english_is_read(each):
    assert classify(each.item).language == "en"


@given(
    st.text(max_size=300),
    st.text(max_size=300),
    st.sampled_from(("", "ofac.treasury.gov", "gov.uk", "eur-lex.europa.eu")),
)
def test_any_text_is_classified_and_claims_no_more_than_it_may(title, summary, host):
    found = signal(title, summary, host)
    body = signal_json(found)
    assert body["verified"] is False
    assert 0 <= body["confidence"] <= 1
    if not found.relevant:
        assert (found.direction, found.stage, found.jurisdictions, found.targets) == (None, None, (), ())
    if found.direction is E:
        assert found.stage is None


@given(st.sampled_from(OWN), st.sampled_from(("", " ", "\n")), st.sampled_from(("Ünrelated—text. ", "")))
def test_evidence_quotes_the_text(each, pad, before):
    item = replace(each.item, title=pad + each.item.title, summary=before + each.item.summary)
    for piece in classify(item).evidence:
        text = item.title if piece.part == "title" else item.summary
        assert text[piece.start : piece.end] == piece.words


def test_reading_an_item():
    raw = {"id": 7, "title": "A", "lead": "b", "date": "2026-01-01", "outlet": "c"}
    assert read_item(raw) == Item("7", "A", "b", "", "2026-01-01", "c")
    for bad in ([], {"title": "x"}, {"id": "1"}, {"id": "1", "title": ["x"]}):
        assert isinstance(read_item(bad), ItemProblem)
