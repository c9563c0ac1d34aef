"""What takes long, and what the engine says, goes to a log group or a delivery stream."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

WANTED = frozenset({"engine-log", "slow-log"})


def _check(props: Props) -> str | None:
    missing = lacking(WANTED, items(props, "logDeliveryConfigurations"), lambda each: value(each, "logType"))
    return f"{', '.join(missing)} is not delivered" if missing else None


RULE = Rule(
    name="elasticache_group_delivers_logs",
    title="ElastiCache groups deliver their logs.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add engine-log and slow-log to logDeliveryConfigurations.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html",
)
