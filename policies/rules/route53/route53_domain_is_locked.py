"""A domain isn't moved to another registrar by somebody who got hold of its code."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "transferLock", True) is not True:
        return "it can be moved to another registrar"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "transferLock": True}


RULE = Rule(
    name="route53_domain_is_locked",
    title="Domains are locked against transfer.",
    resource_types=frozenset(
        {"aws:route53domains/domain:Domain", "aws:route53domains/registeredDomain:RegisteredDomain"}
    ),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SECURE_CONFIGURATION}),
    remediation="Remove transferLock or set it to true.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html",
)
