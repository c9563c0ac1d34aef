"""Language models are encrypted under customer keys."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key

PLACES = ("modelKmsKeyId", "volumeKmsKeyId")


def _check(props: Props) -> str | None:
    missing = those(PLACES, lambda place: not customer_key(props.get(place)))
    return f"{' and '.join(missing)} is no customer key" if missing else None


RULE = Rule(
    name="comprehend_model_uses_customer_keys",
    title="Language models are encrypted under customer keys.",
    resource_types=frozenset(
        {
            "aws:comprehend/documentClassifier:DocumentClassifier",
            "aws:comprehend/entityRecognizer:EntityRecognizer",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set modelKmsKeyId and volumeKmsKeyId.",
    link="https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html",
)
