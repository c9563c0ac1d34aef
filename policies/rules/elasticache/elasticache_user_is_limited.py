"""A user may run some commands on some keys, not every command on every key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ANY_KEY = frozenset({"allkeys", "~*"})
ANY_COMMAND = frozenset({"+@all", "allcommands"})


def _check(props: Props) -> str | None:
    granted = str(props.get("accessString")).split()
    if granted[:1] == ["on"] and ANY_KEY.intersection(granted) and ANY_COMMAND.intersection(granted):
        return "it may do anything with every key"
    return None


RULE = Rule(
    name="elasticache_user_is_limited",
    title="ElastiCache users are limited.",
    resource_types=frozenset({"aws:elasticache/user:User"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Name keys and commands in accessString.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
)
