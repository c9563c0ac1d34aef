"""Training reaches nothing."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableNetworkIsolation") is not True:
        return "its containers may send the data anywhere"
    return None


RULE = Rule(
    name="sagemaker_training_is_isolated",
    title="Training reaches nothing.",
    resource_types=frozenset({"aws:sagemaker/trainingJob:TrainingJob"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Set enableNetworkIsolation to true.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
)
