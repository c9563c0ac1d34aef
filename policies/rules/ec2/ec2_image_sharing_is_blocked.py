"""No machine image of the region can be made public (Amazon EC2 User Guide, "Block public access to your AMIs")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("state") != "block-new-sharing":
        return "images can be made public"
    return None


RULE = Rule(
    name="ec2_image_sharing_is_blocked",
    title="EC2 images cannot be made public.",
    resource_types=frozenset({"aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Set state to block-new-sharing.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
)
