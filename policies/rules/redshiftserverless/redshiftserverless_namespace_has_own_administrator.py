"""The administrator has a name of its own, not one that every attacker tries first."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("adminUsername", "admin") == "admin":
        return "the administrator has the name that Redshift gives"
    return None


RULE = Rule(
    name="redshiftserverless_namespace_has_own_administrator",
    title="Redshift Serverless namespaces name their administrator themselves.",
    resource_types=frozenset({"aws:redshiftserverless/namespace:Namespace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set adminUsername to a name of your own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-5",
    sources=("SecurityHub RedshiftServerless.5",),
)
