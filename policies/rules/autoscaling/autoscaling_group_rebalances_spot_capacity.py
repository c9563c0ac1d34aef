"""A group with Spot Instances starts a replacement when one is likely to be taken away, not after it was."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:
    share = value(props, "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity", 100)
    if at_least(share, 100):
        raise NotApplicable("it asks for no Spot Instances")
    if props.get("capacityRebalance") is not True:
        return "Spot Instances are replaced only after they are gone"
    return None


RULE = Rule(
    name="autoscaling_group_rebalances_spot_capacity",
    title="Auto Scaling groups with Spot Instances rebalance.",
    resource_types=frozenset({"aws:autoscaling/group:Group"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set capacityRebalance to true.",
    link="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-capacity-rebalancing.html",
)
