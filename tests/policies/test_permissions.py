"""A permission gets the same verdict whichever way it reaches an identity."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from policies.core import Judge, Outcome, Verdict
from policies.model import Resource, Rule
from policies.permissions import KINDS, PERMISSION_SET, WAYS, Way
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from tests.policies import fixtures, schema
from tests.policies.analyzer import URN, served
from tests.policies.case import changed
from tests.policies.stack import Ref, Stack, View
from tests.policies.stack_case import every_view, faults

EVERY = discover()
FIXTURES = fixtures.load()
PLAIN = {way.plain for way in WAYS}
RULES = [rule for rule in EVERY.rules if not rule.resource_types.isdisjoint(PLAIN)]
OTHER_WAYS = [way for way in WAYS if not way.is_plain]
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
HARMLESS = "arn:aws:iam::aws:policy/SecurityAudit"
DOCUMENTS = [
    json.dumps({"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}})
    for action in ("s3:ListAllMyBuckets", "*")
]
NO_WAY = {
    "assumeRolePolicy": "says who takes the identity on",
    "customerManagedPolicyReference": "names a policy that is judged where it is declared",
    "customerManagedPolicyReferences": "names policies that are judged where they are declared",
    "delayAfterPolicyCreationInMs": "is a time",
    "forceDetachPolicies": "speaks of the end",
    "permissionsBoundary": "takes permissions away",
    "policyNames": "names policies that are judged where they are declared",
}
"""Properties of IAM's and Identity Center's types that are called after policies and give nobody any, and why."""
OF_NOBODY = {"aws:iam/policy:Policy"}
"""A policy is nobody's until it is attached."""

every_other_way = pytest.mark.parametrize("way", OTHER_WAYS, ids=lambda way: f"{way.type}-{way.kind}-{way.prop}")
every_kind = pytest.mark.parametrize("kind", KINDS)


def props_of(way: Way, policies: list[Any], identity: Any = "somebody") -> dict[str, Any]:
    """Return the properties by which *way* gives *policies*; one that gives one of them gives the first."""
    _, listed, inner = way.gives.partition("[]")
    given = [{inner[1:]: each} if inner else each for each in policies]
    named = {way.named_by: [identity] if way.identity.endswith("[]") else identity} if way.identity else {}
    return {**named, way.prop: given if listed else given[0]}


def plain_props(way: Way, policy: Any, identity: Any = "somebody") -> dict[str, Any]:
    return {way.plain_kind: identity, "policyArn" if way.attached else "policy": policy}


def said(kind: str, props: Mapping[str, Any], *rules: Rule) -> dict[str, Verdict]:
    """Return what *rules* say, or whichever there are on permissions, of a resource; each says one thing at most."""
    judge = Judge(Registry(rules=rules or tuple(RULES), stack_rules=()))
    found = judge.evaluate(Resource(type=kind, urn=URN.format(type=kind, name="thing"), name="thing", props=props))
    verdicts = {each.rule: each for each in found.verdicts}
    assert len(verdicts) == len(found.verdicts)
    return verdicts


def outcomes(kind: str, props: Mapping[str, Any], *rules: Rule) -> dict[str, Outcome]:
    """Return the outcomes of *rules* on permissions; what rules say of a type besides is none of it."""
    return {name: each.outcome for name, each in said(kind, props, *rules).items()}


def violated(kind: str, props: Mapping[str, Any]) -> set[str]:
    return {name for name, outcome in outcomes(kind, props).items() if outcome is Outcome.VIOLATED}


def policies_in(rule: Rule, way: Way) -> Iterator[Any]:
    """Yield the policies that the fixtures of *rule* have where the plain way of *way* has one."""
    prop = "policyArn" if way.attached else "policy"
    yield UNKNOWN
    for case in FIXTURES[rule.name]:
        for change in (("", ...), *case.broken, *case.accepted):
            found = changed(case.compliant, *change) if change[0] else case.compliant
            if prop in found:
                yield found[prop]


@every_other_way
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_of_it_what_it_says_of_the_plain_way(rule: Rule, way: Way) -> None:
    for policy in policies_in(rule, way):
        for identity in ("somebody", UNKNOWN):
            expected = outcomes(way.plain, plain_props(way, policy, identity), rule)
            if way.identity or identity != UNKNOWN:
                assert outcomes(way.type, props_of(way, [policy], identity), rule) == expected, policy


@every_other_way
def test_what_it_gives_is_judged(way: Way) -> None:
    policy = ADMINISTRATOR if way.attached else DOCUMENTS[1]
    found = violated(way.type, props_of(way, [policy]))
    name = "iam_attachment_is_not_administrator" if way.attached else "iam_policy_is_not_administrator"
    assert {name} <= found
    assert ("iam_user_has_no_permissions_of_its_own" in found) is (way.kind == "user")
    assert name in {each.policyName for each in served(EVERY).analyze(way.type, props_of(way, [policy])).violations}


@every_other_way
def test_a_certain_violation_beside_an_unknown_is_one_and_an_unknown_alone_is_open(way: Way) -> None:
    if "[]" not in way.gives:
        return
    kind, bad = way.type, ADMINISTRATOR if way.attached else DOCUMENTS[1]
    certain = violated(kind, props_of(way, [bad]))
    assert certain <= violated(kind, props_of(way, [UNKNOWN, bad]))
    assert certain <= violated(kind, props_of(way, [bad, UNKNOWN]))
    ours = {rule for rule, outcome in outcomes(way.plain, plain_props(way, UNKNOWN)).items() if outcome is Outcome.OPEN}
    assert ours
    whole = outcomes(kind, {**props_of(way, []), way.prop: UNKNOWN})
    assert {*ours, *(["iam_user_has_no_permissions_of_its_own"] if way.kind == "user" else [])} <= {
        rule for rule, outcome in whole.items() if outcome is Outcome.OPEN
    }
    good = HARMLESS if way.attached else DOCUMENTS[0]
    assert {outcomes(kind, props_of(way, [good, UNKNOWN]))[rule] for rule in ours} == {Outcome.OPEN}


@every_other_way
def test_what_gives_nothing_is_not_judged_for_it(way: Way) -> None:
    if "[]" in way.gives:
        for nothing in ([], [None], [{"name": "nothing"}] if "[]." in way.gives else []):
            assert not outcomes(way.type, {**props_of(way, []), way.prop: nothing})


def test_a_message_names_the_place_and_not_the_policy() -> None:
    way = next(each for each in OTHER_WAYS if each.prop == "inlinePolicies")
    found = said(way.type, props_of(way, DOCUMENTS))["iam_policy_is_not_administrator"]
    assert found.message.startswith("thing: inlinePolicies[1]: statement 0 lets ")
    several = next(each for each in OTHER_WAYS if each.identity == "users[]")
    told = said(several.type, {"users": [UNKNOWN, "jane"], "policyArn": HARMLESS})
    message = told["iam_user_has_no_permissions_of_its_own"].message
    assert message.startswith("thing: users[1]: it gives permissions to one user. ")


@every_other_way
@pytest.mark.parametrize("odd", [7, "", "odd", [], {}, [7], [None], [[]], [{}], {"policy": 7}, None])
def test_a_value_of_an_unexpected_type_ends_nothing(way: Way, odd: Any) -> None:
    for prop in filter(None, (way.prop, way.named_by)):
        for name, verdict in said(way.type, {**props_of(way, [HARMLESS]), prop: odd}).items():
            assert name in verdict.message or verdict.outcome is not Outcome.FAILED


@every_other_way
def test_it_is_a_way_of_the_sdk_that_is_judged(way: Way) -> None:
    schema.check(way.type, way.gives)
    if way.identity:
        schema.check(way.type, way.identity)
    assert way.type in EVERY.types()
    assert way.plain in EVERY.by_type()


def test_every_property_that_is_called_after_policies_is_a_way_or_said_to_be_none() -> None:
    ways = {(way.type, way.prop) for way in WAYS}
    for kind in schema.tokens() - OF_NOBODY:
        if re.match("aws:(iam|ssoadmin)/", kind):
            named = {prop for prop in schema.inputs(kind) if re.search("polic", prop, re.IGNORECASE)}
            assert {prop for prop in named if (kind, prop) not in ways} <= NO_WAY.keys(), kind


@every_view
@pytest.mark.parametrize(
    "way", [way for way in WAYS if way.kind != PERMISSION_SET], ids=lambda way: f"{way.type}-{way.kind}-{way.prop}"
)
def test_stack_rules_know_it_too(way: Way, view: View) -> None:
    everything = json.dumps({"Statement": {"Sid": "All", "Effect": "Allow", "Action": "kms:*", "Resource": "*"}})
    policy = Ref("all", "arn") if way.attached else everything
    props = props_of(way, [policy], Ref("somebody", "name"))
    stack = Stack()
    stack.add("aws:iam/policy:Policy", "all", policy=everything)
    own = {} if way.identity else props
    stack.add(f"aws:iam/{way.kind}:{way.kind.capitalize()}", "somebody", **{"name": "somebody", **own})
    if way.identity:
        stack.add(way.type, "between", **props)
    (fault,) = faults("stack_identities_part_key_duties", stack.graph(view))
    assert fault.startswith("somebody: it administers (")
    assert fault.endswith(" the same keys")
