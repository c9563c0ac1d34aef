"""What every state machine may do for itself, whatever it is for: log, trace, and keep what it handles under its key.

Sources: AWS Step Functions Developer Guide, "Using CloudWatch Logs to log execution history in Step Functions" (what
delivers logs has no resources), "Data at rest encryption in Step Functions" (a machine's data, and what is delivered to
logs of it, by their encryption contexts), "Trace Step Functions request data in AWS X-Ray", "Cross-service confused
deputy prevention".
"""

import pulumi

from components._shared.iam import Statement, trust
from components._shared.site import Site
from settings import DataClass

_NO_RESOURCES = "these actions do not support resource-level permissions"


def trusted_by_machines(site: Site) -> pulumi.Output[str]:
    """Return the trust policy of a role that state machines of this account at *site* assume."""
    account = site.context.account_id
    machines = pulumi.Output.concat(f"arn:aws:states:{site.name}:", account, ":stateMachine:*")
    return trust(
        "states.amazonaws.com",
        conditions={"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": machines}},
    )


def own_statements(site: Site, called: str, data_class: DataClass) -> list[Statement]:
    """Return what the state machine *called* so, of data of *data_class*, may do at *site* besides its work."""
    account, key_arn = site.context.account_id, site.key_arns[data_class]
    machine = pulumi.Output.concat(f"arn:aws:states:{site.name}:", account, f":stateMachine:{called}")
    deliveries = pulumi.Output.concat(f"arn:aws:logs:{site.name}:", account, ":*")
    return [
        Statement(
            sid="Logs",
            actions=[
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ],
            wildcard_reason=_NO_RESOURCES,
        ),
        Statement(
            sid="Traces",
            actions=[
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            wildcard_reason=_NO_RESOURCES,
        ),
        Statement(
            sid="Executions",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[key_arn],
            conditions={"StringEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": machine}},
        ),
        Statement(
            sid="Deliveries",
            actions=["kms:GenerateDataKey"],
            resources=[key_arn],
            conditions={"StringEquals": {"kms:EncryptionContext:SourceArn": deliveries}},
        ),
    ]
