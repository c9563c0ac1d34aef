"""Clients of a proxy show IAM tokens; passwords stay between the proxy and its secret.

Amazon RDS User Guide, "Setting up IAM policies for RDS Proxy".
"""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if value(props, "defaultAuthScheme") == "IAM_AUTH":
        return None
    auths = items(props, "auths")
    lax = labels(numbered(auths, "auths"), lambda auth: value(auth, "iamAuth") != "REQUIRED")
    if lax or not auths:
        return f"{', '.join(lax) or 'the proxy'} accepts clients without an IAM token"
    return None


RULE = Rule(
    name="rds_proxy_requires_iam_authentication",
    title="RDS proxies require IAM authentication.",
    resource_types=frozenset({"aws:rds/proxy:Proxy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set iamAuth to REQUIRED on every entry of auths.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html",
)
