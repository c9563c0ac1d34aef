"""An environment's instances require session tokens for their metadata."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.elasticbeanstalk._settings import is_set


def _check(props: Props) -> str | None:
    if not is_set(props, "aws:autoscaling:launchconfiguration", "DisableIMDSv1", "true"):
        return "instance metadata is given without a token"
    return None


RULE = Rule(
    name="elasticbeanstalk_environment_requires_imdsv2",
    title="Beanstalk environments require IMDSv2.",
    resource_types=frozenset({"aws:elasticbeanstalk/environment:Environment"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set DisableIMDSv1 of aws:autoscaling:launchconfiguration to true.",
    link="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-cfg-ec2-imds.html",
    sources=("SecurityHub EC2.8",),
)
