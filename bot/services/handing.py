"""Handing over: files for one person, in the thread of a direct message.

post the cover ─▶ its thread ─▶ one file after the other; what Slack does not take is owned up to
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from bot.blocks.briefs import file_missing
from bot.blocks.full_list import File
from bot.blocks.kit import Message
from bot.clients.slack import Posted, RateLimited, Sent, Slack, Undeliverable, Unsure

TRIES: Final = 4
LONGEST_WAIT: Final = 60.0


def hand_over(slack: Slack, user: str, cover: Message, files: Sequence[File]) -> bool:
    """Give files to a person by direct message; whether all of them are there."""
    # Of a post that may have arrived there must be no second one; a file uploaded twice does no harm.
    said = _patiently(lambda: slack.post(user, cover.payload()), repeat_unsure=False)
    if not isinstance(said, Sent):
        return False
    done = [_upload(slack, user, said.ts, file) for file in files]
    if not all(done):
        slack.post(user, file_missing().payload(), said.ts)
    return all(done)


def _upload(slack: Slack, user: str, thread: str, file: File) -> bool:
    def upload() -> Posted:
        return slack.upload(user, thread, file.name, file.title, file.content)

    return isinstance(_patiently(upload), Sent)


def _patiently(call: Callable[[], Posted], *, repeat_unsure: bool = True) -> Posted:
    """Repeat a call that had no effect, as often as is decent."""
    done = call()
    for attempt in range(1, TRIES):
        match done:
            case Sent() | Undeliverable(permanent=True):
                return done
            case Unsure() if not repeat_unsure:
                return done
            case RateLimited(seconds):
                time.sleep(min(seconds, LONGEST_WAIT))
            case _:
                time.sleep(float(attempt))
        done = call()
    return done
