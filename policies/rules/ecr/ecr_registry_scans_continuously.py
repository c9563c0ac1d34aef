"""Images are searched again as weaknesses become known, in every repository of the registry."""

from policies.answers import all_hold, fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "images are scanned once, for their operating system's packages",
            lambda: props.get("scanType") != "ENHANCED",
        ),
        ("not every repository is scanned continuously", lambda: not some(items(props, "rules"), _covers_all)),
    )


def _covers_all(rule: Props) -> bool:
    return all_hold(
        lambda: value(rule, "scanFrequency") == "CONTINUOUS_SCAN",
        lambda: some(items(rule, "repositoryFilters"), lambda each: value(each, "filter") == "*"),
    )


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
