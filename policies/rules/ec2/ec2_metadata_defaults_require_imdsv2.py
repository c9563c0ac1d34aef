"""Instances of the region that say nothing of it require session tokens for their metadata (IMDSv2)."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("httpTokens") != "required":
        return "instance metadata is given without a token by default"
    return None


RULE = Rule(
    name="ec2_metadata_defaults_require_imdsv2",
    title="The region's default requires IMDSv2.",
    resource_types=frozenset({"aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set httpTokens to required.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8",
    sources=("SecurityHub EC2.8", "CIS AWS 5.0.0 5.7"),
)
