"""A layer is given to named accounts or to the organization, not to everybody."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.lambda_._permissions import document


def _check(props: Props) -> str | None:
    if props.get("principal") != "*":
        return None
    return fault(document(props, "*", "organizationId"), public("lambda"), "organizationId")


RULE = Rule(
    name="lambda_layer_permission_is_not_public",
    title="Lambda layers are not public.",
    resource_types=frozenset({"aws:lambda/layerVersionPermission:LayerVersionPermission"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the account in principal, or set organizationId.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html",
)
