"""Models are in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcConfig.subnets"):
        return "its containers are in a network of AWS"
    return None


RULE = Rule(
    name="sagemaker_model_is_in_vpc",
    title="Models are in a network of their account.",
    resource_types=frozenset({"aws:sagemaker/model:Model"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfig.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
)
