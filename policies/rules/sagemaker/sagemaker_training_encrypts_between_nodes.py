"""Training is encrypted between nodes."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableInterContainerTrafficEncryption") is not True:
        return "nodes exchange what they learn in plain text"
    return None


RULE = Rule(
    name="sagemaker_training_encrypts_between_nodes",
    title="Training is encrypted between nodes.",
    resource_types=frozenset({"aws:sagemaker/trainingJob:TrainingJob"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set enableInterContainerTrafficEncryption to true.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html",
)
