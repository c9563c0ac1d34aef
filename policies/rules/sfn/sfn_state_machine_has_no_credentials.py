"""State machines hold no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if holds_credential(props.get("definition")):
        return "its definition has a credential in it"
    return None


RULE = Rule(
    name="sfn_state_machine_has_no_credentials",
    title="State machines hold no credentials.",
    resource_types=frozenset({"aws:sfn/stateMachine:StateMachine"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Read the credential from Secrets Manager, or call by an EventBridge connection.",
    link="https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html",
)
