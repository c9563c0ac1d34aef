"""The key that a zone is signed under is in use."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "status", "ACTIVE") != "ACTIVE":
        return "it signs nothing"
    return None


RULE = Rule(
    name="route53_signing_key_is_active",
    title="Route 53 signing keys are active.",
    resource_types=frozenset({"aws:route53/keySigningKey:KeySigningKey"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.KEY_MANAGEMENT}),
    remediation="Remove status or set it to ACTIVE.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-ksk.html",
)
