"""What users ask is part of the audit log; without the parameter it holds connections alone."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter


def _check(props: Props) -> str | None:
    if not parameter(props, "enable_user_activity_logging", lambda found: found == "true"):
        return "enable_user_activity_logging is not on"
    return None


RULE = Rule(
    name="redshift_parameter_group_logs_activity",
    title="Redshift parameter groups log what users ask.",
    resource_types=frozenset({"aws:redshift/parameterGroup:ParameterGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set enable_user_activity_logging to true.",
    link="https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",
)
