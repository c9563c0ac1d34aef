"""Firewalls, policies and rule groups are encrypted under a key of the customer's own.

AWS Network Firewall Developer Guide, "Encryption at rest with AWS Key Management Service".
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under a key of AWS", lambda: value(props, "encryptionConfiguration.type") != "CUSTOMER_KMS"),
        (
            "encryptionConfiguration names no customer key",
            lambda: not customer_key(value(props, "encryptionConfiguration.keyId")),
        ),
    )


RULE = Rule(
    name="networkfirewall_uses_customer_key",
    title="Network firewalls are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:networkfirewall/firewall:Firewall",
            "aws:networkfirewall/firewallPolicy:FirewallPolicy",
            "aws:networkfirewall/ruleGroup:RuleGroup",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration with type CUSTOMER_KMS and keyId.",
    link="https://docs.aws.amazon.com/network-firewall/latest/developerguide/kms-encryption-at-rest.html",
)
