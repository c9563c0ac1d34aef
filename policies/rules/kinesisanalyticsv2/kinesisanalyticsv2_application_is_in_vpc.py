"""An application reaches what the network lets it reach, not the internet at large."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "applicationConfiguration.vpcConfiguration.subnetIds"):
        return "it is outside of the network"
    return None


RULE = Rule(
    name="kinesisanalyticsv2_application_is_in_vpc",
    title="Flink applications are in a VPC.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfiguration with subnetIds and securityGroupIds.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html",
)
