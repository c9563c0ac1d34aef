"""Images are searched again as weaknesses become known, in every repository of the registry."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if props.get("scanType") != "ENHANCED":
        return "images are scanned once, for their operating system's packages"
    return None if some(items(props, "rules"), _covers_all) else "not every repository is scanned continuously"


def _covers_all(rule: Props) -> bool:
    everywhere = some(items(rule, "repositoryFilters"), lambda each: value(each, "filter") == "*")
    return everywhere and value(rule, "scanFrequency") == "CONTINUOUS_SCAN"


RULE = Rule(
    name="ecr_registry_scans_continuously",
    title="ECR registries scan all images continuously.",
    resource_types=frozenset({"aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set scanType to ENHANCED and a rule with scanFrequency CONTINUOUS_SCAN for the filter *.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
    sources=("SecurityHub ECR.1",),
)
