"""Exported reports are encrypted under a customer key."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "exportConfig.type") != "S3":
        raise NotApplicable("it exports nothing")
    return fault_among(
        (
            "its reports are not encrypted",
            lambda: value(props, "exportConfig.s3Destination.encryptionDisabled") is True,
        ),
        (
            "its reports are encrypted under a key of AWS",
            lambda: not customer_key(value(props, "exportConfig.s3Destination.encryptionKey")),
        ),
    )


RULE = Rule(
    name="codebuild_reports_use_customer_key",
    title="Exported reports are encrypted under a customer key.",
    resource_types=frozenset({"aws:codebuild/reportGroup:ReportGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set exportConfig.s3Destination.encryptionKey.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-7",
    sources=("SecurityHub CodeBuild.7",),
)
