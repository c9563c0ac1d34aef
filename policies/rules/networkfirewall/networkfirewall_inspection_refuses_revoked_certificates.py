"""A server whose certificate was revoked isn't talked to."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SAFE = frozenset({"DROP", "REJECT"})


def _check(props: Props) -> str | None:
    configuration = value(props, "tlsInspectionConfiguration.serverCertificateConfiguration")
    if not value(configuration, "certificateAuthorityArn"):
        raise NotApplicable("it inspects what comes in, under certificates of its own")
    if value(configuration, "checkCertificateRevocationStatus.revokedStatusAction") not in SAFE:
        return "revoked certificates are accepted"
    return None


RULE = Rule(
    name="networkfirewall_inspection_refuses_revoked_certificates",
    title="Network firewalls refuse revoked certificates.",
    resource_types=frozenset({"aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set checkCertificateRevocationStatus.revokedStatusAction to REJECT.",
    link="https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-settings.html",
)
