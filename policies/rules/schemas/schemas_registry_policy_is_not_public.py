"""Schema registries allow nothing to everyone."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("schemas"))


RULE = Rule(
    name="schemas_registry_policy_is_not_public",
    title="Schema registries allow nothing to everyone.",
    resource_types=frozenset({"aws:schemas/registryPolicy:RegistryPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-resource-based-schemas.html",
)
