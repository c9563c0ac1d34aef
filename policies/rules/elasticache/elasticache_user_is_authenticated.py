"""Users show a password or an IAM token; those that are turned off need none."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if str(props.get("accessString")).split()[:1] == ["off"]:
        raise NotApplicable("the user is turned off")
    if props.get("noPasswordRequired") is True:
        return "it needs no password"
    if value(props, "authenticationMode.type") == "no-password-required":
        return "it needs no password"
    return None


RULE = Rule(
    name="elasticache_user_is_authenticated",
    title="ElastiCache users are authenticated.",
    resource_types=frozenset({"aws:elasticache/user:User"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authenticationMode.type to iam or password and remove noPasswordRequired.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
)
