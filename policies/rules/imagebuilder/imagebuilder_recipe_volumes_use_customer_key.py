"""The volumes of an image that is built are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, mapping: Props) -> str | None:
        volume = value(mapping, "ebs")
        if volume is None:
            return None
        return fault_among(
            (f"{label} is not encrypted", lambda: value(volume, "encrypted") not in (True, "true")),
            (f"{label} is encrypted under a key that AWS chose", lambda: not customer_key(value(volume, "kmsKeyId"))),
        )

    return fault_in(numbered(items(props, "blockDeviceMappings"), "blockDeviceMappings"), fault)


RULE = Rule(
    name="imagebuilder_recipe_volumes_use_customer_key",
    title="Image Builder recipes encrypt volumes under a customer key.",
    resource_types=frozenset({"aws:imagebuilder/imageRecipe:ImageRecipe"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set ebs.encrypted and ebs.kmsKeyId on every mapping.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/data-protection.html",
)
