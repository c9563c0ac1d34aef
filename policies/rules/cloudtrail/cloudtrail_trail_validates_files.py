"""Digests tell whether a record was changed or taken away."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableLogFileValidation") is not True:
        return "its files have no digests"
    return None


RULE = Rule(
    name="cloudtrail_trail_validates_files",
    title="CloudTrail files are validated.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.LOG_PROTECTION}),
    remediation="Set enableLogFileValidation to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-4",
    sources=("SecurityHub CloudTrail.4", "CIS AWS 5.0.0 3.2"),
)
