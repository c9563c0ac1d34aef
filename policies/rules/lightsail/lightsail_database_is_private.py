"""A Lightsail database has no address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible"):
        return "it has an address on the internet"
    return None


RULE = Rule(
    name="lightsail_database_is_private",
    title="Lightsail databases are private.",
    resource_types=frozenset({"aws:lightsail/database:Database"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-database-public-mode.html",
)
