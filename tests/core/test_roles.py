"""Roles: what the settings make of a person, strictly where nobody can say; and acts, each with the least role."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.core.roles import ACTS, MEMBER, ROLES, Roles, acts_of, least, refusal, role_of

users = st.sampled_from([f"U{number}" for number in range(6)])
groups = st.sampled_from(["S1|leads", "S2|viewers", "S3"])
named = st.lists(users | groups, max_size=4, unique=True).map(tuple)
teams = st.builds(Roles, named, named, named, st.sampled_from([None, "viewer", "analyst", "lead"]))
known = st.fixed_dictionaries({key: st.none() | st.frozensets(users) for key in ("S1", "S2", "S3")})
rank = ROLES.index


@given(teams, users, known)
def test_an_admin_of_the_workspace_is_one_here_whatever_is_set(roles, user, known):
    assert role_of(roles, user, True, known.get) == "admin"


@given(teams, users, known)
def test_nobody_is_admin_whom_nobody_names(roles, user, known):
    is_named = user in roles.admins or any(user in (known[each[:2]] or ()) for each in roles.admins if each[0] == "S")
    assert (role_of(roles, user, False, known.get) == "admin") == is_named


@given(teams, users, known)
def test_a_group_of_which_nobody_can_say_makes_nobody_more_than_if_it_were_empty(roles, user, known):
    empty = {key: members or frozenset() for key, members in known.items()}
    assert rank(role_of(roles, user, False, known.get)) <= rank(role_of(roles, user, False, empty.get))


@given(users)
def test_while_nothing_is_set_members_are_leads(user):
    assert role_of(Roles(), user, False, {}.get) == "lead"
    assert not Roles().is_set
    assert acts_of("lead", is_set=False) == MEMBER


def test_where_leads_are_named_the_others_are_analysts_unless_said_otherwise():
    assert Roles(leads=("U1",)).given == "analyst"
    assert Roles(leads=("U1",), default="viewer").given == "viewer"
    assert Roles(admins=("U1",)).given == "lead"


def test_named_twice_the_higher_role_counts():
    roles = Roles(leads=("S1|leads",), viewers=("U1",))
    assert role_of(roles, "U1", False, {"S1": {"U1"}}.get) == "lead"


def test_each_role_may_what_the_lower_may():
    for is_set in (True, False):
        for lower, higher in pairwise(ROLES):
            assert acts_of(lower, is_set) < acts_of(higher, is_set)
        assert acts_of("admin", is_set) == set(ACTS)


def test_while_nothing_is_set_a_member_reads_no_others_questions_and_gives_no_roles():
    assert not {"ledger.others", "note.others", "roles", "purge", "ledger.export"} & MEMBER
    assert "setting" in MEMBER
    assert least("setting", is_set=True) == "admin"


def test_a_refusal_names_the_role_needed_ones_own_and_who_can_change_it():
    said = refusal("line", "analyst", is_set=True)
    assert said.startswith("Lines to take are set by leads and above; you are an analyst here.")
    assert "An admin can give you that role" in said
    assert refusal("line", "lead", is_set=True) == ""
    assert "by admins" in refusal("setting", "lead", is_set=True)


def test_an_act_leaves_a_link_or_says_why_not():
    for act, rule in ACTS.items():
        assert bool(rule.kind) != bool(rule.unrecorded), act
