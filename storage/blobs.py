"""Raw deliveries at rest: the bytes as they came, compressed, once each."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from sqlmodel import Session, col, delete, select

from storage.lists import insert_ignoring
from storage.rows import ActionRow, BlobRow, SnapshotRow

CHUNK = 1 << 20
PACKED = (b"\x1f\x8b", b"PK\x03\x04")
LEVEL, STORED = 3, 0
"""How hard to press: a little, since lists press well; what is an archive already is kept as it is."""


def press(stream: BinaryIO) -> tuple[int, bytes]:
    """The size of these bytes, and their pressed form; outside of any transaction, for it takes a while."""
    first = stream.read(CHUNK)
    engine = zlib.compressobj(STORED if first.startswith(PACKED) else LEVEL)
    size, out = 0, bytearray()
    for part in _parts(first, stream):
        size += len(part)
        out += engine.compress(part)
    return size, bytes(out + engine.flush())


def _parts(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield first
    while part := stream.read(CHUNK):
        yield part


def is_kept(session: Session, sha256: str) -> bool:
    """Whether a delivery with this hash was kept."""
    return session.exec(select(BlobRow.sha256).where(BlobRow.sha256 == sha256)).first() is not None


def save(session: Session, sha256: str, size: int, pressed: bytes, now: datetime) -> None:
    """Keep a delivery once."""
    insert_ignoring(session, BlobRow, [{"sha256": sha256, "size": size, "data": pressed, "stored_at": now}])


def blob(session: Session, sha256: str) -> bytes | None:
    """The raw bytes kept under this hash."""
    row = session.get(BlobRow, sha256)
    return zlib.decompress(row.data) if row else None


def drop_old_blobs(session: Session, keep: int) -> int:
    """Delete raw deliveries beyond the last `keep` snapshots of a source unless an action cites them; how many."""
    wanted: set[str] = set()
    cited = {
        snapshot_id
        for pair in session.exec(select(ActionRow.from_snapshot, ActionRow.to_snapshot))
        for snapshot_id in pair
    }
    kept: dict[str, int] = {}
    for row in session.exec(select(SnapshotRow).order_by(col(SnapshotRow.sequence).desc())):
        kept[row.source] = kept.get(row.source, 0) + 1
        if kept[row.source] <= keep or row.id in cited or row.state == "held":
            wanted.update(row.blobs.values())
    stored = set(session.exec(select(BlobRow.sha256)))
    for digest in stored - wanted:
        session.execute(delete(BlobRow).where(col(BlobRow.sha256) == digest))
    return len(stored - wanted)
