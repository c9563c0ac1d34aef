"""A zone that still has records of others isn't deleted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("forceDestroy"):
        return "it is deleted with all its records"
    return None


RULE = Rule(
    name="route53_zone_is_not_deleted_with_records",
    title="Route 53 zones with records are kept.",
    resource_types=frozenset({"aws:route53/zone:Zone"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Remove forceDestroy or set it to false.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DeleteHostedZone.html",
)
