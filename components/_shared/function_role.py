"""What every function may do for itself, whatever it is for: log, trace, read its environment, leave what failed.

Networks ask for more: what AWS's own policy for functions in a VPC has (AWS managed policy
`AWSLambdaVPCAccessExecutionRole`), on this account's resources in the region where that works (AWS Lambda Developer
Guide, "Configuring a Lambda function to access resources in a VPC").
"""

import pulumi

from components._shared.iam import Statement
from components._shared.site import Site
from settings import DataClass

INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
LOOKS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")


def dead_letters_name(called: str) -> str:
    """Return the name of the queue for what the function *called* so couldn't handle."""
    return f"{called}-dead-letters"


def own_statements(site: Site, called: str, *, in_network: bool) -> list[Statement]:
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
    here = [
        pulumi.Output.concat(f"arn:aws:ec2:{site.name}:", site.context.account_id, f":{kind}/*")
        for kind in ("network-interface", "security-group", "subnet")
    ]
    return [
        *statements,
        Statement(sid="Interfaces", actions=INTERFACES, resources=here),
        Statement(
            sid="Looks",
            actions=LOOKS,
            wildcard_reason="these actions do not support resource-level permissions",
            conditions={"StringEquals": {"aws:RequestedRegion": site.name}},
        ),
    ]
