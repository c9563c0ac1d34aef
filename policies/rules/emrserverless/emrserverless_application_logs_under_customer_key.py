"""Logs of jobs go to CloudWatch Logs, under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "monitoringConfiguration.cloudwatchLoggingConfiguration.enabled") is not True:
        return "it does not log"
    if not customer_key(value(props, "monitoringConfiguration.cloudwatchLoggingConfiguration.encryptionKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="emrserverless_application_logs_under_customer_key",
    title="EMR Serverless applications log under a customer key.",
    resource_types=frozenset({"aws:emrserverless/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LOG_PROTECTION, Objective.SERVICE_LOGGING}),
    remediation="Set monitoringConfiguration.cloudwatchLoggingConfiguration with enabled and encryptionKeyArn.",
    link="https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/logging.html",
)
