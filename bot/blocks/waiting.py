"""Dialogues that take longer than Slack waits for an answer: a word meanwhile, and what became of it."""

from __future__ import annotations

from typing import Final

from bot.blocks.inert import inert
from bot.blocks.kit import View, context, modal, section

TYPED: Final = 2500


def waiting_modal() -> View:
    """Slack takes its time; the dialogue says what became of it by itself."""
    return modal("One moment", [section("⏳ Slack takes its time. What became of this is shown here.")], close="Close")


def going_on_modal() -> View:
    """All is well, and the rest is said where the dialogue came from."""
    return modal("Going on", [section("✅ What became of this is told in the channel.")], close="Close")


def not_saved_modal(text: str, typed: str = "") -> View:
    """Nothing was done; what was typed is shown to be copied."""
    kept = context(f"You wrote: {inert(typed, TYPED)}") if typed else None
    return modal("Not saved", [section(f"⚠️ {inert(text, 600)}"), kept], close="Close")
