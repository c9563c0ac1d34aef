"""Suppressed vulnerabilities have a reason."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("action") != "SUPPRESS":
        raise NotApplicable("it hides nothing")
    return None if props.get("reason") else "nothing says why it hides findings"


RULE = Rule(
    name="inspector2_suppression_is_explained",
    title="Suppressed vulnerabilities have a reason.",
    resource_types=frozenset({"aws:inspector2/filter:Filter"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set reason.",
    link="https://docs.aws.amazon.com/inspector/latest/user/findings-managing-supression-rules.html",
)
