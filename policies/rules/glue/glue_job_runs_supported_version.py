"""Jobs run a version of Glue that is mended."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

SUPPORTED = frozenset({"3.0", "4.0", "5.0", "5.1"})
"""AWS Glue Developer Guide, "AWS Glue version support policy"; Security Hub, Glue.4, asks for 3.0 or later."""


def _check(props: Props) -> str | None:
    version = props.get("glueVersion")
    if version in SUPPORTED:
        return None
    return "its version of Glue is out of support"


RULE = Rule(
    name="glue_job_runs_supported_version",
    title="Glue jobs run a supported version.",
    resource_types=frozenset({"aws:glue/job:Job"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set glueVersion to 5.0 or later.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/glue-controls.html#glue-4",
    sources=("SecurityHub Glue.4",),
)
