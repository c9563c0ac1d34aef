"""Language models are trained in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcConfig.subnets"):
        return "its training reads the data past its account's networks"
    return None


RULE = Rule(
    name="comprehend_model_is_trained_in_vpc",
    title="Language models are trained in a network of their account.",
    resource_types=frozenset(
        {
            "aws:comprehend/documentClassifier:DocumentClassifier",
            "aws:comprehend/entityRecognizer:EntityRecognizer",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfig.",
    link="https://docs.aws.amazon.com/comprehend/latest/dg/usingVPC.html",
)
