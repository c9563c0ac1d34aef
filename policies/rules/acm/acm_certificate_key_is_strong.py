"""The key of a certificate is an RSA key of 2,048 bits or more, or an elliptic one."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

STRONG = frozenset({"EC_prime256v1", "EC_secp384r1", "EC_secp521r1", "RSA_2048", "RSA_3072", "RSA_4096"})


def _check(props: Props) -> str | None:
    if value(props, "keyAlgorithm", "RSA_2048") not in STRONG:
        return "its key is too short"
    return None


RULE = Rule(
    name="acm_certificate_key_is_strong",
    title="ACM certificates have strong keys.",
    resource_types=frozenset({"aws:acm/certificate:Certificate"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set keyAlgorithm to EC_prime256v1 or RSA_2048.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-2",
    sources=("SecurityHub ACM.2",),
)
