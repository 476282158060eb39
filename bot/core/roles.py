"""Roles: viewer < analyst < lead < admin, which a team gives to people, and which of them an act asks for.

settings (people, user groups, a default) ─▶ a person's role ─▶ the acts they may do

What the command line does is its operator's, who holds the database anyway: it asks for no role.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

Role = Literal["viewer", "analyst", "lead", "admin"]
Act = Literal[
    "look", "ask", "why", "share", "batch", "take out", "feedback", "watch.own", "snooze.own",
    "work", "note", "decide", "watch.channel", "snooze.channel",
    "line", "assign", "watch.others", "note.others", "resend", "ledger.others",
    "setting", "roles", "ledger.export", "purge",
]  # fmt: skip

ROLES: Final[tuple[Role, ...]] = ("viewer", "analyst", "lead", "admin")
"""From the least to the highest."""
Members = Callable[[str], Collection[str] | None]
"""Who is in a user group; None where nobody can say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An act: the least role it asks for, and its words in a refusal (“… by leads”).

    `unset` is the least role while a team has said nothing of roles, when that is another. `kind` is the ledger's kind
    of link that the act leaves; where it leaves none, `unrecorded` says why.
    """

    least: Role
    words: str
    kind: str = ""
    unset: Role | None = None
    unrecorded: str = ""


ACTS: Final[Mapping[Act, Rule]] = {
    "look": Rule(
        "viewer",
        "What the team wrote is read",
        unrecorded="what is only looked at stays as it was, and who reads is no news",
    ),
    "ask": Rule("viewer", "Questions are asked", "question"),
    "why": Rule("viewer", "Reasons are read", "why"),
    "share": Rule("viewer", "Answers and cards are shared", "share"),
    "batch": Rule("viewer", "Batches are asked", "batch"),
    "take out": Rule("viewer", "Briefs and exports are made", "export"),
    "feedback": Rule("viewer", "Feedback is given", "feedback"),
    "watch.own": Rule("viewer", "Personal watches are kept", "watch"),
    "snooze.own": Rule("viewer", "Personal snoozes are kept", "snooze"),
    "work": Rule("analyst", "Cards are claimed, done and put aside", "work"),
    "note": Rule("analyst", "Notes are written", "note"),
    "decide": Rule("analyst", "Assessments are made", "decision"),
    "watch.channel": Rule("analyst", "Watches of a channel are kept", "watch"),
    "snooze.channel": Rule("analyst", "Snoozes of a channel are kept", "snooze"),
    "line": Rule("lead", "Lines to take are set", "line"),
    "assign": Rule("lead", "Cards are assigned", "work"),
    "watch.others": Rule("lead", "Other people's watches are changed", "watch"),
    "note.others": Rule("lead", "Other people's notes are deleted", "note", unset="admin"),
    "resend": Rule("lead", "What was not delivered is sent again", "resend"),
    "ledger.others": Rule("lead", "Other people's questions are read", "reading", unset="admin"),
    "setting": Rule("admin", "Settings are changed", "setting", unset="lead"),
    "roles": Rule("admin", "Roles are given", "setting"),
    "ledger.export": Rule("admin", "The whole ledger is taken out", "reading"),
    "purge": Rule(
        "admin",
        "A team's rows are erased",
        unrecorded="the ledger goes too: who uninstalls the app has said so in Slack",
    ),
}
"""Everything that people do with the bot."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What a team has said of roles: people and user groups (`U1`, `S2|handle`), and the role of everybody else."""

    admins: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()
    default: Role | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything was said."""
        return bool(self.admins or self.leads or self.viewers or self.default)

    @property
    def given(self) -> Role:
        """The role of a member whom nothing names: lead, until leads are named."""
        return self.default or ("analyst" if self.leads else "lead")


def role_of(roles: Roles, user: str, is_slack_admin: bool, members: Members) -> Role:
    """The role of a full member of the team; admins and owners of the Slack workspace are admins whatever is set.

    Named twice, the higher role counts. Where nobody can say who is in a group, it gives nobody a higher role; and it
    may hold anybody, so a viewers' group makes everybody a viewer whom nothing else names.
    """
    if is_slack_admin or _is_among(roles.admins, user, members):
        return "admin"
    if _is_among(roles.leads, user, members):
        return "lead"
    return "viewer" if _is_among(roles.viewers, user, members, unsure=True) else roles.given


def _is_among(named: Collection[str], user: str, members: Members, unsure: bool = False) -> bool:
    if user in named:
        return True
    groups = [members(group_id(each)) for each in named if is_group(each)]
    return any(unsure if found is None else user in found for found in groups)


def is_group(named: str) -> bool:
    """Whether this names a user group."""
    return named.startswith("S")


def group_id(named: str) -> str:
    """The id of a user group that is named with its handle."""
    return named.partition("|")[0]


def least(act: Act, is_set: bool) -> Role:
    """The least role that an act asks for."""
    rule = ACTS[act]
    return rule.least if is_set or rule.unset is None else rule.unset


@cache
def acts_of(role: Role, is_set: bool) -> frozenset[Act]:
    """All acts of a role."""
    return frozenset(act for act in ACTS if ROLES.index(least(act, is_set)) <= ROLES.index(role))


MEMBER: Final = acts_of("lead", is_set=False)
"""What every full member may do while a team has said nothing of roles."""


def refusal(act: Act, role: Role, is_set: bool) -> str:
    """Why somebody of this role may not do it, and who could change that ("": they may)."""
    if act in acts_of(role, is_set):
        return ""
    needed = least(act, is_set)
    here = f"you are {'an' if role in ('analyst', 'admin') else 'a'} {role} here"
    by = "admins" if needed == "admin" else f"{needed}s and above"
    who = "Admins are those of the Slack workspace, and whom “settings” names"
    return f"{ACTS[act].words} by {by}; {here}. An admin can give you that role. {who}."
