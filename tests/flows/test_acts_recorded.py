"""Every act that people do leaves a link in the ledger, of the kind that its row says; or its row says why it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.blocks import ids
from bot.core.roles import ACTS
from bot.services.ledger_care import read_ledger
from storage import ledger, letters, tenants
from tests.handlers.office import Office
from tests.handlers.test_work import alerted, card, click

BOSS = "U0BOSS"


@pytest.fixture
def office(sqlite, fake_slack):
    fake_slack.people[BOSS] = {"is_admin": True}
    return alerted(sqlite, fake_slack)


def kinds(office: Office) -> list[str]:
    with office.desk.db.read() as session:
        tenant = tenants.only_tenant(session)
        return [link.kind for link, _ in ledger.newest(session, tenant.id)] if tenant else []


def typed(*lines: str, channel: str = "C1", user: str = BOSS) -> Callable[[Office], object]:
    return lambda office: [office.command(line, channel, user) for line in lines]


def clicked(action: str) -> Callable[[Office], object]:
    return lambda office: office.click(office.command("check Example Bank", "C1", BOSS), action, "C1", BOSS)


def batch(office: Office) -> None:
    from tests.handlers.test_batch import screened

    screened(office, "Example Bank\nTim Cook", user=BOSS)


def resend(office: Office) -> None:
    from bot.services.health import send_again

    with office.desk.db.write() as session:
        tenant = tenants.only_tenant(session).id
        session.connection().exec_driver_sql(f"UPDATE outbox SET status = '{letters.UNDELIVERED[0]}'")
    assert send_again(office.desk.db, tenant, office.desk.clock(), by=BOSS)


def assign(office: Office) -> None:
    ts = card(office)["ts"]
    office.event(
        {
            "type": "app_mention",
            "text": "<@UBOT> assign <@U0ANA>",
            "ts": "1700009999.000100",
            "thread_ts": ts,
            "user": BOSS,
        }
    )


def read_all(office: Office) -> None:
    with office.desk.db.read() as session:
        tenant = tenants.only_tenant(session).id
    read_ledger(office.desk, tenant, BOSS, office.desk.clock())


DONE: dict[str, Callable[[Office], object]] = {
    "ask": typed("check Example Bank"),
    "why": clicked(ids.WHY),
    "share": clicked(ids.SHARE),
    "batch": batch,
    "take out": typed("export changes"),
    "feedback": typed("feedback fine"),
    "watch.own": typed("watch issuer:EU for:me"),
    "snooze.own": typed("snooze here 3d", channel="D1"),
    "work": lambda office: click(office, ids.CARD_CLAIM),
    "note": typed("note us-ofac-sdn:17018 a word"),
    "decide": typed("decide us-ofac-sdn:17018 watching not sure"),
    "watch.channel": typed("watch issuer:EU"),
    "snooze.channel": typed("snooze here 3d"),
    "line": typed("line IRAN we wait"),
    "assign": assign,
    "watch.others": lambda office: [
        office.command("watch issuer:UN", "C1", "U1"),
        office.command("watch pause 2", "C1", BOSS),
    ],
    "note.others": lambda office: [
        office.command("note us-ofac-sdn:17018 a word", "C1", "U1"),
        office.command("note delete 1", "C1", BOSS),
    ],
    "resend": resend,
    "ledger.others": typed("ledger all"),
    "setting": typed("settings digest 09:00"),
    "roles": typed("settings leads U0ANA"),
    "ledger.export": read_all,
}


@pytest.mark.parametrize("act", [act for act, rule in ACTS.items() if rule.kind])
def test_an_act_leaves_a_link_of_its_kind(office, act):
    before = kinds(office)
    DONE[act](office)
    new = kinds(office)[: len(kinds(office)) - len(before)]
    assert ACTS[act].kind in new, (act, new)


def test_what_leaves_none_has_a_reason():
    assert {act for act, rule in ACTS.items() if not rule.kind} == {"look", "purge"}
    assert set(DONE) == {act for act, rule in ACTS.items() if rule.kind}


def test_tags_batches_briefs_and_what_ends_by_itself_are_there_too(office):
    office.command("note us-ofac-sdn:17018 a word", "C1", BOSS)
    before = kinds(office)
    office.command("tag 1 energy", "C1", BOSS)
    assert kinds(office)[0] == "note"
    office.command("brief us-ofac-sdn:17018", "C1", BOSS)
    assert "export" in kinds(office)[: len(kinds(office)) - len(before)]
