"""Stacks act by roles of their own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("iamRoleArn"):
        return "it acts with the permissions of whoever deploys it"
    return None


RULE = Rule(
    name="cloudformation_stack_acts_by_its_role",
    title="Stacks act by roles of their own.",
    resource_types=frozenset({"aws:cloudformation/stack:Stack"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set iamRoleArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudformation-controls.html#cloudformation-4",
    sources=("SecurityHub CloudFormation.4",),
)
