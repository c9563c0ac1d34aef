"""Who talked to an accelerator is written down."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    kept = all_hold(
        lambda: value(props, "attributes.flowLogsEnabled") is True, lambda: value(props, "attributes.flowLogsS3Bucket")
    )
    return None if kept else "it keeps no flow logs"


RULE = Rule(
    name="globalaccelerator_accelerator_logs_flows",
    title="Global accelerators log flows.",
    resource_types=frozenset(
        {
            "aws:globalaccelerator/accelerator:Accelerator",
            "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Set attributes with flowLogsEnabled and flowLogsS3Bucket.",
    link="https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
)
