"""Logs of jobs go to CloudWatch Logs, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "it does not log",
            lambda: value(props, "monitoringConfiguration.cloudwatchLoggingConfiguration.enabled") is not True,
        ),
        (
            "it is encrypted under a key that AWS chose",
            lambda: (
                not customer_key(
                    value(props, "monitoringConfiguration.cloudwatchLoggingConfiguration.encryptionKeyArn")
                )
            ),
        ),
    )


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
