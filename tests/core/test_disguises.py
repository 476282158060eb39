"""Names written so that a reader sees them and a program does not."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.candidates import screen
from bot.core.index import Index
from bot.core.nameforms.forms import MAX_WORDS, make_form
from bot.core.nameforms.latin import LEFT, latin
from bot.core.nameforms.lexicon import other_reading
from bot.core.nameforms.spelling import settled
from bot.core.questions import Band, Query
from tests.core.parties import O, P, index_of, party

DISGUISED = {
    "Sberbank": [
        "Сбepбанк",
        "СБEPБAHK",
        "Sbеrбаnк",
        "Сбеrbank",
        "S b e r b a n k",
        "С б е р б а н к",
        "S-b-e-r-b-a-n-k",
        "S_b_e_r_b_a_n_k",
        "S·b·e·r·b·a·n·k",
        "S\u2009b\u2009e\u2009r\u2009b\u2009a\u2009n\u2009k",
        "S\u2800b\u2800e\u2800r\u2800b\u2800a\u2800n\u2800k",
        "S\0b\0e\0r\0b\0a\0n\0k",
        "S\u20ddb\u20dde\u20ddr\u20ddb\u20dda\u20ddn\u20ddk\u20dd",
        "С\u0489б\u0489е\u0489р\u0489б\u0489а\u0489н\u0489к\u0489",
        "Sber\ufff9bank",
        "Sber\U0001d173bank",
        "Sber\ue000bank",
        "5berbank",
        "Sb3rbank",
        "$berbank",
        "ⓢⓑⓔⓡⓑⓐⓝⓚ",
        "🅂🄱🄴🅁🄱🄰🄽🄺",
        "🅢🅑🅔🅡🅑🅐🅝🅚",
        "the " * 24 + "Sberbank",
    ],
    "Gazprom": ["Гaзпром", "Gazpr0m", "Gazprorn", "Га3пром", "\u202emorpzaG"],
    "Rosneft": ["Роcнефть", "R0sneft", "Р0снефть", "⒭⒪⒮⒩⒠⒡⒯"],
    "Rostec": ["R0stec", "ROSTEС", "ɔǝʇsoᴚ"],
    "Hamas": ["НАМАЅ", "Hɑmas", "ꓧꓮꓟꓮꓢ", "HᎪMᎪS", "ⲎⲀⲘⲀS", "ᕼᗩᗰᗩᔕ", "Hamas™", "Hamas℠", "H4mas", "Hama$"],
    "Hezbollah": ["Xезболла", "Hezbo11ah"],
    "Mahan Air": ["Mahɑn Air", "Маhаn Аir"],
    "Wagner": ["BAГHEP", "VVagner"],
    "SECHIN, Igor": ["Игорь Сeчин", "I g o r S e c h i n", "I g o r  S e c h i n", "Igor\u2800Sechin", "Igor Sech1n"],
    "KADYROV, Ramzan": ["Paмзан Кaдыpов"],
    "MEDVEDCHUK, Viktor": ["Вiктор Медведчук"],
    "USMANOV, Alisher": ["Aлишер Усманов"],
    "BOUT, Viktor": ["Viktor B0ut"],
    "ALIYEV, Heydar": ["Heydər Əliyev", "ҺЕЙДӘР ӘЛИЕВ"],
    "TOKAYEV, Kassym": ["Қасым Тоқаев"],
    "RAHMON, Emomali": ["Эмомалӣ Раҳмон"],
}
PEOPLE = [name for name in DISGUISED if "," in name]
CASES = [(name, text) for name, texts in DISGUISED.items() for text in texts]


@pytest.fixture(scope="module")
def listed() -> Index:
    names = [*DISGUISED, "SO", "Varuna", "Alpha", "Stem"]
    return index_of(*(party(name, str(at), P if name in PEOPLE else O) for at, name in enumerate(names)))


@pytest.mark.parametrize(("name", "text"), CASES)
def test_a_disguised_name_is_found(listed: Index, name: str, text: str) -> None:
    best, *_ = screen(listed, Query(text)).candidates
    assert (best.caption, best.band) in [(name, Band.EXACT), (name, Band.STRONG)]


@pytest.mark.parametrize(
    "text",
    [
        "МОСТ",
        "Сорос",
        "СОМ",
        "Hope Star",
        "Northern Star",
        "A. B. C. D. Perera",
        "Alpha5",
        "Stern",
        "R0",
        "S0",
        "7031(c)",
    ],
)
def test_what_only_looks_like_a_disguise_finds_nobody(listed: Index, text: str) -> None:
    shown = [c for c in screen(listed, Query(text)).candidates if c.band in (Band.EXACT, Band.STRONG)]
    assert shown == []


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Романов Ltd", "romanov ltd"),
        ("Сергiй Вiталiйович", "sergiy vitaliyovich"),
        ("Ренат Pavlova", "renat pavlova"),
        ("Нарoдное oпoлчéние", "narodnoe opolchenie"),
        ("Анатóлий Карпов", "anatoliy karpov"),
        ("Russian: Aнна Борисовна", "russian anna borisovna"),
        ("Αλέξης Tσίπρας", "alexes tsipras"),
        ("Ηаmаs", "hamas"),
        ("S.А. Dе С.V", "sa de c v"),
        ("корпуса на Hazrat", "korpusa na hazrat"),
        ("Өскемен Ұлы", "oskemen uly"),
        ("Тоҷикистон", "tojikiston"),
        ("Йоккха Ӏела", "yokkkha ela"),
        ("ڕێژ", "rezh"),
        ("Ընկեր", "ynker"),
        ("ኃይለ", "hayela"),
        ("J. R. R. Tolkien", "j r r tolkien"),
        ("A. B. C. D. Perera", "a b c d perera"),
        ("Jamal H A A A Alshutti", "jamal h a a a alshutti"),
        ("Al\tNusra\nFront", "al nusra front"),
        ("O´Brien", "obrien"),
    ],
)
def test_each_word_is_read_in_its_own_script(printed: str, plain: str) -> None:
    assert latin(printed) == plain


def test_a_letter_that_cannot_be_read_parts_no_word_and_makes_no_other_word() -> None:
    assert len(latin("Ma\ufffdmoud").split()) == 1
    assert latin("Mar𐤀") != latin("Mar")
    one, other = latin("𓀀𓀁"), latin("𓀀𓀂")
    assert one != other
    assert one == latin("𓀀𓀁")
    assert one.isalnum()


@pytest.mark.parametrize(
    "text",
    ["R0", "95", "11420 Corp", "7031(c)", "Type45", "MH17", "S300", "T80", "Su-35", "Varuna 3", "Alpha5", "B737max"],
)
def test_numbers_and_models_stay_what_they_are(text: str) -> None:
    assert other_reading(text) == ""
    assert any(char.isdigit() for char in latin(text))


@pytest.mark.parametrize(
    "text", ["Sberbank", "Сбербанк", "Igor Sechin", "Northern Star", "张三李四", "Société Générale"]
)
def test_a_plain_name_has_no_second_reading(text: str) -> None:
    assert other_reading(text) == ""


def test_a_word_of_look_alikes_only_has_both_readings() -> None:
    assert (latin("РОСТЕХ"), latin(other_reading("РОСТЕХ"))) == ("rostekh", "poctex")
    assert (latin("РOСТЕХ"), latin(other_reading("РOСТЕХ"))) == ("poctex", "rostekh")


UNSEEN = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in ("Cf", "Cc", "Co", "Me") and not chr(code).isspace()
]


@given(st.sampled_from(UNSEEN), st.integers(1, 7))
def test_what_is_not_seen_parts_no_word(char: str, place: int) -> None:
    assert latin("Sberbank"[:place] + char + "Sberbank"[place:]) == "sberbank"


def test_all_that_is_not_seen_is_known() -> None:
    assert [char for char in UNSEEN if settled(f"a{char}b") != "ab"] == []


@given(st.text(max_size=40))
def test_any_text_becomes_words_of_plain_letters_and_figures(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in latin(text).split())
    other_reading(text)


@given(st.text("abcdefgABCDEHKMOPTXабвгджАВЕКМНОРСТХ -.", max_size=30))
def test_a_settled_text_stays_as_it_is(text: str) -> None:
    assert settled(settled(text)) == settled(text)


@given(st.text("БГДЖИЛПФЧЯбгджилпфчя", min_size=1), st.text("АВЕКМНОРСТХаеорсух"), st.randoms())
def test_latin_look_alikes_in_a_cyrillic_word_change_nothing(telling: str, like: str, dice: object) -> None:
    swap = dict(zip("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx", strict=True))
    word = telling[:1] + like + telling[1:]
    mixed = "".join(swap.get(char, char) if dice.random() < 0.5 else char for char in word)  # type: ignore[attr-defined]
    assert latin(mixed) == latin(word)


def test_padding_does_not_push_a_name_out() -> None:
    assert make_form("the of and " * 20 + "Sberbank", False).words == ("sberbank",)
    assert len(make_form(" ".join(f"word{at}" for at in range(60)), False).words) == MAX_WORDS


def test_letters_left_by_the_transliterator_are_read_in_plain_ones() -> None:
    assert all(latin("a" + chr(code) + "b").isalnum() for code in LEFT)
