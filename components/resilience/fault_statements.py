"""What the role of each experiment may do: what AWS asks for its actions, on this stack's own things.

Actions and resources are those of AWS's managed policies `AWSFaultInjectionSimulator…Access`, narrowed by the stack's
tag wherever the action knows it, and of the "AWS FIS Actions reference".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from components._shared.iam import Statement
from components._shared.site import Site

MADE: Final = {"StringEquals": {"aws:RequestTag/managedByFIS": "true"}}
MANAGED: Final = {"StringEquals": {"ec2:ResourceTag/managedByFIS": "true"}}
"""What the service makes for an experiment and takes away after it."""
NO_RESOURCES: Final = "these actions do not support resource-level permissions"
BY_TAG: Final = Statement(actions=["tag:GetResources"], wildcard_reason=NO_RESOURCES)
"""Finding targets by their tags."""
LOGGING: Final = Statement(
    actions=[
        "logs:CreateLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:PutResourcePolicy",
    ],
    wildcard_reason=NO_RESOURCES,
)
"""Writing down what an experiment did (AWS FIS User Guide, "Experiment logging")."""


def own(site: Site) -> Mapping[str, Mapping[str, Any]]:
    """Return the condition that a thing is this stack's."""
    return {"StringEquals": {"aws:ResourceTag/stack": site.context.prefix}}


def subnets_cut_off(site: Site) -> Sequence[Statement]:
    """Return what `aws:network:disrupt-connectivity` takes: a network ACL of its own instead of the subnet's."""
    return [
        _ec2(site, ["CreateNetworkAcl"], ["network-acl"], MADE),
        _ec2(site, ["CreateNetworkAcl"], ["vpc"], own(site)),
        _ec2(
            site,
            ["CreateTags"],
            ["network-acl"],
            {"StringEquals": {**MADE["StringEquals"], "ec2:CreateAction": "CreateNetworkAcl"}},
        ),
        _ec2(site, ["CreateNetworkAclEntry", "DeleteNetworkAcl"], ["network-acl"], MANAGED),
        _ec2(site, ["ReplaceNetworkAclAssociation"], ["subnet"], own(site)),
        _ec2(site, ["ReplaceNetworkAclAssociation"], ["network-acl"]),
        _ec2(site, ["GetManagedPrefixListEntries"], ["prefix-list"]),
        _describe("DescribeManagedPrefixLists", "DescribeNetworkAcls", "DescribeSubnets", "DescribeVpcs"),
    ]


def nodes_terminated(site: Site) -> Sequence[Statement]:
    """Return what `aws:eks:terminate-nodegroup-instances` takes."""
    groups = f"arn:aws:eks:{site.name}:*:nodegroup/*"
    return [
        _ec2(site, ["TerminateInstances"], ["instance"], own(site)),
        _describe("DescribeInstances"),
        Statement(actions=["eks:DescribeNodegroup"], resources=[groups], conditions=own(site)),
        BY_TAG,
    ]


def instances_stopped(site: Site) -> Sequence[Statement]:
    """Return what `aws:ec2:stop-instances` takes where nothing is started again."""
    return [_ec2(site, ["StopInstances"], ["instance"], own(site)), _describe("DescribeInstances")]


def launches_refused() -> Sequence[Statement]:
    """Return what `aws:ec2:asg-insufficient-instance-capacity-error` takes."""
    return [
        Statement(
            actions=["ec2:InjectApiError"],
            conditions={
                "ForAnyValue:StringEquals": {"ec2:FisActionId": ["aws:ec2:asg-insufficient-instance-capacity-error"]}
            },
            wildcard_reason="it takes any resource; the action that it is for is named",
        ),
        Statement(actions=["autoscaling:DescribeAutoScalingGroups"], wildcard_reason=NO_RESOURCES),
    ]


def clusters_failed_over(site: Site) -> Sequence[Statement]:
    """Return what `aws:rds:failover-db-cluster` takes."""
    return [
        Statement(
            actions=["rds:FailoverDBCluster"], resources=[f"arn:aws:rds:{site.name}:*:cluster:*"], conditions=own(site)
        ),
        Statement(
            actions=["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
            resources=[f"arn:aws:rds:{site.name}:*:{kind}:*" for kind in ("cluster", "db")],
        ),
        BY_TAG,
    ]


def peerings_parted(site: Site) -> Sequence[Statement]:
    """Return what `aws:network:transit-gateway-disrupt-cross-region-connectivity` takes."""
    changes = ["AssociateTransitGatewayRouteTable", "DisassociateTransitGatewayRouteTable"]
    return [
        _ec2(site, changes, ["transit-gateway-attachment", "transit-gateway-route-table"]),
        _describe(
            "DescribeTransitGatewayAttachments", "DescribeTransitGatewayPeeringAttachments", "DescribeTransitGateways"
        ),
    ]


def replication_paused(site: Site) -> Sequence[Statement]:
    """Return what `aws:dynamodb:global-table-pause-replication` takes: it denies replication by the table's policy."""
    tables = f"arn:aws:dynamodb:{site.name}:*:table/{site.context.prefix}-*"
    return [
        Statement(
            actions=[
                "dynamodb:DeleteResourcePolicy",
                "dynamodb:DescribeTable",
                "dynamodb:GetResourcePolicy",
                "dynamodb:PutResourcePolicy",
            ],
            resources=[tables, f"{tables}/*"],
        ),
        BY_TAG,
    ]


def _ec2(
    site: Site, actions: Sequence[str], kinds: Sequence[str], conditions: Mapping[str, Mapping[str, Any]] | None = None
) -> Statement:
    return Statement(
        actions=[f"ec2:{action}" for action in actions],
        resources=[f"arn:aws:ec2:{site.name}:*:{kind}/*" for kind in kinds],
        conditions=conditions or {},
    )


def _describe(*actions: str) -> Statement:
    return Statement(actions=[f"ec2:{action}" for action in actions], wildcard_reason=NO_RESOURCES)
