"""Numbers of acts in texts, by which happenings are told apart."""

import pytest

from bot.core.stories.numbers import conflict, numbers_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Web General Licenses 131E, 131F, and 131G", {("licence", "131E"), ("licence", "131F"), ("licence", "131G")}),
        ("OFAC issues GL 8K on Russia", {("licence", "8K")}),
        ("general license no. 25 for Syria", {("licence", "25")}),
        ("OFSI General Licence INT/2025/7895596", {("uk-licence", "2025/7895596")}),
        ("Council Regulation (EU) 2026/1843 and Decision (CFSP) 2026/1850", {("eu", "2026/1843"), ("eu", "2026/1850")}),
        ("Regulation (EU) No 833/2014", {("eu", "833/2014")}),
        ("resolution 2633 (2022)", {("un", "2633")}),
        ("E.O. 14024 and Executive Order 14312", {("us-order", "14024"), ("us-order", "14312")}),
        ("the 19th package", {("package", "19")}),
        ("an eighteenth sanctions package", {("package", "18")}),
        ("19th round of sanctions", {("package", "19")}),
        ("persons and vessels (doc 2026-01646)", {("us-document", "2026-01646")}),
        ("Senators back H.R. 2548", {("bill", "h.r.2548")}),
        ("six more months, until 31 January 2023", set()),
        ("$4.9 million in 2025, 50 days", set()),
    ],
)
def test_numbers_are_read_with_their_kinds(text, found):
    assert numbers_of(text) == found


def test_other_numbers_of_one_kind_tell_apart_and_of_other_kinds_do_not():
    assert conflict(numbers_of("General License 8K"), numbers_of("General License 8L"))
    assert not conflict(numbers_of("General License 8K"), numbers_of("General Licenses 8K and 9"))
    assert not conflict(numbers_of("General License 8K"), numbers_of("resolution 2633"))
    assert not conflict(numbers_of("General License 8K"), numbers_of("a licence"))
