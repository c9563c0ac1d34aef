"""Jobs reach what the network lets them reach, not the internet at large."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "networkConfiguration.subnetIds"):
        return "its jobs are outside of the network"
    return None


RULE = Rule(
    name="emrserverless_application_is_in_vpc",
    title="EMR Serverless applications are in a VPC.",
    resource_types=frozenset({"aws:emrserverless/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Set networkConfiguration with subnetIds and securityGroupIds.",
    link="https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/vpc-access.html",
)
