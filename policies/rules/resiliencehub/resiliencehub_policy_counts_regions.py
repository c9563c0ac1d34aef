"""Resilience is measured against the loss of a region."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    missing = those(("rpo", "rto"), lambda target: not value(props, f"policy.region.{target}"))
    return f"the loss of a region has no {' and no '.join(missing)}" if missing else None


RULE = Rule(
    name="resiliencehub_policy_counts_regions",
    title="Resilience is measured against the loss of a region.",
    resource_types=frozenset({"aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AVAILABILITY, Objective.RECOVERY_TESTING}),
    remediation="Set rpo and rto of policy.region.",
    link="https://docs.aws.amazon.com/resilience-hub/latest/userguide/create-policy.html",
)
