"""Images that were built are given to named accounts, never to everybody."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered


def _check(props: Props) -> str | None:

    def fault(label: str, each: Props) -> str | None:
        if "all" in items(each, "amiDistributionConfiguration.launchPermission.userGroups"):
            return f"{label} gives images to every AWS account"
        return None

    return fault_in(numbered(items(props, "distributions"), "distributions"), fault)


RULE = Rule(
    name="imagebuilder_distribution_is_not_public",
    title="Image Builder makes no image public.",
    resource_types=frozenset({"aws:imagebuilder/distributionConfiguration:DistributionConfiguration"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove all from launchPermission.userGroups.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/cr-upd-ami-distribution-settings.html",
)
