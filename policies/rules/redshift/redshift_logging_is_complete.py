"""Audit logs go to a bucket, or all three of them to CloudWatch Logs."""

from policies.answers import whichever
from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

LOGS = frozenset({"connectionlog", "useractivitylog", "userlog"})
"""Amazon Redshift Management Guide, "Database audit logging"."""


def _check(props: Props) -> str | None:
    return whichever(
        lambda: props.get("logDestinationType") == "cloudwatch", lambda: _to_logs(props), lambda: _to_bucket(props)
    )


def _to_logs(props: Props) -> str | None:
    missing = lacking(LOGS, items(props, "logExports"))
    return f"the logs {', '.join(missing)} are not exported" if missing else None


def _to_bucket(props: Props) -> str | None:
    return None if props.get("bucketName") else "the logs go nowhere"


RULE = Rule(
    name="redshift_logging_is_complete",
    title="Redshift logging is complete.",
    resource_types=frozenset({"aws:redshift/logging:Logging"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logExports to connectionlog, useractivitylog and userlog.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-4",
    sources=("SecurityHub Redshift.4",),
)
