"""`make screenshots`: pictures of the cards in the local Slack, into screenshots/ (not kept in the repository)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page
from slack_sdk import WebClient

from bot.blocks import ids
from tests.blocks.gallery import MESSAGES
from tests.e2e.browser import browsing, chromium
from tests.e2e.slack import ALERTS, RUSSIA, Slack

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
CARDS = (
    *("status_person", "status_everywhere", "status_by_act", "status_compilation", "status_export_control"),
    *("action_mass", "action_mixed", "action_moved", "action_eased", "action_reinstated", "action_further_designated"),
    *("action_partial_relief", "action_removed_but_blocked", "action_redesignated", "action_pending"),
    *("changes", "changes_none", "changes_folded", "sources_of_ten", "operators_held", "operators_refused"),
)
"""Cards of the gallery that the sample lists do not lead to."""


def main(folder: Path = ROOT / "screenshots") -> int:
    """Run the demo, ask, look, and save a picture of each card."""
    if chromium() is None:
        sys.stderr.write("Chromium is missing: install it (Debian: chromium)\n")
        return 1
    folder.mkdir(exist_ok=True)
    run = "import sys; from pathlib import Path; from bot.demo.demo import run_demo; "
    run += "sys.exit(run_demo(open_browser=False, tools=Path(sys.argv[1])))"
    process = subprocess.Popen([sys.executable, "-c", run, str(ROOT / ".tools")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        slack = Slack(process.stdout.readline().removeprefix("ready: ").strip())
        take(slack, folder)
        slack.close()
    finally:
        process.terminate()
        process.wait(30)
    return 0


def take_gallery(page: Page, url: str, folder: Path) -> None:
    """One picture a card of the gallery, posted as the bot posts."""
    client = WebClient(token="xoxb-demo", base_url=f"{url}/api/")
    page.set_viewport_size({"width": 1000, "height": 1400})
    for name in CARDS:
        sent = client.api_call("chat.postMessage", json={"channel": RUSSIA, **MESSAGES[name]().payload()})
        page.get_by_text("russia-desk").first.click()
        card = page.locator(f'.msg[data-ts="{sent["ts"]}"]')
        card.wait_for()
        card.scroll_into_view_if_needed()
        card.screenshot(path=str(folder / f"card-{name.replace('_', '-')}.png"))


def take(slack: Slack, folder: Path) -> None:
    """One picture a card."""
    with browsing(slack.url) as page:
        for name, question in QUESTIONS.items():
            answer = slack.ask(question)
            page.wait_for_timeout(600)
            page.screenshot(path=str(folder / f"{name}.png"))
            if name == "listed":
                slack.click(answer, ids.NOTE)
                slack.wait(lambda: slack.modals, "the note dialogue")
                page.wait_for_timeout(600)
                page.screenshot(path=str(folder / "note.png"))
                slack.close_modal()
        slack.ask("demo-refresh", timeout=60)
        slack.wait_message(ALERTS, "added", timeout=60)
        page.get_by_text("sanctions-alerts").first.click()
        page.wait_for_timeout(1500)
        page.screenshot(path=str(folder / "alert.png"))
        take_gallery(page, slack.url.rstrip("/"), folder)
    print(f"pictures in {folder.name}/: {', '.join(sorted(p.name for p in folder.glob('*.png')))} ({RUSSIA}, {ALERTS})")


if __name__ == "__main__":
    sys.exit(main())
