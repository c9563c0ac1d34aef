"""A log that attacks are looked for in holds every request, not a sample."""

from policies.model import Check, Level, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

LEAST_PERCENT = 100


def _of(least_percent: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("samplingRate"), least_percent):
            return f"it holds less than {least_percent} % of the requests"
        return None

    return check


RULE = Rule(
    name="cloudfront_real_time_log_keeps_every_request",
    title="CloudFront real-time logs hold every request.",
    resource_types=frozenset({"aws:cloudfront/realtimeLogConfig:RealtimeLogConfig"}),
    check=_of(LEAST_PERCENT),
    threshold=Threshold(name="leastPercent", default=LEAST_PERCENT, least=1, most=100, check=_of),
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set samplingRate to 100.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html",
)
