"""Forgetting: every place at rest that names a person, and what becomes of it.

One table of rules: rows that are the person's alone are removed, the team's own stay without their author. Counting and
doing read the same table, so that a dry run tells what would be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, literal
from sqlmodel import Session, SQLModel, and_, case, col, delete, func, not_, or_, select, update

from bot.core.team_settings import NOBODY, PEOPLE
from bot.core.watches import BY_HAND
from bot.core.work import LAW
from storage.home import VISIT
from storage.memory_rows import BatchRunRow, DecisionRow, LineRow, NoteVersionRow
from storage.notes import KEPT_BY
from storage.team_rows import (
    ChannelRow,
    DigestItemRow,
    FeedbackRow,
    NoteRow,
    OutboxRow,
    SeenRow,
    SettingRow,
    SnoozeRow,
    ThreadRow,
    WatchRow,
    WorkRow,
)

FORMER: Final = "a former member"
"""Who wrote or did what a forgotten person wrote or did for the team."""
Where = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done with the rows of a table that name a person: removed, or left with another name in these columns.

    A column may hold the name behind a prefix; `struck` is one that holds several names between blanks, `emptied` one
    that holds it among other things. `by` is the other name.
    """

    what: str
    row: type[SQLModel]
    where: Where
    columns: Mapping[str, str] = field(default_factory=dict)
    struck: str = ""
    emptied: str = ""
    by: str = FORMER

    @property
    def does(self) -> Literal["removed", "renamed"]:
        """Whether the rows go or stay."""
        return "renamed" if self.columns or self.struck or self.emptied else "removed"


def _is(column: Any) -> Where:
    return lambda user: col(column) == user


def _renamed(what: str, row: type[SQLModel], *columns: str, **prefixed: str) -> Rule:
    prefixes = {**dict.fromkeys(columns, ""), **prefixed}

    def where(user: str) -> ColumnElement[bool]:
        return or_(*(col(getattr(row, name)) == f"{prefix}{user}" for name, prefix in prefixes.items()))

    return Rule(what, row, where, prefixes)


def _spaced(column: Any) -> ColumnElement[str]:
    return literal(" ").concat(col(column)).concat(literal(" "))


def _names_people(user: str) -> ColumnElement[bool]:
    return and_(
        col(SettingRow.key).in_(sorted(PEOPLE)), _spaced(SettingRow.value).contains(f" {user} ", autoescape=True)
    )


def _last_named(user: str) -> ColumnElement[bool]:
    return and_(_names_people(user), col(SettingRow.value) == user)


def _named_beside_others(user: str) -> ColumnElement[bool]:
    return and_(_names_people(user), col(SettingRow.value) != user)


def _of_settings(user: str) -> ColumnElement[bool]:
    value = and_(col(SettingRow.value) == user, col(SettingRow.key).not_in(sorted(PEOPLE)))
    return or_(value, col(SettingRow.by) == user)


def _own_notes(user: str) -> ColumnElement[bool]:
    return and_(col(NoteRow.author) == user, col(NoteRow.visibility) == "private")


def _texts_of_own_notes(user: str) -> ColumnElement[bool]:
    own = and_(col(NoteVersionRow.by) == user, col(NoteVersionRow.visibility) == "private")
    return or_(col(NoteVersionRow.note).in_(select(NoteRow.id).where(_own_notes(user))), own)


RULES: Final[tuple[Rule, ...]] = (
    Rule("earlier texts of private notes", NoteVersionRow, _texts_of_own_notes),
    Rule("private notes", NoteRow, _own_notes),
    Rule(
        "private decisions",
        DecisionRow,
        lambda user: and_(
            or_(col(DecisionRow.author) == user, col(DecisionRow.scope) == user),
            col(DecisionRow.visibility) == "private",
        ),
    ),
    Rule("personal watches", WatchRow, _is(WatchRow.channel)),
    Rule("alerts by direct message", OutboxRow, _is(OutboxRow.channel)),
    Rule("items of personal digests", DigestItemRow, _is(DigestItemRow.channel)),
    Rule("personal snoozes", SnoozeRow, _is(SnoozeRow.channel)),
    Rule("work on alerts by direct message", WorkRow, _is(WorkRow.channel)),
    Rule("threads by direct message", ThreadRow, _is(ThreadRow.channel)),
    Rule("what is known of the direct message", ChannelRow, _is(ChannelRow.id)),
    Rule("Home and greetings", SettingRow, lambda user: col(SettingRow.key) == f"{VISIT}{user}"),
    Rule("feedback", FeedbackRow, _is(FeedbackRow.user)),
    Rule("batches under way", BatchRunRow, _is(BatchRunRow.user)),
    Rule("deliveries of the last day", SeenRow, lambda user: col(SeenRow.key).contains(user, autoescape=True)),
    _renamed("notes", NoteRow, "author", "deleted_by", submission=KEPT_BY),
    _renamed("earlier texts of notes", NoteVersionRow, "by"),
    _renamed("decisions", DecisionRow, "author", "ended_by"),
    Rule(
        "commands that made decisions",
        DecisionRow,
        lambda user: col(DecisionRow.submission).contains(user, autoescape=True),
        emptied="submission",
    ),
    _renamed("lines to take", LineRow, "owner", "set_by", "ended_by"),
    _renamed("watches of channels", WatchRow, "owner", paused=BY_HAND),
    _renamed("snoozes", SnoozeRow, "by"),
    _renamed("work on cards", WorkRow, "owner", "by", "assigned_by"),
    _renamed("settled cards that were opened again", WorkRow, by=LAW),
    Rule("roles of nobody else", SettingRow, _last_named, {"value": ""}, by=NOBODY),
    Rule("roles", SettingRow, _named_beside_others, struck="value"),
    Rule("settings", SettingRow, _of_settings, {"value": "", "by": ""}),
)


def count(session: Session, tenant: int, user: str) -> dict[str, dict[str, int]]:
    """How many rows would be removed, and how many would lose their author, by what they are."""
    return _each(session, tenant, user, _count)


def forget(session: Session, tenant: int, user: str) -> dict[str, dict[str, int]]:
    """Do it; what was done."""
    return _each(session, tenant, user, _apply)


def _each(
    session: Session, tenant: int, user: str, run: Callable[[Session, Rule, ColumnElement[bool], str], int]
) -> dict[str, dict[str, int]]:
    done: dict[str, dict[str, int]] = {"removed": {}, "renamed": {}}
    for rule in RULES:
        tenant_column = col(rule.row.tenant)  # type: ignore[attr-defined]
        if number := run(session, rule, and_(tenant_column == tenant, rule.where(user)), user):
            done[rule.does][rule.what] = number
    session.expire_all()
    return done


def _count(session: Session, rule: Rule, where: ColumnElement[bool], user: str) -> int:
    stays = rule.does == "renamed"
    gone = [each.where(user) for each in RULES if each.row is rule.row and each.does == "removed"] if stays else []
    left = where if not gone else and_(where, not_(or_(*gone)))
    return int(session.exec(select(func.count()).select_from(rule.row).where(left)).one())


def _apply(session: Session, rule: Rule, where: ColumnElement[bool], user: str) -> int:
    query: Any = delete(rule.row).where(where)
    if rule.columns:
        values = {
            name: case((column == f"{prefix}{user}", f"{prefix}{rule.by}"), else_=column)
            for name, prefix in rule.columns.items()
            for column in [col(getattr(rule.row, name))]
        }
        query = update(rule.row).where(where).values(**values)
    if rule.struck:
        rest = func.trim(func.replace(_spaced(getattr(rule.row, rule.struck)), f" {user} ", " "))
        query = update(rule.row).where(where).values(**{rule.struck: rest})
    if rule.emptied:
        query = update(rule.row).where(where).values(**{rule.emptied: ""})
    result = session.execute(query.execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))
