from datetime import timedelta

import pytest

from tests.handlers.office import DAY, ROWS, load_rows, make_office

FEW = tuple(f'90020{n:02},"EXAMPLE COMPANY {n}",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' for n in range(9))
MORE = (
    *ROWS,
    '9001004,"SOUTHERN STAR SHIPPING LIMITED",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
)
TAGGED = tuple(row.replace('"RUSSIA-EO14024"', '"RUSSIA-EO14024] [SDGT"') for row in ROWS)


@pytest.fixture
def office(sqlite, fake_slack):
    return make_office(sqlite, fake_slack, (*ROWS, *FEW))


def load_later(office, rows):
    load_rows(office.desk.db, (*rows, *FEW), DAY + timedelta(minutes=2))


def test_nothing_changed_is_a_heartbeat_and_not_silence(office):
    words = office.command("changes")["words"]
    assert "No change seen, 22 Feb 2026 to now" in words
    assert "nothing changed since" in words


def test_changes_are_grouped_by_official_action_with_counts_names_and_link(office):
    load_later(office, MORE)
    words = office.command("changes 7d")["words"]
    assert "1 entry in 1 action" in words
    assert "*1 added*" in words
    assert "SOUTHERN STAR SHIPPING" in words
    assert "https://" in words


def test_a_further_designation_is_told_as_one(office):
    load_later(office, TAGGED)
    assert "further designated under SDGT" in office.command("changes")["words"]


def test_an_absence_not_yet_confirmed_is_counted_and_named_to_nobody(office):
    load_later(office, ROWS[:-1])
    words = office.command("changes")["words"]
    assert "1 absent, not yet confirmed" in words
    assert "NORTHERN STAR" not in words


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("changes programme:IRAN", True),
        ("changes programme:SDGT", False),
        ("changes issuer:US kind:added", True),
        ("changes issuer:EU", False),
        ("changes kind:removed", False),
        ("changes list:sdn since:2026-02-01 until:2026-03-01", True),
        ("changes list:un", False),
        ("changes since:2026-02-01 until:2026-02-20", False),
        ("changes 2 weeks", True),
        ("changes country:RU", False),
    ],
)
def test_changes_are_filtered(office, question, found):
    load_later(office, MORE)
    assert ("SOUTHERN STAR" in office.command(question)["words"]) == found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("changes yesterday", "is no period"),
        ("changes 0d", "is no period"),
        ("changes since:soon", "is not a date"),
        ("changes since:2026", "needs a whole day"),
        ("changes since:2026-03-01 until:2026-02-01", "is before since"),
        ("changes since:2031-01-01", "in the future"),
        ("changes 7d since:2026-02-01", "not both"),
        ("changes colour:red", "I do not know the filter"),
        ("changes kind:deleted", "known are added"),
        ("changes issuer:Mars", "known are US"),
        ("changes country:Atlantis", "does not know"),
        ("changes list:nothing", "does not know"),
        ("changes programme:", "programme"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(office, question, said):
    assert said in office.command(question)["words"]


def test_a_mention_asks_the_same(office):
    load_later(office, MORE)
    assert "SOUTHERN STAR" in office.mention("changes 7d")["words"]


def test_help_tells_of_changes(office):
    assert "`changes`" in office.command("help")["words"]
    assert "changes [7d" in office.command("help changes")["words"]
