"""Records stay long enough to be read again after a fault in what reads them."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_HOURS = 168
"""Security Hub, Kinesis.3: the default minimum."""


def _keeps(hours: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("retentionPeriod"), hours):
            return f"records are kept for less than {hours} hours"
        return None

    return check


RULE = Rule(
    name="kinesis_stream_retains_records",
    title="Kinesis streams retain records for a week.",
    resource_types=frozenset({"aws:kinesis/stream:Stream"}),
    check=_keeps(SHORTEST_HOURS),
    threshold=Threshold(name="shortestHours", default=SHORTEST_HOURS, least=24, most=8760, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_RETENTION}),
    remediation="Set retentionPeriod (hours) to 168 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-3",
    sources=("SecurityHub Kinesis.3",),
)
