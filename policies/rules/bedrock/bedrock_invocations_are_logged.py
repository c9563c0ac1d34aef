"""Calls of models are logged."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PLACES = ("cloudwatchConfig.logGroupName", "s3Config.bucketName")


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "calls are written down nowhere",
            lambda: not some(PLACES, lambda place: value(props, f"loggingConfig.{place}")),
        ),
        (
            "what was asked and answered is left out",
            lambda: value(props, "loggingConfig.textDataDeliveryEnabled", True) is not True,
        ),
    )


RULE = Rule(
    name="bedrock_invocations_are_logged",
    title="Calls of models are logged.",
    resource_types=frozenset({"aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.SERVICE_LOGGING}),
    remediation="Set cloudwatchConfig or s3Config of loggingConfig, and leave textDataDeliveryEnabled out.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
)
