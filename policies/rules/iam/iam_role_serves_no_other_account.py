"""A service that holds the role can't be talked into using it for somebody else's account."""

from policies.iam.findings import fault
from policies.iam.questions import deputy
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DEPUTIES = (
    "bedrock.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "codebuild.amazonaws.com",
    "config.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "firehose.amazonaws.com",
    "lexv2.amazonaws.com",
    "pipes.amazonaws.com",
    "sagemaker.amazonaws.com",
    "scheduler.amazonaws.com",
    "ssm.amazonaws.com",
    "states.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
)
"""Services whose own guides show these conditions in the trust policy of their roles ("confused deputy prevention")."""


def _check(props: Props) -> str | None:
    trust = props.get("assumeRolePolicy")
    return fault(trust, deputy(DEPUTIES, ("sts:assumerole",), "sts:externalid"), "assumeRolePolicy")


RULE = Rule(
    name="iam_role_serves_no_other_account",
    title="Roles of services act for this account alone.",
    resource_types=frozenset({"aws:iam/role:Role"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS}),
    remediation="Add a condition on aws:SourceAccount or aws:SourceArn.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
)
