"""Who asked what of shared data is written down, for every member."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("queryLogStatus") != "ENABLED":
        return "queries are not logged"
    return None


RULE = Rule(
    name="cleanrooms_queries_are_logged",
    title="Clean Rooms log queries.",
    resource_types=frozenset({"aws:cleanrooms/collaboration:Collaboration", "aws:cleanrooms/membership:Membership"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set queryLogStatus to ENABLED.",
    link="https://docs.aws.amazon.com/clean-rooms/latest/userguide/query-logs.html",
)
