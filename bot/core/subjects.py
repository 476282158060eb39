"""Questions in a thread that name nobody: they are about the thread's own subject."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


POINTING: Final = _words("it this that they he she him her them its their his these those")
FILLING: Final = _words(
    """
    a about add added after all already also an and anything any are as at be been before by can changed changes
    company current currently delisted did do does else entity ever for freeze frozen from has have how i if in
    into is issuer issuers latest legal list listed listing lists me more new news now of off on or other our
    out party person please removed sanction sanctioned sanctions say says since so something standing status
    still sure than the there to today under until up us vessel wait was we were what whats when where whether
    which who whom why will with would yet you eu uk un gb ch ca au ofac seco dfat fcdo council treasury europe
    european union kingdom united nations states switzerland canada australia american british swiss check tell
    show know known
    """
)
"""Words that point at nobody: a question made of these alone is about the subject at hand."""


def asks_about_subject(text: str) -> bool:
    """Whether a question in a thread is about the thread's subject: it names nobody itself."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return all(word in POINTING or word in FILLING for word in words)
