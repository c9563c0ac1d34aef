"""Policy stores are protected from deletion."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("deletionProtection") != "ENABLED":
        return "one mistake deletes every permission"
    return None


RULE = Rule(
    name="verifiedpermissions_store_is_kept_from_deletion",
    title="Policy stores are protected from deletion.",
    resource_types=frozenset({"aws:verifiedpermissions/policyStore:PolicyStore"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Set deletionProtection to ENABLED.",
    link="https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/policy-stores-delete.html",
)
