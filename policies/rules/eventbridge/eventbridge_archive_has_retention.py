"""Archives of events end."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("retentionDays"), 1):
        return "it keeps events for ever"
    return None


RULE = Rule(
    name="eventbridge_archive_has_retention",
    title="Archives of events end.",
    resource_types=frozenset({"aws:cloudwatch/eventArchive:EventArchive"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Set retentionDays after the data class.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html",
)
