"""Instances start only from images of providers that the account allows."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("state") != "enabled":
        return "images of anybody are started"
    return None


RULE = Rule(
    name="ec2_allowed_images_are_enforced",
    title="EC2 starts allowed images only.",
    resource_types=frozenset({"aws:ec2/allowedImagesSettings:AllowedImagesSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SOFTWARE_INTEGRITY}),
    remediation="Set state to enabled.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html",
)
