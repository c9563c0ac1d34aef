"""Documents are shared with named accounts."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

NAMES = ("accountIds", "account_ids")


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        if "all" in {account.strip().lower() for account in value(props, f"permissions.{name}", "").split(",")}:
            return "every AWS account may read and run it"
        return None

    return first(NAMES, fault)


RULE = Rule(
    name="ssm_document_is_not_public",
    title="Documents are shared with named accounts.",
    resource_types=frozenset({"aws:ssm/document:Document"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in permissions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ssm-controls.html#ssm-4",
    sources=("SecurityHub SSM.4",),
)
