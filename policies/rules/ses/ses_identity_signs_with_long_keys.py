"""Mail is signed with keys of 2,048 bits."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "dkimSigningAttributes.nextSigningKeyLength", "RSA_2048_BIT") != "RSA_2048_BIT":
        return "its signatures can be forged with some effort"
    return None


RULE = Rule(
    name="ses_identity_signs_with_long_keys",
    title="Mail is signed with keys of 2,048 bits.",
    resource_types=frozenset({"aws:sesv2/emailIdentity:EmailIdentity"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.KEY_MANAGEMENT}),
    remediation="Leave nextSigningKeyLength out or set it to RSA_2048_BIT.",
    link="https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html",
    sources=("RFC 8301 3.2",),
)
