"""A function's policy lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("lambda"))


RULE = Rule(
    name="lambda_resource_policy_is_not_public",
    title="Lambda policies allow nothing to everyone.",
    resource_types=frozenset({"aws:lambda/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
    sources=("SecurityHub Lambda.1",),
)
