"""A real day of 397 additions, from the official file to the channel."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.app import deliver_once
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from tests.handlers.office import make_office, shown

SDN = SOURCES["us-ofac-sdn"]


def test_a_day_of_397_additions_is_one_card_in_a_watching_channel(sqlite, fake_slack, shared):
    office = make_office(sqlite, fake_slack, rows=())
    for day in ("2022-03-21", "2022-03-24"):
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        raw = (shared / "data/us_ofac_sdn" / day / "sdn.csv.gz").read_bytes()
        done = refresh(sqlite, SDN, Delivery({"sdn.csv.gz": raw}, "file", now.date()), now)
        if day == "2022-03-21":
            assert "Watching" in office.command("watch programme:RUSSIA-EO14024")["words"]
    assert (done.counts["added"], done.counts["removed"]) == (397, 0)
    desk = replace(office.desk, clock=lambda: datetime(2022, 3, 24, 1, tzinfo=UTC))
    for _ in range(3):
        deliver_once(desk)
    cards = fake_slack.parents("C1")
    assert len(cards) == 1
    assert "entries added to the SDN list of 24 Mar 2022" in shown(cards[0])["words"]
    replies = [message for message in fake_slack.posts("C1") if message.get("thread_ts") == cards[0]["ts"]]
    assert 1 <= len(replies) <= 4
    assert office.problems() == []
