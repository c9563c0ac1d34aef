"""Quotas by arithmetic: each one is exceeded, within it nothing is told, and numbers agree with copies of AWS's."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from moto.servicequotas.resources.default_quotas import vpc

from ops.preflight import quotas
from ops.preflight.findings import Finding, Level
from ops.preflight.plan import Plan
from ops.terraform_plan.names import type_name as terraform_name
from policies.model import Resource
from tests.ops.preflight.plans import HOME, made, plan_of
from tests.policies.schema import inputs

EVERY = [(group.service, quota) for group in quotas.table().groups for quota in group.quotas]
COUNTED = [each for each in EVERY if each[1].measure == "resources" and each[1].default <= 10_000]


def findings(*resources: Resource) -> Sequence[Finding]:
    return quotas.findings(plan_of(*resources))


def declared(quota: Any, count: int) -> Plan:
    """Return a plan that uses *count* of *quota*."""
    zoned = quota.per == "zone"
    holder = made(
        "aws:ec2/subnet:Subnet" if zoned else "aws:sqs/queue:Queue", "holder", {"availabilityZone": "us-east-1a"}
    )
    held: dict[str, Any] = {} if quota.per in ("account", "region") else {"subnetId" if zoned else quota.per: holder}
    return plan_of(holder, *(made(quota.types[0], f"r-{number}", quota.where, **held) for number in range(count)))


@pytest.mark.parametrize(("service", "quota"), COUNTED, ids=[f"{service} {quota.name}" for service, quota in COUNTED])
def test_one_more_than_a_new_account_has_is_told(service: str, quota: Any) -> None:
    named = [each for each in quotas.findings(declared(quota, quota.default)) if quota.name in each.message]
    assert named == []
    (found,) = (each for each in quotas.findings(declared(quota, quota.default + 1)) if quota.name in each.message)
    assert f"{quota.default + 1} in" in found.message
    assert found.level is (Level.ADVICE if quota.adjustable else Level.REFUSED)
    assert ("request-service-quota-increase" in found.mend) is quota.adjustable


def test_quotas_are_counted_by_their_region_and_by_what_holds_them() -> None:
    vpcs = [
        made("aws:ec2/vpc:Vpc", f"{region}-{number}", {"region": region})
        for region in ("eu-west-1", "eu-west-2")
        for number in range(5)
    ]
    assert findings(*vpcs) == []
    groups = [made("aws:ec2/securityGroup:SecurityGroup", name) for name in ("a", "b")]
    rules = [
        made(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", f"{group.name}-{number}", securityGroupId=group
        )
        for group in groups
        for number in range(60)
    ]
    assert findings(*groups, *rules) == []
    one_more = made("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "more", securityGroupId=groups[1])
    (found,) = findings(*groups, *rules, one_more)
    assert found.message == "Inbound or outbound rules per security group: 61 in b, and a new account has 60"


def test_what_cannot_be_raised_is_refused_without_an_account() -> None:
    group = made("aws:cloudwatch/logGroup:LogGroup", "group")
    filters = [
        made("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", f"f{number}", logGroup=group)
        for number in range(3)
    ]
    (found,) = findings(group, *filters)
    assert (found.level, found.message) == (
        Level.REFUSED,
        "Subscription filters per log group: 3 in group, and there are 2",
    )


def test_a_policy_is_measured_without_white_space() -> None:
    spaced = '{ "Statement":   [ { "Action": "' + "x" * 6_100 + '" } ] }' + " " * 5_000
    assert findings(made("aws:iam/policy:Policy", "long", {"policy": spaced})) == []
    longer = spaced.replace("xxx", "x" * 50)
    (found,) = findings(made("aws:iam/policy:Policy", "long", {"policy": longer}))
    assert found.rule == "iam Managed policy length"


def test_inline_policies_of_one_role_are_added_up() -> None:
    role = made("aws:iam/role:Role", "role")
    half = '{"Statement": [{"Action": "' + "x" * 6_000 + '"}]}'
    rights = [made("aws:iam/rolePolicy:RolePolicy", f"p{number}", {"policy": half}, role=role) for number in range(2)]
    assert findings(role, rights[0]) == []
    assert [each.rule for each in findings(role, *rights)] == ["iam Role inline policy size"]


@pytest.mark.parametrize(
    ("instance_type", "expected"),
    [
        ("t4g.nano", 2),
        ("t4g.large", 2),
        ("c7g.medium", 1),
        ("m7g.large", 2),
        ("m7g.xlarge", 4),
        ("r7g.12xlarge", 48),
        ("c7gn.16xlarge", 64),
        ("p5.48xlarge", 0),
        ("m7g.metal", 0),
    ],
)
def test_vcpus_of_standard_instances(instance_type: str, expected: int) -> None:
    assert quotas.vcpus(instance_type) == expected


def nodes(**props: Any) -> Resource:
    scaling = {"desiredSize": 2, "minSize": 2, "maxSize": 3}
    return made(
        "aws:eks/nodeGroup:NodeGroup", "nodes", {"instanceTypes": ["m7g.large"], "scalingConfig": scaling} | props
    )


def test_nodes_count_by_vcpus_at_first_and_once_their_group_has_grown() -> None:
    (found,) = findings(nodes())
    assert found.rule == "L-1216C47A"
    assert ": 6 in us-east-1 once its groups have grown, and a new account has 5" in found.message
    assert findings(nodes(capacityType="SPOT")) == []
    assert findings(nodes(scalingConfig={"desiredSize": 2, "maxSize": 2})) == []


def test_a_quota_in_force_decides_where_it_is_known() -> None:
    first, grown = (each for each in quotas.usages(plan_of(nodes())) if each.quota.code == "L-1216C47A")
    assert (first.count, grown.count) == (4, 6)
    assert first.finding(4) is None
    refused, later = first.finding(3), grown.finding(3)
    assert refused
    assert (refused.level, refused.message.rpartition(", and ")[2]) == (Level.REFUSED, "there are 3")
    assert later
    assert later.level is Level.ADVICE, "nothing is refused before it grows"


def test_the_table_speaks_of_types_and_properties_that_there_are() -> None:
    for _, quota in EVERY:
        for token in quota.types:
            assert terraform_name(token), token
            ours = inputs(token)
            assert not quota.of or quota.of in ours, (token, quota.of)
            assert set(quota.where) <= set(ours), (token, quota.where)
            assert quota.per in ("account", "region", "zone", "itself") or quota.per in ours, (token, quota.per)


def test_numbers_of_networks_agree_with_another_copy_of_service_quotas() -> None:
    theirs: Mapping[str, Any] = {each["QuotaCode"]: each for each in vpc.VPC_DEFAULT_QUOTAS}
    ours = [quota for service, quota in EVERY if service == "vpc" and quota.code]
    assert len(ours) > 10
    for quota in ours:
        assert (quota.name, quota.default) == (theirs[quota.code]["QuotaName"], theirs[quota.code]["Value"])


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan", "world_plan"])
def test_the_stacks_need_nothing_that_cannot_be_raised(stack: str, request: pytest.FixtureRequest) -> None:
    found = quotas.findings(request.getfixturevalue(stack))
    assert [each.line() for each in found if each.level is Level.REFUSED] == []


def test_counting_is_linear(staging_plan: Plan) -> None:
    usages = quotas.usages(staging_plan)
    assert {each.region for each in usages} >= {HOME, "eu-west-1"}
    assert sum(each.count for each in usages if each.quota.name == "Roles per account") > 20
