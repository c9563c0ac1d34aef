"""DMS shows MongoDB who it is, as it does unless told otherwise."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("engineName") != "mongodb":
        raise NotApplicable("it is not for MongoDB")
    if value(props, "mongodbSettings.authType", "password") != "password":
        return "it does not say who it is"
    return None


RULE = Rule(
    name="dms_mongodb_endpoint_authenticates",
    title="DMS endpoints for MongoDB authenticate.",
    resource_types=frozenset({"aws:dms/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set mongodbSettings.authType to password.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-11",
    sources=("SecurityHub DMS.11",),
)
