"""An image is searched for known weaknesses when it is pushed.

A repository that says nothing is scanned as its registry says, which a rule of the stack asks for.
"""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "imageScanningConfiguration") is None:
        return None
    if value(props, "imageScanningConfiguration.scanOnPush") is not True:
        return "images are not scanned when they are pushed"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "imageScanningConfiguration": {"scanOnPush": True}}


RULE = Rule(
    name="ecr_repository_scans_images",
    title="ECR repositories scan images.",
    resource_types=frozenset({"aws:ecr/repository:Repository"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set imageScanningConfiguration.scanOnPush to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
    sources=("SecurityHub ECR.1",),
)
