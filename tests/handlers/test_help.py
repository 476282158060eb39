"""Help: from the table of verbs, in groups, with usage and examples; near misses are asked back."""

import pytest

from bot.blocks.help import GROUPS
from handlers.commands import COMMANDS, VERBS


def test_help_tells_every_verb_once_in_its_group(office):
    said = office.command("help")
    sections = [b["text"]["text"] for b in said["blocks"] if b["type"] == "section"]
    for group, title in GROUPS.items():
        verbs = [c for c in COMMANDS if c.group == group and not c.only_in_demo]
        told = next((text for text in sections if text.startswith(f"*{title}*")), "")
        assert told.count("\n") == len(verbs), group
        assert [c.verb for c in verbs if f"`{c.verb}" not in told] == []


def test_help_tells_what_can_be_done_on_a_card(office):
    said = office.command("help")["words"]
    for what in ("👀", "✅", "🚫", "📝", "*Discuss*"):
        assert what in said


def test_help_is_short(office):
    said = office.command("help")
    assert len(said["words"]) < 3200
    assert len(said["blocks"]) <= 8


@pytest.mark.parametrize("verb", [c.verb for c in COMMANDS if not c.only_in_demo])
def test_help_of_a_verb_gives_its_usage_and_examples(office, verb):
    words = office.command(f"help {verb}")["words"]
    assert VERBS[verb].about.split(".")[0].split(":")[0][:20] in words
    assert len(VERBS[verb].examples) == words.count("• ")


@pytest.mark.parametrize("verb", [c.verb for c in COMMANDS if c.group != "ask"])
def test_a_verb_that_takes_words_shows_an_example(verb):
    assert VERBS[verb].usage == verb or VERBS[verb].examples or VERBS[verb].only_in_demo


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.verb not in ("check",)], ids=lambda c: c.verb)
def test_each_example_begins_with_its_verb(command):
    assert [each for each in command.examples if each.split()[0] != command.verb and command.verb not in each] == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("help chek", "/sanctions help check"),
        ("help settngs", "/sanctions help settings"),
        ("settngs", "/sanctions settings"),
        ("feedbak", "/sanctions feedback"),
        ("chnages", "/sanctions changes"),
        ("help nonsense-word", "/sanctions help"),
        ("check Rosneft contry:RU", "Did you mean “country:”?"),
        ("changes contry:RU", "Did you mean “country:”?"),
        ("changes isuer:eu", "Did you mean “issuer:”?"),
        ("changes colour:red", "Known are since, until"),
    ],
)
def test_a_near_miss_is_asked_back(office, text, hint):
    said = office.command(text)["words"].replace("`", "")
    assert hint in said, said


def test_a_name_that_begins_like_a_verb_without_words_is_looked_up(office):
    said = office.command("Sources Trading Company")["words"]
    assert "Sources Trading Company" in said
    assert "not a clearance" in said.casefold()
