"""A domain isn't lost because somebody forgot to pay for it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "autoRenew", True) is not True:
        return "it ends with its term"
    return None


RULE = Rule(
    name="route53_domain_renews_itself",
    title="Domains renew themselves.",
    resource_types=frozenset(
        {"aws:route53domains/domain:Domain", "aws:route53domains/registeredDomain:RegisteredDomain"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove autoRenew or set it to true.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-enable-disable-auto-renewal.html",
)
