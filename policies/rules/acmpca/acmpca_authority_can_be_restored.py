"""Deleted authorities can be restored for a month."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_DAYS = 30
"""The default and the longest (AWS Private CA User Guide, "Restore a private CA")."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(value(props, "permanentDeletionTimeInDays", 30), shortest_days):
            return f"a deleted authority is gone in less than {shortest_days} days"
        return None

    return check


RULE = Rule(
    name="acmpca_authority_can_be_restored",
    title="Deleted authorities can be restored for a month.",
    resource_types=frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=7, most=30, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Leave permanentDeletionTimeInDays out or set it to 30.",
    link="https://docs.aws.amazon.com/privateca/latest/userguide/PCARestoreCA.html",
)
