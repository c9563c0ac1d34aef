"""Certificates are renewed before they end."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("earlyRenewalHours"), 1):
        return "it is replaced only once it has ended"
    return None


RULE = Rule(
    name="tls_certificate_renews_before_it_ends",
    title="Certificates are renewed before they end.",
    resource_types=frozenset({"tls:index/locallySignedCert:LocallySignedCert"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set earlyRenewalHours.",
    link="https://www.pulumi.com/registry/packages/tls/api-docs/locallysignedcert/",
)
