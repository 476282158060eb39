"""The documentation against the program: tables, names, links, and the session of the README run for real.

Rewrite tables and sessions with `UPDATE_GOLDEN=1 pytest tests/test_docs.py`, and review the diff.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.blocks.wording import BANNED
from bot.cli import cli
from bot.core.listings import PROPERTIES, Materiality
from bot.core.roles import ACTS, least
from bot.core.snapshots import REFUSAL_RULES
from bot.settings import FIELDS, SOURCE_URL
from bot.sources import SOURCES
from bot.sources.source import Source
from handlers.commands import COMMANDS
from handlers.manifest import EVENTS, SCOPES
from tests.fakeslack import FakeSlack

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SLACK_APP = ROOT / "docs" / "slack-app.md"
LISTS = ROOT / "docs" / "lists.md"
OPERATORS = ROOT / "docs" / "operators.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EVERYTHING = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TIME = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}Z)?|\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2} UTC")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FOREIGN_PATH = re.compile(r"(?<![\w.])/(work|root|tmp|home|Users)/")


def is_updating() -> bool:
    return os.environ.get("UPDATE_GOLDEN") == "1"


def cells(*row: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def interval(source: str) -> str:
    minutes = int(SOURCES[source].every.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 60 else ("hour" if minutes == 60 else f"{minutes // 60} hours")


def commands() -> list[tuple[str, str]]:
    found = [(command.name or "", command.callback) for command in cli.registered_commands]
    return [(name, (callback.__doc__ or "").splitlines()[0]) for name, callback in found if callback]


def asserted(source: Source) -> str:
    sure = source.assertions
    most = f" to {sure.max_entries:,}" if sure.max_entries < 10_000_000 else ""
    filled = ", ".join(f"{name} {share:.0%}" for name, share in sure.filled.items())
    parts = ", ".join(f"{name} {least:,} entries" for name, least in sure.parts.items())
    return cells(
        f"`{source.id}`",
        f"{sure.min_entries:,}{most or ' or more'}",
        f"{sure.min_share:.0%}",
        f"{sure.max_amended:.0%}",
        "; ".join(filter(None, (filled, parts))),
    )


def properties(materiality: Materiality) -> str:
    return ", ".join(name for name, each in PROPERTIES.items() if each is materiality and name != "printed")


TABLES = {
    "commands": (
        ROOT / "docs" / "command-line.md",
        [cells("command", "what it does"), cells("---", "---")]
        + [cells(f"`desk {name}`", about) for name, about in commands()],
    ),
    "sources": (
        README,
        [cells("id", "list", "publisher", "licence", "looked at every"), cells(*["---"] * 5)]
        + [
            cells(f"`{s.id}`", f"[{s.title}]({s.home})", s.publisher, s.licence, interval(s.id))
            for s in SOURCES.values()
        ],
    ),
    "settings": (
        README,
        [cells("name", "default", "about"), cells("---", "---", "---")]
        + [cells(f"`{s.name}`", f"`{s.default}`" if s.default else "", s.about) for s in FIELDS.values()],
    ),
    "rules": (
        LISTS,
        [cells("rule", "what it finds"), cells("---", "---")]
        + [cells(name, (rule.__doc__ or "").splitlines()[0]) for name, rule in REFUSAL_RULES.items()],
    ),
    "assertions": (
        LISTS,
        [
            cells("list", "entries", "of the last must remain", "may change at once", "stated by at least"),
            cells(*["---"] * 5),
        ]
        + [asserted(source) for source in SOURCES.values()],
    ),
    "addresses": (
        LISTS,
        [cells("list", "setting", "official address"), cells("---", "---", "---")]
        + [
            cells(f"`{s.id}`", f"`{SOURCE_URL}{s.id.upper().replace('-', '_')}`", " ".join(s.urls.values()) or "none")
            for s in SOURCES.values()
        ],
    ),
    "hosts": (
        SLACK_APP,
        [cells("host", "for", "how often"), cells("---", "---", "---")]
        + [
            cells(
                f"`{re.split('[/:]+', url)[1]}`",
                f"`{s.id}`{' (only when opted in)' if s.opt_in else ''}",
                f"every {interval(s.id)}",
            )
            for s in SOURCES.values()
            for url in s.urls.values()
        ],
    ),
    "materiality": (
        LISTS,
        [cells("material", "bookkeeping"), cells("---", "---"), cells(*(properties(each) for each in Materiality))],
    ),
    "roles": (
        SLACK_APP,
        [cells("what", "least role", "while no role is set", "in the ledger"), cells(*["---"] * 4)]
        + [
            cells(
                rule.words,
                rule.least,
                least(act, is_set=False),
                f"`{rule.kind}`" if rule.kind else f"no: {rule.unrecorded}",
            )
            for act, rule in ACTS.items()
        ],
    ),
    "scopes": (
        SLACK_APP,
        [cells("scope", "needed"), cells("---", "---")] + [cells(f"`{s}`", why) for s, why in sorted(SCOPES.items())],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_the_program_says(name: str) -> None:
    page, rows = TABLES[name]
    text = page.read_text(encoding="utf-8")
    before, start, rest = text.partition(f"<!-- table: {name} -->\n")
    found, end, after = rest.partition("<!-- end -->")
    assert "" not in (start, end), f"{page.name} has no place for the table {name}"
    made = "\n".join(rows) + "\n"
    if is_updating():
        page.write_text(f"{before}{start}{made}{end}{after}", encoding="utf-8")
        found = made
    assert made == found


def test_every_command_is_told() -> None:
    assert [name for name, _ in commands() if f"desk {name}" not in EVERYTHING] == []


def test_every_verb_of_slack_is_told() -> None:
    assert [c.verb for c in COMMANDS if not re.search(rf"`[^`]*\b{re.escape(c.verb)}\b", EVERYTHING)] == []


def test_every_setting_is_told() -> None:
    names = [setting.name for setting in FIELDS.values()]
    names += [SOURCE_URL + source.upper().replace("-", "_") for source in SOURCES]
    assert [name for name in names if not re.search(rf"`{name}[=`]", EVERYTHING)] == []


def test_every_list_is_told_to_operators_too() -> None:
    text = OPERATORS.read_text(encoding="utf-8")
    assert [source for source in SOURCES if source not in text] == []


def test_every_event_and_every_host_is_told_to_the_slack_admin() -> None:
    text = SLACK_APP.read_text(encoding="utf-8")
    hosts = [re.split("[/:]+", url)[1] for source in SOURCES.values() for url in source.urls.values()]
    assert [each for each in (*EVENTS, *hosts) if f"`{each}`" not in text] == []


def test_every_dependency_has_its_sentence_and_no_other_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=~!; ]", text)[0] for text in project["dependencies"]}
    section = README.read_text(encoding="utf-8").partition("## Dependencies")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| ([a-z][a-z-]+) \| (.+) \|$", section, re.MULTILINE))
    told.pop("package")
    assert set(told) == wanted
    assert [name for name, why in told.items() if len(why.split()) < 5] == []


def test_the_first_commands_of_the_readme_exist() -> None:
    first = re.findall(r"^make (\w+)", CONSOLE.sub("", README.read_text(encoding="utf-8")), re.MULTILINE)[:2]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert first == ["demo", "test"]
    told = set(re.findall(r"`make (\w+)`", EVERYTHING))
    assert {*first, *told} <= set(targets)


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    broken = []
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
    return {*made, *re.findall(r'<a id="([^"]+)">', text)}


@pytest.mark.parametrize("name", NAMES)
def test_files_that_a_page_names_exist(name: str) -> None:
    quoted = re.findall(
        r"`((?:bot|handlers|storage|tests|bench|docs|requirements|\.ci)/[\w./-]*)`", (ROOT / name).read_text()
    )
    assert [path for path in quoted if "xx" not in path and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_names_a_folder_of_somebodys_machine(name: str) -> None:
    assert FOREIGN_PATH.search((ROOT / name).read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("name", NAMES)
def test_no_page_uses_a_word_that_would_be_quoted_as_a_clearance(name: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(rf"\b(?:{'|'.join(BANNED)})\b", prose, re.IGNORECASE) == []


def test_the_session_of_the_readme_is_what_the_commands_print(fake_slack: FakeSlack) -> None:
    """Run as one shell script, so that what a command left behind is there for the next."""
    text = README.read_text(encoding="utf-8")
    said = iter(run(typed("".join(CONSOLE.findall(text))), fake_slack.url))
    made = CONSOLE.sub(lambda block: f"```console\n{''.join(next(said) for _ in typed(block[1]))}```", text)
    if is_updating():
        README.write_text(made, encoding="utf-8")
        text = made
    assert TIME.sub("‹time›", made) == TIME.sub("‹time›", text)


def typed(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def run(lines: list[str], slack: str) -> list[str]:
    """Each command line as it is shown, with what it printed."""
    mark = "--- next ---"
    script = "\n".join([f'desk() {{ "{sys.executable}" -m bot "$@"; }}', *(f"{line}\necho '{mark}'" for line in lines)])
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SLACK_API_URL": slack, "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    printed = done.stdout.split(f"{mark}\n")
    assert len(printed) == len(lines) + 1, done.stdout
    return [f"$ {line}\n{out}" for line, out in zip(lines, printed, strict=False)]
