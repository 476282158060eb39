"""The demo as a person sees it in a browser; the picture is kept outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.demo.localslack import LocalSlack
from tests.e2e.slack import ALERTS, Slack
from tests.e2e.test_demo import demo

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
__all__ = ["demo"]


@pytest.fixture
def needs_chromium() -> None:
    """Chromium and Playwright, which CI must have."""
    playwright = pytest.importorskip if not os.environ.get("CI") else __import__
    playwright("playwright.sync_api")
    from tests.e2e.browser import chromium

    if chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; in CI the browser test must run")
        pytest.skip("Chromium is not on this machine")


@pytest.mark.usefixtures("needs_chromium", "local_slack")
def test_a_person_sees_answer_and_alert_in_the_browser(
    demo: Slack, tmp_path_factory: pytest.TempPathFactory, local_slack: LocalSlack
) -> None:
    from tests.e2e.browser import browsing

    pictures = tmp_path_factory.mktemp("pictures")
    with browsing(demo.url) as page:
        page.get_by_text("russia-desk").first.click()
        demo.ask("check Sberbank")
        page.get_by_text("SBERBANK OF RUSSIA: Blocked by US").first.wait_for(timeout=15_000)
        page.get_by_text("not for compliance").first.wait_for(timeout=5_000)
        demo.ask("demo-refresh", timeout=60)
        demo.wait_message(ALERTS, "added", timeout=60)
        page.get_by_text("sanctions-alerts").first.click()
        page.get_by_text("RUSSIA-EO14024").first.wait_for(timeout=15_000)
        page.screenshot(path=str(pictures / "alert.png"))
    assert Path(pictures / "alert.png").stat().st_size > 10_000
