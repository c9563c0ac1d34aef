"""A type that a provider names twice is judged alike by either name."""

import re
from collections import defaultdict

import pytest

from policies.core import Judge, Outcome
from policies.model import Resource
from policies.registry import Registry, discover
from policies.twins import ADOPTED, CANONICAL
from tests.policies import schema
from tests.policies.stack import Stack, with_props
from tests.policies.stack_case import faults, without

APART = {"aws:securityhub/accountV2:AccountV2": "another product, with inputs of its own"}
"""What is called like a twin and isn't one."""
_SAME_MODULE = {"alb": "lb"}


def test_every_pair_that_the_sdk_names_alike_is_known_or_said_to_be_two() -> None:
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for token in schema.tokens():
        module = token.split(":")[1].split("/")[0]
        alike[_SAME_MODULE.get(module, module), re.sub("V2$", "", token.rpartition(":")[2])].add(token)
    for tokens in alike.values():
        known = {CANONICAL.get(token, token) for token in tokens - APART.keys()}
        assert len(known) == 1, tokens


def test_each_other_name_leads_to_a_type_of_the_sdk() -> None:
    assert {*CANONICAL.values(), *ADOPTED, *ADOPTED.values()} <= schema.tokens()


@pytest.mark.parametrize("other", sorted(CANONICAL))
def test_whatever_judges_a_type_judges_it_by_its_other_name(other: str) -> None:
    rules = discover().by_type()
    assert {rule.name for rule in rules.get(CANONICAL[other], ())} <= {rule.name for rule in rules.get(other, ())}


def test_a_listener_of_an_older_module_is_judged() -> None:
    name = "lb_listener_requires_forward_secrecy"
    judge = Judge(Registry(rules=tuple(rule for rule in discover().rules if rule.name == name), stack_rules=()))
    kind = "aws:elasticloadbalancingv2/listener:Listener"
    found = judge.evaluate(Resource(type=kind, urn=f"urn:pulumi:t::g::{kind}::l", name="l", props={"protocol": "HTTP"}))
    assert [each.outcome for each in found.verdicts] == [Outcome.VIOLATED]


def test_stack_rules_take_either_name() -> None:
    stack = without("archive-us-east-1-lock")
    versioning = stack.nodes["archive-us-east-1-BucketVersioning"]
    versioning.type = "aws:s3/bucketVersioningV2:BucketVersioningV2"
    stack.nodes["archive-us-east-1-bucket"].type = "aws:s3/bucketV2:BucketV2"
    assert not faults("stack_buckets_are_guarded", stack.graph())
    assert faults("stack_archives_are_locked", stack.graph())
    lone = Stack()
    lone.add("aws:alb/loadBalancer:LoadBalancer", "balancer", region="us-east-1")
    assert faults("stack_services_have_alarms", with_props(lone.graph(), "balancer", name="b"))


def test_a_network_that_is_taken_over_is_a_network() -> None:
    stack = Stack()
    stack.add("aws:ec2/defaultVpc:DefaultVpc", "default", region="us-east-1")
    assert faults("stack_networks_have_flow_logs", stack.graph()) == {"default: it has no flow log"}
