"""A standby in another zone takes over from a replication instance."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("multiAz") is not True:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="dms_instance_spans_zones",
    title="DMS instances have a standby in another zone.",
    resource_types=frozenset({"aws:dms/replicationInstance:ReplicationInstance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set multiAz to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-13",
    sources=("SecurityHub DMS.13",),
)
