"""EU scripts: the script of a name, quick for the many that are plain Latin."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.sources import un_sc

_ASCII = re.compile(r"[\x00-\x7f]+")


@lru_cache(maxsize=8192)
def script_of(text: str) -> str:
    """The ISO 15924 code of the first script that is not Latin, else Latn."""
    return "Latn" if text.isascii() else un_sc.script_of(_ASCII.sub("", text))
