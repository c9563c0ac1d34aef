"""Canaries' artifacts are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "artifactConfig.s3Encryption.kmsKeyArn")):
        return "its screenshots and logs are encrypted under a key of AWS"
    return None


RULE = Rule(
    name="synthetics_canary_artifacts_use_customer_key",
    title="Canaries' artifacts are encrypted under a customer key.",
    resource_types=frozenset({"aws:synthetics/canary:Canary"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set artifactConfig.s3Encryption to SSE_KMS with kmsKeyArn.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_artifact_encryption.html",
)
