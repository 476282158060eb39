"""Saving a watch keeps no other writer waiting while its noise is counted."""

import pytest

from bot.core.audience import Audience
from bot.services import watches
from bot.services.watches import Place, add_watch, edit_watch, retell_watch
from storage import seen
from tests.owing import NOW, event, make_tenant, record

NOBODY = None
"""No name is asked about here, so none is screened."""


@pytest.fixture
def counted(db, monkeypatch):
    """How often noise was counted; each time another writer gets through meanwhile."""
    times = []
    count = watches.preview

    def counting(session, *args, **more):
        with db.write() as other:
            assert seen.first_time(other, 1, f"meanwhile-{len(times)}", NOW)
        times.append(count(session, *args, **more))
        return times[-1]

    monkeypatch.setattr(watches, "preview", counting)
    return times


def test_others_write_while_a_preview_is_counted(db, counted):
    tenant = make_tenant(db)
    record(db, event("1"), event("2"))
    audience, place = Audience(tenant, "cli"), Place(tenant, "C1", "U1", NOW)
    saved = add_watch(db, NOBODY, tenant, "C1", "U1", "issuer:US", NOW)
    edited = edit_watch(db, NOBODY, audience, saved.watch.id, "programme:RUSSIA-EO14024", place)
    retold = retell_watch(db, audience, saved.watch.id, "daily", "all", place)
    assert [saved.cards, edited.cards, retold.cards] == [1, 1, 1]
    assert len(counted) == 3
