import pytest

from tests.handlers.office import Office, make_office


@pytest.fixture
def office(sqlite, fake_slack) -> Office:
    """An office with four listed parties; all that it sends must be within Slack's limits."""
    made = make_office(sqlite, fake_slack)
    yield made
    assert made.problems() == []
