"""Received mail is scanned."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("scanEnabled") is not True:
        return "viruses and spam get through"
    return None


RULE = Rule(
    name="ses_receipt_rule_scans",
    title="Received mail is scanned.",
    resource_types=frozenset({"aws:ses/receiptRule:ReceiptRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MALWARE_PROTECTION}),
    remediation="Set scanEnabled to true.",
    link="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html",
)
