"""Columns: the flat arrays that a segment of the index is made of, and the texts under which things are filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.listings import EntityType
from bot.core.nameforms.alikeness import Words
from bot.core.nameforms.hashing import Hashes, Ints
from bot.core.names import NameKind

KINDS: Final = tuple(NameKind)
TYPES: Final = tuple(EntityType)
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Columns:
    """All that a segment holds, column by column; rows are names, an entry's rows stand together.

    `words` and `joined` are the numbers of each row's words, and of each with its next one (-1 for none), from
    `word_starts`; `lists` numbers the sets in `list_sets`; `vocabulary` holds each word with its readings.
    """

    entry: Ints
    kind: Bytes
    person: NDArray[np.bool_]
    abjad: NDArray[np.bool_]
    family: Bytes
    given: Bytes
    lists: Ints
    word_starts: Ints
    words: Ints
    joined: Ints
    classes: Bytes
    key_hashes: Hashes
    key_rows: Ints
    printed_starts: NDArray[np.int64]
    printed: Bytes
    scripts_starts: NDArray[np.int64]
    scripts: Bytes
    key_starts: NDArray[np.int64]
    keys: Bytes
    reading_starts: NDArray[np.int64]
    readings: Bytes
    list_sets: Bytes
    entry_rows: Ints
    entry_type: Bytes
    record_starts: NDArray[np.int64]
    records: Bytes
    entity_hashes: Hashes
    entity_entries: Ints
    listing_hashes: Hashes
    listing_entries: Ints
    identifier_hashes: Hashes
    identifier_entries: Ints
    linked_hashes: Hashes
    linked_entries: Ints
    vocabulary: Bytes
    word_single: NDArray[np.bool_]
    word_hashes: Hashes
    word_owners: Ints
    posting_starts: NDArray[np.int64]
    posting_rows: Ints

    def parts(self) -> dict[str, NDArray[np.generic]]:
        """The columns by name, to be kept."""
        return {field.name: getattr(self, field.name) for field in fields(Columns)}

    @staticmethod
    def of_parts(parts: Mapping[str, NDArray[np.generic]]) -> Columns:
        """The columns that `parts` gave."""
        return Columns(**{field.name: parts[field.name] for field in fields(Columns)})  # type: ignore[arg-type]


def opened(data: Bytes) -> Words:
    """The vocabulary's words with their readings, from one text of five tables."""
    if not len(data):
        return Words.of([])
    tables = data.tobytes().decode("ascii").split("\0")
    words, folds, skeletons, easterns, kin = (table.split("\n") for table in tables)
    return Words.read(words, folds, skeletons, easterns, np.array(kin, np.int16))


def closed(words: Words) -> Bytes:
    """The vocabulary's words with their readings as one text of five tables."""
    if not len(words.words):
        return np.empty(0, np.uint8)
    tables = (words.words, words.folds, words.skeletons, words.easterns, list(map(str, words.kin.tolist())))
    return np.frombuffer("\0".join("\n".join(table) for table in tables).encode("ascii"), np.uint8)


def listing_key(source: str, ref: str) -> str:
    """The text under which a listing is filed."""
    return f"{source}\0{ref}"


def identifier_key(family: str, value: str) -> str:
    """The text under which an identifier is filed."""
    return f"{family}\0{value}"
