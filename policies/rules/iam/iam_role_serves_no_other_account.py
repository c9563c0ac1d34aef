"""A service that holds the role can't be talked into using it for somebody else's account."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DEPUTIES = frozenset(
    {
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
    }
)
"""Services whose own guides show these conditions in the trust policy of their roles ("confused deputy prevention")."""
KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "sts:externalid")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("assumeRolePolicy")):
        deputies = DEPUTIES & statement.principals.get("Service", frozenset())
        if statement.allows and deputies and not any(statement.condition_values(key) for key in KEYS):
            return f"{statement.label} of its trust policy doesn't say for whom {min(deputies)} may act"
    return None


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
