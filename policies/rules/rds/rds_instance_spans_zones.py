"""A standby in another zone takes over from an instance; replicas are there to be lost."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("replicateSourceDb"):
        raise NotApplicable("it is a replica")
    if props.get("multiAz") is not True:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="rds_instance_spans_zones",
    title="RDS instances have a standby in another zone.",
    resource_types=frozenset({"aws:rds/instance:Instance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set multiAz to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
    sources=("SecurityHub RDS.5", "CIS AWS 5.0.0 2.2.4"),
)
