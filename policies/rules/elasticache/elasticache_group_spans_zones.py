"""Primary and replicas stand in different zones."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("multiAzEnabled") is not True:
        return "its nodes may stand in one zone"
    return None


RULE = Rule(
    name="elasticache_group_spans_zones",
    title="ElastiCache groups span zones.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set multiAzEnabled to true.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
)
