"""Signals with the listed parties that they name."""

from bot.core.mentions.scanner import Mention
from bot.core.signals.items import Item
from bot.services.signals import line_json, signals

RELEVANT = Item("1", "US lifts sanctions on Example Bank of Syria")
ORDINARY = Item("2", "Example Bank opens a branch")


def test_parties_are_named_only_where_the_item_is_relevant():
    asked = []

    def find(text):
        asked.append(text)
        at = text.index("Example Bank")
        return (Mention("Example Bank", at, at + 12, ("e-1",)),)

    found = [line_json(*each) for each in signals([RELEVANT, ORDINARY], find, {"e-1": "EXAMPLE BANK"}.get)]
    assert [each["relevant"] for each in found] == [True, False]
    assert found[0]["entities"] == [{"entity": "e-1", "caption": "EXAMPLE BANK", "mention": "Example Bank"}]
    assert (found[1]["entities"], len(asked)) == ([], 1)
