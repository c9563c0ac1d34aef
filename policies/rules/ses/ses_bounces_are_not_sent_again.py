"""An account that goes on mailing failed addresses is stopped from mailing at all."""

from policies.lists import lacking
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

REASONS = frozenset({"BOUNCE", "COMPLAINT"})


def _check(props: Props) -> str | None:
    missing = lacking(REASONS, items(props, "suppressedReasons"))
    return f"{', '.join(missing)} is not suppressed" if missing else None


RULE = Rule(
    name="ses_bounces_are_not_sent_again",
    title="Mail to failed addresses is held back.",
    resource_types=frozenset({"aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Add BOUNCE and COMPLAINT to suppressedReasons.",
    link="https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html",
)
