"""Tenants: in the matrix of all pairs, each way from one tenant to another's data is named, and only that."""

import json
from dataclasses import replace
from typing import Any

import pytest

from policies.core import Judge
from policies.rules.stack._tenants import POLICIES
from tests.policies import schema
from tests.policies.platform import platform
from tests.policies.stack import Ref, View
from tests.policies.stack_case import STACK_RULES, every_view, faults, judged
from tests.policies.tenants import (
    ACTIONS,
    REGION,
    SERVICES,
    STORES,
    TENANTS,
    add_policy,
    admit,
    allow,
    arn,
    role_arn,
    tenants,
)

REACH, ADMIT = "stack_tenants_reach_their_own", "stack_tenants_admit_their_own"
PAIRS = [(one, other) for one in TENANTS for other in TENANTS if one != other]
every_pair = pytest.mark.parametrize(("one", "other"), PAIRS)


def test_tenants_that_keep_to_themselves_are_passed() -> None:
    assert faults(REACH, tenants().graph()) == faults(ADMIT, tenants().graph()) == set()


def test_a_stack_without_tenants_is_not_concerned() -> None:
    verdicts = Judge(STACK_RULES).evaluate_stack(platform().graph()).verdicts
    assert not {verdict.rule for verdict in verdicts} & {REACH, ADMIT}


@every_pair
@pytest.mark.parametrize("part", STORES)
def test_a_role_that_names_anothers_store_is_named(one: str, other: str, part: str) -> None:
    stack = tenants()
    add_policy(stack, one, "more", allow(ACTIONS[part], arn(f"{other}-{part}", SERVICES[part])))
    fault = f"it may reach {other}-{part} of {other} ({one}-more statement S)"
    assert faults(REACH, stack.graph()) == {f"{one}-role: {fault}"}


@every_pair
def test_a_store_that_admits_anothers_role_is_named(one: str, other: str) -> None:
    stack = tenants()
    stack.add(
        "aws:s3/bucketPolicy:BucketPolicy",
        "policy",
        bucket=Ref(f"{other}-bucket", "id"),
        policy=admit(one),
    )
    assert faults(ADMIT, stack.graph()) == {f"policy: it lets in {one}-role of {one}"}


@pytest.mark.parametrize(
    ("actions", "resource", "reached"),
    [
        (["s3:*"], "*", "acme-bucket"),
        (["*"], "*", "acme-table"),
        (["s3:GetObject"], "arn:aws:s3:*:*:acme-*", "acme-bucket"),
        (["s3:GetObject"], "arn:aws:s3:eu-west-1:123456789012:acme-bucket/reports/*", "acme-bucket"),
        (["s3:GetObject"], "arn:aws:s3:eu-west-1:123456789012:acme-buck?t/*", "acme-bucket"),
        (["logs:PutLogEvents"], "arn:aws:logs:eu-west-1:123456789012:acme-logs:*", "acme-logs"),
        (["sqs:SendMessage"], "arn:aws:sqs:eu-west-1:123456789012:acme-queu?", "acme-queue"),
        (["logs:PutLogEvents"], "arn:aws:logs:eu-west-1:123456789012:acme-log?:*", "acme-logs"),
        (["ec2:DescribeVpcs", "sts:GetCallerIdentity"], "*", None),
        (["sqs:SendMessage"], "arn:aws:sqs:eu-west-1:123456789012:acme-queuex", None),
        (["s3:GetObject"], "arn:aws:s3:eu-west-1:123456789012:dyne-*", None),
        (["sqs:SendMessage"], "arn:aws:s3:eu-west-1:123456789012:acme-bucket", None),
    ],
)
def test_patterns_are_followed_to_what_they_take_in(actions: list[str], resource: str, reached: str | None) -> None:
    stack = tenants()
    add_policy(stack, "dyne", "wide", allow(actions, resource))
    found = {f"dyne-role: it may reach {reached} of acme (dyne-wide statement S)"} if reached else set[str]()
    assert faults(REACH, stack.graph()) == found


def test_a_statement_for_all_but_some_services_reaches_the_rest() -> None:
    stack = tenants()
    but = ["dynamodb:*", "iam:*", "kms:*", "logs:*", "s3:*"]
    add_policy(stack, "dyne", "wide", {"Sid": "S", "Effect": "Allow", "NotAction": but, "Resource": "*"})
    assert faults(REACH, stack.graph()) == {"dyne-role: it may reach acme-queue of acme (dyne-wide statement S)"}


@pytest.mark.parametrize(
    ("value", "narrow"),
    [("dyne", True), (["dyne", "${aws:PrincipalTag/tenant}"], True), ("acme", False), (["dyne", "acme"], False)],
)
def test_a_statement_for_what_is_tagged_as_the_tenants_is_narrow_enough(value: Any, narrow: bool) -> None:
    stack = tenants()
    add_policy(stack, "dyne", "tagged", allow(["sqs:*"], "*", StringEquals={"aws:ResourceTag/tenant": value}))
    assert bool(faults(REACH, stack.graph())) != narrow


def test_each_tenant_that_is_reached_or_let_in_is_named() -> None:
    stack = tenants()
    foreign = [{**allow(["sqs:*"], arn(f"{name}-queue", "sqs")), "Sid": name} for name in ("acme", "bolt")]
    add_policy(stack, "dyne", "wide", *foreign)
    ways = (f"it may reach {name}-queue of {name} (dyne-wide statement {name})" for name in ("acme", "bolt"))
    assert faults(REACH, stack.graph()) == {f"dyne-role: {'; '.join(ways)}"}
    principals = {"AWS": [role_arn("acme"), role_arn("bolt")]}
    statement = {**allow(["sqs:*"], "*"), "Principal": principals}
    stack.nodes["dyne-queue"].props["policy"] = json.dumps({"Version": "2012-10-17", "Statement": statement})
    assert faults(ADMIT, stack.graph()) == {"dyne-queue: it lets in acme-role of acme; it lets in bolt-role of bolt"}


def test_a_denial_reaches_nothing() -> None:
    stack = tenants()
    add_policy(stack, "dyne", "wide", {**allow(["s3:*"], "*"), "Effect": "Deny"})
    assert not faults(REACH, stack.graph())


SHARED_TABLE, SHARED_BUCKET, SHARED_QUEUE = (
    arn(f"shared-{part}", SERVICES[part]) for part in ("table", "bucket", "queue")
)


def leading(*keys: str) -> dict[str, Any]:
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}}


@pytest.mark.parametrize(
    ("statement", "narrow"),
    [
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("acme")), True),
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("acme#*", "${aws:PrincipalTag/tenant}")), True),
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("acme:*")), True),
        (allow(["dynamodb:Query"], f"{SHARED_TABLE}/index/*", **leading("acme")), True),
        (allow(["dynamodb:Query"], SHARED_TABLE), False),
        (allow(["dynamodb:Query"], SHARED_TABLE, StringEquals={"aws:PrincipalTag/team": "acme"}), False),
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("*")), False),
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("acme", "bolt")), False),
        (allow(["dynamodb:Query"], SHARED_TABLE, **leading("acme*")), False),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/acme/*"), True),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/${{aws:PrincipalTag/tenant}}/*"), True),
        (allow(["s3:ListBucket"], SHARED_BUCKET, StringLike={"s3:prefix": "acme/*"}), True),
        (allow(["s3:ListBucket"], SHARED_BUCKET), False),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/*"), False),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/*", StringLike={"s3:prefix": "acme/*"}), False),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/acme*"), False),
        (allow(["s3:GetObject"], f"{SHARED_BUCKET}/bolt/*"), False),
        (allow(["sqs:ReceiveMessage"], SHARED_QUEUE), False),
    ],
)
def test_of_a_shared_store_a_tenant_reaches_its_part(statement: dict[str, Any], narrow: bool) -> None:
    stack = tenants()
    for part in ("table", "bucket", "queue"):
        stack.add(STORES[part], f"shared-{part}", region=REGION, tags={"tenancy": "pooled"})
    add_policy(stack, "acme", "shared", statement)
    (name,) = (part for part in ("table", "bucket", "queue") if f"shared-{part}" in statement["Resource"])
    fault = f"acme-role: it may reach every tenant's part of shared-{name} (acme-shared statement S)"
    assert faults(REACH, stack.graph()) == (set[str]() if narrow else {fault})


def test_roles_of_the_platform_may_serve_every_tenant() -> None:
    stack = tenants()
    stack.add("aws:iam/role:Role", "platform-role", name="platform-role")
    add_policy(stack, "platform", "wide", allow(["s3:*"], "*"))
    assert not faults(REACH, stack.graph())


def test_before_a_deployment_a_reference_is_enough() -> None:
    stack = tenants()
    stack.nodes["acme-own"].props["policy"] = Ref("bolt-table")
    assert faults(REACH, stack.graph(View.PREVIEW)) == {"acme-role: it may reach bolt-table of bolt (acme-own)"}
    stack.nodes["acme-own"].props["policy"] = Ref("acme-table")
    violated, open_ = judged(stack.graph(View.PREVIEW))
    assert not {rule for rule, _ in violated} & {REACH, ADMIT}
    assert "acme-role" in {message.partition(":")[0] for rule, message in open_ if rule == REACH}


def test_before_a_deployment_a_reference_to_anothers_role_is_enough() -> None:
    stack = tenants()
    stack.add("aws:sqs/queuePolicy:QueuePolicy", "policy", queueUrl=Ref("acme-queue", "id"), policy=Ref("bolt-role"))
    assert faults(ADMIT, stack.graph(View.PREVIEW)) == {"policy: it lets in bolt-role of bolt"}
    stack.nodes["policy"].props["policy"] = Ref("acme-role")
    assert not faults(ADMIT, stack.graph(View.PREVIEW))
    stack.nodes["policy"].props["policy"] = Ref("acme-queue")
    violated, open_ = judged(stack.graph(View.PREVIEW))
    assert not {rule for rule, _ in violated} & {REACH, ADMIT}
    assert "policy" in {message.partition(":")[0] for rule, message in open_ if rule == ADMIT}


def test_before_a_deployment_what_is_the_platforms_is_passed_over() -> None:
    stack = tenants()
    stack.add("aws:kms/key:Key", "platform-key", region=REGION)
    stack.nodes["acme-own"].props["policy"] = Ref("bolt-table")
    stack.nodes["acme-queue"].props["kmsMasterKeyId"] = Ref("platform-key")
    origins = [stack.nodes[name].urn for name in ("bolt-table", "platform-key")]
    graph = [
        replace(each, property_dependencies={**each.property_dependencies, "policy": [*origins, "urn:elsewhere"]})
        if each.name == "acme-own"
        else each
        for each in stack.graph(View.PREVIEW)
    ]
    assert faults(REACH, graph) == {"acme-role: it may reach bolt-table of bolt (acme-own)"}
    assert not faults(ADMIT, graph)


@pytest.mark.parametrize(("owner", "admitted"), [("shared", "acme"), ("acme", "platform")])
def test_the_platform_may_admit_tenants_and_tenants_the_platform(owner: str, admitted: str) -> None:
    stack = tenants()
    stack.add("aws:iam/role:Role", "platform-role", name="platform-role")
    stack.add("aws:s3/bucket:Bucket", "shared-bucket", region=REGION, tags={"tenancy": "pooled"})
    bucket = Ref(f"{owner}-bucket", "id")
    stack.add("aws:s3/bucketPolicy:BucketPolicy", "policy", bucket=bucket, policy=admit(admitted))
    assert not faults(ADMIT, stack.graph())
    assert not faults(ADMIT, stack.graph(View.PREVIEW))


@every_view
def test_a_grant_on_anothers_key_is_named(view: View) -> None:
    stack = tenants()
    grant: dict[str, Any] = {"keyId": Ref("acme-key", "id"), "granteePrincipal": Ref("bolt-role")}
    stack.add("aws:kms/grant:Grant", "grant", operations=["Decrypt"], **grant)
    assert faults(ADMIT, stack.graph(view)) == {"grant: it lets in bolt-role of bolt"}
    stack.nodes["grant"].props["granteePrincipal"] = Ref("acme-role")
    assert not faults(ADMIT, stack.graph(view))


def test_of_the_shared_stores_that_a_statement_reaches_one_is_named() -> None:
    stack = tenants()
    for name in ("shared", "spare"):
        stack.add(STORES["queue"], f"{name}-queue", region=REGION, tags={"tenancy": "pooled"})
    add_policy(stack, "acme", "wide", allow(["sqs:*"], f"{arn('s', 'sqs')}*"))
    fault = "it may reach every tenant's part of shared-queue (acme-wide statement S)"
    assert faults(REACH, stack.graph()) == {f"acme-role: {fault}"}


@every_view
@pytest.mark.parametrize("kind", ["key", "replicaKey"])
def test_a_store_under_anothers_key_is_named(view: View, kind: str) -> None:
    stack = tenants()
    stack.remove("bolt-key")
    stack.add(f"aws:kms/{kind}:{kind[0].upper()}{kind[1:]}", "bolt-key", region=REGION, tags={"tenant": "bolt"})
    stack.nodes["acme-table"].props["serverSideEncryption"] = {"kmsKeyArn": Ref("bolt-key")}
    assert faults(ADMIT, stack.graph(view)) == {"acme-table: it lies under bolt-key of bolt"}


def test_a_policy_that_a_store_holds_itself_counts_and_the_account_as_a_whole_does_not() -> None:
    stack = tenants()
    principals = {"AWS": ["arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:bol*"]}
    statement = {**allow(["sqs:*"], "*"), "Principal": principals}
    stack.nodes["acme-queue"].props["policy"] = json.dumps({"Version": "2012-10-17", "Statement": statement})
    assert faults(ADMIT, stack.graph()) == {"acme-queue: it lets in bolt-role of bolt"}
    stack.nodes["acme-queue"].props["policy"] = json.dumps(
        {"Version": "2012-10-17", "Statement": {**statement, "Effect": "Deny"}}
    )
    assert not faults(ADMIT, stack.graph())


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_what_is_read_exists(kind: str) -> None:
    schema.check(kind, POLICIES[kind][0])
    schema.check(kind, "granteePrincipal" if kind.endswith("Grant") else "policy")
