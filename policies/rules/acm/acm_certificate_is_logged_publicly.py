"""Certificates stand in the public logs."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("privateKey") or props.get("certificateAuthorityArn"):
        raise NotApplicable("it is imported or private")
    if value(props, "options.certificateTransparencyLoggingPreference", "ENABLED") != "ENABLED":
        return "browsers refuse it, and a forged one would not be noticed"
    return None


RULE = Rule(
    name="acm_certificate_is_logged_publicly",
    title="Certificates stand in the public logs.",
    resource_types=frozenset({"aws:acm/certificate:Certificate"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Leave certificateTransparencyLoggingPreference out.",
    link="https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
)
