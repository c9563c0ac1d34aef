"""The role of a function, made of what its work needs and of what every function does for itself: log, trace, read its
environment, leave behind what it couldn't handle.

Networks ask for more: what AWS's own policy for functions in a VPC has (AWS managed policy
`AWSLambdaVPCAccessExecutionRole`).
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.site import Site
from settings import DataClass

INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


def function_role(
    name: str,
    *,
    site: Site,
    called: str,
    statements: Sequence[Statement],
    in_network: bool,
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """Declare the role of the function *called* so, whose work needs *statements*; return its ARN, known once it has
    its rights."""
    role = aws.iam.Role(
        f"{name}-role",
        name=called,
        assume_role_policy=trust("lambda.amazonaws.com"),
        tags=site.context.tagged(f"{name}-role"),
        opts=opts,
    )
    needs = [*statements, *_own_statements(site, called, in_network=in_network)]
    policy = aws.iam.RolePolicy(f"{name}-policy", name="work", role=role.name, policy=document(*needs), opts=opts)
    return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))


def dead_letters_name(called: str) -> str:
    """Return the name of the queue for what the function *called* so couldn't handle."""
    return f"{called}-dead-letters"


def _own_statements(site: Site, called: str, *, in_network: bool) -> list[Statement]:
    """Return what the function *called* so may do at *site* besides its work."""
    letters = pulumi.Output.concat(
        f"arn:aws:sqs:{site.name}:", site.context.account_id, f":{dead_letters_name(called)}"
    )
    logs = pulumi.Output.concat(
        f"arn:aws:logs:{site.name}:", site.context.account_id, f":log-group:/aws/lambda/{called}:*"
    )
    statements = [
        Statement(sid="DeadLetters", actions=["sqs:SendMessage"], resources=[letters]),
        Statement(sid="Logs", actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[logs]),
        Statement(
            sid="EnvironmentAndFailures",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[site.key_arns[DataClass.INTERNAL]],
        ),
        Statement(
            sid="Traces",
            actions=["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
            wildcard_reason="these actions do not support resource-level permissions",
        ),
    ]
    if not in_network:
        return statements
    interfaces = Statement(
        sid="Interfaces",
        actions=INTERFACES,
        wildcard_reason="Lambda makes the interfaces, whose names are not known before",
        conditions={"StringEquals": {"aws:RequestedRegion": site.name}},
    )
    return [*statements, interfaces]
