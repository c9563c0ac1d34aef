"""The volumes of a Spot Fleet are encrypted."""

from policies.lists import labels, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, together, value


def _check(props: Props) -> str | None:
    def is_plain(launch: Props) -> bool:
        volumes = together(items(launch, "rootBlockDevices"), items(launch, "ebsBlockDevices"))
        return some(volumes, lambda volume: value(volume, "encrypted") is not True)

    plain = labels(numbered(items(props, "launchSpecifications"), "launchSpecifications"), is_plain)
    return f"{', '.join(plain)} has a volume that is not encrypted" if plain else None


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
