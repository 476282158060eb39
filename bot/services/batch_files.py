"""Batch files: a file of names that somebody sends is read whole, or refused with what is wrong and where.

file in Slack ─▶ a kind that is read? ─▶ fetched within limits ─▶ text in UTF-8 ─▶ all rows, or a refusal
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.clients.slack_files import FileLimits, NotFetched, fetch_file
from bot.core.batch_rows import FORMS, BadRow, Row, Unreadable, Unused, read_rows
from bot.services.batch import text_lines
from bot.services.desk import Desk

MOST_ROWS: Final = 5000
"""Rows of one file in Slack; the command line takes any number."""
SHOWN: Final = 5
"""Rows that a refusal names."""
LIMITS: Final = FileLimits(max_bytes=4 * 1024 * 1024)
LISTS: Final = frozenset({*FORMS, ".txt"})
SPREADSHEETS: Final = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"})
ARCHIVES: Final = frozenset({".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"})
AS_CSV: Final = (
    "Save it as CSV and send that. In Excel: File, Save as, “CSV UTF-8 (comma delimited)”. In LibreOffice: Save as, "
    "Text CSV, character set UTF-8."
)
READ: Final = "I read .csv and .tsv (with a column “name”), .jsonl, and .txt with one name a line, in UTF-8."
IN_PARTS: Final = "Send it in parts; the command `desk screen` takes files of any length."
ALL_OR_NONE: Final = "A file is screened as a whole or not at all: correct this and send it again."


@dataclass(frozen=True, slots=True)
class ListRead:
    """The names of a file, and its columns that say nothing to the screening."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file of which nothing is screened: why, what to do, and the first rows that are wrong, of how many."""

    reason: str
    advice: str
    rows: tuple[BadRow, ...] = ()
    wrong: int = 0


def suffix_of(file: Mapping[str, Any]) -> str:
    """The extension of a file's name, in small letters ("": it has none)."""
    found = re.search(r"\.\w{1,10}$", str(file.get("name") or "").casefold().strip())
    return found[0] if found else ""


def is_table(file: Mapping[str, Any]) -> bool:
    """Whether a file looks like a list of names, one that can be read or not."""
    return suffix_of(file) in LISTS | SPREADSHEETS


def read_file(desk: Desk, files: Sequence[Mapping[str, Any]]) -> ListRead | NotRead:
    """The names of the one file that a message brings, as Slack describes it."""
    if len(files) != 1:
        return NotRead(f"the message has {len(files)} files", "Send one file at a time, so that its results are apart.")
    file = files[0]
    if refused := _unwanted(file):
        return refused
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    settings = desk.settings
    content = fetch_file(url, settings.bot_token, settings.slack_api_url, LIMITS)
    if isinstance(content, NotFetched):
        return NotRead(content.reason, content.advice or "Send it again, as a file of its own.")
    return read_content(content, str(file.get("name") or ""))


def _unwanted(file: Mapping[str, Any]) -> NotRead | None:
    """Why a file is not even fetched."""
    suffix = suffix_of(file)
    if suffix in SPREADSHEETS:
        return NotRead(f"{suffix} is a spreadsheet, which I do not open", AS_CSV)
    if suffix in ARCHIVES:
        return NotRead(f"{suffix} is an archive, which I do not open", f"Unpack it. {READ}")
    if suffix not in LISTS and not (suffix == "" and file.get("mode") == "snippet"):
        return NotRead(f"{suffix or 'a file without an extension'} is no list of names that I can read", READ)
    if file.get("mode") == "tombstone":
        return NotRead("it was deleted", READ)
    if file.get("is_external") or file.get("mode") == "external":
        return NotRead("it is not stored in Slack", "Upload the file itself here.")
    if file.get("file_access") == "check_file_info":
        return NotRead("Slack does not hand it out here", "Send it to me by direct message.")
    size = file.get("size")
    if isinstance(size, int) and size > LIMITS.max_bytes:
        most = f"at most {LIMITS.max_bytes // 1024 // 1024} MB are read"
        return NotRead(f"it is too large: {most}", IN_PARTS)
    return None


def read_content(content: bytes, name: str) -> ListRead | NotRead:
    """The names in a file's bytes, by the rules of `desk screen`, but all of them or none."""
    rows: list[Row] = []
    bad: list[BadRow] = []
    unused: tuple[str, ...] = ()
    try:
        for row in read_rows(text_lines(io.BytesIO(content)), name):
            if isinstance(row, Unused):
                unused = row.columns
                continue
            if len(rows) + len(bad) == MOST_ROWS:
                return NotRead(f"line {row.line} is one too many, at most {MOST_ROWS:,} rows are read", IN_PARTS)
            if isinstance(row, Row):
                rows.append(row)
            else:
                bad.append(row)
    except Unreadable as problem:
        return NotRead(str(problem), READ)
    if bad:
        count = f"{len(bad):,} of its {len(rows) + len(bad):,} rows cannot be read"
        return NotRead(count, ALL_OR_NONE, tuple(bad[:SHOWN]), len(bad))
    return ListRead(tuple(rows), unused) if rows else NotRead("there is no name in it", READ)
