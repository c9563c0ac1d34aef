"""Inspector scans instances, images and functions."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

SCANNED = frozenset({"EC2", "ECR", "LAMBDA", "LAMBDA_CODE"})


def _check(props: Props) -> str | None:
    missing = lacking(SCANNED, items(props, "resourceTypes"))
    return f"{', '.join(missing)} is not scanned" if missing else None


RULE = Rule(
    name="inspector2_enabler_scans_everything",
    title="Inspector scans instances, images and functions.",
    resource_types=frozenset({"aws:inspector2/enabler:Enabler"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Add EC2, ECR, LAMBDA and LAMBDA_CODE to resourceTypes.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/inspector-controls.html#inspector-1",
    sources=(
        "SecurityHub Inspector.1",
        "SecurityHub Inspector.2",
        "SecurityHub Inspector.3",
        "SecurityHub Inspector.4",
    ),
)
