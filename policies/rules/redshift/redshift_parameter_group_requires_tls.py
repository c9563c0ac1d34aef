"""Clients talk to the warehouse over TLS only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter


def _check(props: Props) -> str | None:
    if not parameter(props, "require_ssl", lambda found: found == "true"):
        return "require_ssl is not on"
    return None


RULE = Rule(
    name="redshift_parameter_group_requires_tls",
    title="Redshift parameter groups require TLS.",
    resource_types=frozenset({"aws:redshift/parameterGroup:ParameterGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set require_ssl to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-2",
    sources=("SecurityHub Redshift.2",),
)
