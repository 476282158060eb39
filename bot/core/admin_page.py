"""What a Slack admin wants to know before approving the app, as this desk is set up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdminFacts:
    """Where and how long things are kept, whom the desk talks to, and who has which role (by their settings)."""

    database: str
    question_text: str
    ledger_days: int
    purge_days: int
    hosts: tuple[str, ...]
    slack_host: str
    named: tuple[tuple[str, str], ...]
    default_role: str
