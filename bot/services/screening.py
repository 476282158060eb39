"""Ask: query ─▶ screen ─▶ answer, with freshness and the notes that this audience may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.audience import Audience
from bot.core.issuers import ISSUER_OF
from bot.core.screening import (
    Answer,
    Candidate,
    ListingState,
    ListingStatus,
    Match,
    NoteView,
    Query,
    SourceState,
    Status,
    decide,
    screen,
)
from bot.services.dataset import Dataset, Loaded
from bot.services.sources import source_states
from bot.sources.source import Source
from storage import notes
from storage.db import Database
from storage.lists import StoredListing
