"""Records of a stream that couldn't be handled are kept for somebody to look at."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not props.get("startingPosition"):
        raise NotApplicable("its source is a queue, which has dead letters of its own")
    if not value(props, "destinationConfig.onFailure.destinationArn"):
        return "records that failed are lost, or hold up those behind them"
    return None


RULE = Rule(
    name="lambda_event_source_keeps_failed_records",
    title="Lambda keeps stream records that failed.",
    resource_types=frozenset({"aws:lambda/eventSourceMapping:EventSourceMapping"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set destinationConfig.onFailure.destinationArn.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
)
