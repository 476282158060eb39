"""Replies: what is said, and which parties it is about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks.kit import Message
from storage.posts import Subject


@dataclass(frozen=True, slots=True)
class Reply:
    """A message and the parties a thread under it is about."""

    message: Message
    subjects: tuple[Subject, ...] = ()
