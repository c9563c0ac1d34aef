"""Names and addresses of people aren't shown to whoever asks for a domain."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

CONTACTS = ("adminPrivacy", "billingPrivacy", "registrantPrivacy", "techPrivacy")


def _check(props: Props) -> str | None:
    shown = those(CONTACTS, lambda contact: value(props, contact, True) is not True)
    return f"{', '.join(shown)} is off" if shown else None


RULE = Rule(
    name="route53_domain_hides_its_contacts",
    title="Domains hide their contacts.",
    resource_types=frozenset(
        {"aws:route53domains/domain:Domain", "aws:route53domains/registeredDomain:RegisteredDomain"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.DATA_MASKING}),
    remediation="Remove adminPrivacy, billingPrivacy, registrantPrivacy and techPrivacy, or set them to true.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-privacy-protection.html",
)
