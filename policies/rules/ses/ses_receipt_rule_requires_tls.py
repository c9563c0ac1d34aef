"""Mail is received encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("tlsPolicy") != "Require":
        return "mail is taken in plain text"
    return None


RULE = Rule(
    name="ses_receipt_rule_requires_tls",
    title="Mail is received encrypted.",
    resource_types=frozenset({"aws:ses/receiptRule:ReceiptRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tlsPolicy to Require.",
    link="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html",
)
