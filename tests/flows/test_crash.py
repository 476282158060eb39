import os

import pytest

from tests.crash import crash_and_count


@pytest.mark.crash
def test_every_alert_survives_twenty_kills_once_and_in_order(tmp_path):
    seed = int(os.environ.get("CRASH_SEED", "20"))
    verdict = crash_and_count(tmp_path, kills=20, seed=seed)
    assert verdict.is_good, (verdict, seed)
    assert verdict.kills == 20
    assert verdict.alerts >= 40
