"""Who talked to an accelerator is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "attributes.flowLogsEnabled") is not True or not value(props, "attributes.flowLogsS3Bucket"):
        return "it keeps no flow logs"
    return None


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
