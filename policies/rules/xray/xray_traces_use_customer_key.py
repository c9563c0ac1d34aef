"""Traces are encrypted under a customer key."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    own = all_hold(lambda: props.get("type") == "KMS", lambda: customer_key(props.get("keyId")))
    return None if own else "traces are encrypted under a key of AWS"


RULE = Rule(
    name="xray_traces_use_customer_key",
    title="Traces are encrypted under a customer key.",
    resource_types=frozenset({"aws:xray/encryptionConfig:EncryptionConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set type to KMS and keyId to the region's key.",
    link="https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html",
)
