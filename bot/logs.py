"""Logs: one line per event on standard error, secrets masked."""

from __future__ import annotations

import logging
import re
import sys

SECRETS = re.compile(
    r"(xox[a-z]-|xapp-|xoxe\.?)[A-Za-z0-9-]{4,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=[?&]token=)[^&\s]+"
)


def mask(text: str) -> str:
    """The text with tokens, passwords in addresses and signed queries blacked out."""
    return SECRETS.sub("***", text)


class Masking(logging.Formatter):
    """A formatter whose lines never hold a token, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, masked and kept to one line unless it carries a traceback."""
        return mask(super().format(record))


def configure(level: str) -> None:
    """Send the log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpcore", "apscheduler", "slack_bolt", "slack_sdk", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
