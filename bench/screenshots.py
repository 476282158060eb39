"""`make screenshots`: pictures of the cards in the local Slack, into screenshots/ (not kept in the repository)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.blocks import ids
from tests.e2e.browser import browsing, chromium
from tests.e2e.slack import ALERTS, RUSSIA, Slack

ROOT = Path(__file__).parent.parent
QUESTIONS = {
    "listed": "check Sberbank",
    "person": "check Тимченко Геннадий",
    "ambiguous": "check Ivanov",
    "not-found": "check Tim Cook",
    "sources": "sources",
    "help": "help",
}


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
    print(f"pictures in {folder.name}/: {', '.join(sorted(p.name for p in folder.glob('*.png')))} ({RUSSIA}, {ALERTS})")


if __name__ == "__main__":
    sys.exit(main())
