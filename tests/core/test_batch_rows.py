"""What is read from a file of names, and what is said of rows that cannot be."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.batch_rows import COLUMNS, MAX_LINE, RECORD_LINES, BadRow, Row, Unreadable, read_rows
from bot.core.listings import EntityType
from bot.core.queries import MAX_LENGTH, parse_filters


def read(text, file_name="", **more):
    return list(read_rows(io.StringIO(text, newline=""), file_name, **more))


def names(text, file_name=""):
    return [row.name for row in read(text, file_name) if isinstance(row, Row)]


def bad(text, file_name=""):
    return [(row.line, row.problem) for row in read(text, file_name) if isinstance(row, BadRow)]


@pytest.mark.parametrize(
    ("text", "file_name"),
    [
        ("name\nRosneft\nGazprom\n", "list.csv"),
        ("ID,Name\n1,Rosneft\n2,Gazprom\n", ""),
        ("id;NAME\r\n1;Rosneft\r\n2;Gazprom\r\n", "list.csv"),
        ("id\tname\n1\tRosneft\n2\tGazprom", "list.tsv"),
        ('{"name": "Rosneft"}\n\n{"NAME": "Gazprom", "other": [1]}\n', ""),
        ("Rosneft\n\n  Gazprom  \n", "list.txt"),
        ("Rosneft\rGazprom\r", "-"),
        ('name\n"Rosneft"\n"Gaz\nprom"\n'.replace("Gaz\n", "Gaz"), "list.csv"),
    ],
)
def test_all_forms_give_the_same_names(text, file_name):
    assert names(text, file_name) == ["Rosneft", "Gazprom"]


def test_a_cell_may_hold_line_ends_and_its_row_has_the_line_it_begins_at():
    rows = read('id,name\n1,"Bank\nof Nowhere"\n2,Gazprom\n')
    assert [(row.line, row.id, row.name) for row in rows] == [(2, "1", "Bank of Nowhere"), (4, "2", "Gazprom")]


def test_the_other_columns_are_the_filters_of_a_question():
    (row,) = read('name,dob,country,type\n"Putin, Vladimir",1952-10-07,Russia,individual\n')
    asked = parse_filters("Putin, Vladimir", {"dob": "1952-10-07", "country": "Russia", "type": "individual"})
    assert row.query == asked
    assert row.query.type is EntityType.PERSON


@pytest.mark.parametrize("name", ["is Rosneft sanctioned by the EU?", "check Sberbank", "Smith type:person", "list:x"])
def test_a_name_is_no_question(name):
    (row,) = read(f"name\n{name}\n")
    assert (row.query.text, row.query.scheme, row.query.lists, row.query.type) == (name, "", frozenset(), None)


def test_a_bare_identifier_is_recognised_and_a_mistyped_one_is_told():
    rows = read("IMO 9187629\n7707083893\nIMO 9187628\nSwift 24 Logistics\n")
    assert [row.query.scheme for row in rows if isinstance(row, Row)] == ["imo", "inn", ""]
    assert bad("IMO 9187628\n") == [(1, "IMO 9187628: the check digit is wrong.".rstrip("."))]


ROWS = [
    ("3,,\n", "there is no name"),
    ("3,?!,\n", "there is no name"),
    ("3,Rosneft,soon\n", "dob: "),
    ("3,Rosneft\n", "2 cells where the first line has 3"),
    ("3,Bank, Ltd,1950\n", "4 cells"),
    ('3,"Rosneft,1950\n', "quotation marks"),
    ('3,"Ros"neft,1950\n', "quotation marks"),
    (f"3,{'x' * (MAX_LENGTH + 1)},\n", "501 characters"),
    (f"3,{'x' * (MAX_LINE + 1)},\n", "more than 100,000"),
    ("3,Ros\udce9neft,\n", "byte 6 of the line (0xE9) is not UTF-8"),
    ("3,IMO 9187628,\n", "check digit"),
]


@pytest.mark.parametrize(("row", "problem"), ROWS, ids=[problem for _, problem in ROWS])
def test_a_bad_row_is_named_and_costs_no_other(row, problem):
    text = f"id,name,dob\n1,Rosneft,\n{row}4,Gazprom,\n5,Novatek,\n"
    assert names(text) == ["Rosneft", "Gazprom", "Novatek"]
    ((line, told),) = bad(text)
    assert (line, problem in told) == (3, True), told


def test_an_open_quotation_mark_swallows_none_of_the_rows_below():
    text = 'name\n"Rosneft\n' + "".join(f"Company {n}\n" for n in range(3 * RECORD_LINES))
    assert [line for line, _ in bad(text)] == [2]
    assert len(names(text)) == 3 * RECORD_LINES


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ('"Rosneft"', "not an object"),
        ("{}", "no name"),
        ('{"name": ["a"]}', "“name” is not a text"),
        ('{"name": true}', "“name” is not a text"),
        ('{"name": "a", "dob": 1.5}', "“dob” is not a text"),
        ('{"name": "a", "country": "Atlantis"}', "Atlantis"),
        ('{"name": "a", "type": "planet"}', "planet"),
        ("[" * 5000, "not JSON"),
    ],
)
def test_a_bad_line_of_json_is_named_and_costs_no_other(line, problem):
    text = f'{{"name": "Rosneft", "id": 7, "dob": 1950}}\n{line}\n{{"name": "Gazprom", "dob": null}}\n'
    assert names(text) == ["Rosneft", "Gazprom"]
    ((at, told),) = bad(text)
    assert (at, problem in told) == (2, True), told
    assert read(text)[0].id == 7


@pytest.mark.parametrize(
    ("text", "file_name", "problem"),
    [
        ("", "list.csv", "nothing in it"),
        ("\n \n", "-", "nothing in it"),
        ("id,name\n", "list.csv", "no row below"),
        ("id,full name\n1,Rosneft\n", "list.csv", "'id', 'full name'"),
        ("id;who;country\n1;Rosneft;RU\n", "-", "'who'"),
        ("name,Name\na,b\n", "list.csv", "two columns “name”"),
        ("x" * (MAX_LINE + 1), "list.csv", "more than 100,000"),
    ],
)
def test_an_input_that_is_none_is_told_at_once(text, file_name, problem):
    with pytest.raises(Unreadable, match=problem.replace("(", r"\(")):
        read_rows(io.StringIO(text, newline=""), file_name)


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), max_size=30))
def test_every_row_of_a_well_made_csv_comes_back_or_is_told(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("id", "name"), *rows, ("last", "Rosneft")])
    found = read(out.getvalue())
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(found) == len(kept) + 1
    for (_, name), row in zip(kept, found, strict=False):
        assert isinstance(row, BadRow) or row.name == " ".join(name.split())


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), max_size=20),
    st.sampled_from(["a.csv", "a.jsonl", "a.txt", ""]),
)
def test_whatever_is_read_nothing_raises_but_unreadable(lines, file_name):
    try:
        rows = list(read_rows([f"{line}\n" for line in lines], file_name))
    except Unreadable:
        return
    assert all(isinstance(row, Row | BadRow) for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})


@given(
    st.dictionaries(
        st.sampled_from(COLUMNS),
        st.none() | st.integers() | st.text(st.characters(exclude_categories=("Cs",)), max_size=9),
    )
)
def test_any_object_is_a_row_or_told(value):
    assert len(list(read_rows([json.dumps(value)], "a.jsonl"))) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@given(name=st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20))
def test_names_in_another_encoding_are_never_read_as_other_names(encoding, name):
    text = f"{name}\n".encode(encoding).decode("utf-8", "surrogateescape")
    assert names(text, "list.txt") == []
    assert "UTF-8" in bad(text, "list.txt")[0][1]


def test_tabs_and_soft_line_ends_of_spreadsheets_are_no_control_characters():
    assert names("Rosneft\tOil\nGaz\x0bprom\n", "list.txt") == ["Rosneft Oil", "Gaz prom"]
