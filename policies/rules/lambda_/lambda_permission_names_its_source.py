"""A service calls a function on behalf of named resources, not of anybody's.

AWS Lambda Developer Guide, "Granting function access to AWS services".
"""

import re

from policies.iam.findings import fault
from policies.iam.questions import deputy
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.lambda_._permissions import document

_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com")


def _check(props: Props) -> str | None:
    service = value(props, "principal", "")
    if not _SERVICE.fullmatch(service):
        raise NotApplicable("it is not for a service")
    permission = document(props, {"Service": service}, "sourceArn", "sourceAccount", "principalOrgId")
    return fault(permission, deputy((service,), ("lambda:invokefunction",)), "sourceArn")


RULE = Rule(
    name="lambda_permission_names_its_source",
    title="Lambda permissions of services name the source.",
    resource_types=frozenset({"aws:lambda/permission:Permission"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Set sourceArn or sourceAccount.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
)
