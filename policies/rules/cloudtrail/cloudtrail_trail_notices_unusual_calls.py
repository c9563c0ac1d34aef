"""CloudTrail notices unusual calls."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

INSIGHTS = frozenset({"ApiCallRateInsight", "ApiErrorRateInsight"})


def _check(props: Props) -> str | None:
    missing = lacking(INSIGHTS, items(props, "insightSelectors"), lambda found: value(found, "insightType"))
    return f"{', '.join(missing)} is off" if missing else None


RULE = Rule(
    name="cloudtrail_trail_notices_unusual_calls",
    title="CloudTrail notices unusual calls.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING, Objective.THREAT_DETECTION}),
    remediation="Add both insights to insightSelectors.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html",
)
