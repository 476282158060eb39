"""The admin's page: what the app reads, keeps and contacts, who sees what, how to end it, and each scope's reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import inert, listed_out
from bot.blocks.kit import Block, View, button, modal, section
from bot.blocks.settings import people_text
from bot.core.admin_page import AdminFacts

SHOWN_HOSTS: Final = 20
_TEXT: Final[dict[str, str]] = {
    "full": "the text of questions",
    "hash": "a keyed hash of questions, not their text",
    "off": "no text of questions",
}
_ABOUT: Final = "You are an admin of this desk. What it reads, keeps and contacts, and why it has each scope:"


def admin_section() -> Block:
    """What stands in an admin's Home."""
    return section(_ABOUT, button("For the Slack admin", ids.ADMIN_PAGE))


def admin_page(facts: AdminFacts, scopes: Mapping[str, str]) -> View:
    """The page, as this desk is set up."""
    hosts = listed_out([inert(host, 80) for host in facts.hosts], SHOWN_HOSTS, between=", ")
    named = " · ".join(f"{title}: {people_text(value)}" for title, value in facts.named) or "nobody is named"
    parts = (
        (
            "What it reads",
            "messages that mention it, direct messages, slash commands, replies that somebody keeps with 📝, emoji on "
            "its own cards, files of names that a member hands it",
        ),
        (
            "What it keeps",
            "its own posts, your notes, watches, decisions and settings; in the ledger "
            f"{_TEXT[facts.question_text]}, for {facts.ledger_days} days. Where: {inert(facts.database, 120)}. "
            "Encrypted by the app: nothing; notes rely on the encryption of that disk or database, and no token is in "
            "it",
        ),
        (
            "What it contacts",
            f"{inert(facts.slack_host, 80)} and the publishers of lists and feeds: {hosts or 'none'}. "
            "Never: analytics, telemetry, model providers",
        ),
        (
            "Who sees what",
            "what was written in a private channel is shown in that channel only, counts included. Guests and channels "
            f"shared with another organisation: public data only. Admins of the workspace are admins; {named}; "
            f"everybody else is {facts.default_role}",
        ),
        (
            "How to end it",
            f"remove the app: deliveries stop at once. For {facts.purge_days} days installing it again finds all as it "
            "was; then all that the team owned is erased. “desk purge” does it at once, “desk forget” erases a person. "
            "For records duties, “desk export” first",
        ),
    )
    told = [section(f"*{title}*\n{text}.") for title, text in parts]
    rows = [f"• {inert(scope, 60)}: {inert(why, 400)}" for scope, why in sorted(scopes.items())]
    pages = [section("\n".join(rows[start : start + 6])) for start in range(0, len(rows), 6)]
    return modal("For the Slack admin", [*told, section("*Scopes*"), *pages])
