"""Certificates end within a year, authorities' within ten."""

from policies.answers import whichever
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

LONGEST_DAYS = 366
AUTHORITY_DAYS = 3660
"""Ten years, as for a root of AWS Private CA (AWS Private CA User Guide, "Managing the private CA lifecycle")."""


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        def fault(most_days: int) -> str | None:
            long = at_least(props.get("validityPeriodHours"), most_days * 24 + 1)
            return f"it is good for more than {most_days} days" if long else None

        return whichever(
            lambda: props.get("isCaCertificate") is True, lambda: fault(AUTHORITY_DAYS), lambda: fault(longest_days)
        )

    return check


RULE = Rule(
    name="tls_certificate_ends",
    title="Certificates end within a year, authorities' within ten.",
    resource_types=frozenset(
        {
            "tls:index/locallySignedCert:LocallySignedCert",
            "tls:index/selfSignedCert:SelfSignedCert",
        }
    ),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=825, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Lower validityPeriodHours.",
    link="https://www.pulumi.com/registry/packages/tls/api-docs/locallysignedcert/",
)
