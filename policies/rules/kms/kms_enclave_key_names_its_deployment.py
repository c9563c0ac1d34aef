"""Enclaves' keys serve one deployment."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.kms._enclaves import attested, guarded

MEASUREMENTS = frozenset({"pcr3", "pcr4", "pcr8"})
"""The parent's role, the parent's identifier, the image's signer (AWS Nitro Enclaves User Guide, "Cryptographic
attestation"); an image carries its other measurements wherever it is copied."""
KEYS = ("aws:principalaccount", "aws:principalorgid", "aws:principalarn", "aws:sourceaccount")


def _check(props: Props) -> str | None:
    for statement in guarded(props):
        if not attested(statement) or not MEASUREMENTS.isdisjoint(attested(statement)):
            continue
        if not any(statement.condition_values(key) for key in KEYS):
            return f"{statement.label} serves a copy of the image in anybody's hands"
    return None


RULE = Rule(
    name="kms_enclave_key_names_its_deployment",
    title="Enclaves' keys serve one deployment.",
    resource_types=frozenset(
        {
            "aws:kms/key:Key",
            "aws:kms/keyPolicy:KeyPolicy",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Add a condition on kms:RecipientAttestation:PCR3, PCR4 or PCR8, or on aws:PrincipalAccount.",
    link="https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html",
)
