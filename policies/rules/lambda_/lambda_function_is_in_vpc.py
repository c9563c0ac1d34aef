"""What a function reaches is limited by the network that it runs in."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcConfig.subnetIds"):
        return "it runs outside of its account's networks"
    return None


RULE = Rule(
    name="lambda_function_is_in_vpc",
    title="Lambda functions run in a VPC.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfig with subnetIds and securityGroupIds.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-3",
    sources=("SecurityHub Lambda.3",),
)
