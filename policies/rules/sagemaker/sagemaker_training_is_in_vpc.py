"""Training is in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcConfig.subnets"):
        return "its containers are in a network of AWS"
    return None


RULE = Rule(
    name="sagemaker_training_is_in_vpc",
    title="Training is in a network of their account.",
    resource_types=frozenset({"aws:sagemaker/trainingJob:TrainingJob"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfig.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html",
)
