"""What a workgroup does goes to CloudWatch, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "configuration.publishCloudwatchMetricsEnabled") is False:
        return "it publishes no metrics"
    return None


RULE = Rule(
    name="athena_workgroup_is_measured",
    title="Athena workgroups publish metrics.",
    resource_types=frozenset({"aws:athena/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Remove publishCloudwatchMetricsEnabled or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/athena-controls.html#athena-4",
    sources=("SecurityHub Athena.4",),
)
