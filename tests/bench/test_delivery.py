"""The delivery benchmark holds what came against what was owed, under the limits it names."""

from __future__ import annotations

from bench.delivery import BURST, Load, measure
from bench.slack_limits import Limits


def test_a_small_load_arrives_once_in_order_and_never_too_early() -> None:
    load = Load("small", each=2, busy=2, more=5, per_minute=600)
    result = measure(load, channels=8, latency=0.02)
    assert result.is_exact, result
    assert result.messages == 8 * 2 + 2 * 5
    assert result.ideal_seconds == load.ideal(8, 0.02) == 2 + 5 - BURST


def test_the_limits_refuse_what_is_over_them_and_count_who_comes_too_early() -> None:
    limits = Limits(per_channel=1.0, burst=1.0, per_minute=0.0, latency=0.0)
    asked = {"channel": "C1", "metadata": {"event_payload": {"alert": "a"}}}
    assert [limits.post(asked)[0] for _ in range(3)] == [200, 429, 429]
    assert (limits.refused, limits.early, len(limits.posts["C1"])) == (2, 1, 1)
