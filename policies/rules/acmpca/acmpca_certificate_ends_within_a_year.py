"""Private certificates end within 13 months."""

import re

from policies.answers import fault_among
from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import value

LONGEST_DAYS = 398
"""What ACM gives private certificates, 13 months (AWS Certificate Manager User Guide, "Private certificates")."""
DAYS = {"DAYS": 1, "MONTHS": 30, "YEARS": 365}
_AUTHORITY = re.compile(r"arn:[^:]*:acm-pca:::template/\w*CACertificate\w*/V\d+")


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if _AUTHORITY.fullmatch(value(props, "templateArn", "")):
            raise NotApplicable("it is an authority's")

        def days(unit: str) -> int:
            return int(value(props, "validity.value", 0)) * DAYS[unit]

        return fault_among(
            (
                "its end is a day in the calendar that nobody can hold to a length",
                lambda: value(props, "validity.type") not in DAYS,
            ),
            (f"it is good for more than {longest_days} days", lambda: days("DAYS") > longest_days),
            (
                f"it is good for more than {longest_days} days",
                lambda: days(value(props, "validity.type")) > longest_days,
            ),
        )

    return check


RULE = Rule(
    name="acmpca_certificate_ends_within_a_year",
    title="Private certificates end within 13 months.",
    resource_types=frozenset({"aws:acmpca/certificate:Certificate"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=825, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Lower validity.",
    link="https://docs.aws.amazon.com/privateca/latest/userguide/PcaIssueCert.html",
)
