"""In a flood AWS calls somebody who can act."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("AWS calls nobody", lambda: props.get("enabled") is not True),
        (
            "no contact has a phone number",
            lambda: not some(items(props, "emergencyContacts"), lambda contact: value(contact, "phoneNumber")),
        ),
    )


RULE = Rule(
    name="shield_engagement_is_proactive",
    title="Shield Advanced calls in an emergency.",
    resource_types=frozenset({"aws:shield/proactiveEngagement:ProactiveEngagement"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE}),
    remediation="Set enabled to true and emergencyContacts with a phoneNumber.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-proactive-engagement.html",
)
