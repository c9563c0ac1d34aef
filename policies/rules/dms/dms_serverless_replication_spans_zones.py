"""A standby in another zone takes over from a serverless replication."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "computeConfig.multiAz") is not True:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="dms_serverless_replication_spans_zones",
    title="DMS Serverless has a standby in another zone.",
    resource_types=frozenset({"aws:dms/replicationConfig:ReplicationConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set computeConfig.multiAz to true.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Serverless.html",
)
