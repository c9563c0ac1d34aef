"""A Lightsail instance can be brought back as it was yesterday."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "addOn.type") != "AutoSnapshot" or value(props, "addOn.status") != "Enabled":
        return "it takes no snapshots"
    return None


RULE = Rule(
    name="lightsail_instance_takes_snapshots",
    title="Lightsail instances take snapshots.",
    resource_types=frozenset({"aws:lightsail/instance:Instance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set addOn with type AutoSnapshot and status Enabled.",
    link="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-automatic-snapshots.html",
)
