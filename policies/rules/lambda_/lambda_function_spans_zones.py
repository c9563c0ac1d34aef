"""Losing a zone leaves the function another."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    subnets = items(props, "vpcConfig.subnetIds")
    if not subnets:
        raise NotApplicable("it runs outside of its account's networks, in every zone")
    return "it runs in one zone" if len(subnets) < 2 else None


RULE = Rule(
    name="lambda_function_spans_zones",
    title="Lambda functions in a VPC span zones.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give vpcConfig.subnetIds a subnet of every zone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5",
    sources=("SecurityHub Lambda.5",),
)
