"""A lifecycle policy takes snapshots, rather than being declared and off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("state") == "DISABLED":
        return "it takes no snapshots"
    return None


RULE = Rule(
    name="dlm_policy_is_in_force",
    title="Snapshot lifecycle policies are on.",
    resource_types=frozenset({"aws:dlm/lifecyclePolicy:LifecyclePolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set state to ENABLED.",
    link="https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html",
)
