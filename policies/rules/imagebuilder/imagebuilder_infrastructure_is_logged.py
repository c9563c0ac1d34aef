"""What went into an image, and how its building went, is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "logging.s3Logs.s3BucketName"):
        return "its logs end with its instances"
    return None


RULE = Rule(
    name="imagebuilder_infrastructure_is_logged",
    title="Image Builder keeps logs of builds.",
    resource_types=frozenset({"aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SERVICE_LOGGING}),
    remediation="Set logging.s3Logs.s3BucketName.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-infra-config.html",
)
