from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pasted import MOST_SUBJECTS, and_parts, is_pasted, list_parts, subjects

SIGNATURE = """Kind regards,

Ivan Petrov
Deputy Director, Crude Oil Trading
Rosneft Trading S.A.
2, rue du Mont-Blanc, 1201 Geneva, Switzerland
Tel: +41 22 123 45 67 | M: +41 79 123 45 67
E-mail: i.petrov@rosneft-trading.ch
www.rosneft.com
"""


def test_a_signature_gives_the_person_and_the_company() -> None:
    assert subjects(SIGNATURE) == ["Ivan Petrov", "Rosneft Trading S.A."]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Oleg Deripaska\nGennady Timchenko\n\nIMO 9187629\nBank Rossiya", 4),
        (
            "please check these:\n1. TIMCHENKO, Gennady\n2. Gunvor Group Ltd.\n3. sberbank\n- Alisher Usmanov (b. 1953)",
            4,
        ),
        (
            "Dr. Anna Müller, Head of Legal | Nordwind Bank AG | +49 30 1234567\nUnter den Linden 5\n10117 Berlin\nGermany",
            2,
        ),
    ],
)
def test_lines_are_screened_each(text: str, names: int) -> None:
    assert len(subjects(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Anna Schmidt\nVertriebsleiterin\nNordwind PJSC\n26/1 Sofiyskaya Embankment, Moscow",
        "Anna Schmidt\nResponsable des achats\nNordwind PJSC\n12 quai de l'Exemple",
        "Anna Schmidt\nЗаместитель генерального директора\nNordwind PJSC\nнаб. Примерная, 26/1, Москва",
        "Anna Schmidt\nSatış Müdürü\nNordwind PJSC\nÖrnek Bulvarı No: 5, Ankara",
        "cc: Anna Schmidt; Nordwind PJSC\nSubject: hello",
    ],
)
def test_addresses_and_job_titles_of_several_languages_are_left_out(text: str) -> None:
    assert subjects(text) == ["Anna Schmidt", "Nordwind PJSC"]


def test_names_with_such_words_stay_names() -> None:
    names = ["Plaza Holdings", "BALTIC TRADER", "Captain Ivan Example"]
    assert subjects("\n".join(names)) == names


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ada, Bob and Co, Cid", ("Ada", "Bob and Co", "Cid")),
        ("Ada, PJSC, Bob, and Cid", ("Ada, PJSC", "Bob", "Cid")),
        ("Ada; Bob / Cid", ("Ada", "Bob", "Cid")),
        ("Ada A/S", ("Ada A/S",)),
        (", ;", ()),
    ],
)
def test_a_line_lists_names_between_marks(text: str, parts: tuple[str, ...]) -> None:
    assert list_parts(text) == parts
    assert and_parts("Ada und Bob & Cid и AT&T") == ("Ada", "Bob", "Cid", "AT&T")


def test_titles_and_degrees_are_left_off() -> None:
    assert subjects("Mr. Ivan Petrov, PhD\nCEO at Volga Group LLC") == ["Ivan Petrov", "Volga Group LLC"]


def test_a_header_of_a_mail_gives_its_people() -> None:
    text = "From: Ivan Ivanov <i.ivanov@example.ru>\nSent: Monday\nSubject: payment\n\nDear all,\nplease pay this soon.\nBest,\nIvan"
    assert subjects(text) == ["Ivan Ivanov"]


def test_at_most_ten_subjects_each_once() -> None:
    text = "\n".join(f"Person Number {chr(65 + n)}" for n in range(20)) + "\nPerson Number A"
    assert len(subjects(text)) == MOST_SUBJECTS


def test_one_line_is_not_pasted_text() -> None:
    assert not is_pasted("Ivan Petrov\n")
    assert is_pasted("Ivan Petrov\nRosneft")


@given(st.text(max_size=500))
def test_every_subject_stands_in_the_text(text: str) -> None:
    for name in subjects(text):
        assert "".join(name.split()) in "".join(text.split())
