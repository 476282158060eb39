"""`make screenshots`: pictures of the cards in the local Slack, into screenshots/ (not kept in the repository)."""

from __future__ import annotations

import csv
import html
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from slack_sdk import WebClient

from bot.blocks import ids
from tests.blocks.gallery import MESSAGES, VIEWS
from tests.e2e.browser import browsing, chromium
from tests.e2e.slack import ALERTS, RUSSIA, Message, Slack

ROOT = Path(__file__).parent.parent
QUESTIONS = {
    "listed": "check Sberbank",
    "person": "check Тимченко Геннадий",
    "ambiguous": "check Ivanov",
    "not-found": "check Tim Cook",
    "changes": "changes 30d",
    "sources": "sources",
    "help": "help",
}
"""Questions whose answers are shown in the window around them."""

SIGNATURE = """check
Kind regards,
Herman Gref
Chairman, Bank Rossiya
Tel: +7 495 000 00 00 | www.example.com
Sergei Ivanov
Jane Roe
Kim Yong Chol"""
"""What people paste: a signature and some names."""

ANSWERS = {
    "timeline": "timeline Sberbank",
    "timeline-programme": "timeline programme:RUSSIA-EO14024",
    "possible": "check Rosneft",
    "related": "Mahan Air's subsidiaries",
    "related-nothing": "Putin's daughters",
    "several": SIGNATURE,
    "advice": "may we pay Sberbank?",
    "package": "check 19th package",
    "no-name": "check is it sanctioned?",
    "iban": "check GB29 NWBK 6016 1331 9268 19",
    "batch-invitation": "batch",
}
"""Questions whose answers are shown alone; the last is asked by a mention, as a command opens the dialogue."""

WHYS = {
    "person": ("check Genady Timchenko", 0),
    "person-other-script": ("check Тимченко Геннадий", 0),
    "company": ("check Rosneft", 1),
    "identifier": ("check inn:7707083893", 0),
    "chosen": ("check Ivanov", 2),
}
"""Questions to ask why of, each with the candidate to open first (0 where the answer is one party)."""

NAMES = """Rosneft Trading
Genady Timchenko
Jane Roe
Sergei Ivanov
Bank Melli
IMO 9187629
Example Trading House
Apple Inc
Prigozhin
Marta Lind"""

CARDS = (
    *("status_person", "status_everywhere", "status_by_act", "status_compilation", "status_export_control"),
    *("action_mass", "action_mixed", "action_moved", "action_eased", "action_reinstated", "action_further_designated"),
    *("action_partial_relief", "action_removed_but_blocked", "action_redesignated", "action_pending"),
    *("action_pending_beside_additions", "action_confirmed", "action_eu_act", "action_reopened", "details_of_some"),
    *("digest_daily", "digest_beside_a_card", "digest_nothing_but_trouble", "changes_of_one_action"),
    *("changes", "changes_none", "changes_folded", "sources_of_ten", "operators_held", "operators_refused"),
    *("related", "related_nothing", "several", "account", "batch_progress", "batch_summary", "batch_summary_none"),
)
"""Cards of the gallery that the sample lists do not lead to."""

DIALOGUES = ("why", "why_possible", "why_nothing")
"""Dialogues of the gallery, posted as messages: the sample lists do not lead to them either."""


def main(folder: Path = ROOT / "screenshots") -> int:
    """Run the demo, ask, look, and save a picture of each card."""
    if chromium() is None:
        sys.stderr.write("Chromium is missing: install it (Debian: chromium)\n")
        return 1
    folder.mkdir(exist_ok=True)
    with demo() as slack, browsing(slack.url) as page:
        take(slack, page, folder)
    print(f"pictures in {folder.name}/: {', '.join(sorted(p.name for p in folder.glob('*.png')))}")
    return 0


@contextmanager
def demo() -> Iterator[Slack]:
    """The demo, in a process of its own."""
    run = "import sys; from pathlib import Path; from bot.demo.demo import run_demo; "
    run += "sys.exit(run_demo(open_browser=False, tools=Path(sys.argv[1])))"
    process = subprocess.Popen([sys.executable, "-c", run, str(ROOT / ".tools")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        said, _, url = process.stdout.readline().strip().partition("ready: ")
        if said or not url:
            raise SystemExit("the demo did not start; what it said stands above")
        slack = Slack(url)
        yield slack
        slack.close()
    finally:
        process.terminate()
        process.wait(30)


def take(slack: Slack, page: Page, folder: Path) -> None:
    """One picture a card."""
    take_windows(slack, page, folder)
    page.set_viewport_size({"width": 1000, "height": 1400})
    page.get_by_text("russia-desk").first.click()
    take_answers(slack, page, folder)
    take_whys(slack, page, folder)
    take_batch(slack, page, folder)
    take_gallery(slack, page, folder)


def take_windows(slack: Slack, page: Page, folder: Path) -> None:
    """Answers, a note's dialogue and an alert, with the window around them."""
    for name, question in QUESTIONS.items():
        answer = slack.ask(question)
        page.wait_for_timeout(600)
        page.screenshot(path=str(folder / f"{name}.png"))
        if name == "listed":
            slack.click(answer, ids.NOTE)
            take_modal(slack, page, folder / "note.png")
    slack.ask("demo-refresh", timeout=60)
    slack.wait_message(ALERTS, "added", timeout=60)
    page.get_by_text("sanctions-alerts").first.click()
    page.wait_for_timeout(1500)
    page.screenshot(path=str(folder / "alert.png"))


def take_answers(slack: Slack, page: Page, folder: Path) -> None:
    """Answers alone."""
    for name, question in ANSWERS.items():
        if question == "batch":
            with slack.awaited(RUSSIA) as answered:
                slack.mention(question)
            take_message(page, answered.message, folder / f"ask-{name}.png")
        else:
            take_message(page, slack.ask(question), folder / f"ask-{name}.png")


def take_whys(slack: Slack, page: Page, folder: Path) -> None:
    """Why an answer came about."""
    for name, (question, candidate) in WHYS.items():
        answer = slack.ask(question)
        if candidate:
            with slack.awaited(RUSSIA) as opened:
                slack.click(answer, ids.pick(candidate))
            answer = opened.message
            take_message(page, answer, folder / f"opened-{name}.png")
        slack.click(answer, ids.WHY)
        take_modal(slack, page, folder / f"why-{name}.png")


def take_batch(slack: Slack, page: Page, folder: Path) -> None:
    """A batch: the dialogue, its summary by direct message, and the file as a spreadsheet program shows it."""
    slack.command("batch")
    take_modal(slack, page, folder / "batch-dialogue.png", close=False)
    slack.submit(**{f"{ids.BATCH_NAMES}:1": NAMES})
    file = slack.wait(lambda: direct_file(slack), "the file")
    assert file is not None
    page.locator(".sidebar-item", has_text="Marta Lind").click()
    summary = slack.messages_by_ts[file["channel"], file["thread_ts"]]
    take_message(page, summary, folder / "batch-summary.png")
    page.get_by_text("1 reply").last.click()
    page.wait_for_timeout(600)
    page.screenshot(path=str(folder / "batch-file.png"))
    content = slack.http.get(file["files"][0]["url_private_download"], headers={"Authorization": "Bearer xoxb-demo"})
    assert page.context.browser
    sheet = page.context.browser.new_page(viewport={"width": 2400, "height": 300})
    sheet.set_content(as_sheet(content.content.decode("utf-8-sig")))
    sheet.screenshot(path=str(folder / "batch-sheet.png"), full_page=True)
    sheet.close()


def direct_file(slack: Slack) -> Message | None:
    """The direct message that carries a file, once it is there."""
    found = (m for m in slack.messages_by_ts.values() if m["channel"].startswith("D") and m.get("files"))
    return next(found, None)


def take_gallery(slack: Slack, page: Page, folder: Path) -> None:
    """One picture a card of the gallery, posted as the bot posts."""
    client = WebClient(token="xoxb-demo", base_url=f"{slack.url.rstrip('/')}/api/")
    page.get_by_text("russia-desk").first.click()
    made: dict[str, dict[str, Any]] = {name: MESSAGES[name]().payload() for name in CARDS}
    made |= {name: {"text": name, "blocks": VIEWS[name]()["blocks"]} for name in DIALOGUES}
    for name, payload in made.items():
        sent = client.api_call("chat.postMessage", json={"channel": RUSSIA, **payload})
        take_message(page, sent.data, folder / f"card-{name.replace('_', '-')}.png")


def take_message(page: Page, message: Any, path: Path) -> None:
    """A picture of one message, in its thread where it is a reply."""
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        page.locator(f'.msg[data-ts="{message["thread_ts"]}"]').get_by_text("1 reply").first.click()
    card = page.locator(f'.msg[data-ts="{message["ts"]}"]').last
    card.wait_for()
    card.scroll_into_view_if_needed()
    card.screenshot(path=str(path))


def take_modal(slack: Slack, page: Page, path: Path, close: bool = True) -> None:
    """A picture of the dialogue that opens, which is closed again."""
    slack.wait(lambda: slack.modals, "the dialogue")
    page.wait_for_timeout(600)
    page.locator(".modal").screenshot(path=str(path))
    if close:
        slack.close_modal()
        slack.wait(lambda: not slack.modals, "the dialogue to close")


def as_sheet(text: str) -> str:
    """A CSV file as a page with one table."""
    rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in csv.reader(text.splitlines())]
    style = "body{font:13px sans-serif} table{border-collapse:collapse} td{border:1px solid #bbb;padding:2px 6px}"
    return f"<style>{style}</style><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


if __name__ == "__main__":
    sys.exit(main())
