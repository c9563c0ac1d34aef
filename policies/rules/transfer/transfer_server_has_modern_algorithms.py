"""Clients agree on ciphers and key exchanges that are still sound; the one that a server gets untold is of 2018."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

POLICIES = frozenset(
    {
        "TransferSecurityPolicy-2024-01",
        "TransferSecurityPolicy-2025-03",
        "TransferSecurityPolicy-AS2Restricted-2025-07",
        "TransferSecurityPolicy-FIPS-2024-01",
        "TransferSecurityPolicy-FIPS-2024-05",
        "TransferSecurityPolicy-FIPS-2025-03",
        "TransferSecurityPolicy-Restricted-2024-06",
        "TransferSecurityPolicy-SshAuditCompliant-2025-02",
    }
)
"""AWS Transfer Family User Guide, "Security policies for AWS Transfer Family servers": those of 2024 and later."""


def _check(props: Props) -> str | None:
    if props.get("securityPolicyName") not in POLICIES:
        return "its security policy is outdated"
    return None


RULE = Rule(
    name="transfer_server_has_modern_algorithms",
    title="Transfer servers use modern algorithms.",
    resource_types=frozenset({"aws:transfer/server:Server"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set securityPolicyName to TransferSecurityPolicy-2025-03.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html",
)
