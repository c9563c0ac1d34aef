"""SageMaker domains stay in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("appNetworkAccessType") != "VpcOnly":
        return "its applications reach the internet past its account's networks"
    return None


RULE = Rule(
    name="sagemaker_domain_is_in_vpc",
    title="SageMaker domains stay in a network of their account.",
    resource_types=frozenset({"aws:sagemaker/domain:Domain"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set appNetworkAccessType to VpcOnly.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html",
)
