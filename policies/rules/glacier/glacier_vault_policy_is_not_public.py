"""The policy of a vault lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("accessPolicy"), public("glacier"), "accessPolicy")


RULE = Rule(
    name="glacier_vault_policy_is_not_public",
    title="Glacier vaults allow nothing to everyone.",
    resource_types=frozenset({"aws:glacier/vault:Vault"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals in accessPolicy.",
    link="https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-access-policy.html",
)
