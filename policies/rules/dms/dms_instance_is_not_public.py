"""A replication instance has an address in the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible") is not False:
        return "it may be reachable from the internet"
    return None


RULE = Rule(
    name="dms_instance_is_not_public",
    title="DMS instances are not publicly accessible.",
    resource_types=frozenset(
        {"aws:dms/instanceProfile:InstanceProfile", "aws:dms/replicationInstance:ReplicationInstance"}
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set publiclyAccessible to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-1",
    sources=("SecurityHub DMS.1",),
)
