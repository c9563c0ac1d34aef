"""Users show a password or an IAM token; those that are turned off need none."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if str(props.get("accessString")).split()[:1] == ["off"]:
        raise NotApplicable("the user is turned off")
    return fault_among(
        ("it needs no password", lambda: props.get("noPasswordRequired") is True),
        ("it needs no password", lambda: value(props, "authenticationMode.type") == "no-password-required"),
    )


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
