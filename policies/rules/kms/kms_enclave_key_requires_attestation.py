"""A key for an enclave is of use nowhere else, not even to the account's administrators."""

from policies.iam.findings import fault
from policies.iam.questions import without
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.kms._enclaves import PREFIX, SENSITIVE, guarded


def _check(props: Props) -> str | None:
    guarded(props)
    return fault(props.get("policy"), without(PREFIX, tuple(sorted(SENSITIVE))))


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
