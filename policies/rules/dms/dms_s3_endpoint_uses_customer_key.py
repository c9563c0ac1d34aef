"""What DMS writes to S3 is encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key

KMS = frozenset({"SSE_KMS", "sse-kms"})


def _check(props: Props) -> str | None:
    if props.get("endpointType") == "source":
        raise NotApplicable("it writes nothing")
    return fault_among(
        ("it is encrypted under keys of S3", lambda: props.get("encryptionMode") not in KMS),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("serverSideEncryptionKmsKeyId")),
        ),
    )


RULE = Rule(
    name="dms_s3_endpoint_uses_customer_key",
    title="DMS encrypts what it writes to S3.",
    resource_types=frozenset({"aws:dms/s3Endpoint:S3Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionMode to SSE_KMS and serverSideEncryptionKmsKeyId.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html",
)
