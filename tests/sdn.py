"""Builders for OFAC CSV files, as small as a test needs."""

from __future__ import annotations

from collections.abc import Iterable

EMPTY = "-0- "


def sdn_row(ref: int, name: str, kind: str = EMPTY, programmes: str = "RUSSIA-EO14024", remarks: str = EMPTY) -> str:
    """One row of SDN.CSV; `kind` is individual, vessel, aircraft or empty."""
    text = remarks if remarks == EMPTY else f'"{remarks}"'
    return ",".join(
        [str(ref), f'"{name}"', kind and f'"{kind}"' if kind != EMPTY else EMPTY, f'"{programmes}"', *[EMPTY] * 7, text]
    )


def sdn_csv(rows: Iterable[str]) -> bytes:
    """A whole SDN.CSV with its end mark."""
    return ("".join(f"{row}\r\n" for row in rows) + "\x1a").encode()


def alt_csv(rows: Iterable[tuple[int, int, str, str]]) -> bytes:
    """A whole ALT.CSV of (ref, alias number, aka|fka, name)."""
    return (
        "".join(f'{ref},{number},"{kind}","{name}",{EMPTY}\r\n' for ref, number, kind, name in rows) + "\x1a"
    ).encode()


def companies(count: int, first: int = 1000) -> list[str]:
    """That many invented companies."""
    return [sdn_row(first + n, f"EXAMPLE TRADING {first + n} LLC") for n in range(count)]
