"""Fixes of the engine install themselves in the maintenance window."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoMinorVersionUpgrade") is not True:
        return "minor upgrades wait for somebody to install them"
    return None


def _mend(props: Props) -> Props:
    return {**props, "autoMinorVersionUpgrade": True}


RULE = Rule(
    name="dms_instance_takes_minor_upgrades",
    title="DMS instances take minor upgrades.",
    resource_types=frozenset({"aws:dms/replicationInstance:ReplicationInstance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set autoMinorVersionUpgrade to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-6",
    sources=("SecurityHub DMS.6",),
    remediate=_mend,
)
