"""Documents hold no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if holds_credential(props.get("content")):
        return "its content has a credential in it"
    return None


RULE = Rule(
    name="ssm_document_has_no_credentials",
    title="Documents hold no credentials.",
    resource_types=frozenset({"aws:ssm/document:Document"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Read the credential from Secrets Manager when the document runs.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/security-best-practices.html",
)
