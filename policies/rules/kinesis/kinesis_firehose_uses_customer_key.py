"""Records on their way are encrypted under a key of the customer's own; those from a stream keep the stream's."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if props.get("kinesisSourceConfiguration") or props.get("mskSourceConfiguration"):
        raise NotApplicable("records from a stream are encrypted by their source")
    return fault_among(
        ("it is not encrypted", lambda: value(props, "serverSideEncryption.enabled") is not True),
        (
            "it is encrypted under a key of AWS",
            lambda: value(props, "serverSideEncryption.keyType") != "CUSTOMER_MANAGED_CMK",
        ),
        (
            "serverSideEncryption names no customer key",
            lambda: not customer_key(value(props, "serverSideEncryption.keyArn")),
        ),
    )


RULE = Rule(
    name="kinesis_firehose_uses_customer_key",
    title="Firehose streams are encrypted under a customer key.",
    resource_types=frozenset({"aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set serverSideEncryption with enabled, keyType CUSTOMER_MANAGED_CMK and keyArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/datafirehose-controls.html#datafirehose-1",
    sources=("SecurityHub DataFirehose.1",),
)
