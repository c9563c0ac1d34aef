"""Clients of a cache show who they are, as users of a group or by a token."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if items(props, "userGroupIds") or props.get("authToken") or props.get("authTokenWo"):
        return None
    return "it asks nobody who they are"


RULE = Rule(
    name="elasticache_group_authenticates",
    title="ElastiCache groups ask who their clients are.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set userGroupIds.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-6",
    sources=("SecurityHub ElastiCache.6",),
)
