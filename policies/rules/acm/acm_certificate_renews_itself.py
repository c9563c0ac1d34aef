"""A public certificate is validated by DNS, so that it renews without anybody reading mail.

AWS Certificate Manager User Guide, "Managed certificate renewal".
"""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("certificateAuthorityArn"):
        raise NotApplicable("a private certificate needs no validation")
    if props.get("certificateBody"):
        raise NotApplicable("an imported certificate is renewed by its owner")
    if props.get("validationMethod") != "DNS":
        return "it is not validated by DNS"
    return None


RULE = Rule(
    name="acm_certificate_renews_itself",
    title="ACM certificates renew themselves.",
    resource_types=frozenset({"aws:acm/certificate:Certificate"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set validationMethod to DNS.",
    link="https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
    sources=("SecurityHub ACM.1",),
)
