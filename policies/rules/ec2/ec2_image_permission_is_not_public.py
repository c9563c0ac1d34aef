"""An image is given to named accounts or organizations, never to everybody."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("group") == "all":
        return "it gives the image to every AWS account"
    return None


RULE = Rule(
    name="ec2_image_permission_is_not_public",
    title="EC2 images are not public.",
    resource_types=frozenset({"aws:ec2/amiLaunchPermission:AmiLaunchPermission"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Replace group by accountId, organizationArn or organizationalUnitArn.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html",
)
