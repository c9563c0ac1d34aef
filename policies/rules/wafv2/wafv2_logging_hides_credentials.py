"""Headers that prove who is calling stay out of the logs."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

CREDENTIALS = frozenset({"authorization", "cookie"})


def _check(props: Props) -> str | None:
    hidden = items(props, "redactedFields")
    missing = lacking(CREDENTIALS, hidden, lambda field: value(field, "singleHeader.name", "").lower())
    return f"the headers {' and '.join(missing)} are written to logs" if missing else None


RULE = Rule(
    name="wafv2_logging_hides_credentials",
    title="Web ACL logs hide credentials.",
    resource_types=frozenset({"aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.LOG_PROTECTION}),
    remediation="Add a singleHeader for authorization and cookie to redactedFields.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html",
)
