"""Policies on logs allow nothing to everyone."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

POLICIES = frozenset({"accessPolicy", "deliveryDestinationPolicy", "policyDocument"})


def _check(props: Props) -> str | None:
    faults = (fault(props[name], public("logs"), name) for name in sorted(POLICIES.intersection(props)))
    return next(filter(None, faults), None)


RULE = Rule(
    name="cloudwatch_log_policy_is_not_public",
    title="Policies on logs allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy",
            "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
            "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LOG_PROTECTION, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceArn or aws:SourceAccount.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
)
