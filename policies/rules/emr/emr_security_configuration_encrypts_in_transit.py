"""What nodes send each other is encrypted."""

import json

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    settings = json.loads(props.get("configuration") or "{}")
    if value(settings, "EncryptionConfiguration.EnableInTransitEncryption") is not True:
        return "data in transit is not encrypted"
    return None


RULE = Rule(
    name="emr_security_configuration_encrypts_in_transit",
    title="EMR encrypts data in transit.",
    resource_types=frozenset({"aws:emr/securityConfiguration:SecurityConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set EncryptionConfiguration.EnableInTransitEncryption to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html#emr-4",
    sources=("SecurityHub EMR.4",),
)
