"""Instances that build images require session tokens for their metadata."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "instanceMetadataOptions.httpTokens") != "required":
        return "instance metadata is given without a token"
    return None


RULE = Rule(
    name="imagebuilder_infrastructure_requires_imdsv2",
    title="Image Builder instances require IMDSv2.",
    resource_types=frozenset({"aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set instanceMetadataOptions.httpTokens to required.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/security-best-practices.html",
    sources=("SecurityHub EC2.8",),
)
