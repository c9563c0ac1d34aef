"""Training is encrypted under customer keys."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

PLACES = ("outputDataConfig.kmsKeyId", "resourceConfig.volumeKmsKeyId")


def _check(props: Props) -> str | None:
    missing = those(PLACES, lambda place: not customer_key(value(props, place)))
    return f"{' and '.join(missing)} is no customer key" if missing else None


RULE = Rule(
    name="sagemaker_training_uses_customer_keys",
    title="Training is encrypted under customer keys.",
    resource_types=frozenset({"aws:sagemaker/trainingJob:TrainingJob"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set outputDataConfig.kmsKeyId and resourceConfig.volumeKmsKeyId.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)
