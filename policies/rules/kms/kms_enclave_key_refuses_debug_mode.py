"""An enclave in debug mode attests measurements of zeros, and can be read by its parent."""

import re

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.kms._enclaves import attested, guarded

_ZEROS = re.compile(r"0+")


def _check(props: Props) -> str | None:
    for statement in guarded(props):
        if any(_ZEROS.fullmatch(measured) for values in attested(statement).values() for measured in values):
            return f"{statement.label} serves enclaves in debug mode, whose memory can be read"
    return None


RULE = Rule(
    name="kms_enclave_key_refuses_debug_mode",
    title="Enclaves' keys refuse debug mode.",
    resource_types=frozenset(
        {
            "aws:kms/key:Key",
            "aws:kms/keyPolicy:KeyPolicy",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.SOFTWARE_INTEGRITY}),
    remediation="Put the image's real measurements in place of zeros.",
    link="https://docs.aws.amazon.com/enclaves/latest/user/getting-started.html",
)
