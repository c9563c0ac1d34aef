"""A key for an enclave is of use nowhere else, not even to the account's administrators."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.kms._enclaves import attested, denied_without_attestation, guarded


def _check(props: Props) -> str | None:
    open_ = [statement.label for statement in guarded(props) if not attested(statement)]
    if not open_ or denied_without_attestation(props):
        return None
    return f"{', '.join(open_)} lets callers use it outside the enclave"


RULE = Rule(
    name="kms_enclave_key_requires_attestation",
    title="Enclaves' keys serve attested images alone.",
    resource_types=frozenset(
        {
            "aws:kms/key:Key",
            "aws:kms/keyPolicy:KeyPolicy",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.LEAST_PRIVILEGE, Objective.SOFTWARE_INTEGRITY}),
    remediation="Add a condition on kms:RecipientAttestation:ImageSha384, or deny the calls to whoever lacks it.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-attestation.html",
)
