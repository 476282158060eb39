"""Names as lists write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """How the authority presents a name; the values are statement properties too."""

    PRIMARY = "name"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"
    FORMER = "former_name"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name as printed; `script` is an ISO 15924 code (Latn, Cyrl, Arab …)."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    script: str = "Latn"
