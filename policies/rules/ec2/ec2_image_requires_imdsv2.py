"""Instances of an image require session tokens for their metadata, unless somebody says otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("imdsSupport") != "v2.0":
        return "its instances give metadata without a token"
    return None


RULE = Rule(
    name="ec2_image_requires_imdsv2",
    title="EC2 images require IMDSv2.",
    resource_types=frozenset({"aws:ec2/ami:Ami"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set imdsSupport to v2.0.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    sources=("SecurityHub EC2.8",),
)
