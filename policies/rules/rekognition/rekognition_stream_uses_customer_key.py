"""Video is encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="rekognition_stream_uses_customer_key",
    title="Video is encrypted under a customer key.",
    resource_types=frozenset({"aws:rekognition/streamProcessor:StreamProcessor"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId.",
    link="https://docs.aws.amazon.com/rekognition/latest/dg/security-data-encryption.html",
)
