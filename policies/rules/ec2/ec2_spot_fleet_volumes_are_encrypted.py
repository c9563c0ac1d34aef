"""The volumes of a Spot Fleet are encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    for label, launch in numbered(items(props, "launchSpecifications"), "launchSpecifications"):
        for volume in (*items(launch, "rootBlockDevices"), *items(launch, "ebsBlockDevices")):
            if value(volume, "encrypted") is not True:
                return f"{label} has a volume that is not encrypted"
    return None


RULE = Rule(
    name="ec2_spot_fleet_volumes_are_encrypted",
    title="Spot Fleets encrypt volumes.",
    resource_types=frozenset({"aws:ec2/spotFleetRequest:SpotFleetRequest"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted on rootBlockDevices and ebsBlockDevices.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-173",
    sources=("SecurityHub EC2.173",),
)
