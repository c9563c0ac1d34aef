"""What is recorded today can't be read by a quantum computer later: keys are agreed on by ML-KEM too."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective

POLICIES = frozenset(
    {
        "TransferSecurityPolicy-2025-03",
        "TransferSecurityPolicy-AS2Restricted-2025-07",
        "TransferSecurityPolicy-FIPS-2025-03",
    }
)
"""AWS Transfer Family User Guide, "Using hybrid post-quantum key exchange with AWS Transfer Family"."""


def _check(props: Props) -> str | None:
    if props.get("securityPolicyName") not in POLICIES:
        return "its keys do not outlast quantum computers"
    return None


RULE = Rule(
    name="transfer_server_agrees_keys_post_quantum",
    title="Transfer servers agree on keys that outlast quantum computers.",
    resource_types=frozenset({"aws:transfer/server:Server"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set securityPolicyName to TransferSecurityPolicy-2025-03.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/post-quantum-security-policies.html",
)
