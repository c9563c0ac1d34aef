"""When an origin fails, a group has another to ask."""

from policies.answers import fault_among
from policies.lists import fault_in
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered


def _check(props: Props) -> str | None:
    groups = items(props, "originGroups")
    if not groups:
        return "it has no origin group"

    def fault(label: str, group: Props) -> str | None:
        return fault_among(
            (f"{label} has no second origin", lambda: len(items(group, "members")) < 2),
            (f"{label} never fails over", lambda: not items(group, "failoverCriteria.statusCodes")),
        )

    return fault_in(numbered(groups, "originGroups"), fault)


RULE = Rule(
    name="cloudfront_distribution_fails_over",
    title="CloudFront distributions fail over between origins.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Declare originGroups with two members and failoverCriteria.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-4",
    sources=("SecurityHub CloudFront.4",),
)
