import re

from hypothesis import assume, given
from hypothesis import strategies as st

from components._shared.naming import physical_name

STACKS = st.from_regex(r"[A-Za-z0-9_.-]{1,100}", fullmatch=True)
"""What Pulumi takes for the name of a stack."""
ROLES = st.from_regex(r"[a-z0-9][A-Za-z0-9_. -]{0,60}", fullmatch=True)
LIMITS = st.integers(min_value=20, max_value=255)
CLEAN = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@given(STACKS, ROLES, LIMITS)
def test_a_name_is_a_dns_label_within_its_limit(stack: str, role: str, limit: int) -> None:
    name = physical_name(f"groot-{stack}", role, limit)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name)
    assert len(name) <= limit


@given(STACKS, ROLES, ROLES, LIMITS)
def test_two_roles_of_a_stack_never_share_a_name(stack: str, one: str, other: str, limit: int) -> None:
    assume(one != other)
    assert physical_name(f"groot-{stack}", one, limit) != physical_name(f"groot-{stack}", other, limit)


@given(STACKS, STACKS, ROLES, LIMITS)
def test_two_stacks_never_share_the_name_of_a_role(one: str, other: str, role: str, limit: int) -> None:
    assume(one != other)
    assert physical_name(f"groot-{one}", role, limit) != physical_name(f"groot-{other}", role, limit)


@given(CLEAN, CLEAN)
def test_a_name_that_can_stand_as_it_is_does(prefix: str, role: str) -> None:
    assert physical_name(prefix, role) == f"{prefix}-{role}"


def test_names_stay_what_they_were() -> None:
    """Another name is another resource: whoever changes how names are made replaces what is deployed."""
    assert physical_name("groot-My_Stack", "alarms-us-east-1") == "groot-my-stack-alarms-us-east-1-5219a75e"
    assert physical_name("groot-staging", "cluster-nodes-eu-west-1", 28) == "groot-staging-clust-6ab5d8b8"
