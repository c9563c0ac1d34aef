"""A stack rule passes when it has judged something and all of that is well; otherwise it does not apply."""

from typing import Any

import pytest

from policies.core import Judge, Outcome
from policies.twins import ADOPTED, CANONICAL
from tests.policies import schema
from tests.policies.platform import platform
from tests.policies.stack import Stack
from tests.policies.stack_case import RULES, STACK_RULES
from tests.policies.test_stack_mutations import READS


def said(stack: Stack) -> dict[str, set[Outcome]]:
    """Return what the stack rules say of *stack*."""
    found: dict[str, set[Outcome]] = {}
    for verdict in Judge(STACK_RULES).evaluate_stack(stack.graph()).verdicts:
        found.setdefault(verdict.rule, set()).add(verdict.outcome)
    return found


def one(kind: str, **props: Any) -> Stack:
    """Return a stack of one resource."""
    stack = Stack()
    stack.add(kind, "alone", region="us-east-1", **props)
    return stack


def candidates() -> set[str]:
    """Return the types that some stack rule looks at by name."""
    lines = READS.read_text(encoding="utf-8").splitlines()
    named = {kind for line in lines for kind in line.split("\t")[2].split(" ")}
    return named | {other for other, known in (CANONICAL | ADOPTED).items() if known in named}


def test_nothing_is_said_of_an_empty_stack() -> None:
    assert said(Stack()) == {}


def test_nothing_is_said_of_what_no_rule_looks_at() -> None:
    stack = Stack()
    for kind in sorted(schema.tokens() - candidates()):
        stack.add(kind, kind.replace(":", "-"), region="us-east-1", protect=True)
    assert "aws:gamelift/fleet:Fleet" in {node.type for node in stack.nodes.values()}
    assert said(stack) == {}


@pytest.mark.parametrize("rule", ["stack_replicas_reach_every_region", "stack_regions_are_complete"])
def test_one_region_shows_nothing_of_several(rule: str) -> None:
    assert rule not in said(platform(("us-east-1",)))
    assert said(platform())[rule] == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("rule", "stack"),
    [
        ("stack_stores_are_backed_up", one("aws:dynamodb/table:Table")),
        ("stack_stores_meet_their_recovery_point", one("aws:dynamodb/table:Table", tags={"data-class": "internal"})),
        ("stack_services_span_zones", one("aws:lb/loadBalancer:LoadBalancer", subnets=["subnet-1", "subnet-2"])),
        ("stack_identities_part_key_duties", one("aws:iam/role:Role")),
        ("stack_networks_have_endpoints", one("aws:ec2/vpc:Vpc")),
        ("stack_tenants_reach_their_own", one("aws:iam/role:Role")),
        ("stack_tenants_admit_their_own", one("aws:kms/key:Key")),
        ("stack_deletion_protection_is_complete", one("aws:s3/bucket:Bucket")),
        ("stack_data_stays_in_its_residency", one("aws:dynamodb/table:Table")),
        ("stack_buckets_are_logged", one("aws:s3/bucket:Bucket", tags={"data-class": "public"})),
        ("stack_logs_arrive", one("aws:s3/bucket:Bucket")),
        ("stack_paths_carry", one("aws:ec2/vpc:Vpc")),
    ],
)
def test_a_candidate_that_is_passed_over_is_not_passed(rule: str, stack: Stack) -> None:
    assert rule in RULES
    assert rule not in said(stack)
