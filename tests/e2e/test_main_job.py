"""The whole bot against a Slack that we did not write: lists come in over HTTP, people ask, note, watch, discuss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import Bot, build_desk, now, open_database
from bot.blocks import ids
from bot.blocks.validate import validate_payload
from bot.demo.localslack import LocalSlack
from bot.services.fetching import refresh_from_web
from bot.services.refresh import Refreshed
from bot.settings import load
from bot.sources import SOURCES, source_ids
from tests.e2e.lists import Publisher, publishing
from tests.e2e.slack import ALERTS, JONAS, MARTA, RUSSIA, Slack, text_of
from tests.handlers.office import ROWS
from tests.sdn import sdn_csv, sdn_row

pytestmark = pytest.mark.e2e

SDN = SOURCES["us-ofac-sdn"]
FILLER = tuple(sdn_row(8000 + n, f"FILLER COMPANY {n}", programmes="CUBA") for n in range(20))
NEW = tuple(sdn_row(9100 + n, f"EASTERN HOLDING {n}") for n in range(30))


@dataclass
class Office:
    """A running bot, the Slack it is in, and the publisher it reads."""

    bot: Bot
    slack: Slack
    publisher: Publisher

    def publish(self, rows: tuple[str, ...]) -> Refreshed:
        """Publish a list and let the bot read it."""
        self.publisher.files["/sdn.csv"] = sdn_csv(rows)
        desk = self.bot.desk
        urls = desk.settings.source_urls[SDN.id]
        return refresh_from_web(desk.db, SDN_FOR_TESTS, urls, now(), desk.settings.allow_hosts)


SDN_FOR_TESTS = replace(SDN, assertions=replace(SDN.assertions, min_entries=1))


@pytest.fixture
def office(local_slack: LocalSlack, slack: Slack, tmp_path: Path) -> Iterator[Office]:
    with publishing() as publisher:
        env = {
            "SLACK_BOT_TOKEN": "xoxb-demo",
            "SLACK_APP_TOKEN": "xapp-demo",
            "SLACK_API_URL": local_slack.api_url,
            "DESK_HOME": str(tmp_path),
            "DESK_REFRESH": "off",
            "DESK_ALLOW_HOSTS": publisher.host,
            "DESK_SOURCE_URL_US_OFAC_SDN": f"{publisher.url}/sdn.csv",
        }
        settings = load(env, source_ids())
        bot = Bot(build_desk(settings, open_database(settings)))
        made = Office(bot, slack, publisher)
        assert made.publish((*ROWS, *FILLER)).outcome == "refreshed"
        bot.start()
        try:
            yield made
        finally:
            bot.stop()
        for call in slack.outgoing_calls():
            assert validate_payload(call.method, call.args) == [], call


def test_a_question_is_answered_for_its_asker_only(office: Office) -> None:
    answer = office.slack.ask("check Example Bank")
    assert answer["ephemeral_to"] == MARTA
    assert "RUSSIA-EO14024" in text_of(answer)


def test_two_namesakes_are_a_choice(office: Office) -> None:
    answer = office.slack.ask("check John Doe")
    assert "do you mean?" in text_of(answer)


def test_a_stranger_is_not_found_and_told_what_was_searched(office: Office) -> None:
    text = text_of(office.slack.ask("check Tim Cook"))
    assert "no match" in text
    assert "not a clearance" in text.lower()


def test_a_note_is_kept_through_the_dialogue_and_shown_to_a_colleague(office: Office) -> None:
    slack = office.slack
    answer = slack.ask("check Example Bank")
    slack.click(answer, ids.NOTE)
    slack.wait(lambda: slack.modals, "the note dialogue")
    with slack.awaited(RUSSIA) as told:
        slack.submit(**{ids.NOTE_TEXT: "Embassy asked on Monday."})
    assert "Note saved" in text_of(told.message)
    assert "Embassy asked on Monday." in text_of(slack.ask("check Example Bank", user=JONAS))


def test_a_designation_becomes_one_card_and_its_thread_is_about_it(office: Office) -> None:
    slack = office.slack
    assert "Watching" in text_of(slack.ask("watch programme:RUSSIA-EO14024", channel=ALERTS))
    done = office.publish((*ROWS, *FILLER, *NEW))
    assert (done.outcome, done.counts["added"], done.counts["removed"]) == ("refreshed", 30, 0)
    card = slack.wait_message(ALERTS, "30", timeout=30)
    cards = [
        m for m in slack.messages(ALERTS) if m.get("blocks") and not m.get("thread_ts") and not m.get("ephemeral_to")
    ]
    assert len(cards) == 1
    detail = slack.wait_message(ALERTS, "EASTERN HOLDING", thread=card["ts"], timeout=30)
    assert detail["thread_ts"] == card["ts"]
    slack.mention("is Eastern Holding 7 listed?", channel=ALERTS, thread=card["ts"])
    reply = slack.wait_message(ALERTS, "EASTERN HOLDING 7:", thread=card["ts"], timeout=30)
    assert "Blocked by US" in text_of(reply) or "blocked (SDN)" in text_of(reply)


def test_all_names_of_a_mass_action_are_a_file_in_its_thread(office: Office) -> None:
    slack = office.slack
    slack.ask("watch programme:RUSSIA-EO14024", channel=ALERTS)
    office.publish((*ROWS, *FILLER, *NEW))
    card = slack.wait_message(ALERTS, "full list in the thread (CSV, 30 rows)", timeout=30)
    shared = slack.wait(lambda: [m for m in slack.messages(ALERTS) if m.get("files")], "the file", timeout=30)
    assert [message["thread_ts"] for message in shared] == [card["ts"]]
    file = shared[0]["files"][0]
    token = {"Authorization": "Bearer xoxb-demo"}
    rows = slack.http.get(file["url_private"], headers=token).text.splitlines()
    assert len(rows) == 31
    assert rows[1].startswith("added,added,confirmed,EASTERN HOLDING")
    changes = text_of(slack.ask("changes 7d", channel=ALERTS))
    assert "*30 added*" in changes


def test_a_broken_download_announces_nothing(office: Office) -> None:
    slack = office.slack
    slack.ask("watch all", channel=ALERTS)
    office.publisher.files["/sdn.csv"] = b""
    desk = office.bot.desk
    done = refresh_from_web(desk.db, SDN, desk.settings.source_urls[SDN.id], now(), desk.settings.allow_hosts)
    assert done.outcome == "refused"
    assert "RUSSIA-EO14024" in text_of(slack.ask("check Example Bank"))
    assert [m for m in slack.messages(ALERTS) if not m.get("ephemeral_to")] == []


def test_an_unchanged_list_is_asked_for_conditionally(office: Office) -> None:
    desk = office.bot.desk
    done = refresh_from_web(desk.db, SDN, desk.settings.source_urls[SDN.id], now(), desk.settings.allow_hosts)
    assert done.outcome == "unchanged"
    assert office.publisher.statuses == [200, 304]
