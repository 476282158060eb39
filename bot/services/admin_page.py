"""The admin's page: its facts, from the settings that hold here."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.core.admin_page import AdminFacts
from bot.services.desk import Desk
from bot.services.feeds import feeds_read
from bot.services.fetching import is_downloaded, list_urls
from bot.services.people import person
from bot.services.roles import role_in, roles_in
from bot.services.settings_of import settings_shown


def is_admin(desk: Desk, tenant: int, user: str) -> bool:
    """Whether somebody is an admin of this team's desk."""
    if person(desk, user) is None:
        return False
    with desk.db.read() as session:
        said = roles_in(session, tenant)
    return role_in(desk, said, user) == "admin"


def admin_facts(desk: Desk, tenant: int) -> AdminFacts:
    """What the page says."""
    shown = {each.kind.key: each for each in settings_shown(desk, tenant, desk.clock()).shown}
    sources = [source for source in desk.sources.values() if is_downloaded(desk.settings, source)]
    addresses = [url for source in sources for url in list_urls(desk.settings, source)]
    addresses += [feed.url for feed in feeds_read(desk.db, desk.settings).values()]
    hosts = {urlsplit(url).hostname or "" for url in addresses}
    named = [(shown[key].kind.title, shown[key].value) for key in ("admins", "leads", "viewers")]
    return AdminFacts(
        database=_database(desk),
        question_text=desk.settings.ledger_text,
        ledger_days=desk.settings.ledger_days,
        purge_days=desk.settings.purge_days,
        hosts=tuple(sorted(hosts)) if desk.settings.refresh else (),
        slack_host=urlsplit(desk.settings.slack_api_url).hostname or "",
        named=tuple((title, value) for title, value in named if value),
        default_role=shown["default-role"].value,
    )


def _database(desk: Desk) -> str:
    """Where the database is, without its password or path."""
    return "a SQLite file of the desk" if desk.db.is_sqlite else f"PostgreSQL on {desk.db.url.host or 'this machine'}"
