"""A Lightsail instance can be brought back as it was yesterday."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    takes = all_hold(
        lambda: value(props, "addOn.type") == "AutoSnapshot", lambda: value(props, "addOn.status") == "Enabled"
    )
    return None if takes else "it takes no snapshots"


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
