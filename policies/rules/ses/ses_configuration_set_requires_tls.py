"""Mail is sent encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "deliveryOptions.tlsPolicy") not in {"REQUIRE", "Require"}:
        return "mail is sent in plain text to servers that don't offer TLS"
    return None


RULE = Rule(
    name="ses_configuration_set_requires_tls",
    title="Mail is sent encrypted.",
    resource_types=frozenset(
        {
            "aws:ses/configurationSet:ConfigurationSet",
            "aws:sesv2/configurationSet:ConfigurationSet",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set deliveryOptions.tlsPolicy to Require.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ses-controls.html#ses-3",
    sources=("SecurityHub SES.3",),
)
