"""One query can't scan, and be billed for, the whole lake."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

LEAST_BYTES = 10_000_000
"""The smallest limit that Athena takes, 10 MB (Amazon Athena API Reference, "WorkGroupConfiguration")."""


def _check(props: Props) -> str | None:
    if not at_least(value(props, "configuration.bytesScannedCutoffPerQuery"), LEAST_BYTES):
        return "a query may scan everything"
    return None


RULE = Rule(
    name="athena_workgroup_limits_scans",
    title="Athena workgroups limit what a query scans.",
    resource_types=frozenset({"aws:athena/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CAPACITY}),
    remediation="Set configuration.bytesScannedCutoffPerQuery.",
    link="https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html",
)
