"""Files go to and from EFS over TLS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("inTransitEncryption") != "TLS1_2":
        return "files travel in the clear"
    return None


RULE = Rule(
    name="datasync_efs_location_requires_tls",
    title="DataSync talks to EFS over TLS.",
    resource_types=frozenset({"aws:datasync/efsLocation:EfsLocation"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set inTransitEncryption to TLS1_2.",
    link="https://docs.aws.amazon.com/datasync/latest/userguide/create-efs-location.html",
)
