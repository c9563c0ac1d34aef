"""Copies of an image are encrypted under a key of the customer's own."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, each: Props) -> str | None:
        images = value(each, "amiDistributionConfiguration")
        if images is not None and not customer_key(value(images, "kmsKeyId")):
            return f"{label} has no customer key"
        return None

    return fault_in(numbered(items(props, "distributions"), "distributions"), fault)


RULE = Rule(
    name="imagebuilder_distribution_uses_customer_key",
    title="Image Builder encrypts images under a customer key.",
    resource_types=frozenset({"aws:imagebuilder/distributionConfiguration:DistributionConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set amiDistributionConfiguration.kmsKeyId.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/data-protection.html",
)
