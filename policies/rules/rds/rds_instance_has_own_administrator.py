"""The administrator has a name of its own, not one that every attacker tries first."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

DEFAULTS = frozenset({"admin", "postgres"})
"""Security Hub, RDS.25: names that RDS gives unless told otherwise."""


def _check(props: Props) -> str | None:
    name = props.get("username")
    if name is None:
        raise NotApplicable("it gets its administrator from elsewhere")
    return "the administrator has a name that engines give" if name in DEFAULTS else None


RULE = Rule(
    name="rds_instance_has_own_administrator",
    title="RDS instances name their administrator themselves.",
    resource_types=frozenset({"aws:rds/instance:Instance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set username to a name of your own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-25",
    sources=("SecurityHub RDS.25",),
)
