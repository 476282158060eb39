"""A process that delivers what is due and ends when nothing waits: made to be killed.

python -m tests.deliverer DATABASE_URL SLACK_API_URL TENANT
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from bot.clients.slack import Slack
from bot.services.cards import renderer
from bot.services.delivery import Pace, Sender, deliver_due
from storage import outbox
from storage.db import Database

CLAIM_FOR = timedelta(seconds=1)
TIMEOUT = 1
"""Seconds that a call may take; a claim lasts as long, so that what a dead process sent has arrived by then."""


def main(database: str, slack: str, tenant: int) -> None:
    """Deliver until nothing waits."""
    db = Database(database)
    sender = Sender(
        db=db,
        slack=Slack("xoxb-crash", slack, timeout=TIMEOUT),
        render=renderer({"us-ofac-sdn": "SDN list"}),
        tenant=tenant,
        owner=f"process-{os.getpid()}",
        clock=lambda: datetime.now(UTC),
        pace=Pace(per_second=50, burst=50),
        claim_for=CLAIM_FOR,
        back_off=timedelta(milliseconds=50),
    )
    print("ready", flush=True)
    while True:
        deliver_due(sender)
        with db.read() as session:
            if not outbox.count_open(session, tenant):
                return
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
