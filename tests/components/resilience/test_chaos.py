import json
from collections.abc import Sequence
from typing import Any, get_args

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from components.resilience.chaos import Chaos, ChaosArgs
from settings import ServiceFault
from tests.components.data.declare import Declared, declare, sites

FAULTS: Sequence[ServiceFault] = get_args(ServiceFault)
ALARMS = [f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}" for name in ("errors", "p95", "p99")]
REFERENCE = {
    "aws:dynamodb:global-table-pause-replication": {
        "dynamodb:DeleteResourcePolicy",
        "dynamodb:DescribeTable",
        "dynamodb:GetResourcePolicy",
        "dynamodb:PutResourcePolicy",
        "tag:GetResources",
    },
    "aws:ec2:asg-insufficient-instance-capacity-error": {
        "autoscaling:DescribeAutoScalingGroups",
        "ec2:InjectApiError",
    },
    "aws:ec2:stop-instances": {"ec2:DescribeInstances", "ec2:StopInstances"},
    "aws:eks:terminate-nodegroup-instances": {
        "ec2:DescribeInstances",
        "ec2:TerminateInstances",
        "eks:DescribeNodegroup",
        "tag:GetResources",
    },
    "aws:network:disrupt-connectivity": {
        "ec2:CreateNetworkAcl",
        "ec2:CreateNetworkAclEntry",
        "ec2:CreateTags",
        "ec2:DeleteNetworkAcl",
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ec2:GetManagedPrefixListEntries",
        "ec2:ReplaceNetworkAclAssociation",
    },
    "aws:network:transit-gateway-disrupt-cross-region-connectivity": {
        "ec2:AssociateTransitGatewayRouteTable",
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGatewayPeeringAttachments",
        "ec2:DescribeTransitGateways",
        "ec2:DisassociateTransitGatewayRouteTable",
    },
    "aws:rds:failover-db-cluster": {"rds:DescribeDBClusters", "rds:FailoverDBCluster", "tag:GetResources"},
}
"""What each action needs by the "AWS FIS Actions reference"; starting stopped instances again aside."""
MANAGED = "AWSFaultInjectionSimulator{}Access"
LOGGED = "logs:"


def declared(faults: Sequence[ServiceFault] = FAULTS, *, has_readers: bool = True) -> list[Declared]:
    def program() -> None:
        (site, _) = sites(2).values()
        Chaos(
            "chaos",
            ChaosArgs(
                site=site,
                faults=faults,
                alarm_arns=ALARMS,
                zone_names=["us-east-1a", "us-east-1b", "us-east-1c"],
                cluster_name="groot-test-us-east-1",
                has_readers=has_readers,
            ),
        )

    return declare(program)


def templates(resources: Sequence[Declared]) -> dict[str, dict[str, Any]]:
    return {
        one.name.removeprefix("chaos-"): one.inputs for one in resources if one.type.startswith("aws:fis/experiment")
    }


def statements(resources: Sequence[Declared], fault: str) -> list[dict[str, Any]]:
    (policy,) = (one for one in resources if one.name == f"chaos-{fault}-policy")
    return json.loads(policy.inputs["policy"])["Statement"]


def allowed(resources: Sequence[Declared], fault: str) -> set[str]:
    actions = {action for statement in statements(resources, fault) for action in statement["Action"]}
    return {action for action in actions if not action.startswith(LOGGED)}


def test_every_experiment_stops_on_every_promise() -> None:
    made = templates(declared())
    assert set(made) == set(FAULTS)
    for template in made.values():
        assert [each["value"] for each in template["stopConditions"]] == ALARMS
        assert {each["source"] for each in template["stopConditions"]} == {"aws:cloudwatch:alarm"}


def test_only_what_is_the_stacks_own_is_a_target() -> None:
    for template in templates(declared()).values():
        for target in template["targets"]:
            tags = {tag["key"]: tag["value"] for tag in target["resourceTags"]}
            assert tags in ({"stack": "groot-test"}, {"eks:cluster-name": "groot-test-us-east-1"})
            assert not target.get("resourceArns")


def test_each_action_has_its_target() -> None:
    for template in templates(declared()).values():
        named = {target["name"] for target in template["targets"]}
        assert {action["target"]["value"] for action in template["actions"]} == named


@pytest.mark.parametrize("fault", FAULTS)
def test_each_role_may_do_what_its_actions_need_and_nothing_else(fault: ServiceFault) -> None:
    resources = declared()
    needed = {
        permission for action in templates(resources)[fault]["actions"] for permission in REFERENCE[action["actionId"]]
    }
    beside = {"rds:DescribeDBInstances"} if "rds:FailoverDBCluster" in needed else set[str]()
    assert allowed(resources, fault) == needed | beside


@pytest.mark.parametrize(
    ("fault", "policies"),
    [
        ("database-failover", ["RDS"]),
        ("nodes", ["EKS"]),
        ("region-network", ["Network"]),
        ("zone-network", ["Network"]),
    ],
)
def test_no_role_may_do_more_than_awss_own_policies_for_it(fault: ServiceFault, policies: Sequence[str]) -> None:
    known = json.loads(aws_managed_policies_data)
    most = {
        action
        for name in policies
        for statement in known[MANAGED.format(name)]["Document"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert allowed(declared(), fault) <= most


@pytest.mark.parametrize(
    "action", ["ec2:StopInstances", "ec2:TerminateInstances", "rds:FailoverDBCluster", "eks:DescribeNodegroup"]
)
def test_what_ends_something_is_held_to_the_stacks_tag(action: str) -> None:
    resources = declared()
    found = [each for fault in FAULTS for each in statements(resources, fault) if action in each["Action"]]
    assert found
    for statement in found:
        assert statement["Condition"] == {"StringEquals": {"aws:ResourceTag/stack": "groot-test"}}


def test_roles_are_assumed_by_this_regions_experiments_alone() -> None:
    roles = [one.inputs for one in declared() if one.type == "aws:iam/role:Role"]
    assert len({role["name"] for role in roles}) == len(FAULTS)
    for role in roles:
        (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"Service": ["fis.amazonaws.com"]}
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": "arn:aws:fis:us-east-1:123456789012:experiment/*"},
        }


def test_what_was_done_is_written_down_under_the_stacks_key() -> None:
    resources = declared()
    (logs,) = (one.inputs for one in resources if one.type == "aws:cloudwatch/logGroup:LogGroup")
    assert logs["kmsKeyId"].endswith("mrk-internal")
    for template in templates(resources).values():
        written = template["logConfiguration"]["cloudwatchLogsConfiguration"]["logGroupArn"]
        assert written.endswith(":chaos-logs:*")


def test_a_zone_loses_its_writers_only_where_readers_can_take_over() -> None:
    for has_readers in (True, False):
        resources = declared(["zone-power"], has_readers=has_readers)
        ids = {action["actionId"] for action in templates(resources)["zone-power"]["actions"]}
        assert ("aws:rds:failover-db-cluster" in ids) is has_readers
        assert ("rds:FailoverDBCluster" in allowed(resources, "zone-power")) is has_readers
