"""Components and container recipes, which may name what is inside, are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="imagebuilder_recipe_uses_customer_key",
    title="Image Builder recipes are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:imagebuilder/component:Component", "aws:imagebuilder/containerRecipe:ContainerRecipe"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/data-protection.html",
)
