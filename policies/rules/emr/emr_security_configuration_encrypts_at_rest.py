"""What clusters keep, on disks and in S3, is encrypted."""

import json

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    settings = json.loads(props.get("configuration") or "{}")
    if value(settings, "EncryptionConfiguration.EnableAtRestEncryption") is not True:
        return "data at rest is not encrypted"
    return None


RULE = Rule(
    name="emr_security_configuration_encrypts_at_rest",
    title="EMR encrypts data at rest.",
    resource_types=frozenset({"aws:emr/securityConfiguration:SecurityConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set EncryptionConfiguration.EnableAtRestEncryption to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html#emr-3",
    sources=("SecurityHub EMR.3",),
)
